"""A filled installation, committed, and what verifying it comes to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import audit
from darddr.audit.verify import Verdict
from darddr.storage.database import reading
from tests.factories import Make
from tests.sealing import world
from tests.sealing.world import World


@pytest.fixture
def full(make: Make, session: Session) -> World:
    """Two partnerships with two reviews each, saved."""
    made = world.build(make)
    session.commit()
    return made


@pytest.fixture
def verdict(engine: Engine) -> Callable[[], Verdict]:
    """What verifying everything comes to now."""

    def verified() -> Verdict:
        with reading(engine) as session:
            return audit.verify(session)

    return verified
