"""The leak check of finished files: everything a file says, searched for everybody on the register."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from darddr.leaks.packages import read_other, read_package
from darddr.leaks.pictures import SIGNATURES, readable
from darddr.leaks.plain import is_plain, read_plain
from darddr.leaks.reading import ENOUGH, LONGEST_TEXT, Reading
from darddr.leaks.register import Register
from darddr.leaks.report import FileReport
from darddr.leaks.scanner import Scanner

LARGEST_FILE = 150 * 1024 * 1024
"""Bytes of a file that is opened at all: a report of a thousand pages with its pictures stays far below."""
_TOO_LARGE = f"it is larger than {LARGEST_FILE // 1024**2} MB; save it with smaller pictures, or in parts"
_NO_TEXT = "it holds no text that can be read, such as a scan or a picture"


def find_leaks(name: str, data: bytes, register: Register) -> FileReport:
    """What a file gives away, its own name included; a file that cannot be read is never clean."""
    return _report(name, data, Scanner(register))


def check_each(paths: Iterable[Path], register: Register) -> list[FileReport]:
    """A report for each file; one too large is not opened. Raises OSError for a file that is not there."""
    scanner = Scanner(register)
    return [
        _report(path.name, None if path.stat().st_size > LARGEST_FILE else path.read_bytes(), scanner) for path in paths
    ]


def check_files(paths: Iterable[Path], register: Register) -> dict[str, Any]:
    """The answer of `leaks --json`. Raises OSError for a file that is not there."""
    return {"files": [report.as_json() for report in check_each(paths, register)]}


def _report(name: str, data: bytes | None, scanner: Scanner) -> FileReport:
    reading = Reading(scanner)
    reading.label("file name", "file name", name)
    if data is None or len(data) > LARGEST_FILE:
        reading.doubt(_TOO_LARGE)
    else:
        try:
            _read(data, reading)
        except (MemoryError, RecursionError):
            reading.doubt("it needs more memory than it may take")
        if reading.letters < ENOUGH and (reading.pictures or not reading.letters):
            reading.doubt(_NO_TEXT)
    return FileReport(name, reading.checked, tuple(reading.hits), reading.reason)


def _read(data: bytes, reading: Reading) -> None:
    """Read a file by its content, whatever its ending; pixels and unknown kinds cannot be checked."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        read_package("", data, reading)
    elif data.lstrip(b"\xef\xbb\xbf\r\n\t \0").startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        read_other("", data[data.find(b"%PDF") :], reading)
    elif data.startswith(SIGNATURES):
        read_other("metadata", data, reading)
        reading.doubt("it is a picture, and what it shows cannot be read")
    elif data.startswith(b"{\\rtf"):
        reading.label("text", "readable bytes", *dict.fromkeys(readable(data[:LONGEST_TEXT])))
        reading.doubt("it is in Rich Text Format; save it as .docx")
    elif is_plain(data):
        read_plain("text", data, reading)
    elif not data.strip():
        reading.doubt("it is empty")
    else:
        read_other("unknown", data, reading)
        reading.doubt("it is damaged, or of a kind that cannot be read; save it as .docx, .xlsx or PDF")
