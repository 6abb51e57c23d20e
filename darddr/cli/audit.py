"""The log, verified."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from darddr import audit as log
from darddr.audit.rows import RowFault
from darddr.audit.verify import ChainFault
from darddr.cli.opened import opened
from darddr.cli.output import as_json, print_json
from darddr.storage.database import reading
from darddr.storage.files import write_private


@click.group()
def audit() -> None:
    """The log of what was done and read."""


@audit.command()
@click.option(
    "--checkpoint", type=click.Path(path_type=Path), help="A checkpoint kept outside, to compare the chains with."
)
@as_json
def verify(checkpoint: Path | None, as_json: bool) -> None:
    """Walk every chain of the log and compare the rows; exit 1 where something is missing or not what was written.

    Where the clock was set back between two entries a note on standard error says so, which is no fault.
    """
    kept = checkpoint.read_bytes() if checkpoint is not None else None
    with reading(opened().engine) as session:
        verdict = log.verify(session)
        found = [*verdict.faults, *(log.missing_since(session, kept) if kept is not None else ())]
    faults = _plain(found)
    if as_json:
        counts = {"entries": verdict.entries, "partnerships": verdict.partnerships}
        print_json({"ok": not faults, **counts, "faults": faults})
    else:
        for fault in faults:
            click.echo(f"Chain {fault['chain']}: {fault['message']}")
        state = "The log is NOT whole" if faults else "The log is whole"
        click.echo(f"{state}: {verdict.entries} entries of {verdict.partnerships} partnerships.")
    for note in verdict.notes:
        click.echo(f"Chain {note.chain_id}: {note.message}", err=True)
    if verdict.uncovered:
        click.echo(
            f"{verdict.uncovered} rows are older than what the log says of rows: run “darddr upgrade”.", err=True
        )
    sys.exit(1 if faults else 0)


def _plain(found: Iterable[ChainFault | RowFault]) -> list[dict[str, Any]]:
    return [{"chain": str(each.chain_id), **_place(each), "message": each.message} for each in found]


def _place(found: ChainFault | RowFault) -> dict[str, Any]:
    if isinstance(found, RowFault):
        return {"table": found.table, "row": str(found.row_id)}
    return {"sequence": found.sequence}


@audit.command()
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Where to write it; then take it off this machine."
)
def checkpoint(out: Path) -> None:
    """Write where every chain stands now. Kept elsewhere, it shows later whether anything since has been cut off."""
    with reading(opened().engine) as session:
        write_private(out, log.checkpoint(session))
    click.echo(str(out))


COMMANDS = (audit,)
