"""A partnership's own targets, switched on and off, and the days on which it does not work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.deadlines.calendars import Calendar
from darddr.deadlines.rules import Unit
from darddr.deadlines.targets import LONGEST, SUGGESTED, Target
from darddr.models.clock_setting import ClosedDay, LocalTarget
from darddr.models.partnership import Partnership
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services.errors import Stale, Unfit
from darddr.vocabulary.clocks import ClosedDayKind
from darddr.vocabulary.permissions import Permission

MOST_DAYS = 400
"""Closed days one partnership may keep."""


def targets_of(session: Session, partnership_id: UUID) -> list[tuple[Target, int]]:
    """Every target with the version of its row, suggestions that were never touched at version 0."""
    rows = {row.name: row for row in session.scalars(select(LocalTarget).filter_by(partnership_id=partnership_id))}
    return [_target(name, rows.get(name)) for name in SUGGESTED]


def targets_on(session: Session, partnership_ids: Iterable[UUID]) -> dict[UUID, list[Target]]:
    """The targets that some partnerships have switched on, in one statement."""
    wanted = select(LocalTarget).where(LocalTarget.partnership_id.in_(list(partnership_ids)), LocalTarget.is_on)
    found: dict[UUID, list[Target]] = {}
    for row in session.scalars(wanted):
        if row.name in SUGGESTED:
            found.setdefault(row.partnership_id, []).append(_target(row.name, row)[0])
    return found


def _target(name: str, row: LocalTarget | None) -> tuple[Target, int]:
    suggested = SUGGESTED[name]
    if row is None:
        return Target(suggested, False, suggested.length, suggested.unit), 0
    return Target(suggested, row.is_on, row.length, row.unit), row.version_id


def set_target(
    session: Session, actor: Actor, place: Place, name: str, version: int, *, is_on: bool, length: int, unit: Unit
) -> None:
    """Switch a target on or off, or set its length. Raises Unfit for a length that cannot be, Stale."""
    require(actor, Permission.PARTNERSHIP_DUTIES, place)
    row = session.scalar(select(LocalTarget).filter_by(partnership_id=place.partnership_id, name=name))
    if (row.version_id if row is not None else 0) != version:
        kept, now = _target(name, row)
        raise Stale({"is_on": str(kept.is_on), "length": str(kept.length), "unit": kept.unit.value}, now)
    if not 1 <= length <= LONGEST[unit]:
        raise Unfit(f"Give a number from 1 to {LONGEST[unit]} {unit.label}.", "length")
    if row is None:
        row = LocalTarget(
            partnership_id=place.partnership_id,
            name=name,
            is_on=is_on,
            length=length,
            unit=unit,
            recorded_by_id=actor.user_id,
        )
        session.add(row)
    else:
        row.is_on, row.length, row.unit = is_on, length, unit
    session.flush()
    audit.record(
        session, actor.user_id, audit.Tag.LOCAL_TARGET_SET, place, target=name, is_on=is_on, length=length, unit=unit
    )


def closed_days(session: Session, partnership_id: UUID) -> list[ClosedDay]:
    """The days a partnership has added, latest first."""
    wanted = select(ClosedDay).filter_by(partnership_id=partnership_id).order_by(ClosedDay.day.desc())
    return list(session.scalars(wanted))


def close_day(session: Session, actor: Actor, place: Place, day: date, kind: ClosedDayKind) -> ClosedDay:
    """A day on which the partnership does not work. Raises Unfit for one that is known already, or one too many."""
    require(actor, Permission.PARTNERSHIP_DUTIES, place)
    known = {row.day for row in closed_days(session, place.partnership_id)}
    if day in known:
        raise Unfit("This day is on the list already.", "day")
    if not calendar_of(session, place.partnership_id).is_working(day):
        raise Unfit("Nobody works on this day anyway: it is a weekend or a bank holiday that is known.", "day")
    if len(known) >= MOST_DAYS:
        raise Unfit(f"A partnership keeps at most {MOST_DAYS} closed days.", "day")
    row = ClosedDay(partnership_id=place.partnership_id, day=day, kind=kind, recorded_by_id=actor.user_id)
    session.add(row)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.CLOSED_DAY_ADDED, place, day=day, kind=kind)
    return row


def open_day(session: Session, actor: Actor, row: ClosedDay) -> None:
    """Take a closed day off the list."""
    place = Place(row.partnership_id)
    require(actor, Permission.PARTNERSHIP_DUTIES, place)
    audit.record(session, actor.user_id, audit.Tag.CLOSED_DAY_REMOVED, place, day=row.day)
    session.delete(row)


def calendar_of(session: Session, partnership_id: UUID) -> Calendar:
    """The working days of a partnership."""
    return calendars(session, [partnership_id])[partnership_id]


def calendars(session: Session, partnership_ids: Iterable[UUID]) -> dict[UUID, Calendar]:
    """The working days of some partnerships, in two statements."""
    wanted = list(partnership_ids)
    closed: dict[UUID, set[date]] = {}
    days = select(ClosedDay.partnership_id, ClosedDay.day).where(ClosedDay.partnership_id.in_(wanted))
    for row in session.execute(days):
        closed.setdefault(row.partnership_id, set()).add(row.day)
    nations = session.execute(select(Partnership.id, Partnership.nation).where(Partnership.id.in_(wanted)))
    return {row.id: Calendar(row.nation, closed.get(row.id, ())) for row in nations}
