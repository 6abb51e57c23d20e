"""Imprints: what the log keeps of the stored rows, a digest of each, so that an old row put back is found.

Whoever has the database and not the keys can still put yesterday's sealed bytes back into their own cell, where they
open, remove a row, or give somebody a membership. So the log keeps, of every row it covers, a digest of its sealed
columns and of those clear ones its model names (`imprint`), written with the change itself; `verify` compares. A digest
of sealed bytes tells nothing, and still compares once a review's keys are destroyed.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import chain, islice
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Table, event
from sqlalchemy.orm import InstanceState, ORMExecuteState, Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.base import PASSIVE_NO_INITIALIZE

from darddr.audit.pending import pending
from darddr.models import registry
from darddr.models.base import Base
from darddr.models.sealing import SEAL_CLASS

assert registry.MODELS

INSTALLATION_CHAIN = UUID(int=0)
AT_MOST = 1000
"""Rows one entry speaks of; more of them go into further entries."""

SIZE = 16
"""Bytes of a digest: SHA-256, cut. Nobody without the keys can make other bytes that open, whatever their digest."""

GONE = bytes(SIZE)
"""The digest of a row that was deleted."""

SPEAKS = b'{"rows":'
"""What the body of every entry that speaks of rows begins with, and of no other."""

Rows = dict[str, dict[bytes, bytes]]
"""Digest of each row, by table and by the bytes of the row's id."""


class PastTheLog(Exception):
    """Rows that the log covers were to be written in bulk, past the session that notes what it writes."""


class Covered(NamedTuple):
    """A table whose rows have imprints: the names of its columns that go into one."""

    name: str
    table: Table
    columns: tuple[str, ...]

    @property
    def is_placed(self) -> bool:
        """Whether its rows belong to a partnership, and so to that one's chain."""
        return "partnership_id" in self.table.columns


_covered: dict[type, Covered | None] = {}


def covered(model: type) -> Covered | None:
    """What the log covers of a model; None where it covers nothing, or where no log is kept beside its table."""
    if model not in _covered:
        _covered[model] = _cover(model)
    return _covered[model]


def every_covered() -> list[Covered]:
    """All that the log covers."""
    return [found for model in registry.MODELS if (found := covered(model)) is not None]


def _cover(model: type) -> Covered | None:
    table, clear = getattr(model, "__table__", None), getattr(model, "imprint", None)
    if clear is None or table is None or table.metadata is not Base.metadata:
        return None
    return Covered(str(table.name), table, (*(c.key for c in table.columns if SEAL_CLASS in c.info), *clear))


def digest(columns: tuple[str, ...], values: Iterable[Any]) -> bytes:
    """The imprint of a row. Empty columns do not count, so that a column added later changes none."""
    parts: list[bytes] = []
    for name, value in zip(columns, values, strict=True):
        if value is not None:
            held = value if value.__class__ is bytes else str(value).encode()
            parts += (name.encode(), len(held).to_bytes(8, "big"), held)
    return sha256(b"".join(parts)).digest()[:SIZE]


def waiting(session: Session) -> dict[UUID, dict[Any, None]]:
    """Rows written in the session's transaction and not yet in the log, by chain."""
    return pending(session).rows


def take(session: Session, chain_id: UUID) -> dict[str, str]:
    """Imprints of a chain's waiting rows, at most 1,000, which then wait no more: by table, ids and digests as Base64."""
    rows = waiting(session).pop(chain_id, {})
    held: dict[str, list[bytes]] = {}
    for row in islice(rows, AT_MOST):
        state: InstanceState[Any] = instance_state(row)
        if state.key is not None:  # as it is after its savepoint was rolled back
            model: Any = covered(row.__class__)
            now = GONE if state.deleted else digest(model.columns, _values(row, model.columns))
            held.setdefault(model.name, []).append(row.id.bytes + now)
    if len(rows) > AT_MOST:
        waiting(session)[chain_id] = dict.fromkeys(islice(rows, AT_MOST, None))
    return packed(held)


def _values(row: Any, columns: tuple[str, ...]) -> list[Any]:
    """What a row holds; only what is not there already is asked of the ORM, which takes longer."""
    there = row.__dict__
    return [there[name] if name in there else getattr(row, name) for name in columns]


def packed(held: Mapping[str, list[bytes]]) -> dict[str, str]:
    """Ids with their digests, as an entry holds them."""
    return {table: b64encode(b"".join(pairs)).decode() for table, pairs in held.items()}


def with_rows(body: bytes, rows: Mapping[str, str]) -> bytes:
    """An entry's JSON object with its rows before all else, where `verify` sees at a glance that there are any."""
    return SPEAKS + orjson.dumps(rows) + b"," + body[1:]


def unpacked(pairs: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Ids and digests of one table, as `packed` joined them."""
    for at in range(0, len(pairs), 16 + SIZE):
        yield pairs[at : at + 16], pairs[at + 16 : at + 16 + SIZE]


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: Any) -> None:
    """Note what a flush inserted, deleted, or changed in a column that has an imprint."""
    noted = waiting(session)
    for row in chain(session.new, session.deleted, filter(_is_changed, session.dirty)):
        if covered(row.__class__) is not None:
            chain_id = getattr(row, "partnership_id", None) or INSTALLATION_CHAIN
            noted.setdefault(chain_id, {})[row] = None


def _is_changed(row: Any) -> bool:
    model, state = covered(row.__class__), instance_state(row)
    return model is not None and any(
        state.get_history(name, PASSIVE_NO_INITIALIZE).has_changes() for name in model.columns
    )


@event.listens_for(Session, "do_orm_execute")
def _no_bulk_writing(state: ORMExecuteState) -> None:
    """Statements over many rows are seen by no flush, so `verify` would report what they did as done by hand."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    named = getattr(getattr(state.statement, "table", None), "name", None)
    model = next((one for one in every_covered() if one.name == named), None)
    if model is not None and (not state.is_update or _named(state) & {*model.columns}):
        raise PastTheLog(f"Rows of {model.name} are written one by one, so that the log holds what each became.")


def _named(state: ORMExecuteState) -> set[str]:
    """The columns an UPDATE sets."""
    statement: Any = state.statement
    given = state.parameters or {}
    many = [given] if isinstance(given, Mapping) else given
    return {getattr(column, "key", column) for column in statement._values or ()}.union(*many)
