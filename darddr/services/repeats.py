"""Recommended before: earlier recommendations like one, as far as their reader may read them, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from rapidfuzz import fuzz, process, utils
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from darddr import audit
from darddr.leaks.folding import fold
from darddr.models.action import Action
from darddr.models.opened import opened
from darddr.models.partnership import Agency
from darddr.models.plan import Plan, Recommendation, RecommendationLink
from darddr.policies import Actor, allows, require
from darddr.policies.visible import readable_plans
from darddr.services.errors import Unfit
from darddr.vocabulary.permissions import Permission
from darddr.workflow.states import ActionState

ALIKE = 75
"""Least likeness of the words two texts share, of 100 (rapidfuzz token_set_ratio).

The same wish in other words ("ensure that staff are trained in" for "provide training for staff on") scores from 75 up; two wishes
of one theme and one agency stay below 70.
"""

WHOLE = 50
"""Least likeness of two whole texts, of 100 (token_sort_ratio): a short text wholly inside a long one of another matter has none."""

SHOWN = 10
NOT_DELIVERED = (ActionState.NOT_IMPLEMENTED, ActionState.REJECTED)


@dataclass(frozen=True)
class Sought:
    """A recommendation whose like is sought: its words, and whom it is for (agencies by id, addressees by name)."""

    text: str
    agencies: frozenset[UUID] = frozenset()
    addressees: frozenset[str] = frozenset()
    plan_id: UUID | None = None


@dataclass(frozen=True)
class End:
    """One action of an earlier recommendation and where it stands."""

    action_id: UUID
    number: str
    state: ActionState
    is_overdue: bool
    due_on: date | None
    lead_agency_id: UUID | None

    @property
    def failed(self) -> bool:
        """Whether it was not delivered: ended without being done, or past its date."""
        return self.is_overdue or self.state in NOT_DELIVERED


@dataclass(frozen=True)
class Earlier:
    """An earlier recommendation, how alike it is (0 to 100; 0 where it was linked by hand), and its actions."""

    id: UUID
    number: str
    text: str
    plan_id: UUID
    plan: str
    likeness: int
    ends: tuple[End, ...]

    @property
    def not_delivered(self) -> bool:
        """Whether any of its actions failed, or it never had one."""
        return not self.ends or any(end.failed for end in self.ends)


def likest(text: str, others: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the texts most like one, with their likeness, likest first, at most ten."""
    wanted = utils.default_process(text)
    found = process.extract(
        wanted,
        others,
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=ALIKE,
        limit=4 * SHOWN,
    )
    whole = [(at, fuzz.token_sort_ratio(wanted, utils.default_process(other))) for other, _, at in found]
    near = sorted(((at, score) for at, score in whole if score >= WHOLE), key=lambda one: -one[1])
    return [(at, round(score)) for at, score in near[:SHOWN]]


def sought_in(session: Session, row: Recommendation) -> Sought:
    """What is sought for a recommendation that is kept already."""
    agencies = _led(session, Action.recommendation_id == row.id)[row.id]
    return Sought(row.text or "", frozenset(agencies), _folded(row.addressees or []), row.plan_id)


def alike(session: Session, actor: Actor, partnership_id: UUID, sought: Sought, day: date) -> list[Earlier]:
    """Recommendations of other plans like one, to the same agency or addressee, of those whose text the actor may read.

    Where it names nobody yet, those to anybody. Whatever the actor may not read is never looked at, so it is not counted either.
    """
    if not sought.text.strip():
        return []
    rows = _readable(session, actor, partnership_id, sought.plan_id)
    texts = [_words(row) for row in rows]
    if sought.agencies or sought.addressees:
        names = _agency_names(session, partnership_id)
        known = Sought(
            sought.text,
            sought.agencies,
            sought.addressees | _folded(names[each] for each in sought.agencies if each in names),
        )
        led = _led(session, Action.partnership_id == partnership_id)
        same = [_is_for(known, row, words, led, names) for row, words in zip(rows, texts, strict=True)]
        rows = [row for row, kept in zip(rows, same, strict=True) if kept]
        texts = [words for words, kept in zip(texts, same, strict=True) if kept]
    near = likest(sought.text, [words.get("text", "") for words in texts])
    return _told(session, [(rows[at], texts[at], likeness) for at, likeness in near], day)


def _readable(session: Session, actor: Actor, partnership_id: UUID, but: UUID | None) -> list[Any]:
    columns = (
        Recommendation.id,
        Recommendation.number,
        Recommendation.partnership_id,
        Recommendation.review_id,
        Recommendation.plan_id,
        Recommendation.learning_record,
        Plan.reference,
    )
    wanted = (
        select(*columns)
        .join(Plan, Plan.id == Recommendation.plan_id)
        .where(Recommendation.partnership_id == partnership_id, readable_plans(actor))
    )
    if but is not None:
        wanted = wanted.where(Recommendation.plan_id != but)
    return list(session.execute(wanted.order_by(Recommendation.recorded_at, Recommendation.id)))


def _words(row: Any) -> dict[str, Any]:
    return opened(Recommendation, "learning_record", row.learning_record, row.id, row.partnership_id, row.review_id)


