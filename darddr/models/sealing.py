"""Sealed fields: several attributes packed and sealed in one column, opened when first read.

One record per row and class costs one encryption however many fields it holds, and nothing is opened by loading a row.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Generic, NoReturn, TypeVar, cast, overload
from uuid import UUID

import orjson
from sqlalchemy import LargeBinary, event
from sqlalchemy.orm import MappedColumn, ORMExecuteState, Session, mapped_column

from darddr.crypto import ring
from darddr.crypto.scopes import Scope, SealClass

T = TypeVar("T")


class SealedUpdateRefused(Exception):
    """A statement that would write a sealed column past the row that seals it. A programming fault."""


def sealed_record(klass: SealClass) -> MappedColumn[bytes | None]:
    """The column that holds a row's packed fields of one class."""
    return mapped_column(LargeBinary, nullable=True, info={"seal_class": klass})


class SealedField(Generic[T]):
    """One attribute inside a sealed record. Cannot be compared in SQL: nothing there could match."""

    def __init__(self, record: str) -> None:
        self.record = record

    def __set_name__(self, owner: type[Sealing], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, row: None, owner: type[Any]) -> SealedField[T]: ...
    @overload
    def __get__(self, row: Sealing, owner: type[Any]) -> T | None: ...
    def __get__(self, row: Sealing | None, owner: type[Any]) -> SealedField[T] | T | None:
        if row is None:
            return self
        return cast("T | None", row.opened(self.record).get(self.name))

    def __set__(self, row: Sealing, value: T | None) -> None:
        row.fill(**{self.name: value})

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError(f"“{self.name}” is sealed and cannot be compared in a query.")

    __hash__ = object.__hash__


class Sealing:
    """A row with sealed records. Its scope is its review, or its partnership where it belongs to none."""

    __tablename__: str
    id: Any
    partnership_id: Any
    review_id: Any

    def __init__(self, **values: Any) -> None:
        sealed = {name: values.pop(name) for name in list(values) if isinstance(getattr(type(self), name, None), SealedField)}
        super().__init__(**values)
        self.fill(**sealed)

    def scope(self) -> Scope:
        """Whose key seals the row."""
        review_id: UUID | None = self.review_id
        return Scope.review(review_id) if review_id is not None else Scope.partnership(self.partnership_id)

    def opened(self, record: str) -> dict[str, Any]:
        """A record's fields, opened on first use and again whenever its ciphertext has changed. Raises KeyProblem."""
        blob: bytes | None = getattr(self, record)
        if blob is None:
            return {}
        kept = self.__dict__.get("_opened")
        if kept is not None and (entry := kept.get(record)) is not None and entry[0] is blob:
            return cast("dict[str, Any]", entry[1])
        plain = ring().open(blob, self.scope(), _class_of(type(self), record), self.__tablename__, self.id)
        fields: dict[str, Any] = orjson.loads(plain)
        self._remember(record, blob, fields)
        return fields

    def fill(self, **values: Any) -> None:
        """Set several sealed fields with one sealing per record; fields not named keep what they hold."""
        by_record: dict[str, dict[str, Any]] = defaultdict(dict)
        for name, value in values.items():
            by_record[getattr(type(self), name).record][name] = value
        for record, changes in by_record.items():
            self._seal(record, changes)

    def _seal(self, record: str, changes: dict[str, Any]) -> None:
        present = self.opened(record)
        fields = {**present, **changes}
        if present and fields == present:
            return
        klass = _class_of(type(self), record)
        blob = ring().seal(orjson.dumps(fields), self.scope(), klass, self.__tablename__, self.id)
        setattr(self, record, blob)
        self._remember(record, blob, fields)

    def _remember(self, record: str, blob: bytes, fields: dict[str, Any]) -> None:
        self.__dict__.setdefault("_opened", {})[record] = (blob, fields)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_opened"}


_classes: dict[tuple[type, str], SealClass] = {}


def _class_of(model: type, record: str) -> SealClass:
    """The class a record is sealed in."""
    try:
        return _classes[model, record]
    except KeyError:
        klass: SealClass = model.__table__.c[record].info["seal_class"]  # type: ignore[attr-defined]
        _classes[model, record] = klass
        return klass


def forget(row: Sealing, *_: object) -> None:
    """Drop a row's opened text."""
    row.__dict__.pop("_opened", None)


event.listen(Sealing, "expire", forget, propagate=True)
event.listen(Sealing, "refresh", forget, propagate=True)


def _refuse_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_insert):
        return
    table = getattr(state.statement, "table", None)
    named = {getattr(column, "name", column) for column in getattr(state.statement, "_values", None) or {}}
    if table is not None and any("seal_class" in column.info and column.name in named for column in table.c):
        raise SealedUpdateRefused(f"{table.name} is sealed: change its rows one by one.")


event.listen(Session, "do_orm_execute", _refuse_bulk)
