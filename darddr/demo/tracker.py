"""A council's action tracker as a Word file, with dates and statuses as people type them: what the demonstration imports."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from darddr.demo import cast

HEADER = ("No", "Recommendation", "Action to take", "Lead agency", "Key milestones", "Target date", "Status")
STATUSES = ("In progress", "Complete", "Ongoing", "", "Not started", "Completed: 31 October 2025")
SUBJECTS = (
    "routine enquiry", "repeat callers", "safe contact", "carers", "older people", "economic abuse", "children in the home",
    "stalking", "interpreters", "record keeping", "bereaved families", "perpetrator programmes", "suicide bereavement",
)  # fmt: skip
"""What each recommendation of the tracker is about."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def tracker(actions: int) -> bytes:
    """A .docx with so many actions, three to a recommendation, and a band of instructions above."""
    rows: list[tuple[str, ...]] = [HEADER]
    for number in range(actions):
        about = SUBJECTS[number // 3 % len(SUBJECTS)]
        first = number % 3 == 0
        rows.append(
            (
                str(number // 3 + 1) if first else "",
                f"Services to agree and use one way of working on {about}." if first else "",
                (f"Write guidance on {about}", f"Train staff on {about}", f"Audit practice on {about}")[number % 3],
                cast.AGENCIES[number % len(cast.AGENCIES)][0].format("Alderwick"),
                "Guidance drafted" if first else "",
                cast.MESSY_TARGETS[number % len(cast.MESSY_TARGETS)],
                STATUSES[number % len(STATUSES)],
            )
        )
    body = (
        _paragraph("Action plan tracker. Please update your rows and return by e-mail.") + _table(rows) + _paragraph("")
    )
    return _package(f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>')


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(rows: list[tuple[str, ...]]) -> str:
    lines = ("".join(f"<w:tc><w:tcPr/>{_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def _package(document: str) -> bytes:
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kinds}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relation}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
    return buffer.getvalue()
