"""Every sealed value of a filled database, put in the place of every other: none opens but at home."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations, product
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr.crypto import envelope, ring
from darddr.crypto.errors import CannotOpen, DataKeyMissing
from darddr.crypto.scopes import Scope, SealClass
from darddr.models.document import Document
from darddr.models.person import Person
from darddr.storage.database import reading, writing
from tests.factories import Make
from tests.sealing import world
from tests.sealing.world import Cell, World

MANY = 20_000
Refused = (CannotOpen, DataKeyMissing)


def opens(blob: bytes, cell: Cell) -> bytes | None:
    """What a value opens to in the place of a cell; None where it is refused."""
    try:
        return ring().open(blob, cell.scope, cell.klass, cell.table, cell.row_id)
    except Refused:
        return None


def sampled(cells: list[Cell]) -> list[Cell]:
    """All of them; of too many, one of each table, column and scope."""
    if len(cells) * (len(cells) - 1) <= MANY:
        return cells
    return list({(cell.table, cell.column, cell.scope): cell for cell in cells}.values())


def test_no_value_opens_in_the_place_of_another(full: World, engine: Engine) -> None:
    with reading(engine) as session:
        every = list(world.cells(session))
    chosen = sampled(every)
    assert {cell.table for cell in chosen} == {model.__tablename__ for model in world.models()}
    assert {cell.klass for cell in chosen} == {*SealClass} - {SealClass.LOG}
    owners = [Scope.partnership(p.id) for p in full.partnerships] + [Scope.review(r.id) for r in full.reviews]
    assert {cell.scope for cell in chosen} == {Scope.installation(), *owners}
    assert all(opens(cell.blob, cell) is not None for cell in every)
    pairs = list(permutations(chosen, 2))
    assert len(pairs) > 4_000
    assert [(here[:3], there[:3]) for here, there in pairs if opens(here.blob, there) is not None] == []


def test_no_value_opens_in_another_row_of_its_own_column(full: World, engine: Engine) -> None:
    with reading(engine) as session:
        every = list(world.cells(session))
    pairs = [(one, two) for one, two in permutations(every, 2) if (one.table, one.column) == (two.table, two.column)]
    assert len(pairs) > 1_000
    assert [(one[:3], two[:3]) for one, two in pairs if opens(one.blob, two) is not None] == []


class Place(NamedTuple):
    """What a value is bound to but its key version."""

    scope: Scope
    klass: SealClass
    table: str
    row: int


def places(reviews: World) -> list[Place]:
    one, two = reviews.partnerships
    scopes = [Scope.installation(), Scope.partnership(one.id), Scope.partnership(two.id)]
    scopes += [Scope.review(review.id) for review in reviews.reviews]
    classes = [klass for klass in SealClass if klass is not SealClass.LOG]
    return [Place(*each) for each in product(scopes, classes, ("people", "documents"), (1, 2))]


@pytest.fixture
def sites(full: World) -> list[Place]:
    return places(full)


@given(plain=st.binary(max_size=200), data=st.data())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sealed_opens_at_home_alone(sites: list[Place], plain: bytes, data: st.DataObject) -> None:
    home, away = data.draw(st.sampled_from(sites)), data.draw(st.sampled_from(sites))
    row = world.UUID(int=home.row)
    blob = ring().seal(plain, home.scope, home.klass, home.table, row)
    assert ring().open(blob, home.scope, home.klass, home.table, row) == plain
    if home != away:
        with pytest.raises(CannotOpen):
            ring().open(blob, away.scope, away.klass, away.table, world.UUID(int=away.row))


def test_between_versions_of_one_key(full: World, engine: Engine) -> None:
    """A value of the first version does not pass for one of the second, nor the other way about."""
    with reading(engine) as session:
        old = {cell[:3]: cell for cell in world.cells(session)}
    scopes = {(cell.scope, cell.klass) for cell in old.values()}
    assert {ring().renew(scope, klass) for scope, klass in scopes} == {2}
    with writing(engine) as session:
        for model in world.models():
            for row in session.scalars(world.sa.select(model)):
                for record in row.sealed_records:
                    if fields := dict(row._open(record)):
                        row.fill(**dict.fromkeys(fields, None))
                        row.fill(**fields)
                if isinstance(row, world.WITH_A_FILE):
                    row.keep(row.data())
    with reading(engine) as session:
        new = {cell[:3]: cell for cell in world.cells(session)}
    assert old.keys() == new.keys()
    assert {envelope.key_version(cell.blob) for cell in new.values()} == {2}
    for key, cell in new.items():
        before = old[key].blob
        assert opens(before, cell) == opens(cell.blob, cell) is not None
        assert opens(envelope.head(2) + before[5:], cell) is None
        assert opens(envelope.head(1) + cell.blob[5:], cell) is None
        assert opens(envelope.head(3) + cell.blob[5:], cell) is None


Spoil = Callable[[bytes, int], bytes]
SPOILS: dict[str, Spoil] = {
    "a bit turned": lambda blob, at: blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :],
    "a high bit turned": lambda blob, at: blob[:at] + bytes([blob[at] ^ 0x80]) + blob[at + 1 :],
    "a byte taken out": lambda blob, at: blob[:at] + blob[at + 1 :],
    "a byte put in": lambda blob, at: blob[:at] + b"\0" + blob[at:],
    "cut there": lambda blob, at: blob[:at],
    "lengthened": lambda blob, at: blob + bytes(at + 1),
}


@pytest.mark.parametrize("name", SPOILS)
def test_a_spoilt_value_is_refused_wherever_it_was_touched(make: Make, session: Session, name: str) -> None:
    person = make.person(make.review(make.partnership()))
    for record, klass in Person.sealed_records.items():
        blob = getattr(person, record)
        cell = Cell("people", person.id, record, klass, person.scope(), blob)
        assert opens(blob, cell) is not None
        spoilt = [SPOILS[name](blob, at) for at in range(len(blob))]
        assert [at for at, one in enumerate(spoilt) if one != blob and opens(one, cell) is not None] == []


@pytest.mark.parametrize("name", SPOILS)
def test_a_spoilt_file_is_refused_wherever_it_was_touched(full: World, session: Session, name: str) -> None:
    document = session.scalars(world.sa.select(Document).limit(1)).one()
    whole = document.content
    for at in range(len(whole)):
        document.content = SPOILS[name](whole, at)
        if document.content != whole:
            with pytest.raises(Refused):
                document.data()


def test_a_file_in_the_place_of_another_is_refused(full: World, session: Session) -> None:
    documents = session.scalars(world.sa.select(Document)).all()
    assert len(documents) == 8
    kept = [document.content for document in documents]
    for one, content in product(documents, kept):
        home = one.content is content or kept[documents.index(one)] == content
        one.content = content
        if home:
            assert one.data().startswith(b"%PDF")
        else:
            with pytest.raises(CannotOpen):
                one.data()
