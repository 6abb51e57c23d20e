"""The demonstration: made fresh, summed up in ten lines, served."""

from __future__ import annotations

import socket

import click

from darddr.app import create_app
from darddr.cli.serving import serve
from darddr.demo import build as demonstration
from darddr.demo.build import Made
from darddr.services.errors import Refusal

HOST, FIRST_PORT, TRIED = "127.0.0.1", 5000, 20


@click.command()
@click.option("--no-serve", is_flag=True, help="Make everything and stop.")
@click.option("--reset", is_flag=True, help="Take away an earlier demonstration first.")
@click.option("--large", is_flag=True, help="Add one review of 300 findings and 200 actions, to build its pack.")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port to serve on; else 5000 or the next free one.")
def demo(no_serve: bool, reset: bool, large: bool, port: int | None) -> None:
    """Make a demonstration with invented people in instance/demo and demo-output, and serve it."""
    if demonstration.exists() and not reset:
        click.echo("There is a demonstration here already; --reset makes it anew, with new passwords.")
    else:
        demonstration.remove()
        _sum_up(demonstration.build(lambda step: click.echo(f"  made {step}"), large=large))
    if not no_serve:
        _serve(port or _free_port())


def _sum_up(made: Made) -> None:
    click.echo(made.sentence)
    click.echo("Files: " + ", ".join(str(path) for path in made.files))
    click.echo("Who can sign in, with a one-time password each:")
    for person in made.people:
        where = f" on {person['review']}" if person["review"] else ""
        click.echo(f"  {person['role']}{where}: {person['email']}  {made.passwords[str(person['email'])]}")


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + TRIED):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) != 0:
                return port
    raise Refusal(f"No port from {FIRST_PORT} to {FIRST_PORT + TRIED - 1} on {HOST} is free. Choose one with --port.")


def _serve(port: int) -> None:
    app = create_app(demonstration.settings())
    click.echo(f"Serving invented data on http://{HOST}:{port}/ (stop with Ctrl+C)")
    serve(app, HOST, port)


COMMANDS = (demo,)
