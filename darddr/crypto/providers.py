"""Where the root key comes from. A provider gives the key and says where it looked; it never makes one over another."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from darddr.crypto.errors import UNCHANGED, RootKeyMalformed, RootKeyMissing

VERSION = "darddr-root-key-1"
_SIZE = 32


@dataclass(frozen=True)
class RootKey:
    """A 256-bit root key. `fingerprint` names it without giving it away."""

    secret: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """The first 16 hexadecimal digits of a digest of the key."""
        return hashlib.sha256(b"darddr root key fingerprint" + self.secret).hexdigest()[:16]

    def written(self) -> str:
        """The key as one line: version, key, checksum."""
        body = base64.b32encode(self.secret).decode().rstrip("=")
        return f"{VERSION} {body} {_checksum(body)}"

    @classmethod
    def made(cls) -> RootKey:
        """A new random key."""
        return cls(secrets.token_bytes(_SIZE))

    @classmethod
    def read(cls, line: str, where: str) -> RootKey:
        """The key of a written line. Raises RootKeyMalformed, naming `where`, for one that is short or garbled."""
        parts = line.split()
        if len(parts) != 3 or parts[0] != VERSION:
            raise RootKeyMalformed(f"The root key {where} is not a darddr root key, or part of it is missing. {UNCHANGED}")
        if _checksum(parts[1]) != parts[2]:
            raise RootKeyMalformed(f"The root key {where} is damaged: its checksum does not fit. {UNCHANGED}")
        secret = base64.b32decode(parts[1] + "=" * (-len(parts[1]) % 8))
        if len(secret) != _SIZE:
            raise RootKeyMalformed(f"The root key {where} has {len(secret) * 8} bits instead of {_SIZE * 8}. {UNCHANGED}")
        return cls(secret)


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:8]


class RootKeyProvider(Protocol):
    """Somewhere a root key is kept."""

    def current(self) -> RootKey:
        """The key. Raises RootKeyMissing or RootKeyMalformed."""

    def where(self) -> str:
        """Where the key is looked for, in words."""


class FileProvider:
    """A file of one line, readable by its owner alone, outside the folder that holds the data."""

    def __init__(self, path: Path, data_folder: Path | None = None) -> None:
        self._path, self._data_folder = path, data_folder

    def where(self) -> str:
        """The file's path, in words."""
        return f"in {self._path}"

    def exists(self) -> bool:
        """Whether there is such a file, whatever it holds."""
        return self._path.exists()

    def current(self) -> RootKey:
        """The key in the file. Raises RootKeyMissing, or RootKeyMalformed where the file is open to others or lies beside the data."""
        if not self._path.is_file():
            raise RootKeyMissing(f"There is no root key {self.where()}. {UNCHANGED}")
        self._check_place()
        return RootKey.read(self._path.read_text(encoding="utf-8", errors="replace"), self.where())

    def create(self) -> RootKey:
        """A new key in a new file. Raises RootKeyMalformed where there is a file already."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = RootKey.made()
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise RootKeyMalformed(f"There is a root key {self.where()} already. {UNCHANGED}") from None
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(key.written() + "\n")
            file.flush()
            os.fsync(file.fileno())
        return key

    def _check_place(self) -> None:
        if self._path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise RootKeyMalformed(f"The root key {self.where()} can be read by others. Set its mode to 0600. {UNCHANGED}")
        if self._data_folder is not None and self._path.resolve().is_relative_to(self._data_folder.resolve()):
            raise RootKeyMalformed(f"The root key {self.where()} lies beside the data it protects. Move it elsewhere. {UNCHANGED}")


class EnvProvider:
    """A key in the environment: for containers and tests."""

    def __init__(self, value: str | None, variable: str = "DARDDR_ROOT_KEY") -> None:
        self._value, self._variable = value, variable

    def where(self) -> str:
        """The variable's name, in words."""
        return f"in {self._variable}"

    def current(self) -> RootKey:
        """The key in the variable. Raises RootKeyMissing or RootKeyMalformed."""
        if not self._value:
            raise RootKeyMissing(f"There is no root key {self.where()}. {UNCHANGED}")
        return RootKey.read(self._value, self.where())
