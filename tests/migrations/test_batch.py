"""SQLite changes a table by copying it, which must cost no row of it, none of its children, and nothing of its schema."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import command

from darddr.models.registry import TABLES
from darddr.services.errors import Refusal
from darddr.services.opening import open_installation, upgrade
from tests.migrations.conftest import Filled
from tests.migrations.filled import open_everything
from tests.migrations.raw import Raw, raw
from tests.migrations.scripts import COPY, HEAD, add_version

pytestmark = pytest.mark.sqlite

FAMILY = """
op.create_table("parents", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text, nullable=False))
op.create_table(
    "children", sa.Column("id", sa.Integer, primary_key=True), sa.Column("parent_id", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(["parent_id"], ["parents.id"], name="fk_children_parent", ondelete="CASCADE"),
)
op.execute("INSERT INTO parents (id, name) VALUES (1, 'one'), (2, 'two')")
op.execute("INSERT INTO children (id, parent_id) VALUES (11, 1), (12, 1), (21, 2)")
"""
COPIED = 'with op.batch_alter_table("parents", recreate="always") as batch:\n    '


def beside_the_version(found: Raw) -> tuple[dict[str, str], dict[str, object]]:
    return found.schema, {table: rows for table, rows in found.rows.items() if table != "alembic_version"}


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_every_table_can_be_copied(filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    """Rows, children, checks and conditions of indexes stay."""
    copied = COPY.format(tables=[table])
    add_version(tmp_path, monkeypatch, "9999", copied, copied)
    before = raw(filled.url)
    assert before.rows[table]
    assert upgrade(filled.url) == "9999"
    assert beside_the_version(raw(filled.url)) == beside_the_version(before)
    command.downgrade(filled.config, HEAD)
    assert raw(filled.url) == before


def test_sealed_text_opens_after_every_table_was_copied(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_version(tmp_path, monkeypatch, "9999", COPY.format(tables=[table.name for table in TABLES]))
    upgrade(filled.url)
    opened = open_installation(filled.settings)
    assert open_everything(opened.engine) > 150
    opened.engine.dispose()


TRIGGER = "CREATE TRIGGER agencies_stay BEFORE DELETE ON agencies BEGIN SELECT RAISE(ABORT, 'no') FROM {table}; END"


@pytest.mark.parametrize("table", ["agencies", "users"])
def test_triggers_of_a_copied_table_and_triggers_that_speak_of_it_are_kept(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    add_version(tmp_path, monkeypatch, "9998", f'op.execute("{TRIGGER.format(table=table)}")')
    add_version(tmp_path, monkeypatch, "9999", COPY.format(tables=["agencies", "users"]), after="9998")
    upgrade(filled.url)
    assert "trigger agencies_stay of agencies" in raw(filled.url).schema


def test_a_copy_that_forgets_a_trigger_that_speaks_of_the_table_is_refused(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = 'with op.batch_alter_table("users", recreate="always"):\n    pass'
    add_version(tmp_path, monkeypatch, "9999", f'op.execute("{TRIGGER.format(table="users")}")\n{copied}')
    before = raw(filled.url)
    with pytest.raises(Refusal) as failed:
        upgrade(filled.url)
    assert "error in trigger agencies_stay" in failed.value.sentence
    assert raw(filled.url) == before


@pytest.fixture
def family(filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Filled:
    """A filled database with two parents and their three children, who go when their parent goes."""
    add_version(tmp_path, monkeypatch, "9998", FAMILY, 'op.drop_table("children")\nop.drop_table("parents")')
    upgrade(filled.url)
    return filled


def test_a_copied_parent_keeps_children_that_would_go_with_it(
    family: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = raw(family.url)
    added = COPIED + 'batch.add_column(sa.Column("born", sa.Text))'
    add_version(tmp_path, monkeypatch, "9999", added, COPIED + 'batch.drop_column("born")', after="9998")
    assert upgrade(family.url) == "9999"
    after = raw(family.url)
    assert after.rows["children"] == before.rows["children"]
    assert after.schema["constraint fk_children_parent"] == before.schema["constraint fk_children_parent"]
    assert after.rows["parents"] == [{**row, "born": "NULL"} for row in before.rows["parents"]]
    command.downgrade(family.config, "9998")
    assert raw(family.url) == before


def test_without_our_care_the_children_would_go(family: Filled) -> None:
    """What foreign keys left on would do to the same database when its table of parents is dropped to be copied."""
    connection = sqlite3.connect(family.settings.instance / "data" / "darddr.db")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("DROP TABLE parents")
    assert connection.execute("SELECT count(*) FROM children").fetchone() == (0,)
    connection.close()


@pytest.mark.parametrize(
    ("fault", "child", "parent"),
    [
        (COPIED + "pass\nop.execute('DELETE FROM parents WHERE id = 2')", "children", "parents"),
        ("op.execute('DELETE FROM users')", "", "users"),
        ("op.execute(\"UPDATE actions SET plan_id = 'nobody'\")", "actions", "plans"),
    ],
    ids=["a parent lost in the copy", "people deleted", "a key that leads nowhere"],
)
def test_a_step_that_leaves_orphans_is_refused_and_undone(
    family: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, child: str, parent: str
) -> None:
    add_version(tmp_path, monkeypatch, "9999", fault, after="9998")
    before = raw(family.url)
    with pytest.raises(Refusal) as failed:
        upgrade(family.url)
    where = family.settings.instance / "data" / "darddr.db"
    sentence = failed.value.sentence
    assert sentence.startswith(f"A migration of {where} left a row of {child}")
    assert sentence.endswith(f"pointing at a row of {parent} that is not there. Nothing has been changed.")
    assert raw(family.url) == before


def test_keys_are_on_again_for_those_who_work(family: Filled) -> None:
    opened = open_installation(family.settings)
    with opened.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    opened.engine.dispose()
