"""One way forward: up gives exactly what the models say, down gives nothing, and a step that fails leaves no trace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from darddr.models.base import Base
from darddr.models.registry import TABLES
from darddr.services.errors import Refusal
from darddr.services.opening import upgrade
from darddr.storage.schema import first_difference
from tests.migrations.conftest import Filled
from tests.migrations.raw import plain_engine, raw
from tests.migrations.scripts import HEAD, SCRIPTS, add_version


def test_up_gives_what_models_alone_would_make(url: str, config: Config) -> None:
    """Types, defaults, keys, checks, conditions of indexes, triggers: as the database itself tells them."""
    command.upgrade(config, "head")
    migrated = raw(url).schema
    command.downgrade(config, "base")
    assert raw(url).schema == {}
    Base.metadata.create_all(plain_engine(url), tables=TABLES)
    assert first_difference(migrated, raw(url).schema) is None
    assert migrated == raw(url).schema


def test_down_leaves_nothing_and_up_again_the_same(url: str, config: Config) -> None:
    command.upgrade(config, "head")
    before = raw(url)
    assert len(before.tables) > 20
    command.downgrade(config, "base")
    assert raw(url).tables == set()
    command.upgrade(config, "head")
    assert raw(url).schema == before.schema


def test_every_model_is_migrated(url: str, config: Config) -> None:
    command.upgrade(config, "head")
    assert raw(url).tables == {table.name for table in TABLES}


def test_the_head_is_written_down_and_is_one() -> None:
    """Two people adding a migration at once both change HEAD, so that version control shows it."""
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [HEAD]


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("raise RuntimeError('power cut')", RuntimeError),
        ("op.execute('CREATE TABLE installation (id INTEGER)')", Refusal),
        ("op.execute(\"UPDATE agencies SET partnership_id = '00000000000000000000000000000000'\")", Refusal),
    ],
    ids=["an error", "a table in the way", "an orphan"],
)
def test_a_step_that_fails_leaves_the_database_as_it_was(
    filled: Filled,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    problem: type[Exception],
) -> None:
    add_version(tmp_path, monkeypatch, "9999", f"op.create_table('half_made', sa.Column('id', sa.Integer))\n{fault}")
    before = raw(filled.url)
    with pytest.raises(problem) as failed:
        upgrade(filled.url)
    assert raw(filled.url) == before
    if isinstance(failed.value, Refusal):
        assert re.search(r"installation.*already exists|agencies", failed.value.sentence)
        assert failed.value.sentence.endswith("Nothing has been changed.")
