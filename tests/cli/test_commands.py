"""Commands act for a person, say one sentence where they refuse, and print one JSON object where asked."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.orm import Session

from darddr.cli import main
from darddr.models.partnership import Partnership
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.models.user import User
from darddr.services.opening import SCRIPTS
from darddr.settings import Settings
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.databases import rows_of
from tests.factories import Make
from tests.sealing import world

Run = Callable[..., Result]
HEAD = (SCRIPTS / "HEAD").read_text(encoding="ascii").strip()


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against the test's own instance."""
    monkeypatch.setenv("DARDDR_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DARDDR_DATABASE_URL", settings.database_url)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def case(make: Make, session: Session) -> dict[str, Any]:
    """A review at its analysis with a coordinator and an outsider."""
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.ANALYSIS)
    make.on_review(review, ReviewRole.CHAIR)
    made = {
        "review": review,
        "coordinator": make.coordinator(partnership),
        "outsider": make.coordinator(make.partnership()),
        "person": make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah"),
    }
    session.commit()
    return made


def email(user: User) -> str:
    """A user's address."""
    return user.email or ""


def test_every_command_has_help() -> None:
    runner = CliRunner()
    for name, command in main.commands.items():
        assert runner.invoke(main, [name, "--help"]).exit_code == 0
        for inner in getattr(command, "commands", {}):
            assert runner.invoke(main, [name, inner, "--help"]).exit_code == 0


def test_a_list_shows_what_the_person_may_see(run: Run, case: dict[str, Any]) -> None:
    seen = run("reviews", "list", "--as", email(case["coordinator"]), "--json")
    assert [one["reference"] for one in json.loads(seen.stdout)["reviews"]] == [case["review"].reference]
    assert json.loads(run("reviews", "list", "--as", email(case["outsider"]), "--json").stdout) == {"reviews": []}


def test_deadlines_are_told_with_how_each_was_worked_out(
    run: Run, case: dict[str, Any], make: Make, session: Session
) -> None:
    review, who = case["review"], email(case["coordinator"])
    make.milestone(review, Milestone.DECIDED)
    session.commit()
    _, told = json.loads(run("deadlines", "list", "--json", "--as", who).stdout)["deadlines"]
    assert told["review"] == review.reference
    assert (told["limit"], told["statutory"], told["done_on"]) == ("report", True, None)
    assert {"due_on", "first_due_on", "days_late", "slip_days", "elapsed_days", "paused_days", "on_hold"} <= set(told)
    plain = run("deadlines", "list", "--running", "--as", who)
    assert f"{review.reference}  {told['sentence']}" in plain.stdout
    assert run("deadlines", "list", "--as", email(case["outsider"])).stdout == ""


def test_being_on_the_server_is_not_permission(run: Run, case: dict[str, Any]) -> None:
    assert run("reviews", "list").exit_code == 2
    refused = run("reviews", "move", case["review"].reference, "begin_drafting", "--as", email(case["outsider"]))
    assert refused.exit_code == 1
    assert refused.stderr == f"There is no review {case['review'].reference} for this person.\n"
    assert run("reviews", "list", "--as", "nobody@example.org").exit_code == 1


def test_a_move_says_what_it_lacks_and_changes_nothing(run: Run, case: dict[str, Any], session: Session) -> None:
    answer = run("reviews", "move", case["review"].reference, "begin_drafting", "--as", email(case["coordinator"]))
    assert answer.exit_code == 1
    assert answer.stderr == "The move was refused. Record at least one finding.\n"
    made = run(
        "reviews", "move", case["review"].reference, "gather_again", "--reason", "One agency was forgotten.",
        "--as", email(case["coordinator"]), "--json",
    )  # fmt: skip
    assert json.loads(made.stdout)["dest"] == "gathering"
    session.expire_all()
    assert session.get_one(Review, case["review"].id).state is ReviewState.GATHERING


