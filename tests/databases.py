"""Empty databases for tests: SQLite always, PostgreSQL where DARDDR_TEST_POSTGRES_URL names a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

KINDS = ("sqlite", "postgresql")


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database; in PostgreSQL a schema of the test's own, dropped afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'darddr.db'}"
        return
    url = os.environ.get("DARDDR_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("DARDDR_TEST_POSTGRES_URL names no PostgreSQL database")
    schema = f"test_{uuid4().hex}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    yield sa.make_url(url).update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(False)
    with admin.connect() as connection:
        connection.execute(sa.schema.DropSchema(schema, cascade=True))
    admin.dispose()
