"""Changes code that has been loaded: every function of a module gets the code it would have had with one guard less."""

from __future__ import annotations

import ast
import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper, cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import sqlalchemy

from tests.mutants.finders import find
from tests.mutants.mutant import Mutant
from tests.mutants.places import OPEN, SEEN, TRUE, Place

ROOT = Path(__file__).parents[2] / "darddr"
GUARD = "darddr.web.access"
REMEMBERING = ("darddr.policies", "darddr.services")
"""Where statements that hold guards are made once and kept."""
ASKED = "policies.allows(current_actor(), permission, subject)"

Names = dict[str, Callable[..., Any]]


@cache
def modules() -> dict[str, Path]:
    """Every module of darddr, by name."""
    return {
        ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(ROOT.rglob("*.py"))
    }


def in_source(module: str, tree: ast.Module) -> dict[str, Place]:
    """The guards of a module by name; the second of a name gets a number."""
    found: dict[str, Place] = {}
    for place in find(module.removeprefix("darddr."), tree):
        name = f"{place.kind} {place.where} {' '.join(place.text.split())[:90]}"
        count = sum(1 for known in found if known.split(" #")[0] == name)
        found[name if not count else f"{name} #{count + 1}"] = place
    return found


def doors(module: str, tree: ast.Module) -> list[tuple[str, int]]:
    """The names of the views of a module that stand under `@allow(…, load=…)`, with their lines.

    Without a `load` a view is about oneself: its guard asks only whether somebody is signed in.
    """
    return [
        (f"door {module.removeprefix('darddr.')}.{node.name}", node.lineno)
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        if any(
            isinstance(mark, ast.Call) and ast.unparse(mark.func) == "allow" and mark.keywords
            for mark in node.decorator_list
        )
    ]


def written() -> list[Mutant]:
    """Every mutant that can be read in source text."""
    found = []
    for module, path in modules().items():
        tree = ast.parse(path.read_bytes())
        found += [Mutant(place.kind, name, module, place.line) for name, place in in_source(module, tree).items()]
        if module.startswith("darddr.web."):
            found += [Mutant("door", name, GUARD, line) for name, line in doors(module, tree)]
    return found


def removed(mutant: Mutant, tree: ast.Module) -> ast.Module:
    """A module's tree with one guard less."""
    if mutant.kind == "door":
        _ask_whether_open(tree)
    else:
        in_source(mutant.module, tree)[mutant.name].remove()
    return ast.fix_missing_locations(tree)


def watched(module: str, tree: ast.Module) -> ast.Module:
    """A module's tree in which every guard reports."""
    for name, place in in_source(module, tree).items():
        place.watch(name)
    if module == GUARD:
        _ask_whether_open(tree)
    return ast.fix_missing_locations(tree)


def names_without(mutant: Mutant) -> Names:
    """What changed code calls: one view is open."""
    return {SEEN: lambda name: None, TRUE: sqlalchemy.true, OPEN: lambda view: door_of(view) == mutant.name}


def names_watching(seen: Callable[[str], Any]) -> Names:
    """What watched code calls: no view is open, but somebody came by."""
    return {
        SEEN: lambda name: seen(name) and None,
        TRUE: sqlalchemy.true,
        OPEN: lambda view: seen(door_of(view)) and False,
    }


def door_of(view: Any) -> str:
    """The name of the mutant that opens a view."""
    return f"door {view.__module__.removeprefix('darddr.')}.{view.__name__}"


def _ask_whether_open(tree: ast.Module) -> None:
    """Have the one guard of all views ask first whether the view stands open."""
    for node in ast.walk(tree):
        if isinstance(node, ast.UnaryOp) and ast.unparse(node.operand) == ASKED:
            node.operand = ast.parse(f"({OPEN}(view) or {ASKED})", mode="eval").body
            return
    raise LookupError("the guard of views does not ask what it used to ask")


class Loaded:
    """The functions of darddr as they are loaded, closures and methods among them."""

    def __init__(self) -> None:
        self.by_place: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
        self.kept: list[Any] = []
        for each in gc.get_objects():
            if type(each) is FunctionType:
                self.by_place[_place(each.__code__)].append(each)
            elif isinstance(each, _lru_cache_wrapper) and each.__module__.startswith(REMEMBERING):
                self.kept.append(each)

    def change(self, module: str, change: Callable[[ast.Module], ast.Module], names: Names) -> None:
        """Give every function of a module its changed code."""
        path = modules()[module]
        code = compile(change(ast.parse(path.read_bytes())), str(path), "exec", dont_inherit=True)
        for inner in _inside(code):
            for function in self.by_place[_place(inner)]:
                function.__globals__.update(names)
                function.__code__ = inner

    def forget(self) -> None:
        """Let every statement be made anew: one that was made before holds its guards, and asks no more for them."""
        for each in self.kept:
            each.cache_clear()


def _place(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _inside(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _inside(each)
