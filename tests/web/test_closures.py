"""The pages of a review's end: its closing minute, legal holds, the partnership's period and what is due for disposal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.closure import ClosureMinute, LegalHold
from darddr.models.partnership import Partnership
from darddr.storage.database import reading
from darddr.vocabulary.milestones import Milestone as M
from darddr.workflow.states import ReviewState as S
from tests.factories import Make
from tests.web.test_review_moves import count, day

TODAY = clock.today()


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def coordinator(make: Make, home):
    return make.coordinator(home)


def test_the_closing_minute_is_written_and_a_stale_page_shows_both_texts(
    session: Session, make: Make, home, coordinator, sign_in, engine
) -> None:
    review = make.review(home, S.MONITORING)
    make.person(review, names=["Ottoline Brackwater"])
    make.milestone(review, M.PLAN_AUDITED, date(2026, 3, 2))
    session.commit()
    client, url = sign_in(coordinator), f"/reviews/{review.id}/closure"
    page = client.get(url).text
    assert "2 March 2026" in page
    assert url in client.get(f"/reviews/{review.id}").text
    refused = client.post(url, data={"text": " ", "version": "0"})
    assert (refused.status_code, "Write what was decided." in refused.text) == (422, True)
    refused = client.post(url, data={"text": "Ottoline Brackwater was seen.", "version": "0"})
    assert (refused.status_code, "This looks like a real name" in refused.text) == (422, True)
    assert count(engine, ClosureMinute) == 0
    client.post(url, data={"text": "The board closed it.", "version": "0"})
    client.post(url, data={"text": "The board closed it in May.", "version": "1"})
    stale = client.post(url, data={"text": "It was closed.", "version": "1"})
    assert stale.status_code == 422
    for words in ("The board closed it in May.", "It was closed."):
        assert words in stale.text


def test_before_the_release_there_is_no_minute_but_a_hold_may_stand(
    session: Session, make: Make, home, coordinator, sign_in, engine
) -> None:
    review = make.review(home, S.DRAFTING)
    session.commit()
    client, url = sign_in(coordinator), f"/reviews/{review.id}"
    assert "once the report has been released" in client.get(f"{url}/closure").text
    assert client.post(f"{url}/closure", data={"text": "Early.", "version": "0"}).status_code == 409
    hold = f"{url}/legal-holds/new"
    refused = client.post(hold, data={"reason": "", **day("began_on", TODAY)})
    assert refused.status_code == 422
    answer = client.post(
        hold, data={"reason": "A claim against the council.", **day("began_on", TODAY)}, follow_redirects=True
    )
    assert "A claim against the council." in answer.text
    with reading(engine) as fresh:
        row = fresh.query(LegalHold).one()
    end = f"/legal-holds/{row.id}/end"
    refused = client.post(end, data={"reason": "Settled.", **day("ended_on", TODAY - timedelta(days=1))})
    assert (refused.status_code, "before it began" in refused.text) == (422, True)
    answer = client.post(end, data={"reason": "It was settled.", **day("ended_on", TODAY)}, follow_redirects=True)
    assert "It was settled." in answer.text
    assert client.get(end).status_code == 409


def test_the_period_is_the_partnerships_own_and_off_until_it_is_set(
    session: Session, make: Make, home, coordinator, sign_in, engine
) -> None:
    review = make.review(home, S.CLOSED)
    make.milestone(review, M.CLOSED, date(2015, 5, 4))
    make.keep(LegalHold(partnership_id=home.id, review_id=review.id, began_on=TODAY, reason="A claim."))
    session.commit()
    client, url = sign_in(coordinator), f"/partnerships/{home.id}/retention"
    assert "No period is set, so that nothing is due." in client.get(url).text
    for years in ("0", "151", "many"):
        assert client.post(url, data={"retention_years": years, "version": "1"}).status_code == 422
    answer = client.post(url, data={"retention_years": "7", "version": "1"}, follow_redirects=True)
    assert review.reference in answer.text
    assert "Held: keep it" in answer.text
    assert "4 May 2022" in answer.text
    assert "4 May 2022" in client.get(f"/reviews/{review.id}/closure").text
    stale = client.post(url, data={"retention_years": "9", "version": "1"})
    assert (stale.status_code, "7" in stale.text) == (422, True)
    client.post(url, data={"retention_years": "", "version": "2"})
    with reading(engine) as fresh:
        assert fresh.get_one(Partnership, home.id).retention_years is None
