"""What a file is by its first bytes, and what each kind may be called."""

from __future__ import annotations

from pathlib import PurePath

SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
)
ENDINGS = {
    "docx": (".docx",),
    "xlsx": (".xlsx",),
    "odt": (".odt",),
    "ods": (".ods",),
    "pdf": (".pdf",),
    "png": (".png",),
    "jpeg": (".jpg", ".jpeg"),
    "text": (".csv", ".txt"),
}
PICTURES = ("png", "jpeg")
WAYS_OUT = {
    "gif": ("not-accepted", "Save the picture as PNG."),
    "rtf": ("not-accepted", "Open it in Word and save it as .docx."),
    "program": ("program", "Programs are never accepted."),
    "archive": ("archive", "Unpack it and send the files one by one."),
    "markup": ("not-accepted", "Web pages are not accepted. Save it as .docx or PDF."),
    "unknown": ("not-accepted", "Send it as .docx, .xlsx, .ods, .csv or PDF."),
}
LEGACY = {
    ".doc": "Open it in Word and save it as .docx.",
    ".xls": "Open it in Excel and save it as .xlsx.",
    ".ppt": "Save it as PDF.",
    ".msg": "Open the message, and save its attachment or its text as .docx.",
}


def ending(name: str) -> str:
    """The ending of a file's name, in lower case."""
    return PurePath(name.replace("\\", "/")).suffix.lower()


def by_content(data: bytes) -> str:
    """The kind of a file by its bytes alone."""
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return kind
    head = data[:1024].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml")):
        return "markup"
    return "text" if _is_text(data[:65_536]) else "unknown"


def _is_text(head: bytes) -> bool:
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return controls == 0
