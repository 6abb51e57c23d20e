"""Sealed attributes: several fields of one class in one packed, sealed column, opened only when one of them is touched.

A model declares a record (the column) and its fields (attributes without columns of their own):

    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    text = SealedField[str]("narrative_record")

Setting a field seals the record anew and reassigns the column, so the ORM sees the change. Opened text lives on the
instance until it is expired, refreshed or replaced. It is never pickled, never part of `repr`, never compared in SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, NoReturn, Self, TypeVar, overload
from uuid import UUID

import orjson
from sqlalchemy import Connection, Dialect, Engine, LargeBinary, Update, event
from sqlalchemy.orm import Mapped, MappedColumn, ORMExecuteState, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from darddr import crypto
from darddr.crypto.envelope import looks_sealed
from darddr.crypto.scopes import Scope, SealClass

T = TypeVar("T")

OPENED = "_opened_"
"""Before a record's name: where an instance keeps the sealed bytes it opened, with the fields found in them."""

SEALED_FOR = "_sealed_for_"
"""Before a record's name: where an instance keeps whose key it was sealed with."""

SEAL_CLASS = "seal_class"
"""Key of the column's `info` that marks it as a sealed record."""


class SealedComparison(TypeError):
    """A sealed field was used in SQL, which holds only ciphertext and would silently find nothing."""


class SealedUpdateRefused(Exception):
    """Sealed bytes were to be written past the row they belong to, or text was to be written unsealed."""


class SealedScopeChanged(Exception):
    """A row was sealed for one scope and saved under another, where it would never open again."""


