"""Walking a filled database up and down over every version there is, with every row looked at before and after each step."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory

from darddr.services import opening
from tests.migrations.conftest import Filled
from tests.migrations.raw import Raw, lost_columns, plain_engine, pour, raw, survivors


def upwards() -> list[Any]:
    """Every version, oldest first; with those that a test has added by now."""
    return list(reversed(list(ScriptDirectory(str(opening.SCRIPTS)).walk_revisions())))


def data_of(revision: str) -> Any:
    """The data that a version is tried with (tests/migrations/data), None where it has none."""
    name = f"tests.migrations.data.m{revision}"
    return import_module(name) if find_spec(name) else None


def changed_on_purpose(revision: str) -> Iterable[str]:
    """The columns whose values a version changes, as its data say."""
    return getattr(data_of(revision), "CHANGES", ())


def down(filled: Filled, script: Any) -> Raw:
    """One step down, in which every row that has somewhere to stay stays as it is."""
    return _step(filled, command.downgrade, script.down_revision or "base", script.revision)


def up(filled: Filled, script: Any) -> Raw:
    """One step up, likewise."""
    return _step(filled, command.upgrade, script.revision, script.revision)


def _step(filled: Filled, way: Any, target: str, revision: str) -> Raw:
    before = raw(filled.url)
    way(filled.config, target)
    after = raw(filled.url)
    was, now = survivors(before.rows, after.rows, changed_on_purpose(revision))
    assert now == was, f"Version {revision} changed rows."
    return after


def refill(filled: Filled, newest: Raw) -> None:
    """Fill the tables that a step has made, as far as it has not filled them itself, with what they held at the beginning."""
    rows = raw(filled.url).rows
    pour(filled.url, newest.rows, [table for table in rows.keys() & newest.rows.keys() if not rows[table]])


def walk(filled: Filled) -> None:
    """Down, up and down over each version in turn; then from nothing to the newest, filling the tables as they come."""
    newest = raw(filled.url)
    schemas: dict[str, Any] = {}
    gone: set[str] = set()
    for script in reversed(upwards()):
        above = raw(filled.url)
        schemas[script.revision] = above.schema
        below = down(filled, script)
        gone |= lost_columns(above.rows, below.rows) | set(changed_on_purpose(script.revision))
        assert up(filled, script).schema == above.schema, (
            f"Version {script.revision} goes down and up to another schema."
        )
        refill(filled, newest)
        assert down(filled, script) == below
    assert raw(filled.url).tables == set()
    for script in upwards():
        assert up(filled, script).schema == schemas[script.revision]
        refill(filled, newest)
        assert all(raw(filled.url).rows.values()), f"A table of version {script.revision} holds nothing."
    was, now = survivors(newest.rows, raw(filled.url).rows, gone)
    assert now == was


def try_data(filled: Filled, script: Any, data: Any) -> None:
    """Fill one version before; then up, checked, down, and up again, checked again."""
    command.downgrade(filled.config, script.down_revision or "base")
    with plain_engine(filled.url).begin() as connection:
        data.fill(connection)
    for _ in range(2):
        command.upgrade(filled.config, script.revision)
        with plain_engine(filled.url).begin() as connection:
            data.check(connection)
        command.downgrade(filled.config, script.down_revision or "base")
