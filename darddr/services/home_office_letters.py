"""A letter of the Home Office on its way into the record: read, looked at by a person, then logged with its points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from darddr import audit
from darddr.importers.errors import PlanUnreadable
from darddr.importers.letter import Letter, read_letter, read_letter_text
from darddr.models.draft import Draft
from darddr.models.home_office import HomeOfficeRound, LetterPoint
from darddr.models.review import Review
from darddr.policies import Actor, require
from darddr.services import drafts
from darddr.services.errors import NotNow, Unfit
from darddr.services.rounds import LetterTold, check_letter, note_date
from darddr.vocabulary.home_office import LetterOutcome, PointCategory
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission

KIND = "home office letter"
NO_POINTS = "No numbered point, letter or bullet was found in the letter."
SPEAKS_OF: Mapping[PointCategory, tuple[str, ...]] = {
    PointCategory.COERCIVE_CONTROL: ("coerci", "controlling", "economic abuse", "financial abuse"),
    PointCategory.ANONYMITY: ("anonym", "real name", "date of birth", "dates of birth", "identif", "pseudonym"),
    PointCategory.FAMILY_VOICE: ("family", "tribute", "victim’s voice", "victim's voice", "condolence"),
    PointCategory.EQUALITY: ("equality", "diversity", "protected characteristic", "disabilit", "ethnic"),
    PointCategory.ACTION_PLAN: ("action plan", "recommendation", "smart"),
    PointCategory.SPECIALIST: ("specialist", "advocate", "expert"),
    PointCategory.ANALYSIS: ("analys", "bias", "explore", "covid", "definition"),
}
"""Words by which a category is guessed for a point; a person sees the guess and confirms it."""


@dataclass(frozen=True)
class Taken:
    """A point as a person confirmed it."""

    printed: str
    text: str
    category: PointCategory


def read(name: str, data: bytes) -> Letter:
    """A letter's file, as understood; it only reads. Raises Unfit with one sentence."""
    try:
        return read_letter(name, data)
    except PlanUnreadable as unreadable:
        raise Unfit(str(unreadable), "file") from None


def read_text(text: str) -> Letter:
    """A letter's words, as understood. Raises Unfit with one sentence."""
    try:
        return read_letter_text(text)
    except PlanUnreadable as unreadable:
        raise Unfit(str(unreadable), "text") from None


def require_waiting(row: HomeOfficeRound) -> None:
    """Raises NotNow where the letter of this round is logged already."""
    if row.received_on is not None:
        raise NotNow("The letter of this round has been logged already.")


def keep(session: Session, actor: Actor, row: HomeOfficeRound, letter: Letter | None) -> Draft:
    """Keep a letter as read as a draft of the actor's own; None for one whose points nobody has typed. Raises NotNow."""
    require(actor, Permission.REVIEW_MANAGE, row)
    require_waiting(row)
    content = _frozen(letter) if letter is not None else {"points": [], "rest": [], "days": {}, "outcome": ""}
    draft = drafts.begin_draft(session, actor, row.partnership_id, KIND, content, review_id=row.review_id)
    draft.subject_id = row.id
    return draft


def _frozen(letter: Letter) -> dict[str, Any]:
    days = {"panel_on": letter.panel_on, "letter_on": letter.letter_on}
    return {
        "points": [[point.printed, point.text] for point in letter.points],
        "rest": list(letter.rest),
        "days": {name: day.isoformat() for name, day in days.items() if day is not None},
        "panel_words": letter.panel_words,
        "outcome": letter.outcome.value if letter.outcome is not None else "",
    }


def own_letter(session: Session, actor: Actor, draft_id: UUID) -> Draft | None:
    """The actor's own letter, read and not yet logged."""
    return drafts.own_draft(session, actor.user_id, draft_id, KIND)


def points_in(draft: Draft) -> list[Taken]:
    """The points of a draft, each with the category that its words suggest."""
    return [Taken(printed, text, guessed(text)) for printed, text in (draft.content or {})["points"]]


def guessed(text: str) -> PointCategory:
    """The category that a point's words suggest."""
    told = text.casefold()
    return next((each for each, words in SPEAKS_OF.items() if any(word in told for word in words)), PointCategory.OTHER)


def log(
    session: Session, actor: Actor, review: Review, row: HomeOfficeRound, told: LetterTold, points: Sequence[Taken]
) -> list[LetterPoint]:
    """Keep a letter with its points; the day it came stands among the review's dates too.

    Raises NotNow where it was logged already; Unfit for days out of order, or where a letter asks for changes and no point says which.
    """
    require(actor, Permission.REVIEW_MANAGE, row)
    require_waiting(row)
    check_letter(row.sent_on, told)
    if not points and told.outcome is not LetterOutcome.PUBLISH:
        raise Unfit(
            "A letter without points says that the report may be published. For any other outcome, read or type its points first.",
            "outcome",
        )
    row.panel_on, row.letter_on, row.received_on = told.panel_on, told.letter_on, told.received_on
    row.outcome, row.logged_by_id = told.outcome, actor.user_id
    row.fill(strengths=told.strengths.strip())
    made = [
        LetterPoint(
            partnership_id=row.partnership_id,
            review_id=row.review_id,
            round_id=row.id,
            position=position,
            category=point.category,
            recorded_by_id=actor.user_id,
            printed=point.printed,
            text=point.text,
        )
        for position, point in enumerate(points, start=1)
    ]
    session.add_all(made)
    session.flush()
    facts = {"round": row.id, "outcome": told.outcome, "received_on": told.received_on, "points": len(made)}
    audit.record(session, actor.user_id, audit.Tag.LETTER_LOGGED, review, **facts)
    note_date(session, actor, review, Milestone.LETTER_RECEIVED, told.received_on, "received_on")
    return made
