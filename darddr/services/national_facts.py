"""What the executive report says of national recommendations: to whom each went, what was answered, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.documents.tabled import PartFacts, TableFacts
from darddr.documents.workbook import Cell
from darddr.models.chasing import NationalAnswer
from darddr.models.plan import Plan, Recommendation
from darddr.policies.visible import readable_plans
from darddr.services.figure_views import View, end_of
from darddr.services.national import DAYS, standing_of
from darddr.services.wording import counted
from darddr.vocabulary.records import RecommendationScope

COLUMNS = ("Recommendation", "Body", "Sent", "Answered", "Answer", "Comes next", "Days late")
LONGEST = 280
"""Characters of an answer's words that are printed; the record holds all of them."""


def national_part(session: Session, view: View, within: int, most: int) -> PartFacts:
    """National recommendations that the reader may see, the longest late first, as far as their dates had come by the day."""
    told = sorted(
        (_line(row, view, within) for row in _rows(session, view)), key=lambda line: (-int(line[-1]), line[0])
    )
    answered = sum(line[3] is not None for line in told)
    late = sum(line[-1] > 0 for line in told)
    said = f"{counted(len(told), 'national recommendation').capitalize()}: {counted(answered)} answered, {counted(late)} late."
    more = (f"The first {most} are listed.",) if len(told) > most else ()
    then = (f"{THEN}",) if view.is_past and told else ()
    table = TableFacts("National recommendations", COLUMNS, tuple(told[:most]), "None has been made.")
    return PartFacts("National recommendations and what departments answered", (said, *more, *then), (table,))


THEN = "Dates after this past day are left out; bodies and the words of answers are as they are kept today."


def _rows(session: Session, view: View) -> Iterator[Any]:
    """Each recommendation of national scope with what was recorded of it, if anything."""
    wanted = (
        select(Recommendation.number, Recommendation.recorded_at, Plan.reference, NationalAnswer)
        .join(Plan, Plan.id == Recommendation.plan_id)
        .outerjoin(NationalAnswer, NationalAnswer.recommendation_id == Recommendation.id)
        .where(
            Recommendation.partnership_id == view.partnership_id,
            Recommendation.scope_tier == RecommendationScope.NATIONAL,
            Recommendation.recorded_at < end_of(view.day),
            readable_plans(view.actor),
        )
    )
    yield from session.execute(wanted)


def _line(row: Any, view: View, within: int) -> tuple[Any, ...]:
    kept: NationalAnswer | None = row.NationalAnswer
    by_then = {name: _by(getattr(kept, name), view) if kept is not None else None for name in DAYS}
    stands = standing_of(SimpleNamespace(**by_then), row.recorded_at.date(), view.day, within)
    name = f"{row.reference.removesuffix('-PLAN')}, recommendation {row.number or '(no number)'}"
    answer: Cell = _answer(kept) if kept is not None and by_then["answered_on"] is not None else "None yet"
    body = (kept.body if kept is not None else "") or "Not confirmed yet"
    return name, body, by_then["sent_on"], by_then["answered_on"], answer, stands.next_step, stands.days_late


def _by(day: Any, view: View) -> Any:
    return day if day is not None and day <= view.day else None


def _answer(kept: NationalAnswer) -> str:
    """What was answered, its kind before its words."""
    kind = kept.answer_kind.label if kept.answer_kind is not None else ""
    words = " ".join((kept.answer or "").split())
    cut = words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"
    return f"{kind}: {cut}" if cut else kind
