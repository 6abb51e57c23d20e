"""What a leak check answers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["name", "date", "address", "postcode", "phone", "email", "nhs", "place", "other"]
Match = Literal["exact", "folded", "split", "near"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One identity found: `identifier` as registered, `found` as the file writes it, and where."""

    identifier: str
    kind: Kind
    match: Match
    found: str
    part: str
    where: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file's answer; a file that was not wholly readable is never clean."""

    file: str
    checked: bool
    hits: tuple[Hit, ...]
    reason: str = ""
    """Why it cannot be checked, as the end of a sentence; empty where it was."""

    @property
    def clean(self) -> bool:
        """Whether everything could be read and nothing was found."""
        return self.checked and not self.hits

    def as_json(self) -> dict[str, Any]:
        """The shape of `leaks --json` for one file, which has no place for the reason."""
        hits = [asdict(hit) for hit in self.hits]
        return {"file": self.file, "clean": self.clean, "checked": self.checked, "hits": hits}
