"""The ten figures the executive answers for, each a count and the list it opens, as at a day.

One table says what each is called and what it counts. A past day is answered from the moves that were made up to it; target dates and
leads are known as they are today only, and the page says so. Everything is counted in SQL from clear columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import Action, ActionMove
from darddr.models.plan import Recommendation
from darddr.models.review import Review, ReviewMilestone, ReviewMove
from darddr.policies import Actor
from darddr.policies.visible import followed_reviews, readable_actions
from darddr.services.progress import SOON_DAYS, Age
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.word import Word
from darddr.workflow.states import OPEN_ACTIONS, PENDING, UNDER_WAY, ActionState, ReviewState

Clause = ColumnElement[bool]


@dataclass(frozen=True)
class Figure:
    """One figure: its key in addresses, its words, how it is counted, of what (`actions` or `reviews`), in which states.

    `due` narrows by the target date: "late" before the day, "soon" within 28 days from it.
    """

    key: str
    one: str
    several: str
    how: str
    of: str
    states: tuple[Any, ...]
    due: str = ""


FIGURES = {
    figure.key: figure
    for figure in (
        Figure(
            "under_way",
            "review under way",
            "reviews under way",
            "Commissioned and not yet cleared.",
            "reviews",
            UNDER_WAY,
        ),
        Figure("pending", "review pending", "reviews pending", "The decision is still to be made.", "reviews", PENDING),
        Figure(
            "decide",
            "review waits for the executive",
            "reviews wait for the executive",
            "To be decided or signed off.",
            "reviews",
            (ReviewState.DECIDING, ReviewState.SIGN_OFF),
        ),
        Figure(
            "home_office",
            "review with the Home Office",
            "reviews with the Home Office",
            "Sent for quality assurance.",
            "reviews",
            (ReviewState.WITH_HOME_OFFICE,),
        ),
        Figure("open", "action open", "actions open", "Neither ended nor rejected.", "actions", OPEN_ACTIONS),
        Figure("overdue", "action overdue", "actions overdue", "Open past its date.", "actions", OPEN_ACTIONS, "late"),
        Figure(
            "soon",
            "action due soon",
            "actions due soon",
            f"Open, due within {SOON_DAYS} days.",
            "actions",
            OPEN_ACTIONS,
            "soon",
        ),
        Figure(
            "awaiting",
            "action waits for sign-off",
            "actions wait for sign-off",
            "Complete, says its owner.",
            "actions",
            (ActionState.OWNER_COMPLETE,),
        ),
        Figure(
            "signed_off",
            "action signed off",
            "actions signed off",
            "Checked by a second person.",
            "actions",
            (ActionState.SIGNED_OFF,),
        ),
        Figure(
            "not_implemented",
            "action not implemented",
            "actions not implemented",
            "Ended without being done.",
            "actions",
            (ActionState.NOT_IMPLEMENTED,),
        ),
    )
}
OF_ACTIONS = tuple(figure for figure in FIGURES.values() if figure.of == "actions")
OF_REVIEWS = tuple(figure for figure in FIGURES.values() if figure.of == "reviews")


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
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """Whose figures, of which partnership, as at which day, cut how."""

    actor: Actor
    partnership_id: UUID
    day: date
    cut: Cut = Cut()

    @property
    def is_past(self) -> bool:
        """Whether the day is before today, so that states are read from moves."""
        return self.day < clock.today()


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
    for name, column in COLUMNS.items():
        value = getattr(cut, name)
        clause = column.is_(None) if name in cut.missing else column == value if value is not None else None
        if clause is not None:
            clauses.append(_of_recommendation(clause) if name in OF_RECOMMENDATION else clause)
    if cut.waits is not None:
        clauses.append(waits_for(view) == cut.waits.value)
    if cut.age is not None:
        clauses.append(age_at(view) == cut.age.value)
    return clauses


def _of_recommendation(clause: Clause) -> Clause:
    return Action.recommendation_id.in_(select(Recommendation.id).where(clause))


def waits_for(view: View) -> ColumnElement[str]:
    """For whom an action waits."""
    state = action_state(view)
    return case(
        (state == ActionState.PROPOSED, Waits.AGENCY.value),
        (state == ActionState.OWNER_COMPLETE, Waits.EXECUTIVE.value),
        (Action.has_owner, Waits.OWNER.value),
        else_=Waits.NOBODY.value,
    )


LATE = {Age.LATE_30: 30, Age.LATE_90: 90, Age.LATE_365: 365}
"""The most days late of each band; whatever is later is of the last."""


def age_at(view: View) -> ColumnElement[str]:
    """How late an action's date was on the day."""
    bounds = [(Action.due_on >= view.day - timedelta(days=most), age.value) for age, most in LATE.items()]
    return case(*bounds, else_=Age.LATE_LONG.value)


def clause_of(figure: Figure, view: View) -> Clause:
    """What a figure counts, beside where it counts it."""
    state = review_state(view) if figure.of == "reviews" else action_state(view)
    clauses = [state.in_(figure.states)]
    if figure.due == "late":
        clauses.append(Action.due_on < view.day)
    elif figure.due == "soon":
        clauses += [Action.due_on >= view.day, Action.due_on < view.day + timedelta(days=SOON_DAYS)]
    return and_(*clauses)


