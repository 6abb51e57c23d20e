"""Routes built once a worker: an application of each test's own has the same ones, and building them was a third of its making."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_known: dict[tuple[str, ...], Callable[..., Any]] = {}


class KnownRule(Rule):
    """A rule that does not write and compile a function for its addresses again where the same rule has had one."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., Any]:
        """The function asks the rule it is given for its converters, so rules that read alike can share it."""
        parts = (self.rule, self.host, self.subdomain, self.defaults, self.merge_slashes, append_unknown)
        key = tuple(repr(part) for part in parts)
        if key not in _known:
            _known[key] = super()._compile_builder(append_unknown)
        return _known[key]