def _led(session: Session, *wanted: ColumnElement[bool]) -> dict[UUID, set[UUID]]:
    """The lead agencies of the actions under recommendations."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = session.execute(select(Action.recommendation_id, Action.lead_agency_id).where(*wanted))
    for recommendation_id, agency_id in rows:
        if agency_id is not None:
            found[recommendation_id].add(agency_id)
    return found


def _agency_names(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    rows = session.execute(select(Agency.id, Agency.name).filter_by(partnership_id=partnership_id))
    return {row.id: row.name for row in rows}


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(name.strip()) for name in names if name.strip())


def _is_for(
    sought: Sought, row: Any, words: dict[str, Any], led: dict[UUID, set[UUID]], names: dict[UUID, str]
) -> bool:
    """Whether a recommendation is for somebody the sought one is for."""
    agencies = led.get(row.id, set())
    if agencies & sought.agencies:
        return True
    called = _folded([*words.get("addressees", []), *(names[each] for each in agencies if each in names)])
    return bool(called & sought.addressees)


def _told(session: Session, rows: Sequence[tuple[Any, dict[str, Any], int]], day: date) -> list[Earlier]:
    ends = _ends(session, [row.id for row, _, _ in rows], day)
    return [
        Earlier(row.id, row.number, words.get("text", ""), row.plan_id, row.reference, likeness, tuple(ends[row.id]))
        for row, words, likeness in rows
    ]


def _ends(session: Session, ids: Sequence[UUID], day: date) -> dict[UUID, list[End]]:
    found: dict[UUID, list[End]] = defaultdict(list)
    rows = session.scalars(select(Action).where(Action.recommendation_id.in_(ids)).order_by(Action.position, Action.id))
    for row in rows:
        end = End(row.id, row.number, row.state, row.is_overdue(day), row.due_on, row.lead_agency_id)
        found[row.recommendation_id].append(end)
    return found


def link(session: Session, actor: Actor, row: Recommendation, earlier: Sequence[Recommendation]) -> None:
    """Say which earlier recommendations said the same: those, and of the ones the actor may read no others. Raises Unfit."""
    require(actor, Permission.PLAN_EDIT, row)
    present = {
        one.earlier_id: one for one in session.scalars(select(RecommendationLink).filter_by(recommendation_id=row.id))
    }
    wanted = {one.id: one for one in earlier}
    for one in wanted.values():
        _check(session, actor, row, one)
    for earlier_id, kept in present.items():
        before = session.get_one(Recommendation, earlier_id)
        if earlier_id not in wanted and allows(actor, Permission.PLAN_READ, before):
            session.delete(kept)
            _say(session, actor, audit.Tag.RECOMMENDATION_UNLINKED, row, earlier_id)
    for earlier_id in wanted.keys() - present.keys():
        own = {"partnership_id": row.partnership_id, "review_id": row.review_id, "recorded_by_id": actor.user_id}
        session.add(RecommendationLink(**own, recommendation_id=row.id, earlier_id=earlier_id))
        _say(session, actor, audit.Tag.RECOMMENDATION_LINKED, row, earlier_id)


def _say(session: Session, actor: Actor, tag: audit.Tag, row: Recommendation, earlier_id: UUID) -> None:
    audit.record(session, actor.user_id, tag, row, recommendation=row.id, earlier=earlier_id)


def _check(session: Session, actor: Actor, row: Recommendation, earlier: Recommendation) -> None:
    """One that the actor may not read answers like one that does not exist."""
    if earlier.partnership_id != row.partnership_id or not allows(actor, Permission.PLAN_READ, earlier):
        raise Unfit("Choose earlier recommendations from the list.", "earlier")
    backwards = select(RecommendationLink.id).filter_by(recommendation_id=earlier.id, earlier_id=row.id)
    if earlier.id == row.id or session.scalar(backwards) is not None:
        raise Unfit("A recommendation cannot come before itself.", "earlier")


def linked(session: Session, actor: Actor, ids: Sequence[UUID], day: date) -> dict[UUID, list[Earlier]]:
    """The earlier recommendations linked to some, as far as the actor may read them, by the later one's id; two statements."""
    return _linked(session, actor, day, lambda later: later.id.in_(ids)) if ids else {}


def repeated_of_agency(
    session: Session, actor: Actor, agency: Agency, day: date
) -> list[tuple[Recommendation, list[Earlier]]]:
    """Recommendations with an action led by an agency that were made before and were not delivered by that agency then."""
    led = select(Action.recommendation_id).where(Action.lead_agency_id == agency.id)
    found = _linked(session, actor, day, lambda later: later.id.in_(led))
    failed = {
        later: kept
        for later, rows in found.items()
        if (kept := [one for one in rows if any(end.failed and end.lead_agency_id == agency.id for end in one.ends)])
    }
    wanted = (
        select(Recommendation)
        .join(Plan, Plan.id == Recommendation.plan_id)
        .where(Recommendation.id.in_(failed), readable_plans(actor))
        .order_by(Recommendation.recorded_at.desc(), Recommendation.id)
        .limit(SHOWN)
    )
    return [(row, failed[row.id]) for row in session.scalars(wanted)] if failed else []


def _linked(session: Session, actor: Actor, day: date, chosen: Callable[[Any], Any]) -> dict[UUID, list[Earlier]]:
    later = aliased(Recommendation)
    rows = session.execute(
        select(later.id, Recommendation, Plan.reference)
        .join(RecommendationLink, RecommendationLink.recommendation_id == later.id)
        .join(Recommendation, Recommendation.id == RecommendationLink.earlier_id)
        .join(Plan, Plan.id == Recommendation.plan_id)
        .where(chosen(later), readable_plans(actor))
        .order_by(Recommendation.recorded_at, Recommendation.id)
    ).all()
    ends = _ends(session, [row.id for _, row, _ in rows], day) if rows else {}
    found: dict[UUID, list[Earlier]] = defaultdict(list)
    for later_id, row, reference in rows:
        one = Earlier(row.id, row.number, row.text or "", row.plan_id, reference, 0, tuple(ends.get(row.id, ())))
        found[later_id].append(one)
    return found
