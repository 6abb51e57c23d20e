"""The register of a review as a file for `leaks --register`, on a machine that has no instance."""

from __future__ import annotations

import json
from pathlib import Path

import click

from darddr.cli.opened import acting, acting_session, review_called
from darddr.services.register_page import exported
from darddr.storage.files import write_private


@click.command()
@click.argument("reference")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where to write the file.")
@acting
def register(reference: str, out: Path, email: str) -> None:
    """Write a review's register of names as JSON that only you can read; the log says that you took it."""
    with acting_session(email, writes=True) as (session, actor):
        review = review_called(session, actor, reference)
        data = json.dumps(exported(session, actor, review), ensure_ascii=False, indent=1).encode()
    write_private(out, data)
    click.echo(str(out))


COMMANDS = (register,)
