"""Sealing: keys, their life, and the only two verbs that turn text into ciphertext and back.

`ring()` is the one global darddr allows itself: models open their sealed attributes wherever they are, and an
application has exactly one set of keys. `create_app` and the commands install it.
"""

from __future__ import annotations

from darddr.crypto.errors import KeyStoreMissing
from darddr.crypto.keyring import Keyring

_installed: list[Keyring] = []


def install(keyring: Keyring | None) -> None:
    """Make `keyring` the one this process seals and opens with; None takes it away."""
    _installed[:] = [] if keyring is None else [keyring]


def ring() -> Keyring:
    """The installed keyring. Raises KeyStoreMissing where none was installed."""
    if not _installed:
        raise KeyStoreMissing("No keys have been loaded in this process.")
    return _installed[0]
