"""The gate in its own process: the same answers, nothing written, nothing waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from darddr.uploads import check, check_files, check_in_subprocess, limited
from tests.unit.uploads import builders
from tests.unit.uploads.hostile import HOSTILE


@pytest.fixture
def sent(tmp_path: Path) -> list[Path]:
    """A handful of files, good and bad."""
    files = {
        "plan.docx": builders.word(),
        "macro.docx": builders.word(more={"word/vbaProject.bin": builders.compound("_VBA_PROJECT")}),
        "plan.ods": builders.open_document("spreadsheet"),
        "letter.pdf": builders.pdf("", builders.packed_object(b"<</Title(Plan)>>")),
        "utf16.csv": "A,é\n".encode("utf-16"),
        "old.doc": builders.compound("WordDocument"),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in files]


def test_several_files_are_answered_as_one_by_one(sent: list[Path]) -> None:
    together = check_files(sent)["files"]
    assert together == [check_files([path])["files"][0] for path in sent]
    assert together == [check(path.name, path).as_json() for path in sent]
    assert set(together[0]) == {"file", "verdict", "reason", "message"}


@pytest.mark.parametrize(
    "entry",
    [entry for entry in HOSTILE if entry[3] in {"entities", "zip-bomb", "polyglot", "name"}],
    ids=lambda e: e[0],
)
def test_hostile_files_are_answered_the_same(entry: tuple[str, str, bytes, str]) -> None:
    assert check_in_subprocess(entry[1], entry[2]) == check(entry[1], entry[2])


def test_a_missing_file_is_named_by_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check_files([tmp_path / "none.docx"])


def test_nothing_is_written(sent: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = sorted(os.listdir(tmp_path))
    check_files(sent)
    assert sorted(os.listdir(tmp_path)) == before


def test_a_process_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited.sys, "executable", "/bin/false")
    assert check_in_subprocess("plan.docx", builders.word()).reason == "too-costly"


def test_a_file_too_large_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large.docx"
    with large.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    monkeypatch.setattr(limited.subprocess, "run", lambda *_, **__: pytest.fail("a process was started"))
    assert check_in_subprocess("large.docx", large).reason == "too-large"
    assert check_files([large])["files"][0]["verdict"] == "reject"


@pytest.mark.parametrize(
    ("attempt", "refused"),
    [
        ("open('/etc/hostname')", "Too many open files"),
        ("open('{folder}/written', 'w')", "Too many open files"),
        ("__import__('socket').socket()", "Too many open files"),
        ("bytearray(600 * 1024 * 1024)", "MemoryError"),
    ],
)
def test_the_process_can_reach_nothing(attempt: str, refused: str, tmp_path: Path) -> None:
    code = "import socket; from darddr.uploads.worker import confine; confine(); " + attempt.format(folder=tmp_path)
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode != 0
    assert refused in done.stderr


def test_the_process_has_five_seconds() -> None:
    code = (
        "import resource; from darddr.uploads.worker import confine; confine(); "
        "print(resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_FSIZE))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=20, check=True)
    assert done.stdout.strip() == "(5, 5) (0, 0)"
