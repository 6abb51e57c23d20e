"""The mutation run finds guards where they stand, takes out one at a time, and changes nothing by watching."""

from __future__ import annotations

import ast
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from tests.mutants import loading
from tests.mutants.mutant import Mutant
from tests.mutants.places import OPEN, SEEN, TRUE

SERVICE = """
def act(actor, thing, day):
    require(actor, thing)
    if day > 3 or day < 1:
        raise ValueError(day)
    for fault in faults(thing):
        raise fault
    return [each for each in listed(readable_things(actor)) if allows(actor, each)]
"""


def run(change: Any, source: str, module: str, **names: Any) -> dict[str, Any]:
    """A module's names once its source has been changed and run."""
    tree = ast.parse(source)
    change.source(module, tree)
    scope = {SEEN: change.seen, TRUE: lambda: "true", OPEN: change.is_open, **names}
    exec(compile(ast.fix_missing_locations(tree), module, "exec"), scope)
    return scope


def names_of(source: str, module: str) -> list[str]:
    """The names of the guards of a source."""
    return [name for name, _place in loading.in_source(module, ast.parse(source))]


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
    change = loading.Removing(Mutant(name.split()[0], name, "darddr.services.things"))
    calls, made = asked(**answers)
    assert run(change, SERVICE, "darddr.services.things", **calls)["act"](1, 2, day) == ["a", "b"]
    assert text.split("(")[0] not in made


def test_watching_notes_every_guard_that_was_asked_and_changes_nothing() -> None:
    seen: list[str] = []
    calls, made = asked(allows=False)
    act = run(loading.Watching(seen.append), SERVICE, "darddr.services.things", **calls)["act"]
    assert act(1, 2, 2) == []
    assert set(seen) == set(names_of(SERVICE, "darddr.services.things"))
    assert made == ["require", "faults", "readable_things", "listed", "allows", "allows"]
    with pytest.raises(ValueError, match="4"):
        act(1, 2, 4)


def test_every_view_that_loads_something_is_a_door_and_the_guard_of_all_is_one_place() -> None:
    source = (
        "@allow(P.X, load=thing)\ndef show(thing): ...\n@allow(P.OWN_WORK)\ndef mine(): ...\n@public\ndef open(): ..."
    )
    assert [name for name, _line in loading.doors("darddr.web.things", ast.parse(source))] == ["door web.things.show"]
    guard = "def guarded(view):\n    if not policies.allows(current_actor(), permission, subject):\n        return 404\n    return view"
    policies = SimpleNamespace(allows=lambda *_: False)
    around = {"policies": policies, "current_actor": lambda: None, "permission": None, "subject": None}

    def show() -> None:
        """A view."""

    show.__module__ = "darddr.web.things"
    for name, answer in (("door web.things.show", show), ("door web.things.edit", 404)):
        change = loading.Removing(Mutant("door", name, loading.GUARD))
        assert run(change, guard, loading.GUARD, **around)["guarded"](show) == answer


def test_the_guards_of_the_code_are_found() -> None:
    kinds = Counter(mutant.kind for mutant in loading.written())
    assert set(kinds) == {
        "clause", "door", "header", "list", "offer", "operand", "permission", "refusal", "require", "setting",
    }  # fmt: skip
    assert kinds["door"] > 40
    assert kinds["require"] > 40
