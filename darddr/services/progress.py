"""What the executive answers for: where reviews and actions stand, from clear columns alone.

Two aggregate statements give every figure, so that figures of one page always agree with each other. Only the first sentence opens
anything: the codified sex and manner of those who died, in the class of learning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.partnership import Agency, Group, Partnership
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.policies import Actor
from darddr.policies.visible import followed_reviews, readable_actions
from darddr.services.wording import counted, joined
from darddr.vocabulary.records import Manner, PersonRole, Sex
from darddr.vocabulary.word import Word
from darddr.workflow.states import PENDING, UNDER_WAY, ActionState, ReviewState

SOON_DAYS = 28


class Age(Word):
    """How an action stands against its date."""

    ENDED = ("ended", "Ended")
    UNDATED = ("undated", "No date")
    LATER = ("later", f"Due in more than {SOON_DAYS} days")
    SOON = ("soon", f"Due within {SOON_DAYS} days")
    LATE_30 = ("late_30", "Up to 30 days overdue")
    LATE_90 = ("late_90", "31 to 90 days overdue")
    LATE_365 = ("late_365", "91 days to a year overdue")
    LATE_LONG = ("late_long", "More than a year overdue")


OVERDUE = (Age.LATE_30, Age.LATE_90, Age.LATE_365, Age.LATE_LONG)


def age_of(day: date) -> ColumnElement[str]:
    """An action's age as an SQL expression, for grouping and for filtering alike."""
    return case(
        (Action.is_open.is_(False), Age.ENDED.value),
        (Action.due_on.is_(None), Age.UNDATED.value),
        (Action.due_on >= day + timedelta(days=SOON_DAYS), Age.LATER.value),
        (Action.due_on >= day, Age.SOON.value),
        (Action.due_on >= day - timedelta(days=30), Age.LATE_30.value),
        (Action.due_on >= day - timedelta(days=90), Age.LATE_90.value),
        (Action.due_on >= day - timedelta(days=365), Age.LATE_365.value),
        else_=Age.LATE_LONG.value,
    )


@dataclass(frozen=True)
class Cell:
    """How many actions share an agency, a group, a state and an age."""

    agency_id: UUID | None
    group_id: UUID | None
    state: ActionState
    age: Age
    count: int


def action_cells(session: Session, actor: Actor, partnership_id: UUID, day: date) -> tuple[Cell, ...]:
    """Every action of a partnership that the actor may read, counted in one statement."""
    age = age_of(day).label("age")
    rows = session.execute(
        select(Action.lead_agency_id, Action.group_id, Action.state, age, func.count())
        .where(Action.partnership_id == partnership_id, readable_actions(actor))
        .group_by(Action.lead_agency_id, Action.group_id, Action.state, age)
    )
    return tuple(Cell(agency, group, state, Age(aged), count) for agency, group, state, aged, count in rows)


def total(cells: Iterable[Cell], ages: Iterable[Age] = (), states: Iterable[ActionState] = ()) -> int:
    """How many actions are of one of the ages (any where none is named) and in one of the states (likewise)."""
    aged, stated = frozenset(ages), frozenset(states)
    return sum(cell.count for cell in cells if (not aged or cell.age in aged) and (not stated or cell.state in stated))


@dataclass(frozen=True)
class Line:
    """One row of a table of progress: a body and how its actions stand. `key` is None for actions that name no such body."""

    key: UUID | None
    label: str
    open: int
    overdue: int
    soon: int
    awaiting: int
    signed_off: int

    @property
    def all(self) -> int:
        """Every open or signed-off action of the body."""
        return self.open + self.signed_off


def lines_by_agency(cells: Iterable[Cell], names: Mapping[UUID, str]) -> list[Line]:
    """The agencies with the most overdue first."""
    return _lines([(cell.agency_id, cell) for cell in cells], names, "No lead agency named")


def lines_by_group(cells: Iterable[Cell], names: Mapping[UUID, str]) -> list[Line]:
    """The boards and groups with the most overdue first."""
    return _lines([(cell.group_id, cell) for cell in cells], names, "No accountable group named")


