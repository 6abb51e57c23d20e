"""Password hashes: argon2id at the library's default (RFC 9106, low memory), a few at once, the same time for everybody."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from darddr.services.errors import Unfit

SHORTEST = 15
LONGEST = 256
_hasher = PasswordHasher()
_at_once = threading.BoundedSemaphore(4)
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The hash to keep. Raises Unfit for a password shorter than 15 characters or longer than 256 (NCSC: length, no composition rules)."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Unfit(f"Use a password of {SHORTEST} to {LONGEST} characters.", "password")
    with _at_once:
        return _hasher.hash(password)


def verify_password(kept: str | None, password: str) -> bool:
    """Whether a password fits a kept hash. Costs the same where there is no hash, so that nobody learns who has an account."""
    if len(password) > LONGEST:
        return False
    with _at_once:
        try:
            _hasher.verify(kept or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def needs_rehash(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)