class SealedBytes(TypeDecorator[bytes]):
    """The type of a sealed record: by whatever road a value comes, text that was never sealed is refused."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """The same bytes. Raises SealedUpdateRefused where they are not a sealed value."""
        if value is not None and not looks_sealed(value):
            raise SealedUpdateRefused("A sealed record takes sealed bytes alone; set its fields instead.")
        return value

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """None needed: both drivers hand over bytes."""


def sealed_record(klass: SealClass) -> MappedColumn[bytes | None]:
    """The column of one packed record, sealed in `klass`. NULL while none of its fields has a value."""
    return mapped_column(SealedBytes, nullable=True, info={SEAL_CLASS: klass})


class SealedField(Generic[T]):
    """One attribute of a sealed record: text, or a list or dict that JSON can hold. Empty is None.

    Lists and dicts are handed out as copies; assign the changed one back to save it.
    """

    def __init__(self, record: str) -> None:
        self.record = record
        self.kept_at = OPENED + record
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: Sealing, owner: type) -> T | None: ...
    def __get__(self, row: Sealing | None, owner: type) -> Self | T | None:
        if row is None:
            return self
        state = row.__dict__
        kept = state.get(self.kept_at)
        if kept is None or kept[0] is not state.get(self.record):
            fields = row._open(self.record)
        else:
            fields = kept[1]
        value: T | None = fields.get(self.name)
        return value if value.__class__ is str else _copy(value)

    def __set__(self, row: Sealing, value: T | None) -> None:
        row.fill(**{self.name: value})

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise SealedComparison(f"{self.name} is sealed: SQL cannot compare, sort or select it.")

    __hash__ = object.__hash__
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = _refuse
    __clause_element__ = _refuse
    in_ = not_in = like = ilike = is_ = is_not = contains = startswith = endswith = between = op = _refuse
    asc = desc = label = _refuse


class Sealing:
    """Mixin, named before Base, for a model with sealed records."""

    id: Mapped[UUID]
    __tablename__: str
    sealed_fields: dict[str, str] = {}
    """Name of every sealed field to the name of its record."""
    sealed_records: dict[str, SealClass] = {}
    """Name of every record to the class it is sealed in."""
    imprint: ClassVar[tuple[str, ...] | None] = ()
    """Clear columns of which the log keeps a digest beside the sealed ones; None where it keeps none of any column."""

    def __init_subclass__(cls, **options: Any) -> None:
        declared = {name: value for base in reversed(cls.__mro__) for name, value in vars(base).items()}
        cls.sealed_fields = {name: value.record for name, value in declared.items() if isinstance(value, SealedField)}
        cls.sealed_records = cls.sealed_records | {
            name: value.column.info[SEAL_CLASS]
            for name, value in declared.items()
            if isinstance(value, MappedColumn) and SEAL_CLASS in value.column.info
        }
        super().__init_subclass__(**options)

    def __init__(self, **values: Any) -> None:
        sealed = {name: values.pop(name) for name in self.sealed_fields if name in values}
        super().__init__(**values)
        for record, changes in self._by_record(sealed).items():
            self._seal(record, {}, changes)

    def scope(self) -> Scope:
        """Whose keys seal this row: its review's, else its partnership's, else the installation's."""
        review_id = self.__dict__.get("review_id") or getattr(self, "review_id", None)
        if review_id is not None or (review_id := _related_id(self, "review")) is not None:
            return Scope("review", review_id.int)
        partnership_id = getattr(self, "partnership_id", None)
        if partnership_id is not None or (partnership_id := _related_id(self, "partnership")) is not None:
            return Scope("partnership", partnership_id.int)
        return Scope("installation")

    def fill(self, **values: Any) -> None:
        """Set several sealed fields with one sealing per record; fields not named keep what they hold.

        Raises TypeError for a name that is no sealed field, DataKeyMissing where the record's key is gone.
        """
        for record, changes in self._by_record(values).items():
            self._seal(record, self._open(record), changes)

    def _by_record(self, values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        grouped: dict[str, dict[str, Any]] = {}
        fields = self.sealed_fields
        for name, value in values.items():
            record = fields.get(name)
            if record is None:
                raise TypeError(f"{type(self).__name__} has no sealed field {name}.")
            if record in grouped:
                grouped[record][name] = value
            else:
                grouped[record] = {name: value}
        return grouped

    def _seal(self, record: str, before: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
        """Nothing is written where nothing differs, so that saving an unchanged form leaves the version alone."""
        merged = {**before, **changes}
        after = {
            name: value if value.__class__ is str else _copy(value)
            for name, value in merged.items()
            if value is not None
        }
        if after == before:
            return
        blob = None
        if after:
            scope = self.scope()
            klass = self.sealed_records[record]
            blob = crypto.ring().seal(orjson.dumps(after), scope, klass, self.__tablename__, self.id)
            self.__dict__[SEALED_FOR + record] = scope
        setattr(self, record, blob)
        self.__dict__[OPENED + record] = blob, after

    def _open(self, record: str) -> dict[str, Any]:
        """The fields of a record, opened or as already opened. Not to be changed by whoever asks."""
        state = self.__dict__
        blob: bytes | None = state[record] if record in state else getattr(self, record)
        kept: tuple[bytes | None, dict[str, Any]] | None = state.get(OPENED + record)
        if kept is not None and kept[0] is blob:
            return kept[1]
        fields: dict[str, Any] = {}
        if blob is not None:
            klass = self.sealed_records[record]
            fields = orjson.loads(crypto.ring().open(blob, self.scope(), klass, self.__tablename__, self.id))
        state[OPENED + record] = blob, fields
        return fields

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if not name.startswith(OPENED)}


def _copy(value: T) -> T:
    """A value as it will be read again; through JSON, which copies a list or dict many times faster than `deepcopy`."""
    copied: T = value if value is None else orjson.loads(orjson.dumps(value))
    return copied


def _related_id(row: Sealing, name: str) -> UUID | None:
    """The id of a row's review or partnership while only the object, and not yet its id, has been set."""
    related = row.__dict__.get(name)
    return None if related is None else related.id


@event.listens_for(Sealing, "expire", propagate=True)
@event.listens_for(Sealing, "refresh", propagate=True)
def _forget(row: Sealing, *_: Any) -> None:
    for record in row.sealed_records:
        row.__dict__.pop(OPENED + record, None)


@event.listens_for(Sealing, "before_insert", propagate=True)
@event.listens_for(Sealing, "before_update", propagate=True)
def _same_scope(_mapper: Any, _connection: Any, row: Sealing) -> None:
    """A key is chosen when a field is set; a review set afterwards would leave the row sealed for somebody else."""
    for record in row.sealed_records:
        sealed_for = row.__dict__.get(SEALED_FOR + record)
        if sealed_for is not None and sealed_for != row.scope():
            raise SealedScopeChanged(
                f"{type(row).__name__} {row.id} was sealed for {sealed_for} and saved under {row.scope()}."
            )


@event.listens_for(Session, "do_orm_execute")
def _no_bulk_update(state: ORMExecuteState) -> None:
    given = state.parameters or {}
    _refuse_update(state.statement, [given] if isinstance(given, Mapping) else given)


@event.listens_for(Engine, "before_execute")
def _no_core_update(_connection: Connection, statement: Any, many: Any, one: Any, options: Mapping[str, Any]) -> None:
    """The unit of work writes what `fill` sealed; its statements are the ones that bring a compiled cache along."""
    if "compiled_cache" not in options:
        _refuse_update(statement, [*many, one])


def _refuse_update(statement: Any, parameters: Sequence[Mapping[str, Any]]) -> None:
    """A sealed value opens in its own row alone, so an UPDATE of several rows could only spoil them."""
    if not isinstance(statement, Update):
        return
    table: Any = statement.table
    named = {getattr(column, "key", column) for column in statement._values or ()}
    named.update(*(values.keys() for values in parameters))
    for column in table.columns:
        if SEAL_CLASS in column.info and column.key in named:
            raise SealedUpdateRefused(
                f"{table.name}.{column.name} is sealed row by row; set the fields of each row instead."
            )
