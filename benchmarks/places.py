"""Installations for benchmarks: SQLite always, PostgreSQL where DARDDR_TEST_POSTGRES_URL names a database."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from national import National, Size, fill

from darddr.services.opening import make_installation
from darddr.settings import Settings
from darddr.storage.database import WRITES

POSTGRES = "DARDDR_TEST_POSTGRES_URL"


def kinds() -> tuple[str, ...]:
    """The databases that can be measured here."""
    if os.environ.get(POSTGRES):
        return ("sqlite", "postgresql")
    print(f"{POSTGRES} names no database: SQLite alone is measured.")
    return ("sqlite",)


@contextmanager
def settings(kind: str) -> Iterator[Settings]:
    """Settings of an installation that is still to be made; everything is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder) / "instance"
        if kind == "sqlite":
            yield Settings.for_instance(instance, secure_cookies=False)
            return
        schema, admin = f"bench_{uuid4().hex}", sa.create_engine(os.environ[POSTGRES], isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.schema.CreateSchema(schema))
        try:
            url = sa.make_url(os.environ[POSTGRES]).update_query_dict({"options": f"-csearch_path={schema}"})
            yield Settings.for_instance(
                instance, secure_cookies=False, database_url=url.render_as_string(hide_password=False)
            )
        finally:
            with admin.connect() as connection:
                connection.execute(sa.schema.DropSchema(schema, cascade=True))
            admin.dispose()


@contextmanager
def filled(kind: str, size: Size) -> Iterator[tuple[Settings, sa.Engine, National]]:
    """An installation with a national data set in it.

    PostgreSQL gathers its statistics by itself within a minute, so it is told to at once; SQLite has none until asked.
    """
    with settings(kind) as chosen:
        opened = make_installation(chosen)
        with opened.engine.execution_options(**{WRITES: True}).begin() as connection:
            national = fill(connection, size)
        if kind == "postgresql":
            with opened.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        try:
            yield chosen, opened.engine, national
        finally:
            opened.engine.dispose()
