"""Who came to the meetings of the executive, by agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr.models.meeting import Attendance, Meeting
from darddr.models.partnership import Agency

SHOWN = 14
"""Meetings a page of one agency shows, newest first; its counts are of all."""


@dataclass(frozen=True)
class Attended:
    """To how many meetings an agency came, of those whose attendance was kept, and the latest of them."""

    kept: int = 0
    came: int = 0
    lines: tuple[tuple[date, bool], ...] = ()


def of_meeting(session: Session, meeting: Meeting) -> dict[UUID, bool]:
    """Which agencies came and which did not; empty where nobody kept it."""
    rows = session.execute(select(Attendance.agency_id, Attendance.came).filter_by(meeting_id=meeting.id))
    return {row.agency_id: row.came for row in rows}


def names(session: Session, meetings: Sequence[Meeting]) -> dict[UUID, dict[bool, list[str]]]:
    """By meeting, the names of the agencies that came (True) and of those that did not (False), in one statement."""
    rows = session.execute(
        select(Attendance.meeting_id, Attendance.came, Agency.name)
        .join(Agency, Agency.id == Attendance.agency_id)
        .where(Attendance.meeting_id.in_([meeting.id for meeting in meetings]))
        .order_by(Agency.name)
    )
    found: dict[UUID, dict[bool, list[str]]] = defaultdict(lambda: {True: [], False: []})
    for row in rows:
        found[row.meeting_id][row.came].append(row.name)
    return dict(found)


def keep(session: Session, actor_id: UUID, meeting: Meeting, came: Collection[UUID]) -> None:
    """Keep who came. The first time every agency of the partnership gets its row, later only those that came besides.

    An agency that joined the partnership after a meeting is thus not counted as missing from it. Without anybody who came there is
    nothing kept at all.
    """
    rows = {row.agency_id: row for row in session.scalars(select(Attendance).filter_by(meeting_id=meeting.id))}
    if not came:
        for row in rows.values():
            session.delete(row)
        return
    everybody = select(Agency.id).filter_by(partnership_id=meeting.partnership_id)
    for agency_id in session.scalars(everybody) if not rows else set(came) - set(rows):
        rows[agency_id] = Attendance(
            partnership_id=meeting.partnership_id,
            meeting_id=meeting.id,
            agency_id=agency_id,
            came=False,
            recorded_by_id=actor_id,
        )
        session.add(rows[agency_id])
    for agency_id, row in rows.items():
        row.came = agency_id in came


def of_agency(session: Session, agency: Agency) -> Attended:
    """How an agency attended, in two statements."""
    kept = select(func.count(), func.count().filter(Attendance.came)).select_from(Attendance)
    total, came = session.execute(kept.where(Attendance.agency_id == agency.id)).one()
    lines = session.execute(
        select(Meeting.held_on, Attendance.came)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.agency_id == agency.id)
        .order_by(Meeting.held_on.desc())
        .limit(SHOWN)
    )
    return Attended(total, came, tuple((row.held_on, row.came) for row in lines))
