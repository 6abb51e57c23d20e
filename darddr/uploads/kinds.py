"""What a file is by its content, and what each kind may be called."""

from __future__ import annotations

import re
from pathlib import PurePath

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
PICTURES = frozenset({"png", "jpeg"})
CALLED = {
    "docx": "a Word file (.docx)",
    "xlsx": "an Excel workbook (.xlsx)",
    "odt": "an OpenDocument text (.odt)",
    "ods": "an OpenDocument spreadsheet (.ods)",
    "pdf": "a PDF",
    "png": "a PNG",
    "jpeg": "a JPEG",
    "text": "plain text",
}
_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!", "program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "program"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"MSCF", "archive"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"RIFF", "picture"),
)
PROGRAM_ENDINGS = frozenset(
    f".{ending}"
    for ending in re.findall(
        r"\w+",
        "exe dll scr com bat cmd ps1 psm1 vbs vbe js jse wsf wsh hta msi msp jar lnk reg sh py cpl pif scf sct "
        "iso img vhd application appref-ms settingcontent-ms url iqy slk chm",
    )
)
# By the ending of the name, for kinds whose content does not say more.
WAYS_OUT = {
    ".doc": ("legacy", "open it in Word and save it as .docx"),
    ".dot": ("legacy", "open it in Word and save it as .docx"),
    ".xls": ("legacy", "open it in Excel and save it as .xlsx"),
    ".ppt": ("legacy", "open it in PowerPoint and save it as .pdf"),
    ".docm": ("not-accepted", "save it as .docx"),
    ".dotx": ("not-accepted", "save it as .docx"),
    ".dotm": ("not-accepted", "save it as .docx"),
    ".xlsm": ("not-accepted", "save it as .xlsx"),
    ".xlsb": ("not-accepted", "save it as .xlsx"),
    ".xltx": ("not-accepted", "save it as .xlsx"),
    ".pptx": ("not-accepted", "save it as .pdf"),
    ".rtf": ("not-accepted", "open it in Word and save it as .docx"),
    ".html": ("not-accepted", "print it to .pdf"),
    ".htm": ("not-accepted", "print it to .pdf"),
    ".mht": ("not-accepted", "print it to .pdf"),
    ".svg": ("not-accepted", "save the picture as .png"),
    ".xml": ("not-accepted", "save it as .docx, .xlsx or .pdf"),
    ".pages": ("not-accepted", "export it as .docx"),
    ".numbers": ("not-accepted", "export it as .xlsx"),
    ".eml": ("message", ""),
    ".msg": ("message", ""),
    ".zip": ("archive", ""),
}
BY_KIND = {
    "rtf": ("not-accepted", "open it in Word and save it as .docx"),
    "page": ("not-accepted", "print it to .pdf"),
    "xml": ("not-accepted", "save it as .docx, .xlsx or .pdf"),
    "picture": ("not-accepted", "save the picture as .png or .jpg"),
    "unknown": ("not-accepted", "send it as .docx, .xlsx, .odt, .ods, .csv or .pdf"),
    "message": ("message", ""),
    "archive": ("archive", ""),
    "program": ("program", ""),
}
_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|iframe|svg|meta|table|div)\b", re.I | re.S
)
_HEADER = re.compile(
    rb"(?:received|return-path|mime-version|message-id|delivered-to|from|to|subject|date|x-[\w-]+|content-type):", re.I
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def ending(name: str) -> str:
    """The ending of a file's name, in lower case."""
    return PurePath(name.replace("\\", "/")).suffix.lower()


def by_content(data: bytes) -> str:
    """The kind of a file by its bytes alone."""
    head = data[:4096]
    if by_signature := next((kind for mark, kind in _SIGNATURES if head.startswith(mark)), None):
        return by_signature
    if head[4:8] == b"ftyp":
        return "picture"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _PAGE.match(start):
        return "page"
    if start.startswith(b"<?xml"):
        return "page" if re.search(rb"<(?:html|svg)\b", head, re.I) else "xml"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if _is_message(head):
        return "message"
    return "text" if _is_text(data) else "unknown"


def _is_message(head: bytes) -> bool:
    """Three header lines running, one of which only mail has."""
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()[:12]
    headers = [line for line in lines if _HEADER.match(line)]
    telling = any(
        re.match(rb"(?:received|return-path|mime-version|message-id|delivered-to):", line, re.I) for line in headers
    )
    return len(headers) >= 3 and telling and bool(lines) and bool(_HEADER.match(lines[0]))


def _is_text(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return "\x00" not in data.decode("utf-16")
        except UnicodeDecodeError:
            return False
    return _CONTROL.search(data) is None
