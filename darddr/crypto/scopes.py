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


REVIEW_CLASSES = (SealClass.IDENTITY, SealClass.NARRATIVE, SealClass.LEARNING, SealClass.FILE)
"""A review has no log key: its entries belong to its partnership's chain, which must still verify after shredding."""


class Scope(NamedTuple):
    """Whose key it is. A tuple, because one is made and hashed for every sealed row that is read."""

    kind: ScopeKind
    id: UUID | None = None

    @classmethod
    def installation(cls) -> Scope:
        """What belongs to the whole deployment: accounts, sessions, settings."""
        return cls("installation", None)

    @classmethod
    def partnership(cls, partnership_id: UUID) -> Scope:
        """What belongs to one partnership and to no review."""
        return cls("partnership", partnership_id)

    @classmethod
    def review(cls, review_id: UUID) -> Scope:
        """What dies with one review."""
        return cls("review", review_id)

    @property
    def classes(self) -> tuple[SealClass, ...]:
        """The classes a new scope of this kind gets keys for."""
        return REVIEW_CLASSES if self.kind == "review" else tuple(SealClass)

    def __str__(self) -> str:
        return self.kind if self.id is None else f"{self.kind} {self.id}"
