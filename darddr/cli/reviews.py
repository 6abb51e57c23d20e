"""Reviews from the command line."""

from __future__ import annotations

from datetime import datetime

import click
from sqlalchemy import select

from darddr.cli.opened import acting, acting_session, review_called
from darddr.cli.output import as_json, print_json
from darddr.models.review import Review
from darddr.policies.visible import followed_reviews
from darddr.services import reviews as service


@click.group()
def reviews() -> None:
    """Reviews."""


@reviews.command(name="list")
@acting
@as_json
def list_(email: str, as_json: bool) -> None:
    """The reviews this person may see, by reference."""
    with acting_session(email, writes=False) as (session, actor):
        rows = session.scalars(select(Review).where(followed_reviews(actor)).order_by(Review.reference)).all()
    if as_json:
        listed = [
            {"reference": row.reference, "state": row.state.value, "phase": row.state.phase.value, "id": str(row.id)}
            for row in rows
        ]
        print_json({"reviews": listed})
        return
    for row in rows:
        click.echo(f"{row.reference}  {row.state.phase.label}: {row.state.label}")


@reviews.command()
@click.argument("reference")
@click.argument("trigger")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The day it happened, as YYYY-MM-DD; today where left out."
)
@click.option("--reason", default="", help="The reason, where the move asks for one.")
@click.option("--on-behalf-of", default="", help="Who decided, where the decision is not the actor’s own.")
@acting
@as_json
def move(
    reference: str, trigger: str, on: datetime | None, reason: str, on_behalf_of: str, email: str, as_json: bool
) -> None:
    """Make one move of a review."""
    with acting_session(email, writes=True) as (session, actor):
        review = review_called(session, actor, reference)
        made = service.advance(
            session,
            actor,
            review,
            trigger,
            happened_on=on.date() if on else None,
            reason=reason,
            on_behalf_of=on_behalf_of,
        )
        answer = {"reference": reference, "trigger": trigger, "source": made.source.value, "dest": made.dest.value}
    if as_json:
        print_json(answer)
    else:
        click.echo(f"{reference}: {made.source.label} -> {made.dest.label}")


COMMANDS = (reviews,)
