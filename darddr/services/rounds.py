"""Rounds with the Home Office: a report sent, how long it has been there, what came back, and the dates of each put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.document import Document
from darddr.models.home_office import HomeOfficeRound
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.services.errors import NotNow, Unfit
from darddr.services.milestones import milestones_of, note_milestone
from darddr.services.reviews import require_state
from darddr.services.versions import changed, check_version, keep_narrative
from darddr.services.wording import counted
from darddr.vocabulary.home_office import LetterOutcome
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission
from darddr.workflow.states import ReviewState

SENT_STATES = (
    ReviewState.WITH_HOME_OFFICE,
    ReviewState.AMENDING,
    ReviewState.RESUBMITTING,
    ReviewState.CLEARED,
    ReviewState.MONITORING,
)
"""States in which a round may be written down: while the report is with the Home Office, and later for a round that was not."""

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
LETTER_FIELDS = ("panel_on", "letter_on", "received_on", "outcome", "strengths")
FIELDS = ("sent_on", "sent_by", "document_id", *LETTER_FIELDS)


@dataclass(frozen=True)
class Sent:
    """A report on its way: when, by whom, and the pack that went."""

    sent_on: date
    sent_by: str
    document_id: UUID | None = None


@dataclass(frozen=True)
class LetterTold:
    """What a letter says of itself. The days are those of the panel's meeting, of the letter, and on which it came."""

    received_on: date
    outcome: LetterOutcome
    panel_on: date | None = None
    letter_on: date | None = None
    strengths: str = ""


def rounds_of(session: Session, review: Review) -> list[HomeOfficeRound]:
    """The rounds of a review, the first one first."""
    found = select(HomeOfficeRound).filter_by(review_id=review.id).order_by(HomeOfficeRound.number)
    return list(session.scalars(found))


def loggers_of(session: Session, rounds: Sequence[HomeOfficeRound]) -> dict[UUID, str]:
    """Who logged the letters of these rounds, by id."""
    ids = {each.logged_by_id for each in rounds if each.logged_by_id is not None}
    return {user.id: user.name or "" for user in session.scalars(select(User).where(User.id.in_(ids)))} if ids else {}


def packs_of(session: Session, review: Review) -> list[Document]:
    """The packs built for the Home Office, newest first; they stay sealed."""
    found = select(Document).filter_by(review_id=review.id, kind="pack")
    return list(session.scalars(found.order_by(Document.recorded_at.desc(), Document.id)))


def days_away(rounds: Sequence[HomeOfficeRound], day: date) -> int:
    """How many days the report has lain with the Home Office, all rounds together."""
    return sum(max(((each.received_on or day) - each.sent_on).days, 0) for each in rounds)


def standing(rounds: Sequence[HomeOfficeRound], day: date) -> str:
    """Which round it is and how long the Home Office has had the report, in a sentence; empty before the first."""
    if not rounds:
        return ""
    number = rounds[-1].number
    ordinal = ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}th"
    days = days_away(rounds, day)
    return f"{ordinal} round, {'1 day' if days == 1 else counted(days, 'day')} with the Home Office."


def send(session: Session, actor: Actor, review: Review, sent: Sent) -> HomeOfficeRound:
    """Begin a round. The date stands among the review's dates too, so that nobody types it twice.

    Raises NotNow before the executive has approved the report, or while a letter is still waited for; Unfit.
    """
    require(actor, Permission.REVIEW_MANAGE, review)
    require_state(review, SENT_STATES, "A round can be recorded once the executive has approved the report.")
    before = rounds_of(session, review)
    if before and before[-1].received_on is None:
        raise NotNow("The letter of the last round has not been logged yet. Log it before the next round begins.")
    _check_sent(session, review, sent, before[-1] if before else None)
    made = HomeOfficeRound(
        partnership_id=review.partnership_id,
        review_id=review.id,
        number=before[-1].number + 1 if before else 1,
        sent_on=sent.sent_on,
        document_id=sent.document_id,
        recorded_by_id=actor.user_id,
        sent_by=sent.sent_by.strip(),
    )
    session.add(made)
    session.flush()
    facts = {"round": made.id, "number": made.number, "sent_on": made.sent_on}
    audit.record(session, actor.user_id, audit.Tag.ROUND_SENT, review, **facts)
    note_date(session, actor, review, Milestone.SUBMITTED, sent.sent_on, "sent_on", again=bool(before))
    return made


