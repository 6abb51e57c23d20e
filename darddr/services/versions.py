"""Lost edits: a form carries the version its page was made from, and a stale save keeps both texts."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from darddr.models.finding import Change
from darddr.models.user import User
from darddr.services.errors import Stale


class Placed(Protocol):
    """A row of a partnership, and of a review where it belongs to one."""

    __tablename__: str

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def partnership_id(self) -> UUID:
        """The partnership it belongs to."""

    @property
    def review_id(self) -> UUID | None:
        """The review it belongs to, if any."""


class Row(Placed, Protocol):
    """A row with a version."""

    @property
    def version_id(self) -> int:
        """How often it was saved."""


def check_version(row: Row, version: int, fields: tuple[str, ...]) -> None:
    """Raises Stale, with the texts now kept, where the row was saved since the form's page was made."""
    if row.version_id != version:
        raise stale(row, {name: text_of(getattr(row, name)) for name in fields})


def stale(row: Row, theirs: dict[str, str]) -> Stale:
    """The refusal of a stale save, with who changed the row's words last and when, as its earlier wordings tell."""
    last = (
        select(User, Change.recorded_at)
        .join(User, User.id == Change.recorded_by_id)
        .where(Change.subject_table == row.__tablename__, Change.subject_id == row.id)
        .order_by(Change.recorded_at.desc())
    )
    session = object_session(row)
    found = session.execute(last.limit(1)).first() if session is not None else None
    return Stale(theirs, row.version_id, *((found[0].name or "", found[1]) if found else ()))


def changed(row: Row, values: dict[str, Any]) -> dict[str, str]:
    """The earlier texts of those fields whose values differ."""
    return {
        name: text_of(getattr(row, name))
        for name, value in values.items()
        if text_of(getattr(row, name)) != text_of(value)
    }


def keep_narrative(session: Session, actor_id: UUID, row: Placed, before: dict[str, str]) -> None:
    """Keep earlier wordings under the narrative key."""
    session.add(Change(**_place(row, actor_id), narrative_before=before))


def keep_learning(session: Session, actor_id: UUID, row: Placed, before: dict[str, str]) -> None:
    """Keep earlier wordings under the learning key."""
    session.add(Change(**_place(row, actor_id), learning_before=before))


def _place(row: Placed, actor_id: UUID) -> dict[str, Any]:
    return {
        "partnership_id": row.partnership_id,
        "review_id": row.review_id,
        "subject_table": row.__tablename__,
        "subject_id": row.id,
        "recorded_by_id": actor_id,
    }


def text_of(value: Any) -> str:
    """A value as its earlier wording is kept: a list one to a line, nothing as an empty text."""
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return "" if value is None else str(value)
