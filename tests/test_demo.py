"""The demonstration, made as README says, in a folder of its own."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from darddr.documents.audit import audit
from darddr.services.papers.catalogue import KINDS
from darddr.storage.database import make_engine

pytestmark = pytest.mark.xdist_group("demo")  # it is made once, for whoever asks about it


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder in which the demonstration was made by its command, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "darddr", "demo", "--no-serve"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, env=quiet())
    return folder, done.stdout


def quiet() -> dict[str, str]:
    """The environment without settings of any instance."""
    return {name: value for name, value in os.environ.items() if not name.startswith("DARDDR_")}


def test_its_first_sentence_comes_from_the_data(made: tuple[Path, str]) -> None:
    assert "Two reviews are under way and one is pending: all deaths by suicide, one man and two women." in made[1]


def test_it_holds_what_it_promises(made: tuple[Path, str]) -> None:
    engine = make_engine(f"sqlite:///{made[0]}/instance/demo/data/darddr.db")
    with engine.connect() as connection:
        ask = connection.exec_driver_sql
        first, second = (row[0] for row in ask("SELECT id FROM partnerships ORDER BY code"))
        states = [row[0] for row in ask("SELECT state FROM reviews WHERE partnership_id = ?", (second,))]
        actions = ask("SELECT count(*) FROM actions WHERE partnership_id = ?", (first,)).scalar()
    engine.dispose()
    assert len(states) == len(set(states)) == 18
    assert actions == 60


def test_its_files_pass_their_own_checks_and_are_its_owners_alone(made: tuple[Path, str]) -> None:
    files = sorted((made[0] / "demo-output").glob("*.docx"))
    packed = sorted((made[0] / "demo-output").glob("*.zip"))
    (reference,) = (file.name.removesuffix("-pack.zip") for file in packed if file.name.endswith("-pack.zip"))
    whole = {f"{reference}-{kind.key}.{kind.suffix}" for kind in KINDS.values()}
    assert {file.name for file in (*files, *packed) if file.name.startswith(reference)} == whole
    assert len(files) == sum(name.endswith(".docx") for name in whole) + 2
    for file in files:
        assert not audit(file.name, file.read_bytes())
    people = made[0] / "demo-output" / "people.json"
    assert stat.S_IMODE(people.stat().st_mode) == 0o600
    listed = json.loads(people.read_text())
    assert {"email", "name", "role", "review"} == set(listed[0])
    assert {"coordinator", "panel member", "chair", "executive", "action owner"} <= {one["role"] for one in listed}


def test_it_touches_nothing_else(made: tuple[Path, str]) -> None:
    assert {path.name for path in made[0].iterdir()} == {"instance", "demo-output"}
    assert {path.name for path in (made[0] / "instance").iterdir()} == {"demo"}


def test_no_name_stands_in_any_raw_byte(made: tuple[Path, str]) -> None:
    names = (
        b"Tansley",
        b"Quenby",
        b"Oldacre",
        b"Starkadder",
        b"Winterbourne",
        b"Pettigrew",
        b"put them together as a pattern",
    )
    for file in (made[0] / "instance").rglob("*"):
        data = file.read_bytes() if file.is_file() else b""
        assert not [name for name in names if name in data], file.name


def test_a_second_call_leaves_it_as_it_is(made: tuple[Path, str]) -> None:
    before = (made[0] / "demo-output" / "people.json").stat().st_mtime_ns
    command = [sys.executable, "-m", "darddr", "demo", "--no-serve"]
    again = subprocess.run(command, cwd=made[0], capture_output=True, text=True, check=True, env=quiet())
    assert "There is a demonstration here already" in again.stdout
    assert (made[0] / "demo-output" / "people.json").stat().st_mtime_ns == before


def test_it_refuses_beside_a_real_instance(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "darddr", "demo", "--no-serve"]
    environment = {**quiet(), "DARDDR_INSTANCE": str(tmp_path / "real")}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1
    assert "DARDDR_INSTANCE names a real instance" in done.stderr
    assert not list(tmp_path.iterdir())
