"""Where the root key comes from. Every provider passes the same contract tests."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from darddr.crypto.errors import RootKeyExists, RootKeyExposed, RootKeyMissing
from darddr.crypto.rootkey import RootKey
from darddr.settings import Settings


class RootKeyProvider(Protocol):
    """A source of the root key."""

    def current(self) -> RootKey:
        """The key in use. Raises RootKeyMissing, RootKeyMalformed or RootKeyExposed."""
        ...

    def fingerprint(self) -> str:
        """The public name of the key in use."""
        ...

    def describe(self) -> str:
        """Where the key is looked for, as messages say it."""
        ...


class FileProvider:
    """The root key in a text file only its owner can read, outside every folder that holds data."""

    def __init__(self, path: Path, apart_from: Iterable[Path] = ()) -> None:
        self.path = path
        self._apart_from = tuple(apart_from)

    @classmethod
    def create(cls, path: Path, apart_from: Iterable[Path] = (), version: int = 1) -> FileProvider:
        """Write a new key to `path`, 0600. Raises RootKeyExists rather than overwrite, RootKeyExposed beside data."""
        provider = cls(path, apart_from)
        provider._refuse_beside_data()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise RootKeyExists(f"{path} already exists; a root key is never overwritten.") from None
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(RootKey.make(version).text())
            file.flush()
            os.fsync(file.fileno())
        return provider

    def current(self) -> RootKey:
        """The key in the file, read afresh. Raises RootKeyMissing, RootKeyMalformed or RootKeyExposed."""
        self._refuse_beside_data()
        try:
            mode = stat.S_IMODE(self.path.stat().st_mode)
            text = self.path.read_text(encoding="ascii", errors="replace")
        except OSError as error:
            raise RootKeyMissing(f"No root key could be read from {self.path} ({error.strerror}).") from None
        if mode & 0o077:
            raise RootKeyExposed(f"The root key file {self.path} can be read by others; set its mode to 0600.")
        return RootKey.parse(text, f"The root key file {self.path}")

    def fingerprint(self) -> str:
        """The public name of the key in the file."""
        return self.current().fingerprint

    def describe(self) -> str:
        """The file the key is looked for in."""
        return f"the file {self.path}"

    def _refuse_beside_data(self) -> None:
        here = self.path.resolve()
        for folder in self._apart_from:
            if here.is_relative_to(folder.resolve()):
                raise RootKeyExposed(f"The root key file {self.path} lies in {folder}, beside the data it protects.")


class EnvProvider:
    """The root key in a setting (DARDDR_ROOT_KEY), for containers and tests."""

    def __init__(self, value: str | None) -> None:
        self._value = value

    def current(self) -> RootKey:
        """The key in the setting. Raises RootKeyMissing or RootKeyMalformed."""
        if not self._value or not self._value.strip():
            raise RootKeyMissing("The setting DARDDR_ROOT_KEY is empty.")
        return RootKey.parse(self._value, "The setting DARDDR_ROOT_KEY")

    def fingerprint(self) -> str:
        """The public name of the key in the setting."""
        return self.current().fingerprint

    def describe(self) -> str:
        """The setting the key is looked for in."""
        return "the setting DARDDR_ROOT_KEY"


def provider_for(settings: Settings) -> RootKeyProvider:
    """The provider the settings name."""
    if settings.root_key_provider == "env":
        return EnvProvider(settings.root_key.get_secret_value() if settings.root_key else None)
    return FileProvider(settings.root_key_file, settings.data_folders)