def correct(
    session: Session,
    actor: Actor,
    review: Review,
    row: HomeOfficeRound,
    version: int,
    sent: Sent,
    told: LetterTold | None,
) -> None:
    """Put right what was written of a round; `told` is its letter, None while none is logged. Raises Stale, Unfit, NotNow."""
    require(actor, Permission.REVIEW_MANAGE, row)
    check_version(row, version, FIELDS)
    if (told is None) is not (row.received_on is None):
        raise NotNow("The letter of this round is logged on a page of its own.")
    rounds = rounds_of(session, review)
    at = rounds.index(row)
    _check_sent(session, review, sent, rounds[at - 1] if at else None)
    values: dict[str, Any] = vars(sent) | {"sent_by": sent.sent_by.strip()}
    if told is not None:
        check_letter(sent.sent_on, told)
        values |= vars(told) | {"strengths": told.strengths.strip()}
        after = rounds[at + 1] if at + 1 < len(rounds) else None
        if after is not None and after.sent_on < told.received_on:
            raise Unfit("The next round was sent before that day.", "received_on")
    before = changed(row, values)
    if not before:
        return
    keep_narrative(session, actor.user_id, row, before)
    _put(row, values)
    facts = {"round": row.id, "fields": sorted(before)}
    audit.record(session, actor.user_id, audit.Tag.ROUND_CORRECTED, review, **facts)
    if row is rounds[-1]:
        _note_again(session, actor, review, row)


def _put(row: HomeOfficeRound, values: dict[str, Any]) -> None:
    words = {name: values[name] for name in ("sent_by", "strengths") if name in values}
    for name, value in values.items():
        if name not in words:
            setattr(row, name, value)
    row.fill(**words)


def _note_again(session: Session, actor: Actor, review: Review, row: HomeOfficeRound) -> None:
    """The review's dates say what the latest round says; of two that changed, the one that makes room for the other comes first."""
    wanted = {Milestone.SUBMITTED: (row.sent_on, "sent_on")}
    if row.received_on is not None:
        wanted[Milestone.LETTER_RECEIVED] = (row.received_on, "received_on")
    known = milestones_of(session, review)
    kinds = [kind for kind, (day, _field) in wanted.items() if known.get(kind) != day]
    if Milestone.SUBMITTED in kinds and known.get(Milestone.LETTER_RECEIVED, date.max) < row.sent_on:
        kinds.reverse()
    for kind in kinds:
        note_date(session, actor, review, kind, *wanted[kind])


def note_date(
    session: Session, actor: Actor, review: Review, kind: Milestone, day: date, field: str, *, again: bool = False
) -> None:
    """Keep the date among the review's own, unless it stands there already. Raises Unfit beside the field."""
    if not again and milestones_of(session, review).get(kind) == day:
        return
    try:
        note_milestone(session, actor, review, kind, day, again=again)
    except Unfit as unfit:
        raise Unfit(unfit.sentence, field) from None


def _check_sent(session: Session, review: Review, sent: Sent, before: HomeOfficeRound | None) -> None:
    if sent.sent_on > clock.today():
        raise Unfit("It cannot have been sent after today.", "sent_on")
    if not sent.sent_by.strip():
        raise Unfit("Say who sent it.", "sent_by")
    if before is not None and before.received_on is not None and sent.sent_on < before.received_on:
        raise Unfit("A round cannot have been sent before the letter of the last one came.", "sent_on")
    if sent.document_id is not None and sent.document_id not in {each.id for each in packs_of(session, review)}:
        raise Unfit("Choose a pack of this review.", "document_id")


def check_letter(sent_on: date, told: LetterTold) -> None:
    """Raises Unfit for days that cannot have followed one another: sent, panel, letter, received, today."""
    order = (
        ("sent_on", "the report was sent", sent_on),
        ("panel_on", "the panel met", told.panel_on),
        ("letter_on", "the letter was written", told.letter_on),
        ("received_on", "the letter came", told.received_on),
        ("", "", clock.today()),
    )
    days = [(field, words, day) for field, words, day in order if day is not None]
    for (field, words, day), (later, later_words, then) in pairwise(days):
        if then < day and not later:
            raise Unfit("It cannot have come after today.", field)
        if then < day:
            raise Unfit(f"That is before {words}, so this cannot be the day on which {later_words}.", later)
