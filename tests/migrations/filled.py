"""A filled database: a real place, a review from its first notice to its publication, and a row of every table beside its way."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.deadlines.rules import Unit
from darddr.demo import cast
from darddr.demo.place import make_place
from darddr.demo.seed import open_and_walk
from darddr.models.action import Action, ActionUpdate
from darddr.models.action_milestone import ActionMilestone
from darddr.models.audit import Reading
from darddr.models.base import Base
from darddr.models.chasing import Chase, NationalAnswer
from darddr.models.clock_setting import ClosedDay, LocalTarget, ReviewRule
from darddr.models.closure import ClosureMinute, LegalHold
from darddr.models.document import Document
from darddr.models.draft import Draft
from darddr.models.duty import BoardReview, Duty, Priority, ScrutinyPoint, Seat
from darddr.models.evidence_file import EvidenceFile
from darddr.models.family import FamilyContact, FamilyContactChange, FamilyEntry, FamilyTribute
from darddr.models.finding import Finding
from darddr.models.hold import Hold
from darddr.models.home_office import HomeOfficeRound, LetterPoint, SubmissionCheck
from darddr.models.house import HouseTemplate, Wording
from darddr.models.impact import ImpactCheck
from darddr.models.job import Job
from darddr.models.leak_allowance import LeakAllowance
from darddr.models.linked_process import LinkedProcess
from darddr.models.meeting import Attendance, Meeting, Ratification
from darddr.models.pack import Disclosure, Pack
from darddr.models.partnership import Agency
from darddr.models.person import Person
from darddr.models.plan import PlanCitation, Recommendation, RecommendationFinding, RecommendationLink
from darddr.models.redaction import Redaction
from darddr.models.register_entry import IdentityChange, RegisterEntry
from darddr.models.registry import TABLES
from darddr.models.review import Extension, Review, ReviewMove, Waiver
from darddr.models.sealing import Sealing
from darddr.models.submission import Submission
from darddr.models.theme import Theme
from darddr.models.update_form import UpdateForm, UpdateFormRow
from darddr.models.user import SignInFailure, User
from darddr.services import accounts
from darddr.services.opening import make_installation
from darddr.settings import Settings
from darddr.storage.database import make_engine, reading, writing
from darddr.vocabulary.clocks import ClosedDayKind, HoldRequester, RuleTrigger
from darddr.vocabulary.duties import BoardReviewKind, DutyKind, SeatKind
from darddr.vocabulary.family import ContactKind, EntryKind, TributeKind
from darddr.vocabulary.home_office import Judged, LetterOutcome, PointCategory
from darddr.vocabulary.house import Stage
from darddr.vocabulary.linked_processes import ProcessKind
from darddr.vocabulary.national import ChasedBy, ChaseKind, Department
from darddr.vocabulary.records import DisplayName, LegalBasis
from darddr.vocabulary.register import RegisterKind
from darddr.workflow.states import ReviewState
from tests.factories import Make, password_hash


def make_filled(folder: Path) -> None:
    """An installation whose every table holds a row, on SQLite."""
    opened = make_installation(Settings.for_instance(folder))
    with pytest.MonkeyPatch.context() as quick, writing(opened.engine) as session:
        quick.setattr(accounts, "hash_password", lambda _password: password_hash())
        review = _walked(session)
        _beside(session, review)
    opened.engine.dispose()
    opened.keyring.keystore.dispose()


def _walked(session: Session) -> Review:
    people = cast.ALDERWICK_PEOPLE
    place = make_place(session, cast.ALDERWICK, "ALD", people, dict.fromkeys((one.email for one in people), "words"))
    review = open_and_walk(session, place, cast.PUBLISHED_DEATHS[0], ReviewState.MONITORING, 1900, 30)
    place.work_on_actions(session, review)
    return review


def _beside(session: Session, review: Review) -> None:
    """Whoever adds a table adds a row of it here, unless the walk above makes one."""
    make, today = Make(session), clock.today()
    user, own = (
        session.scalars(select(User)).all()[-1],
        {"partnership_id": review.partnership_id, "review_id": review.id},
    )
    accounts.start_session(session, user.id)
    make.excluded(review, make.user())
    plan = session.scalars(select(Recommendation.plan_id)).first()
    action, evidence = session.scalars(select(Action)).first(), session.scalars(select(ActionUpdate)).first()
    file = EvidenceFile(
        **own, action_id=action.id, update_id=evidence.id, kind="docx", name="Register of training.docx"
    )
    file.keep(b"PK\x03\x04 \0 a file")
    for row in (
        file,
        ActionMilestone(**own, action_id=action.id, position=1, due_on=today, text="Train the first twenty."),
        ImpactCheck(
            **own, action_id=action.id, due_on=today, happened_on=today, result="partly", measure="Audit.", text="Half."
        ),
        RegisterEntry(**own, kind=RegisterKind.PLACE, text="Zelphine’s \0 é🔑 Row"),
        IdentityChange(**own, person_id=session.scalars(select(Person.id)).first(), before={"names": "Zelphine"}),
        LeakAllowance(**own, document_kind="overview", mark=b"\x00\xff" * 16, found="May", reason="It is the month."),
        Redaction(**own, passage="Nobody asked é.", reason="A child."),
        SignInFailure(account_digest=b"\x00\xff" * 16, network_digest=b"\x27" * 32, at=clock.now()),
        Draft(
            **own, owner_id=user.id, kind="notification", expires_at=clock.now(), content={"told": "Zelphine’s \0 é🔑"}
        ),
        Extension(
            **own, limit="report", due_on=today, agreed_on=today - timedelta(days=9), reason="Two agencies were late."
        ),
        Hold(**own, requester=HoldRequester.CORONER, began_on=today, review_on=today, reason="The inquest é."),
        Waiver(**own, condition="has_family_view", reason="Nobody could be found."),
        Submission(
            user_id=user.id, key_digest=b"\x00\xfe" * 16, endpoint="findings.add", status=302, expires_at=clock.now()
        ),
        Reading(**own, user_id=user.id, hour=clock.now().replace(minute=0, second=0, microsecond=0)),
        PlanCitation(**own, plan_id=plan),
        Job(kind="remind a person", key="one", payload="{}", run_after=clock.now()),
        NationalAnswer(
            **own,
            plan_id=plan,
            recommendation_id=session.scalars(select(Recommendation.id)).first(),
            department=Department.HEALTH,
            sent_on=today,
            answer="Not yet é",
        ),
        Chase(
            **own,
            kind=ChaseKind.ACTION,
            action_id=session.scalars(select(Action.id)).first(),
            chased_on=today,
            how=ChasedBy.CALL,
            said="Soon.",
        ),
        RecommendationLink(
            **own,
            **dict(
                zip(
                    ("recommendation_id", "earlier_id"),
                    session.scalars(select(Recommendation.id).limit(2)),
                    strict=True,
                )
            ),
        ),
        RecommendationFinding(
            **own,
            recommendation_id=session.scalars(select(Recommendation.id)).first(),
            finding_id=session.scalars(select(Finding.id)).first(),
        ),
    ):
        make.keep(row)
    _of_the_end(make, own)
    _of_the_family(make, own)
    action = session.scalars(select(Action).where(Action.lead_agency_id.is_not(None))).first()
    issued = {"partnership_id": action.partnership_id, "recorded_by_id": user.id}
    form = make.keep(UpdateForm(**issued, agency_id=action.lead_agency_id, issued_on=today, due_on=today))
    asked = {"position": 1, "ref": "A 1", "issued_version": 1, "returned_on": today}
    make.keep(UpdateFormRow(**issued, form_id=form.id, action_id=action.id, **asked))
    _of_the_partnership(make, review)


def _of_the_end(make: Make, own: dict[str, object]) -> None:
    """A second round with a point, a tick before it, and how the review ended; its first round and its edition are of the walk."""
    today = clock.today()
    asked = {"number": 2, "sent_on": today, "received_on": today, "outcome": LetterOutcome.AMEND}
    row = make.keep(HomeOfficeRound(**own, **asked, sent_by="A clerk é", strengths="The family’s voice."))
    point = {"round_id": row.id, "position": 1, "category": PointCategory.ANALYSIS, "done_on": today}
    make.keep(LetterPoint(**own, **point, printed="1.", text="Say why é.", response="It is said."))
    make.keep(SubmissionCheck(**own, round_number=2, judged=Judged.WHY))
    make.keep(ClosureMinute(**own, text="It was closed."))
    make.keep(LegalHold(**own, began_on=today, ended_on=today, reason="A claim.", end_reason="Settled."))


def _of_the_family(make: Make, own: dict[str, UUID]) -> None:
    """A contact that was changed, an entry, a tribute, a linked process."""
    today = clock.today()
    avoid = [{"kind": "birthday", "days": "29 February", "why": "é🔑"}]
    contact = FamilyContact(
        **own, number=1, kind=ContactKind.FRIEND, next_contact_on=today, name="Zelphine \0 é", avoid=avoid, how="Post"
    )
    make.keep(contact)
    make.keep(FamilyContactChange(**own, contact_id=contact.id, before={"name": "Zelphina"}))
    make.keep(FamilyEntry(**own, contact_id=contact.id, kind=EntryKind.MET, happened_on=today, text="Tea é."))
    make.keep(FamilyTribute(**own, kind=TributeKind.TRIBUTE, given_on=today, for_report=True, text="Loved."))
    make.keep(LinkedProcess(**own, kind=ProcessKind.TRIAL, lead_body="A court", holds_publication=True))


def _of_the_partnership(make: Make, review: Review) -> None:
    """What a partnership answers for beside its reviews."""
    place, today = {"partnership_id": review.partnership_id}, clock.today()
    meeting = Meeting(**place, held_on=today, note="All came.")
    pack = Pack(**place, as_at=today, reported_to=[{"body": "The board", "on": "2026-01-05"}])
    pack.keep(b"PK \x00\xff")
    own = HouseTemplate(**place, name="council.docx")
    own.keep(b"PK \x00\xfe")
    move = make.session.scalars(select(ReviewMove.id).filter_by(review_id=review.id)).first()
    for row in (
        Duty(**place, kind=DutyKind.PLAN, last_done_on=today, evidence="Minutes.", owner_post="Head of safety"),
        Priority(**place, position=1, title="Protect people", measure="Fewer repeats", roles="Police: ask"),
        Seat(**place, kind=SeatKind.POLICE, started_on=today, holder="A superintendent", post="Police"),
        ScrutinyPoint(**place, received_on=today, text="Say how many.", answer="Done."),
        BoardReview(**place, kind=BoardReviewKind.SAR, reference="SAR 4", lead_board="Adults board"),
        meeting,
        pack,
        own,
        Wording(**place, letter="family_first", stage=Stage.PUBLISHED, text="Dear {{ addressee }},"),
        LocalTarget(**place, name="chair", is_on=True, length=8, unit=Unit.DAYS),
        ClosedDay(**place, day=today, kind=ClosedDayKind.LOCAL),
        ReviewRule(
            **place,
            edition="2016",
            legal_basis=LegalBasis.S9_DHR,
            display_name=DisplayName.DARDR,
            trigger=RuleTrigger.DEATH,
            from_on=today,
            taken_back_on=today,
        ),
        Disclosure(**place, allowed=True, decided_on=today, reason="Large numbers."),
    ):
        make.keep(row)
    agency_id = make.session.scalars(select(Agency.id).filter_by(**place)).first()
    make.keep(Attendance(**place, meeting_id=meeting.id, agency_id=agency_id, came=True))
    make.keep(Theme(**place, key="Housing", label="Housing and homelessness", position=1, retired_on=today))
    make.keep(Ratification(**place, review_id=review.id, move_id=move, meeting_id=meeting.id))


def copy_rows(source: str, target: str) -> None:
    """Every row of one database into another whose tables are empty."""
    engines = make_engine(source), make_engine(target)
    with engines[0].connect() as read, engines[1].begin() as write:
        for table in TABLES:
            rows = [dict(row) for row in read.execute(table.select()).mappings()]
            rows.sort(key=lambda row: row.get("recorded_by_id") is not None)
            if rows:
                write.execute(table.insert(), rows)
    for engine in engines:
        engine.dispose()


def open_everything(engine: sa.Engine) -> int:
    """Open every sealed field of every row and every file, and check the log; how many fields held something."""
    held = 0
    with reading(engine) as session:
        for mapper in Base.registry.mappers:
            model = mapper.class_
            if not issubclass(model, Sealing) or mapper.local_table not in TABLES:
                continue
            for row in session.scalars(select(model)):
                held += sum(getattr(row, name) is not None for name in model.sealed_fields)
        for model in (Document, EvidenceFile):
            held += sum(bool(file.data()) for file in session.scalars(select(model)))
        assert audit.verify(session).ok
    return held
