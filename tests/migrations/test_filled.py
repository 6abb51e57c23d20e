"""Migrations keep every row: up, down and up again over every version, on a database in which every table is filled."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from darddr.services.opening import open_installation, upgrade
from tests.migrations import walk
from tests.migrations.conftest import Filled
from tests.migrations.filled import open_everything
from tests.migrations.raw import pour, raw
from tests.migrations.scripts import add_version

WITH_DATA = [script for script in walk.upwards() if walk.data_of(script.revision)]


def test_every_table_is_filled(filled: Filled) -> None:
    empty = [table for table, rows in raw(filled.url).rows.items() if not rows]
    assert not empty, f"Nobody fills {empty}: add a row to _beside() in tests/migrations/filled.py."


def test_every_step_down_and_up_keeps_every_row_and_what_is_sealed_opens(filled: Filled) -> None:
    walk.walk(filled)
    opened = open_installation(filled.settings)
    assert open_everything(opened.engine) > 150
    opened.engine.dispose()


@pytest.mark.parametrize("script", WITH_DATA, ids=[script.revision for script in WITH_DATA])
def test_a_version_that_moves_data_moves_it_right(filled: Filled, script: Any) -> None:
    walk.try_data(filled, script, walk.data_of(script.revision))


LETTERS = """
op.create_table("letters", sa.Column("id", sa.Integer, primary_key=True), sa.Column("words", sa.Text))
op.execute("INSERT INTO letters VALUES (1, 'Dear all')")
with op.batch_alter_table("reviews") as batch:
    batch.add_column(sa.Column("letters", sa.Integer, nullable=False, server_default="1"))
"""
NO_LETTERS = (
    'op.drop_table("letters")\nwith op.batch_alter_table("reviews") as batch:\n    batch.drop_column("letters")'
)


def at_newest(filled: Filled) -> Filled:
    """Brought to a version that a test added, with every row as it was: filled there, as the real one was at its newest."""
    rows = raw(filled.url).rows
    command.downgrade(filled.config, "base")
    command.upgrade(filled.config, "head")
    pour(filled.url, rows, rows)
    return filled


def test_the_walk_goes_over_versions_that_make_tables_and_columns(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_version(tmp_path, monkeypatch, "9999", LETTERS, NO_LETTERS)
    walk.walk(at_newest(filled))


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("up", "down", "said"),
    [
        ("op.execute('DELETE FROM waivers')", "pass", "Version 9999 changed rows"),
        ("pass", "op.execute('DELETE FROM readings')", "Version 9999 changed rows"),
        ("op.execute(\"UPDATE people SET life = 'unknown'\")", "pass", "Version 9999 changed rows"),
        ("op.execute('UPDATE people SET narrative_record = identity_record')", "pass", "Version 9999 changed rows"),
        (
            "op.create_index('ix_more', 'drafts', ['kind'])",
            "op.drop_index('ix_more')\nop.drop_column('drafts', 'kind')",
            "kind",
        ),
        ("op.create_table('more', sa.Column('id', sa.Integer))", "op.drop_table('more')", "9999 holds nothing"),
    ],
    ids=[
        "rows lost",
        "rows lost on the way down",
        "a value",
        "sealed bytes",
        "a column not made again",
        "an empty table",
    ],
)
def test_the_walk_notices(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, up: str, down: str, said: str
) -> None:
    """A walk that found fault with nothing would prove nothing."""
    add_version(tmp_path, monkeypatch, "9999", up, down)
    at_newest(filled)
    with pytest.raises((AssertionError, sa.exc.DBAPIError), match=said):
        walk.walk(filled)


def test_data_are_filled_one_version_before_and_checked_after_each_way_up(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_version(tmp_path, monkeypatch, "9999", LETTERS, NO_LETTERS)
    upgrade(filled.url)
    seen: list[str] = []

    def look(connection: sa.Connection) -> None:
        seen.append("letters" if sa.inspect(connection).has_table("letters") else "none")

    walk.try_data(filled, walk.upwards()[-1], SimpleNamespace(fill=look, check=look))
    assert seen == ["none", "letters", "letters"]
