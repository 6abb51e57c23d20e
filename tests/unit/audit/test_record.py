"""What the log takes: the facts a tag declares, in ids, words of lists and counts, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.audit.chain import INSTALLATION_CHAIN
from darddr.audit.log import FactsUnfit
from darddr.audit.tags import Tag
from darddr.crypto.errors import DataKeyMissing
from darddr.models.audit import AuditEntry, Reading
from darddr.models.subject import Place
from darddr.workflow.states import ReviewState
from tests.factories import Make

ID = UUID(int=7)


def last(session: Session, chain_id: UUID = INSTALLATION_CHAIN) -> AuditEntry:
    return audit.entries_of(session, chain_id, limit=1)[0]


def count(session: Session, row: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(row)) or 0


def test_a_tag_takes_the_facts_it_declares_no_more_and_no_less(session: Session, make: Make) -> None:
    place = Place(make.partnership().id)
    for tag in Tag:
        before, facts = count(session, AuditEntry), dict.fromkeys(tag.facts, 1)
        wrong = [{**facts, "note": "x"}, *({n: v for n, v in facts.items() if n != left_out} for left_out in facts)]
        for given in wrong:
            with pytest.raises(FactsUnfit, match=f"^{tag.text} declares "):
                audit.record(session, None, tag, place, **given)
        assert count(session, AuditEntry) == before
        audit.record(session, None, tag, place, **facts)
        said = last(session, place.partnership_id).said
        assert (said["tag"], said["facts"]) == (tag.text, facts)


def test_every_tag_reads_differently() -> None:
    assert len({tag.text for tag in Tag}) == len(Tag)


KEPT: list[tuple[Any, Any]] = [
    (None, None),
    (True, True),
    (12, 12),
    (ID, str(ID)),
    (date(2026, 6, 4), "2026-06-04"),
    (datetime(2026, 6, 4, 12, tzinfo=UTC), "2026-06-04T12:00:00+00:00"),
    (ReviewState.SCOPING, "scoping"),
    ("section.summary", "section.summary"),
    (["names", "phones"], ["names", "phones"]),
    ([], []),
]


def test_ids_words_and_counts_are_kept(session: Session, make: Make) -> None:
    place = Place(make.partnership().id)
    for fact, kept in KEPT:
        audit.record(session, None, Tag.PLAN_MADE, place, plan=fact)
        assert audit.body_of(last(session, place.partnership_id))["facts"] == {"plan": kept}


REFUSED: list[Any] = [
    "Zelphine",
    "Zelphine Quorrel",
    "zelphine quorrel",
    "12 Invented Street, ZZ99 9ZZ",
    "zelphine@example.org",
    "report (final).docx",
    "She was afraid of him.",
    "line\n",
    "é",
    "a" * 65,
    1.5,
    b"zelphine",
    {"name": "zelphine"},
    ["names", "Zelphine Quorrel"],
    object(),
]


def test_text_is_refused_and_not_repeated(session: Session, make: Make) -> None:
    place, before = Place(make.partnership().id), count(session, AuditEntry)
    for fact in REFUSED:
        with pytest.raises(FactsUnfit) as refused:
            audit.record(session, None, Tag.PLAN_MADE, place, plan=fact)
        assert str(refused.value) == "plan.made was given a fact that is not an id, a word of a list or a count"
    assert count(session, AuditEntry) == before


def test_an_entry_says_who_what_when_and_where(session: Session, make: Make) -> None:
    user, partnership = make.user(), make.partnership()
    review = make.review(partnership)
    with time_machine.travel(datetime(2026, 6, 4, 12, tzinfo=UTC), tick=False):
        audit.record(session, user.id, Tag.REVIEW_NOTIFIED, review, state=ReviewState.NOTIFIED)
    entry = last(session, partnership.id)
    assert (entry.chain_id, entry.sequence) == (partnership.id, 1)
    assert (entry.actor_id, entry.tag, entry.review_id) == (user.id, "review.notified", review.id)
    assert entry.at == datetime(2026, 6, 4, 12, tzinfo=UTC)


def test_without_a_subject_it_goes_to_the_installation_s_chain(session: Session) -> None:
    audit.record(session, None, Tag.SIGNED_IN)
    entry = last(session)
    assert (entry.chain_id, entry.actor_id, entry.review_id) == (UUID(int=0), None, None)
    assert entry.sequence == 2  # after the making of the installation


def test_an_entry_stands_or_falls_with_its_change(session: Session, make: Make) -> None:
    partnership = make.partnership()
    session.commit()
    with session.begin_nested() as change:
        audit.record(session, None, Tag.PARTNERSHIP_MADE, Place(partnership.id))
        change.rollback()
    audit.record(session, None, Tag.PARTNERSHIP_MADE, Place(partnership.id))
    session.rollback()
    assert audit.entries_of(session, partnership.id) == []
    assert audit.verify(session).ok


def test_entries_are_paged_newest_first(session: Session, make: Make) -> None:
    partnership, other = make.partnership(), make.partnership()
    for number in range(5):
        audit.record(session, None, Tag.PLAN_MADE, Place(partnership.id), plan=number)
        audit.record(session, None, Tag.PLAN_MADE, Place(other.id), plan=-number)

    def plans(**page: int) -> list[int]:
        return [audit.body_of(e)["facts"]["plan"] for e in audit.entries_of(session, partnership.id, **page)]

    assert plans() == [4, 3, 2, 1, 0]
    assert plans(limit=2) == [4, 3]
    assert plans(before=4, limit=2) == [2, 1]


def test_a_reading_is_noted_once_a_person_review_and_hour(session: Session, make: Make) -> None:
    one, two, partnership = make.user(), make.user(), make.partnership()
    first, second = make.review(partnership), make.review(partnership)
    with time_machine.travel(datetime(2026, 6, 4, 12, 0, tzinfo=UTC), tick=False) as clock:
        assert audit.note_read(session, one.id, first)
        clock.move_to(datetime(2026, 6, 4, 12, 59, 59, tzinfo=UTC))
        assert not audit.note_read(session, one.id, first)
        assert audit.note_read(session, two.id, first)
        assert audit.note_read(session, one.id, second)
        clock.move_to(datetime(2026, 6, 4, 13, 0, tzinfo=UTC))
        assert audit.note_read(session, one.id, first)
    assert count(session, Reading) == 4
    told = [(entry.actor_id, entry.review_id) for entry in audit.entries_of(session, partnership.id)]
    assert sorted(told, key=str) == sorted(
        [(one.id, first.id), (two.id, first.id), (one.id, second.id), (one.id, first.id)], key=str
    )


def test_an_unknown_chain_is_not_begun(session: Session) -> None:
    """A chain's key is made with its partnership and never on the way."""
    with pytest.raises(DataKeyMissing):
        audit.record(session, None, Tag.PARTNERSHIP_MADE, Place(uuid4()))
