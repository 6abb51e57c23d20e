"""The mutation run finds guards where they stand, takes out one at a time, and changes nothing by watching."""

from __future__ import annotations

import ast
from collections import Counter
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.mutants import changing, tables
from tests.mutants.mutant import Mutant

SERVICE = """
def act(actor, thing, day):
    require(actor, thing)
    if day > 3 or day < 1:
        raise ValueError(day)
    for fault in faults(thing):
        raise fault
    return [each for each in listed(readable_things(actor)) if allows(actor, each)]
"""


def run(tree: ast.Module, **names: Any) -> dict[str, Any]:
    """A module's names once its changed source has been run."""
    exec(compile(tree, "a module", "exec"), names)
    return names


def names_of(source: str, module: str) -> list[str]:
    """The names of the guards of a source."""
    return list(changing.in_source(module, ast.parse(source)))


def asked(**answers: Any) -> tuple[dict[str, Any], list[str]]:
    """What the service calls, and a list of what it called."""
    calls: list[str] = []

    def noted(name: str, answer: Any) -> Any:
        return lambda *_: calls.append(name) or answer

    found = {"faults": (), "listed": ("a", "b"), "readable_things": "some", "allows": True, "require": None, **answers}
    return {name: noted(name, answer) for name, answer in found.items()}, calls


def test_each_guard_of_a_service_is_found_once_under_a_name_of_its_own() -> None:
    found = names_of(SERVICE, "darddr.services.things")
    assert Counter(name.split()[0] for name in found) == {"require": 1, "refusal": 3, "list": 1, "permission": 1}
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("text", "day", "answers"),
    [
        ("require(actor, thing)", 2, {}),
        ("day > 3", 4, {}),
        ("day < 1", 0, {}),
        ("faults(thing)", 2, {"faults": [KeyError("fault")]}),
        ("allows(actor, each)", 2, {"allows": False}),
    ],
)
def test_a_guard_taken_out_lets_through_what_it_refused(text: str, day: int, answers: dict[str, Any]) -> None:
    (name,) = [name for name in names_of(SERVICE, "darddr.services.things") if name.endswith(text)]
    mutant = Mutant(name.split()[0], name, "darddr.services.things")
    calls, made = asked(**answers)
    without = run(changing.removed(mutant, ast.parse(SERVICE)), **changing.names_without(mutant), **calls)
    assert without["act"](1, 2, day) == ["a", "b"]
    assert text.split("(")[0] not in made


def test_watching_notes_every_guard_that_was_asked_and_changes_nothing() -> None:
    seen: list[str] = []
    calls, made = asked(allows=False)
    tree = changing.watched("darddr.services.things", ast.parse(SERVICE))
    act = run(tree, **changing.names_watching(seen.append), **calls)["act"]
    assert act(1, 2, 2) == []
    assert set(seen) == set(names_of(SERVICE, "darddr.services.things"))
    assert made == ["require", "faults", "readable_things", "listed", "allows", "allows"]
    with pytest.raises(ValueError, match="4"):
        act(1, 2, 4)


def test_every_view_that_loads_something_is_a_door_and_the_guard_of_all_is_one_place() -> None:
    source = (
        "@allow(P.X, load=thing)\ndef show(thing): ...\n@allow(P.OWN_WORK)\ndef mine(): ...\n@public\ndef open(): ..."
    )
    assert [name for name, _line in changing.doors("darddr.web.things", ast.parse(source))] == ["door web.things.show"]
    guard = "def guarded(view):\n    if not policies.allows(current_actor(), permission, subject):\n        return 404\n    return view"
    policies = SimpleNamespace(allows=lambda *_: False)
    around = {"policies": policies, "current_actor": lambda: None, "permission": None, "subject": None}

    def show() -> None:
        """A view."""

    show.__module__ = "darddr.web.things"
    for name, answer in (("door web.things.show", show), ("door web.things.edit", 404)):
        mutant = Mutant("door", name, changing.GUARD)
        without = run(changing.removed(mutant, ast.parse(guard)), **changing.names_without(mutant), **around)
        assert without["guarded"](show) == answer


def test_a_loaded_function_and_a_closure_get_the_code_they_would_have_had(tmp_path: Path, monkeypatch) -> None:
    source = "def made(limit):\n    def act(day):\n        if day > limit:\n            raise ValueError(day)\n        return day\n    return act"
    path = tmp_path / "things.py"
    path.write_text(source)
    monkeypatch.setattr(changing, "modules", lambda: {"darddr.services.things": path})
    scope: dict[str, Any] = {}
    exec(compile(source, str(path), "exec"), scope)
    act = scope["made"](3)
    with pytest.raises(ValueError, match="4"):
        act(4)
    (name,) = names_of(source, "darddr.services.things")
    mutant = Mutant("refusal", name, "darddr.services.things")
    change = partial(changing.removed, mutant)
    changing.Loaded().change(mutant.module, change, changing.names_without(mutant))
    assert act(4) == 4


def test_the_guards_of_the_code_are_found() -> None:
    kinds = Counter(mutant.kind for mutant in (*changing.written(), *tables.mutants()))
    assert set(kinds) == {
        "clause", "condition", "door", "header", "list", "offer", "operand", "permission", "refusal", "require", "rule", "setting",
    }  # fmt: skip
    assert min(kinds[kind] for kind in ("door", "require", "rule", "condition")) > 40


def test_every_name_is_one_mutant_and_only_one() -> None:
    names = [mutant.name for mutant in (*changing.written(), *tables.mutants())]
    assert len(names) == len(set(names))
