"""Whoever has the database and not the keys cannot put an old row back, remove one or slip one in without `verify` saying so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr import audit
from darddr.audit.imprints import covered
from darddr.audit.rows import Comparison, RowFault
from darddr.audit.verify import Verdict
from darddr.crypto import ring
from darddr.crypto.errors import CannotOpen
from darddr.crypto.scopes import Scope
from darddr.models.action import ActionUpdate, UpdateKind
from darddr.models.audit import AuditEntry, AuditHead
from darddr.models.chasing import Chase
from darddr.models.document import Document
from darddr.models.draft import Draft
from darddr.models.evidence_file import EvidenceFile
from darddr.models.finding import Change, Finding
from darddr.models.person import Person
from darddr.models.user import Exclusion, Membership, User
from darddr.storage.database import writing
from darddr.vocabulary.standing import Impact
from tests.factories import LONG_AGO
from tests.sealing import world
from tests.sealing.world import World

Verify = Callable[[], Verdict]


def told(verdict: Verdict) -> list[tuple[str, Any, str]]:
    """Table, row and sentence of every fault; chains are whole."""
    found = [fault for fault in verdict.faults if isinstance(fault, RowFault)]
    assert len(found) == len(verdict.faults), verdict.faults
    return sorted((fault.table, fault.row_id, fault.message) for fault in found)


def says(model: Any, row_id: Any, how: str) -> tuple[str, Any, str]:
    return model.__tablename__, row_id, f"Row {row_id} of {model.__tablename__} {how}."


CHANGED = "is not what was last written there"
REMOVED = "has been removed by hand"
SLIPPED_IN = "was put in by hand"
BACK = "was deleted and has been put back by hand"


def first(session: Session, model: Any) -> Any:
    row: Any = session.scalars(sa.select(model).order_by(model.id).limit(1)).one()
    return row


def test_a_record_that_nobody_touched(full: World, verdict: Verify) -> None:
    assert (verdict().faults, verdict().uncovered, verdict().partnerships) == ((), 0, 2)


def test_the_log_covers_every_table_that_seals_but_drafts_and_those_that_say_who_may_see() -> None:
    tables = {model.__tablename__ for model in world.covered_models()}
    assert {model.__tablename__ for model in world.models()} - tables == {"drafts"}
    assert tables - {model.__tablename__ for model in world.models()} == {"memberships"}
    assert covered(Draft) is None


CLEAR: dict[str, Any] = {
    "hit_count": 3,
    "register_stamp": b"stamp",
    "password_hash": "another",
    "role": "another",
    "started_on": date(2026, 6, 4),
    "ended_on": date(2026, 6, 4),
    "declared_on": date(2026, 6, 4),
    "due_on": date(2026, 6, 4),
    "done_on": date(2026, 6, 4),
    "happened_on": date(2026, 6, 4),
    "as_at": date(2026, 6, 4),
    "decided_on": date(2026, 6, 4),
    "result": Impact.CANNOT_SAY,
    "allowed": True,
    "approved_on": date(2026, 6, 4),
    "email_digest": b"digest of another address",
    "password_is_one_time": True,
    "is_active": False,
    "for_publication": True,
    "may_be_named": True,
}
"""Other values for clear columns that have an imprint."""


def change(row: Any, column: str) -> bool:
    """Give a column another value as the application would; False for ids, which never change."""
    for name, record in getattr(row, "sealed_fields", {}).items():
        value = getattr(row, name)
        if record == column and value is not None:
            setattr(row, name, {str: "x", list: [*value][1:], dict: {"x": "x"}}[type(value)])
            return True
    if column == "content":
        row.keep(b"%PDF another file")
    elif column == "kind":
        texts = {Document: "action-plan", EvidenceFile: "docx"}
        row.kind = texts.get(type(row)) or next(k for k in type(row.kind) if k is not row.kind)
    elif column in CLEAR:
        setattr(row, column, CLEAR[column])
    else:
        return False
    return True


def test_an_old_value_put_back_into_its_own_cell(full: World, engine: Engine, verdict: Verify) -> None:
    """Every covered column of every table: the old value opens there, and only the log can tell."""
    tried: set[tuple[str, str]] = set()
    for model in world.covered_models():
        for column in covered(model).columns:  # type: ignore[union-attr]
            with writing(engine) as session:
                row = first(session, model)
                old = world.stored(session, model, row.id)[column]
                if not change(row, column):
                    continue
                row_id = row.id
            with writing(engine) as session:
                new = world.stored(session, model, row_id)[column]
                assert new != old, (model, column)
                world.put(session, model, row_id, **{column: old})
            assert told(verdict()) == [says(model, row_id, CHANGED)], (model, column)
            if column.endswith("_record"):
                with writing(engine) as session:
                    opened = session.get_one(model, row_id)
                    assert opened._open(column), "the old value opens, so that nothing else would notice"  # type: ignore[attr-defined]
            with writing(engine) as session:
                world.put(session, model, row_id, **{column: new})
            assert verdict().ok
            tried.add((model.__tablename__, column))
    assert len({table for table, _ in tried}) == len(world.covered_models())
    assert {("documents", "content"), ("users", "password_hash"), ("memberships", "role")} < tried
    assert {("evidence_files", "content"), ("evidence_files", "kind"), ("packs", "content")} < tried
    assert {("impact_checks", "result"), ("action_milestones", "done_on"), ("disclosures", "allowed")} < tried


def test_a_whole_old_row_put_back(full: World, engine: Engine, verdict: Verify) -> None:
    with writing(engine) as session:
        finding = first(session, Finding)
        old = world.stored(session, Finding, finding.id)
        finding.text = "It says something else now."
    with writing(engine) as session:
        world.put(session, Finding, finding.id, **{k: v for k, v in old.items() if k != "id" and v is not None})
    assert told(verdict()) == [says(Finding, finding.id, CHANGED)]


@pytest.mark.parametrize("model", [Change, ActionUpdate, EvidenceFile, Chase, Membership, Exclusion])
def test_a_row_removed_and_one_slipped_in(full: World, engine: Engine, verdict: Verify, model: Any) -> None:
    with writing(engine) as session:
        if model is ActionUpdate:
            free = sa.select(model.id).filter_by(kind=UpdateKind.PROGRESS).limit(1)  # no file hangs on it
            row_id = session.scalars(free).one()
        else:
            row_id = first(session, model).id
        old = world.stored(session, model, row_id)
        world.remove(session, model, row_id)
    assert told(verdict()) == [says(model, row_id, REMOVED)]
    slipped = uuid4()
    with writing(engine) as session:
        world.insert(session, model, **{name: value for name, value in {**old, "id": slipped}.items() if value})
    assert told(verdict()) == sorted([says(model, row_id, REMOVED), says(model, slipped, SLIPPED_IN)])


def test_a_membership_nobody_gave(full: World, engine: Engine, verdict: Verify) -> None:
    review, forged = full.reviews[0], uuid4()
    with writing(engine) as session:
        user = first(session, User)
        place = {"partnership_id": review.partnership_id, "review_id": review.id}
        dates = {"started_on": LONG_AGO, "recorded_at": user.recorded_at}
        world.insert(session, Membership, id=forged, user_id=user.id, role="chair", **place, **dates)
    assert told(verdict()) == [says(Membership, forged, SLIPPED_IN)]


def test_a_deleted_row_put_back(full: World, engine: Engine, verdict: Verify) -> None:
    with writing(engine) as session:
        change = first(session, Change)
        old = world.stored(session, Change, change.id)
        session.delete(change)
    assert verdict().ok
    with writing(engine) as session:
        world.insert(session, Change, **{name: value for name, value in old.items() if value is not None})
    assert told(verdict()) == [says(Change, change.id, BACK)]


def test_values_moved_between_rows_do_not_open_and_are_told(full: World, engine: Engine, verdict: Verify) -> None:
    with writing(engine) as session:
        one, two = session.scalars(sa.select(Person).order_by(Person.id).limit(2))
        mine, theirs = one.identity_record, two.identity_record
        world.put(session, Person, one.id, identity_record=theirs)
        world.put(session, Person, two.id, identity_record=mine)
    with writing(engine) as session, pytest.raises(CannotOpen):
        _ = session.get_one(Person, one.id).names
    assert told(verdict()) == sorted([says(Person, one.id, CHANGED), says(Person, two.id, CHANGED)])


def test_a_row_moved_to_another_partnership(full: World, engine: Engine, verdict: Verify) -> None:
    """It is missing from the one and was never written in the other."""
    here, there = full.partnerships
    with writing(engine) as session:
        finding = session.scalars(sa.select(Finding).filter_by(partnership_id=here.id).limit(1)).one()
        world.put(session, Finding, finding.id, partnership_id=there.id)
    assert told(verdict()) == sorted([says(Finding, finding.id, SLIPPED_IN), says(Finding, finding.id, REMOVED)])


def test_a_shredded_review_still_compares(full: World, engine: Engine, verdict: Verify) -> None:
    """Nothing needs to be opened: sealed bytes are compared as they are."""
    scope = Scope.review(full.reviews[0].id)
    with writing(engine) as session:
        finding = session.scalars(sa.select(Finding).filter_by(review_id=full.reviews[0].id).limit(1)).one()
        old = finding.narrative_record
        finding.text = "Changed."
    for klass in scope.classes:
        ring().destroy(scope, klass)
    assert verdict().ok
    with writing(engine) as session:
        world.put(session, Finding, finding.id, narrative_record=old)
    assert told(verdict()) == [says(Finding, finding.id, CHANGED)]


def test_a_new_key_changes_no_row(full: World, engine: Engine, verdict: Verify) -> None:
    for klass in Scope.review(full.reviews[0].id).classes:
        ring().renew(Scope.review(full.reviews[0].id), klass)
    assert verdict().ok
    with writing(engine) as session:
        for person in session.scalars(sa.select(Person)):
            person.pseudonym = "Sealed anew"
    assert verdict().ok


def test_one_partnership_alone_is_compared(full: World, engine: Engine) -> None:
    here, there = full.partnerships
    with writing(engine) as session:
        finding = session.scalars(sa.select(Finding).filter_by(partnership_id=there.id).limit(1)).one()
        finding_id = finding.id
        user_id = first(session, User).id
        world.put(session, Finding, finding_id, narrative_record=finding.narrative_record[:-1] + b"x")
        world.put(session, User, user_id, password_hash="guessed")
        assert audit.verify(session, here.id).ok
        assert told(audit.verify(session, there.id)) == [says(Finding, finding_id, CHANGED)]
        assert told(audit.verify(session, audit.INSTALLATION_CHAIN)) == [says(User, user_id, CHANGED)]


def test_rows_of_a_broken_chain_are_not_judged_by_it(full: World, engine: Engine, verdict: Verify) -> None:
    here, there = full.partnerships
    with writing(engine) as session:
        for place in (here, there):
            finding = session.scalars(sa.select(Finding).filter_by(partnership_id=place.id).limit(1)).one()
            world.put(session, Finding, finding.id, narrative_record=finding.narrative_record[:-1] + b"x")
        session.execute(sa.update(AuditEntry).filter_by(chain_id=here.id, sequence=1).values(body=b"{}"))
    assert [fault.chain_id for fault in verdict().faults] == [here.id, there.id]
    assert verdict().faults[0].message == "Entry 1 is not what was written."


def test_rows_whose_whole_chain_is_gone(full: World, engine: Engine, verdict: Verify) -> None:
    """Entries and head removed together leave nothing to walk, but the rows are still there."""
    here = full.partnerships[0].id
    with writing(engine) as session:
        session.execute(sa.delete(AuditEntry).filter_by(chain_id=here))
        session.execute(sa.delete(AuditHead).filter_by(id=here))
    found = told(verdict())
    assert len(found) > 20
    assert {message.split(" ", 4)[-1] for _, _, message in found} == {f"{SLIPPED_IN}."}


@pytest.mark.postgresql
def test_what_is_saved_while_verifying_is_no_fault(
    full: World, engine: Engine, verdict: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the walk and the comparison somebody saves a finding; on SQLite whoever saves waits until whoever reads has done."""
    compare = Comparison.of

    def meanwhile(self: Comparison, session: Session, chain_id: Any) -> None:
        with writing(engine) as other:
            first(other, Finding).text = "Saved meanwhile."
        compare(self, session, chain_id)

    monkeypatch.setattr(Comparison, "of", meanwhile)
    assert verdict().ok
    monkeypatch.undo()
    assert verdict().ok
