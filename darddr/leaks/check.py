"""The leak check of finished files: everything a file says, searched for everybody on the register."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from darddr.leaks.packages import read_other, read_package
from darddr.leaks.pictures import SIGNATURES, readable
from darddr.leaks.plain import is_plain, read_plain
from darddr.leaks.reading import Reading
from darddr.leaks.register import Register
from darddr.leaks.report import FileReport
from darddr.leaks.scanner import Scanner


def find_leaks(name: str, data: bytes, register: Register) -> FileReport:
    """What a file gives away, its own name included; a file that cannot be read is never clean."""
    return _report(name, data, Scanner(register))


def check_files(paths: Iterable[Path], register: Register) -> dict[str, Any]:
    """The answer of `leaks --json`. Raises OSError for a file that is not there."""
    scanner = Scanner(register)
    return {"files": [_report(path.name, path.read_bytes(), scanner).as_json() for path in paths]}


def _report(name: str, data: bytes, scanner: Scanner) -> FileReport:
    reading = Reading(scanner)
    reading.label("file name", "file name", name)
    _read(data, reading)
    return FileReport(name, reading.checked, tuple(reading.hits))


def _read(data: bytes, reading: Reading) -> None:
    """Read a file by its content, whatever its ending; pixels and unknown kinds cannot be checked."""
    if data.startswith(b"PK\x03\x04"):
        read_package("", data, reading)
    elif data.startswith(b"%PDF"):
        read_other("", data, reading)
    elif data.startswith(SIGNATURES):
        read_other("metadata", data, reading)
        reading.doubt()
    elif is_plain(data) and not data.startswith(b"{\\rtf"):
        read_plain("text", data, reading)
    else:
        reading.label("unknown", "readable bytes", *dict.fromkeys(readable(data)))
        reading.doubt()
