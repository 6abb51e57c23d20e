"""A digest that changes whenever the register of a review's names does."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.crypto import ring
from darddr.models.leak_allowance import LeakAllowance
from darddr.models.person import Person
from darddr.models.register_entry import RegisterEntry
from darddr.models.review import Review
from darddr.models.user import Membership


def register_stamp(session: Session, review: Review) -> bytes:
    """A keyed digest of the sealed register: any edit re-seals a record, so nothing need be opened to see that it changed.

    Whoever may be named by their part in the review counts, and so does a hit that may stay no longer; a new allowance does not, since it
    makes no file less clean.
    """
    rows = session.execute(
        select(Person.id, Person.may_be_named, Person.identity_record, Person.narrative_record)
        .filter_by(review_id=review.id)
        .order_by(Person.id)
    )
    lines = session.execute(
        select(RegisterEntry.id, RegisterEntry.taken_back_at, RegisterEntry.identity_record)
        .filter_by(review_id=review.id)
        .order_by(RegisterEntry.id)
    )
    named = session.execute(
        select(Membership.id, Membership.ended_on).filter_by(review_id=review.id).order_by(Membership.id)
    )
    forbidden = session.scalars(
        select(LeakAllowance.id)
        .where(LeakAllowance.review_id == review.id, LeakAllowance.withdrawn_at.is_not(None))
        .order_by(LeakAllowance.id)
    )
    parts = [b"%b%d%b%b" % (row[0].bytes, row[1], row[2] or b"", row[3] or b"") for row in rows]
    parts += [b"%b%d%b" % (row[0].bytes, row[1] is None, row[2] or b"") for row in lines]
    parts += [b"%b%d" % (row[0].bytes, row[1] is None) for row in named]
    parts += [allowance.bytes for allowance in forbidden]
    return ring().mac("register", b"".join(parts))
