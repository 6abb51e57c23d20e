"""The audit: does a Word file keep the accessibility and confidentiality rules? Reads the parts themselves, no Word.

Rules by name: title, author, subject, language, traces, headings, fake-heading, contents, table-header, merged-cells,
empty-row, row-split, alt-text, floating, link-words, typed-list, contrast, marking, unreadable.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from darddr.documents.audit import contrast, headings, lists, marking, pictures, properties, tables
from darddr.documents.audit.faults import Fault
from darddr.documents.audit.opened import Opened, Unreadable

__all__ = ["Fault", "audit", "audit_files"]

_CHECKS = (
    properties.particulars,
    properties.language,
    properties.traces,
    headings.headings,
    headings.fake_headings,
    headings.contents,
    tables.tables,
    pictures.pictures,
    pictures.links,
    lists.lists,
    contrast.contrast,
    marking.marking,
)


def audit(name: str, data: bytes) -> tuple[Fault, ...]:
    """Every fault of a .docx; a file that cannot be opened has the one fault "unreadable". `name` is how to call it."""
    try:
        file = Opened(data)
    except Unreadable as reason:
        return (Fault("unreadable", name, str(reason)),)
    return tuple(fault for check in _CHECKS for fault in check(file))


def audit_files(paths: Iterable[str | Path]) -> dict[str, Any]:
    """What `darddr documents audit --json` prints: each file, whether it is sound, and its faults."""
    return {"files": [_report(Path(path)) for path in paths]}


def _report(path: Path) -> dict[str, object]:
    try:
        faults = audit(path.name, path.read_bytes())
    except OSError:
        faults = (
            Fault("unreadable", path.name, "The file cannot be opened; check its name and whether you may read it."),
        )
    told = [{"rule": fault.rule, "where": fault.where, "message": fault.message} for fault in faults]
    return {"file": str(path), "ok": not faults, "faults": told}
