"""Word documents of a review, and the pack for the Home Office."""

from __future__ import annotations

from pathlib import Path

import click

from darddr.cli.opened import acting_session, review_called
from darddr.cli.output import as_json, print_json
from darddr.services import publication, reports
from darddr.services.errors import Refusal
from darddr.services.papers.catalogue import WHO, Kind
from darddr.storage.files import write_private


@click.command()
@click.argument("reference", metavar="[REVIEW]", required=False)
@click.argument("kind", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the file, or the folder to write it into.")
@click.option("--for-publication", is_flag=True, help="The edition for publication: of the briefing and the notice.")
@click.option("--list", "listing", is_flag=True, help="Name every document, who may build it and from which state.")
@as_json
@click.option("--as", "email", envvar="DARDDR_ACTOR", help="E-mail address of the person acting (or DARDDR_ACTOR).")
def report(
    reference: str | None,
    kind: str | None,
    out: Path | None,
    for_publication: bool,
    listing: bool,
    as_json: bool,
    email: str | None,
) -> None:
    """Build one document of a review, or its whole pack for the Home Office (KIND pack).

    Letters to several agencies come as one file for each agency where PATH ends in .zip.
    """
    if listing:
        _list(as_json)
        return
    if not (reference and kind and out and email):
        raise click.UsageError("Give REVIEW, KIND, --out PATH and --as EMAIL (or DARDDR_ACTOR), or --list.")
    with acting_session(email, writes=True) as (session, actor):
        review = review_called(session, actor, reference)
        if for_publication:
            document = publication.publish_beside(session, actor, review, kind)
        else:
            asked = reports.zipped_kind(kind) if out.suffix.lower() == ".zip" else kind
            document = reports.build(session, actor, review, asked, say=lambda name: click.echo(name, err=True))
        target = out / reports.file_name(review, document.kind) if out.is_dir() else out
        data, hits = document.data(), document.hit_count
    write_private(target, data)
    if as_json:
        print_json({"file": str(target), "kind": document.kind, "hits": hits})
    else:
        click.echo(str(target))
    if hits:
        raise Refusal(
            f"{target} holds {hits} words or dates of the register of names. Run “darddr leaks” to see where."
        )


def _list(as_json: bool) -> None:
    """Every document, by group, in the order of a review's life."""
    if as_json:
        print_json({"documents": [_described(kind) for kind in reports.KINDS.values()]})
        return
    for kind in reports.KINDS.values():
        states = ", ".join(state.value for state in kind.states)
        click.echo(
            f"{kind.key}: {kind.title} ({kind.group}); built by {WHO[kind.permission]} {kind.when}; from {states}"
        )


def _described(kind: Kind) -> dict[str, object]:
    return {
        "key": kind.key,
        "title": kind.title,
        "group": kind.group,
        "permission": kind.permission.value,
        "who": WHO[kind.permission].split(", "),
        "when": kind.when,
        "states": [state.value for state in kind.states],
        "file": kind.suffix,
    }


COMMANDS = (report,)
