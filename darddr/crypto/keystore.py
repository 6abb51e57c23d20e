"""Wrapped data keys, in a database of their own: a backup of the data must never carry the keys along."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from darddr import clock
from darddr.crypto.errors import DataKeyExists, KeyStoreMissing
from darddr.crypto.scopes import Scope, SealClass

FORMAT = 1

_tables = sa.MetaData()
_format = sa.Table("key_store_format", _tables, sa.Column("version", sa.Integer, primary_key=True))
_root_keys = sa.Table(
    "root_keys",
    _tables,
    sa.Column("fingerprint", sa.String(16), primary_key=True),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("canary", sa.LargeBinary, nullable=False),
)
_data_keys = sa.Table(
    "data_keys",
    _tables,
    sa.Column("scope_kind", sa.String(12), primary_key=True),
    sa.Column("scope_id", sa.String(36), primary_key=True),
    sa.Column("class", sa.String(12), primary_key=True, key="klass"),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("root_fingerprint", sa.String(16), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
)
_tombstones = sa.Table(
    "tombstones",
    _tables,
    sa.Column("scope_kind", sa.String(12), primary_key=True),
    sa.Column("scope_id", sa.String(36), primary_key=True),
    sa.Column("class", sa.String(12), primary_key=True, key="klass"),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)


class RootRecord(NamedTuple):
    """A root key the store has been wrapped under: its public name, when it was made, and a canary only it opens."""

    fingerprint: str
    made_at: datetime
    canary: bytes


class WrappedKey(NamedTuple):
    """One data key as stored: of use to nobody without the root key."""

    scope: Scope
    klass: SealClass
    version: int
    wrapped: bytes
    root_fingerprint: str


class Tombstone(NamedTuple):
    """That a key was destroyed, and when."""

    scope: Scope
    klass: SealClass
    at: datetime


class KeyStore:
    """The database of wrapped keys. Reading never creates anything, not even the file."""

    def __init__(self, url: str) -> None:
        self._url = sa.make_url(url)
        self._engine = sa.create_engine(self._url, hide_parameters=True)
        self._seen = False
        if self._url.get_backend_name() == "sqlite":
            sa.event.listen(self._engine, "connect", _prepare_sqlite)

    def dispose(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def exists(self) -> bool:
        """Whether a key store is there at all."""
        if (file := self._file()) is not None and not file.is_file():
            return False
        if not self._seen:
            with self._engine.connect() as connection:
                self._seen = sa.inspect(connection).has_table(_format.name)
        return self._seen

    def create(self) -> None:
        """Make the tables; the file, where it is one, is readable by its owner alone."""
        if (file := self._file()) is not None:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        with self._engine.begin() as connection:
            _tables.create_all(connection)
            if connection.scalar(sa.select(_format.c.version)) is None:
                connection.execute(_format.insert().values(version=FORMAT))

    def root(self) -> RootRecord | None:
        """The root key the store is wrapped under now, or None in a store that has never had one."""
        with self._reading() as connection:
            row = connection.execute(_root_keys.select().order_by(_root_keys.c.made_at.desc()).limit(1)).first()
        return None if row is None else RootRecord(row.fingerprint, _aware(row.made_at), row.canary)

    def is_empty(self) -> bool:
        """Whether the store holds neither keys nor the memory of any."""
        if not self.exists():
            return True
        with self._reading() as connection:
            return not any(
                connection.scalar(sa.select(sa.func.count()).select_from(t))
                for t in (_root_keys, _data_keys, _tombstones)
            )

    def versions(self, scope: Scope, klass: SealClass) -> list[WrappedKey]:
        """Every version of one data key, oldest first; empty where none was made or all were destroyed."""
        with self._reading() as connection:
            return _keys(connection, _here(_data_keys, scope, klass))

    def every_key(self) -> list[WrappedKey]:
        """All data keys of the store."""
        with self._reading() as connection:
            return _keys(connection, sa.true())

    def tombstones(self) -> list[Tombstone]:
        """Every key that was destroyed, oldest first."""
        with self._reading() as connection:
            rows = connection.execute(_tombstones.select().order_by(_tombstones.c.at)).all()
        return [Tombstone(_scope(row), SealClass(row.klass), _aware(row.at)) for row in rows]

    def destroyed_at(self, scope: Scope, klass: SealClass) -> datetime | None:
        """When the key was destroyed, or None if it was not."""
        with self._reading() as connection:
            at = connection.scalar(sa.select(_tombstones.c.at).where(_here(_tombstones, scope, klass)))
        return None if at is None else _aware(at)

    def begin(self, root: RootRecord, keys: Iterable[WrappedKey]) -> None:
        """Record the first root key and the first data keys, together or not at all."""
        with self._writing() as connection:
            connection.execute(_root_keys.insert().values(root._asdict()))
            _insert(connection, keys)

    def add(self, keys: Iterable[WrappedKey]) -> None:
        """Keep new data keys, all or none. Raises DataKeyExists where one of them is there already or was destroyed."""
        keys = list(keys)
        with self._writing() as connection:
            destroyed = _destroyed(connection, keys)
            for key in keys:
                if (key.scope, key.klass) in destroyed:
                    raise DataKeyExists(f"The {key.klass} key of {key.scope} was destroyed and is never made again.")
            try:
                _insert(connection, keys)
            except sa.exc.IntegrityError:
                raise DataKeyExists(f"The keys of {keys[0].scope} have been made already.") from None

    def destroy(self, scope: Scope, klass: SealClass) -> int:
        """Delete every version of a data key and leave a tombstone; the number deleted. Again does no harm.

        With `secure_delete` the freed bytes are overwritten in the file. Earlier backups of the key store still hold
        them.
        """
        with self._writing() as connection:
            gone = connection.execute(_data_keys.delete().where(_here(_data_keys, scope, klass))).rowcount
            if connection.scalar(sa.select(_tombstones.c.at).where(_here(_tombstones, scope, klass))) is None:
                connection.execute(_tombstones.insert().values(**_address(scope, klass), at=clock.now()))
        return gone

    def rewrap(self, root: RootRecord, keys: Iterable[WrappedKey]) -> None:
        """Replace every wrapping by one under a new root key, in one transaction: a crash leaves the old root valid."""
        with self._writing() as connection:
            connection.execute(_root_keys.delete())
            connection.execute(_root_keys.insert().values(root._asdict()))
            connection.execute(_data_keys.delete())
            _insert(connection, keys)

    def _file(self) -> Path | None:
        if self._url.get_backend_name() != "sqlite" or self._url.database in (None, "", ":memory:"):
            return None
        return Path(str(self._url.database))

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        if not self.exists():
            raise KeyStoreMissing(f"There is no key store at {self._url.render_as_string(hide_password=True)}.")
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        if not self.exists():
            raise KeyStoreMissing(f"There is no key store at {self._url.render_as_string(hide_password=True)}.")
        with self._engine.begin() as connection:
            yield connection


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("secure_delete = ON", "journal_mode = DELETE", "synchronous = EXTRA", "busy_timeout = 5000"):
        connection.execute(f"PRAGMA {pragma}")


def _address(scope: Scope, klass: SealClass) -> dict[str, str]:
    return {"scope_kind": scope.kind, "scope_id": str(scope.id or ""), "klass": str(klass)}


def _here(table: sa.Table, scope: Scope, klass: SealClass) -> sa.ColumnElement[bool]:
    return sa.and_(*(table.c[name] == value for name, value in _address(scope, klass).items()))


def _scope(row: Any) -> Scope:
    return Scope(row.scope_kind, UUID(row.scope_id).int if row.scope_id else None)


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _keys(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[WrappedKey]:
    rows = connection.execute(_data_keys.select().where(where).order_by(_data_keys.c.version)).all()
    return [WrappedKey(_scope(r), SealClass(r.klass), r.version, r.wrapped, r.root_fingerprint) for r in rows]


def _destroyed(connection: sa.Connection, keys: Iterable[WrappedKey]) -> set[tuple[Scope, SealClass]]:
    """The keys once destroyed of the scopes of some keys, in one statement however many scopes there are."""
    ids = {_address(key.scope, key.klass)["scope_id"] for key in keys}
    rows = connection.execute(_tombstones.select().where(_tombstones.c.scope_id.in_(ids)))
    return {(_scope(row), SealClass(row.klass)) for row in rows}


def _insert(connection: sa.Connection, keys: Iterable[WrappedKey]) -> None:
    rows = [
        {
            **_address(key.scope, key.klass),
            "version": key.version,
            "wrapped": key.wrapped,
            "root_fingerprint": key.root_fingerprint,
            "made_at": clock.now(),
        }
        for key in keys
    ]
    if rows:
        connection.execute(_data_keys.insert(), rows)
