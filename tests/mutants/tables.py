"""Guards that are data: the predicates of each permission's rule, and the conditions of each move.

A permission often shares its rule with others; here each has its own, so that it is weakened alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

Seen = Callable[[str], None]
TABLES = {
    "darddr.policies.rules": "RULES",
    "darddr.workflow.reviews": "REVIEW_TABLE",
    "darddr.workflow.actions": "ACTION_TABLE",
}


class Watched(tuple[Any, ...]):
    """A group of predicates or conditions that reports whenever it is asked."""

    names: tuple[str, ...]
    seen: Seen

    def __iter__(self) -> Iterator[Any]:
        for name in self.names:
            self.seen(name)
        return super().__iter__()


def names_in(module: ModuleType) -> list[str]:
    """The names of every mutant of a module's table."""
    return [name for _key, names, _items in _groups(module) for name in names]


def weaken(module: ModuleType, name: str) -> None:
    """Take one predicate or condition out of the table."""
    for key, names, items in _groups(module):
        if name in names:
            _put(module, key, tuple(item for item, called in zip(items, names, strict=True) if called != name))


def watch(module: ModuleType, seen: Seen) -> None:
    """Have every group of the table report by name."""
    for key, names, items in _groups(module):
        group = Watched(items)
        group.names, group.seen = tuple(names), seen
        _put(module, key, group)


def _groups(module: ModuleType) -> list[tuple[tuple[Any, int], list[str], tuple[Any, ...]]]:
    table = getattr(module, TABLES[module.__name__])
    if module.__name__ == "darddr.policies.rules":
        return [
            (
                (permission, index),
                [f"rule {permission.value} {_words(group)} - {says.__name__}" for says in group],
                group,
            )
            for permission, rule in table.items()
            for index, group in enumerate(rule)
        ]
    return [((move.key, index), _conditions(table, move), move.conditions) for index, move in enumerate(table.moves)]


def _words(group: tuple[Any, ...]) -> str:
    return " and ".join(says.__name__ for says in group)


def _conditions(table: Any, move: Any) -> list[str]:
    """Corrections are made by one rule, so that they share their names."""
    row = "every" if move.trigger == "correct" else f"{move.source.value} to {move.dest.value}"
    return [f"condition {table.name} {move.trigger} ({row}) - {need.name}" for need in move.conditions]


def _put(module: ModuleType, key: tuple[Any, int], group: tuple[Any, ...]) -> None:
    called, index = key
    table = getattr(module, TABLES[module.__name__])
    if module.__name__ == "darddr.policies.rules":
        rule = (*table[called][:index], group, *table[called][index + 1 :])
        module.RULES = {**table, called: rule}  # type: ignore[attr-defined]
    else:
        moves = list(table.moves)
        moves[index] = replace(moves[index], conditions=group)
        setattr(module, TABLES[module.__name__], replace(table, moves=tuple(moves)))
