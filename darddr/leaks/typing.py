"""A watch on a name while it is being typed, long before a file is checked."""

from __future__ import annotations

from darddr.leaks.register import Register
from darddr.leaks.scanner import Scanner


class NameWatch:
    """Compiled once for a register; asked for every field as it is written."""

    def __init__(self, register: Register) -> None:
        self._scanner = Scanner(register)

    def names_in(self, text: str) -> tuple[str, ...]:
        """The real names in a text as typed, each once, in order; near spellings wait for the file check."""
        return tuple(dict.fromkeys(found.text for found in self._scanner.names(text)))
