"""The one mail of a day that reminds a person of all their actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import clock
from darddr.jobs import queue
from darddr.jobs.mail import Sender, mail
from darddr.models.job import Job
from darddr.models.user import User
from darddr.services import family_reminders, reminders
from darddr.services.family_reminders import ContactDue
from darddr.services.reminders import Reminder
from darddr.settings import Settings
from darddr.storage.database import reading, writing

PLAN = "plan the day's reminders"
DIGEST = "remind a person"
SUBJECT = "Actions that need you"
OF_CONTACTS = "Contacts that need you"


def plan_day(session: Session, day: date, now: datetime) -> None:
    """Enter the day's planning; entered already, it stays as it is."""
    queue.enter(session, PLAN, day.isoformat(), {"day": day.isoformat()}, now)


def plan(session: Session, day: date, now: datetime) -> None:
    """Enter one mail for everybody who has something to be reminded of."""
    for user_id in sorted(reminders.people_reminded(session, day) | family_reminders.people_reminded(session, day)):
        queue.enter(session, DIGEST, f"{user_id}:{day}", {"user": str(user_id), "day": day.isoformat()}, now)


def remind(engine: Engine, settings: Settings, sender: Sender, job: Job) -> None:
    """Send one person's mail and note whom it chased.

    What it says is looked up now, so that whoever was kept out or left meanwhile hears nothing. A day that is over is let go: that
    person has, or will have, the next day's mail. Killed after sending and before the mark, it is sent once more.
    """
    user_id, day = UUID(job.ids["user"]), date.fromisoformat(job.ids["day"])
    if day != clock.today():
        return
    with reading(engine) as session:
        found = reminders.reminded_of(session, user_id, day)
        contacts = family_reminders.reminded_of(session, user_id, day)
        if not found and not contacts:
            return
        address = session.get_one(User, user_id).email or ""
        text = wording(found, settings.mail_link, contacts)
    sender.send(mail(settings, address, SUBJECT if found else OF_CONTACTS, text, f"{job.id.hex}"))
    with writing(engine) as session:
        reminders.note_chased(session, found, day)


def wording(found: Sequence[Reminder], link: str, contacts: Sequence[ContactDue] = ()) -> str:
    """What a mail says: plans, numbers, days, one link."""
    what = "actions" if found else "contacts with a family"
    lines = [f"These {what} need you. What they are about stands behind the link; please do not answer this mail.", ""]
    for reference, listed in reminders.by_plan(found).items():
        lines += [reference, *(f"  action {_called(each)}: {_when(each.days)}" for each in listed), ""]
    lines += [f"{each.reference}\n  contact {each.number} of the family is due\n" for each in contacts]
    return "\n".join([*lines, f"{link.rstrip('/')}/my-work" if link else "Sign in to see them: My work.", ""])


def _called(each: Reminder) -> str:
    """The number as printed, or the place under its recommendation, as the action's own page has it."""
    return each.action.number or str(each.action.position)


def _when(days: int) -> str:
    count = f"{abs(days)} {'day' if abs(days) == 1 else 'days'}"
    return "due today" if days == 0 else f"due in {count}" if days > 0 else f"{count} overdue"
