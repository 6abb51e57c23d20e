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
from darddr.models.partnership import Agency, Partnership
from darddr.services.opening import SCRIPTS, migrations
from darddr.storage.database import make_engine, writing

assert registry.ALL


def plain_engine(url: str) -> sa.Engine:
    """SQLAlchemy cannot read PostgreSQL's catalogue through our binary cursor, and darddr never asks it to."""
    return sa.create_engine(url, poolclass=sa.NullPool)


def schema(url: str) -> dict[str, Any]:
    """Tables, columns, keys and indexes as the database itself tells them."""
    found = sa.inspect(plain_engine(url))
    return {
        table: {
            "columns": [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(table)],
            "key": found.get_pk_constraint(table),
            "foreign": sorted(map(repr, found.get_foreign_keys(table))),
            "unique": sorted(map(repr, found.get_unique_constraints(table))),
            "indexes": sorted(map(index_told, found.get_indexes(table))),
            "checks": sorted(map(repr, found.get_check_constraints(table))),
        }
        for table in found.get_table_names()
    }


def index_told(index: Any) -> str:
    """An index with its condition in words."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return repr({**index, "dialect_options": options})


def differences(url: str) -> list[Any]:
    """What Alembic would still change."""
    with plain_engine(url).connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, kind, _: kind != "table" or not str(name).startswith(("test_", "bench_")),
            },
        )
        return list(compare_metadata(context, Base.metadata))


def test_up_gives_what_the_models_say(url: str, config: Config) -> None:
    command.upgrade(config, "head")
    assert differences(url) == []


def test_the_comparison_notices(url: str, config: Config) -> None:
    """A comparison that found no difference anywhere would say so too."""
    command.upgrade(config, "head")
    with plain_engine(url).begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_reviews_partnership_state")
        connection.exec_driver_sql("ALTER TABLE findings ADD COLUMN forgotten INTEGER")
    assert {difference[0] for difference in differences(url)} == {"add_index", "remove_column"}


def test_up_gives_the_tables_that_models_alone_would_make(url: str, config: Config, tmp_path: Path) -> None:
    """Alembic compares no check constraints and no conditions of indexes; the database's own account does."""
    command.upgrade(config, "head")
    migrated = schema(url)
    migrated.pop("alembic_version")
    command.downgrade(config, "base")
    Base.metadata.create_all(plain_engine(url), tables=[Base.metadata.tables[name] for name in migrated])
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
    assert schema(f"sqlite:///{tmp_path / 'darddr.db'}") == {}


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
    with writing(engine) as session:
        partnership = Partnership(name="Alderbeck", code="ALD")
        session.add(partnership)
        session.flush()
        session.add(Agency(partnership_id=partnership.id, name="Police"))
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
