"""The checklist before a report is sent: what the record shows, and what a person has judged, by name and day."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.models.home_office import HomeOfficeRound, SubmissionCheck
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.vocabulary.home_office import Judged
from darddr.vocabulary.permissions import Permission


class Made(NamedTuple):
    """A tick with the name of whoever made it."""

    check: SubmissionCheck
    by: str


def round_ahead(session: Session, review: Review) -> int:
    """The round the checklist is for: the one under way while its letter is waited for, else the next."""
    latest = select(HomeOfficeRound.number, HomeOfficeRound.received_on).filter_by(review_id=review.id)
    found = session.execute(latest.order_by(HomeOfficeRound.number.desc()).limit(1)).first()
    if found is None:
        return 1
    return int(found.number) + (found.received_on is not None)


def checks_of(session: Session, review: Review, number: int | None = None) -> dict[Judged, Made]:
    """What was judged so for a round, the one ahead where none is named."""
    wanted = round_ahead(session, review) if number is None else number
    found = (
        select(SubmissionCheck, User)
        .outerjoin(User, User.id == SubmissionCheck.recorded_by_id)
        .where(SubmissionCheck.review_id == review.id, SubmissionCheck.round_number == wanted)
    )
    return {check.judged: Made(check, user.name or "" if user else "") for check, user in session.execute(found)}


def judge(session: Session, actor: Actor, review: Review, ticked: Collection[str], seen: Collection[str]) -> None:
    """Keep what was ticked, and take back what was ticked when the page was made (`seen`) and is no more.

    Whatever somebody else ticked meanwhile stays.
    """
    require(actor, Permission.REVIEW_LEAD, review)
    number = round_ahead(session, review)
    present = checks_of(session, review, number)
    added = [each for each in Judged if each.value in ticked and each not in present]
    gone = [each for each in Judged if each.value in seen and each.value not in ticked and each in present]
    place = {"partnership_id": review.partnership_id, "review_id": review.id, "recorded_by_id": actor.user_id}
    session.add_all(SubmissionCheck(**place, round_number=number, judged=each) for each in added)
    for each in gone:
        session.delete(present[each].check)
    session.flush()
    if added or gone:
        facts = {"number": number, "judged": len(added), "taken_back": len(gone)}
        audit.record(session, actor.user_id, audit.Tag.CHECKS_JUDGED, review, **facts)
