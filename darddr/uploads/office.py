"""Word and Excel files (ECMA-376 packages), part by part."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from darddr.uploads import compound
from darddr.uploads.addresses import is_remote
from darddr.uploads.archive import Archive, opened
from darddr.uploads.markup import check_markup
from darddr.uploads.verdict import Fault

DEEPEST = 2
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_WAYS_OUT = {
    "wordprocessingml.template": "save it as .docx",
    "spreadsheetml.template": "save it as .xlsx",
    "sheet.binary": "save it as .xlsx",
    "presentationml": "save it as .pdf",
    "visio": "save it as .pdf",
}
_BOOKS = ("externalLink", "externalLinkPath", "externalLinkLongPath", "xlExternalLinkPath", "xlPathMissing")
_LINKS = frozenset({"hyperlink", *_BOOKS, "attachedTemplate"})
_XML_ENDINGS = (".xml", ".rels", ".vml", ".svg")
_PAGES = (b"<html", b"<!doctype", b"{\\rtf", b"mime-version", b"<script")


@dataclass
class Contents:
    """What a package's own lists say: content types, links by the part they start from, and what is flagged so far."""

    types: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    main: str = ""
    chart_data: set[str] = field(default_factory=set)
    flags: list[Fault] = field(default_factory=list)

    def type_of(self, part: str) -> str:
        """A part's content type; its own before that of its ending."""
        return self.types.get(part.lower()) or self.defaults.get(part.rpartition(".")[2].lower(), "")


def check_office(archive: Archive, depth: int = 0) -> tuple[str, list[Fault]]:
    """The kind of a package and what it is flagged for. Raises Fault with the reason to refuse it."""
    contents = Contents()
    check_markup("[Content_Types].xml", archive.read("[Content_Types].xml"), contents.flags, _TypeList(contents).see)
    for part in archive.names:
        if part.endswith(".rels"):
            check_markup(part, archive.read(part), contents.flags, _Links(contents, part).see)
    kind = _kind(archive, contents)
    for part in archive.names:
        if not part.endswith(".rels") and part != "[Content_Types].xml":
            _check_part(part, archive, contents, depth)
    return kind, contents.flags


class _TypeList:
    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def see(self, local: str, attributes: dict[str, str]) -> None:
        """Keep a content type; those of macros and controls are refused wherever they stand."""
        kind = attributes.get("ContentType", "")
        lower = kind.lower()
        if "vbaproject" in lower or "vbadata" in lower or "macrosheet" in lower or "macroenabled" in lower:
            if "sheet.binary" in lower:
                raise Fault("not-accepted", "save it as .xlsx")
            raise Fault("macros")
        if "activex" in lower:
            raise Fault("controls")
        if local == "Override":
            self._contents.types[attributes.get("PartName", "").lstrip("/").lower()] = kind
        elif local == "Default":
            self._contents.defaults[attributes.get("Extension", "").lower()] = kind


class _Links:
    def __init__(self, contents: Contents, part: str) -> None:
        self._contents, self._part = contents, part

    def see(self, local: str, attributes: dict[str, str]) -> None:
        """Judge one relationship of a part."""
        if local != "Relationship":
            return
        kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
        if attributes.get("TargetMode", "").lower() == "external":
            _check_external(kind, target, self._contents.flags)
            return
        base = posixpath.dirname(posixpath.dirname(self._part))
        full = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
        if kind in ("vbaProject", "wordVbaData", "xlMacrosheet", "xlIntlMacrosheet"):
            raise Fault("macros")
        if kind in ("control", "activeXControlBinary"):
            raise Fault("controls")
        if kind == "aFChunk":
            raise Fault("embedded-page")
        if kind in ("taskpanes", "webextensiontaskpanes", "webextension"):
            self._contents.flags.append(Fault("add-in"))
        if kind == "officeDocument" and self._part == "_rels/.rels":
            self._contents.main = full
        if kind == "package" and "/charts/" in f"/{self._part}":
            self._contents.chart_data.add(full)


def _check_external(kind: str, target: str, flags: list[Fault]) -> None:
    """Plain links may go anywhere, since nobody follows them here; whatever is fetched on opening may not."""
    if kind == "hyperlink":
        return
    if kind == "attachedTemplate":
        if is_remote(target):
            raise Fault("external-template")
        return
    if kind in _BOOKS:
        flags.append(Fault("external-link"))
        return
    if is_remote(target):
        raise Fault("external-part")
    flags.append(Fault("linked-file"))


def _kind(archive: Archive, contents: Contents) -> str:
    """By the content type of the main part, which must be there."""
    known = {name.lower() for name in archive.names}
    typed = contents.type_of(contents.main) if contents.main else ""
    for mark, way_out in _WAYS_OUT.items():
        if mark in typed or any(mark in kind for kind in contents.types.values()):
            raise Fault("not-accepted", way_out)
    if typed not in _MAIN or contents.main.lower() not in known:
        raise Fault("no-main-part")
    return _MAIN[typed]


def _check_part(part: str, archive: Archive, contents: Contents, depth: int) -> None:
    content = archive.read(part)
    lower = part.lower()
    if "vbaproject" in lower or "vbadata" in lower:
        raise Fault("macros")
    if "/activex/" in f"/{lower}":
        raise Fault("controls")
    if lower.endswith(_XML_ENDINGS) or contents.type_of(part).endswith("xml"):
        seen = _no_script if lower.endswith(".svg") else None
        check_markup(part, content, contents.flags, seen)
        if lower == "xl/connections.xml":
            contents.flags.append(Fault("data-connection"))
        return
    try:
        check_embedded(part, content, archive, depth, is_chart_data=part in contents.chart_data)
    except Fault as fault:
        if fault.rejects:
            raise
        contents.flags.append(fault)


def _no_script(local: str, _attributes: dict[str, str]) -> None:
    if local in ("script", "foreignObject", "handler"):
        raise Fault("embedded-page")


def check_embedded(part: str, content: bytes, archive: Archive, depth: int, *, is_chart_data: bool = False) -> None:
    """A part that is not markup: programs, pages and archives are refused, packages looked into. Raises Fault."""
    if content.startswith(compound.MAGIC):
        compound.check_object(content)
    if content.startswith((b"MZ", b"\x7fELF")):
        raise Fault("embedded-program")
    if content[:200].lstrip().lower().startswith(_PAGES):
        raise Fault("embedded-page")
    if content.startswith(b"%PDF-"):
        raise Fault("embedded-file")
    if content.startswith(b"PK\x03\x04"):
        inner = opened(content, archive.room)
        if "[Content_Types].xml" not in inner.names or depth >= DEEPEST:
            raise Fault("nested-archive", posixpath.basename(part))
        _, flags = check_office(inner, depth + 1)
        archive.room = inner.room
        if flags:
            raise flags[0]
        if not is_chart_data:
            raise Fault("embedded-file")
