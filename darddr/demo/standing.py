"""What the first partnership of the demonstration answers for beside its reviews: duties with some gaps, priorities, a meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.demo.place import Place
from darddr.models.action import Action
from darddr.models.subject import Place as Subject
from darddr.services import duties, meetings
from darddr.services.duties import BOOKS
from darddr.services.partnerships import agencies_of

PRIORITIES = (
    ("Protect vulnerable people", "Repeat victims of domestic abuse known to two or more agencies"),
    ("Reduce harm", "Crimes that cause most harm, by the national harm index"),
    ("Create safer communities", "People who say that they feel safe after dark"),
)
ROLES = "Police: lead on risk assessment\nLocal authority: housing and adult social care\nHealth: routine enquiry"
SEATS = (
    ("police", "Superintendent M. Arkwell", "Head of local policing"),
    ("council", "T. Brindle", "Director of communities"),
    ("icb", "Dr S. Costain", "Designated doctor"),
    ("probation", "L. Dunmore", "Head of the delivery unit"),
    ("elected_member", "Councillor R. Eastry", "Cabinet member for safety"),
    ("chair", "T. Brindle", "Director of communities"),
    ("co_opted", "K. Farrow", "Specialist domestic abuse service"),
)


def keep_standing(session: Session, place: Place) -> None:
    """Fill the five books, put every third action under a priority in turn, and keep one meeting."""
    today = clock.today()
    made = [
        _keep(session, place, "priorities", title=title, measure=measure, roles=ROLES, starts_on=today.replace(day=1))
        for title, measure in PRIORITIES
    ]
    for kind, holder, post in SEATS:
        _keep(session, place, "seats", kind=kind, holder=holder, post=post, started_on=today - timedelta(days=500))
    for kind, ago, ahead in (("strategic_group", 30, 60), ("protocol", 400, -35), ("plan", 200, 165)):
        done, due = today - timedelta(days=ago), today + timedelta(days=ahead)
        told = {"evidence": "Minutes of the strategic group.", "owner_post": "Community safety manager"}
        _keep(session, place, "duties", kind=kind, last_done_on=done, next_due_on=due, **told)
    _others(session, place)
    for number, action in enumerate(session.scalars(select(Action).filter_by(partnership_id=place.partnership.id))):
        action.priority_id = made[number // 3 % 3].id if number % 3 == 0 else None
    note = "Progress taken in restricted session."
    held, following = today - timedelta(days=40), today + timedelta(days=50)
    came = tuple(agency.id for agency in agencies_of(session, place.partnership.id))[1:]
    subject = Subject(place.partnership.id)
    meetings.record_meeting(session, place.coordinator, subject, meetings.Sitting(held, following, note, came))


def _others(session: Session, place: Place) -> None:
    today = clock.today()
    asked = "Report each year how many actions were carried out, and by which agency."
    received = {"received_on": today - timedelta(days=120), "due_on": today - timedelta(days=60), "state": "received"}
    _keep(session, place, "scrutiny", text=asked, **received)
    board = {"kind": "sar", "state": "under_way", "reference": "SAR 2026/2", "lead_board": "Safeguarding adults board"}
    _keep(session, place, "boards", **board)


def _keep(session: Session, place: Place, key: str, **told: Any) -> Any:
    book = BOOKS[key]
    whole = {**dict.fromkeys(book.columns), **dict.fromkeys(book.texts, ""), **told}
    return duties.add(session, place.coordinator, Subject(place.partnership.id), book, whole)
