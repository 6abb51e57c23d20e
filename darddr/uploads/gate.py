"""The gate: an allow-list by content, before any reader opens a file. It calls no address and writes nothing."""

from __future__ import annotations

import re

from darddr.uploads import packages
from darddr.uploads.kinds import ENDINGS, LEGACY, PICTURES, WAYS_OUT, by_content, ending
from darddr.uploads.verdict import Flagged, Refused, Verdict

LARGEST_MB = 25
MEGABYTE = 1024 * 1024


def check(name: str, data: bytes, largest_mb: int = LARGEST_MB) -> Verdict:
    """The verdict on one file; its message names the file and the way out."""
    try:
        kind = _looked(name, data, largest_mb)
    except Flagged as flagged:
        return Verdict(name, "flag", flagged.reason, f"{name}: {flagged.message}")
    except Refused as refused:
        return Verdict(name, "reject", refused.reason, f"{name}: {refused.message}")
    return Verdict(name, "accept", "ok", f"{name} is accepted as {kind}.")


def too_large(name: str, largest_mb: int = LARGEST_MB) -> Verdict:
    """The verdict on a file that is not even read."""
    return Verdict(
        name, "reject", "too-large", f"{name}: The file is larger than {largest_mb} MB. Split it or leave pictures out."
    )


def _looked(name: str, data: bytes, largest_mb: int) -> str:
    if not data:
        raise Refused("empty", "The file is empty.")
    if len(data) > largest_mb * MEGABYTE:
        raise Refused("too-large", f"The file is larger than {largest_mb} MB. Split it or leave pictures out.")
    kind = by_content(data)
    if kind == "compound":
        _refuse_compound(name, data)
    if kind in WAYS_OUT:
        raise Refused(*WAYS_OUT[kind])
    if kind == "zip":
        try:
            kind = packages.look(data)
        except Flagged:
            _check_ending(name, "docx" if b"word/document.xml" in data else "xlsx")
            raise
    elif kind == "pdf":
        _check_pdf(data)
    _check_ending(name, kind)
    return kind


def _refuse_compound(name: str, data: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("encrypted", "The file is locked with a password. Remove the password and send it again.")
    way_out = LEGACY.get(ending(name), "Save it as .docx, .xlsx or PDF.")
    raise Refused("legacy", f"This is an old kind of file. {way_out}")


def _check_pdf(data: bytes) -> None:
    if b"/Encrypt" in data:
        raise Refused("encrypted", "The file is locked with a password. Remove the password and send it again.")
    if re.search(rb"/Launch\b", data):
        raise Refused("launch", "The file would start a program.")
    if re.search(rb"/JavaScript\b|/JS\b", data):
        raise Flagged("script", "The file holds scripts, which are never run here.")
    if b"/EmbeddedFile" in data:
        raise Flagged("embedded-file", "The file holds another file, which was not looked into.")


def _check_ending(name: str, kind: str) -> None:
    if ending(name) in ENDINGS[kind]:
        return
    if kind in PICTURES and any(ending(name) in ENDINGS[other] for other in PICTURES):
        raise Flagged("wrong-ending", f"The picture is {kind.upper()}, whatever its name says.")
    raise Refused(
        "wrong-ending", f"The name ends in “{ending(name)}” but the file is {kind}. Give it its right ending."
    )
