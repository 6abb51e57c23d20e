"""`check` compares a database with the models, thing by thing, and names the first that differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import event

from darddr.models.base import NAMING
from darddr.models.partnership import Agency
from darddr.services.errors import Refusal
from darddr.services.schema import check_drift
from darddr.storage.database import make_engine
from darddr.storage.schema import told
from tests.migrations.raw import plain_engine, raw

OPEN = {"sqlite_where": sa.text("is_open = 0"), "postgresql_where": sa.text("NOT is_open")}


def altered(table: str, name: str, *of: object, **changes: object) -> Callable[[Operations], None]:
    """An alteration of something in a table."""

    def alter(op: Operations) -> None:
        with op.batch_alter_table(table, naming_convention=NAMING) as batch:
            getattr(batch, name)(*of, **changes)

    return alter


def with_another_condition(op: Operations) -> None:
    op.drop_index("ix_actions_open_due", "actions")
    op.create_index("ix_actions_open_due", "actions", ["partnership_id", "due_on", "id"], **OPEN)  # type: ignore[arg-type]


ALTERATIONS: dict[str, Callable[[Operations], None]] = {
    "lacks the index ix_changes_subject": lambda op: op.drop_index("ix_changes_subject", "changes"),
    "has another index ix_actions_open_due than this program": with_another_condition,
    "lacks the constraint ck_installation_only_one": altered(
        "installation", "drop_constraint", "ck_installation_only_one", "check"
    ),
    "lacks the constraint fk_actions_owner_id_users": altered(
        "actions", "drop_constraint", "fk_actions_owner_id_users", "foreignkey"
    ),
    "lacks the constraint uq_users_email_digest": altered(
        "users", "drop_constraint", "uq_users_email_digest", "unique"
    ),
    "has another column reviews.brought_in than this program": altered(
        "reviews", "alter_column", "brought_in", server_default=sa.text("'1'")
    ),
    "has another column plans.reference than this program": altered(
        "plans", "alter_column", "reference", nullable=True
    ),
    "has another column groups.kind than this program": altered(
        "groups", "alter_column", "kind", type_=sa.String(41), existing_type=sa.String(40)
    ),
    "lacks the column people.life": altered("people", "drop_column", "life"),
    "holds the column findings.forgotten, which this program does not know": altered(
        "findings", "add_column", sa.Column("forgotten", sa.Integer())
    ),
    "lacks the table drafts": lambda op: op.drop_table("drafts"),
    "holds the table left_over, which this program does not know": lambda op: op.execute(
        "CREATE TABLE left_over (x INTEGER)"
    ),
}


@pytest.fixture
def drift(url: str, config: Config) -> Iterator[Callable[[], str]]:
    """What `check` says of a migrated database: nothing where it fits."""
    command.upgrade(config, "head")
    engine = make_engine(url)

    def said() -> str:
        before = raw(url)
        try:
            check_drift(engine)
        except Refusal as refusal:
            return refusal.sentence
        finally:
            assert raw(url) == before
        return ""

    yield said
    engine.dispose()


def alter(url: str, alteration: Callable[[Operations], None]) -> None:
    with plain_engine(url).begin() as connection:
        alteration(Operations(MigrationContext.configure(connection)))


@pytest.mark.parametrize("difference", ALTERATIONS)
def test_a_difference_is_named(url: str, drift: Callable[[], str], difference: str) -> None:
    alter(url, ALTERATIONS[difference])
    sentence = drift()
    assert sentence.startswith("The database at ")
    assert f" {difference}. It was changed by hand or cut short: " in sentence
    assert sentence.endswith("Nothing has been changed.")


def test_a_migrated_database_fits_and_nothing_is_left_of_the_comparison(url: str, drift: Callable[[], str]) -> None:
    assert drift() == ""
    with plain_engine(url).connect() as connection:
        if connection.dialect.name == "postgresql":
            left = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'darddr_compared_%%'"
            assert connection.exec_driver_sql(left).scalar() == 0


def test_the_order_of_columns_and_the_way_they_came_do_not_matter(url: str, drift: Callable[[], str]) -> None:
    """A column added by a later version stands last; SQLite keeps the very text of how a table was made."""
    alter(url, altered("groups", "drop_column", "name"))
    assert " lacks the column groups.name. " in drift()
    alter(url, altered("groups", "add_column", sa.Column("name", sa.Text(), nullable=False)))
    if "uq_groups" in drift():
        unique = ("uq_groups_partnership_id_name", ["partnership_id", "name"])
        alter(url, altered("groups", "create_unique_constraint", *unique))
    assert drift() == ""


TRIGGERS = {
    "sqlite": ("CREATE TRIGGER agencies_stay BEFORE DELETE ON agencies BEGIN SELECT RAISE(ABORT, 'They stay.'); END",),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'They stay.'; END $$",
        "CREATE TRIGGER agencies_stay BEFORE DELETE ON agencies FOR EACH ROW EXECUTE FUNCTION stay()",
    ),
}


@pytest.fixture
def trigger(url: str) -> Iterator[tuple[str, ...]]:
    """A trigger that the models ask for as long as the test lasts."""
    kind = sa.make_url(url).get_backend_name()
    wanted = [sa.DDL(statement) for statement in TRIGGERS[kind]]
    for statement in wanted:
        event.listen(Agency.__table__, "after_create", statement)
    yield TRIGGERS[kind]
    for statement in wanted:
        event.remove(Agency.__table__, "after_create", statement)


def test_a_trigger_dropped_or_changed_is_named(url: str, drift: Callable[[], str], trigger: tuple[str, ...]) -> None:
    assert " lacks the trigger agencies_stay of agencies. " in drift()
    run = [lambda op, words=words: op.execute(words) for words in trigger]
    for statement in run:
        alter(url, statement)
    assert drift() == ""
    *before, last = (words.replace("They stay.", "They go.") for words in trigger)
    if before:
        alter(url, lambda op: op.execute(before[0]))
    else:
        alter(url, lambda op: op.execute("DROP TRIGGER agencies_stay"))
        alter(url, lambda op: op.execute(last))
    assert " has another trigger agencies_stay of agencies than this program. " in drift()


@pytest.mark.postgresql
def test_a_trigger_put_out_of_action_is_named(url: str, drift: Callable[[], str], trigger: tuple[str, ...]) -> None:
    for words in (*trigger, "ALTER TABLE agencies DISABLE TRIGGER agencies_stay"):
        alter(url, lambda op, words=words: op.execute(words))
    assert " has another trigger agencies_stay of agencies than this program. " in drift()


@pytest.mark.postgresql
def test_a_user_who_may_make_no_schema_is_told_so(url: str, drift: Callable[[], str]) -> None:
    with plain_engine(url).begin() as connection:
        connection.exec_driver_sql(f"REVOKE CREATE ON DATABASE {sa.make_url(url).database} FROM CURRENT_USER")
    assert "cannot be compared with this program: InsufficientPrivilege, permission denied for database" in drift()


def test_texts_and_quotes_of_a_statement_are_told_apart() -> None:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql(
            'CREATE TABLE  "odd" ("limit"  TEXT DEFAULT \'a,  (b\' NOT NULL,\n x NUMERIC(3, 2), CHECK ("limit" <> \',\'))'
        )
        assert told(connection) == {
            "table odd": "",
            "column odd.limit": "TEXT DEFAULT 'a,  (b' NOT NULL",
            "column odd.x": "NUMERIC(3,2)",
            "constraint CHECK(limit <> ',') of odd": "CHECK(limit <> ',')",
        }
    engine.dispose()
