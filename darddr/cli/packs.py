"""The pack for a meeting, from the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.cli.opened import acting, acting_session, settings
from darddr.models.partnership import Partnership
from darddr.models.subject import Place
from darddr.policies import Actor, allows
from darddr.services import packs
from darddr.services.errors import Refusal
from darddr.storage.files import write_private
from darddr.vocabulary.permissions import Permission


@click.command()
@click.argument("partnership")
@click.option(
    "--as-at", type=click.DateTime(["%Y-%m-%d"]), help="The day of the reports, as YYYY-MM-DD; today where left out."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Where to write the .zip.")
@acting
def pack(partnership: str, as_at: datetime | None, out: Path, email: str) -> None:
    """Make the pack of a PARTNERSHIP, given by its code or name, keep it, and write it to a file."""
    day = as_at.date() if as_at else clock.today()
    with acting_session(email, writes=True) as (session, actor):
        place = _called(session, actor, partnership)
        data = packs.draw(session, actor, place, day, settings().national_answer_days)
        packs.keep(session, actor, place, day, data)
        write_private(out, data)
    click.echo(str(out))


def _called(session: Session, actor: Actor, name: str) -> Place:
    """The partnership of a code or name. Raises Refusal in the same words where there is none or none for them."""
    named = (Partnership.code == name) | (Partnership.name == name)
    for row in session.scalars(select(Partnership).where(named)):
        if allows(actor, Permission.PARTNERSHIP_DUTIES, Place(row.id)):
            return Place(row.id)
    raise Refusal(f"There is no partnership {name} for this person.")


COMMANDS = (pack,)
