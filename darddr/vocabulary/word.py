"""One member, one row, all its words."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """A value kept in the database (`value`) beside the words a reader sees (`label`)."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Word:
        """Make a member from its stored value and its label; looking one up, `Sex("female")`, gives the value alone."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    @classmethod
    def choices(cls) -> dict[str, str]:
        """Label of every member by its value, in order, for a form."""
        return {word.value: word.label for word in cls}
