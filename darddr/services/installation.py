"""Making an installation, and refusing to open one with the wrong keys or of another version."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.crypto.keyring import Keyring
from darddr.models.installation import Installation
from darddr.services.errors import Refusal


def initialise(session: Session, keyring: Keyring, *, is_demo: bool) -> Installation:
    """Tie an empty, migrated database to the keyring's root key. Raises Refusal where it has been made already."""
    if session.scalar(select(Installation.id)) is not None:
        raise Refusal("This database is an installation already. Nothing has been changed.")
    row = Installation(
        number=1,
        root_fingerprint=keyring.provider.fingerprint(),
        canary=keyring.canary(),
        made_at=clock.now(),
        is_demo=is_demo,
    )
    session.add(row)
    audit.record(session, None, audit.Tag.INSTALLATION_MADE)
    return row


def check_keys(session: Session, keyring: Keyring) -> Installation:
    """The installation's row, once its canary has opened under the present root key.

    Raises KeyProblem naming the key needed and the key given, Refusal where the database has not been set up. Reads only.
    """
    row: Installation | None = session.scalar(select(Installation))
    if row is None:
        raise Refusal("This database has not been set up. Run “darddr init” first. Nothing has been changed.")
    keyring.verify_canary(row.canary, row.root_fingerprint, row.made_at)
    keyring.check(row.root_fingerprint)
    return row


def check_schema(engine: Engine, heads: str, known: Collection[str]) -> None:
    """Raises Refusal unless the database stands at this version's migration head, saying which of the two is newer."""
    at = _revision(engine)
    if at == heads:
        return
    if at is None:
        raise Refusal("This database holds no darddr tables. Run “darddr init” first. Nothing has been changed.")
    if at in known:
        raise Refusal(f"This database is at version {at}, older than this program ({heads}). Run “darddr upgrade”.")
    raise Refusal(
        f"This database is at version {at}, which this program ({heads}) does not know: it was made by a newer darddr. "
        "Install that version. Nothing has been changed."
    )


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
