"""The register: who must not be recognisable in a published report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from typing import Any


class RegisterError(ValueError):
    """The register cannot be used; the message is one sentence for the reader and repeats no identity."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the review: the pseudonym that may be printed and everything that may not."""

    role: str = "person"
    pseudonym: str = ""
    names: tuple[str, ...] = ()
    dates_of_birth: tuple[date, ...] = ()
    dates_of_death: tuple[date, ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    nhs_numbers: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """People, places that would give them away, and names that may stay."""

    people: tuple[Person, ...]
    places: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: object) -> Register:
        """Read the object of `leaks --register`; RegisterError says in one sentence what is wrong and where."""
        if not isinstance(data, Mapping):
            raise RegisterError("The register must be one JSON object with a list called “people”.")
        people = data.get("people")
        if not isinstance(people, list) or not people:
            raise RegisterError("The register names nobody: it needs a list called “people” with at least one person.")
        _refuse_misspelt(data, ("people", "places", "allowed"), "The register")
        read = tuple(_person(entry, f"Person {number} of the register") for number, entry in enumerate(people, 1))
        if not any(person.names for person in read):
            raise RegisterError("The register holds no name: give at least one person a full name under “names”.")
        return cls(read, _texts(data, "places", "The register"), _texts(data, "allowed", "The register"))


_LISTS = tuple(f.name for f in fields(Person) if f.name not in ("role", "pseudonym"))
_DATES = ("dates_of_birth", "dates_of_death")


def _person(entry: object, who: str) -> Person:
    if not isinstance(entry, Mapping):
        raise RegisterError(f"{who} is not an object with “names” and “pseudonym”.")
    _refuse_misspelt(entry, ("role", "pseudonym", *_LISTS), who)
    values: dict[str, Any] = {key: _texts(entry, key, who) for key in _LISTS}
    if not any(values.values()):
        raise RegisterError(f"{who} has nothing to look for: give at least one full name under “names”.")
    if any(not re.search(r"[^\W\d_]", name) for name in values["names"]):
        raise RegisterError(f"{who} has a name without a letter in it.")
    for key in _DATES:
        values[key] = tuple(_date(text, key, who) for text in values[key])
    return Person(role=_word(entry, "role", who) or "person", pseudonym=_word(entry, "pseudonym", who), **values)


def _texts(entry: Mapping[str, Any], key: str, who: str) -> tuple[str, ...]:
    value = entry.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RegisterError(f"{who} must give “{key}” as a list of texts.")
    return tuple(dict.fromkeys(item.strip() for item in value if item.strip()))


def _word(entry: Mapping[str, Any], key: str, who: str) -> str:
    value = entry.get(key) or ""
    if not isinstance(value, str):
        raise RegisterError(f"{who} must give “{key}” as a text.")
    return value.strip()


def _date(text: str, key: str, who: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RegisterError(f"{who} has a date under “{key}” that is not a day written like 1984-03-07.") from None


def _refuse_misspelt(entry: Mapping[str, Any], known: tuple[str, ...], who: str) -> None:
    """A misspelt key would silently leave somebody unprotected; a wholly unknown one is no concern of ours."""
    for key in entry:
        if key not in known and (meant := get_close_matches(str(key), known, 1, 0.8)):
            raise RegisterError(f"{who} has a key that should perhaps be “{meant[0]}”: correct its spelling.")
