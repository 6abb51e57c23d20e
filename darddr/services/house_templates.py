"""A partnership's own template: offered, tried on sample data, published; without one our own is used."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.documents.action_plan import action_plan
from darddr.documents.audit import audit as faults_of
from darddr.documents.overview import overview
from darddr.documents.sample import sample_plan, sample_report
from darddr.documents.template import Template, TemplateUnfit, house, house_template, read_template
from darddr.models.house import HouseTemplate
from darddr.models.partnership import Partnership
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services.errors import NotNow, Unfit
from darddr.services.evidence import Offered
from darddr.vocabulary.house import Stage
from darddr.vocabulary.permissions import Permission

MOST_TOLD = 3
"""Faults that are told at once; the others are found when these are put right."""
SAMPLES = {"overview": "Overview report", "action-plan": "Action plan"}


def templates_of(session: Session, partnership_id: UUID) -> list[HouseTemplate]:
    """Every template a partnership has tried, newest first; the files stay sealed."""
    found = select(HouseTemplate).filter_by(partnership_id=partnership_id)
    return list(session.scalars(found.order_by(HouseTemplate.recorded_at.desc(), HouseTemplate.id)))


def published(session: Session, partnership_id: UUID) -> HouseTemplate | None:
    """The template in use, where the partnership has one of its own."""
    return session.scalar(select(HouseTemplate).filter_by(partnership_id=partnership_id, stage=Stage.PUBLISHED))


def template_for(session: Session, partnership_id: UUID) -> Template:
    """What the partnership's documents are written in: its own template, else ours."""
    own = published(session, partnership_id)
    return house() if own is None else read_template(own.data())


def check(data: bytes) -> None:
    """Raises Unfit, with what is to be put right, unless documents written in this template are sound and can be read by everybody."""
    try:
        template = read_template(data)
    except TemplateUnfit as reason:
        raise Unfit(str(reason), "file") from None
    found = [fault for key in SAMPLES for fault in faults_of(key, sample(template, key, "Sample partnership"))]
    told = list(dict.fromkeys(fault.message for fault in found))
    if told:
        more = f" There are {len(told) - MOST_TOLD} more." if len(told) > MOST_TOLD else ""
        raise Unfit(
            f"Documents written in this template would not be sound. {' '.join(told[:MOST_TOLD])}{more}", "file"
        )


def sample(template: Template, kind: str, partnership: str) -> bytes:
    """A document of invented facts in a template."""
    if kind == "action-plan":
        return action_plan(sample_plan(partnership, clock.today()), template)
    return overview(sample_report(partnership, clock.today()), template)


def starter() -> bytes:
    """Our own template, to be changed in Word."""
    return house_template()


def offer(session: Session, actor: Actor, place: Place, offered: Offered) -> HouseTemplate:
    """Keep a template as a draft, once it has been checked. Raises Unfit."""
    require(actor, Permission.HOUSE_STYLE, place)
    if offered.kind != "docx":
        raise Unfit("A template is a Word document (.docx): save it as one and send it again.", "file")
    check(offered.data)
    row = HouseTemplate(partnership_id=place.partnership_id, recorded_by_id=actor.user_id, name=offered.name)
    row.keep(offered.data)
    session.add(row)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.TEMPLATE_OFFERED, place, template=row.id)
    return row


def preview(session: Session, actor: Actor, row: HouseTemplate, kind: str) -> bytes:
    """What a document will look like in a template."""
    require(actor, Permission.HOUSE_STYLE, row)
    partnership = session.get_one(Partnership, row.partnership_id)
    return sample(read_template(row.data()), kind if kind in SAMPLES else "overview", partnership.name)


def publish(session: Session, actor: Actor, row: HouseTemplate) -> None:
    """Use a template from now on, in place of the one before. Raises NotNow where it is in use already."""
    require(actor, Permission.HOUSE_STYLE, row)
    if row.stage is Stage.PUBLISHED:
        raise NotNow("This template is in use already.")
    place = Place(row.partnership_id)
    if (before := published(session, row.partnership_id)) is not None:
        _retire(session, actor, before)
        session.flush()
    row.stage = Stage.PUBLISHED
    audit.record(session, actor.user_id, audit.Tag.TEMPLATE_PUBLISHED, place, template=row.id)


def retire(session: Session, actor: Actor, row: HouseTemplate) -> None:
    """Use a template no more. Raises NotNow where that was so before."""
    require(actor, Permission.HOUSE_STYLE, row)
    if row.stage is Stage.RETIRED:
        raise NotNow("This template is not in use.")
    _retire(session, actor, row)


def _retire(session: Session, actor: Actor, row: HouseTemplate) -> None:
    row.stage = Stage.RETIRED
    audit.record(session, actor.user_id, audit.Tag.TEMPLATE_RETIRED, Place(row.partnership_id), template=row.id)
