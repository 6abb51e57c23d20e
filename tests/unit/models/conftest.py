"""An installed keyring, and an empty database of each kind."""

from __future__ import annotations

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
from tests.databases import KINDS, empty_database
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


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database of each kind that holds the tables of these tests alone."""
    with empty_database(request.param, tmp_path) as url:
        engine = make_engine(url)
        Rows.metadata.create_all(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def saved(engine: sa.Engine, review_id: UUID) -> UUID:
    """The id of a saved witness."""
    with writing(engine) as session:
        session.add(Inquest(id=review_id))
        session.flush()
        witness = Witness(review_id=review_id, name="Ngozi Ashdown", phones=["01632 960001"], account="She saw it.")
        session.add(witness)
        return witness.id
