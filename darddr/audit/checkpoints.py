"""Checkpoints: the heads of all chains at one moment, for somebody else to keep.

Whoever puts back an old copy of the database, entries and heads alike, leaves chains that are whole but shorter than
they were. Only a checkpoint kept out of that person's reach shows it.
"""

from __future__ import annotations

import hmac
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.audit.chain import settle
from darddr.audit.verify import ChainFault
from darddr.crypto import ring
from darddr.models.audit import AuditEntry, AuditHead


class CheckpointUnfit(Exception):
    """A file that is no checkpoint of this installation, or has been altered."""


def checkpoint(session: Session) -> bytes:
    """Where every chain ends now, under a seal of this installation: a JSON object to keep elsewhere."""
    settle(session)
    heads = session.execute(select(AuditHead.id, AuditHead.sequence, AuditHead.mac).order_by(AuditHead.id))
    kept: dict[str, Any] = {
        "made_at": clock.now().isoformat(),
        "chains": {str(chain): {"entries": sequence, "mac": mac.hex()} for chain, sequence, mac in heads},
    }
    return orjson.dumps({**kept, "seal": _seal(kept)}, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def missing_since(session: Session, kept: bytes) -> tuple[ChainFault, ...]:
    """Chains that no longer hold what they held when the checkpoint was made. Raises CheckpointUnfit."""
    try:
        read = orjson.loads(kept)
        seal, chains = str(read.pop("seal")), read["chains"]
    except (ValueError, TypeError, AttributeError, KeyError):
        raise CheckpointUnfit("The file is not a checkpoint of the log.") from None
    if not hmac.compare_digest(seal.encode(), _seal(read).encode()):
        raise CheckpointUnfit("The checkpoint was made by another installation or has been altered.")
    faults = []
    for chain, end in chains.items():
        at = {"chain_id": UUID(chain), "sequence": end["entries"]}
        if session.scalar(select(AuditEntry.mac).filter_by(**at)) != bytes.fromhex(end["mac"]):
            message = f"Entry {end['entries']} is not the one the checkpoint of {read['made_at'][:10]} names."
            faults.append(ChainFault(at["chain_id"], end["entries"], message))
    return tuple(faults)


def _seal(kept: dict[str, Any]) -> str:
    return ring().mac("audit checkpoint", orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)).hex()
