"""The pages of clocks: holds begun, corrected and ended; targets, closed days and rules; a scope check with its answers."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.deadlines.checklists import checklist_for
from darddr.models.clock_setting import ClosedDay, LocalTarget, ReviewRule
from darddr.models.hold import Hold
from darddr.models.review import ReviewMilestone
from darddr.storage.database import reading
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.records import LegalBasis
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.web.test_review_moves import HOSTILE, SHOWN, count, day

TODAY = clock.today()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home):
    review = make.review(home, ReviewState.DRAFTING)
    make.milestone(review, M.DECIDED, ago(300))
    return review


def hold_body(**changed: str) -> dict[str, str]:
    """What a form of a hold holds."""
    told = {"requester": "coroner", "reason": HOSTILE, "may_continue": "Securing records.", "told": "Home Office"}
    return {**told, **day("began_on", ago(200)), **day("review_on", ago(3)), **changed}


def test_a_hold_is_begun_looked_at_corrected_and_ended_through_pages(
    session: Session, make: Make, home, review, sign_in, engine
) -> None:
    user = make.coordinator(home)
    session.commit()
    client, here = sign_in(user), f"/reviews/{review.id}"
    assert "late.</strong>" in client.get(here).text
    assert "This review has not been on hold." in client.get(here).text
    refused = client.post(f"{here}/holds/new", data=hold_body(**day("ended_on", ago(201))))
    assert refused.status_code == 422
    assert "Work cannot have resumed before the hold began." in refused.text
    assert SHOWN.replace("\x07", "") in refused.text
    assert count(engine, Hold) == 0
    assert client.post(f"{here}/holds/new", data=hold_body(version="0")).status_code == 302
    page = client.get(f"{here}/clocks").text
    assert SHOWN in page
    assert "The clock stands still." in page
    assert "which has passed" in page
    assert "late.</strong>" not in client.get(here).text.split("Holds</h2>")[0]
    with reading(engine) as fresh:
        hold = fresh.scalars(select(Hold)).one()
    assert f"/holds/{hold.id}/end" in client.get("/my-work").text
    form = client.get(f"/holds/{hold.id}").text
    version = re.search(r'name="version" value="(\d+)"', form).group(1)
    later = hold_body(version=version, requester="cps", **day("review_on", TODAY + timedelta(days=30)))
    assert client.post(f"/holds/{hold.id}", data=later).status_code == 302
    assert f"/holds/{hold.id}/end" not in client.get("/my-work").text
    page = client.get(f"{here}/clocks").text
    assert "asked for by: Coroner" in page
    stale = client.post(f"/holds/{hold.id}", data={**later, "reason": "Another."})
    assert stale.status_code == 422
    assert client.post(f"/holds/{hold.id}/end", data=day("ended_on", ago(110))).status_code == 302
    page = unescape(client.get(f"{here}/clocks").text)
    assert "moved on by 90 days on hold" in page
    assert client.get(f"/holds/{hold.id}/end").status_code == 409
    history = unescape(client.get(f"{here}/history").text)
    assert (
        f"On hold, asked for by: Crown Prosecution Service, until work resumed on {ago(110).day} {ago(110):%B %Y}"
        in history
    )


def test_the_panel_reads_holds_and_changes_none(session: Session, make: Make, home, review, sign_in) -> None:
    hold = make.keep(
        Hold(
            partnership_id=home.id,
            review_id=review.id,
            requester="cps",
            began_on=ago(9),
            review_on=TODAY,
            reason="The trial.",
        )
    )
    user = make.on_review(review, ReviewRole.PANEL)
    session.commit()
    client = sign_in(user)
    page = client.get(f"/reviews/{review.id}/clocks").text
    assert "The trial." in page
    assert "/holds/" not in page
    for path in (f"/reviews/{review.id}/holds/new", f"/holds/{hold.id}", f"/holds/{hold.id}/end"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


def test_a_review_that_has_ended_offers_no_hold(session: Session, make: Make, home, sign_in) -> None:
    review = make.review(home, ReviewState.CLOSED)
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    assert (
        "/holds/new" not in client.get(f"/reviews/{review.id}").text + client.get(f"/reviews/{review.id}/clocks").text
    )
    assert client.get(f"/reviews/{review.id}/holds/new").status_code == 409


def test_a_target_is_switched_on_and_shows_among_the_clocks(
    session: Session, make: Make, home, sign_in, engine
) -> None:
    review = make.review(home, ReviewState.GATHERING)
    make.milestone(review, M.DECIDED, date(2026, 2, 2))
    user = make.coordinator(home)
    session.commit()
    client, here = sign_in(user), f"/partnerships/{home.id}/local-targets"
    assert "Local targets" not in client.get(f"/reviews/{review.id}/clocks").text
    assert client.get(here).text.count(">No</td>") == 4
    for length in ("", "none", "0", "1000"):
        wrong = {"is_on": "y", "length": length, "unit": "days", "version": "0"}
        assert client.post(f"{here}/chair", data=wrong).status_code == 422
    assert count(engine, LocalTarget) == 0
    given = {"is_on": "y", "length": "56", "unit": "days", "version": "0"}
    assert client.post(f"{here}/chair", data=given).status_code == 302
    assert client.post(f"{here}/chair", data=given).status_code == 422
    page = unescape(client.get(f"/reviews/{review.id}/clocks").text)
    assert "The appointment of a chair is due by 30 March 2026: 56 days after the decision to hold a review" in page
    assert client.get(f"{here}/no_such_target").status_code == 404
    assert "Local targets" in client.get(f"/partnerships/{home.id}/progress").text


def test_a_closed_day_is_put_on_the_list_and_taken_off(session: Session, make: Make, home, sign_in, engine) -> None:
    user = make.coordinator(home)
    session.commit()
    client, here = sign_in(user), f"/partnerships/{home.id}/closed-days"
    given = {"kind": "proclaimed", **day("day", date(2027, 6, 2))}
    assert client.post(here, data={**given, "day-day": "31"}).status_code == 422
    assert client.post(here, data=given).status_code == 302
    assert client.post(here, data=given).status_code == 422
    assert "2 June 2027" in client.get(here).text
    with reading(engine) as fresh:
        row = fresh.scalars(select(ClosedDay)).one()
    assert client.post(f"/closed-days/{row.id}/remove").status_code == 302
    assert count(engine, ClosedDay) == 0


def test_an_administrator_says_from_when_section_8a_applies(
    session: Session, make: Make, home, sign_in, engine
) -> None:
    user = make.member(home, PartnershipRole.ADMINISTRATOR)
    session.commit()
    client, here = sign_in(user), f"/partnerships/{home.id}/review-rules"
    assert here in client.get("/accounts").text
    page = unescape(client.get(here).text)
    assert "Draft statutory guidance of May 2024: draft, switched off." in page
    assert "1 month (from memory)" in page
    assert 'value="2024-draft"' not in page
    given = {"edition": "s8a", "legal_basis": "s8a_dardr", "display_name": "dardr", "trigger": "death"}
    given |= day("from_on", TODAY)
    refused = client.post(here, data=given)
    assert refused.status_code == 422
    assert "Section 8A is not known to be in force." in refused.text
    assert client.post(here, data={**given, "edition": "2024-draft", "confirmed": "y"}).status_code == 422
    assert count(engine, ReviewRule) == 0
    assert client.post(here, data={**given, "confirmed": "y"}).status_code == 302
    with reading(engine) as fresh:
        rule = fresh.scalars(select(ReviewRule)).one()
    assert client.post(f"/review-rules/{rule.id}/take-back").status_code == 302
    assert "Taken back on" in client.get(here).text
    assert client.post(f"/review-rules/{rule.id}/take-back").status_code == 409


@pytest.mark.parametrize("basis", LegalBasis)
def test_a_scope_check_asks_the_questions_of_the_legal_basis_and_keeps_the_answers(
    session: Session, make: Make, home, sign_in, engine, basis: LegalBasis
) -> None:
    review = make.review(home, ReviewState.SCOPING, legal_basis=basis)
    user = make.coordinator(home)
    session.commit()
    client, url = sign_in(user), f"/reviews/{review.id}/dates/scope_checked"
    checklist = checklist_for(basis)
    page = unescape(client.get(url).text)
    assert all(question in page for question in checklist.questions.values())
    answers = {f"answer_{key}": "unknown" for key in checklist.questions}
    first = next(iter(answers))
    given = {**day("happened_on", TODAY), "note": "", **answers, first: "yes"}
    missing = {name: value for name, value in given.items() if name != first}
    assert client.post(url, data=missing).status_code == 422
    assert client.post(url, data={**given, first: "perhaps"}).status_code == 422
    with reading(engine) as fresh:
        assert not fresh.scalars(select(ReviewMilestone).filter_by(kind=M.SCOPE_CHECKED)).all()
    assert client.post(url, data=given).status_code == 302
    page = unescape(client.get(f"/reviews/{review.id}/clocks").text)
    assert checklist.title in page
    assert page.count("Not known</dd>") == len(checklist.questions) - 1
    assert re.search(rf'name="{first}"[^>]*value="yes"[^>]*checked', client.get(url).text)


def test_a_date_that_starts_a_clock_anew_is_not_offered(session: Session, make: Make, home, review, sign_in) -> None:
    user = make.coordinator(home)
    session.commit()
    client, here = sign_in(user), f"/reviews/{review.id}"
    assert "/dates/decision_reopened" not in client.get(here).text
    assert client.get(f"{here}/dates/decision_reopened").status_code == 409


def test_other_dates_ask_no_questions(session: Session, make: Make, home, review, sign_in) -> None:
    user = make.coordinator(home)
    session.commit()
    assert "answer_" not in sign_in(user).get(f"/reviews/{review.id}/dates/first_panel").text
