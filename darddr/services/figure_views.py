"""What figures are counted of: the actions and reviews there were on a day, as they stood then, of those somebody may read, as cut.

A past day is answered from the moves made up to it and, for dates, agencies, groups, priorities and owners, from the earlier wordings that
changes since have kept (`figure_history`). Everything is counted in SQL, from clear columns alone where the day is today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Uuid,
    and_,
    case,
    column,
    exists,
    func,
    or_,
    select,
    values,
)

from darddr import clock
from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.models.action_milestone import ActionMilestone
from darddr.models.plan import Recommendation
from darddr.models.review import Review, ReviewMilestone, ReviewMove
from darddr.policies import Actor
from darddr.policies.visible import followed_reviews, readable_actions
from darddr.services.progress import Age
from darddr.services.standing import Facts, brag_of
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.standing import Brag
from darddr.vocabulary.word import Word
from darddr.workflow.states import ActionState

Clause = ColumnElement[bool]


class Waits(Word):
    """For whom an open action waits, by its state; nobody where no owner was named."""

    AGENCY = ("agency", "The lead agency, to agree it")
    OWNER = ("owner", "Its owner, to carry it out")
    NOBODY = ("nobody", "Nobody: it has no owner")
    EXECUTIVE = ("executive", "The executive, to sign it off")


@dataclass(frozen=True)
class Cut:
    """Which actions and reviews are counted; None is all. A word "none" of `missing` asks for those that name none."""

    agency: UUID | None = None
    group: UUID | None = None
    review: UUID | None = None
    priority: UUID | None = None
    theme: str | None = None
    scope: str | None = None
    waits: Waits | None = None
    age: Age | None = None
    brag: Brag | None = None
    missing: tuple[str, ...] = ()


class Held(NamedTuple):
    """What an action that was changed since a past day had on it; `slips` is how often its date had been put back."""

    id: UUID
    due_on: date | None
    agency: UUID | None
    group: UUID | None
    priority: UUID | None
    has_owner: bool
    slips: int


class Then:
    """The actions that were changed since a past day, as they were on it; `is_whole` says whether all of them are known."""

    def __init__(self, rows: Sequence[Held], is_whole: bool = True) -> None:
        self.rows, self.is_whole = tuple(rows), is_whole
        self.table: Any = values(*_COLUMNS, name="held").data([_TYPED, *self.rows]).cte("held")


_COLUMNS = (
    column("id", Uuid),
    column("due_on", Date),
    column("agency", Uuid),
    column("group", Uuid),
    column("priority", Uuid),
    column("has_owner", Boolean),
    column("slips", Integer),
)
_NOBODY = UUID(int=0)
_TYPED = Held(_NOBODY, date(1970, 1, 1), _NOBODY, _NOBODY, _NOBODY, False, 0)
"""No action: a row without gaps, from which a database takes the types of the columns."""


@dataclass(frozen=True)
class View:
    """Whose figures, of which partnership, as at which day, cut how; `then` is what is known of a past day beside states."""

    actor: Actor
    partnership_id: UUID
    day: date
    cut: Cut = Cut()
    then: Then | None = None

    @property
    def is_past(self) -> bool:
        """Whether the day is before today, so that states are read from moves."""
        return self.day < clock.today()

    @property
    def caveat(self) -> str:
        """What the figures of a past day cannot know, in a sentence; empty for today."""
        if not self.is_past:
            return ""
        if self.then is not None and self.then.is_whole:
            return KNOWN
        return UNKNOWN


KNOWN = (
    "States, target dates, lead agencies, groups, priorities, owners and updates are those of this past day; themes, scopes and the dates of "
    "milestones are as they are kept today, and an action entered since is not counted."
)
UNKNOWN = (
    "States and updates are those of this past day; target dates, lead agencies, groups, priorities and owners are as they are kept today, "
    "because their earlier wordings cannot all be read, and an action entered since is not counted."
)

COLUMNS: dict[str, Any] = {
    "agency": Action.lead_agency_id,
    "group": Action.group_id,
    "review": Action.review_id,
    "priority": Action.priority_id,
    "theme": Recommendation.theme,
    "scope": Recommendation.scope_tier,
}
"""What actions are counted by."""

OF_RECOMMENDATION = ("theme", "scope")
OF_THEN: dict[str, Any] = {"agency": Action.lead_agency_id, "group": Action.group_id, "priority": Action.priority_id}
OF_THEN |= {"due_on": Action.due_on, "has_owner": Action.has_owner, "slips": Action.slips}


def held(view: View, name: str) -> Any:
    """A column of an action as it was on the day of the view; needs `of_actions`."""
    own: Any = OF_THEN[name] if name in OF_THEN else COLUMNS[name]
    if view.then is None or name not in OF_THEN:
        return own
    table = view.then.table.c
    return case((table.id.is_not(None), table[name]), else_=own)


def of_actions(view: View, wanted: Any) -> Any:
    """A statement over actions, with what they were on a past day beside them."""
    found = wanted.select_from(Action)
    return found if view.then is None else found.outerjoin(view.then.table, view.then.table.c.id == Action.id)


def end_of(day: date) -> datetime:
    """The first moment after a day, in England and Wales."""
    return datetime.combine(day + timedelta(days=1), time(), clock.LONDON)


def action_state(view: View) -> Any:
    """The state an action stood in at the end of the day: after its last move by then, else before its first one since."""
    return _state(Action, ActionMove, ActionMove.action_id, view) if view.is_past else Action.state


def review_state(view: View) -> Any:
    """Likewise of a review."""
    return _state(Review, ReviewMove, ReviewMove.review_id, view) if view.is_past else Review.state


def _state(model: Any, moves: Any, key: Any, view: View) -> Any:
    own = select(moves.dest).where(key == model.id).correlate(model)
    before = own.where(moves.happened_on <= view.day).order_by(moves.step.desc()).limit(1).scalar_subquery()
    since = own.with_only_columns(moves.source).where(moves.happened_on > view.day)
    return func.coalesce(before, since.order_by(moves.step).limit(1).scalar_subquery(), model.state)


def actions_of(view: View) -> Clause:
    """The actions there were on the day, of those the actor may read, as they are cut."""
    clauses = [readable_actions(view.actor, view.partnership_id), *_cut(view)]
    if view.is_past:
        moved = exists().where(ActionMove.action_id == Action.id, ActionMove.happened_on <= view.day)
        clauses.append(or_(Action.recorded_at < end_of(view.day), moved))
    return and_(*clauses)


def reviews_of(view: View) -> Clause:
    """The reviews there were on the day, of those the actor follows; of the cut, only the review itself counts here."""
    clauses = [Review.partnership_id == view.partnership_id, followed_reviews(view.actor)]
    if view.cut.review is not None:
        clauses.append(Review.id == view.cut.review)
    if view.is_past:
        notice = exists().where(
            ReviewMilestone.review_id == Review.id,
            ReviewMilestone.kind == Milestone.NOTICE_RECEIVED,
            ReviewMilestone.replaced.is_(False),
        )
        by_then = notice.where(ReviewMilestone.happened_on <= view.day)
        clauses.append(or_(by_then, and_(~notice, Review.recorded_at < end_of(view.day))))
    return and_(*clauses)


def _cut(view: View) -> list[Clause]:
    cut, clauses = view.cut, []
    for name in COLUMNS:
        value = getattr(cut, name)
        own = held(view, name)
        clause = own.is_(None) if name in cut.missing else own == value if value is not None else None
        if clause is not None:
            clauses.append(_of_recommendation(clause) if name in OF_RECOMMENDATION else clause)
    if cut.waits is not None:
        clauses.append(waits_for(view) == cut.waits.value)
    if cut.age is not None:
        clauses.append(age_at(view) == cut.age.value)
    if cut.brag is not None:
        clauses.append(brag_at(view) == cut.brag.value)
    return clauses


def _of_recommendation(clause: Clause) -> Clause:
    return Action.recommendation_id.in_(select(Recommendation.id).where(clause))


def waits_for(view: View) -> ColumnElement[str]:
    """For whom an action waits."""
    state = action_state(view)
    return case(
        (state == ActionState.PROPOSED, Waits.AGENCY.value),
        (state == ActionState.OWNER_COMPLETE, Waits.EXECUTIVE.value),
        (held(view, "has_owner"), Waits.OWNER.value),
        else_=Waits.NOBODY.value,
    )


LATE = {Age.LATE_30: 30, Age.LATE_90: 90, Age.LATE_365: 365}
"""The most days late of each band; whatever is later is of the last."""


def age_at(view: View) -> ColumnElement[str]:
    """How late an action's date was on the day."""
    bounds = [(held(view, "due_on") >= view.day - timedelta(days=most), age.value) for age, most in LATE.items()]
    return case(*bounds, else_=Age.LATE_LONG.value)


