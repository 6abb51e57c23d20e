"""What the gate answers about one file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Verdict:
    """Accept, flag (let in with a warning) or reject; `reason` is a stable code, `message` one sentence for a person."""

    file: str
    verdict: Literal["accept", "flag", "reject"]
    reason: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """The shape of `uploads check --json` for one file."""
        return asdict(self)


class Refused(Exception):
    """A reason to refuse a file, found while looking at it."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(reason)
        self.reason, self.message = reason, message


class Flagged(Refused):
    """A reason to let a file in with a warning."""
