"""Sealed attributes on both databases: packed once, opened late, forgotten in time."""

from __future__ import annotations

import pickle
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from darddr.crypto.keyring import Keyring
from darddr.crypto.scopes import Scope, SealClass
from darddr.storage.database import reading, writing
from tests.unit.models.witnesses import Witness, raw


def test_what_is_set_is_read_back(engine: sa.Engine, saved: UUID, ring: Keyring) -> None:
    with reading(engine) as session:
        witness = session.get_one(Witness, saved)
        assert (witness.name, witness.phones) == ("Ngozi Ashdown", ["01632 960001"])
        assert (witness.account, witness.notes) == ("She saw it.", None)
        assert ring.openings == 2


def test_nothing_is_opened_before_it_is_touched(engine: sa.Engine, saved: UUID, ring: Keyring) -> None:
    with reading(engine) as session:
        witnesses = session.scalars(select(Witness).order_by(Witness.status)).all()
        assert [witness.status for witness in witnesses] == ["new"]
        assert ring.openings == 0
        for _ in range(3):
            assert witnesses[0].account == "She saw it."
        assert ring.openings == 1


def test_a_record_is_sealed_once_for_all_its_fields(
    review_id: UUID, ring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed: list[str] = []
    seal = ring.seal

    def counted(plain: bytes, scope: Scope, klass: SealClass, table: str, row_id: UUID) -> bytes:
        sealed.append(klass)
        return seal(plain, scope, klass, table, row_id)

    monkeypatch.setattr(ring, "seal", counted)
    witness = Witness(review_id=review_id, name="A", phones=["1"], account="B", notes={"k": 1})
    assert sorted(sealed) == ["identity", "narrative"]
    witness.fill(name="C", phones=["2"])
    assert sorted(sealed) == ["identity", "identity", "narrative"]
    assert ring.openings == 0


def test_fill_keeps_the_fields_not_named(engine: sa.Engine, saved: UUID) -> None:
    with writing(engine) as session:
        session.get_one(Witness, saved).fill(name="Ngozi Ashdown-Reed")
    with reading(engine) as session:
        witness = session.get_one(Witness, saved)
        assert (witness.name, witness.phones) == ("Ngozi Ashdown-Reed", ["01632 960001"])


def test_setting_one_field_is_seen_and_counted(engine: sa.Engine, saved: UUID) -> None:
    before = raw(engine)
    with writing(engine) as session:
        witness = session.get_one(Witness, saved)
        witness.account = "She heard it."
        assert witness in session.dirty
    after = raw(engine)
    assert (before[0] == after[0], before[1] == after[1]) == (True, False)
    with reading(engine) as session:
        assert session.get_one(Witness, saved).version_id == 2


def test_saving_the_same_again_changes_nothing(engine: sa.Engine, saved: UUID) -> None:
    before = raw(engine)
    with writing(engine) as session:
        witness = session.get_one(Witness, saved)
        witness.fill(name="Ngozi Ashdown", phones=["01632 960001"], account="She saw it.", notes=None)
        assert not session.dirty
    assert raw(engine) == before


def test_none_empties_a_field_and_the_last_one_the_record(engine: sa.Engine, saved: UUID) -> None:
    with writing(engine) as session:
        session.get_one(Witness, saved).account = None
    with reading(engine) as session:
        witness = session.get_one(Witness, saved)
        assert (witness.account, witness.narrative_record) == (None, None)
        assert witness.name == "Ngozi Ashdown"


def test_a_list_changed_in_place_is_not_half_saved(engine: sa.Engine, saved: UUID) -> None:
    """What is handed out is a copy: the change is kept once it is assigned, and not before."""
    with writing(engine) as session:
        witness = session.get_one(Witness, saved)
        phones = witness.phones
        phones.append("01632 960002")
        assert witness.phones == ["01632 960001"]
        assert not session.dirty
        witness.phones = phones
        phones.append("01632 960003")
        assert witness.phones == ["01632 960001", "01632 960002"]
    with reading(engine) as session:
        assert session.get_one(Witness, saved).phones == ["01632 960001", "01632 960002"]


def test_unknown_names_are_refused(review_id: UUID) -> None:
    with pytest.raises(TypeError, match="nickname"):
        Witness(review_id=review_id, nickname="x")
    with pytest.raises(TypeError, match="no sealed field status"):
        Witness(review_id=review_id).fill(status="x")


def test_the_second_of_two_saves_fails(engine: sa.Engine, saved: UUID) -> None:
    with Session(engine, expire_on_commit=False) as first, Session(engine, expire_on_commit=False) as second:
        mine, theirs = first.get_one(Witness, saved), second.get_one(Witness, saved)
        assert theirs.account == "She saw it."
        first.commit()
        second.commit()
        mine.account = "mine"
        first.commit()
        theirs.account = "theirs"
        with pytest.raises(StaleDataError):
            second.flush()


def test_opened_text_is_forgotten(engine: sa.Engine, saved: UUID, ring: Keyring) -> None:
    with Session(engine) as session:
        witness = session.get_one(Witness, saved)

        def kept() -> bool:
            return "She saw it." in repr(vars(witness))

        for forget in (session.expire, session.refresh, lambda row: session.commit(), lambda row: session.expire_all()):
            assert witness.account == "She saw it."
            assert kept()
            forget(witness)
            assert not kept()
        session.rollback()
        assert witness.account == "She saw it."


def test_what_another_session_saved_is_seen_after_refresh(engine: sa.Engine, saved: UUID) -> None:
    with Session(engine) as session:
        witness = session.get_one(Witness, saved)
        assert witness.account == "She saw it."
        session.rollback()
        with writing(engine) as other:
            other.get_one(Witness, saved).account = "She heard it."
        session.refresh(witness)
        assert witness.account == "She heard it."


def test_a_merged_or_replaced_record_is_opened_anew(engine: sa.Engine, saved: UUID) -> None:
    with reading(engine) as session:
        changed = session.get_one(Witness, saved)
        session.expunge(changed)
        changed.account = "merged"
        here = session.get_one(Witness, saved)
        assert here.account == "She saw it."
        session.merge(changed)
        assert here.account == "merged"
        here.narrative_record = None
        assert here.account is None


def test_opened_text_is_neither_pickled_nor_shown(engine: sa.Engine, saved: UUID) -> None:
    with reading(engine) as session:
        witness = session.get_one(Witness, saved)
        assert witness.name == "Ngozi Ashdown"
        stored = pickle.dumps(witness)
        assert b"Ngozi" not in stored
        assert pickle.loads(stored).name == "Ngozi Ashdown"
        assert "Ngozi" not in repr(witness) + str(witness) + repr(vars(Witness))


def test_an_id_exists_before_the_row_does() -> None:
    first, second = Witness(), Witness()
    assert isinstance(first.id, UUID)
    assert first.id.version == 4
    assert first.id != second.id
    given_id = uuid4()
    assert Witness(id=given_id).id == given_id


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@given(
    name=st.text(max_size=80),
    phones=st.lists(st.text(max_size=20), max_size=4),
    notes=st.dictionaries(st.text(), json_values),
)
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_value_comes_back(review_id: UUID, name: str, phones: list[str], notes: dict[str, Any]) -> None:
    witness = Witness(review_id=review_id, name=name, phones=phones, notes=notes)
    again = pickle.loads(pickle.dumps(witness))
    assert (again.name, again.phones, again.notes) == (name, phones, notes)
