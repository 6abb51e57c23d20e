"""Actions from the command line."""

from __future__ import annotations

from pathlib import Path

import click

from darddr import clock
from darddr.cli.opened import acting, acting_session, plan_called
from darddr.documents import action_export
from darddr.services import exchange
from darddr.services.action_wanted import Show, Wanted
from darddr.services.report_facts import MARKING
from darddr.storage.files import write_private


@click.group()
def actions() -> None:
    """Actions."""


@actions.command()
@acting
@click.option("--format", "kind", type=click.Choice(list(exchange.KINDS)), required=True, help="What kind of file.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where to write the file.")
@click.option(
    "--show",
    type=click.Choice([show.value for show in Show]),
    default="open",
    help="Which actions; the open ones where left out.",
)
@click.option("--plan", "reference", help="Only those of one plan, or of the plan of one review.")
def export(email: str, kind: str, out: Path, show: str, reference: str | None) -> None:
    """Write the actions this person may read to an Excel, CSV or JSON file; the log notes how many."""
    day = clock.today()
    with acting_session(email, writes=True) as (session, actor):
        plan_id = plan_called(session, actor, reference).id if reference else None
        wanted = Wanted(show=Show(show), plan_id=plan_id)
        counted = exchange.counts(session, actor, wanted, day)
        rows = exchange.rows(session, actor, wanted, day)
        if kind == "xlsx":
            data = action_export.as_workbook(rows, "", MARKING, day)
        else:
            data = b"".join(action_export.as_csv(rows) if kind == "csv" else action_export.as_json(rows, day))
        exchange.record(session, actor.user_id, kind, counted)
    write_private(out, data)
    click.echo(f"{out}: {sum(counted.values()):,} actions")


COMMANDS = (actions,)
