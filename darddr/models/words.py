"""How a word list is kept in a column."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Enum


def words(members: type[StrEnum]) -> Enum:
    """A text column that holds the values of one word list, checked by the database."""
    return Enum(
        members,
        native_enum=False,
        create_constraint=False,
        validate_strings=True,
        length=40,
        values_callable=lambda listed: [member.value for member in listed],
    )
