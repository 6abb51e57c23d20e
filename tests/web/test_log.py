"""The auditor's page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.audit import AuditEntry
from darddr.models.subject import Place
from darddr.services import accounts
from darddr.services.log import SHOWN
from darddr.storage.database import writing
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.web import signed_in
from tests.factories import Make


def test_the_log_is_paged_checked_and_an_altered_entry_is_told(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user, coordinator = make.member(home, R.AUDITOR), make.coordinator(home)
    for _ in range(SHOWN + 1):
        audit.record(session, coordinator.id, audit.Tag.EXPORTED, Place(home.id), kind="review")
    session.commit()
    client, url = sign_in(user), f"/partnerships/{home.id}/log"
    first = client.get(url).text
    assert first.count("Export made") == SHOWN
    assert (coordinator.name or "?") in first
    assert f"{url}?before=2" in first
    second = client.get(f"{url}?before=2").text
    assert second.count("Export made") == 1
    assert "Previous" in second
    assert (
        "All 51 entries, and the rows they speak of, are as they were written." in client.get(f"{url}?check=yes").text
    )
    with writing(engine) as late:
        late.execute(
            update(AuditEntry).where(AuditEntry.chain_id == home.id, AuditEntry.sequence == 7).values(body=b"{}")
        )
    assert "The log or the record has been changed" in client.get(f"{url}?check=yes&before=5").text


def test_an_altered_entry_on_the_page_itself_does_not_hide_the_rest(
    session: Session, make: Make, sign_in, engine
) -> None:
    home = make.partnership()
    user = make.member(home, R.AUDITOR)
    for _ in range(3):
        audit.record(session, user.id, audit.Tag.EXPORTED, Place(home.id), kind="review")
    session.commit()
    with writing(engine) as late:
        late.execute(
            update(AuditEntry).where(AuditEntry.chain_id == home.id, AuditEntry.sequence == 2).values(body=b"?")
        )
    shown = sign_in(user).get(f"/partnerships/{home.id}/log")
    assert shown.status_code == 200
    assert shown.text.count("Export made") == 2
    assert "This entry cannot be read" in shown.text


def test_the_short_address_opens_ones_own_log_and_nobody_elses(session: Session, make: Make, sign_in) -> None:
    home, second, foreign = make.partnership("A"), make.partnership("B"), make.partnership("C")
    user, coordinator = make.member(home, R.AUDITOR), make.coordinator(home)
    make.member(second, R.AUDITOR, user)
    session.commit()
    client = sign_in(user)
    shown = client.get("/log").text
    assert "Rows written" in shown
    assert f"/partnerships/{second.id}/log" in shown
    assert client.get(f"/partnerships/{foreign.id}/log").status_code == 404
    other = sign_in(coordinator)
    assert other.get("/log").status_code == other.get(f"/partnerships/{home.id}/log").status_code == 404
    assert client.get("/log?before=nonsense").status_code == 200


def test_what_cannot_be_noted_is_not_shown_unless_only_a_sessions_use_was_to_be_noted(
    session: Session, make: Make, sign_in, engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make.partnership()
    review, reader = make.review(home), make.coordinator(home)
    reference = str(review.reference)
    page = f"/reviews/{review.id}"
    session.commit()
    client = sign_in(reader)

    def refused(*_told: object) -> None:
        raise OperationalError("insert", {}, Exception("no room"))

    with monkeypatch.context() as patch:
        patch.setattr(audit, "note_read", refused)
        unseen = client.get(page)
    assert unseen.status_code == 503
    assert reference not in unseen.text
    clock_ahead = clock.now() + signed_in.SEEN_EVERY + timedelta(seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(accounts, "see_session", refused)
        patch.setattr(clock, "now", lambda: clock_ahead)
        assert client.get("/account/password").status_code == 200
