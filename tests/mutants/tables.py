"""Guards that are data: the predicates of each permission's rule, the conditions of each move, the headers of every answer.

A permission often shares its rule with others; here each has its own, so that it is weakened alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from darddr.policies import predicates, rules
from darddr.web import headers
from darddr.workflow import actions, reviews
from darddr.workflow.moves import Table
from tests.mutants.mutant import Mutant

Seen = Callable[[str], Any]


class Watched(tuple[Any, ...]):
    """A group of predicates or conditions that reports whenever it is asked."""

    names: list[str]
    seen: Seen

    def __iter__(self) -> Iterator[Any]:
        for name in self.names:
            self.seen(name)
        return super().__iter__()


@dataclass(frozen=True)
class Group:
    """Guards that stand together in a table: their names, and how to put others in their place."""

    module: str
    names: list[str]
    items: tuple[Any, ...]
    put: Callable[[tuple[Any, ...]], None]


def groups() -> list[Group]:
    """Every group of every table."""
    moves = (_moves(module.__name__, table) for module, table in _TABLES)
    return [*_rules(), *(group for each in moves for group in each)]


_TABLES: tuple[tuple[Any, Table], ...] = ((reviews, reviews.REVIEW_TABLE), (actions, actions.ACTION_TABLE))


def mutants() -> list[Mutant]:
    """Every mutant of the tables. Corrections are made by one rule, so that they share their names."""
    found = {name: Mutant(name.split()[0], name, group.module) for group in groups() for name in group.names}
    return [*found.values(), *(Mutant("header", f"header {name}", headers.__name__) for name in headers.HEADERS)]


def weaken(name: str) -> None:
    """Take one predicate, condition or header out."""
    headers.HEADERS.pop(name.removeprefix("header "), None)
    for group in groups():
        if name in group.names:
            group.put(tuple(item for item, called in zip(group.items, group.names, strict=True) if called != name))


def watch(seen: Seen) -> None:
    """Have every group report by name."""
    for group in groups():
        watched = Watched(group.items)
        watched.names, watched.seen = group.names, seen
        group.put(watched)


def _rules() -> Iterator[Group]:
    """Each group of each rule but the one that lets everybody in as it is."""
    for permission, rule in rules.RULES.items():
        for index, group in enumerate(rule):
            if group == (predicates.is_signed_in,):
                continue
            words = " and ".join(says.__name__ for says in group)
            names = [f"rule {permission.value} ({words}) - {says.__name__}" for says in group]
            yield Group(rules.__name__, names, group, _put_rule(permission, index))


def _put_rule(permission: Any, index: int) -> Callable[[tuple[Any, ...]], None]:
    def put(group: tuple[Any, ...]) -> None:
        rule = list(rules.RULES[permission])
        rule[index] = group
        rules.RULES[permission] = tuple(rule)  # type: ignore[index]

    return put


def _moves(module: str, table: Table) -> Iterator[Group]:
    for move in table.moves:
        row = "every" if move.trigger == "correct" else f"{move.source.value} to {move.dest.value}"
        names = [f"condition {table.name} {move.trigger} ({row}) - {need.name}" for need in move.conditions]
        yield Group(module, names, move.conditions, _put_conditions(move))


def _put_conditions(move: Any) -> Callable[[tuple[Any, ...]], None]:
    def put(conditions: tuple[Any, ...]) -> None:
        object.__setattr__(move, "conditions", conditions)

    return put
