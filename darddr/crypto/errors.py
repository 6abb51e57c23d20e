"""What can be wrong with keys and sealed values. Every message is for the person who must mend it and holds no key."""

from __future__ import annotations

UNCHANGED = "Nothing has been changed."


class KeyProblem(Exception):
    """Something about keys that stops the work."""


class RootKeyMissing(KeyProblem):
    """No root key where one was expected."""


class RootKeyMalformed(KeyProblem):
    """A root key that is short, garbled, or kept where it must not be."""


class WrongRootKey(KeyProblem):
    """A root key other than the one this data was sealed under."""

    def __init__(self, needed: str, made_on: str, given: str) -> None:
        super().__init__(
            f"This data needs root key {needed} (made {made_on}). The key given is {given}. {UNCHANGED} "
            "Put the right key in its place, or see “Recovery” in the deployment guide."
        )


class KeyStoreMismatch(KeyProblem):
    """A key store that is empty, or is not the one this database was sealed with."""


class DataKeyMissing(KeyProblem):
    """The key of a scope and class is not in the key store: destroyed, or the store is another one."""


class ScopeExists(KeyProblem):
    """Keys for a scope that has keys already: none is ever made over existing data."""


class CannotOpen(KeyProblem):
    """A sealed value that is damaged, or was moved from the place it was sealed for."""
