"""The keyring: opens scopes, seals and opens values, derives one-purpose secrets, destroys keys.

Reading and sealing never make a key. A key that is not there is an error, so a lost key store cannot
be papered over by new keys.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, time
from time import monotonic
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from darddr.crypto import envelope
from darddr.crypto.derive import derive
from darddr.crypto.errors import CannotOpen, DataKeyMissing, KeyProblem, KeyStoreInUse, KeyStoreMissing, WrongRootKey
from darddr.crypto.keystore import KeyStore, RootRecord, WrappedKey
from darddr.crypto.providers import RootKeyProvider
from darddr.crypto.rootkey import RootKey, key_named
from darddr.crypto.scopes import Scope, SealClass

CACHE_SECONDS = 60
"""Unwrapped keys are forgotten after this long, so a key destroyed by another process stops working here too."""

_CANARY = b"darddr canary"
_IDENTITY = SealClass.IDENTITY
"""Looked up once: a member of an enum takes longer to find than a name, and every sealed row that is read asks."""

Lane = tuple[AESGCM, bytes, bytes]
"""What one table, scope, class and key version share: cipher, head of the sealed bytes, associated data."""


class Keyring:
    """Keys of one installation."""

    def __init__(self, keystore: KeyStore, provider: RootKeyProvider) -> None:
        self.keystore = keystore
        self.provider = provider
        self.openings = 0
        """How many values this ring has opened; tests use it to show that lists open none."""
        self._forget()

    # The life of keys

    def require_unused(self, database_empty: bool) -> None:
        """Refuse a second start. Raises KeyStoreInUse unless key store and database are both empty; writes nothing."""
        if not database_empty:
            raise KeyStoreInUse("The database already holds data, whose keys must be found and not made anew.")
        if not self.keystore.is_empty():
            raise KeyStoreInUse("The key store already holds keys.")

    def initialise(self, database_empty: bool) -> None:
        """Make the installation's first keys. Raises KeyStoreInUse unless key store and database are both empty."""
        self.require_unused(database_empty)
        root = self.provider.current()
        self.keystore.create()
        scope = Scope.installation()
        self.keystore.begin(_record(root), [_new_key(root, scope, klass, 1) for klass in scope.classes])
        self._forget()

    def check(self, expected_fingerprint: str | None = None) -> None:
        """Prove that the root key supplied is the one needed, writing nothing.

        `expected_fingerprint` is the one the database remembers. Raises the KeyProblem that names the key needed and
        the key given.
        """
        if (record := self.keystore.root()) is None:
            raise KeyStoreMissing("The key store holds no keys.")
        self.verify_canary(record.canary, record.fingerprint, record.made_at)
        if expected_fingerprint is not None and expected_fingerprint != record.fingerprint:
            raise WrongRootKey(
                f"This database needs root key {expected_fingerprint}. The key store belongs to {_named(record)}."
            )

    def open_scope(self, scope: Scope, classes: Iterable[SealClass] | None = None) -> None:
        """Make the first keys of a new scope. Raises DataKeyExists where it has, or once had, any of them."""
        root = self._root()
        self.keystore.add(_new_key(root, scope, klass, 1) for klass in (scope.classes if classes is None else classes))

    def open_scopes(self, scopes: Iterable[Scope]) -> None:
        """Make the first keys of many scopes at once, all or none. Raises DataKeyExists as `open_scope` does."""
        root = self._root()
        self.keystore.add(_new_key(root, scope, klass, 1) for scope in scopes for klass in scope.classes)

    def destroy(self, scope: Scope, klass: SealClass) -> int:
        """Destroy every version of a key, and with it what it sealed. Other processes forget it within 60 seconds."""
        gone = self.keystore.destroy(scope, klass)
        self._forget()
        return gone

    def renew(self, scope: Scope, klass: SealClass) -> int:
        """Add a new version of a data key for all sealing from now on; the version. Older versions still open."""
        version = self._versions(scope, klass)[-1].version + 1
        self.keystore.add([_new_key(self._root(), scope, klass, version)])
        self._forget()
        return version

    def rewrap(self, provider: RootKeyProvider) -> None:
        """Wrap every data key under the root key of `provider`, used from now on. No data is touched."""
        root = provider.current()
        keys = self.keystore.every_key()
        fresh = [_wrap(root, key.scope, key.klass, key.version, self._unwrap(key)) for key in keys]
        self.keystore.rewrap(_record(root), fresh)
        self.provider = provider
        self._forget()

    # Sealing

    def seal(self, plain: bytes, scope: Scope, klass: SealClass, table: str, row_id: UUID) -> bytes:
        """Sealed bytes that open only at this scope, class, table and row. Raises DataKeyMissing."""
        cipher, head, place = self._lane(scope, klass, table, None)
        if klass is _IDENTITY:
            plain = envelope.padded(plain)
        nonce = os.urandom(12)
        return head + nonce + cipher.encrypt(nonce, plain, place + row_id.int.to_bytes(16, "big"))

    def open(self, blob: bytes, scope: Scope, klass: SealClass, table: str, row_id: UUID) -> bytes:
        """What was sealed. Raises DataKeyMissing where its key is gone, CannotOpen where it does not belong here."""
        cipher, _, place = self._lane(scope, klass, table, blob[:5])
        try:
            plain = cipher.decrypt(blob[5:17], blob[17:], place + row_id.int.to_bytes(16, "big"))
        except (InvalidTag, ValueError):
            raise CannotOpen(
                f"The sealed value was moved or altered: {klass} of {scope}, table {table}, row {row_id}."
            ) from None
        self.openings += 1
        return envelope.unpadded(plain) if klass is _IDENTITY else plain

    # Secrets with one purpose each

    def mac(self, label: str, data: bytes) -> bytes:
        """HMAC-SHA-256 of `data` under a key only this label has: e-mail addresses, session tokens."""
        return hmac.digest(self._derived(Scope.installation(), "mac", label), data, "sha256")

    def secret(self, label: str) -> bytes:
        """32 secret bytes for one use, the same in every process of the installation."""
        return self._derived(Scope.installation(), "secret", label)

    def chain_key(self, scope: Scope) -> bytes:
        """The key of a scope's audit chain (class log)."""
        return self._derived(scope, "chain", "")

    # Proof of the root key, kept in the main database

    def root(self) -> RootRecord:
        """The root key in use as the main database keeps it: name, day and a canary that no other key opens."""
        return _record(self.provider.current())

    def canary(self) -> bytes:
        """Bytes that only the root key in use opens."""
        return self.root().canary

    def verify_canary(self, blob: bytes, needed_fingerprint: str, made_at: datetime) -> None:
        """Prove that the root key supplied opens the canary. Raises a KeyProblem naming both keys."""
        needed = key_named(needed_fingerprint, made_at.date())
        try:
            root = self.provider.current()
        except KeyProblem as problem:
            raise problem.for_want_of(needed) from None
        if root.fingerprint != needed_fingerprint:
            raise WrongRootKey(
                f"This installation needs {needed}. The key supplied by {self.provider.describe()} is {root.named}."
            )
        try:
            AESGCM(derive(root.bytes, b"canary")).decrypt(blob[:12], blob[12:], needed_fingerprint.encode())
        except (InvalidTag, ValueError):
            raise CannotOpen(f"The canary of {needed} has been altered.") from None

    # Unwrapped keys, remembered for a minute

    def _forget(self) -> None:
        self._lanes: dict[tuple[Scope, SealClass, str, bytes | None], Lane] = {}
        self._secrets: dict[tuple[Scope, str, str], bytes] = {}
        self._proven: RootKey | None = None
        self._stale_at = monotonic() + CACHE_SECONDS

    def _lane(self, scope: Scope, klass: SealClass, table: str, head: bytes | None) -> Lane:
        if monotonic() > self._stale_at:
            self._forget()
        lane = self._lanes.get((scope, klass, table, head))
        if lane is None:
            lane = self._lanes[scope, klass, table, head] = self._new_lane(scope, klass, table, head)
        return lane

    def _new_lane(self, scope: Scope, klass: SealClass, table: str, head: bytes | None) -> Lane:
        """The lane of the version a sealed value names in its head, or of the newest where `head` is None."""
        keys = {envelope.head(key.version): key for key in self._versions(scope, klass)}
        wanted = list(keys)[-1] if head is None else head
        if not envelope.is_head(wanted):
            raise CannotOpen(f"A {klass} value of {scope} in table {table} is not a sealed value of a known format.")
        if wanted not in keys:
            version = envelope.key_version(wanted)
            raise DataKeyMissing(f"Version {version} of the {klass} key of {scope} is not in the key store.")
        key = keys[wanted]
        return AESGCM(self._unwrap(key)), wanted, envelope.place(scope, klass, key.version, table)

    def _derived(self, scope: Scope, use: str, label: str) -> bytes:
        """Always from the first version of the log key, so that digests kept in unique indexes survive `renew`."""
        if monotonic() > self._stale_at:
            self._forget()
        known = self._secrets.get((scope, use, label))
        if known is None:
            first = self._unwrap(self._versions(scope, SealClass.LOG)[0])
            known = self._secrets[scope, use, label] = derive(first, use.encode(), label.encode())
        return known

    def _versions(self, scope: Scope, klass: SealClass) -> list[WrappedKey]:
        if keys := self.keystore.versions(scope, klass):
            return keys
        if at := self.keystore.destroyed_at(scope, klass):
            raise DataKeyMissing(f"The {klass} key of {scope} was destroyed on {at.day} {at:%B %Y}.")
        raise DataKeyMissing(f"There is no {klass} key of {scope} in the key store.")

    def _root(self) -> RootKey:
        """The root key, proven to be the one the store is wrapped under."""
        if self._proven is None:
            self.check()
            self._proven = self.provider.current()
        return self._proven

    def _unwrap(self, key: WrappedKey) -> bytes:
        if self._root().fingerprint != key.root_fingerprint:
            self._proven = None  # another process has replaced the root key: look again
        wrapping_key = _wrapping_key(self._root(), key.scope, key.klass, key.version)
        try:
            return aes_key_unwrap(wrapping_key, key.wrapped)
        except InvalidUnwrap:
            raise CannotOpen(f"The {key.klass} key of {key.scope} in the key store was moved or altered.") from None


def _named(record: RootRecord) -> str:
    return key_named(record.fingerprint, record.made_at.date())


def _record(root: RootKey) -> RootRecord:
    nonce = secrets.token_bytes(12)
    canary = nonce + AESGCM(derive(root.bytes, b"canary")).encrypt(nonce, _CANARY, root.fingerprint.encode())
    return RootRecord(root.fingerprint, datetime.combine(root.made_on, time(12), UTC), canary)


def _new_key(root: RootKey, scope: Scope, klass: SealClass, version: int) -> WrappedKey:
    return _wrap(root, scope, klass, version, secrets.token_bytes(32))


def _wrap(root: RootKey, scope: Scope, klass: SealClass, version: int, key: bytes) -> WrappedKey:
    """AES key wrap (NIST SP 800-38F) takes no associated data; a wrapping key for each place binds it instead."""
    return WrappedKey(
        scope, klass, version, aes_key_wrap(_wrapping_key(root, scope, klass, version), key), root.fingerprint
    )


def _wrapping_key(root: RootKey, scope: Scope, klass: SealClass, version: int) -> bytes:
    return derive(root.bytes, b"wrap", *scope.binding, klass.encode(), version.to_bytes(2, "big"))
