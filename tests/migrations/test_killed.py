"""A migration killed at any statement, before its commit or at any moment leaves the database as it was, and can be run again."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from darddr.services.opening import upgrade
from tests.migrations.conftest import Filled
from tests.migrations.killed import AFTERWARDS, AT_COMMIT, Step, down, up
from tests.migrations.raw import raw
from tests.migrations.scripts import add_version
from tests.migrations.walk import upwards

POINTS = 400 if os.environ.get("DARDDR_TEST_LONG") else 14
MOMENTS = 8
NAMES = [script.revision for script in upwards()]

UP = """
way = "always" if op.get_context().dialect.name == "sqlite" else "never"
for table in ("reviews", "documents"):
    with op.batch_alter_table(table, recreate=way) as batch:
        batch.add_column(sa.Column("told", sa.Text(), nullable=False, server_default="no"))
op.create_table("letters", sa.Column("id", sa.Uuid(), primary_key=True), sa.Column("review_id", sa.Uuid(), nullable=False))
op.create_index("ix_letters_review_id", "letters", ["review_id"])
op.execute("INSERT INTO letters (id, review_id) SELECT id, id FROM reviews")
op.execute("UPDATE documents SET told = 'yes'")
"""
DOWN = """
op.drop_table("letters")
for table in ("documents", "reviews"):
    with op.batch_alter_table(table) as batch:
        batch.drop_column("told")
"""


@pytest.fixture
def at(filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Filled:
    """A filled database, with a version after the newest that copies tables, makes one and moves data."""
    add_version(tmp_path, monkeypatch, "9999", UP, DOWN)
    return filled


def points(count: int) -> list[int]:
    """Every statement, or so many evenly spaced with the first and the last among them; and the commit."""
    if count <= POINTS:
        return [*range(1, count + 1), AT_COMMIT]
    return [*sorted({1 + round(number * (count - 1) / (POINTS - 1)) for number in range(POINTS)}), AT_COMMIT]


def assert_survives_being_killed(step: Step) -> None:
    """At every point the database is as it was; killed after the commit, the step stands."""
    before, file = raw(step.url), contents(step.url)
    half_written = 0
    for point in points(step.count()):
        step.kill_at(point)
        half_written += contents(step.url) != file
        assert raw(step.url) == before, f"Killed at change {point}."
        file = contents(step.url)
    assert half_written > 0 or not file, "Nothing had reached the file: this proves nothing."
    step.kill_at(AFTERWARDS)
    assert raw(step.url).rows["alembic_version"] != before.rows.get("alembic_version")


def contents(url: str) -> bytes:
    """The bytes of SQLite's file, with what was left half written in it until somebody opens it."""
    path = Path(sa.make_url(url).database or "")
    return path.read_bytes() if url.startswith("sqlite") else b""


def test_killed_on_the_way_up_over_filled_tables(at: Filled) -> None:
    """From the first version there ever was, in which everything that it knows of is filled, to the newest."""
    down(at.url, NAMES[0]).run()
    assert_survives_being_killed(up(at.url, "head"))
    after = raw(at.url)
    down(at.url, NAMES[0]).run()
    assert upgrade(at.url) == "9999"
    assert (raw(at.url).schema, raw(at.url).rows.keys()) == (after.schema, after.rows.keys())


def test_killed_on_the_way_down_over_filled_tables(at: Filled) -> None:
    upgrade(at.url)
    newest = raw(at.url).schema
    assert_survives_being_killed(down(at.url, NAMES[0]))
    assert upgrade(at.url) == "9999"
    assert raw(at.url).schema == newest


def test_killed_on_the_way_down_to_nothing(filled: Filled) -> None:
    assert_survives_being_killed(down(filled.url, "base"))
    assert raw(filled.url).tables == set()


def test_killed_on_the_way_up_from_nothing(url: str) -> None:
    down(url, "base").run()
    assert_survives_being_killed(up(url, "head"))
    assert upgrade(url) == NAMES[-1]


def test_killed_at_any_moment(at: Filled) -> None:
    """Not only between statements: it is all there or nothing is, whatever was being written."""
    before = raw(at.url)
    began = time.perf_counter()
    up(at.url, "head").kill_at(AFTERWARDS)
    whole = time.perf_counter() - began
    after = raw(at.url)
    down(at.url, "-1").run()
    assert raw(at.url) == before
    for moment in range(1, MOMENTS + 1):
        up(at.url, "head").kill_after(whole * moment / MOMENTS)
        found = raw(at.url)
        assert found in (before, after)
        if found == after:
            down(at.url, "-1").run()
    assert upgrade(at.url) == "9999"
