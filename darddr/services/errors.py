"""How a service says no, in the reader's words. Only the web layer and the commands know what to answer with."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """Something asked for that cannot be done; `sentence` says what and why. The exception's own text holds no content."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(type(self).__name__)
        self.sentence, self.field = sentence, field


class Unfit(Refusal):
    """Input that does not fit; `field` names the form field it belongs to."""


class NotNow(Refusal):
    """Allowed to this person, but not in the present state of things."""


class Stale(Exception):
    """A row changed since the page was opened. Holds both texts of every field, so that neither is lost."""

    def __init__(self, theirs: Mapping[str, str], version: int) -> None:
        super().__init__("The row changed since the page was opened.")
        self.theirs, self.version = theirs, version


class RealNameTyped(Exception):
    """Text that holds a real name of the review's register, about to be saved where only pseudonyms belong."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("A real name was typed.")
        self.names = names
