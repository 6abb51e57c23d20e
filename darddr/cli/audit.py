"""The log, verified."""

from __future__ import annotations

import sys

import click

from darddr import audit as log
from darddr.cli.opened import opened
from darddr.cli.output import as_json, print_json
from darddr.storage.database import reading


@click.group()
def audit() -> None:
    """The log of what was done and read."""


@audit.command()
@as_json
def verify(as_json: bool) -> None:
    """Walk every chain of the log; exit 1 where an entry is missing or is not what was written."""
    with reading(opened().engine) as session:
        verdict = log.verify(session)
    faults = [
        {"chain": str(fault.chain_id), "sequence": fault.sequence, "message": fault.message} for fault in verdict.faults
    ]
    if as_json:
        print_json(
            {"ok": verdict.ok, "entries": verdict.entries, "partnerships": verdict.partnerships, "faults": faults}
        )
    else:
        for fault in faults:
            click.echo(f"Chain {fault['chain']}: {fault['message']}")
        state = "The log is whole" if verdict.ok else "The log is NOT whole"
        click.echo(f"{state}: {verdict.entries} entries of {verdict.partnerships} partnerships.")
    sys.exit(0 if verdict.ok else 1)


COMMANDS = (audit,)
