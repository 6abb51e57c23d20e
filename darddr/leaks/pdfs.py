"""Passages of a PDF: pages, properties, notes, form fields, outline and attachments."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from darddr.leaks.passages import Passage, Unreadable

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings repeat the file's text


def passages(data: bytes) -> Iterator[Passage]:
    """Every passage. Raises Unreadable for a locked or damaged file, and for one with a page that has no text (a scan)."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise Unreadable("locked")
        for key, value in (reader.metadata or {}).items():
            yield Passage(str(value), "metadata", str(key).strip("/"), is_label=True)
        if reader.xmp_metadata is not None:
            yield Passage(reader.xmp_metadata.stream.get_data().decode("utf-8", "ignore"), "metadata", "XMP", is_label=True)
        for number, page in enumerate(reader.pages, 1):
            text = page.extract_text()
            yield Passage(text, f"page {number}", f"page {number}")
            yield from _notes(page, number)
            if not text.strip() and "/XObject" in (page.get("/Resources") or {}):
                raise Unreadable(f"page {number} has no text")
        for name, field in (reader.get_fields() or {}).items():
            yield Passage(f"{name} {field.get('/V', '')} {field.get('/TU', '')}", "form", f"field {name}", is_label=True)
        yield from _outline(reader.outline)
        for name, contents in reader.attachments.items():
            yield Passage(name, "attachment", "name of an attachment", is_label=True)
            yield from (Passage(each.decode("utf-8", "ignore"), "attachment", "attachment") for each in contents)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from None


def _notes(page: Any, number: int) -> Iterator[Passage]:
    for note in page.get("/Annots") or []:
        held = note.get_object()
        for key in ("/Contents", "/T", "/Subj", "/NM", "/RC"):
            if held.get(key):
                yield Passage(str(held[key]), f"page {number}", f"note on page {number}", is_label=key != "/Contents")
        if target := (held.get("/A") or {}).get("/URI"):
            yield Passage(str(target), f"page {number}", f"link on page {number}", is_label=True)


def _outline(entries: Any) -> Iterator[Passage]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(entry)
        else:
            yield Passage(str(entry.get("/Title", "")), "outline", "outline", is_label=True)