def _lines(keyed: list[tuple[UUID | None, Cell]], names: Mapping[UUID, str], nobody: str) -> list[Line]:
    lines = []
    for key in dict.fromkeys(key for key, _ in keyed):
        own = [cell for held, cell in keyed if held == key]
        lines.append(
            Line(
                key,
                names.get(key, nobody) if key else nobody,
                open=total(own, [age for age in Age if age is not Age.ENDED]),
                overdue=total(own, OVERDUE),
                soon=total(own, [Age.SOON]),
                awaiting=total(own, states=[ActionState.OWNER_COMPLETE]),
                signed_off=total(own, states=[ActionState.SIGNED_OFF]),
            )
        )
    return sorted(lines, key=lambda line: (-line.overdue, -line.open, line.label))


def partnership_names(session: Session, partnership_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of some partnerships, by name."""
    wanted = select(Partnership.id, Partnership.name).where(Partnership.id.in_(list(partnership_ids)))
    return {row.id: row.name for row in session.execute(wanted.order_by(Partnership.name))}


def agency_names(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """The names of a partnership's agencies."""
    rows = session.execute(select(Agency.id, Agency.name).filter_by(partnership_id=partnership_id))
    return {row.id: row.name for row in rows}


def group_names(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """The names of a partnership's boards and groups."""
    rows = session.execute(select(Group.id, Group.name).filter_by(partnership_id=partnership_id))
    return {row.id: row.name for row in rows}


def review_counts(session: Session, actor: Actor, partnership_id: UUID) -> Counter[ReviewState]:
    """How many of a partnership's reviews stand in each state."""
    rows = session.execute(
        select(Review.state, func.count())
        .where(Review.partnership_id == partnership_id, followed_reviews(actor))
        .group_by(Review.state)
    )
    return Counter({row.state: row[1] for row in rows})


def headline(session: Session, actor: Actor, partnership_id: UUID) -> str:
    """One sentence from the data: how many reviews are under way and pending, how those people died, and how many women and men."""
    rows = session.execute(
        select(Review.id, Review.state, Person)
        .join(Person, (Person.review_id == Review.id) & (Person.role == PersonRole.VICTIM))
        .where(
            Review.partnership_id == partnership_id,
            Review.state.in_((*PENDING, *UNDER_WAY)),
            followed_reviews(actor),
        )
    ).all()
    under_way = len({review_id for review_id, state, _ in rows if state in UNDER_WAY})
    pending = len({review_id for review_id, state, _ in rows if state in PENDING})
    if not rows:
        return "No review is under way and none is pending."
    standing = f"{counted(under_way, 'review').capitalize()} {'is' if under_way == 1 else 'are'} under way"
    waiting = f"{counted(pending)} {'is' if pending < 2 else 'are'} pending"
    people = [person for _, _, person in rows]
    return f"{standing} and {waiting}: {_deaths(people)}, {_sexes(people)}."


def _deaths(people: list[Person]) -> str:
    manners = Counter(Manner(person.manner or Manner.UNKNOWN) for person in people)
    words = {
        Manner.HOMICIDE: ("death by homicide", "deaths by homicide"),
        Manner.SUICIDE: ("death by suicide", "deaths by suicide"),
        Manner.NEGLECT: ("death by neglect", "deaths by neglect"),
        Manner.UNDETERMINED: ("death whose cause is not yet decided", "deaths whose cause is not yet decided"),
        Manner.UNKNOWN: ("death of unknown manner", "deaths of unknown manner"),
    }
    if len(manners) == 1 and len(people) > 1:
        (manner,) = manners
        return f"all {words[manner][1]}"
    return joined([counted(count, *words[manner]) for manner, count in manners.most_common()])


def _sexes(people: list[Person]) -> str:
    sexes = Counter(Sex(person.sex or Sex.UNKNOWN) for person in people)
    words = {Sex.MALE: ("man", "men"), Sex.FEMALE: ("woman", "women"), Sex.UNKNOWN: ("person", "people")}
    return joined([counted(sexes[sex], *words[sex]) for sex in (Sex.MALE, Sex.FEMALE, Sex.UNKNOWN) if sexes[sex]])
