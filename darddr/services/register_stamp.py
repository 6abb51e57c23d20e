"""A digest that changes whenever the register of a review's names does."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.crypto import ring
from darddr.models.person import Person
from darddr.models.review import Review


def register_stamp(session: Session, review: Review) -> bytes:
    """A keyed digest of the sealed register: any edit re-seals a record, so nothing need be opened to see that it changed."""
    rows = session.execute(
        select(Person.id, Person.may_be_named, Person.identity_record, Person.narrative_record)
        .filter_by(review_id=review.id)
        .order_by(Person.id)
    )
    parts = [b"%b%d%b%b" % (row[0].bytes, row[1], row[2] or b"", row[3] or b"") for row in rows]
    return ring().mac("register", b"".join(parts))
