"""What a data key covers: a place, and one class of what is kept there."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class SealClass(StrEnum):
    """Classes that can be destroyed apart. LOG covers the chain of the log, and so outlives the others."""

    IDENTITY = "identity"
    NARRATIVE = "narrative"
    LEARNING = "learning"
    FILE = "file"
    LOG = "log"


class Scope(NamedTuple):
    """The installation, one partnership, or one review. A tuple, because every opening looks a key up by it."""

    kind: str
    id: UUID | None = None

    @classmethod
    def installation(cls) -> Scope:
        """Everything that belongs to no partnership, such as accounts."""
        return cls("installation")

    @classmethod
    def partnership(cls, partnership_id: UUID) -> Scope:
        """What belongs to a partnership but to no review."""
        return cls("partnership", partnership_id)

    @classmethod
    def review(cls, review_id: UUID) -> Scope:
        """What belongs to one review."""
        return cls("review", review_id)

    @property
    def name(self) -> str:
        """The scope as text, for key stores and messages."""
        return f"{self.kind}:{self.id}" if self.id else self.kind
