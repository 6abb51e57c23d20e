"""The tables of moves, as a drawing and as data."""

from __future__ import annotations

import click

from darddr.cli.output import as_json, print_json
from darddr.workflow.diagram import as_data, mermaid
from darddr.workflow.engine import TABLES


@click.group()
def workflow() -> None:
    """How reviews and actions move."""


@workflow.command()
@click.argument("machine", type=click.Choice([table.name for table in TABLES]), default="review")
def diagram(machine: str) -> None:
    """Print a machine as a Mermaid state diagram."""
    click.echo(mermaid(next(table for table in TABLES if table.name == machine)), nl=False)


@workflow.command()
@as_json
def table(as_json: bool) -> None:
    """Print every state and move."""
    data = as_data()
    if as_json:
        print_json(data)
        return
    for name, machine in data.items():
        for move in machine["moves"]:
            needs = ", ".join(move["conditions"]) or "nothing"
            click.echo(
                f"{name}: {move['source']} -> {move['dest']} by {move['trigger']} ({move['permission']}), needs {needs}"
            )


COMMANDS = (workflow,)
