"""The world, made once a worker, and a stage on which everything done is undone: one open transaction, a savepoint for every scene."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr.models.user import User
from darddr.settings import Settings
from tests.access.stage import Stage
from tests.access.world import World, build_world
from tests.databases import Template
from tests.factories import Make

Worlds = Callable[[str], tuple[Template, World]]


@pytest.fixture(scope="session")
def worlds(templates: Callable[[str], Template], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """An installation of each kind with the world in it, made once a worker when first asked for. Only copied from."""
    made: dict[str, tuple[Template, World]] = {}

    def world_of(kind: str) -> tuple[Template, World]:
        if kind not in made:
            folder = tmp_path_factory.mktemp("world") / kind
            made[kind] = templates(kind).filled(folder, lambda session: build_world(Make(session)))
        return made[kind]

    yield world_of
    for template, _ in made.values():
        template.dropped()


@pytest.fixture
def settings(worlds: Worlds, database_kind: str, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an installation of the test's own, with the world in it."""
    with worlds(database_kind)[0].copied(tmp_path / "instance") as settings:
        yield settings


@pytest.fixture
def world(worlds: Worlds, database_kind: str, session: Session) -> World:
    """The world, with its people as they are in the test's session."""
    made = worlds(database_kind)[1]
    rows = {row.id: row for row in session.scalars(select(User))}
    session.commit()
    return replace(made, people={name: rows[user.id] for name, user in made.people.items()})


@pytest.fixture
def stage(app: Flask, engine: Engine, world: World) -> Iterator[Stage]:
    """The application over the world, working in a transaction that is never committed."""
    own = app.extensions["darddr.engine"]
    with engine.connect() as connection:
        outer = connection.begin()
        yield Stage(app, connection, world)
        outer.rollback()
    app.extensions["darddr.engine"] = own
