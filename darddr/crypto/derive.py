"""One-purpose keys from one key: HKDF-SHA-256 (RFC 5869) over length-prefixed parts."""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def joined(*parts: bytes) -> bytes:
    """Parts with their lengths before them, so that no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def derive(key: bytes, *purpose: bytes) -> bytes:
    """32 bytes that only `key` and exactly this purpose give."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=joined(b"darddr", *purpose)).derive(key)


def begun(key: bytes) -> Callable[[], HMAC]:
    """What begins an HMAC-SHA-256 (RFC 2104) under `key` each time it is called, by copying one made here."""
    return HMAC(key, SHA256()).copy
