"""A real name typed where only pseudonyms belong: nothing is saved, and the page asks to change it or say why."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from darddr.services.errors import RealNameTyped, Unfit
from darddr.services.naming import Named, pseudonym_for


class Watched:
    """A verb that may refuse a real name. `found` is what components/names.html asks for, empty where there is none.

    `field` is the box the sentence stands beside where the service names none; `people` are those whose pseudonyms the page may
    suggest instead, asked for only once a name was refused.
    """

    def __init__(self, act: Callable[[], object], field: str, people: Iterable[Named] = ()) -> None:
        self.act, self.field, self.people = act, field, people
        self.found: list[dict[str, str]] = []

    def __call__(self) -> object:
        """Do it. Raises Unfit beside the field where a real name was typed."""
        try:
            return self.act()
        except RealNameTyped as typed:
            people = tuple(self.people)
            self.found = [{"found": name, "pseudonym": pseudonym_for(people, name)} for name in typed.names]
            raise Unfit("Change the real name, or say why it must stay.", typed.field or self.field) from None
