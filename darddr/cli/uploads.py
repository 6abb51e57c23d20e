"""The gate that stands before every file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from darddr.cli.output import as_json, print_json
from darddr.uploads import check_files


@click.group()
def uploads() -> None:
    """Files from outside."""


@uploads.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@as_json
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Say which files would be let in; exit 1 where one would be refused or let in with a warning."""
    answer = check_files(files)
    if as_json:
        print_json(answer)
    else:
        for file in answer["files"]:
            click.echo(f"{file['verdict']}: {file['message']}")
    sys.exit(0 if all(file["verdict"] == "accept" for file in answer["files"]) else 1)


COMMANDS = (uploads,)
