"""Runs migrations on SQLite and PostgreSQL alike.

SQLite changes a table by copying it (batch mode). Foreign keys go off before the transaction begins, because SQLite ignores the
switch inside one, and every key is checked before the commit.
"""

from typing import Literal

from alembic import context
from sqlalchemy import Connection, Enum, text

from darddr.models import registry
from darddr.models.base import Base, Moment
from darddr.models.sealing import SealedBytes
from darddr.storage.database import make_engine

config = context.config
assert registry.ALL  # importing it makes every table known to the metadata


def _plain_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Scripts name plain column types, so that an old one still runs when a type of ours has gone."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, SealedBytes):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


def _configure(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        render_item=_plain_type,
    )


def _run_sqlite(connection: Connection) -> None:
    connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
    with connection.execution_options(writes=True).begin():
        _configure(connection)
        context.run_migrations()
        if broken := connection.execute(text("PRAGMA foreign_key_check")).first():
            raise RuntimeError(f"A migration left a row of {broken[0]} pointing at nothing. Nothing has been changed.")
    connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


def _run_postgresql(connection: Connection) -> None:
    with connection.begin():
        _configure(connection)
        context.run_migrations()


def run() -> None:
    """Bring the database to the wanted revision, all steps in one transaction."""
    engine = make_engine(config.attributes["database_url"])
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _run_sqlite(connection)
        else:
            _run_postgresql(connection)
    engine.dispose()


run()
