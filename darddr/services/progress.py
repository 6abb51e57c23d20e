"""What the executive answers for: where reviews and actions stand, from clear columns alone.

Two aggregate statements give every figure, so that figures of one page always agree with each other. Only the first sentence opens
anything: the codified sex and manner of those who died, in the class of learning.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, case, func, literal_column, not_, select, union_all
from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.opened import opened
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


AGES = tuple(Age)
OVERDUE = (Age.LATE_30, Age.LATE_90, Age.LATE_365, Age.LATE_LONG)


def _first_days(day: date) -> dict[Age, date]:
    """The first due date of every age but the oldest, latest first."""
    return {
        Age.LATER: day + timedelta(days=SOON_DAYS),
        Age.SOON: day,
        Age.LATE_30: day - timedelta(days=30),
        Age.LATE_90: day - timedelta(days=90),
        Age.LATE_365: day - timedelta(days=365),
    }


def age_of(day: date) -> ColumnElement[str]:
    """An action's age as an SQL expression, to filter by."""
    return case(
        (Action.is_open.is_(False), Age.ENDED.value),
        (Action.due_on.is_(None), Age.UNDATED.value),
        *((Action.due_on >= first, age.value) for age, first in _first_days(day).items()),
        else_=Age.LATE_LONG.value,
    )


class Cell(NamedTuple):
    """The actions that share an agency, a group and a state: how many there are of each age, in the order of `Age`."""

    agency_id: UUID | None
    group_id: UUID | None
    state: ActionState
    by_age: tuple[int, ...]


def action_cells(session: Session, actor: Actor, partnership_id: UUID, day: date) -> tuple[Cell, ...]:
    """Every action of a partnership that the actor may read, counted in one statement, from two indexes and no row."""
    readable = readable_actions(actor, partnership_id)
    firsts = _first_days(day)
    is_open: Any = Action.is_open  # bare, as the partial indexes have it
    beyond = [func.count().filter(Action.due_on >= first) for first in firsts.values()]
    counted_open = _counted(readable, is_open, func.count(Action.due_on), *beyond)
    counted_ended = _counted(readable, not_(is_open), *[literal_column("0")] * (1 + len(beyond)))
    return tuple(map(_cell, session.execute(union_all(counted_open, counted_ended))))


def _counted(readable: ColumnElement[bool], standing: ColumnElement[bool], *by_age: Any) -> Any:
    body = (Action.lead_agency_id, Action.group_id, Action.state)
    return select(*body, func.count(), *by_age).where(readable, standing).group_by(*body)


def _cell(row: Sequence[Any]) -> Cell:
    """A row counts all, those with a date, and those due from the first day of each age on, latest first."""
    agency_id, group_id, state, count, dated, later, soon, late_30, late_90, late_365 = row
    if state.is_end:
        return Cell(agency_id, group_id, state, (count, *[0] * (len(AGES) - 1)))
    late = (late_30 - soon, late_90 - late_30, late_365 - late_90, dated - late_365)
    return Cell(agency_id, group_id, state, (0, count - dated, later, soon - later, *late))


def total(cells: Iterable[Cell], ages: Iterable[Age] = (), states: Iterable[ActionState] = ()) -> int:
    """How many actions are of one of the ages (any where none is named) and in one of the states (likewise)."""
    places = [AGES.index(age) for age in ages] or range(len(AGES))
    stated = frozenset(states)
    return sum(cell.by_age[place] for cell in cells if not stated or cell.state in stated for place in places)


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
    own: dict[UUID | None, list[Cell]] = defaultdict(list)
    for key, cell in keyed:
        own[key].append(cell)
    lines = [_line(key, names.get(key, nobody) if key else nobody, cells) for key, cells in own.items()]
    return sorted(lines, key=lambda line: (-line.overdue, -line.open, line.label))


def _line(key: UUID | None, label: str, cells: list[Cell]) -> Line:
    by_age = dict(zip(AGES, map(sum, zip(*(cell.by_age for cell in cells), strict=True)), strict=True))
    return Line(
        key,
        label,
        open=sum(by_age.values()) - by_age[Age.ENDED],
        overdue=sum(by_age[age] for age in OVERDUE),
        soon=by_age[Age.SOON],
        awaiting=total(cells, states=[ActionState.OWNER_COMPLETE]),
        signed_off=total(cells, states=[ActionState.SIGNED_OFF]),
    )


def partnership_names(session: Session, partnership_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of some partnerships, by name."""
    wanted = select(Partnership.id, Partnership.name).where(Partnership.id.in_(list(partnership_ids)))
    return {row.id: row.name for row in session.execute(wanted.order_by(Partnership.name))}


def agency_names(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """The names of a partnership's agencies."""
    rows = session.connection().execute(_AGENCIES, {"partnership": partnership_id})
    return {row.id: row.name for row in rows}


def group_names(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """The names of a partnership's boards and groups."""
    rows = session.connection().execute(_GROUPS, {"partnership": partnership_id})
    return {row.id: row.name for row in rows}


def body_names(session: Session, partnership_id: UUID) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """The names of a partnership's agencies and of its boards and groups, in one statement."""
    agencies: dict[UUID, str] = {}
    groups: dict[UUID, str] = {}
    for body_id, name, is_agency in session.connection().execute(_BODIES, {"partnership": partnership_id}):
        (agencies if is_agency else groups)[body_id] = name
    return agencies, groups


def _named(model: type[Agency] | type[Group], *beside: Any) -> Any:
    columns = model.__table__.c
    return select(columns.id, columns.name, *beside).where(columns.partnership_id == bindparam("partnership"))


_AGENCIES, _GROUPS = _named(Agency), _named(Group)
_BODIES = union_all(_named(Agency, literal_column("1")), _named(Group, literal_column("0")))
"""Made once: every page with filters asks them."""


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
        select(Review.id, Review.partnership_id, Review.state, Person.id.label("person_id"), Person.learning_record)
        .join(Person, (Person.review_id == Review.id) & (Person.role == PersonRole.VICTIM))
        .where(
            Review.partnership_id == partnership_id,
            Review.state.in_((*PENDING, *UNDER_WAY)),
            followed_reviews(actor),
        )
    ).all()
    if not rows:
        return "No review is under way and none is pending."
    under_way = len({row.id for row in rows if row.state in UNDER_WAY})
    pending = len({row.id for row in rows if row.state in PENDING})
    standing = f"{counted(under_way, 'review').capitalize()} {'is' if under_way == 1 else 'are'} under way"
    waiting = f"{counted(pending)} {'is' if pending < 2 else 'are'} pending"
    people = [
        opened(Person, "learning_record", row.learning_record, row.person_id, row.partnership_id, row.id)
        for row in rows
    ]
    return f"{standing} and {waiting}: {_deaths(people)}, {_sexes(people)}."


def _deaths(people: list[dict[str, Any]]) -> str:
    manners = Counter(Manner(person.get("manner") or Manner.UNKNOWN) for person in people)
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


def _sexes(people: list[dict[str, Any]]) -> str:
    sexes = Counter(Sex(person.get("sex") or Sex.UNKNOWN) for person in people)
    words = {Sex.MALE: ("man", "men"), Sex.FEMALE: ("woman", "women"), Sex.UNKNOWN: ("person", "people")}
    return joined([counted(sexes[sex], *words[sex]) for sex in (Sex.MALE, Sex.FEMALE, Sex.UNKNOWN) if sexes[sex]])
