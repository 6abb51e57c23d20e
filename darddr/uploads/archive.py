"""The zip around an office file: sound, bounded, unambiguous, before any part of it is believed."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from darddr.uploads.kinds import PROGRAM_ENDINGS, ending
from darddr.uploads.verdict import Fault

MOST_PARTS = 5_000
LARGEST = 200 * 1024 * 1024
LARGEST_PART = 100 * 1024 * 1024
# Ordinary markup packs at most some 60 to 1; deflate can do 1032 to 1.
HIGHEST_RATIO, RATIO_FROM = 200, 1024 * 1024
_END = b"PK\x05\x06"
_DAMAGES = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, struct.error, KeyError)


@dataclass
class Archive:
    """An opened archive; `room` is what it and all archives inside it may still unpack to."""

    package: zipfile.ZipFile
    names: tuple[str, ...]
    room: int

    def read(self, name: str) -> bytes:
        """One part, bounded whatever its header claims."""
        try:
            with self.package.open(name) as part:
                content = part.read(min(self.room, LARGEST_PART) + 1)
        except RuntimeError as error:
            raise Fault("encrypted" if "encrypted" in str(error) else "damaged", "its archive") from None
        except _DAMAGES:
            raise Fault("damaged", name) from None
        self.room -= len(content)
        if self.room < 0 or len(content) > LARGEST_PART:
            raise Fault("zip-bomb")
        return content


def opened(data: bytes, room: int = LARGEST) -> Archive:
    """The archive, its directory checked. Raises Fault."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGES:
        raise Fault("damaged", "its archive is incomplete") from None
    items = package.infolist()
    _check_names([item.filename for item in items], [item.orig_filename for item in items])
    _check_sizes(items, room)
    _check_layout(data, items)
    if any(item.flag_bits & 0x1 for item in items):
        raise Fault("encrypted")
    names = tuple(item.filename for item in items if not item.is_dir())
    if any(ending(name) in PROGRAM_ENDINGS for name in names):
        raise Fault("program")
    return Archive(package, names, room)


def _check_names(names: list[str], originals: list[str]) -> None:
    for name in (*names, *originals):
        plain = name.replace("\\", "/")
        if plain.startswith("/") or ".." in plain.split("/") or re.match(r"[A-Za-z]:", plain) or "\0" in name:
            raise Fault("zip-slip")
    if len({posixpath.normpath(name.replace("\\", "/")).lower() for name in names}) != len(names):
        raise Fault("duplicate-part")


def _check_sizes(items: list[zipfile.ZipInfo], room: int) -> None:
    total = sum(item.file_size for item in items)
    if len(items) > MOST_PARTS or total > room:
        raise Fault("zip-bomb")
    if any(
        item.file_size > RATIO_FROM and item.file_size > HIGHEST_RATIO * max(item.compress_size, 1) for item in items
    ):
        raise Fault("zip-bomb")
    if any(item.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for item in items):
        raise Fault("damaged", "it is packed in an unusual way")


def _check_layout(data: bytes, items: list[zipfile.ZipInfo]) -> None:
    """Nothing before the first part, no part over another, nothing but zeros after the end."""
    end = data.rfind(_END)
    comment = int.from_bytes(data[end + 20 : end + 22], "little")
    if data[end + 22 + comment :].strip(b"\0") or b"%PDF-" in data[:1024]:
        raise Fault("polyglot")
    if not items:
        raise Fault("no-main-part")
    reached = 0
    for item in sorted(items, key=lambda item: item.header_offset):
        if item.header_offset < reached:
            raise Fault("zip-bomb")
        if reached == 0 and item.header_offset != 0:
            raise Fault("polyglot")
        reached = item.header_offset + 30 + item.compress_size
    if reached > end:
        raise Fault("damaged", "its archive")
