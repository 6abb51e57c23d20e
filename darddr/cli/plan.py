"""Action plans from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from darddr.cli.opened import acting_session, plan_called
from darddr.cli.output import as_json, print_json
from darddr.importers.plan import Plan
from darddr.importers.read import read_plan
from darddr.services.errors import Refusal
from darddr.services.imports import import_plan
from darddr.uploads import check_in_subprocess

source = click.argument("file", type=click.Path(path_type=Path))


@click.group()
def plan() -> None:
    """Action plans."""


def understood(file: Path) -> Plan:
    """A file, past the gate, as a plan. Raises Refusal or PlanUnreadable with one sentence."""
    data = file.read_bytes()
    verdict = check_in_subprocess(file.name, data)
    if verdict.verdict == "reject":
        raise Refusal(verdict.message)
    return read_plan(file.name, data)


@plan.command()
@source
@as_json
def read(file: Path, as_json: bool) -> None:
    """Say what an action plan in .docx, .xlsx, .ods or .csv was understood to say. Touches no database."""
    found = understood(file).as_json()
    if as_json:
        print_json(found)
        return
    for recommendation in found["recommendations"]:
        click.echo(f"{recommendation['number'] or '–'}  {recommendation['text']}")
        for action in recommendation["actions"]:
            target = action["target_date"]
            when = f"{target['text']} ({target['value'] or 'no date'})" if target else "no date"
            click.echo(
                f"    {action['number'] or '–'}  {action['text']}  [{'; '.join(action['lead_agencies'])}] {when}"
            )
    for problem in found["problems"]:
        click.echo(_problem(problem))
    click.echo(f"{len(found['ignored'])} passages ignored, {len(found['unplaced'])} not placed; --json shows each.")


def _problem(problem: dict[str, Any]) -> str:
    """A problem in a line: where it stands, as far as that is known, the words it is about, and what it is."""
    spots = (("table", problem["table"]), ("row", problem["row"]), ("column", problem["column"]))
    place = ", ".join(f"{name} {spot}" for name, spot in spots if spot)
    said = f"“{problem['text']}”: " if problem["text"] else ""
    return f"Problem in {place or 'the file'}: {said}{problem['why']}"


@plan.command(name="import")
@click.argument("reference")
@source
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option(
    "--as", "email", envvar="DARDDR_ACTOR", required=True, help="E-mail address of the person acting (or DARDDR_ACTOR)."
)
@click.option(
    "--name-reason", default="", help="Why a real name of the review must stay in the plan, where the file holds one."
)
@as_json
def import_(reference: str, file: Path, dry_run: bool, email: str, name_reason: str, as_json: bool) -> None:
    """Bring a file into the plan of a review, or into a plan; importing the same file again changes nothing."""
    parsed = understood(file)
    with acting_session(email, writes=True) as (session, actor):
        counts = import_plan(session, actor, plan_called(session, actor, reference), parsed, dry_run, name_reason)
    answer = {
        "plan": reference,
        "dry_run": dry_run,
        "added": counts.added,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
    }
    if as_json:
        print_json(answer)
    else:
        would = "Would add" if dry_run else "Added"
        click.echo(f"{would} {counts.added}, changed {counts.changed}, unchanged {counts.unchanged}.")


COMMANDS = (plan,)
