"""The languages of documents, and the nations whose partnerships write in them."""

from __future__ import annotations

import re

from darddr.vocabulary.word import Word


class Language(Word):
    """A language as a Word file names it."""

    ENGLISH = ("en-GB", "English")
    WELSH = ("cy-GB", "Welsh")


class Nation(Word):
    """Where a partnership is. Reviews are the same in both; in Wales documents may be in Welsh."""

    ENGLAND = ("england", "England")
    WALES = ("wales", "Wales")


class GoesOut(Word):
    """In which languages a letter goes out."""

    ENGLISH = ("en", "In English")
    BOTH = ("both", "In Welsh, then in English")
    WELSH = ("cy", "In Welsh alone")


_MARKS = {"cy": Language.WELSH, "en": Language.ENGLISH}
_MARKED = re.compile(r"\[(cy|en)\][ \t]+(?=\S)")


def parted(paragraph: str, usual: str) -> tuple[str, str]:
    """A paragraph's language and its words: `[cy] ` or `[en] ` at its beginning says that it is not in the usual one."""
    found = _MARKED.match(paragraph)
    return (_MARKS[found[1]].value, paragraph[found.end() :]) if found else (usual, paragraph)
