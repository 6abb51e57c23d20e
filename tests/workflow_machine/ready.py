"""A review or an action in a given state that lacks nothing, everybody around it, and the whole database as raw rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from darddr import clock
from darddr.audit.chain import settle
from darddr.models import registry
from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.models.document import Document
from darddr.models.finding import Finding
from darddr.models.home_office import HomeOfficeRound, LetterPoint
from darddr.models.linked_process import LinkedProcess
from darddr.models.partnership import Agency, Partnership
from darddr.models.person import Person
from darddr.models.plan import Plan, Recommendation
from darddr.models.review import Publication, Question, Review, ReviewMilestone, ReviewMove, Waiver
from darddr.models.user import Membership, User
from darddr.policies import Actor
from darddr.services.register_stamp import register_stamp
from darddr.vocabulary.home_office import LetterOutcome, PointCategory
from darddr.vocabulary.linked_processes import ProcessKind, ProcessStatus
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PublicationKind
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make
from tests.workflow_machine.table import rows_of

Raw = dict[str, list[str]]


def raw(session: Session) -> Raw:
    """Every row of every table as the database holds it, sealed bytes included: read in one statement, as it is read so often."""
    session.flush()
    settle(session)
    connection = session.connection()
    found: Raw = {table.name: [] for table in registry.TABLES}
    for name, row in connection.exec_driver_sql(_every_row(connection.dialect.name)):
        found[name].append(row)
    return {name: sorted(rows) for name, rows in found.items()}


@cache
def _every_row(dialect: str) -> str:
    """Each row as one text, in which no two different rows look alike."""
    if dialect == "sqlite":
        written = {
            table.name: " || ',' || ".join(f'quote("{column.name}")' for column in table.columns)
            for table in registry.TABLES
        }
    else:
        written = {table.name: f'"{table.name}"::text' for table in registry.TABLES}
    return " UNION ALL ".join(f"SELECT '{name}', {row} FROM \"{name}\"" for name, row in written.items())


def differing(before: Raw, after: Raw) -> set[str]:
    """The tables that are not as they were."""
    return {name for name in before if before[name] != after[name]}


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Whatever is done in here never was."""
    savepoint = session.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()
        session.expire_all()


@dataclass
class Ready:
    """A review that lacks nothing, and everybody who may have to do with it."""

    make: Make
    review: Review
    agency: Agency
    people: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        """Somebody as policies see them now."""
        return self.make.actor(self.people[name])


def everybody(make: Make, review: Review, agency: Agency) -> dict[str, User]:
    """One person of every kind, and those who are no longer or not at all of this review."""
    home = make.session.get_one(Partnership, review.partnership_id)
    elsewhere = make.partnership()
    other = make.review(home)
    return {
        "coordinator": make.coordinator(home),
        "second_coordinator": make.coordinator(home),
        "executive": make.executive(home),
        "executive_chair": make.executive_chair(home),
        "administrator": make.member(home, PartnershipRole.ADMINISTRATOR),
        "auditor": make.member(home, PartnershipRole.AUDITOR),
        "chair": make.on_review(review, ReviewRole.CHAIR),
        "author": make.on_review(review, ReviewRole.AUTHOR),
        "panel": make.on_review(review, ReviewRole.PANEL, agency=agency),
        "second_panel": make.on_review(review, ReviewRole.PANEL, agency=agency),
        "imr_author": make.on_review(review, ReviewRole.IMR_AUTHOR, agency=agency),
        "approver": make.on_review(review, ReviewRole.AGENCY_APPROVER, agency=agency),
        "owner": make.user(),
        "outsider": make.coordinator(elsewhere),
        "other_chair": make.on_review(other, ReviewRole.CHAIR),
        "ended_coordinator": make.member(home, PartnershipRole.COORDINATOR, ended_on=clock.today()),
        "ended_chair": make.on_review(review, ReviewRole.CHAIR, ended_on=clock.today()),
        "coming_coordinator": make.member(home, PartnershipRole.COORDINATOR, started_on=date(2999, 1, 1)),
        "excluded_coordinator": make.excluded(review, make.coordinator(home)),
        "excluded_chair": make.excluded(review, make.on_review(review, ReviewRole.CHAIR, ended_on=clock.today())),
        "excluded_executive_chair": make.excluded(review, make.executive_chair(home)),
        "nobody": make.user(),
    }


def ready_review(make: Make, state: ReviewState) -> Ready:
    """A review in a state, with every event recorded that a move out of that state asks for."""
    home = make.partnership()
    review, agency = make.review(home, state), make.agency(home)
    ready = Ready(make, review, agency, everybody(make, review, agency))
    needs = {need for row in rows_of("review") if row.source == state.value for need in row.needs}
    for kind in Milestone:
        if kind.value in needs and kind is not Milestone.NOTICE_RECEIVED:
            make.milestone(review, kind)
    for need in needs & {"letter_asks_amendments", "letter_asks_resubmission", "letter_clears"}:
        make.keep(
            Waiver(partnership_id=home.id, review_id=review.id, condition=need, reason="One letter, three answers.")
        )
    make.finding(review, make.question(review), agency, ready.people["panel"], agreed_on=clock.today())
    ready_action(ready, ActionState.SIGNED_OFF)
    document = Document(
        partnership_id=home.id,
        review_id=review.id,
        kind="overview",
        hit_count=0,
        register_stamp=register_stamp(make.session, review),
    )
    document.keep(b"a Word file")
    make.keep(document)
    over = {"status": ProcessStatus.CONCLUDED, "holds_publication": True, "lead_body": "A court"}
    make.keep(LinkedProcess(partnership_id=home.id, review_id=review.id, kind=ProcessKind.TRIAL, **over))
    make.keep(
        Publication(
            partnership_id=home.id,
            review_id=review.id,
            kind=PublicationKind.SUMMARY,
            document_id=document.id,
            approved_by_id=ready.people["auditor"].id,
            approved_on=clock.today(),
            reason="The children would be known.",
        )
    )
    return ready


