"""Key store and database that do not belong together: one sentence, no byte changed in either, and the rest still opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from darddr import audit
from darddr.app import create_app
from darddr.audit.verify import verify
from darddr.crypto.errors import (
    DataKeyMissing,
    KeyProblem,
    KeyStoreForeign,
    KeyStoreInUse,
    KeyStoreMissing,
    WrongRootKey,
)
from darddr.crypto.keystore import KeyStore
from darddr.crypto.providers import FileProvider
from darddr.crypto.rootkey import RootKey
from darddr.crypto.scopes import Scope, SealClass
from darddr.models.base import Base
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.services.opening import Opened, make_installation, open_installation
from darddr.settings import Settings
from darddr.storage.database import make_engine, reading, writing
from tests.factories import Make

Rows = dict[str, list[tuple[Any, ...]]]
UNCHANGED = " Nothing has been changed."


def tables() -> list[sa.Table]:
    """The application's, parents first."""
    return [t for t in Base.metadata.sorted_tables if not t.name.startswith(("test_", "bench_"))]


def rows_of(url: str) -> Rows:
    """Every row of every table, as stored."""
    engine = make_engine(url)
    with engine.connect() as connection:
        held = {
            table.name: [tuple(row) for row in connection.execute(sa.select(table).order_by(table.c.id))]
            for table in tables()
        }
    engine.dispose()
    return held


def put_back(url: str, held: Rows) -> None:
    """Restore a backup of the database: its rows and no others."""
    engine = make_engine(url)
    with engine.begin() as connection:
        for table in reversed(tables()):
            connection.execute(table.delete())
        for table in tables():
            for row in held[table.name]:
                connection.execute(table.insert(), dict(zip(table.columns.keys(), row, strict=True)))
    engine.dispose()


@dataclass
class Site:
    """An installation whose parts can be exchanged between one start and the next."""

    settings: Settings
    opened: Opened
    old: Review
    old_rows: Rows
    old_keys: bytes
    new: Review
    person: UUID

    @property
    def keys(self) -> Path:
        return Path(str(sa.make_url(self.settings.keystore_url).database))

    def stop(self) -> None:
        self.opened.engine.dispose()
        self.opened.keyring.keystore.dispose()

    def start(self) -> Opened:
        self.opened = open_installation(self.settings)
        return self.opened

    def held(self) -> tuple[Rows, bytes | None]:
        return rows_of(self.settings.database_url), self.keys.read_bytes() if self.keys.exists() else None

    def unchanged(self, attempt: Callable[[], object], kind: type[KeyProblem], said: str) -> None:
        """What was attempted is refused in these words, and neither database nor key store has changed."""
        before = self.held()
        with pytest.raises(kind) as refused:
            attempt()
        assert said in str(refused.value)
        assert str(refused.value).endswith(UNCHANGED)
        assert str(refused.value).count(UNCHANGED) == 1
        self.stop()
        assert self.held() == before


@pytest.fixture
def site(settings: Settings, installation: Opened, session: Session, make: Make) -> Iterator[Site]:
    """One review made before a backup of both parts, another after it."""
    partnership = make.partnership()
    old = make.review(partnership)
    session.commit()
    keys = Path(str(sa.make_url(settings.keystore_url).database))
    earlier = rows_of(settings.database_url), keys.read_bytes()
    new = make.review(partnership)
    person = make.person(new)
    session.commit()
    session.close()
    site = Site(settings, installation, old, *earlier, new, person.id)
    site.stop()
    yield site
    site.stop()


def names(opened: Opened, review: Review) -> list[Any]:
    """The names of everybody on a review."""
    with reading(opened.engine) as session:
        return [person.names for person in session.scalars(sa.select(Person).filter_by(review_id=review.id))]


def rename(opened: Opened, review: Review) -> None:
    """Save something about somebody on a review."""
    with writing(opened.engine) as session:
        session.scalars(sa.select(Person).filter_by(review_id=review.id)).first().names = ["Zelphine Arrow"]  # type: ignore[union-attr]


def open_another(opened: Opened, review: Review) -> None:
    opened.keyring.open_scope(Scope.review(review.id))


def test_an_older_key_store_opens_what_it_can(site: Site) -> None:
    site.keys.write_bytes(site.old_keys)
    opened = site.start()
    assert len(names(opened, site.old)) == 1
    said = f"There is no identity key of review {site.new.id} in the key store."
    for attempt in (names, rename):
        site.unchanged(lambda attempt=attempt: attempt(site.opened, site.new), DataKeyMissing, said)
    with reading(opened.engine) as session:
        assert verify(session).ok, "the log is the partnership's, and its key is older than the backup"


def test_an_older_database_with_newer_keys_is_whole_and_goes_on(site: Site) -> None:
    with reading(site.opened.engine) as session:
        kept = audit.checkpoint(session)
    site.stop()
    put_back(site.settings.database_url, site.old_rows)
    before = site.held()
    opened = site.start()
    assert (len(names(opened, site.old)), names(opened, site.new)) == (1, [])
    with reading(opened.engine) as session:
        assert verify(session).ok
        assert audit.missing_since(session, kept) != (), "only a checkpoint kept elsewhere knows that there was more"
    site.stop()
    assert site.held() == before
    rename(site.start(), site.old)
    assert names(site.opened, site.old) == [["Zelphine Arrow"]]


