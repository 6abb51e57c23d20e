"""A committed chain of a partnership, and a way to tamper with it past darddr."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import audit
from darddr.audit.verify import Verdict
from darddr.models.subject import Place
from darddr.storage.database import reading, writing
from tests.factories import Make

LENGTH = 6

Tamper = Callable[..., Verdict]


@pytest.fixture
def place(make: Make, session: Session) -> Place:
    """A partnership whose chain has six entries."""
    place = Place(make.partnership().id)
    for number in range(LENGTH):
        audit.record(session, None, audit.Tag.DOCUMENT_CHECKED, place, document=place.partnership_id, hits=number)
    session.commit()
    return place


@pytest.fixture
def verdict(engine: Engine) -> Callable[[], Verdict]:
    """What walking every chain comes to now."""

    def walked() -> Verdict:
        with reading(engine) as session:
            return audit.verify(session)

    return walked


@pytest.fixture
def tamper(engine: Engine, place: Place, verdict: Callable[[], Verdict]) -> Tamper:
    """Run statements as whoever has the database and not the key; `:chain` is the chain. What verifying then says."""

    def run(*statements: str, **values: Any) -> Verdict:
        with writing(engine) as session:
            chain = place.partnership_id.hex
            for statement in statements:
                done = session.connection().execute(sa.text(statement), {"chain": chain, **values})
                assert done.rowcount > 0
        return verdict()

    return run


def faults(verdict: Verdict, chain_id: UUID) -> list[tuple[int, str]]:
    """Where the chain is broken and what is said of it; no other chain may be."""
    assert {fault.chain_id for fault in verdict.faults} <= {chain_id}
    return [(fault.sequence, fault.message) for fault in verdict.faults]