def ready_action(ready: Ready, state: ActionState) -> Action:
    """An action with owner, date and evidence, all entered by its owner."""
    make, owner = ready.make, ready.people["owner"]
    plan = make.session.scalars(sa.select(Plan).filter_by(review_id=ready.review.id)).one()
    action = make.action(
        make.recommendation(plan),
        state,
        owner_id=owner.id,
        has_owner=True,
        target_on=date(2027, 1, 1),
        due_on=date(2027, 1, 1),
        lead_agency_id=ready.agency.id,
    )
    make.keep(
        ActionUpdate(
            partnership_id=action.partnership_id,
            review_id=action.review_id,
            action_id=action.id,
            kind=UpdateKind.EVIDENCE,
            happened_on=clock.today(),
            recorded_by_id=owner.id,
            text="The minutes say so.",
        )
    )
    return action


def last_move(ready: Ready, subject: Review | Action, trigger: str, source: Any, by: User) -> None:
    """The subject came where it stands by this move."""
    own = {"action_id": subject.id} if isinstance(subject, Action) else {}
    model = ActionMove if isinstance(subject, Action) else ReviewMove
    ready.make.keep(
        model(
            partnership_id=subject.partnership_id,
            review_id=subject.review_id,
            step=1,
            trigger=trigger,
            source=source,
            dest=subject.state,
            happened_on=clock.today(),
            recorded_by_id=by.id,
            reason="",
            **own,
        )
    )


def _remove(ready: Ready, model: Any, **equal: Any) -> None:
    session = ready.make.session
    for row in session.scalars(sa.select(model).filter_by(review_id=ready.review.id, **equal)):
        session.delete(row)
    session.flush()


def _remove_actions(ready: Ready) -> None:
    for model in (ActionUpdate, ActionMove, Action):
        _remove(ready, model)


def _remove_recommendations(ready: Ready) -> None:
    _remove_actions(ready)
    _remove(ready, Recommendation)


def _remove_questions(ready: Ready) -> None:
    _remove(ready, Finding)
    _remove(ready, Question)


def _put(model: Any, **values: Any) -> Callable[[Ready], None]:
    def put(ready: Ready) -> None:
        for row in ready.make.session.scalars(sa.select(model).filter_by(review_id=ready.review.id)):
            for name, value in values.items():
                setattr(row, name, value)
        ready.make.session.flush()

    return put


def _no_source(ready: Ready) -> None:
    ready.review.source = None


def _end(role: ReviewRole) -> Callable[[Ready], None]:
    def end(ready: Ready) -> None:
        held = sa.select(Membership).filter_by(review_id=ready.review.id, role=role.value, ended_on=None)
        ready.make.session.scalars(held).first().ended_on = clock.today()

    return end


def _no_milestone(kind: Milestone) -> Callable[[Ready], None]:
    return lambda ready: _remove(ready, ReviewMilestone, kind=kind)


def _open_point(ready: Ready) -> None:
    place = {"partnership_id": ready.review.partnership_id, "review_id": ready.review.id}
    day, told = clock.today(), {"number": 1, "outcome": LetterOutcome.AMEND}
    row = ready.make.keep(HomeOfficeRound(**place, **told, sent_on=day, received_on=day, sent_by="A clerk"))
    asked = {"round_id": row.id, "position": 1, "category": PointCategory.OTHER}
    ready.make.keep(LetterPoint(**place, **asked, printed="1.", text="Say why."))


def _letter_says_otherwise(need: str) -> Callable[[Ready], None]:
    return lambda ready: _remove(ready, Waiver, condition=need)


BREAKS: dict[str, Callable[[Ready], None]] = {
    "has_victim": lambda ready: _remove(ready, Person),
    "has_source": _no_source,
    "has_chair": _end(ReviewRole.CHAIR),
    "has_panel": _end(ReviewRole.PANEL),
    "has_questions": _remove_questions,
    "has_findings": lambda ready: _remove(ready, Finding),
    "findings_are_agreed": _put(Finding, agreed_on=None),
    "draft_is_built": _put(Document, kind="action-plan"),
    "has_recommendations": _remove_recommendations,
    "recommendations_have_actions": _remove_actions,
    "actions_have_owner_and_date": _put(Action, state=ActionState.AGREED, target_on=None),
    "publication_is_decided": _put(Publication, approved_by_id=None),
    "withholding_has_reason": _put(Publication, narrative_record=None),
    "report_names_nobody": _put(Document, hit_count=1),
    "points_are_answered": _open_point,
    "letter_asks_amendments": _letter_says_otherwise("letter_asks_amendments"),
    "letter_asks_resubmission": _letter_says_otherwise("letter_asks_resubmission"),
    "letter_clears": _letter_says_otherwise("letter_clears"),
    "linked_processes_let_publish": _put(LinkedProcess, status=ProcessStatus.UNDER_WAY),
    "actions_have_ended": _put(Action, state=ActionState.OWNER_COMPLETE),
    "action_has_owner": _put(Action, has_owner=False),
    "action_has_evidence": lambda ready: _remove(ready, ActionUpdate),
    **{kind.value: _no_milestone(kind) for kind in Milestone},
}
"""How to take away exactly what one condition asks for. What a move asks of its own page is left out of the page instead."""
