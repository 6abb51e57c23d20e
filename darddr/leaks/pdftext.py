"""What a page of a PDF shows, string after string as it is stored, and whether that can be read at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NameObject, StreamObject

LARGEST_PAGE = 8_000_000
_DEEPEST = 5
_SPACE = -180
_CURVES = frozenset({b"c", b"v", b"y"})
_PAIR = re.compile(r"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>(?!\s*[<\[])")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.DOTALL)
_NUMBERED_GLYPH = re.compile(r"/(?!uni|u[0-9A-F]{4})[A-Za-z]{0,3}\d+")
_MOST_IN_RANGE = 70_000
Decode = Callable[[bytes], str]


@dataclass
class Shown:
    """The strings of a page in their order, the texts that stand for them, and how many curves are drawn."""

    pieces: list[str] = field(default_factory=list)
    instead: list[str] = field(default_factory=list)
    curves: int = 0
    seen: set[int] = field(default_factory=set)

    @property
    def text(self) -> str:
        """One text, without the spaces that a reader only guesses at."""
        return "".join(self.pieces)


def shown(holder: DictionaryObject, content: ContentStream | None, into: Shown, depth: int = 0) -> Shown:
    """Gather what the content of a page or form shows."""
    if content is None or depth > _DEEPEST:
        return into
    resources = _dictionary(holder.get("/Resources"))
    fonts = _dictionary(resources.get("/Font"))
    decoders: dict[str, Decode] = {}
    decode: Decode = _western
    line: object = None
    for operands, operator in content.operations:
        if operator == b"Tf" and operands:
            name = str(operands[0])
            decode = decoders.setdefault(name, decoder(_dictionary(fonts.get(name))))
        elif operator in (b"Tj", b"TJ", b"'", b'"') and operands:
            into.pieces += ["\n"] * (operator in (b"'", b'"'))
            into.pieces += _strings(operands[-1], decode)
        elif operator in (b"Td", b"TD") and len(operands) == 2:
            into.pieces += ["\n"] * bool(operands[1])
        elif operator == b"T*" or (operator == b"Tm" and operands[-1:] != [line]):
            line = operands[-1] if operator == b"Tm" and operands else line
            into.pieces.append("\n")
        elif operator in (b"BDC", b"DP") and len(operands) > 1:
            into.instead += _replacements(operands[1], resources)
        elif operator in _CURVES:
            into.curves += 1
        elif operator == b"Do" and operands:
            _form(_dictionary(resources.get("/XObject")).get(str(operands[0])), holder, into, depth)
    into.pieces.append("\n")
    return into


def _form(reference: object, holder: DictionaryObject, into: Shown, depth: int) -> None:
    form = reference.get_object() if reference is not None and hasattr(reference, "get_object") else None
    if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form" or id(form) in into.seen:
        return
    into.seen.add(id(form))
    shown(form if "/Resources" in form else _with_resources(form, holder), content_of(form), into, depth + 1)


def content_of(form: StreamObject) -> ContentStream | None:
    """The operations of a form, unless they are too many."""
    return ContentStream(form, None) if len(form.get_data()) <= LARGEST_PAGE else None


def _with_resources(form: DictionaryObject, holder: DictionaryObject) -> DictionaryObject:
    return DictionaryObject({NameObject("/Resources"): holder.get("/Resources") or DictionaryObject()})


def _strings(operand: object, decode: Decode) -> Iterator[str]:
    for piece in operand if isinstance(operand, ArrayObject | list) else [operand]:
        if isinstance(piece, bytes):
            yield decode(piece)
        elif isinstance(piece, str):
            yield decode(getattr(piece, "original_bytes", piece.encode("latin-1", "replace")))
        elif isinstance(piece, int | float) and piece < _SPACE:
            yield " "


def _replacements(operand: object, resources: DictionaryObject) -> Iterator[str]:
    properties = operand
    if isinstance(operand, NameObject):
        properties = _dictionary(resources.get("/Properties")).get(str(operand))
    for key in ("/ActualText", "/Alt", "/E", "/Contents"):
        value = _dictionary(properties).get(key)
        if isinstance(value, str):
            yield str(value)


def decoder(font: DictionaryObject) -> Decode:
    """How the codes of a font become letters: by its own table, else as Western European."""
    table = font.get("/ToUnicode")
    stream = table.get_object() if table is not None and hasattr(table, "get_object") else None
    if not isinstance(stream, StreamObject):
        return _western
    known, width = _table(stream.get_data().decode("latin-1"))
    wide = 2 if font.get("/Subtype") == "/Type0" else width
    return lambda codes: "".join(known.get(codes[i : i + wide], "") for i in range(0, len(codes), wide))


def _table(text: str) -> tuple[dict[bytes, str], int]:
    known: dict[bytes, str] = {}
    for kind, body in _SECTION.findall(text):
        if kind == "bfchar":
            known |= {_bytes(code): _letters(letters) for code, letters in _PAIR.findall(body)}
            continue
        for first, last, letters, listed in _RANGE.findall(body):
            start, size = int(first, 16), len(_bytes(first))
            count = min(int(last, 16) - start + 1, _MOST_IN_RANGE)
            each = re.findall(r"<([0-9A-Fa-f\s]+)>", listed) if listed else []
            for step in range(max(count, 0)):
                value = _letters(each[step]) if step < len(each) else _moved(letters, step)
                known[(start + step).to_bytes(size + 1, "big")[-size:]] = value
    return known, max((len(code) for code in known), default=1)


def _bytes(code: str) -> bytes:
    digits = re.sub(r"\s", "", code)
    return bytes.fromhex(digits if len(digits) % 2 == 0 else "0" + digits)


def _letters(code: str) -> str:
    return _bytes(code).decode("utf-16-be", "replace")


def _moved(letters: str, step: int) -> str:
    start = _letters(letters) if letters else ""
    return start[:-1] + chr(min(ord(start[-1]) + step, 0x10FFFF)) if start else ""


def _western(codes: bytes) -> str:
    return codes.decode("cp1252", "replace")


def unreadable_fonts(holder: DictionaryObject) -> bool:
    """Whether a font of a page numbers its glyphs without saying which letters they are."""
    fonts = _dictionary(_dictionary(holder.get("/Resources")).get("/Font"))
    return any(_is_unreadable(_dictionary(font)) for font in fonts.values())


def _is_unreadable(font: DictionaryObject) -> bool:
    if "/ToUnicode" in font or not font:
        return False
    if font.get("/Subtype") == "/Type0":
        return str(font.get("/Encoding")).startswith("/Identity")
    names = [
        str(name) for name in _dictionary(font.get("/Encoding")).get("/Differences") or () if isinstance(name, str)
    ]
    return len([name for name in names if _NUMBERED_GLYPH.fullmatch(name)]) * 2 > len(names) > 0


def _dictionary(held: object) -> DictionaryObject:
    found = held.get_object() if held is not None and hasattr(held, "get_object") else held
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
