"""Migrations keep every row: up, down and up again over every version, on a database in which every table is filled."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from darddr.services.opening import open_installation
from tests.migrations.conftest import Filled
from tests.migrations.filled import open_everything
from tests.migrations.raw import Raw, lost_columns, plain_engine, pour, raw, survivors
from tests.migrations.scripts import SCRIPTS

UPWARDS: list[Any] = list(reversed(list(ScriptDirectory(str(SCRIPTS)).walk_revisions())))
NAMES = [script.revision for script in UPWARDS]


def data_of(revision: str) -> ModuleType | None:
    """The data that a version is tried with, where it has any."""
    name = f"tests.migrations.data.m{revision}"
    return import_module(name) if find_spec(name) else None


def changed_on_purpose(revision: str) -> Iterable[str]:
    return getattr(data_of(revision), "CHANGES", ())


def assert_kept(before: Raw, after: Raw, revision: str) -> None:
    was, now = survivors(before.rows, after.rows, changed_on_purpose(revision))
    assert now == was, f"Version {revision} changed rows."


def down(filled: Filled, script: Any) -> Raw:
    """One step down, in which every row that has somewhere to stay stays as it is."""
    before = raw(filled.url)
    command.downgrade(filled.config, script.down_revision or "base")
    after = raw(filled.url)
    assert_kept(before, after, script.revision)
    return after


def up(filled: Filled, script: Any) -> Raw:
    """One step up, likewise."""
    before = raw(filled.url)
    command.upgrade(filled.config, script.revision)
    after = raw(filled.url)
    assert_kept(before, after, script.revision)
    return after


def test_every_table_is_filled(filled: Filled) -> None:
    empty = [table for table, rows in raw(filled.url).rows.items() if not rows]
    assert not empty, f"Nobody fills {empty}: add a row to _beside() in tests/migrations/filled.py."


def refill(filled: Filled, newest: Raw) -> None:
    """Fill the tables that a step has made, as far as it has not filled them itself, with what they held at the beginning."""
    rows = raw(filled.url).rows
    pour(filled.url, newest.rows, [table for table in rows.keys() & newest.rows.keys() if not rows[table]])


def test_every_step_down_and_up_keeps_every_row(filled: Filled) -> None:
    """Down, up and down over each version in turn; then from nothing to the newest, filling the tables as they come."""
    newest = raw(filled.url)
    schemas: dict[str, Any] = {}
    gone: set[str] = set()
    for script in reversed(UPWARDS):
        above = raw(filled.url)
        schemas[script.revision] = above.schema
        below = down(filled, script)
        gone |= lost_columns(above.rows, below.rows) | set(changed_on_purpose(script.revision))
        assert up(filled, script).schema == above.schema
        refill(filled, newest)
        again = down(filled, script)
        assert again == below
    assert raw(filled.url).tables == set()
    for script in UPWARDS:
        assert up(filled, script).schema == schemas[script.revision]
        refill(filled, newest)
        assert all(raw(filled.url).rows.values()), f"A table of version {script.revision} holds nothing."
    was, now = survivors(newest.rows, raw(filled.url).rows, gone)
    assert now == was
    opened = open_installation(filled.settings)
    assert open_everything(opened.engine) > 150
    opened.engine.dispose()


@pytest.mark.parametrize("script", UPWARDS, ids=NAMES)
def test_a_version_that_moves_data_moves_it_right(filled: Filled, script: Any) -> None:
    data = data_of(script.revision)
    if data is None:
        pytest.skip(f"version {script.revision} moves no data; test_data.py fails where that is not so")
    command.downgrade(filled.config, script.down_revision or "base")
    with plain_engine(filled.url).begin() as connection:
        data.fill(connection)
    for _ in range(2):
        up(filled, script)
        with plain_engine(filled.url).begin() as connection:
            data.check(connection)
        down(filled, script)
