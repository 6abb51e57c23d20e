"""Sealing. This package alone knows the cryptography library.

The installed keyring is the one process-wide object of the program: models must reach it without being handed it.
"""

from __future__ import annotations

from darddr.crypto.errors import KeyProblem
from darddr.crypto.keyring import Keyring

_installed: list[Keyring] = []


def install(keyring: Keyring) -> None:
    """Make a keyring the one that models seal and open with."""
    _installed[:] = [keyring]


def ring() -> Keyring:
    """The installed keyring. Raises KeyProblem where none is."""
    if not _installed:
        raise KeyProblem("No keys have been loaded.")
    return _installed[0]


__all__ = ["KeyProblem", "Keyring", "install", "ring"]
