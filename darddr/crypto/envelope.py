"""The bytes of a sealed value.

`0xD1 | format | algorithm | key version (2) | nonce (12) | ciphertext and tag`. Format 1, algorithm 1: AES-256-GCM with
a random 96-bit nonce (NIST SP 800-38D), bound to its place by associated data that names scope, class, key version,
table and row.
"""

from __future__ import annotations

from darddr.crypto.derive import joined
from darddr.crypto.scopes import Scope, SealClass

FORMAT = b"\xd1\x01\x01"
"""What every sealed value begins with: mark, format, algorithm."""

SHORTEST = len(FORMAT) + 2 + 12 + 16
"""Bytes of a sealed empty value: format, key version, nonce, tag."""

_STEP = 64


def head(version: int) -> bytes:
    """The first five bytes of a value sealed with this version of its key."""
    return FORMAT + version.to_bytes(2, "big")


def is_head(start: bytes) -> bool:
    """Whether five bytes begin a sealed value of a format this version of darddr knows."""
    return len(start) == 5 and start.startswith(FORMAT)


def looks_sealed(blob: bytes) -> bool:
    """Whether the bytes have the shape of a sealed value. Says nothing about whether they open."""
    return len(blob) >= SHORTEST and is_head(blob[:5])


def key_version(start: bytes) -> int:
    """The version of the data key a sealed value was made with."""
    return int.from_bytes(start[3:5], "big")


def place(scope: Scope, klass: SealClass, version: int, table: str) -> bytes:
    """Associated data but for its last part, the row id: the same for every row of one table, scope and version."""
    bound = (*scope.binding, klass.encode(), version.to_bytes(2, "big"), table.encode())
    return joined(b"darddr", FORMAT[1:2], FORMAT[2:3], *bound) + (16).to_bytes(2, "big")


def padded(plain: bytes) -> bytes:
    """Filled up to a multiple of 64 bytes (ISO/IEC 7816-4: 0x80, then zeros): the length of a name hints at it."""
    return plain + b"\x80" + bytes(-(len(plain) + 1) % _STEP)


def unpadded(plain: bytes) -> bytes:
    """What `padded` was given."""
    return plain[: plain.rindex(b"\x80")]
