"""Making an installation, and refusing to open one with the wrong keys."""

from __future__ import annotations

import hmac
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.crypto.errors import KeyStoreForeign
from darddr.crypto.keyring import Keyring
from darddr.crypto.providers import RootKeyProvider
from darddr.models.installation import Installation
from darddr.services.errors import Refusal


def initialise(session: Session, keyring: Keyring, *, is_demo: bool) -> Installation:
    """Tie an empty, migrated database to its keys. Raises Refusal where it has been made already."""
    if session.scalar(select(Installation.id)) is not None:
        raise Refusal("This database is an installation already. Nothing has been changed.")
    row_id = uuid4()
    row = Installation(id=row_id, number=1, key_store_mark=_mark(keyring, row_id), made_at=clock.now(), is_demo=is_demo)
    _remember_root(row, keyring)
    session.add(row)
    audit.record(session, None, audit.Tag.INSTALLATION_MADE)
    return row


def rotate_root(session: Session, actor_id: UUID | None, keyring: Keyring, provider: RootKeyProvider) -> None:
    """Wrap every data key under the root key of `provider` and remember that one; no sealed text is touched.

    The key store changes first. Interrupted between the two, run again with the same key: it then only remembers.
    Raises KeyProblem.
    """
    row = session.scalars(select(Installation)).one()
    wrapped_under = keyring.keystore.root()
    if wrapped_under is not None and wrapped_under.fingerprint == provider.fingerprint():
        keyring.provider = provider
    else:
        check_keys(session, keyring)
        keyring.rewrap(provider)
    _remember_root(row, keyring)
    check_keys(session, keyring)
    audit.record(session, actor_id, audit.Tag.ROOT_KEY_ROTATED)


def _remember_root(row: Installation, keyring: Keyring) -> None:
    root = keyring.root()
    row.root_fingerprint, row.root_made_at, row.canary = root.fingerprint, root.made_at, root.canary


def check_keys(session: Session, keyring: Keyring) -> Installation:
    """The installation's row, once root key and key store have both been shown to be the ones it was made with.

    Raises KeyProblem naming the key needed and the key given, Refusal where the database was never set up. Reads only.
    """
    row: Installation | None = session.scalar(select(Installation))
    if row is None:
        raise Refusal("This database has not been set up. Run “darddr init” first. Nothing has been changed.")
    keyring.verify_canary(row.canary, row.root_fingerprint, row.root_made_at)
    keyring.check(row.root_fingerprint)
    if not hmac.compare_digest(row.key_store_mark, _mark(keyring, row.id)):
        raise KeyStoreForeign("The key store belongs to another installation that has the same root key.")
    return row


def _mark(keyring: Keyring, row_id: UUID) -> bytes:
    return keyring.mac("installation", row_id.bytes)
