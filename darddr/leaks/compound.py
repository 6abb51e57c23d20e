"""Compound files (MS-CFB): old Word and Excel files, objects in a newer one, and documents with a password."""

from __future__ import annotations

from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = frozenset({"EncryptedPackage", "EncryptionInfo"})
_FREE = 0xFFFFFFFA
_MOST = 100_000


class Damaged(ValueError):
    """Not a compound file that can be followed."""


class Compound:
    """The streams of a compound file by name."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise Damaged
        self._data = data
        self._size = 1 << min(_number(data, 30, 2), 16)
        self._small = 1 << min(_number(data, 32, 2), 16)
        self._table = self._allocation()
        self._entries = list(self._directory())
        self._small_table = _numbers(self._chain(_number(data, 60), self._table))
        root = next((entry for entry in self._entries if entry[1] == 5), None)
        self._small_stream = self._chain(root[2], self._table) if root else b""

    def names(self) -> list[str]:
        """What every stream and folder is called."""
        return [name for name, _, _, _ in self._entries]

    def streams(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of each stream, whole however it is scattered over the file."""
        for name, kind, start, size in self._entries:
            if kind != 2 or not size:
                continue
            if size < _number(self._data, 56):
                yield name, self._chain(start, self._small_table, self._small_stream)[:size]
            else:
                yield name, self._chain(start, self._table)[:size]

    def _allocation(self) -> list[int]:
        sectors = [_number(self._data, 76 + 4 * each) for each in range(109)]
        further = _number(self._data, 68)
        seen: set[int] = set()
        while further < _FREE and further not in seen and len(seen) < _MOST:
            seen.add(further)
            block = _numbers(self._sector(further))
            if not block:
                break
            sectors += block[:-1]
            further = block[-1]
        return [each for sector in sectors if sector < _FREE for each in _numbers(self._sector(sector))]

    def _directory(self) -> Iterator[tuple[str, int, int, int]]:
        listing = self._chain(_number(self._data, 48), self._table)
        for at in range(0, len(listing) - 127, 128):
            entry = listing[at : at + 128]
            length = min(_number(entry, 64, 2), 64)
            if entry[66] in (1, 2, 5):
                name = entry[: max(0, length - 2)].decode("utf-16-le", "replace")
                yield name, entry[66], _number(entry, 116), _number(entry, 120)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _chain(self, sector: int, table: list[int], within: bytes | None = None) -> bytes:
        """The sectors that follow one another from one on; a ring or a sector beyond the file ends them."""
        pieces, seen = [], set()
        while sector < len(table) and sector not in seen:
            seen.add(sector)
            if within is None:
                pieces.append(self._sector(sector))
            else:
                pieces.append(within[sector * self._small : (sector + 1) * self._small])
            sector = table[sector]
        return b"".join(pieces)


def macros(stream: bytes) -> bytes:
    """A stream of Visual Basic unpacked from where its container begins (MS-OVBA 2.4.1); empty where there is none."""
    for start in range(len(stream) - 3):
        begins = stream[start] == 1 and _number(stream, start + 1, 2) >> 12 & 7 == 3
        if begins and b"Attribut" in (text := _unpacked(stream, start + 1)):
            return text
    return b""


def _unpacked(data: bytes, at: int) -> bytes:
    out = bytearray()
    while at + 2 <= len(data):
        header = _number(data, at, 2)
        end = min(at + (header & 0xFFF) + 3, len(data))
        begin, at = len(out), at + 2
        if not header & 0x8000:
            out += data[at:end]
            at = end
        while at < end:
            flags, at = data[at], at + 1
            for bit in range(8):
                if at >= end:
                    break
                if not flags >> bit & 1:
                    out.append(data[at])
                    at += 1
                    continue
                token, at = _number(data, at, 2), at + 2
                bits = max((len(out) - begin - 1).bit_length(), 4)
                length, back = (token & 0xFFFF >> bits) + 3, (token >> 16 - bits) + 1
                if back > len(out):
                    return bytes(out)
                for _ in range(length):
                    out.append(out[-back])
    return bytes(out)


def _number(data: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _numbers(data: bytes) -> list[int]:
    return [_number(data, at) for at in range(0, len(data) - 3, 4)]
