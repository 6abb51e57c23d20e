"""Migrations: up gives exactly the models' tables, down gives nothing, and there is one way forward."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from darddr.models import registry
from darddr.models.base import Base
from darddr.services.opening import SCRIPTS, migrations
from darddr.storage.database import make_engine

assert registry.ALL


def schema(url: str) -> dict[str, Any]:
    """Tables, columns, keys and indexes as the database itself tells them."""
    engine = make_engine(url)
    found = sa.inspect(engine)
    told = {
        table: {
            "columns": [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(table)],
            "key": found.get_pk_constraint(table),
            "foreign": sorted(map(repr, found.get_foreign_keys(table))),
            "unique": sorted(map(repr, found.get_unique_constraints(table))),
            "indexes": sorted(map(repr, found.get_indexes(table))),
            "checks": sorted(map(repr, found.get_check_constraints(table))),
        }
        for table in sorted(found.get_table_names())
    }
    engine.dispose()
    return told


def differences(url: str) -> list[Any]:
    """What Alembic would still change."""
    engine = make_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "target_metadata": Base.metadata}
        )
        found = compare_metadata(context, Base.metadata)
    engine.dispose()
    return list(found)


def test_up_gives_what_the_models_say(url: str, config: Config) -> None:
    command.upgrade(config, "head")
    assert differences(url) == []


def test_the_comparison_notices(url: str, config: Config) -> None:
    """A comparison that found no difference anywhere would say so too."""
    command.upgrade(config, "head")
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_reviews_partnership_state")
        connection.exec_driver_sql("ALTER TABLE findings ADD COLUMN forgotten INTEGER")
    engine.dispose()
    assert {difference[0] for difference in differences(url)} == {"add_index", "remove_column"}


def test_up_gives_the_tables_that_models_alone_would_make(url: str, config: Config, tmp_path: Path) -> None:
    """Alembic compares no check constraints and no conditions of indexes; the database's own account does."""
    command.upgrade(config, "head")
    migrated = schema(url)
    migrated.pop("alembic_version")
    command.downgrade(config, "base")
    engine = make_engine(url)
    Base.metadata.create_all(engine, tables=[Base.metadata.tables[name] for name in migrated])
    engine.dispose()
    made = schema(url)
    made.pop("alembic_version")
    assert migrated == made


def test_down_leaves_nothing_and_up_again_the_same(url: str, config: Config) -> None:
    command.upgrade(config, "head")
    before = schema(url)
    assert len(before) > 20
    command.downgrade(config, "base")
    assert set(schema(url)) == {"alembic_version"}
    command.upgrade(config, "head")
    assert schema(url) == before


def test_every_model_is_migrated(url: str, config: Config) -> None:
    command.upgrade(config, "head")
    ours = {name for name in Base.metadata.tables if not name.startswith(("test_", "bench_"))}
    assert set(schema(url)) == ours | {"alembic_version"}


def test_every_step_goes_down_and_up(url: str, config: Config) -> None:
    for script in reversed(list(ScriptDirectory(str(SCRIPTS)).walk_revisions())):
        before = schema(url)
        before.pop("alembic_version", None)
        command.upgrade(config, script.revision)
        command.downgrade(config, "-1")
        after = schema(url)
        after.pop("alembic_version", None)
        assert after == before
        command.upgrade(config, script.revision)


def test_the_head_is_written_down_and_is_one() -> None:
    """Two people adding a migration at once both change HEAD, so that version control shows it."""
    scripts = ScriptDirectory(str(SCRIPTS))
    assert [(SCRIPTS / "HEAD").read_text(encoding="ascii").strip()] == scripts.get_heads()


def test_two_heads_are_refused(tmp_path: Path) -> None:
    copy = tmp_path / "migrations"
    (copy / "versions").mkdir(parents=True)
    for path in ("env.py", "versions/0001_the_record.py"):
        (copy / path).write_text((SCRIPTS / path).read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("one", "two"):
        (copy / "versions" / f"{name}.py").write_text(
            f'revision = "{name}"\ndown_revision = "0001"\n\ndef upgrade(): ...\n\ndef downgrade(): ...\n', "utf-8"
        )
    config = migrations(f"sqlite:///{tmp_path / 'darddr.db'}")
    config.set_main_option("script_location", str(copy))
    with pytest.raises(CommandError, match="Multiple head revisions"):
        command.upgrade(config, "head")
    with pytest.raises(CommandError):
        ScriptDirectory(str(copy)).get_current_head()
    assert [path.name for path in tmp_path.iterdir()] == ["migrations"]


BROKEN = """
from alembic import op
import sqlalchemy as sa

revision = "9999"
down_revision = "{head}"


def upgrade():
    op.create_table("half_made", sa.Column("id", sa.Integer, primary_key=True))
    {fault}
"""


@pytest.mark.parametrize(
    "fault", ["raise RuntimeError('power cut')", "op.execute(\"UPDATE agencies SET partnership_id = 'nobody'\")"]
)
def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, fault: str) -> None:
    """An interrupted step, and on SQLite one that leaves a row pointing at nothing, are undone whole."""
    url = f"sqlite:///{tmp_path / 'data' / 'darddr.db'}"
    command.upgrade(migrations(url), "head")
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys")
        connection.exec_driver_sql(
            "INSERT INTO partnerships (id, name, code, display_name) VALUES ('00', 'Alderbeck', 'ALD', 'dhr')"
        )
        connection.exec_driver_sql(
            "INSERT INTO agencies (id, partnership_id, name, is_responsible_authority, version_id, recorded_at)"
            " VALUES ('01', '00', 'Police', 0, 1, '2026-06-04')"
        )
    engine.dispose()
    before = (tmp_path / "data" / "darddr.db").read_bytes()
    copy = tmp_path / "migrations"
    (copy / "versions").mkdir(parents=True)
    for path in [Path("env.py"), *(p.relative_to(SCRIPTS) for p in (SCRIPTS / "versions").glob("0*.py"))]:
        (copy / path).write_text((SCRIPTS / path).read_text(encoding="utf-8"), encoding="utf-8")
    head = (SCRIPTS / "HEAD").read_text(encoding="ascii").strip()
    (copy / "versions" / "broken.py").write_text(BROKEN.format(head=head, fault=fault), encoding="utf-8")
    config = migrations(url)
    config.set_main_option("script_location", str(copy))
    with pytest.raises(RuntimeError, match=r"power cut|left a row of agencies pointing at nothing"):
        command.upgrade(config, "head")
    assert (tmp_path / "data" / "darddr.db").read_bytes() == before
