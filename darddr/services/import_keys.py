"""How a row of a plan is recognised when its file is read again: a keyed digest of its words."""

from __future__ import annotations

import re
from uuid import UUID

from darddr.crypto import ring

_NOT_WORDS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Words as they are compared: letters and digits alone, in one case."""
    return _NOT_WORDS.sub(" ", text.casefold()).strip()


def row_key(within: UUID, number: str, text: str, occurrence: int = 0) -> bytes:
    """The key of a row within its plan or recommendation; `occurrence` tells apart rows that say the same.

    The number counts only where there are no words, so that a plan numbered afresh is still recognised.
    """
    words = folded(text) or f"\x1e{folded(number)}"
    return ring().mac("plan rows", f"{within}\x1f{words}\x1f{occurrence}".encode())