@pytest.mark.parametrize("kind", ["overview", "summary", "action-plan"])
def test_a_report_is_written_for_its_owner_alone(run: Run, case: dict[str, Any], tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"{kind}.docx"
    answer = run("report", case["review"].reference, kind, "--out", target, "--as", email(case["coordinator"]))
    assert answer.exit_code == 0, answer.output
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert run("documents", "audit", target).exit_code == 0
    clean = run("leaks", target, "--review", case["review"].reference, "--as", email(case["coordinator"]), "--json")
    assert json.loads(clean.stdout)["files"][0]["clean"] is True
    assert f"\n{kind}: " in "\n" + run("report", "--list").stdout


def test_leaks_find_a_name_by_a_register_file(run: Run, tmp_path: Path) -> None:
    register, file = tmp_path / "register.json", tmp_path / "letter.txt"
    register.write_text(
        json.dumps({"people": [{"role": "victim", "pseudonym": "Sarah", "names": ["Ottoline Brackwater"]}]})
    )
    file.write_text("Dear all,\n\nMrs. Brackwater’s sister has written.\n")
    found = run("leaks", file, "--register", register, "--json")
    assert found.exit_code == 1
    (hit,) = json.loads(found.stdout)["files"][0]["hits"]
    assert (hit["kind"], hit["identifier"]) == ("name", "Ottoline Brackwater")
    assert run("leaks", file).exit_code == 2


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("plan.docx", b"", "plan.docx is empty"),
        ("plan.docx", b"PK\x03\x04 cut", "plan.docx is damaged"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "plan.doc is an older kind of file"),
        ("plan.docx", b"just text", "plan.docx is really plain text"),
    ],
)
def test_a_bad_file_gets_one_sentence(run: Run, tmp_path: Path, name: str, data: bytes, words: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    answer = run("plan", "read", file)
    assert answer.exit_code == 1
    assert answer.stderr.startswith(words)
    assert answer.stderr.count("\n") == 1


def test_a_huge_file_is_refused_unread(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "huge.docx"
    with file.open("wb") as out:
        out.truncate(100 * 1024 * 1024)
    answer = run("uploads", "check", file, "--json")
    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["files"][0]["reason"] == "too-large"


def test_the_tables_are_printed_as_promised(run: Run) -> None:
    tables = json.loads(run("workflow", "table", "--json").stdout)
    assert set(tables) == {"review", "action"}
    assert {"name": "closed", "phase": "actions", "end": True} in tables["review"]["states"]
    assert set(tables["review"]["moves"][0]) == {"trigger", "source", "dest", "permission", "conditions"}
    assert run("workflow", "diagram").stdout.startswith("stateDiagram-v2")


def test_the_log_is_verified(run: Run, case: dict[str, Any]) -> None:
    verdict = json.loads(run("audit", "verify", "--json").stdout)
    assert verdict["ok"] is True
    assert verdict["faults"] == []


def test_a_checkpoint_kept_outside_is_compared(run: Run, case: dict[str, Any], tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint"
    assert run("audit", "checkpoint", "--out", kept).exit_code == 0
    assert run("audit", "verify", "--checkpoint", kept).exit_code == 0
    kept.write_bytes(b"no checkpoint")
    refused = run("audit", "verify", "--checkpoint", kept)
    assert (refused.exit_code, refused.stderr) == (1, "The file is not a checkpoint of the log.\n")


def test_a_wrong_key_is_named_and_nothing_changes(run: Run, settings: Settings, case: dict[str, Any]) -> None:
    key = settings.root_key_file
    before = rows_of(settings.database_url)
    right = key.read_text()
    key.unlink()
    missing = run("check")
    assert missing.exit_code == 1
    assert "Nothing has been changed." in missing.stderr
    key.write_text(right[: len(right) // 2])
    key.chmod(0o600)
    assert run("check").exit_code == 1
    key.write_text(right)
    assert run("check").exit_code == 0
    assert rows_of(settings.database_url) == before


def test_the_check_names_what_is_missing_from_the_schema(run: Run, case: dict[str, Any], session: Session) -> None:
    session.execute(text("DROP INDEX ix_actions_open_due"))
    session.commit()
    found = run("check")
    assert found.exit_code == 1
    assert "ix_actions_open_due" in found.stderr


def test_an_instance_is_made_once(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DARDDR_INSTANCE", str(tmp_path / "real"))
    monkeypatch.delenv("DARDDR_DATABASE_URL")
    words = ("init", "--partnership", "Larkfield", "--code", "LAR", "--email", "a@example.org", "--name", "Ann Other")
    made = run(*words)
    assert made.exit_code == 0, made.output
    assert "one-time password" in made.stdout
    assert stat.S_IMODE((tmp_path / "real" / "data" / "darddr.db").stat().st_mode) == 0o600
    assert run("check").exit_code == 0
    again = run(*words)
    assert again.exit_code == 1
    assert "Nothing has been changed." in again.stderr


def test_a_row_changed_by_hand_is_told_with_its_table_and_id(run: Run, case: dict[str, Any], session: Session) -> None:
    person, old = case["person"], case["person"].narrative_record
    person.pseudonym = "Miriam"
    session.commit()
    assert run("audit", "verify").exit_code == 0
    world.put(session, Person, person.id, narrative_record=old)
    session.commit()
    answer = run("audit", "verify", "--json")
    told = json.loads(answer.stdout)
    message = f"Row {person.id} of people is not what was last written there."
    place = {"chain": str(person.partnership_id), "table": "people", "row": str(person.id)}
    assert (answer.exit_code, told["ok"], told["faults"]) == (1, False, [{**place, "message": message}])
    assert set(told) == {"ok", "entries", "partnerships", "faults"}
    assert message in run("audit", "verify").stdout


def test_upgrading_again_takes_no_stock_again(run: Run, case: dict[str, Any], session: Session) -> None:
    world.put(session, Person, case["person"].id, may_be_named=True)
    session.commit()
    assert run("upgrade").output == f"The database is at version {HEAD}, this program’s own.\n"
    assert run("audit", "verify").exit_code == 1


def test_every_document_is_listed_with_who_and_when(run: Run) -> None:
    listed = json.loads(run("report", "--list", "--json").stdout)["documents"]
    by_key = {each["key"]: each for each in listed}
    assert {"overview", "summary", "action-plan", "pack", "handover", "family-first", "briefing"} <= set(by_key)
    assert by_key["pack"] == {
        "key": "pack",
        "title": "Home Office pack",
        "group": "Home Office",
        "permission": "review.manage",
        "who": ["coordinator"],
        "when": "once the report is with the executive for sign-off",
        "states": by_key["home-office-cover"]["states"],
        "file": "zip",
    }
    assert by_key["overview"]["who"] == ["coordinator", "independent chair", "author"]
    plain = run("report", "--list").stdout.splitlines()
    assert [line.partition(":")[0] for line in plain] == list(by_key)
    assert (
        "built by coordinator once the report is with the executive for sign-off; from sign_off, with_home_office"
        in plain[list(by_key).index("pack")]
    )


def test_a_pack_is_written_whole_and_each_file_is_told_of(
    run: Run, case: dict[str, Any], session: Session, tmp_path: Path
) -> None:
    reference = case["review"].reference
    early = run("report", reference, "pack", "--out", tmp_path, "--as", email(case["coordinator"]))
    assert "The Home Office pack can be built once the report is with the executive for sign-off." in early.stderr
    case["review"].state = ReviewState.WITH_HOME_OFFICE
    session.commit()
    answer = run("report", reference, "pack", "--out", tmp_path, "--as", email(case["coordinator"]))
    assert answer.stdout == f"{tmp_path / f'{reference}-pack.zip'}\n"
    assert answer.stderr.splitlines()[0] == f"{reference}-home-office-cover.docx"
    assert answer.stderr.splitlines()[-1] == f"{reference}-contents.docx"


def test_letters_to_agencies_leave_as_a_zip_and_an_edition_without_marking(
    run: Run, make: Make, session: Session, case: dict[str, Any], tmp_path: Path
) -> None:
    review, who = case["review"], email(case["coordinator"])
    partnership = session.get_one(Partnership, review.partnership_id)
    for name in ("Northshire Police", "Northshire Health"):
        make.on_review(review, ReviewRole.PANEL, agency=make.agency(partnership, name))
    session.commit()
    target = tmp_path / "letters.zip"
    answer = run("report", review.reference, "imr-request", "--out", target, "--as", who, "--json")
    assert json.loads(answer.stdout) == {"file": str(target), "kind": "imr-request-apart", "hits": 0}
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == [
            f"{review.reference}-imr-request-{name}.docx" for name in ("northshire-health", "northshire-police")
        ]
    refused = run("report", review.reference, "agenda", "--out", target, "--as", who)
    assert refused.exit_code == 1
    assert "is one Word file" in refused.stderr
    early = run("report", review.reference, "briefing", "--out", tmp_path, "--as", who, "--for-publication")
    assert early.exit_code == 1
    assert "can be published once the Home Office has cleared the report" in early.stderr
    review.state = ReviewState.CLEARED
    session.commit()
    answer = run("report", review.reference, "briefing", "--out", tmp_path, "--as", who, "--for-publication")
    assert answer.exit_code == 0, answer.stderr
    with zipfile.ZipFile(tmp_path / f"{review.reference}-briefing.docx") as package:
        assert b"OFFICIAL" not in package.read("word/document.xml")
