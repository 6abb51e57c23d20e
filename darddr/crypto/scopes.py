"""What a data key is for: a scope (whose) and a class (what kind of text)."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NamedTuple
from uuid import UUID

ScopeKind = Literal["installation", "partnership", "review"]


class SealClass(StrEnum):
    """Kinds of sealed content. Each has keys of its own, so each can be destroyed without the others."""

    IDENTITY = "identity"
    """Names, addresses, dates of birth and death."""
    NARRATIVE = "narrative"
    """Chronology, findings, drafts, reasons, history."""
    LEARNING = "learning"
    """Lessons, recommendations, actions, owners, evidence."""
    FILE = "file"
    """Attachments and built documents."""
    LOG = "log"
    """The keyed audit chain. Kept per partnership and installation, so it outlives a shredded review."""

    __hash__ = str.__hash__  # the enum's own is Python code, run for every sealed row that is read


REVIEW_CLASSES = (SealClass.IDENTITY, SealClass.NARRATIVE, SealClass.LEARNING, SealClass.FILE)
"""A review has no log key: its entries belong to its partnership's chain, which must still verify after shredding."""


class Scope(NamedTuple):
    """Whose key it is. Holds the number of the id: a scope is hashed for every sealed row, and a UUID hashes slowly."""

    kind: ScopeKind
    number: int | None = None

    @classmethod
    def installation(cls) -> Scope:
        """What belongs to the whole deployment: accounts, sessions, settings."""
        return cls("installation")

    @classmethod
    def partnership(cls, partnership_id: UUID) -> Scope:
        """What belongs to one partnership and to no review."""
        return cls("partnership", partnership_id.int)

    @classmethod
    def review(cls, review_id: UUID) -> Scope:
        """What dies with one review."""
        return cls("review", review_id.int)

    @property
    def id(self) -> UUID | None:
        """The id of the partnership or review."""
        return None if self.number is None else UUID(int=self.number)

    @property
    def classes(self) -> tuple[SealClass, ...]:
        """The classes a new scope of this kind gets keys for."""
        return REVIEW_CLASSES if self.kind == "review" else tuple(SealClass)

    @property
    def binding(self) -> tuple[bytes, bytes]:
        """Kind and id as they go into key derivation and associated data."""
        return self.kind.encode(), b"" if self.number is None else self.number.to_bytes(16, "big")

    def __str__(self) -> str:
        return self.kind if self.number is None else f"{self.kind} {self.id}"
