"""The log: what was done and read, by whom and when, in words of lists and ids only."""

from darddr.audit.checkpoints import CheckpointUnfit, checkpoint, missing_since
from darddr.audit.imprints import AT_MOST, INSTALLATION_CHAIN
from darddr.audit.log import body_of, entries_of, note_read, record, together
from darddr.audit.stock import take_stock
from darddr.audit.tags import Tag
from darddr.audit.verify import verify

__all__ = [
    "AT_MOST",
    "INSTALLATION_CHAIN",
    "CheckpointUnfit",
    "Tag",
    "body_of",
    "checkpoint",
    "entries_of",
    "missing_since",
    "note_read",
    "record",
    "take_stock",
    "together",
    "verify",
]