@pytest.mark.parametrize("klass", [SealClass.IDENTITY, SealClass.NARRATIVE, SealClass.LEARNING])
def test_one_key_missing(site: Site, klass: SealClass) -> None:
    with sa.create_engine(site.settings.keystore_url).begin() as connection:
        gone = connection.execute(
            sa.text("DELETE FROM data_keys WHERE scope_id = :review AND class = :klass"),
            {"review": str(site.new.id), "klass": klass.value},
        )
        assert gone.rowcount == 1
    site.start()
    said = f"There is no {klass} key of review {site.new.id} in the key store."
    field = {SealClass.IDENTITY: "names", SealClass.NARRATIVE: "pseudonym", SealClass.LEARNING: "sex"}
    for each, name in field.items():
        if each is klass:
            site.unchanged(lambda name=name: read(site, name), DataKeyMissing, said)
            site.unchanged(lambda name=name: read(site, name, "x"), DataKeyMissing, said)
        else:
            assert read(site, name)
    assert len(names(site.opened, site.old)) == 1


def read(site: Site, name: str, new: str | None = None) -> Any:
    """A field of a person of the newer review; set first, where there is a value for it."""
    with writing(site.opened.engine) as session:
        person = session.get_one(Person, site.person)
        if new is not None:
            setattr(person, name, new)
        return getattr(person, name)


def test_a_destroyed_key_names_the_day_and_stays_destroyed(site: Site) -> None:
    site.start().keyring.destroy(Scope.review(site.new.id), SealClass.IDENTITY)
    said = f"The identity key of review {site.new.id} was destroyed on "
    for attempt in (names, rename):
        site.unchanged(lambda attempt=attempt: attempt(site.opened, site.new), DataKeyMissing, said)
    site.unchanged(lambda: open_another(site.opened, site.new), KeyProblem, "was destroyed and is never made again.")
    assert read(site, "pseudonym").startswith("Pseudonym")
    assert len(names(site.opened, site.old)) == 1
    with reading(site.opened.engine) as session:
        assert verify(session).ok


def other_root(site: Site) -> RootKey:
    root = RootKey.make()
    site.settings.root_key_file.write_text(root.text())
    return root


def test_another_root_key(site: Site) -> None:
    needed = RootKey.parse(site.settings.root_key_file.read_text(), "")
    said = f"This installation needs {needed.named}. The key supplied by the file {site.settings.root_key_file} is "
    said += f"{other_root(site).named}."
    for attempt in (site.start, lambda: create_app(site.settings)):
        site.unchanged(attempt, WrongRootKey, said)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Settings:
    """Another installation."""
    other = Settings.for_instance(tmp_path / "elsewhere")
    made = make_installation(other)
    made.engine.dispose()
    made.keyring.keystore.dispose()
    return other


def test_the_key_store_of_another_installation(site: Site, elsewhere: Settings) -> None:
    theirs = Path(str(sa.make_url(elsewhere.keystore_url).database))
    site.keys.write_bytes(theirs.read_bytes())
    site.unchanged(site.start, WrongRootKey, "This installation needs root key ")


def test_the_key_store_of_another_installation_under_the_same_root_key(site: Site, tmp_path: Path) -> None:
    other = Settings.for_instance(tmp_path / "elsewhere", root_key_file=site.settings.root_key_file)
    made = make_installation(other)
    made.engine.dispose()
    made.keyring.keystore.dispose()
    site.keys.write_bytes(Path(str(sa.make_url(other.keystore_url).database)).read_bytes())
    site.unchanged(
        site.start, KeyStoreForeign, "The key store belongs to another installation that has the same root key."
    )


def test_no_key_store_beside_a_filled_database(site: Site) -> None:
    site.keys.unlink()
    for attempt in (site.start, lambda: create_app(site.settings)):
        site.unchanged(attempt, KeyStoreMissing, "There is no key store at ")
    assert not site.keys.exists(), "looking for it makes none"
    site.unchanged(
        lambda: make_installation(site.settings),
        KeyStoreInUse,
        "The database already holds data, whose keys must be found",
    )
    assert not site.keys.exists()


def test_an_empty_key_store_beside_a_filled_database(site: Site) -> None:
    site.keys.unlink()
    store = KeyStore(site.settings.keystore_url)
    store.create()
    store.dispose()
    site.unchanged(site.start, KeyStoreMissing, "The key store holds no keys.")
    site.unchanged(lambda: make_installation(site.settings), KeyStoreInUse, "The database already holds data")


def test_keys_of_a_rotation_that_stopped_half_way(site: Site) -> None:
    """The key store stands under the new root key and the database still names the old one."""
    fresh = site.settings.root_key_file.with_name("fresh.key")
    provider = FileProvider.create(fresh)
    site.start().keyring.rewrap(provider)
    site.unchanged(site.start, KeyProblem, "root key")
    site.settings.root_key_file.write_text(fresh.read_text())
    site.unchanged(site.start, WrongRootKey, f"is {RootKey.parse(fresh.read_text(), '').named}.")
