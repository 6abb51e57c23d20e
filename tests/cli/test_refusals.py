"""Commands refuse in one sentence: without a person, for somebody who may not, and where options say two things or none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from darddr.cli import main
from darddr.models.review import Review
from darddr.settings import Settings
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make

Run = Callable[..., Result]
NOT_HERE = "There is no such thing here for this person.\n"


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against the test's own instance."""
    monkeypatch.setenv("DARDDR_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DARDDR_DATABASE_URL", settings.database_url)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def review(make: Make) -> Review:
    """A review at its analysis."""
    return make.review(make.partnership(), ReviewState.ANALYSIS)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A file to search."""
    file = tmp_path / "letter.txt"
    file.write_text("Dear all.\n")
    return file


def test_a_search_for_names_needs_one_register_and_a_person(run: Run, letter: Path, tmp_path: Path) -> None:
    register = tmp_path / "register.json"
    register.write_text('{"people": []}')
    for words in ((), ("--review", "P1-2026-001", "--register", register)):
        answer = run("leaks", letter, *words)
        assert (answer.exit_code, "Give either --review or --register." in answer.stderr) == (2, True)
    answer = run("leaks", letter, "--review", "P1-2026-001")
    assert (answer.exit_code, "Say who is acting" in answer.stderr) == (2, True)


def test_whoever_works_on_a_review_without_knowing_its_names_searches_for_none(
    run: Run, make: Make, session: Session, review: Review, letter: Path
) -> None:
    panel = make.on_review(review, ReviewRole.PANEL)
    session.commit()
    answer = run("leaks", letter, "--review", review.reference, "--as", panel.email)
    assert (answer.exit_code, answer.stderr) == (1, NOT_HERE)


def test_a_register_is_told_apart_from_what_is_no_json_at_all(run: Run, letter: Path, tmp_path: Path) -> None:
    register = tmp_path / "register.json"
    said = []
    for text in ("not JSON", '{"people": "nobody"}'):
        register.write_text(text)
        answer = run("leaks", letter, "--register", register)
        assert answer.exit_code == 1
        said.append(answer.stderr)
    assert said[0] == "register.json is not a JSON file.\n"
    assert said[1] != said[0]


def test_an_address_without_an_account_is_said_to_have_none(run: Run, session: Session) -> None:
    session.commit()
    answer = run("reviews", "list", "--as", "nobody@example.org")
    assert (answer.exit_code, answer.stderr) == (1, "nobody@example.org has no account here.\n")


def test_a_report_needs_a_review_a_kind_a_place_and_a_person(run: Run, tmp_path: Path) -> None:
    answer = run("report", "P1-2026-001", "overview", "--out", tmp_path)
    assert (answer.exit_code, "Give REVIEW, KIND" in answer.stderr) == (2, True)


def test_a_report_that_names_somebody_is_written_and_said_to(
    run: Run, make: Make, session: Session, review: Review, tmp_path: Path
) -> None:
    chair = make.on_review(review, ReviewRole.CHAIR)
    make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah")
    review.sections = {"conclusions": "Ottoline Brackwater was found by a neighbour."}
    session.commit()
    answer = run("report", review.reference, "overview", "--out", tmp_path / "report.docx", "--as", chair.email)
    assert answer.exit_code == 1
    assert "of the register of names" in answer.stderr


def test_a_file_is_brought_into_no_plan_of_a_stranger(
    run: Run, make: Make, session: Session, review: Review, tmp_path: Path
) -> None:
    stranger = make.coordinator(make.partnership())
    session.commit()
    file = tmp_path / "plan.csv"
    file.write_text("Recommendation,Action,Lead agency,Target date\nTrain.,Train every team.,Police,June 2026\n")
    answer = run("plan", "import", review.reference, file, "--as", stranger.email, "--json")
    assert answer.exit_code == 1
    assert answer.stderr == f"There is no review or plan {review.reference} for this person.\n"
    assert not answer.stdout or "added" not in json.loads(answer.stdout)
