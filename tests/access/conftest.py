"""The world, and a stage on which everything done is undone: one open transaction, a savepoint for every scene."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.access.stage import Stage
from tests.access.world import World, build_world
from tests.factories import Make


@pytest.fixture
def world(make: Make, session: Session) -> World:
    """The world, committed."""
    built = build_world(make)
    session.commit()
    return built


@pytest.fixture
def stage(app: Flask, engine: Engine, world: World) -> Iterator[Stage]:
    """The application over the world, working in a transaction that is never committed."""
    own = app.extensions["darddr.engine"]
    with engine.connect() as connection:
        outer = connection.begin()
        yield Stage(app, connection, world)
        outer.rollback()
    app.extensions["darddr.engine"] = own
