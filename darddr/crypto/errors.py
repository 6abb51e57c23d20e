"""What can go wrong with keys, each said in one sentence a person can act on and never with secret material."""

from __future__ import annotations


class KeyProblem(Exception):
    """A key is wrong, missing or in the way. The message ends by saying that nothing was changed."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem} Nothing has been changed.")
        self.problem = problem

    def for_want_of(self, needed: str) -> KeyProblem:
        """The same problem, naming the root key that is needed instead."""
        return type(self)(f"This installation needs {needed}. {self.problem}")


class WrongRootKey(KeyProblem):
    """The root key supplied is not the one the data keys were wrapped with."""


class RootKeyMissing(KeyProblem):
    """No root key is where the settings say it is."""


class RootKeyMalformed(KeyProblem):
    """What is there is not a whole root key: too short, garbled, or a format this version does not know."""


class RootKeyExposed(KeyProblem):
    """The root key file can be read by others, or lies beside the data it protects."""


class RootKeyExists(KeyProblem):
    """A root key would be overwritten."""


class KeyStoreMissing(KeyProblem):
    """There is no key store at the address in the settings, or it holds no keys."""


class KeyStoreForeign(KeyProblem):
    """The key store belongs to another installation, though the root key is the same."""


class KeyStoreInUse(KeyProblem):
    """A new installation was asked for where keys or data already are."""


class DataKeyMissing(KeyProblem):
    """The key of a scope and class was never made, or has been destroyed."""


class DataKeyExists(KeyProblem):
    """A scope was opened that already has, or once had, its keys."""


class CannotOpen(KeyProblem):
    """Sealed bytes do not open where they were found: moved, altered, cut short, or not sealed bytes at all."""
