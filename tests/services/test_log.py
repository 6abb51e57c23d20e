"""The log as an auditor reads it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.audit import AuditEntry
from darddr.models.subject import Place
from darddr.policies import NotAllowed
from darddr.services import log, reviews
from darddr.services.administration import give_role
from darddr.services.reviews import Died, Notification
from darddr.vocabulary.records import NotificationSource
from darddr.vocabulary.roles import PartnershipRole as R
from tests.factories import Make


def test_entries_read_as_words_with_names_of_staff_and_never_of_the_review(session: Session, make: Make) -> None:
    home = make.partnership()
    coordinator, auditor = make.coordinator(home), make.actor(make.member(home, R.AUDITOR))
    told = Notification(
        date(2026, 1, 12), NotificationSource.POLICE, None, "Found.", (Died(("Ottoline Brackwater",), "Vale"),)
    )
    review = reviews.notify(session, make.actor(coordinator), home, told)
    reviews.advance(session, make.actor(coordinator), review, "accept", happened_on=date(2026, 1, 13))
    administrator = make.actor(make.member(home, R.ADMINISTRATOR))
    given = give_role(session, administrator, Place(home.id), "n@example.org", "Nell", R.EXECUTIVE, clock.today())
    found = log.log_page(session, auditor, Place(home.id))
    assert found.next is None
    newest, moved = found.lines[0], found.lines[1]
    assert (newest.what, newest.facts) == ("Membership started", f"role: Executive member; user: {given.user.name}")
    assert (moved.who, moved.what, moved.reference) == (coordinator.name, "Review moved", review.reference)
    assert moved.facts == "happened on: 2026-01-13; trigger: accept; from: Notified; to: Scoping"
    assert "Brackwater" not in repr(found)
    assert "Vale" not in repr(found)


def test_pages_go_on_where_the_last_one_ended_in_as_many_statements(session: Session, make: Make) -> None:
    home, place = make.partnership(), None
    user, auditor = make.coordinator(home), make.actor(make.member(home, R.AUDITOR))
    place = Place(home.id)
    for _ in range(log.SHOWN + 3):
        audit.record(session, user.id, audit.Tag.EXPORTED, place, kind="review")
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    first = log.log_page(session, auditor, place)
    asked = len(statements)
    second = log.log_page(session, auditor, place, first.next)
    assert asked == len(statements) - asked == 4
    numbers = [line.sequence for line in (*first.lines, *second.lines)]
    assert numbers == list(range(log.SHOWN + 3, 0, -1))
    assert second.next is None


def test_a_changed_entry_is_found_and_another_partnership_is_not_read(session: Session, make: Make) -> None:
    home, foreign = make.partnership(), make.partnership()
    user, auditor = make.coordinator(home), make.actor(make.member(home, R.AUDITOR))
    for place in (home, home, foreign):
        audit.record(session, user.id, audit.Tag.EXPORTED, Place(place.id), kind="review")
    assert log.check_log(session, auditor, Place(home.id)).entries == 2
    session.execute(update(AuditEntry).where(AuditEntry.chain_id == foreign.id).values(body=b"{}"))
    assert log.check_log(session, auditor, Place(home.id)).ok
    session.execute(
        update(AuditEntry).where(AuditEntry.chain_id == home.id, AuditEntry.sequence == 1).values(body=b"{}")
    )
    assert not log.check_log(session, auditor, Place(home.id)).ok
    for ask in (log.log_page, log.check_log):
        with pytest.raises(NotAllowed):
            ask(session, auditor, Place(foreign.id))
        with pytest.raises(NotAllowed):
            ask(session, make.actor(user), Place(home.id))


def test_every_tag_reads_as_words() -> None:
    for tag in audit.Tag:
        assert log._sentence(tag.text).replace(" ", "").isalpha(), tag
