"""Loads modules of darddr with one guard taken out, or with every guard watched."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import sqlalchemy

from tests.mutants import tables
from tests.mutants.finders import find
from tests.mutants.mutant import Mutant
from tests.mutants.places import OPEN, SEEN, TRUE, Place

ROOT = Path(__file__).parents[2] / "darddr"
GUARD = "darddr.web.access"
ASKED = "policies.allows(current_actor(), permission, subject)"


def modules() -> dict[str, Path]:
    """Every module of darddr, by name."""
    return {
        ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(ROOT.rglob("*.py"))
    }


def in_source(module: str, tree: ast.Module) -> list[tuple[str, Place]]:
    """The guards of a module with their names; the second of a name gets a number."""
    found: dict[str, Place] = {}
    for place in find(module.removeprefix("darddr."), tree):
        name = f"{place.kind} {place.where} {' '.join(place.text.split())[:90]}"
        count = sum(1 for known in found if known.split(" #")[0] == name)
        found[name if not count else f"{name} #{count + 1}"] = place
    return list(found.items())


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
        found += [Mutant(place.kind, name, module, place.line) for name, place in in_source(module, tree)]
        if module.startswith("darddr.web."):
            found += [Mutant("door", name, GUARD, line) for name, line in doors(module, tree)]
    return found


def tabled() -> list[Mutant]:
    """Every mutant of the tables; it imports them, so it is asked for in a process of its own."""
    found = {}
    for module in tables.TABLES:
        __import__(module)
        for name in tables.names_in(sys.modules[module]):
            found[name] = Mutant(name.split()[0], name, module)
    return list(found.values())


class Loader(SourceFileLoader):
    """Loads one module changed; never from or into a cache of bytecode."""

    change: Changing

    def get_code(self, fullname: str) -> CodeType:
        """Its code, changed."""
        tree = ast.parse(self.get_data(self.path))
        self.change.source(fullname, tree)
        return compile(ast.fix_missing_locations(tree), self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        """Run it with what the changes call, then change its tables."""
        module.__dict__.update({SEEN: self.change.seen, TRUE: sqlalchemy.true, OPEN: self.change.is_open})
        super().exec_module(module)
        if module.__name__ in tables.TABLES:
            self.change.table(module)


class Changing(MetaPathFinder):
    """Stands in the import system and changes what is loaded."""

    seen: Callable[[str], Any] = staticmethod(lambda name: None)

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The ordinary finding of a module, with another loader where it is to be changed."""
        if not self.concerns(fullname):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = Loader(fullname, spec.loader.path)
            spec.loader.change = self
        return spec

    def install(self) -> None:
        """Begin; darddr must not have been imported yet."""
        assert not [name for name in sys.modules if name.split(".")[0] == "darddr"]
        sys.meta_path.insert(0, self)

    def concerns(self, module: str) -> bool:
        """Whether a module is changed."""
        raise NotImplementedError

    def source(self, module: str, tree: ast.Module) -> None:
        """Change a tree."""
        raise NotImplementedError

    def table(self, module: ModuleType) -> None:
        """Change a table."""
        raise NotImplementedError

    def is_open(self, view: Any) -> bool:
        """Whether a view lets in anybody signed in."""
        raise NotImplementedError


class Removing(Changing):
    """One guard less."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def concerns(self, module: str) -> bool:
        """The one module the guard stands in."""
        return module == self.mutant.module

    def source(self, module: str, tree: ast.Module) -> None:
        """Take the guard out of the text."""
        if self.mutant.kind == "door":
            _open_doors(tree)
        elif module not in tables.TABLES or self.mutant.kind not in ("rule", "condition"):
            dict(in_source(module, tree))[self.mutant.name].remove()

    def table(self, module: ModuleType) -> None:
        """Take it out of the table."""
        tables.weaken(module, self.mutant.name)

    def is_open(self, view: Any) -> bool:
        """The one view this is about."""
        return _door(view) == self.mutant.name


class Watching(Changing):
    """Nothing changed but that every guard reports when it is asked."""

    def __init__(self, seen: Callable[[str], Any]) -> None:
        self.seen = seen

    def concerns(self, module: str) -> bool:
        """All of darddr."""
        return module.startswith("darddr.")

    def source(self, module: str, tree: ast.Module) -> None:
        """Have each guard report."""
        if module == GUARD:
            _open_doors(tree)
        for name, place in in_source(module, tree):
            place.watch(name)

    def table(self, module: ModuleType) -> None:
        """Have each row report."""
        tables.watch(module, self.seen)

    def is_open(self, view: Any) -> bool:
        """No view is; but somebody came by."""
        self.seen(_door(view))
        return False


def _door(view: Any) -> str:
    return f"door {view.__module__.removeprefix('darddr.')}.{view.__name__}"


def _open_doors(tree: ast.Module) -> None:
    """Have the guard ask first whether the view stands open."""
    for node in ast.walk(tree):
        if isinstance(node, ast.UnaryOp) and ast.unparse(node.operand) == ASKED:
            node.operand = ast.parse(f"({OPEN}(view) or {ASKED})", mode="eval").body
            return
    raise LookupError("the guard of views does not ask what it used to ask")
