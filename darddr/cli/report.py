"""Word documents of a review."""

from __future__ import annotations

from pathlib import Path

import click

from darddr.cli.opened import acting_session, review_called
from darddr.services import reports
from darddr.services.errors import Refusal
from darddr.storage.files import write_private
from darddr.vocabulary.permissions import Permission


@click.command()
@click.argument("reference", required=False)
@click.argument("kind", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the file, or the folder to write it into.")
@click.option("--list", "listing", is_flag=True, help="Name every document, who may build it and from which state.")
@click.option("--as", "email", envvar="DARDDR_ACTOR", help="E-mail address of the person acting (or DARDDR_ACTOR).")
def report(reference: str | None, kind: str | None, out: Path | None, listing: bool, email: str | None) -> None:
    """Build one document of a review."""
    if listing:
        for each in reports.KINDS.values():
            states = ", ".join(state.value for state in each.states)
            click.echo(f"{each.key}: {each.title}; needs {Permission.DOCUMENT_BUILD.value}; from {states}")
        return
    if not (reference and kind and out and email):
        raise click.UsageError("Give REVIEW, KIND, --out PATH and --as EMAIL (or DARDDR_ACTOR), or --list.")
    with acting_session(email, writes=True) as (session, actor):
        review = review_called(session, actor, reference)
        document = reports.build(session, actor, review, kind)
        target = out / reports.file_name(review, kind) if out.is_dir() else out
        data, hits = document.data(), document.hit_count
    write_private(target, data)
    click.echo(str(target))
    if hits:
        raise Refusal(
            f"{target} holds {hits} words or dates of the register of names. Run “darddr leaks” to see where."
        )


COMMANDS = (report,)
