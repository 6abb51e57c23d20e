"""The bytes of a sealed value.

`0xD1 | format | algorithm | key version (2) | nonce (12) | ciphertext and tag`. Format 1, algorithm 1: AES-256-GCM with a random
96-bit nonce (NIST SP 800-38D), bound to its place by associated data that names scope, class, key version, table and row.
"""

from __future__ import annotations

from darddr.crypto.derive import joined
from darddr.crypto.scopes import Scope, SealClass

HEAD = b"\xd1\x01\x01"
NONCE_BYTES = 12
NONCE_AT = len(HEAD) + 2
TEXT_AT = NONCE_AT + NONCE_BYTES
SHORTEST = TEXT_AT + 16
"""Bytes of a sealed empty value: header, nonce and tag."""

_STEP = 64


def looks_sealed(blob: bytes) -> bool:
    """Whether the bytes have the shape of a sealed value. Says nothing about whether they open."""
    return len(blob) >= SHORTEST and blob[:3] == HEAD


def key_version(blob: bytes) -> int:
    """The version of the data key a sealed value was made with."""
    return blob[3] << 8 | blob[4]


def place(scope: Scope, klass: SealClass, version: int, table: str) -> bytes:
    """Associated data without its last part, the row id: the same for every row of one table, scope, class and version."""
    scope_id = scope.id.bytes if scope.id else b""
    parts = joined(
        b"darddr", HEAD[1:2], HEAD[2:3], scope.kind.encode(), scope_id, klass.encode(), version.to_bytes(2, "big"), table.encode()
    )
    return parts + (16).to_bytes(2, "big")


def padded(plain: bytes) -> bytes:
    """Filled up to a multiple of 64 bytes (ISO/IEC 7816-4: 0x80, then zeros), because the length of a name is a hint at it."""
    return plain + b"\x80" + bytes(-(len(plain) + 1) % _STEP)


def unpadded(plain: bytes) -> bytes:
    """What `padded` was given."""
    return plain[: plain.rindex(b"\x80")]
