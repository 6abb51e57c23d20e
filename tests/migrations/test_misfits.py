"""A database or program that does not fit: `check`, `upgrade`, `serve` and the web application say one sentence and change nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from alembic import command
from click.testing import CliRunner

from darddr.app import create_app
from darddr.cli import instance, main
from darddr.services.errors import Refusal
from darddr.services.opening import make_installation, upgrade
from darddr.services.schema import address
from darddr.settings import Settings
from tests.files import everything
from tests.migrations.conftest import Filled
from tests.migrations.raw import plain_engine, raw
from tests.migrations.scripts import HEAD, add_version

LETTERS = "op.create_table('letters', sa.Column('id', sa.Integer, primary_key=True))\nop.create_table('notes', sa.Column('id', sa.Integer))"
BY_HAND = "It was changed by hand or cut short: restore it from a backup."


@dataclass
class Terminal:
    """Somebody at a terminal who tries every way of opening an installation."""

    filled: Filled

    def run(self, *words: str) -> tuple[int, str]:
        """A command's exit code and all that it printed."""
        answer = CliRunner().invoke(main, words)
        return answer.exit_code, answer.output

    def open(self) -> tuple[int, str]:
        """The web application, as a WSGI server would open it."""
        with pytest.raises(Refusal) as failed:
            create_app(self.filled.settings)
        return 1, failed.value.sentence + "\n"

    def assert_all_refuse(self, said: str, upgrade_says: str = "") -> None:
        """Each says the same one sentence and leaves every byte and row as it was."""
        before, files = raw(self.filled.url), everything(self.filled.settings.instance)
        for words in ("check", "serve", "open", "upgrade"):
            code, output = self.open() if words == "open" else self.run(words)
            wanted = upgrade_says if words == "upgrade" and upgrade_says else said
            assert (code, output) == (1, wanted + " Nothing has been changed.\n"), words
            assert everything(self.filled.settings.instance) == files
            assert raw(self.filled.url) == before


