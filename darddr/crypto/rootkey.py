"""A root key and the text it is kept as: readable, printable, and unable to be mistyped unnoticed."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import date

from darddr import clock
from darddr.crypto.errors import RootKeyMalformed

_HEAD = "darddr-root-key"
_FORMAT = "1"
_KEY_BYTES = 32


@dataclass(frozen=True)
class RootKey:
    """The key all data keys are wrapped under. Its bytes never show in `repr`."""

    version: int
    made_on: date
    bytes: bytes = field(repr=False)

    @classmethod
    def make(cls, version: int = 1) -> RootKey:
        """A new random key, made today."""
        return cls(version, clock.today(), secrets.token_bytes(_KEY_BYTES))

    @property
    def fingerprint(self) -> str:
        """16 hex digits that name the key and tell nothing about it."""
        return hashlib.sha256(b"darddr root key fingerprint" + self.bytes).hexdigest()[:16]

    @property
    def named(self) -> str:
        """How messages name the key: "root key 3f2a... (made 11 February 2026)"."""
        return key_named(self.fingerprint, self.made_on)

    def text(self) -> str:
        """The key as kept in a file, printed on paper or set in the environment: format, version, date, key, check."""
        letters = base64.b32encode(self.bytes).decode().rstrip("=")
        groups = " ".join(letters[i : i + 4] for i in range(0, len(letters), 4))
        lines = [f"{_HEAD} {_FORMAT}", f"version {self.version}", f"made {self.made_on.isoformat()}", f"key {groups}"]
        return "\n".join([*lines, f"check {_check(self.version, self.made_on, self.bytes)}", ""])

    @classmethod
    def parse(cls, text: str, where: str) -> RootKey:
        """The key written in `text`; line breaks and spaces do not matter. Raises RootKeyMalformed naming `where`."""
        words = text.split()
        if words[:1] != [_HEAD]:
            raise RootKeyMalformed(f"{where} does not hold a darddr root key.")
        if words[1:2] != [_FORMAT]:
            raise RootKeyMalformed(f"{where} holds a root key in a format this version of darddr does not know.")
        shape = re.fullmatch(
            r"version (\d{1,5}) made (\d{4}-\d\d-\d\d) key ([A-Z2-7 ]+) check ([0-9a-f]+)", " ".join(words[2:])
        )
        if shape is None:
            raise RootKeyMalformed(f"{where} holds a root key that is incomplete or garbled.")
        try:
            made_on = date.fromisoformat(shape[2])
            letters = shape[3].replace(" ", "")
            key = base64.b32decode(letters + "=" * (-len(letters) % 8))
        except (ValueError, binascii.Error):
            raise RootKeyMalformed(f"{where} holds a root key that is incomplete or garbled.") from None
        if len(key) != _KEY_BYTES:
            raise RootKeyMalformed(f"{where} holds a root key of {len(key)} bytes instead of {_KEY_BYTES}.")
        if not secrets.compare_digest(shape[4], _check(int(shape[1]), made_on, key)):
            raise RootKeyMalformed(f"{where} holds a root key whose check digits do not agree with it.")
        return cls(int(shape[1]), made_on, key)


def key_named(fingerprint: str, made_on: date) -> str:
    """How messages name a root key that is not at hand."""
    return f"root key {fingerprint} (made {made_on.day} {made_on:%B %Y})"


def _check(version: int, made_on: date, key: bytes) -> str:
    return hashlib.sha256(f"darddr root key check {version} {made_on.isoformat()} ".encode() + key).hexdigest()[:8]
