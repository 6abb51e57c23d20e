"""Word files, audited for accessibility and form."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from darddr.cli.output import as_json, print_json
from darddr.documents.audit import audit_files


@click.group()
def documents() -> None:
    """Word files."""


@documents.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@as_json
def audit(files: tuple[Path, ...], as_json: bool) -> None:
    """Check Word files for language, headings, tables, lists, pictures and marking; exit 1 where a fault is found."""
    answer = audit_files(files)
    if as_json:
        print_json(answer)
    else:
        for file in answer["files"]:
            click.echo(f"{file['file']}: {'no faults' if file['ok'] else str(len(file['faults'])) + ' faults'}")
            for fault in file["faults"]:
                click.echo(f"  {fault['rule']} ({fault['where']}): {fault['message']}")
    sys.exit(0 if all(file["ok"] for file in answer["files"]) else 1)


COMMANDS = (documents,)
