"""How a service says no, in the reader's words. Only the web layer and the commands know what to answer with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime


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
    """A row changed since the page was opened. Holds what every field is now kept as, and who worded it last where that is known."""

    def __init__(
        self, theirs: Mapping[str, str], version: int, saved_by: str = "", saved_at: datetime | None = None
    ) -> None:
        super().__init__("The row changed since the page was opened.")
        self.theirs, self.version = theirs, version
        self.saved_by, self.saved_at = saved_by, saved_at


class RealNameTyped(Exception):
    """Text that holds a real name of the review's register, about to be saved where only pseudonyms belong.

    `field` names the first field that holds one, where the service knows.
    """

    def __init__(self, names: tuple[str, ...], field: str | None = None) -> None:
        super().__init__("A real name was typed.")
        self.names, self.field = names, field
