"""Finished files, searched for the people who must not be recognisable in them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from darddr.cli.opened import acting_session, review_called
from darddr.cli.output import as_json, print_json
from darddr.leaks.check import check_each
from darddr.leaks.register import Register, RegisterError
from darddr.leaks.report import FileReport
from darddr.policies import require
from darddr.services.errors import Refusal
from darddr.services.register import register_of
from darddr.vocabulary.permissions import Permission


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--review", "reference", help="Reference of the review whose register to search for.")
@click.option("--register", "register_file", type=click.Path(path_type=Path), help="A register as a JSON file.")
@click.option(
    "--as", "email", envvar="DARDDR_ACTOR", help="With --review: e-mail address of the person acting (or DARDDR_ACTOR)."
)
@as_json
def leaks(
    files: tuple[Path, ...], reference: str | None, register_file: Path | None, email: str | None, as_json: bool
) -> None:
    """Search files for names and dates of a register; exit 1 where one is found or a file cannot be checked."""
    if (reference is None) == (register_file is None):
        raise click.UsageError("Give either --review or --register.")
    register = _from_file(register_file) if register_file is not None else _from_review(reference or "", email)
    reports = check_each(files, register)
    if as_json:
        print_json({"files": [report.as_json() for report in reports]})
    else:
        _print(reports)
    sys.exit(0 if all(report.clean for report in reports) else 1)


def _from_file(path: Path) -> Register:
    try:
        return Register.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, UnicodeDecodeError) as error:
        if isinstance(error, RegisterError):
            raise
        raise Refusal(f"{path.name} is not a JSON file.") from None


def _from_review(reference: str, email: str | None) -> Register:
    if email is None:
        raise click.UsageError("Say who is acting: --as EMAIL or DARDDR_ACTOR.")
    with acting_session(email, writes=False) as (session, actor):
        review = review_called(session, actor, reference)
        require(actor, Permission.IDENTITY_READ, review)
        return register_of(session, review)


def _print(reports: list[FileReport]) -> None:
    for report in reports:
        told = f"{len(report.hits)} hit{'s' if len(report.hits) != 1 else ''}"
        if report.clean:
            click.echo(f"{report.file}: names nobody.")
        elif report.checked:
            click.echo(f"{report.file}: {told}.")
        else:
            found = f" What could be read has {told}." if report.hits else ""
            click.echo(f"{report.file}: cannot be checked: {report.reason}.{found}")
        for hit in report.hits:
            click.echo(f"  {hit.kind} “{hit.found}” ({hit.match}) in {hit.where} ({hit.part})")


COMMANDS = (leaks,)
