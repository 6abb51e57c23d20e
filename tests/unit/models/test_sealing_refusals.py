"""What sealed records refuse, on both databases, and that no name lies in any file."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from darddr.crypto.errors import CannotOpen, DataKeyMissing
from darddr.crypto.keyring import Keyring
from darddr.crypto.scopes import Scope, SealClass
from darddr.models.sealing import SealedComparison, SealedScopeChanged, SealedUpdateRefused
from darddr.storage.database import make_engine, reading, writing
from tests.unit.models.witnesses import Inquest, Rows, Statement, Witness, raw


def test_sql_never_compares_sealed_fields() -> None:
    for use in (
        lambda: Witness.name == "x",
        lambda: Witness.name != "x",
        lambda: Witness.name < "x",
        lambda: Witness.name.in_(["x"]),
        lambda: Witness.name.ilike("%x%"),
        lambda: Witness.name.is_(None),
        lambda: select(Witness.name),
        lambda: select(Witness).order_by(Witness.name),
        lambda: select(Witness).order_by(Witness.name.desc()),
        lambda: select(Witness).where(Witness.name),
        lambda: sa.func.lower(Witness.name),
    ):
        with pytest.raises(SealedComparison, match="name is sealed"):
            use()


def test_updates_past_the_row_are_refused(engine: sa.Engine, saved: UUID) -> None:
    table, blob = Witness.__table__, raw(engine)[1]
    before = raw(engine)
    with writing(engine) as session:
        for statement, values in (
            (update(Witness).values(narrative_record=blob), None),
            (update(Witness).values({Witness.identity_record: None}), None),
            (update(Witness), [{"id": saved, "narrative_record": blob}]),
            (table.update().values(narrative_record=blob), None),
            (table.update().where(table.c.id == saved), {"narrative_record": blob}),
        ):
            with pytest.raises(SealedUpdateRefused, match=r"test_witnesses\.(narrative|identity)_record"):
                session.execute(statement, values)
        with pytest.raises(SealedUpdateRefused):
            session.connection().execute(table.update().values(identity_record=blob))
        with pytest.raises(SealedUpdateRefused):
            session.connection().execute(table.update(), [{"identity_record": blob}, {"identity_record": None}])
        session.execute(update(Witness).values(status="seen").where(Witness.narrative_record.is_not(None)))
    assert raw(engine) == before
    with reading(engine) as session:
        assert session.get_one(Witness, saved).status == "seen"


def test_text_never_reaches_a_sealed_column(engine: sa.Engine, review_id: UUID) -> None:
    row = {"id": uuid4(), "version_id": 1, "status": "new", "identity_record": b"Ngozi Ashdown"}
    for attempt in (
        lambda session: session.connection().execute(Witness.__table__.insert(), row),
        lambda session: session.execute(sa.insert(Witness), [row]),
        lambda session: session.bulk_insert_mappings(Witness, [row]),
    ):
        with pytest.raises(sa.exc.StatementError, match="takes sealed bytes alone") as refused, writing(engine) as s:
            attempt(s)
        assert "Ngozi" not in str(refused.value)
    with pytest.raises(sa.exc.StatementError), writing(engine) as session:
        session.add(Witness(review_id=None, identity_record=b"Ngozi Ashdown"))
    with reading(engine) as session:
        assert session.scalars(select(Witness)).all() == []


def test_swapped_records_do_not_open(engine: sa.Engine, review_id: UUID, ring: Keyring) -> None:
    """Between rows, tables, classes and reviews: whoever can write to the database cannot move text about."""
    other_review = uuid4()
    ring.open_scope(Scope.review(other_review))
    first, second = (Witness(review_id=review_id, name="A", account="a") for _ in range(2))
    elsewhere = Witness(review_id=other_review, name="A", account="a", id=first.id)
    statement = Statement(review_id=review_id, account="a", id=first.id)
    own = first.narrative_record
    assert own is not None
    for foreign in (
        second.narrative_record,
        elsewhere.narrative_record,
        statement.narrative_record,
        first.identity_record,
        own[:-1],
        b"plain text",
    ):
        first.narrative_record = foreign
        with pytest.raises(CannotOpen):
            _ = first.account
        with pytest.raises(CannotOpen):
            first.fill(account="overwritten")
    first.narrative_record = own
    assert first.account == "a"


def test_a_destroyed_key_leaves_the_rest_readable(
    engine: sa.Engine, saved: UUID, review_id: UUID, ring: Keyring
) -> None:
    ring.destroy(Scope.review(review_id), SealClass.IDENTITY)
    with reading(engine) as session:
        witness = session.get_one(Witness, saved)
        with pytest.raises(DataKeyMissing, match="was destroyed on"):
            _ = witness.name
        with pytest.raises(DataKeyMissing):
            witness.name = "somebody"
        assert witness.account == "She saw it."


def test_the_scope_of_a_row(review_id: UUID) -> None:
    partnership_id = uuid4()
    assert Witness(review_id=review_id, partnership_id=partnership_id).scope() == Scope.review(review_id)
    assert Witness(partnership_id=partnership_id).scope() == Scope.partnership(partnership_id)
    assert Witness().scope() == Scope.installation()
    assert Witness(review=Inquest(id=review_id)).scope() == Scope.review(review_id)


def test_a_row_sealed_for_one_scope_is_not_saved_under_another(engine: sa.Engine, review_id: UUID) -> None:
    witness = Witness(name="sealed for the installation")
    witness.review_id = review_id
    with writing(engine) as session:
        session.add(Inquest(id=review_id))
    with Session(engine) as session:
        session.add(witness)
        with pytest.raises(SealedScopeChanged, match="sealed for installation"):
            session.flush()
    with writing(engine) as session:
        session.add(Witness(review=session.get_one(Inquest, review_id), name="sealed for the review"))
    with reading(engine) as session:
        assert session.scalars(select(Witness)).one().name == "sealed for the review"


NAMES = [f"{first}amarinthe {last}ottlesworth" for first in ("Ad", "Bo", "Cl", "Do", "Eb") for last in "PRSTVWXYZJ"]
"""Every part too long to turn up in ciphertext by chance."""


def test_no_name_lies_in_any_file(ring: Keyring, review_id: UUID, tmp_path: Path) -> None:
    """Fifty names written, changed and deleted, looked for in the database, its journal, key store and root key."""
    assert len(NAMES) == 50
    engine = make_engine(f"sqlite:///{tmp_path / 'data' / 'darddr.db'}")
    Rows.metadata.create_all(engine)
    written: dict[str, bytes] = {}

    def remember() -> None:
        for path in tmp_path.rglob("*"):
            if path.is_file():
                written[path.name] = written.get(path.name, b"") + path.read_bytes()

    with writing(engine) as session:
        session.connection().exec_driver_sql(
            "PRAGMA cache_size = 5"
        )  # too small, so pages spill while the journal is open
        session.add(Inquest(id=review_id))
        session.flush()
        for name in NAMES:
            session.add(
                Witness(review_id=review_id, name=name, account=f"{name} said so. " * 40, notes={"who": [name]})
            )
        session.flush()
        remember()
    with writing(engine) as session:
        for witness in session.scalars(select(Witness)):
            witness.account = f"{witness.name} took it back."
        session.flush()
        remember()
        session.delete(session.scalars(select(Witness)).first())
    remember()
    engine.dispose()
    assert {"darddr.db", "keystore.db", "root.key"} < set(written)
    assert any(name.endswith(("-journal", "-wal")) for name in written)
    for name in NAMES:
        for part in name.split():
            assert not [file for file, held in written.items() if part.encode() in held]
