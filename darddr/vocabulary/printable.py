"""Text without what no page or document may hold:

control characters, half characters, and code points that are no characters.
"""

from __future__ import annotations

import re

_NO_CHARACTERS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_UNPRINTABLE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")


def printable(text: str) -> str:
    """The text with one kind of line break and nothing unprintable.

    SOURCE: HTML Living Standard, 13.2.3.5 (input stream).
    """
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
