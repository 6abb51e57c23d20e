"""Taking stock: a database from before the log kept imprints is covered from the day its rows are written down."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from sqlalchemy.orm import Session

from darddr.audit.chain import append
from darddr.audit.imprints import AT_MOST, every_covered, packed
from darddr.audit.log import entry
from darddr.audit.rows import Ledger, stored
from darddr.audit.tags import Tag
from darddr.audit.verify import walk_all


def take_stock(session: Session) -> int:
    """Write down the imprints of rows that no entry speaks of, in chains that have not done so before; how many.

    A chain that has its rows is left alone, however often this runs, so that nothing done by hand is ever taken in.
    """
    ledgers = walk_all(session).ledgers
    return sum(_write(session, chain_id, ledger) for chain_id, ledger in ledgers.items() if not ledger.is_whole)


def _write(session: Session, chain_id: UUID, ledger: Ledger) -> int:
    found = [
        (model.name, row_id + imprint)
        for model in every_covered()
        for _, row_id, imprint in stored(session, model, chain_id)
        if row_id not in ledger.rows.get(model.name, {})
    ]
    for chunk in [found[at : at + AT_MOST] for at in range(0, len(found), AT_MOST)] or [[]]:
        rows = {table: [pair for _, pair in pairs] for table, pairs in groupby(chunk, key=lambda one: one[0])}
        append(session, chain_id, [entry(None, Tag.ROWS_FOUND, None, count=len(chunk))], packed(rows))
    return len(found)
