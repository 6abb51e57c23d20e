"""What `darddr leaks` says to a reader: a sentence for each file, a status for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from darddr.cli import main

Run = Callable[..., Result]

_REGISTER = {
    "people": [{"names": ["Ottoline Brackwater"], "dates_of_birth": ["1984-03-07"], "dates_of_death": ["2024-02-11"]}]
}


@pytest.fixture
def run() -> Run:
    """Run a command without any instance: a register file needs none."""
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.json"
    path.write_text(json.dumps(_REGISTER))
    return path


def test_each_file_gets_its_sentence(run: Run, register: Path, tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text("Nobody died in February 2024.")
    (tmp_path / "named.txt").write_text("Ottoline died on 11 February 2024.")
    (tmp_path / "old.rtf").write_bytes(b"{\\rtf1 About Brackwater}")
    files = [tmp_path / name for name in ("clean.txt", "named.txt", "old.rtf")]
    answer = run("leaks", *files, "--register", register)
    assert answer.exit_code == 1
    assert "clean.txt: names nobody." in answer.stdout
    assert "named.txt: 2 hits." in answer.stdout
    assert (
        "old.rtf: cannot be checked: it is in Rich Text Format; save it as .docx. What could be read has 1 hit."
        in answer.stdout
    )
    assert run("leaks", files[0], "--register", register).exit_code == 0


def test_the_answer_for_scripts_has_the_promised_keys_and_words(run: Run, register: Path, tmp_path: Path) -> None:
    file = tmp_path / "Brackwater.txt"
    file.write_text("OTTOLINE was seen there. Brackwatr rang on 7.3.84")
    answer = json.loads(run("leaks", file, "--register", register, "--json").stdout)
    assert answer.keys() == {"files"}
    (told,) = answer["files"]
    assert list(told) == ["file", "clean", "checked", "hits"]
    assert all(list(hit) == ["identifier", "kind", "match", "found", "part", "where"] for hit in told["hits"])
    assert {(hit["kind"], hit["match"], hit["part"]) for hit in told["hits"]} == {
        ("name", "exact", "file name"),
        ("name", "folded", "text"),
        ("name", "near", "text"),
        ("date", "folded", "text"),
    }


@pytest.mark.parametrize(
    "text",
    ['{"people": []}', '{"people": [{"phones": ["01632 960123"]}]}', "[]", "{", '{"people": [{"names": ["--"]}]}'],
)
def test_a_register_that_protects_nobody_is_refused(run: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "register.json").write_text(text)
    (tmp_path / "a.txt").write_text("Nothing.")
    answer = run("leaks", tmp_path / "a.txt", "--register", tmp_path / "register.json")
    assert answer.exit_code == 1
    assert answer.stderr.endswith(".\n")
    assert answer.stderr.count("\n") == 1
