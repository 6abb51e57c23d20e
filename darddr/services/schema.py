"""Refusing a database whose schema is not this program's: of another version, half made, or changed by hand."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError

from darddr.models.base import Base
from darddr.models.registry import TABLES
from darddr.services.errors import Refusal
from darddr.storage.schema import first_difference, told, told_of_models

UNCHANGED = "Nothing has been changed."
BY_HAND = f"It was changed by hand or cut short: restore it from a backup. {UNCHANGED}"


class SchemaOlder(Refusal):
    """The database is of an earlier version than the program, and can be upgraded."""


def address(url: sa.URL | str) -> str:
    """Where a database is, for people: a file by its path, a server without its password."""
    url = sa.make_url(url)
    if url.get_backend_name() == "sqlite" and url.database:
        return url.database
    return url.render_as_string(hide_password=True)


def check_version(engine: sa.Engine, head: str, known: Collection[str]) -> None:
    """Raises Refusal unless the database stands at the program's migration head with all its tables there, SchemaOlder
    where it stands at an earlier one, always naming the database and which of the two is newer. Reads only.
    """
    place = f"The database at {address(engine.url)}"
    try:
        tables, versions = _tables_and_versions(engine)
    except DBAPIError as error:
        raise Refusal(f"{place} cannot be read: {said_by(error)}. {UNCHANGED}") from None
    lacking = [table.name for table in TABLES if table.name not in tables]
    if len(versions) > 1:
        raise Refusal(f"{place} says it is at {len(versions)} versions ({', '.join(versions)}). {BY_HAND}")
    if not versions and len(lacking) < len(TABLES):
        raise Refusal(f"{place} holds tables of darddr, but alembic_version does not say of which version. {BY_HAND}")
    if not versions:
        raise Refusal(f"{place} holds no darddr tables. Run “darddr init” first. {UNCHANGED}")
    if versions[0] not in known:
        raise Refusal(
            f"{place} is at version {versions[0]}, which this program ({head}) does not know: it was made by a newer darddr. "
            f"Install that version. {UNCHANGED}"
        )
    if versions[0] != head:
        raise SchemaOlder(
            f"{place} is at version {versions[0]}, older than this program ({head}). Run “darddr upgrade”. {UNCHANGED}"
        )
    if lacking:
        raise Refusal(f"{place} is at version {head} but lacks the table {lacking[0]}. {BY_HAND}")


def check_drift(engine: sa.Engine) -> None:
    """Raises Refusal naming the first column, constraint, index or trigger that differs from what the models say.

    Slower than `check_version`, and on PostgreSQL its user must be allowed to make a schema, though none is kept.
    """
    place = f"The database at {address(engine.url)}"
    try:
        with engine.connect() as connection:
            found = told(connection)
        wanted = told_of_models(engine, Base.metadata, TABLES)
    except DBAPIError as error:
        raise Refusal(f"{place} cannot be compared with this program: {said_by(error)}. {UNCHANGED}") from None
    if difference := first_difference(found, wanted):
        raise Refusal(f"{place} {difference}. {BY_HAND}")


def said_by(error: DBAPIError) -> str:
    """The database's own first words where they name tables and constraints; else the error's class, as it may hold values.

    SOURCE: postgresql.org, Error Fields: the primary message of these classes holds no row's values, the detail does.
    """
    kind = type(error.orig).__name__
    if not isinstance(error, IntegrityError | OperationalError | ProgrammingError):
        return kind
    words = getattr(getattr(error.orig, "diag", None), "message_primary", None) or str(error.orig)
    return f"{kind}, {words.splitlines()[0]}" if words else kind


def _tables_and_versions(engine: sa.Engine) -> tuple[set[str], list[str]]:
    with engine.connect() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        if "alembic_version" not in tables:
            return tables, []
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version ORDER BY version_num")
        return tables, list(found.scalars())
