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
from darddr.services.errors import Refusal
from darddr.storage.database import make_engine

config = context.config
assert registry.MODELS  # importing it makes every table known to the metadata


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
            raise Refusal(
                f"A migration of {config.attributes['database_url'].partition('///')[2]} left a row of {broken[0]} "
                f"pointing at a row of {broken[2]} that is not there. Nothing has been changed."
            )


def _run_postgresql(connection: Connection) -> None:
    """Of two upgrades at once the second waits, then finds nothing left to do; SQLite's write lock does the same."""
    with connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('darddr migrations'))"))
        _configure(connection)
        context.run_migrations()


def run() -> None:
    """Bring the database to the wanted revision, all steps in one transaction."""
    engine = make_engine(config.attributes["database_url"])
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                _run_sqlite(connection)
            else:
                _run_postgresql(connection)
    finally:
        engine.dispose()


run()
