"""Every command that acts for a person, by everybody: done or refused as the policies say, and nothing shown that may not be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner, Result

from darddr import clock, policies
from darddr.cli import main
from darddr.cli import opened as cli_opened
from darddr.cli import plan as cli_plan
from darddr.importers.read import read_plan
from darddr.models.partnership import Partnership
from darddr.models.plan import Plan
from darddr.models.review import Review
from darddr.policies import allows
from darddr.vocabulary.permissions import Permission as P
from tests.access.bodies import PLAN
from tests.access.canaries import Seen, forbidden, seen_in, seen_in_bytes, token
from tests.access.stage import Stage
from tests.access.world import ACTORS

PLACES = ("home", "second", "far")
NO_SUCH = "FAR-2026-999"
Run = Callable[..., Result]


@pytest.fixture
def run(stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command on the stage. Its files are read here, without the subprocess that has tests of its own."""
    monkeypatch.setattr(cli_opened, "opened", lambda: SimpleNamespace(engine=stage.connection))
    monkeypatch.setenv("DARDDR_INSTANCE", str(tmp_path))
    monkeypatch.setattr(cli_plan, "understood", lambda file: read_plan(file.name, file.read_bytes()))
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def may(stage: Stage, name: str, permission: P, place: str) -> bool:
    """Whether the policies allow something to somebody on the review of a place."""
    with stage.session() as session:
        actor = policies.load_actor(session, stage.world.people[name].id, clock.today())
        return allows(actor, permission, session.get_one(Review, stage.world.places[place]["review_id"]))


def shown(answer: Result, *files: Path) -> Seen:
    """The canaries of what a command printed and of the files it wrote."""
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
    return seen_in(answer.output + answer.stderr) | {one for file in files for one in seen_in_bytes(file.read_bytes())}


def acting_commands(group: click.Group, path: tuple[str, ...] = ()) -> set[str]:
    """The commands that act for a person."""
    found = set()
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= acting_commands(command, (*path, name))
        elif any("--as" in option.opts for option in command.params):
            found.add(" ".join((*path, name)))
    return found


def test_every_command_that_acts_for_a_person_is_tried_here() -> None:
    assert acting_commands(main) == {
        "actions export",
        "deadlines list",
        "reviews list",
        "reviews move",
        "plan import",
        "register",
        "report",
        "leaks",
        "pack",
    }


def test_reviews_are_listed_to_whoever_follows_them(stage: Stage, run: Run) -> None:
    for name in ACTORS:
        expected = [stage.world.references[place] for place in PLACES if may(stage, name, P.REVIEW_PROGRESS, place)]
        for form in ((), ("--json",)):
            answer = run("reviews", "list", "--as", stage.world.emails[name], *form)
            listed = [ref for ref in stage.world.references.values() if ref in answer.output]
            assert (answer.exit_code, sorted(listed)) == (0, sorted(expected)), name
            assert not shown(answer), name


def test_deadlines_are_listed_to_whoever_follows_the_reviews(stage: Stage, run: Run) -> None:
    for name in ACTORS:
        expected = [stage.world.references[place] for place in PLACES if may(stage, name, P.REVIEW_PROGRESS, place)]
        for form in ((), ("--json",), ("--running",)):
            answer = run("deadlines", "list", "--as", stage.world.emails[name], *form)
            listed = [ref for ref in stage.world.references.values() if ref in answer.output]
            assert (answer.exit_code, sorted(listed)) == (0, sorted(expected)), name
            assert not shown(answer), name


def test_a_pack_is_made_by_whoever_keeps_the_duties_and_shows_nobody_more(
    stage: Stage, run: Run, tmp_path: Path
) -> None:
    with stage.session() as session:
        code = session.get_one(Partnership, stage.world.url_values["partnership_id"]).code
    for name in ACTORS:
        out = tmp_path / f"{name}.zip"
        answer = run("pack", code, "--as", stage.world.emails[name], "--out", str(out))
        assert not forbidden(name, shown(answer, *([out] if out.exists() else []))), name
        assert (answer.exit_code == 0) is out.exists() is (name == "coordinator"), (name, answer.stderr)
        assert ("declared a conflict" in answer.stderr) is (name == "excluded"), (name, answer.stderr)
        stage.put_back()


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_actions_are_exported_as_far_as_each_person_may_read_them(
    kind: str, stage: Stage, run: Run, tmp_path: Path
) -> None:
    for name in ACTORS:
        out = tmp_path / f"{name}.{kind}"
        form = ("--format", kind, "--show", "all", "--out", str(out))
        answer = run("actions", "export", *form, "--as", stage.world.emails[name])
        assert answer.exit_code == 0, (name, answer.output)
        seen = shown(answer, out)
        assert not forbidden(name, seen), name
        assert bool(seen) is any(may(stage, name, P.ACTION_READ, place) for place in PLACES) or name in {
            "owner",
            "agency_approver",
            "approver_at_large",
        }, name