@pytest.fixture
def terminal(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("DARDDR_INSTANCE", str(filled.settings.instance))
    monkeypatch.setenv("DARDDR_DATABASE_URL", filled.url)
    monkeypatch.setattr(instance, "run", lambda *_: pytest.fail("it was served"))
    return Terminal(filled)


@pytest.fixture
def place(filled: Filled) -> str:
    return f"The database at {address(filled.url)}"


@pytest.fixture
def spoil(filled: Filled) -> Callable[..., None]:
    """Statements run by hand, by somebody who knows no better."""

    def run(*statements: str) -> None:
        with plain_engine(filled.url).begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    return run


def test_one_that_fits(terminal: Terminal) -> None:
    assert terminal.run("check") == (0, "Keys, schema and database fit together.\n")
    assert terminal.run("upgrade") == (0, f"The database is at version {HEAD}, this program’s own.\n")


@pytest.mark.parametrize("statement", ["DELETE FROM alembic_version", "DROP TABLE alembic_version"])
def test_tables_of_no_version(terminal: Terminal, place: str, spoil: Callable[..., None], statement: str) -> None:
    spoil(statement)
    terminal.assert_all_refuse(
        f"{place} holds tables of darddr, but alembic_version does not say of which version. {BY_HAND}"
    )


def test_some_tables_of_no_version(terminal: Terminal, place: str, spoil: Callable[..., None]) -> None:
    spoil("DELETE FROM alembic_version", "DROP TABLE waivers", "DROP TABLE readings")
    terminal.assert_all_refuse(
        f"{place} holds tables of darddr, but alembic_version does not say of which version. {BY_HAND}"
    )


def test_no_tables(terminal: Terminal, place: str) -> None:
    command.downgrade(terminal.filled.config, "base")
    terminal.assert_all_refuse(f"{place} holds no darddr tables. Run “darddr init” first.")


def test_two_versions(terminal: Terminal, place: str, spoil: Callable[..., None]) -> None:
    spoil("INSERT INTO alembic_version VALUES ('0000')")
    terminal.assert_all_refuse(f"{place} says it is at 2 versions (0000, {HEAD}). {BY_HAND}")


def test_a_newer_version(terminal: Terminal, place: str, spoil: Callable[..., None]) -> None:
    spoil("UPDATE alembic_version SET version_num = '9999'")
    terminal.assert_all_refuse(
        f"{place} is at version 9999, which this program ({HEAD}) does not know: it was made by a newer darddr. "
        "Install that version."
    )


def test_a_version_that_cannot_be_read(terminal: Terminal, place: str, spoil: Callable[..., None]) -> None:
    spoil("ALTER TABLE alembic_version RENAME COLUMN version_num TO version")
    is_sqlite = terminal.filled.url.startswith("sqlite")
    words = (
        "OperationalError, no such column: version_num"
        if is_sqlite
        else 'UndefinedColumn, column "version_num" does not exist'
    )
    terminal.assert_all_refuse(f"{place} cannot be read: {words}.")


def test_a_table_missing_at_the_right_version(terminal: Terminal, place: str, spoil: Callable[..., None]) -> None:
    spoil("DROP TABLE waivers")
    terminal.assert_all_refuse(f"{place} is at version {HEAD} but lacks the table waivers. {BY_HAND}")


def test_an_older_version_is_upgraded(
    terminal: Terminal, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_version(tmp_path, monkeypatch, "9999", LETTERS)
    older = f"{place} is at version {HEAD}, older than this program (9999). Run “darddr upgrade”. Nothing has been changed.\n"
    before = raw(terminal.filled.url)
    assert [terminal.run("check"), terminal.run("serve"), terminal.open()] == [(1, older)] * 3
    assert raw(terminal.filled.url) == before
    assert terminal.run("upgrade") == (0, "The database is at version 9999, this program’s own.\n")
    assert raw(terminal.filled.url).tables == before.tables | {"letters", "notes"}


@pytest.mark.parametrize("table", ["letters", "notes"])
def test_an_older_version_with_a_table_of_the_next(
    terminal: Terminal,
    place: str,
    spoil: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: str,
) -> None:
    """Half migrated by hand; whichever table is in the way, none of the others is made."""
    add_version(tmp_path, monkeypatch, "9999", LETTERS)
    spoil(f"CREATE TABLE {table} (id INTEGER)", f"INSERT INTO {table} VALUES (1)")
    is_sqlite = terminal.filled.url.startswith("sqlite")
    words = f"OperationalError, table {table}" if is_sqlite else f'DuplicateTable, relation "{table}"'
    terminal.assert_all_refuse(
        f"{place} is at version {HEAD}, older than this program (9999). Run “darddr upgrade”.",
        f"{place} could not be brought to version 9999: {words} already exists.",
    )


@pytest.mark.parametrize(
    ("value", "sqlite", "postgresql"),
    [
        (
            "987654321), (987654321",
            "IntegrityError, UNIQUE constraint failed: letters.id",
            "UniqueViolation, duplicate key",
        ),
        ("'Zelphine'", "IntegrityError, datatype mismatch", "InvalidTextRepresentation. Nothing"),
    ],
    ids=["twice", "of another type"],
)
def test_an_error_of_a_step_repeats_no_value(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, sqlite: str, postgresql: str
) -> None:
    """PostgreSQL's message of a value of another type repeats it, and so does the detail of a broken unique index."""
    add_version(tmp_path, monkeypatch, "9999", LETTERS + f'\nop.execute("INSERT INTO letters VALUES ({value})")')
    code, output = terminal.run("upgrade")
    assert (code, output.count("\n")) == (1, 1)
    assert f"version 9999: {sqlite if terminal.filled.url.startswith('sqlite') else postgresql}" in output
    assert "987654321" not in output
    assert "Zelphine" not in output


def test_two_ways_forward_in_the_program(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for revision in ("9998", "9999"):
        add_version(tmp_path, monkeypatch, revision, "pass")
    said = (
        f"The scripts in {tmp_path / 'migrations'} lead to 2 versions (9998, 9999), not to one: "
        "this program was put together wrongly. Install it again."
    )
    terminal.assert_all_refuse(said)
    with pytest.raises(Refusal) as failed:
        make_installation(Settings.for_instance(tmp_path / "new"))
    assert failed.value.sentence == said + " Nothing has been changed."
    assert not (tmp_path / "new").exists()


def test_an_index_missing(terminal: Terminal, place: str, spoil: Callable[..., None]) -> None:
    """Work goes on without an index; `check` names it."""
    spoil("DROP INDEX ix_changes_subject")
    before = raw(terminal.filled.url)
    assert terminal.run("check") == (
        1,
        f"{place} lacks the index ix_changes_subject. {BY_HAND} Nothing has been changed.\n",
    )
    assert raw(terminal.filled.url) == before


def test_two_upgrades_at_once_are_one(filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second waits for the first, then finds nothing left to do."""
    body = LETTERS + "\nimport time\ntime.sleep(0.3)\nop.execute('INSERT INTO letters VALUES (1)')"
    add_version(tmp_path, monkeypatch, "9999", body)
    children = []
    for _ in range(3):
        if (child := os.fork()) == 0:
            code = 1
            try:
                code = 0 if upgrade(filled.url) == "9999" else 2
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
    assert len(raw(filled.url).rows["letters"]) == 1
