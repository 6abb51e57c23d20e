"""What a picture says besides its pixels: EXIF, XMP, IPTC, comments and text chunks."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from darddr.leaks.passages import Passage

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp")
_READABLE = re.compile(rb"[\x20-\x7e\xc2-\xf4\x80-\xbf]{5,}")


def passages(name: str, content: bytes) -> Iterator[Passage]:
    """The words stored beside a picture's pixels, and any readable words among its bytes outside them."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            told = [*picture.info.values(), *picture.getexif().values()]
            for value in told:
                text = value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)
                if len(text) < 100_000:
                    yield Passage(text, name, "picture’s own notes", is_label=True)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        pass
    for match in _READABLE.finditer(content[:65_536]):
        yield Passage(match.group().decode("utf-8", "ignore"), name, "picture’s own notes", is_label=True)
