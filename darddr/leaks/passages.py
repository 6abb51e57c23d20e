"""What a file says, passage by passage: its text, where a person finds it, and in which part of the file it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """One run of text. `pieces` are the separately stored bits it was joined from; a label is a property or a name, not prose."""

    text: str
    part: str
    where: str
    is_label: bool = False
    pieces: tuple[str, ...] = ()


class Unreadable(Exception):
    """A file, or a part of one, whose text cannot be read: never to be called clean."""