def counts(session: Session, view: View) -> dict[str, int]:
    """The ten figures, in two statements."""
    found: dict[str, int] = {}
    for figures, model, where in ((OF_REVIEWS, Review, reviews_of(view)), (OF_ACTIONS, Action, actions_of(view))):
        numbers = [func.count().filter(clause_of(figure, view)) for figure in figures]
        row = session.execute(select(*numbers).select_from(model).where(where)).one()
        found |= {figure.key: number for figure, number in zip(figures, row, strict=True)}
    return found


@dataclass(frozen=True)
class Group:
    """One row of a table of figures: what its actions share (None: they name none), and its counts by figure."""

    key: Any
    counts: dict[str, int]


MOST_GROUPS = 50
GROUPED = tuple(FIGURES[key] for key in ("overdue", "soon", "awaiting", "open", "signed_off", "not_implemented"))


def grouped(session: Session, view: View, by: str) -> list[Group]:
    """Actions counted by agency, group, review, theme, priority or scope, the most overdue first; at most 50 and one more."""
    column = COLUMNS[by]
    numbers = [func.count().filter(clause_of(figure, view)) for figure in GROUPED]
    wanted = select(column, *numbers).select_from(Action)
    if by in OF_RECOMMENDATION:
        wanted = wanted.join(Recommendation, Recommendation.id == Action.recommendation_id)
    order = (numbers[0].desc(), numbers[3].desc(), column.is_(None), column)
    rows = session.execute(wanted.where(actions_of(view)).group_by(column).order_by(*order).limit(MOST_GROUPS + 1))
    return [Group(row[0], {f.key: number for f, number in zip(GROUPED, row[1:], strict=True)}) for row in rows]


def overdue_by_age(session: Session, view: View) -> dict[Waits, dict[Age, int]]:
    """Overdue actions by whom they wait for and how late they are."""
    waits, age = waits_for(view).label("waits"), age_at(view).label("age")
    late = (
        select(waits, age).select_from(Action).where(actions_of(view), clause_of(FIGURES["overdue"], view)).subquery()
    )
    found: dict[Waits, dict[Age, int]] = {each: dict.fromkeys((*LATE, Age.LATE_LONG), 0) for each in Waits}
    counted = select(late.c.waits, late.c.age, func.count()).group_by(late.c.waits, late.c.age)
    for who, how, number in session.execute(counted):
        word = next(each for each in Waits if each.value == who)
        found[word][next(each for each in Age if each.value == how)] = number
    return found


@dataclass(frozen=True)
class Quarter:
    """A quarter of a calendar year as far as the day, and what became of actions in it."""

    first: date
    last: date
    opened: int = 0
    ended: int = 0
    overdue: int = 0

    @property
    def label(self) -> str:
        """Its months, as people write them."""
        return f"{self.first:%b} to {self.first + timedelta(days=62):%b %Y}"


QUARTERS = 8


def quarters_to(day: date) -> list[Quarter]:
    """The last eight quarters, oldest first; the last ends on the day."""
    first, found = date(day.year, (day.month - 1) // 3 * 3 + 1, 1), [day]
    starts = [first]
    while len(starts) < QUARTERS:
        found.append(starts[-1] - timedelta(days=1))
        starts.append(date(found[-1].year, found[-1].month - 2, 1))
    return [Quarter(*each) for each in zip(reversed(starts), reversed(found), strict=True)]


def trend(session: Session, view: View) -> list[Quarter]:
    """Actions opened and ended in each quarter and overdue at its end, in two statements."""
    quarters, whole = quarters_to(view.day), replace(view, day=clock.today())
    late = [_overdue_at(replace(view, day=each.last)) for each in quarters]
    new = [_between(Action.recorded_at, end_of(q.first - timedelta(days=1)), end_of(q.last)) for q in quarters]
    numbers = [func.count().filter(clause) for clause in (*late, *new)]
    row = session.execute(select(*numbers).select_from(Action).where(actions_of(whole))).one()
    ends = [
        func.count().filter(ActionMove.happened_on >= each.first, ActionMove.happened_on <= each.last)
        for each in quarters
    ]
    ended = session.execute(
        select(*ends)
        .select_from(ActionMove)
        .join(Action, Action.id == ActionMove.action_id)
        .where(ActionMove.dest.in_(_ENDS), ActionMove.source.in_(OPEN_ACTIONS), actions_of(whole))
    ).one()
    return [
        replace(each, overdue=row[at], opened=row[len(quarters) + at], ended=ended[at])
        for at, each in enumerate(quarters)
    ]


_ENDS: Sequence[ActionState] = tuple(state for state in ActionState if state.is_end)


def _overdue_at(view: View) -> Clause:
    """Cheap tests first: only actions due by then have their moves looked up."""
    uncut = replace(view, cut=Cut())
    late = Action.due_on < view.day
    return case((late, and_(actions_of(uncut), clause_of(FIGURES["overdue"], view))), else_=false())


def _between(column: Any, first: datetime, last: datetime) -> Clause:
    return and_(column >= first, column < last)
