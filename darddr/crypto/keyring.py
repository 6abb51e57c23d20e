"""Seal and open: the only way to a ciphertext.

A sealed value is `0xD1 | format | algorithm | key version (2 bytes) | nonce (12) | AES-256-GCM ciphertext and tag`. It is bound, as
additional data, to the scope, class and key version it was sealed under and to its table and row, so that one moved anywhere else
does not open. Nonces are random: a key stays far below the 2^32 messages of NIST SP 800-38D.
"""

from __future__ import annotations

import hmac
import os
import time
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from darddr.crypto.errors import UNCHANGED, CannotOpen, KeyStoreMismatch, WrongRootKey
from darddr.crypto.keystore import KeyStore
from darddr.crypto.providers import RootKey, RootKeyProvider
from darddr.crypto.scopes import Scope, SealClass

MAGIC, FORMAT, AES_GCM = 0xD1, 1, 1
KEPT_FOR = 60.0
"""Seconds a data key may be kept in memory before the key store is asked again."""
PAD_TO = 64
"""Identities are padded to steps of this many bytes: a length alone can give a name away."""
_HEAD = bytes((MAGIC, FORMAT, AES_GCM))
_CLASSES = tuple(SealClass)
_CANARY = b"darddr canary"
_NO_ROW = UUID(int=0)


class _Key:
    """The versions of one scope's key of one class, ready to use."""

    __slots__ = ("ciphers", "current", "prefixes", "read_at", "secrets")

    def __init__(self, scope: Scope, klass: SealClass, versions: dict[int, bytes]) -> None:
        self.secrets = versions
        self.current = max(versions)
        self.ciphers = {version: AESGCM(secret) for version, secret in versions.items()}
        self.prefixes = {version: _prefix(scope, klass, version) for version in versions}
        self.read_at = time.monotonic()


def _prefix(scope: Scope, klass: SealClass, version: int) -> bytes:
    """The part of the additional data that all values of one key share, each item length-prefixed."""
    items = (b"darddr", _HEAD, scope.name.encode(), klass.value.encode(), version.to_bytes(2, "big"))
    return b"".join(len(item).to_bytes(2, "big") + item for item in items)


class Keyring:
    """The keys of one installation."""

    def __init__(self, store: KeyStore, provider: RootKeyProvider) -> None:
        self._store, self._provider = store, provider
        self._root: RootKey | None = None
        self._keys: dict[tuple[Scope, SealClass], _Key] = {}
        self.openings = 0

    def root(self) -> RootKey:
        """The root key. Raises RootKeyMissing or RootKeyMalformed."""
        if self._root is None:
            self._root = self._provider.current()
        return self._root

    def initialise(self) -> None:
        """Make an empty key store and the installation's keys. Raises ScopeExists where there are keys already."""
        self._store.create(self.root())
        self.open_scope(Scope.installation())

    def open_scope(self, scope: Scope) -> None:
        """Make the keys of a new scope. No key is ever made anywhere else, and none over existing ones (ScopeExists)."""
        self._store.add(self.root(), scope, [(klass, AESGCM.generate_key(256)) for klass in _CLASSES])

    def destroy(self, scope: Scope, klass: SealClass) -> None:
        """Destroy a scope's keys of one class: what they sealed can never be opened again."""
        self._store.destroy(scope, klass)
        self._keys.pop((scope, klass), None)

    def seal(self, plain: bytes, scope: Scope, klass: SealClass, table: str, row_id: UUID) -> bytes:
        """Seal a value into its place. Raises DataKeyMissing."""
        key = self._key(scope, klass)
        version = key.current
        if klass is SealClass.IDENTITY:
            plain += b" " * (-len(plain) % PAD_TO)
        nonce = os.urandom(12)
        bound = key.prefixes[version] + table.encode() + row_id.bytes
        sealed = key.ciphers[version].encrypt(nonce, plain, bound)
        return _HEAD + version.to_bytes(2, "big") + nonce + sealed

    def open(self, blob: bytes, scope: Scope, klass: SealClass, table: str, row_id: UUID) -> bytes:
        """Open a value in its place; an identity keeps its padding of spaces. Raises CannotOpen, DataKeyMissing."""
        key = self._key(scope, klass)
        version = int.from_bytes(blob[3:5], "big")
        if blob[:3] != _HEAD or version not in key.ciphers:
            raise CannotOpen(f"A sealed value in {table} has a form or key version that is not known here.")
        self.openings += 1
        try:
            return key.ciphers[version].decrypt(blob[5:17], blob[17:], key.prefixes[version] + table.encode() + row_id.bytes)
        except InvalidTag:
            raise CannotOpen(f"A sealed value in {table} is damaged, or does not belong where it stands.") from None

    def mac(self, label: str, data: bytes) -> bytes:
        """A keyed digest that only this installation can make; labels keep uses apart."""
        return hmac.digest(self.secret(label), data, "sha256")

    def secret(self, label: str) -> bytes:
        """32 bytes derived from the installation's own key for one use."""
        return _derived(self._key(Scope.installation(), SealClass.LOG).secrets[1], label)

    def chain_key(self, scope: Scope) -> bytes:
        """The key of a scope's log chain. Always the first version, so that a chain outlives rotation."""
        return _derived(self._key(scope, SealClass.LOG).secrets[1], "log chain")

    def canary(self) -> bytes:
        """A value that opens only with this installation's keys."""
        return self.seal(_CANARY, Scope.installation(), SealClass.LOG, "installation", _NO_ROW)

    def verify_canary(self, canary: bytes, needed: str, made_at: datetime) -> None:
        """Raises WrongRootKey naming the key needed and the key given, or KeyStoreMismatch. Reads only."""
        given = self.root().fingerprint
        if given != needed:
            raise WrongRootKey(needed, f"{made_at.day} {made_at:%B %Y}", given)
        self._store.check(self.root())
        try:
            self.open(canary, Scope.installation(), SealClass.LOG, "installation", _NO_ROW)
        except CannotOpen:
            raise KeyStoreMismatch(f"The key store is not the one this database was sealed with. {UNCHANGED}") from None

    def _key(self, scope: Scope, klass: SealClass) -> _Key:
        key = self._keys.get((scope, klass))
        if key is None or time.monotonic() - key.read_at > KEPT_FOR:
            key = _Key(scope, klass, self._store.unwrapped(self.root(), scope, klass))
            self._keys[scope, klass] = key
        return key


def _derived(secret: bytes, label: str) -> bytes:
    return HKDFExpand(SHA256(), 32, f"darddr {label}".encode()).derive(secret)
