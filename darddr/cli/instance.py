"""A real instance: set it up, check it, serve it."""

from __future__ import annotations

import secrets

import click

from darddr import audit, clock
from darddr.app import create_app
from darddr.cli.opened import opened, settings
from darddr.cli.serving import serve as run
from darddr.models.subject import Place
from darddr.services import accounts, memberships, partnerships
from darddr.services.opening import make_installation, unmade_if_it_fails, upgrade
from darddr.services.schema import check_drift
from darddr.storage.database import writing
from darddr.vocabulary.roles import PartnershipRole


@click.command()
@click.option("--partnership", prompt="Name of the partnership", help="Name of the first partnership.")
@click.option("--code", prompt="Code for references, such as ALD", help="Begins the references of its reviews.")
@click.option("--email", prompt="Administrator’s e-mail address", help="Address of the first administrator.")
@click.option("--name", prompt="Administrator’s name", help="Name of the first administrator.")
def init(partnership: str, code: str, email: str, name: str) -> None:
    """Make an instance: keys, schema, first partnership and first administrator. Refuses where anything exists already."""
    password = secrets.token_urlsafe(15)
    with unmade_if_it_fails(settings()):
        _make(partnership, code, email, name, password)
    click.echo(f"Made an instance in {settings().instance}.")
    click.echo(f"Sign in as {email} with the one-time password {password} and change it at once.")
    click.echo(
        "Keep a copy of the root key and of the key store apart from the database: without them nothing can be opened."
    )


def _make(partnership: str, code: str, email: str, name: str, password: str) -> None:
    made = make_installation(settings())
    with writing(made.engine) as session:
        place = Place(partnerships.make_partnership(session, None, partnership, code).id)
        user = accounts.make_account(session, None, email, name, password, one_time=True)
        for role in (PartnershipRole.ADMINISTRATOR, PartnershipRole.COORDINATOR):
            memberships.add_partnership_member(session, None, place, user, role, clock.today())


@click.command(name="upgrade")
def upgrade_() -> None:
    """Bring the database to this version’s schema, and the rows of an older one into the log."""
    version = upgrade(settings().database_url)
    click.echo(f"The database is at version {version}, this program’s own.")
    with writing(opened().engine) as session:
        if found := audit.take_stock(session):
            click.echo(f"The log now says what each of {found} rows written before holds.")


@click.command()
def check() -> None:
    """Check keys, schema and database, and change nothing."""
    found = opened()
    check_drift(found.engine)
    click.echo(f"Keys, schema and database fit together{' (demonstration data)' if found.is_demo else ''}.")


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on, behind a proxy that adds TLS."
)
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65_535))
def serve(host: str, port: int) -> None:
    """Serve the instance. Use a reverse proxy for TLS, and DARDDR_TRUSTED_PROXIES to say how many there are."""
    run(create_app(settings()), host, port)


COMMANDS = (init, upgrade_, check, serve)
