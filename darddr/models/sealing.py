"""Sealed attributes: several fields of one class in one packed, sealed column, opened only when one of them is touched.

A model declares a record (the column) and its fields (attributes without columns of their own):

    narrative_record: Mapped[bytes | None] = sealed_record(SealClass.NARRATIVE)
    text = SealedField[str]("narrative_record")

Setting a field seals the record anew and reassigns the column, so the ORM sees the change. Opened text lives on the instance until
it is expired, refreshed, replaced or pickled; it is never part of `repr`, and SQL never compares it.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Generic, NamedTuple, NoReturn, Self, TypeVar, overload
from uuid import UUID

import orjson
from sqlalchemy import LargeBinary, event
from sqlalchemy.orm import InstrumentedAttribute, Mapped, MappedColumn, mapped_column

from darddr import crypto
from darddr.crypto.scopes import Scope, SealClass

T = TypeVar("T")

OPENED = "_opened"
"""Where an instance keeps what it has opened: record name to `Opened`."""

SEAL_CLASS = "seal_class"
"""Key of the column's `info` that marks it as a sealed record."""


class SealedComparison(TypeError):
    """A sealed field was used in SQL, which holds only ciphertext and would silently find nothing."""


class SealedScopeChanged(Exception):
    """A row was sealed for one scope and saved under another, where it would never open again."""


class Opened(NamedTuple):
    """The fields of one record, the sealed bytes they came from, and whose key sealed them."""

    blob: bytes | None
    fields: dict[str, Any]
    scope: Scope


def sealed_record(klass: SealClass) -> MappedColumn[bytes | None]:
    """The column of one packed record, sealed in `klass`. NULL while none of its fields has a value."""
    return mapped_column(LargeBinary, nullable=True, info={SEAL_CLASS: klass})


class SealedField(Generic[T]):
    """One attribute of a sealed record: text, or a list or dict that JSON can hold. Empty is None.

    Lists and dicts are handed out as copies; assign the changed one back to save it.
    """

    def __init__(self, record: str) -> None:
        self.record = record
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
        try:
            opened = state[OPENED][self.record]
            if opened.blob is not state[self.record]:
                opened = row._open(self.record)
        except KeyError:
            opened = row._open(self.record)
        value = opened.fields.get(self.name)
        return value if value.__class__ is str else deepcopy(value)

    def __set__(self, row: Sealing, value: T | None) -> None:
        row.fill(**{self.name: value})

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise SealedComparison(f"{self.name} is sealed: SQL cannot compare, sort or select it.")

    __hash__ = object.__hash__
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = _refuse  # type: ignore[assignment]
    __clause_element__ = _refuse
    in_ = not_in = like = ilike = is_ = is_not = contains = startswith = endswith = between = op = _refuse
    asc = desc = label = _refuse


class Sealing:
    """Mixin, named before Base, for a model with sealed records."""

    id: Mapped[UUID]
    __tablename__: str
    _fields: dict[str, str]
    """Name of every sealed field to the name of its record."""

    def __init_subclass__(cls, **options: Any) -> None:
        cls._fields = {
            name: value.record for base in reversed(cls.__mro__) for name, value in vars(base).items() if isinstance(value, SealedField)
        }
        super().__init_subclass__(**options)

    def __init__(self, **values: Any) -> None:
        sealed = {name: values.pop(name) for name in self._fields.keys() & values.keys()}
        super().__init__(**values)
        if sealed:
            self.fill(**sealed)

    def scope(self) -> Scope:
        """Whose keys seal this row: its review's, else its partnership's, else the installation's."""
        if (review_id := _parent(self, "review")) is not None:
            return Scope.review(review_id)
        if (partnership_id := _parent(self, "partnership")) is not None:
            return Scope.partnership(partnership_id)
        return Scope.installation()

    def fill(self, **values: Any) -> None:
        """Set several sealed fields with one sealing per record; fields not named keep what they hold.

        Raises TypeError for a name that is no sealed field, DataKeyMissing where the record's key is gone.
        """
        by_record: dict[str, dict[str, Any]] = {}
        for name, value in values.items():
            if name not in self._fields:
                raise TypeError(f"{type(self).__name__} has no sealed field {name}.")
            by_record.setdefault(self._fields[name], {})[name] = value
        for record, changes in by_record.items():
            self._seal(record, changes)

    def _seal(self, record: str, changes: Mapping[str, Any]) -> None:
        """Nothing is written where nothing differs, so that saving an unchanged form leaves the version alone."""
        before = self._open(record).fields if getattr(self, record) is not None else {}
        after = {name: value for name, value in {**before, **changes}.items() if value is not None}
        if after == before:
            return
        scope = self.scope()
        plain = orjson.dumps(after)
        blob = crypto.ring().seal(plain, scope, _seal_class(self, record), self.__tablename__, self.id) if after else None
        setattr(self, record, blob)
        self.__dict__.setdefault(OPENED, {})[record] = Opened(blob, orjson.loads(plain), scope)

    def _open(self, record: str) -> Opened:
        blob: bytes | None = getattr(self, record)
        scope = self.scope()
        fields: dict[str, Any] = {}
        if blob is not None:
            fields = orjson.loads(crypto.ring().open(blob, scope, _seal_class(self, record), self.__tablename__, self.id))
        opened = Opened(blob, fields, scope)
        self.__dict__.setdefault(OPENED, {})[record] = opened
        return opened

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != OPENED}


def sealed_columns(table: Any) -> frozenset[str]:
    """Names of the sealed record columns of a table."""
    return frozenset(column.name for column in table.columns if SEAL_CLASS in column.info)


def _seal_class(row: Sealing, record: str) -> SealClass:
    attribute: InstrumentedAttribute[Any] = getattr(type(row), record)
    klass: SealClass = attribute.property.columns[0].info[SEAL_CLASS]
    return klass


def _parent(row: Sealing, name: str) -> UUID | None:
    """The id of a row's review or partnership, also while only the object and not yet its id has been set."""
    own: UUID | None = getattr(row, f"{name}_id", None)
    if own is None and (related := row.__dict__.get(name)) is not None:
        own = related.id
    return own


@event.listens_for(Sealing, "expire", propagate=True)
@event.listens_for(Sealing, "refresh", propagate=True)
def _forget(row: Sealing, *_: Any) -> None:
    row.__dict__.pop(OPENED, None)


@event.listens_for(Sealing, "before_insert", propagate=True)
@event.listens_for(Sealing, "before_update", propagate=True)
def _same_scope(_mapper: Any, _connection: Any, row: Sealing) -> None:
    """A key is chosen when a field is set; a review given to the row afterwards would leave it sealed for somebody else."""
    for opened in row.__dict__.get(OPENED, {}).values():
        if opened.blob is not None and opened.scope != row.scope():
            raise SealedScopeChanged(f"{type(row).__name__} {row.id} was sealed for {opened.scope} and saved under {row.scope()}.")
