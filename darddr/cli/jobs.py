"""Jobs from the command line: what is due, done now or kept being done. They act for the system and show nothing of the record."""

from __future__ import annotations

import sys
import time

import click

from darddr.cli.opened import opened, settings
from darddr.cli.output import as_json, print_json
from darddr.jobs import queue
from darddr.jobs.mail import sender
from darddr.jobs.runner import Ran, run_due
from darddr.storage.database import reading


@click.group()
def jobs() -> None:
    """What runs later: reminders, and documents that take long."""


def _once() -> Ran:
    told = settings()
    return run_due(opened().engine, told, sender(told))


@jobs.command(name="run-due")
@as_json
def run_due_(as_json: bool) -> None:
    """Do what is due and stop: for cron. A job that fails is tried again later."""
    ran = _once()
    if as_json:
        print_json({"done": ran.done, "failed": ran.failed})
    else:
        click.echo(f"{ran.done} done, {ran.failed} failed.")
    sys.exit(1 if ran.failed else 0)


@jobs.command()
@click.option("--every", default=60, show_default=True, type=click.IntRange(1, 3600), help="Seconds between two looks.")
def run(every: int) -> None:
    """Keep doing what is due until stopped."""
    told = settings()
    engine, sends = opened().engine, sender(told)
    while True:
        run_due(engine, told, sends)
        time.sleep(every)


@jobs.command(name="list")
@as_json
def list_(as_json: bool) -> None:
    """The latest jobs: kind, when, how often tried, and the class of the last error."""
    with reading(opened().engine) as session:
        rows = queue.listed(session)
    told = [
        {
            "id": str(row.id),
            "kind": row.kind,
            "run_after": row.run_after.isoformat(),
            "done_at": row.done_at.isoformat() if row.done_at else None,
            "attempts": row.attempts,
            "failed": row.failed,
        }
        for row in rows
    ]
    if as_json:
        print_json({"jobs": told})
        return
    for one in told:
        state = "done" if one["done_at"] else one["failed"] or "waits"
        click.echo(f"{one['run_after']}  {one['kind']}  {state}")


COMMANDS = (jobs,)