def brag_at(view: View) -> ColumnElement[str]:
    """The colour of an action on the day, by the one rule of colours."""
    if not view.is_past:
        return brag_of(view.day)
    told = Facts(
        action_state(view), held(view, "due_on"), held(view, "slips"), _concern(view.day), _milestone_due_on(view.day)
    )
    return brag_of(view.day, told)


def _concern(day: date) -> Any:
    """How the last update by the day saw it, unless the action was complete or had ended since."""
    over = exists().where(
        ActionMove.action_id == ActionUpdate.action_id,
        ActionMove.dest.in_(ENDS_A_CONCERN),
        ActionMove.happened_on <= day,
        ActionMove.recorded_at > ActionUpdate.recorded_at,
    )
    own = select(case((~over, ActionUpdate.kind))).where(
        ActionUpdate.action_id == Action.id, ActionUpdate.kind != UpdateKind.DATE_MOVED, ActionUpdate.happened_on <= day
    )
    return own.order_by(ActionUpdate.recorded_at.desc(), ActionUpdate.id).limit(1).correlate(Action).scalar_subquery()


def _milestone_due_on(day: date) -> Any:
    """The date of the earliest milestone there was and that was not done by the day."""
    own = select(func.min(ActionMilestone.due_on)).where(
        ActionMilestone.action_id == Action.id,
        ActionMilestone.recorded_at < end_of(day),
        or_(ActionMilestone.done_on.is_(None), ActionMilestone.done_on > day),
    )
    return own.correlate(Action).scalar_subquery()


ENDS_A_CONCERN = tuple(state for state in ActionState if state.is_end or state is ActionState.OWNER_COMPLETE)
