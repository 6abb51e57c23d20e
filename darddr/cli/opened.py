"""The instance a command works on, and the person it works for: being on the server is not permission."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock, policies
from darddr.models.plan import Plan
from darddr.models.review import Review
from darddr.policies import Actor, allows
from darddr.services.accounts import user_by_email
from darddr.services.errors import Refusal
from darddr.services.opening import Opened, open_installation
from darddr.settings import Settings
from darddr.storage.database import reading, writing
from darddr.vocabulary.permissions import Permission

acting = click.option(
    "--as", "email", envvar="DARDDR_ACTOR", required=True, help="E-mail address of the person acting (or DARDDR_ACTOR)."
)


def settings() -> Settings:
    """The instance named by DARDDR_INSTANCE, or the demo’s where only that exists."""
    return Settings.from_env()


def opened() -> Opened:
    """That instance, checked."""
    opened = open_installation(settings())
    click.get_current_context().call_on_close(opened.engine.dispose)
    return opened


@contextmanager
def acting_session(email: str, *, writes: bool) -> Iterator[tuple[Session, Actor]]:
    """A session and the actor of an address. Raises Refusal where the address has no account; commits at the end if it writes."""
    engine = opened().engine
    with (writing if writes else reading)(engine) as session:
        user = user_by_email(session, email)
        if user is None:
            raise Refusal(f"{email} has no account here.")
        yield session, policies.load_actor(session, user.id, clock.today())


def review_called(session: Session, actor: Actor, reference: str) -> Review:
    """The review of a reference that the actor may read or follow. Raises Refusal in the same words where there is none or none for them."""
    for review in session.scalars(select(Review).filter_by(reference=reference)):
        if allows(actor, Permission.REVIEW_READ, review) or allows(actor, Permission.REVIEW_PROGRESS, review):
            return review
    raise Refusal(f"There is no review {reference} for this person.")


def plan_called(session: Session, actor: Actor, reference: str) -> Plan:
    """The plan of a review’s reference or of its own. Raises Refusal."""
    found = select(Plan).outerjoin(Review, Review.id == Plan.review_id)
    for plan in session.scalars(found.where((Plan.reference == reference) | (Review.reference == reference))):
        if allows(actor, Permission.PLAN_READ, plan):
            return plan
    raise Refusal(f"There is no review or plan {reference} for this person.")
