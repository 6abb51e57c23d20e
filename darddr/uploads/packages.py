"""Zipped office files, looked at part by part before anything opens them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from lxml import etree

from darddr.uploads.verdict import Flagged, Refused

MOST_PARTS, LARGEST, HIGHEST_RATIO = 5_000, 300 * 1024 * 1024, 200
MAIN = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
MACROS = re.compile(r"vbaproject|vbadata|macrosheets/|/activex/|\.bin\Z(?<!printersettings\d\.bin)", re.IGNORECASE)
DANGEROUS_FIELD = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT)\b", re.IGNORECASE)
REMOTE = re.compile(r"^(https?|ftp|file):|^\\\\|^//", re.IGNORECASE)
LOCAL_DRIVE = re.compile(r"^(file:/{1,3})?[A-Za-z]:[\\/]")


def look(data: bytes) -> str:
    """The kind of office file. Raises Refused or Flagged with the reason."""
    package = _opened(data)
    names = [item.filename for item in package.infolist()]
    _check_members(package, names)
    kind = _kind(package, names)
    flags: list[Flagged] = []
    for name in names:
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                _check_markup(name, package.read(name))
            except Flagged as flagged:
                flags.append(flagged)
        elif "/embeddings/" in name:
            _check_embedded(name, package.read(name))
    if flags:
        raise flags[0]
    return kind


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Refused("damaged", "The file is damaged or was cut short. Save it again and send that copy.") from None


def _check_members(package: zipfile.ZipFile, names: list[str]) -> None:
    if len({name.lower() for name in names}) != len(names):
        raise Refused(
            "duplicate-part",
            "The file holds two parts of one name, which programs read differently. Save it again in Word or Excel.",
        )
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or ":" in name for name in names):
        raise Refused("zip-slip", "The file holds a part that would be written outside its folder.")
    items = package.infolist()
    if len(items) > MOST_PARTS or sum(item.file_size for item in items) > LARGEST:
        raise Refused("zip-bomb", "The file unpacks to more than can be read safely.")
    if any(
        item.file_size > 1024 * 1024 and item.file_size > HIGHEST_RATIO * max(item.compress_size, 1) for item in items
    ):
        raise Refused("zip-bomb", "The file unpacks to more than can be read safely.")
    if any(item.flag_bits & 0x1 for item in items):
        raise Refused("encrypted", "The file is locked with a password. Remove the password and send it again.")
    if any(name.lower().endswith((".exe", ".dll", ".scr", ".js", ".vbs", ".bat", ".ps1")) for name in names):
        raise Refused("program", "The file holds a program.")
    if any(MACROS.search(name) for name in names):
        raise Refused("macros", "The file holds macros or controls. Save it without them (.docx or .xlsx).")


def _kind(package: zipfile.ZipFile, names: list[str]) -> str:
    if "mimetype" in names:
        found = OPEN_DOCUMENT.get(package.read("mimetype").strip())
        if found is not None and "content.xml" in names:
            return found
    if "[Content_Types].xml" in names:
        content = package.read("[Content_Types].xml")
        if b"macroEnabled" in content or b"vbaProject" in content:
            raise Refused("macros", "The file holds macros or controls. Save it without them (.docx or .xlsx).")
        for main, kind in MAIN.items():
            if main in names:
                return kind
        raise Refused(
            "no-main-part", "The file is damaged: its main part is missing. Save it again and send that copy."
        )
    raise Refused("archive", "A zip archive is not accepted. Unpack it and send the files one by one.")


def _check_markup(name: str, content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Refused("entities", "The file declares entities, which no office program writes.")
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        raise Refused("damaged", f"The file is damaged in its part {name}. Save it again and send that copy.") from None
    if name.endswith(".rels"):
        for relation in root:
            _check_relation(relation)
    for element in root.iter(etree.Element):
        local = etree.QName(element).localname
        if local in ("instrText", "fldSimple", "ddeLink"):
            _check_field(local, (element.text or "") + " ".join(element.attrib.values()))
        elif local == "f" and re.search(r"\||\[\d+\]", element.text or "") and "cmd" in (element.text or "").lower():
            raise Refused("dde", "A formula would start a program.")


def _check_field(local: str, text: str) -> None:
    found = DANGEROUS_FIELD.search(text)
    if local == "ddeLink" or (found and found.group(1).upper().startswith("DDE")):
        raise Refused("dde", "The file holds a field that would start a program.")
    if found and re.search(r"https?:|\\\\\\\\|//|\\\\", text):
        raise Refused("external-part", "The file holds a field that would fetch something from elsewhere.")


def _check_relation(relation: Any) -> None:
    if relation.get("TargetMode") != "External":
        return
    kind, target = (relation.get("Type") or "").rsplit("/", 1)[-1], relation.get("Target") or ""
    if kind == "hyperlink":
        return
    if kind == "attachedTemplate" and LOCAL_DRIVE.match(target):
        return
    if kind == "attachedTemplate":
        raise Refused(
            "external-template",
            "The file fetches its template from elsewhere. Attach the Normal template and save it again.",
        )
    if kind.startswith("externalLink"):
        raise Flagged("external-link", "The file refers to another workbook; what it says of that one was not checked.")
    if REMOTE.match(target) or not LOCAL_DRIVE.match(target):
        raise Refused(
            "external-part", "The file fetches a part of itself from elsewhere. Paste that part in and save it again."
        )


def _check_embedded(name: str, content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0") or not content.startswith(b"PK"):
        raise Refused("embedded-object", "The file holds an embedded program or object. Take it out and save it again.")
    raise Flagged(
        "embedded-file", f"The file holds another file ({name.rsplit('/', 1)[-1]}), which was not looked into."
    )
