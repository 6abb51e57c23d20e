"""Pseudonyms for people who are not yet on a review: none may give a real name away, and no two may be the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from darddr.leaks.folding import fold
from darddr.leaks.register import Person as Sought
from darddr.leaks.register import Register
from darddr.leaks.typing import NameWatch
from darddr.services.errors import RealNameTyped, Unfit

SUGGESTIONS = (
    "Alder",
    "Bryn",
    "Cove",
    "Dale",
    "Ember",
    "Fen",
    "Glen",
    "Haven",
    "Isla",
    "Juniper",
    "Lake",
    "Marlow",
    "Noor",
    "Oakley",
    "Perry",
    "Quill",
    "River",
    "Sorrel",
    "Tamar",
    "Vale",
    "Wren",
    "Yarrow",
)
"""Neutral words that say nothing of sex, faith or origin; the family may choose another at any time."""


class Named(Protocol):
    """Somebody with real names and a pseudonym."""

    @property
    def names(self) -> tuple[str, ...]:
        """Their real names, full name first."""

    @property
    def pseudonym(self) -> str:
        """What they are called from now on."""


def watch_over(people: Iterable[Named]) -> NameWatch:
    """A watch on the real names of some people."""
    return NameWatch(Register(tuple(Sought(pseudonym=one.pseudonym, names=one.names) for one in people)))


def borne(people: Iterable[Named]) -> frozenset[str]:
    """Every word of the real names of some people, folded."""
    return frozenset(fold(word) for one in people for name in one.names for word in name.split())


def pseudonym_fault(people: Sequence[Named], number: int) -> str | None:
    """What is wrong with one person's pseudonym among all of them, in a sentence; None where it may be used."""
    pseudonym = people[number].pseudonym.strip()
    if not pseudonym:
        return "Give a pseudonym. The family may choose another later."
    real = borne(people)
    if typed := next((word for word in pseudonym.split() if fold(word) in real), None):
        return f"“{typed}” is a real name in this review. Choose another pseudonym."
    others = {one.pseudonym.strip().casefold() for index, one in enumerate(people) if index != number}
    if pseudonym.casefold() in others:
        return f"“{pseudonym}” is another person’s pseudonym in this review. Choose a different one."
    return None


def check_pseudonym(people: Sequence[Named], number: int) -> None:
    """Raises Unfit where the pseudonym of the person at an index may not be used."""
    if fault := pseudonym_fault(people, number):
        raise Unfit(fault, "pseudonym")


def pseudonym_for(people: Iterable[Named], typed: str) -> str:
    """The pseudonym of the one person who bears a typed name; empty where several do, lest one be taken for another."""
    words = {fold(word) for word in typed.split()}
    found = {one.pseudonym for one in people if words & borne([one])}
    return found.pop() if len(found) == 1 else ""


def refuse_names_of(people: Iterable[Named], *texts: str, reason: str = "") -> None:
    """Raises RealNameTyped where a text holds a real name of these people and no reason to keep it was given."""
    if reason.strip():
        return
    watch = watch_over(people)
    if found := tuple(dict.fromkeys(name for text in texts for name in watch.names_in(text))):
        raise RealNameTyped(found)


def suggestions(people: Iterable[Named], seed: int, count: int = 4) -> tuple[str, ...]:
    """Some pseudonyms that nobody here uses or bears, different ones for different reviews."""
    listed = tuple(people)
    taken = borne(listed) | {fold(one.pseudonym) for one in listed}
    start = seed % len(SUGGESTIONS)
    turned = SUGGESTIONS[start:] + SUGGESTIONS[:start]
    return tuple(word for word in turned if fold(word) not in taken)[:count]
