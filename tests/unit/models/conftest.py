"""An installed keyring, and an empty database of each kind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from darddr import crypto
from darddr.crypto.keyring import Keyring
from darddr.crypto.keystore import KeyStore
from darddr.crypto.providers import FileProvider
from darddr.crypto.scopes import Scope
from darddr.storage.database import make_engine, writing
from tests.unit.models.witnesses import Inquest, Rows, Witness


@pytest.fixture
def ring(tmp_path: Path) -> Iterator[Keyring]:
    made = Keyring(KeyStore(f"sqlite:///{tmp_path / 'keystore.db'}"), FileProvider.create(tmp_path / "root.key"))
    made.initialise(database_empty=True)
    before = list(crypto._installed)
    crypto.install(made)
    yield made
    crypto.install(before[0] if before else None)


@pytest.fixture
def review_id(ring: Keyring) -> UUID:
    review_id = uuid4()
    ring.open_scope(Scope.review(review_id))
    return review_id


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty database of each kind; PostgreSQL in a schema of the test's own."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'data' / 'darddr.db'}")
        Rows.metadata.create_all(engine)
        yield engine
        engine.dispose()
        return
    url = os.environ.get("DARDDR_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("DARDDR_TEST_POSTGRES_URL names no PostgreSQL database")
    schema = f"test_{uuid4().hex}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    engine = make_engine(
        sa.make_url(url).update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(False)
    )
    Rows.metadata.create_all(engine)
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(sa.schema.DropSchema(schema, cascade=True))
    admin.dispose()


@pytest.fixture
def saved(engine: sa.Engine, review_id: UUID) -> UUID:
    """The id of a saved witness."""
    with writing(engine) as session:
        session.add(Inquest(id=review_id))
        session.flush()
        witness = Witness(review_id=review_id, name="Ngozi Ashdown", phones=["01632 960001"], account="She saw it.")
        session.add(witness)
        return witness.id
