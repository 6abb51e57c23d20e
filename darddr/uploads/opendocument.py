"""OpenDocument texts and spreadsheets, part by part."""

from __future__ import annotations

from darddr.uploads.archive import Archive
from darddr.uploads.markup import check_markup
from darddr.uploads.office import check_embedded
from darddr.uploads.verdict import Fault

_KINDS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MACROS = ("basic/", "scripts/", "dialogs/")


def check_open_document(archive: Archive) -> tuple[str, list[Fault]]:
    """The kind of a file and what it is flagged for. Raises Fault with the reason to refuse it."""
    kind = _KINDS.get(archive.read("mimetype").strip())
    if kind is None:
        raise Fault("not-accepted", "save it as .odt, .ods, .docx or .pdf")
    if "META-INF/manifest.xml" in archive.names:
        check_markup("META-INF/manifest.xml", archive.read("META-INF/manifest.xml"), [], _manifest)
    if "content.xml" not in archive.names:
        raise Fault("no-main-part")
    flags: list[Fault] = []
    for part in archive.names:
        if part.lower().startswith(_MACROS):
            raise Fault("macros")
        content = archive.read(part)
        if part.endswith((".xml", ".rdf")):
            if content.strip():
                check_markup(part, content, flags)
            continue
        try:
            check_embedded(part, content, archive, depth=1)
        except Fault as fault:
            if fault.rejects:
                raise
            flags.append(fault)
    return kind, flags


def _manifest(local: str, _attributes: dict[str, str]) -> None:
    if local == "encryption-data":
        raise Fault("encrypted")
