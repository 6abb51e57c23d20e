"""Commands on a disk without room: one sentence, exit 1, and no half file left."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from darddr.cli import main
from darddr.storage.files import write_private
from tests.full_disk import fill, small_disk

INIT = ("init", "--partnership", "Alderbeck", "--code", "ALD", "--email", "a@example.org", "--name", "Ada Quorrel")


def files(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "filler"]


def test_an_instance_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_disk(tmp_path / "disk", 2) as disk:
        monkeypatch.setenv("DARDDR_INSTANCE", str(disk / "instance"))
        for room in (0, 100, 600):
            filler = fill(disk)
            os.truncate(filler, filler.stat().st_size - room * 1024)
            answer = CliRunner().invoke(main, INIT)
            assert answer.exit_code == 1, room
            assert answer.stderr.count("\n") == 1, answer.stderr
            assert files(disk) == []
            filler.unlink()
        assert CliRunner().invoke(main, INIT).exit_code == 0
        assert CliRunner().invoke(main, ["check"]).exit_code == 0


def test_a_demonstration_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        monkeypatch.chdir(disk)
        answer = CliRunner().invoke(main, ["demo", "--no-serve"])
        monkeypatch.chdir(tmp_path)
        assert answer.exit_code == 1
        assert answer.stderr.count("\n") == 1, answer.stderr
        assert files(disk) == []


def test_a_file_is_written_whole_and_what_was_there_stays(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        path = disk / "report.docx"
        write_private(path, b"the first")
        filler = fill(disk)
        with pytest.raises(OSError, match="No space left") as raised:
            write_private(path, bytes(100_000))
        assert raised.value.filename == str(path)
        assert path.read_bytes() == b"the first"
        assert files(disk) == [path]
        filler.unlink()
        write_private(path, bytes(100_000))
        assert path.stat().st_size == 100_000
        assert shutil.disk_usage(disk).free > 0
