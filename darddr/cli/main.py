"""The group that every command hangs on, and how a refusal reads on a terminal."""

from __future__ import annotations

import sys
from typing import Any

import click

from darddr import __version__
from darddr.cli import (
    actions,
    audit,
    deadlines,
    demo,
    documents,
    instance,
    jobs,
    leaks,
    packs,
    plan,
    register,
    report,
    reviews,
    uploads,
    workflow,
)
from darddr.cli.output import REFUSALS, sentence_of


class Darddr(click.Group):
    """Answers what the domain refuses with one sentence and exit code 1, never with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except REFUSALS as refusal:
            click.echo(sentence_of(refusal), err=True)
            sys.exit(1)


@click.group(cls=Darddr)
@click.version_option(__version__, prog_name="darddr")
def main() -> None:
    """Case management for Domestic Abuse-Related Death Reviews."""


for module in (
    actions,
    audit,
    deadlines,
    demo,
    documents,
    instance,
    jobs,
    leaks,
    packs,
    plan,
    register,
    report,
    reviews,
    uploads,
    workflow,
):
    for command in module.COMMANDS:
        main.add_command(command)
