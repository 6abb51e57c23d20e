"""What policies, sealing and the log ask of every row: where it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Subject(Protocol):
    """Anything with a place: a row of a partnership, and of a review where `review_id` is set."""

    @property
    def partnership_id(self) -> UUID:
        """The partnership it belongs to."""

    @property
    def review_id(self) -> UUID | None:
        """The review it belongs to, if any."""


@dataclass(frozen=True)
class Place:
    """A subject that is no row: a partnership, or a review of one."""

    partnership_id: UUID
    review_id: UUID | None = None
