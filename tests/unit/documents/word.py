"""Helpers that look into a Word file, or change one part of it."""

import io
import zipfile

from docx import Document
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"


def part(data: bytes, name: str = BODY) -> str:
    """One part of the package as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def altered(data: bytes, name: str, old: str, new: str, times: int = 1) -> bytes:
    """The package with `old` replaced in one part; refuses when it is not there, so a test cannot pass by mistake."""
    before = part(data, name)
    assert old in before, f"{old!r} is not in {name}"
    return replaced(data, name, before.replace(old, new, times))


def replaced(data: bytes, name: str, text: str) -> bytes:
    """The package with one part put in place, or added."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            if entry != name:
                target.writestr(entry, source.read(entry))
        target.writestr(name, text)
    return changed.getvalue()


def inserted(data: bytes, xml: str) -> bytes:
    """The document with body XML put right after its first paragraph."""
    return altered(data, BODY, "</w:p>", f"</w:p>{xml}")


def saved(document: "Document") -> bytes:
    """A python-docx document as bytes."""
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """(style id, text) of every paragraph of the body in reading order; line breaks as newlines."""
    root = etree.fromstring(part(data).encode())
    found = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        nodes = [node for run in paragraph.iter(f"{W}r") for node in run.iter(f"{W}t", f"{W}br", f"{W}tab")]
        text = "".join({f"{W}br": "\n", f"{W}tab": "\t"}.get(node.tag, node.text or "") for node in nodes)
        found.append(("" if style is None else style.get(f"{W}val"), text))
    return found
