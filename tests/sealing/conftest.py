"""A filled installation, made once a worker and copied for each test that asks for it, and what verifying it comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import audit
from darddr.audit.verify import Verdict
from darddr.models.partnership import Partnership
from darddr.models.review import Review
from darddr.settings import Settings
from darddr.storage.database import reading
from tests.databases import Template
from tests.factories import Make
from tests.sealing import world
from tests.sealing.world import World

Fulls = Callable[[str], tuple[Template, World]]


@pytest.fixture(scope="session")
def fulls(templates: Callable[[str], Template], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fulls]:
    """A filled installation of each kind, made once a worker when first asked for. Only copied from."""
    made: dict[str, tuple[Template, World]] = {}

    def full_of(kind: str) -> tuple[Template, World]:
        if kind not in made:
            folder = tmp_path_factory.mktemp("full") / kind
            made[kind] = templates(kind).filled(folder, lambda session: world.build(Make(session)))
        return made[kind]

    yield full_of
    for template, _ in made.values():
        template.dropped()


@pytest.fixture
def settings(
    request: pytest.FixtureRequest,
    templates: Callable[[str], Template],
    fulls: Fulls,
    database_kind: str,
    tmp_path: Path,
) -> Iterator[Settings]:
    """The settings of an installation of the test's own: a filled one, where the test asks for that."""
    template = fulls(database_kind)[0] if "full" in request.fixturenames else templates(database_kind)
    with template.copied(tmp_path / "instance") as settings:
        yield settings


@pytest.fixture
def full(fulls: Fulls, database_kind: str, session: Session) -> World:
    """Two partnerships with two reviews each, saved; as they are in the test's session."""
    made = fulls(database_kind)[1]
    partnerships = tuple(session.get_one(Partnership, one.id) for one in made.partnerships)
    reviews = tuple(session.get_one(Review, one.id) for one in made.reviews)
    session.commit()
    return World(partnerships, reviews)


@pytest.fixture
def verdict(engine: Engine) -> Callable[[], Verdict]:
    """What verifying everything comes to now."""

    def verified() -> Verdict:
        with reading(engine) as session:
            return audit.verify(session)

    return verified
