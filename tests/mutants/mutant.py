"""One guard taken out, described so that any process can take it out again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A guard and where it stands. `name` begins with the kind and is unique; `module` is the one that is loaded changed."""

    kind: str
    name: str
    module: str
    line: int = 0
