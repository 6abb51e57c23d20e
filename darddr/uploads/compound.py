"""The compound files of older office programs: what is stored in one, by the names in its directory."""

from __future__ import annotations

from darddr.uploads.verdict import Fault

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128  # [MS-CFB] 2.6: directory entries are 128 bytes and lie on multiples of it


def holds(data: bytes, name: str, *, begins: bool = False) -> bool:
    """Whether the directory has an entry of a name, or one that begins with it."""
    wanted = name.encode("utf-16-le") + (b"" if begins else b"\0\0")
    position = data.find(wanted)
    while position >= 0:
        if position % _ENTRY == 0:
            return True
        position = data.find(wanted, position + 1)
    return False


def refuse_compound(data: bytes) -> None:
    """Say what an older file is and how it can be brought in; every one is refused."""
    if holds(data, "EncryptedPackage"):
        raise Fault("encrypted")
    if holds(data, "__substg1.0_", begins=True) or holds(data, "__properties_version1.0"):
        raise Fault("message")
    if holds(data, "WordDocument"):
        raise Fault("legacy", "open it in Word and save it as .docx")
    if holds(data, "Workbook") or holds(data, "Book"):
        raise Fault("legacy", "open it in Excel and save it as .xlsx")
    if holds(data, "PowerPoint Document"):
        raise Fault("legacy", "open it in PowerPoint and save it as .pdf")
    raise Fault("legacy", "save it as .docx, .xlsx or .pdf")


def check_object(data: bytes) -> None:
    """An object inside another file: macros, programs and the old equation editor are refused, others flagged."""
    if holds(data, "_VBA_PROJECT") or holds(data, "VBA"):
        raise Fault("macros")
    if holds(data, "\x01Ole10Native") or holds(data, "Equation Native"):
        raise Fault("embedded-program")
    raise Fault("embedded-object")
