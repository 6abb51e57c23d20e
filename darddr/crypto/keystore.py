"""The key store: wrapped data keys, in a database of their own apart from what they seal.

A data key is random, one per scope, class and version, wrapped by AES key wrap (RFC 3394, NIST SP 800-38F) under a key derived from
the root key for exactly that scope, class and version, so that a wrapped key moved elsewhere does not unwrap.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from sqlalchemy import Column, DateTime, Engine, Integer, LargeBinary, MetaData, String, Table, delete, insert, inspect, select
from sqlalchemy.engine import make_url

from darddr import clock
from darddr.crypto.errors import UNCHANGED, DataKeyMissing, KeyStoreMismatch, ScopeExists, WrongRootKey
from darddr.crypto.providers import RootKey
from darddr.crypto.scopes import Scope, SealClass

metadata = MetaData()
root_keys = Table(
    "root_keys",
    metadata,
    Column("fingerprint", String(32), primary_key=True),
    Column("made_at", DateTime(timezone=True), nullable=False),
)
data_keys = Table(
    "data_keys",
    metadata,
    Column("scope", String(64), primary_key=True),
    Column("class", String(16), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("root_fingerprint", String(32), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)
tombstones = Table(
    "tombstones",
    metadata,
    Column("scope", String(64), primary_key=True),
    Column("class", String(16), primary_key=True),
    Column("destroyed_at", DateTime(timezone=True), nullable=False),
)


class KeyStore:
    """Wrapped keys by scope, class and version. Never holds a key in the clear."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, root: RootKey) -> None:
        """Make an empty store for a root key. Raises ScopeExists where the store holds keys already."""
        if self._is_made():
            raise ScopeExists(f"This key store holds keys already. {UNCHANGED}")
        database = make_url(str(self._engine.url)).database
        if self._engine.dialect.name == "sqlite" and database:
            Path(database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        metadata.create_all(self._engine)
        with self._writing() as connection:
            connection.execute(insert(root_keys).values(fingerprint=root.fingerprint, made_at=clock.now()))

    def check(self, root: RootKey) -> None:
        """Raises WrongRootKey or KeyStoreMismatch where the store is not one of this root key. Reads only."""
        if not self._is_made():
            raise KeyStoreMismatch(f"The key store holds no keys, but this database was sealed with some. {UNCHANGED}")
        with self._engine.connect() as connection:
            made: dict[str, datetime] = {row.fingerprint: row.made_at for row in connection.execute(select(root_keys))}
        if root.fingerprint not in made:
            needed, made_at = next(iter(made.items()))
            raise WrongRootKey(needed, f"{made_at:%d %B %Y}", root.fingerprint)

    def add(self, root: RootKey, scope: Scope, keys: Iterable[tuple[SealClass, bytes]]) -> None:
        """Keep the first version of a new scope's keys. Raises ScopeExists where the scope has, or ever had, keys."""
        with self._writing() as connection:
            for table in (data_keys, tombstones):
                if connection.execute(select(table.c.scope).where(table.c.scope == scope.name)).first():
                    raise ScopeExists(f"There are keys for {scope.name} already. {UNCHANGED}")
            rows = [
                {
                    "scope": scope.name,
                    "class": klass.value,
                    "version": 1,
                    "wrapped": aes_key_wrap(_wrapping_key(root, scope, klass, 1), key),
                    "root_fingerprint": root.fingerprint,
                    "made_at": clock.now(),
                }
                for klass, key in keys
            ]
            connection.execute(insert(data_keys), rows)

    def unwrapped(self, root: RootKey, scope: Scope, klass: SealClass) -> dict[int, bytes]:
        """Every version of a scope's key of one class. Raises DataKeyMissing, WrongRootKey."""
        wanted = (
            select(data_keys.c.version, data_keys.c.wrapped, data_keys.c.root_fingerprint, data_keys.c.made_at)
            .where(data_keys.c.scope == scope.name, data_keys.c["class"] == klass.value)
            .order_by(data_keys.c.version)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(wanted).all()
        if not rows:
            raise DataKeyMissing(f"There is no {klass.value} key for {scope.name}: it was destroyed, or this is another key store.")
        return {row.version: _unwrap(root, scope, klass, row) for row in rows}

    def destroy(self, scope: Scope, klass: SealClass) -> None:
        """Delete a scope's keys of one class for good, and leave a tombstone."""
        with self._writing() as connection:
            connection.execute(
                delete(data_keys).where(data_keys.c.scope == scope.name, data_keys.c["class"] == klass.value)
            )
            connection.execute(
                insert(tombstones).values({"scope": scope.name, "class": klass.value, "destroyed_at": clock.now()})
            )

    def _is_made(self) -> bool:
        url = self._engine.url
        if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).exists()):
            return False
        with self._engine.connect() as connection:
            return inspect(connection).has_table("root_keys") and connection.execute(select(root_keys)).first() is not None

    def _writing(self):  # type: ignore[no-untyped-def]
        return self._engine.execution_options(writes=True).begin()


def _unwrap(root: RootKey, scope: Scope, klass: SealClass, row) -> bytes:  # type: ignore[no-untyped-def]
    try:
        return aes_key_unwrap(_wrapping_key(root, scope, klass, row.version), row.wrapped)
    except InvalidUnwrap:
        raise WrongRootKey(row.root_fingerprint, f"{row.made_at:%d %B %Y}", root.fingerprint) from None


def _wrapping_key(root: RootKey, scope: Scope, klass: SealClass, version: int) -> bytes:
    info = f"darddr wrap|{scope.name}|{klass.value}|{version}".encode()
    return HKDF(SHA256(), 32, salt=None, info=info).derive(root.secret)
