"""Deadlines from the command line."""

from __future__ import annotations

from typing import Any

import click

from darddr import clock
from darddr.cli.opened import acting, acting_session
from darddr.cli.output import as_json, print_json
from darddr.services.deadline_list import Line, deadlines_followed


@click.group()
def deadlines() -> None:
    """Deadlines of reviews."""


@deadlines.command(name="list")
@click.option("--running", is_flag=True, help="Leave out what has been done.")
@acting
@as_json
def list_(running: bool, email: str, as_json: bool) -> None:
    """Every deadline of the reviews this person may see, with how each was worked out."""
    with acting_session(email, writes=False) as (session, actor):
        lines = deadlines_followed(session, actor, clock.today())
    shown = [line for line in lines if not (running and line.deadline.done_on)]
    if as_json:
        print_json({"deadlines": [_told(line) for line in shown]})
        return
    for line in shown:
        click.echo(f"{line.reference}  {line.deadline.sentence}{_standing(line)}")


def _told(line: Line) -> dict[str, Any]:
    each = line.deadline
    return {
        "review": line.reference,
        "review_id": str(line.review_id),
        "limit": each.name,
        "statutory": not each.rule.is_local,
        "began_on": each.began_on.isoformat(),
        "first_due_on": each.first_on.isoformat(),
        "due_on": each.due_on.isoformat(),
        "done_on": each.done_on.isoformat() if each.done_on else None,
        "days_late": line.late,
        "slip_days": each.slip_days,
        "elapsed_days": each.elapsed_days,
        "paused_days": each.paused_days,
        "on_hold": each.on_hold,
        "sentence": each.sentence,
    }


def _standing(line: Line) -> str:
    if line.deadline.done_on is not None:
        return f" Done on {line.deadline.done_on.isoformat()}{f', {line.late} days late' if line.late else ''}."
    return f" {line.late} days late." if line.late else ""


COMMANDS = (deadlines,)
