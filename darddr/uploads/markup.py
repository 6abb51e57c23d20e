"""One pass over an XML part: well-formed, no declarations of entities, and no field, formula or link that reaches out.

The pass streams: it holds no tree, so that its memory does not grow with the part.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from darddr.uploads.addresses import is_remote
from darddr.uploads.verdict import Fault

DEEPEST = 250  # the readers behind the gate refuse deeper nesting themselves
_STARTS_PROGRAM = re.compile(r"\bDDE(?:AUTO)?\b|\bQUOTE(?:\s+\d{2,3}){3}", re.IGNORECASE)
_INCLUDES = re.compile(
    r"\b(?:INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|RD|DATABASE)\b\s*(.*)", re.IGNORECASE | re.DOTALL
)
_PATH = re.compile(r"\"([^\"]*)\"|(\S+)")
_TEXT_IN_FORMULA = re.compile(r'"[^"]*"')
_DDE_FORMULA = re.compile(r"(?:^|[=+@(,;\-])\s*'?[A-Za-z][\w.]*\||\bDDE\s*\(", re.IGNORECASE)
_CALLS = re.compile(r"\b(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC)\s*\(", re.IGNORECASE)
_OTHER_BOOK = re.compile(r"\[\d+\][^\[\]]*!|\[[^\[\]]+\.(?:xls|ods|csv)\w?\]|'file:", re.IGNORECASE)
_CODES = ("instrText", "delInstrText")
_FORMULAS = ("f", "definedName", "formula", "formula1", "formula2")
_ODF_FETCHERS = frozenset(
    {
        "image",
        "object",
        "object-ole",
        "section-source",
        "table-source",
        "cell-range-source",
        "floating-frame",
        "plugin",
        "applet",
    }
)
Seen = Callable[[str, dict[str, str]], None]


def check_markup(part: str, content: bytes, flags: list[Fault], seen: Seen | None = None) -> None:
    """Check a part; `seen` is told every element (local name, attributes by local name). Raises Fault."""
    _Pass(part, flags, seen).run(content)


class _Pass:
    def __init__(self, part: str, flags: list[Fault], seen: Seen | None) -> None:
        self._part, self._flags, self._seen = part, flags, seen
        self._depth = 0
        self._code = ""
        self._formula = ""
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._declaration
        self._parser.EntityDeclHandler = self._declaration
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def run(self, content: bytes) -> None:
        try:
            self._parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError):
            raise Fault("damaged", f"its part {self._part}") from None
        check_field(self._code, self._flags)

    def _declaration(self, *_: object) -> None:
        raise Fault("entities")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Fault("damaged", f"its part {self._part} is nested too deeply")
        local = name.rpartition(":")[2]
        if self._seen is not None:
            self._seen(local, {key.rpartition(":")[2]: value for key, value in attributes.items()})
        if local in _CODES:
            self._parser.CharacterDataHandler = self._read_code
        elif local in _FORMULAS:
            self._formula = ""
            self._parser.CharacterDataHandler = self._read_formula
        elif local == "fldChar":
            check_field(self._code, self._flags)
            self._code = ""
        elif attributes:
            self._check_element(local, {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self._depth -= 1
        local = name.rpartition(":")[2]
        if local in _CODES:
            self._parser.CharacterDataHandler = None
        elif local in _FORMULAS:
            self._parser.CharacterDataHandler = None
            check_formula(self._formula, self._flags)

    def _read_code(self, text: str) -> None:
        self._code += text

    def _read_formula(self, text: str) -> None:
        self._formula += text

    def _check_element(self, local: str, attributes: dict[str, str]) -> None:
        """Fields kept in an attribute, links of spreadsheets, and what OpenDocument fetches or runs."""
        if local == "fldSimple":
            check_field(attributes.get("instr", ""), self._flags)
        elif local in ("ddeLink", "dde-source", "dde-connection-decl", "dde-connection"):
            raise Fault("dde")
        elif local in ("event-listener", "script") and "href" in attributes:
            raise Fault("macros")
        elif (local == "webPr" and is_remote(attributes.get("url", ""))) or (
            local in _ODF_FETCHERS and is_remote(attributes.get("href", ""))
        ):
            raise Fault("external-part")
        elif local == "template" and is_remote(attributes.get("href", "")):
            raise Fault("external-template")
        if formula := attributes.get("formula"):
            check_formula(formula.removeprefix("of:"), self._flags)


def check_field(code: str, flags: list[Fault]) -> None:
    """A Word field's code: none may start a program or fetch from an address; a file nearby is only flagged."""
    if _STARTS_PROGRAM.search(code):
        raise Fault("dde")
    if found := _INCLUDES.search(code):
        for quoted, bare in _PATH.findall(found[1]):
            path = (quoted or bare).replace("\\\\", "\\")
            if is_remote(path) or (quoted or bare).startswith("\\\\\\\\"):
                raise Fault("external-part")
        flags.append(Fault("linked-file"))


def check_formula(formula: str, flags: list[Fault]) -> None:
    """A spreadsheet's formula, its quoted texts apart."""
    bare = _TEXT_IN_FORMULA.sub('""', formula)
    if _DDE_FORMULA.search(bare):
        raise Fault("dde")
    if _CALLS.search(bare):
        raise Fault("calling-formula")
    if _OTHER_BOOK.search(bare):
        flags.append(Fault("external-link"))
