"""The pack for a meeting of the executive: its reports made as at a day, kept sealed, reported to bodies.

A pack holds every review of the partnership, so nobody makes or opens one who has declared a conflict with any of them.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.documents.audit import audit as faults_of
from darddr.documents.tabled import tabled, tables_book, tables_of
from darddr.models.pack import Disclosure, Pack
from darddr.models.partnership import Partnership
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services import figure_history
from darddr.services.errors import NotNow, Refusal, Unfit
from darddr.services.executive_report import executive_report
from darddr.services.figure_views import View
from darddr.services.pack_facts import Frame
from darddr.services.public_facts import scrutiny_report
from darddr.services.report_facts import MARKING
from darddr.services.strategy_extracts import assessment_extract, plan_extract
from darddr.vocabulary.permissions import Permission

SHOWN = 50


def packs_of(session: Session, partnership_id: UUID) -> list[Pack]:
    """The latest packs, newest first; their contents stay sealed."""
    found = select(Pack).filter_by(partnership_id=partnership_id).order_by(Pack.recorded_at.desc(), Pack.id)
    return list(session.scalars(found.limit(SHOWN)))


def draw(session: Session, actor: Actor, place: Place, as_at: date, within: int) -> bytes:
    """The pack's one file; a department has `within` days to answer. It only reads.

    Raises Unfit for a day to come, NotNow after a declared conflict.
    """
    require(actor, Permission.PARTNERSHIP_DUTIES, place)
    refuse_conflicted(session, actor, place)
    if as_at > clock.today():
        raise Unfit("The reports cannot be of a day after today.", "as_at")
    view = figure_history.as_of(session, View(actor, place.partnership_id, as_at))
    frame = Frame(view, session.get_one(Partnership, place.partnership_id), within)
    shown = is_disclosed(session, place.partnership_id)
    restricted = [executive_report(session, frame), assessment_extract(session, frame), plan_extract(session, frame)]
    public = scrutiny_report(session, frame, sex_and_manner=shown)
    names = ("executive-report", "strategic-assessment-extract", "partnership-plan-extract", "scrutiny-report")
    files = {f"{name}.docx": tabled(facts) for name, facts in zip(names, (*restricted, public), strict=True)}
    for name, data in files.items():
        if faults := faults_of(name, data):
            raise Refusal(f"The pack was not made, because {name} did not pass its own check: {faults[0].message}")
    files["tables.xlsx"] = tables_book(MARKING, frame.partnership.name, as_at, tables_of(restricted))
    return _zipped(files, as_at)


def keep(session: Session, actor: Actor, place: Place, as_at: date, data: bytes) -> Pack:
    """Keep a drawn pack sealed."""
    require(actor, Permission.PARTNERSHIP_DUTIES, place)
    pack = Pack(partnership_id=place.partnership_id, as_at=as_at, recorded_by_id=actor.user_id, reported_to=[])
    pack.keep(data)
    session.add(pack)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.PACK_MADE, place, pack=pack.id, as_at=as_at)
    return pack


def _zipped(files: dict[str, bytes], as_at: date) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name, (as_at.year, as_at.month, as_at.day, 0, 0, 0)), data)
    return kept.getvalue()


def refuse_conflicted(session: Session, actor: Actor, place: Place) -> None:
    """Raises NotNow for somebody kept out of any review of the partnership."""
    walls = select(Review.id).where(Review.partnership_id == place.partnership_id, Review.id.in_(actor.excluded_from))
    if actor.excluded_from and session.scalar(walls.limit(1)) is not None:
        raise NotNow("A pack holds every review, and you have declared a conflict with one. Ask a colleague.")


def file_name(session: Session, pack: Pack) -> str:
    """What a pack is called outside."""
    return f"{session.get_one(Partnership, pack.partnership_id).code}-pack-{pack.as_at.isoformat()}.zip"


def report_to(session: Session, actor: Actor, pack: Pack, body: str, reported_on: date) -> None:
    """Keep that a pack was reported to a body. Raises Unfit without one, or for a day that cannot be."""
    require(actor, Permission.PARTNERSHIP_DUTIES, pack)
    if not body.strip():
        raise Unfit("Say to which body it was reported.", "body")
    if not pack.as_at <= reported_on <= clock.today():
        raise Unfit("It cannot have been reported before its own day or after today.", "reported_on")
    pack.reported_to = [*(pack.reported_to or []), {"body": body.strip(), "on": reported_on.isoformat()}]
    place = Place(pack.partnership_id)
    audit.record(session, actor.user_id, audit.Tag.PACK_REPORTED, place, pack=pack.id, reported_on=reported_on)


def note_download(session: Session, actor_id: UUID, place: Place, pack_id: UUID) -> None:
    """Write to the log that a pack left."""
    audit.record(session, actor_id, audit.Tag.PACK_DOWNLOADED, place, pack=pack_id)


def disclosure_of(session: Session, partnership_id: UUID) -> Disclosure | None:
    """The latest decision on sex and manner in public figures, if there is one."""
    found = select(Disclosure).filter_by(partnership_id=partnership_id)
    return session.scalar(found.order_by(Disclosure.decided_on.desc(), Disclosure.recorded_at.desc()).limit(1))


def is_disclosed(session: Session, partnership_id: UUID) -> bool:
    """Whether public figures may tell of sex and manner of death; without a decision they may not."""
    decision = disclosure_of(session, partnership_id)
    return decision is not None and decision.allowed


def decide_disclosure(
    session: Session, actor: Actor, place: Place, allowed: bool, decided_on: date, reason: str
) -> Disclosure:
    """The chair's decision on sex and manner in public figures. Raises Unfit without a reason, or for a day to come."""
    require(actor, Permission.PARTNERSHIP_DISCLOSE, place)
    if not reason.strip():
        raise Unfit("Give the reason for the decision.", "reason")
    if decided_on > clock.today():
        raise Unfit("It cannot have been decided after today.", "decided_on")
    decision = Disclosure(
        partnership_id=place.partnership_id,
        allowed=allowed,
        decided_on=decided_on,
        recorded_by_id=actor.user_id,
        reason=reason.strip(),
    )
    session.add(decision)
    facts = {"allowed": str(allowed).lower(), "decided_on": decided_on}
    audit.record(session, actor.user_id, audit.Tag.DISCLOSURE_DECIDED, place, **facts)
    return decision
