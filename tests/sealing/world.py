"""A filled installation: two partnerships, two reviews in each, and rows in every table that seals anything."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from darddr import clock
from darddr.audit.imprints import every_covered
from darddr.crypto.scopes import Scope, SealClass
from darddr.models.action import ActionMove, ActionUpdate, UpdateKind
from darddr.models.action_milestone import ActionMilestone
from darddr.models.base import Base
from darddr.models.chasing import Chase, NationalAnswer
from darddr.models.closure import ClosureMinute, LegalHold
from darddr.models.document import Document
from darddr.models.draft import Draft
from darddr.models.duty import BoardReview, Duty, Priority, ScrutinyPoint, Seat
from darddr.models.evidence_file import EvidenceFile
from darddr.models.family import FamilyContact, FamilyContactChange, FamilyEntry, FamilyTribute
from darddr.models.finding import Change
from darddr.models.hold import Hold
from darddr.models.home_office import HomeOfficeRound, LetterPoint
from darddr.models.house import HouseTemplate, Wording
from darddr.models.impact import ImpactCheck
from darddr.models.leak_allowance import LeakAllowance
from darddr.models.linked_process import LinkedProcess
from darddr.models.meeting import Meeting
from darddr.models.pack import Disclosure, Pack
from darddr.models.partnership import Partnership
from darddr.models.redaction import Redaction
from darddr.models.register_entry import IdentityChange, RegisterEntry
from darddr.models.registry import MODELS
from darddr.models.release import Release
from darddr.models.review import Extension, Publication, Review, ReviewMove, Waiver
from darddr.models.sealing import Sealing
from darddr.models.subject import Place
from darddr.vocabulary.clocks import HoldRequester
from darddr.vocabulary.duties import BoardReviewKind, DutyKind, SeatKind
from darddr.vocabulary.family import ContactKind, EntryKind, TributeKind
from darddr.vocabulary.home_office import LetterOutcome, PointCategory
from darddr.vocabulary.linked_processes import ProcessKind
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.national import ChasedBy, ChaseKind, Department
from darddr.vocabulary.records import PublicationKind
from darddr.vocabulary.register import RegisterKind
from darddr.vocabulary.roles import ReviewRole
from darddr.vocabulary.standing import Impact
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

_numbers = itertools.count(1)

WITH_A_FILE = (Document, EvidenceFile, HouseTemplate, Pack)
"""Models that keep the bytes of a file, sealed, in `content`."""


@dataclass(frozen=True)
class World:
    """Its partnerships and reviews."""

    partnerships: tuple[Partnership, ...]
    reviews: tuple[Review, ...]


def build(make: Make) -> World:
    """Everything, flushed: the second partnership is as full as the first."""
    partnerships = (make.partnership(), make.partnership())
    reviews = tuple(_review(make, partnership) for partnership in partnerships for _ in range(2))
    for partnership in partnerships:
        _of_partnership(make, partnership)
    return World(partnerships, reviews)


def _of_partnership(make: Make, partnership: Partnership) -> None:
    """Two rows of everything that a partnership answers for beside its reviews."""
    place: dict[str, Any] = {"partnership_id": partnership.id}
    for number, kind, seat in ((1, DutyKind.PLAN, SeatKind.POLICE), (2, DutyKind.PROTOCOL, SeatKind.FIRE)):
        day = clock.today() - timedelta(days=number)
        make.keep(Duty(**place, kind=kind, evidence=f"Minutes {number}.", owner_post="Head"))
        make.keep(Priority(**place, position=number, title=f"Aim {number}", measure="Fewer", roles="All"))
        make.keep(Seat(**place, kind=seat, started_on=day, holder=f"Holder {number}", post="Head"))
        make.keep(ScrutinyPoint(**place, received_on=day, text=f"Say {number}.", answer="So."))
        make.keep(BoardReview(**place, kind=BoardReviewKind.SAR, reference=f"SAR {number}", lead_board="A", note="N"))
        make.keep(Meeting(**place, held_on=day, note=f"Note {number}."))
        make.keep(Disclosure(**place, allowed=False, decided_on=day, reason=f"Reason {number}."))
        pack = Pack(**place, as_at=day, reported_to=[{"body": f"Body {number}", "on": "2026-01-05"}])
        pack.keep(b"a pack " + str(next(_numbers)).encode())
        make.keep(pack)
        template = HouseTemplate(**place, name=f"template {number}.docx")
        template.keep(b"a template " + str(next(_numbers)).encode())
        make.keep(template)
        make.keep(Wording(**place, letter=f"letter {number}", text=f"Dear {number},"))


def _review(make: Make, partnership: Partnership) -> Review:
    review = make.review(partnership, ReviewState.ANALYSIS)
    place: dict[str, Any] = {"partnership_id": partnership.id, "review_id": review.id}
    agency = make.agency(partnership)
    user = make.on_review(review, ReviewRole.PANEL, agency=agency)
    make.excluded(review, make.user())
    review.fill(sections={"background": "Told."})
    for number in (1, 2):
        question = make.question(review, number)
        finding = make.finding(review, question, agency, user, evidence="Letters.")
        person = make.person(review, chosen_by="Her sister", relation="Daughter", date_of_birth="1984-03-07")
        _of_the_register(make, {**place, "recorded_by_id": user.id}, person.id, number)
        _of_the_family(make, place, number)
        make.keep(Waiver(**place, condition=f"condition {number}", reason="Agreed."))
        make.keep(
            ReviewMove(
                **place,
                step=number,
                trigger="begin",
                source=ReviewState.SCOPING,
                dest=ReviewState.ANALYSIS,
                happened_on=clock.today(),
                reason="It was time.",
            )
        )
        make.keep(
            Change(
                **place,
                subject_table="findings",
                subject_id=finding.id,
                narrative_before={"text": "Before."},
                learning_before={"text": "Before."},
            )
        )
    dated = ((Milestone.CHAIR_APPOINTED, "complete_review"), (Milestone.TERMS_AGREED, "submit"))
    for milestone, limit in dated:
        make.milestone(review, milestone).note = "By letter."
        make.keep(Extension(**place, limit=limit, due_on=clock.today(), agreed_on=clock.today(), reason="Illness."))
        texts = {"reason": "The inquest.", "may_continue": "Records.", "told": "The family."}
        day = clock.today() - timedelta(days=len(limit))
        make.keep(Hold(**place, requester=HoldRequester.CORONER, began_on=day, review_on=day, **texts))
    _plan(make, review, place)
    _of_the_end(make, place)
    return review


def _of_the_register(make: Make, place: dict[str, Any], person_id: UUID, number: int) -> None:
    make.keep(RegisterEntry(**place, kind=RegisterKind.NAMED, text=f"Ann Marl{number}", reason="Agreed."))
    make.keep(IdentityChange(**place, person_id=person_id, before={"names": "Before"}))
    mark = bytes([number]) * 32
    make.keep(LeakAllowance(**place, document_kind="overview", mark=mark, found="May", reason="The month."))
    make.keep(Redaction(**place, passage=f"Passage {number}.", stood_in=["0 section preface"], reason="A child."))


def _of_the_end(make: Make, place: dict[str, Any]) -> None:
    """What the Home Office asked, where the report is published, and how the review ended."""
    day = clock.today()
    for number in (1, 2):
        sent = {"number": number, "sent_on": day, "received_on": day, "outcome": LetterOutcome.AMEND}
        row = make.keep(HomeOfficeRound(**place, **sent, sent_by="A clerk", strengths=f"Praise {number}."))
        asked = {"round_id": row.id, "position": 1, "category": PointCategory.ANALYSIS, "done_on": day}
        make.keep(LetterPoint(**place, **asked, printed="1.", text=f"Ask {number}.", response="We did."))
        links = {"address": f"https://example.org/{number}", "library_name": f"Name {number}"}
        published = {"edition": number, "kind": PublicationKind.SUMMARY, "published_on": day}
        make.keep(Release(**place, **published, **links, take_down_reason="A child."))
        make.keep(LegalHold(**place, began_on=day, reason=f"Claim {number}.", end_reason="Settled."))
    make.keep(ClosureMinute(**place, text="It was closed."))


def _of_the_family(make: Make, place: dict[str, Any], number: int) -> None:
    day, avoid = clock.today(), [{"kind": "birthday", "days": "7 March", "why": ""}]
    contact = FamilyContact(
        **place, number=number, kind=ContactKind.FRIEND, name=f"Bea {number}", avoid=avoid, how="By post"
    )
    make.keep(contact)
    make.keep(FamilyContactChange(**place, contact_id=contact.id, before={"name": "Before"}))
    make.keep(FamilyEntry(**place, kind=EntryKind.MET, happened_on=day, text=f"Tea {number}."))
    make.keep(FamilyTribute(**place, kind=TributeKind.TRIBUTE, given_on=day, text=f"Loved {number}."))
    make.keep(LinkedProcess(**place, kind=ProcessKind.TRIAL, lead_body=f"Court {number}"))


def _plan(make: Make, review: Review, place: dict[str, Any]) -> None:
    plan = make.session.scalars(sa.select(_mapped("plans")).filter_by(review_id=review.id)).one()
    recommendation = make.recommendation(plan, lesson="Ask.", addressees=["The council"])
    for number in (1, 2):
        action = make.action(recommendation, owner_post="Head of service", outcome="Known.")
        told: dict[str, Any] = {**place, "action_id": action.id, "happened_on": clock.today()}
        make.keep(ActionUpdate(**told, kind=UpdateKind.PROGRESS, text="Begun.", on_behalf_of="The board"))
        shown = make.keep(ActionUpdate(**told, kind=UpdateKind.EVIDENCE, text="See the minutes."))
        _of_action(make, {**place, "action_id": action.id}, shown)
        moved = {"source": ActionState.AGREED, "dest": ActionState.IN_PROGRESS}
        make.keep(ActionMove(**told, step=number, trigger="start", **moved, reason="It began."))
        document = Document(**place, plan_id=plan.id, kind="overview", hits=[{"where": "page 1"}])
        document.keep(b"%PDF a file " + str(next(_numbers)).encode())
        make.keep(document)
    named = {"other_body": "A board", "confirmed_by": "The chair", "chaser": "A clerk", "answer": "They will."}
    asked: dict[str, Any] = {**place, "plan_id": plan.id, "recommendation_id": recommendation.id}
    make.keep(NationalAnswer(**asked, department=Department.OTHER, **named))
    kind = PublicationKind.FULL if hasattr(PublicationKind, "FULL") else next(iter(PublicationKind))
    make.keep(Publication(**place, kind=kind, document_id=document.id, reason="Agreed with the family."))
    owner = make.user()
    make.keep(Draft(**place, owner_id=owner.id, kind="k", expires_at=clock.now(), content={"said": "half"}))


def _of_action(make: Make, place: dict[str, Any], shown: ActionUpdate) -> None:
    """One row of everything that hangs on an action beside its updates and moves."""
    day = clock.today()
    make.keep(ActionMilestone(**place, position=1, due_on=day, text="A first step.", name_reason="A quotation."))
    looked = {"measure": "Fewer calls", "text": "Fewer came.", "on_behalf_of": "The board"}
    make.keep(ImpactCheck(**place, happened_on=day, result=Impact.PARTLY, **looked))
    make.keep(Chase(**place, kind=ChaseKind.ACTION, chased_on=day, how=ChasedBy.CALL, said="By Friday."))
    file = EvidenceFile(**place, update_id=shown.id, kind="pdf", name="minutes.pdf")
    file.keep(b"%PDF shown " + str(next(_numbers)).encode())
    make.keep(file)


def _mapped(table: str) -> Any:
    return next(model for model in MODELS if model.__tablename__ == table)


def models() -> list[type[Sealing]]:
    """Every model of the application with sealed records."""
    return [one for one in MODELS if issubclass(one, Sealing)]


def covered_models() -> list[type[Base]]:
    """Every model whose rows the log covers."""
    return [_mapped(one.name) for one in every_covered() if not one.name.startswith(("test_", "bench_"))]


class Cell(NamedTuple):
    """One sealed value as it is stored, with everything it is bound to."""

    table: str
    row_id: UUID
    column: str
    klass: SealClass
    scope: Scope
    blob: bytes


def cells(session: Session) -> Iterator[Cell]:
    """Every sealed value of the database, built files among them."""
    for model in models():
        for row in session.scalars(sa.select(model)):
            sealed = {**row.sealed_records, **({"content": SealClass.FILE} if isinstance(row, WITH_A_FILE) else {})}
            for column, klass in sealed.items():
                if (blob := getattr(row, column)) is not None:
                    yield Cell(model.__tablename__, row.id, column, klass, row.scope(), blob)


def by_hand(session: Session, statement: str, model: Any, **values: Any) -> int:
    """Run SQL past darddr, as whoever has the database; values as the model's columns hold them. Rows touched."""
    columns = model.__table__.c
    bound = [sa.bindparam(name, value, type_=columns[name].type) for name, value in values.items()]
    done = session.connection().execute(sa.text(statement).bindparams(*bound))
    assert isinstance(done, sa.CursorResult)
    return done.rowcount


def put(session: Session, model: Any, row_id: UUID, **values: Any) -> None:
    """Set columns of one row by hand."""
    columns = ", ".join(f'"{name}" = :{name}' for name in values)
    assert by_hand(session, f"UPDATE {model.__tablename__} SET {columns} WHERE id = :id", model, id=row_id, **values)


def insert(session: Session, model: Any, **values: Any) -> None:
    """Add one row by hand."""
    columns, bound = ", ".join(f'"{name}"' for name in values), ", ".join(f":{name}" for name in values)
    assert by_hand(session, f"INSERT INTO {model.__tablename__} ({columns}) VALUES ({bound})", model, **values)


def remove(session: Session, model: Any, row_id: UUID) -> None:
    """Delete one row by hand."""
    assert by_hand(session, f"DELETE FROM {model.__tablename__} WHERE id = :id", model, id=row_id)


def stored(session: Session, model: Any, row_id: UUID) -> dict[str, Any]:
    """All columns of a row as the database holds them."""
    table = model.__table__
    row = session.connection().execute(sa.select(table).where(table.c.id == row_id)).one()
    return dict(zip(table.columns.keys(), row, strict=True))


def place_of(review: Review) -> Place:
    """Where a review is."""
    return Place(review.partnership_id, review.id)
