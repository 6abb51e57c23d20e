"""The words around what was found in a file, read from the file itself once the search has said which part holds it."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from darddr.leaks.paragraphs import paragraphs

WORDS = 6
"""How many words are shown before and after: enough to see what is meant, and few enough to read down a list."""

_PAGE = re.compile(r"page (\d+)")


class Contexts:
    """The texts of a file, part by part, each read when first asked for. A part that cannot be read has none."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._texts: dict[str, list[str]] = {}

    def around(self, part: str, found: str) -> list[tuple[str, str]]:
        """Words before and after, for every place of a part where these words stand by themselves."""
        if part not in self._texts:
            self._texts[part] = self._read(part)
        alone = re.compile(rf"(?<!\w){re.escape(found)}(?!\w)")
        loose = [match for text in self._texts[part] for match in alone.finditer(text)]
        if not loose:
            loose = [match for text in self._texts[part] for match in re.finditer(re.escape(found), text)]
        return [_sides(match) for match in loose]

    def _read(self, part: str) -> list[str]:
        try:
            if self._data.startswith(b"PK\x03\x04"):
                return self._paragraphs(part)
            if self._data.startswith(b"%PDF"):
                return self._page(part)
            return [self._data.decode("utf-8")] if part == "text" else []
        except (KeyError, ValueError, OSError, RuntimeError, zipfile.BadZipFile, etree.XMLSyntaxError, PyPdfError):
            return []

    def _paragraphs(self, part: str) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(self._data)) as package:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
            root = etree.fromstring(package.read(part), parser)
        return ["".join(paragraph.runs) for paragraph in paragraphs(root)]

    def _page(self, part: str) -> list[str]:
        number = _PAGE.search(part)
        return [PdfReader(io.BytesIO(self._data)).pages[int(number[1]) - 1].extract_text()] if number else []


def _sides(match: re.Match[str]) -> tuple[str, str]:
    """Whole words; those that touch what was found are kept with the mark between them (“.”, “’s”)."""
    before, after = match.string[: match.start()][-400:], match.string[match.end() :][:400]
    ahead = before.split()[-WORDS:]
    behind = after.split()[:WORDS]
    left = " ".join(ahead) + (" " if before[-1:].isspace() and ahead else "")
    right = (" " if after[:1].isspace() and behind else "") + " ".join(behind)
    return left, right
