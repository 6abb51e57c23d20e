"""Comparing the stored rows with what the log says was last written: changed, put back, removed or slipped in by hand."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from darddr.audit.imprints import GONE, INSTALLATION_CHAIN, Covered, Rows, digest, every_covered, unpacked, waiting
from darddr.audit.tags import Tag

_AT_A_TIME = 50
"""Rows read together; some hold whole files."""


@dataclass
class Ledger:
    """What one chain says of the rows it covers.

    `is_whole`: it speaks of every row, because it did so from its first entry or has since taken stock of those it found.
    """

    is_whole: bool = False
    rows: Rows = field(default_factory=dict)

    def hear(self, body: bytes) -> None:
        """Take in an entry that speaks of rows."""
        said = orjson.loads(body)
        self.is_whole = self.is_whole or said["sequence"] == 1 or said["tag"] == Tag.ROWS_FOUND.text
        for table, pairs in said["rows"].items():
            self.rows.setdefault(table, {}).update(unpacked(b64decode(pairs)))


@dataclass(frozen=True)
class RowFault:
    """A row that is not as the log says, and how."""

    chain_id: UUID
    table: str
    row_id: UUID
    message: str


@dataclass
class Comparison:
    """The stored rows beside the ledgers of their chains."""

    ledgers: Mapping[UUID, Ledger]
    faults: list[RowFault] = field(default_factory=list)
    uncovered: int = 0
    """Rows written before the log kept imprints, of which nothing can be said."""

    def of(self, session: Session, chain_id: UUID | None) -> None:
        """Read every row once, of one chain or of all; the ledgers are used up by it.

        What the session itself has written and not yet committed is left out: the log speaks of it with the commit.
        """
        own = {row.id.bytes for rows in waiting(session).values() for row in rows}
        for model in every_covered():
            for place, row_id, found in stored(session, model, chain_id):
                ledger = self.ledgers.get(place)  # None where the chain is broken, and that is said
                if ledger is not None and row_id not in own:
                    self._compare(ledger, place, model.name, row_id, found)
        for place, ledger in self.ledgers.items():
            for table, rows in ledger.rows.items():
                gone = [row for row, last in rows.items() if last != GONE and row not in own]
                self.faults += [self._fault(place, table, row, "has been removed by hand") for row in gone]

    def _compare(self, ledger: Ledger, place: UUID, table: str, row_id: bytes, found: bytes) -> None:
        last = ledger.rows.get(table, {}).pop(row_id, None)
        if last == found:
            return
        if last is None and not ledger.is_whole:
            self.uncovered += 1
        elif last is None:
            self.faults.append(self._fault(place, table, row_id, "was put in by hand"))
        elif last == GONE:
            self.faults.append(self._fault(place, table, row_id, "was deleted and has been put back by hand"))
        else:
            self.faults.append(self._fault(place, table, row_id, "is not what was last written there"))

    def _fault(self, place: UUID, table: str, row_id: bytes, how: str) -> RowFault:
        found = UUID(bytes=row_id)
        return RowFault(place, table, found, f"Row {found} of {table} {how}.")


def stored(session: Session, model: Covered, chain_id: UUID | None = None) -> Iterator[tuple[UUID, bytes, bytes]]:
    """Chain, id and imprint of every row of a table as it is stored; of one chain's alone where that is named."""
    columns: Any = model.table.c
    placed = columns.partnership_id if model.is_placed else literal(None)
    wanted = select(placed, columns.id, *(columns[name] for name in model.columns))
    if chain_id is not None:
        if model.is_placed is (chain_id == INSTALLATION_CHAIN):
            return
        wanted = wanted.where(columns.partnership_id == chain_id) if model.is_placed else wanted
    with session.connection().execute(wanted.execution_options(yield_per=_AT_A_TIME)) as rows:
        for place, row_id, *values in rows:
            yield place or INSTALLATION_CHAIN, row_id.bytes, digest(model.columns, values)