COMMANDS = {
    "reviews move": (P.REVIEW_LEAD, ("reviews", "move", "REF", "begin_drafting", "--on", "2026-01-05")),
    "plan import": (P.PLAN_EDIT, ("plan", "import", "REF", "FILE")),
    "plan import --dry-run": (P.PLAN_EDIT, ("plan", "import", "REF", "FILE", "--dry-run", "--json")),
    "report": (P.DOCUMENT_BUILD, ("report", "REF", "overview", "--out", "OUT")),
    "register": (P.IDENTITY_READ, ("register", "REF", "--out", "OUT")),
    "leaks": (P.IDENTITY_READ, ("leaks", "FILE", "--review", "REF", "--json")),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_does_what_the_policies_allow_and_else_knows_of_nothing(
    command: str, stage: Stage, run: Run, tmp_path: Path
) -> None:
    permission, words = COMMANDS[command]
    file = tmp_path / "plan.csv"
    file.write_text(PLAN, encoding="utf-8")
    for name in ACTORS:
        for place in PLACES:
            out = tmp_path / f"{name}-{place}.docx"
            answer = _called(run, words, stage.world.references[place], file, out, stage.world.emails[name])
            stage.put_back()
            assert not forbidden(name, shown(answer, *([out] if out.exists() else []))), (name, place)
            done = not _knows_nothing(answer)
            assert done is may(stage, name, permission, place), (name, place, answer.output)
            if not done:
                assert not out.exists()
            if not may(stage, name, P.REVIEW_PROGRESS, place):
                absent = _called(run, words, NO_SUCH, file, out, stage.world.emails[name])
                assert _without_reference(answer, stage) == _without_reference(absent, stage), (name, place)


def _called(run: Run, words: tuple[str, ...], reference: str, file: Path, out: Path, email: str) -> Result:
    given = {"REF": reference, "FILE": str(file), "OUT": str(out)}
    return run(*(given.get(word, word) for word in words), "--as", email)


def _knows_nothing(answer: Result) -> bool:
    """Whether it was refused in the words for what is not there."""
    told = answer.output + answer.stderr
    return answer.exit_code == 1 and ("There is no such thing" in told or "There is no review" in told)


def _without_reference(answer: Result, stage: Stage) -> tuple[int, str]:
    told = answer.output
    for reference in (*stage.world.references.values(), NO_SUCH):
        told = told.replace(reference, "REF")
    return answer.exit_code, told


def test_names_found_are_told_to_whoever_may_know_them_and_to_nobody_else(
    stage: Stage, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text(f"To {token('home', 'people', 'names')}.", encoding="utf-8")
    told = set()
    for name in ACTORS:
        answer = run("leaks", file, "--review", stage.world.references["home"], "--as", stage.world.emails[name])
        if shown(answer):
            told.add(name)
    assert told == {name for name in ACTORS if may(stage, name, P.IDENTITY_READ, "home")}


def test_a_plan_of_a_partnership_takes_a_file_from_whoever_may_change_it(
    stage: Stage, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(PLAN, encoding="utf-8")
    with stage.session() as session:
        plan = session.get_one(Plan, stage.world.places["theme"]["plan_id"])
        may_edit = {
            name
            for name in ACTORS
            if allows(policies.load_actor(session, stage.world.people[name].id, clock.today()), P.PLAN_EDIT, plan)
        }
    imported = set()
    for name in ACTORS:
        answer = run("plan", "import", plan.reference, file, "--as", stage.world.emails[name])
        stage.put_back()
        assert not forbidden(name, shown(answer)), name
        if answer.exit_code == 0:
            imported.add(name)
    assert imported == may_edit == {"coordinator", "excluded"}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("who", ["stranger", "suspended"])
def test_nobody_acts_for_an_account_that_is_not_there_or_is_closed(
    command: str, who: str, stage: Stage, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(PLAN, encoding="utf-8")
    email = stage.world.emails.get(who, "stranger@example.org")
    answer = _called(run, COMMANDS[command][1], stage.world.references["home"], file, tmp_path / "out.docx", email)
    assert answer.exit_code == 1
    assert f"{email} has no account here." in answer.output + answer.stderr
    assert not (tmp_path / "out.docx").exists()


def test_a_register_is_written_for_its_owner_alone_in_the_shape_that_leaks_reads(
    stage: Stage, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "register.json"
    answer = run(
        "register", stage.world.references["home"], "--out", str(out), "--as", stage.world.emails["coordinator"]
    )
    assert answer.exit_code == 0, answer.output
    assert out.stat().st_mode & 0o777 == 0o600
    letter = tmp_path / "letter.txt"
    letter.write_text(f"At {token('home', 'people', 'schools')}.", encoding="utf-8")
    found = run("leaks", str(letter), "--register", str(out), "--json")
    assert found.exit_code == 1
    assert token("home", "people", "schools") in found.output
