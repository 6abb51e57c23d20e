"""What a picture says besides its pixels: EXIF, XMP, IPTC, comments and text chunks."""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image, IptcImagePlugin, UnidentifiedImageError

from darddr.leaks.reading import Reading

SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_WHERE = "picture’s own notes"
_LONGEST = 4_000_000
_LONGEST_WESTERN = 2_000
_SINGLE = re.compile(rb"(?:[\x20-\x7e]|[\xc2-\xf4][\x80-\xbf]{1,3}){4,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01-\x06\x1e\x20]){4,}")
_WIDE_TURNED = re.compile(rb"(?:\x00[\x20-\x7e\xa0-\xff]|[\x01-\x06\x1e\x20][\x00-\xff]){4,}")
_WESTERN = re.compile(rb"[\x20-\x7e\xa0-\xff]*[a-zA-Z][\xc0-\xff][\x20-\x7e\xa0-\xff]*")
_PARTS_OF_EXIF = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop)


def read_picture(part: str, data: bytes, reading: Reading) -> None:
    """Search everything stored beside the pixels."""
    told = [text for value in _told(data) for text in _written(value)]
    for segment in _beside_pixels(data):
        told += readable(segment)
    reading.label(part, _WHERE, *dict.fromkeys(text for text in told if text.strip()))


def readable(data: bytes) -> list[str]:
    """Runs of at least four characters in bytes of no known kind, in one and in two bytes a character."""
    found = [match.decode("utf-8", "replace") for match in _SINGLE.findall(data)]
    found += [match.decode("utf-16-le", "replace") for match in _WIDE.findall(data)]
    found += [match.decode("utf-16-be", "replace") for match in _WIDE_TURNED.findall(data)]
    return found + [
        match.decode("cp1252", "replace") for match in _WESTERN.findall(data) if len(match) < _LONGEST_WESTERN
    ]


def _told(data: bytes) -> Iterator[object]:
    """The values Pillow understands, in every part of the EXIF block."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as picture:
            yield from picture.info.values()
            exif = picture.getexif()
            yield from exif.values()
            for block in _PARTS_OF_EXIF:
                yield from exif.get_ifd(block).values()
            yield from (IptcImagePlugin.getiptcinfo(picture) or {}).values()
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        TypeError,
        KeyError,
        EOFError,
        Image.DecompressionBombError,
    ):
        return  # a picture Pillow cannot open still has its bytes searched


def _written(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value[:_LONGEST]
    elif isinstance(value, bytes):
        yield from readable(value[:_LONGEST])
        yield value[:_LONGEST].decode("utf-16-le", "ignore")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _written(item)


def _beside_pixels(data: bytes) -> Iterator[bytes]:
    """A JPEG's segments before its scan and what follows its end, a PNG's chunks without pixels; else everything."""
    if data.startswith(b"\xff\xd8"):
        scan, end = data.find(b"\xff\xda"), data.rfind(b"\xff\xd9")
        yield data[: scan if scan > 0 else None]
        yield data[end:] if end > 0 else b""
    elif data.startswith(b"\x89PNG"):
        yield from _chunks(data)
    else:
        yield data[:_LONGEST]


def _chunks(data: bytes) -> Iterator[bytes]:
    position = 8
    while position + 8 <= len(data):
        size, kind = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        content = data[position + 8 : position + 8 + size]
        position += 12 + size
        if kind in (b"zTXt", b"iTXt"):
            yield content + b"\n" + _inflated(content)
        elif kind != b"IDAT":
            yield content
        if kind == b"IEND":
            yield data[position:]
            return


def _inflated(content: bytes) -> bytes:
    """The compressed text of a chunk, wherever in it the stream begins."""
    for start in range(content.find(b"\0") + 1, min(len(content), 300)):
        try:
            return zlib.decompressobj().decompress(content[start:], _LONGEST)
        except zlib.error:
            continue
    return b""
