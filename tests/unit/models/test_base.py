"""Moments, words and ids as every table keeps them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from darddr.models import registry
from darddr.models.base import Base, Moment
from darddr.models.partnership import Partnership
from darddr.models.sealing import SEAL_CLASS, SealedBytes, Sealing
from darddr.models.words import words
from darddr.workflow.states import ReviewState

DIALECTS = (sqlite.dialect(), postgresql.dialect())
MOMENT = Moment()

assert registry.MODELS


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
@settings(deadline=None, max_examples=60)
def test_a_moment_is_the_same_wherever_it_was_written(moment: datetime, zone: timezone) -> None:
    for dialect in DIALECTS:
        bound = MOMENT.process_bind_param(moment.astimezone(zone), dialect)
        assert bound == moment
        assert bound.tzinfo is UTC
        for stored in (bound, bound.replace(tzinfo=None), bound.astimezone(zone)):
            read = MOMENT.process_result_value(stored, dialect)
            assert (read, read and read.tzinfo) == (moment, UTC)


def test_a_moment_needs_its_zone_and_may_be_none() -> None:
    for dialect in DIALECTS:
        with pytest.raises(ValueError, match="needs its time zone"):
            MOMENT.process_bind_param(datetime(2026, 6, 4), dialect)
        assert MOMENT.process_bind_param(None, dialect) is None
        assert MOMENT.process_result_value(None, dialect) is None


def test_words_are_kept_by_value_and_no_others_are_taken() -> None:
    kept = words(ReviewState)
    for dialect in DIALECTS:
        bind, result = kept.bind_processor(dialect), kept.result_processor(dialect, None)
        assert bind is not None
        assert result is not None
        for state in ReviewState:
            assert bind(state) == state.value
            assert result(state.value) is state
            assert len(state.value) <= 40
        with pytest.raises(LookupError):
            bind("nearly done")


def test_a_row_shows_its_kind_and_id_alone() -> None:
    row = Partnership(name="Alderbeck", code="ALD")
    assert repr(row) == f"<Partnership {row.id}>"
    assert row.id.version == 4
    given_id = uuid4()
    assert Partnership(id=given_id).id == given_id
    with pytest.raises(TypeError):
        Partnership(nickname="x")


def ours() -> list[sa.Table]:
    return [table for name, table in Base.metadata.tables.items() if not name.startswith(("test_", "bench_"))]


def test_every_column_has_a_type_that_both_databases_read_alike() -> None:
    for table in ours():
        for column in table.columns:
            assert not (isinstance(column.type, sa.DateTime)), f"{column} is a moment without its zone"
            assert isinstance(column.type, SealedBytes) is (SEAL_CLASS in column.info), column


def test_every_table_of_sealed_records_says_whose_they_are() -> None:
    """A sealed row without review or partnership falls to the installation, whose keys outlive every review."""
    sealing = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Sealing)]
    assert len(sealing) > 10
    for model in sealing:
        if model.__tablename__.startswith(("test_", "bench_")):
            continue
        columns = set(model.__table__.columns.keys())
        assert columns & {"review_id", "partnership_id"} or "scope" in vars(model), model
        assert set(model.sealed_fields.values()) == set(model.sealed_records), f"{model}: a record without fields"


def test_unique_indexes_stand_on_no_sealed_column() -> None:
    for table in ours():
        for constraint in (*table.constraints, *table.indexes):
            if isinstance(constraint, sa.UniqueConstraint | sa.Index):
                assert not [c for c in constraint.columns if SEAL_CLASS in c.info], constraint.name


def test_every_constraint_has_a_name() -> None:
    """Migrations change them by name, and error messages name them instead of the values."""
    unnamed = [(t.name, c) for t in ours() for c in t.constraints if c.name is None and not _of_a_type(c)]
    assert unnamed == []


def _of_a_type(constraint: sa.Constraint) -> bool:
    return isinstance(constraint, sa.CheckConstraint) and bool(getattr(constraint, "_type_bound", False))


def test_ids_are_uuids_everywhere() -> None:
    for table in ours():
        assert isinstance(table.c.id.type, sa.Uuid), table.name
        assert table.c.id.type.python_type is UUID
