"""Moving a review, recording its dates, setting conditions aside, agreeing other deadlines."""

from __future__ import annotations

import html
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.review import Extension, Review, ReviewMilestone, ReviewMove, Waiver
from darddr.storage.database import reading
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.web.test_reviews import links

HOSTILE = "{{7*7}} <script>alert(1)</script> 😀 O’Neill & Söhne\x07"
SHOWN = "{{7*7}} &lt;script&gt;alert(1)&lt;/script&gt; 😀 O’Neill &amp; Söhne"


def day(name: str, when: date) -> dict[str, str]:
    """The three boxes of a date."""
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


TODAY = day("happened_on", clock.today())


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def commissioning(make: Make, home):
    return make.review(home, ReviewState.COMMISSIONING)


def count(engine, model) -> int:
    """How many rows are kept."""
    with reading(engine) as fresh:
        return fresh.scalar(select(func.count()).select_from(model)) or 0


def test_a_move_is_asked_about_then_made_and_stands_in_the_history(
    session: Session, make: Make, home, sign_in, engine
) -> None:
    review = make.review(home, ReviewState.NOTIFIED)
    user = make.coordinator(home)
    session.commit()
    client, url = sign_in(user), f"/reviews/{review.id}/moves/accept"
    page = client.get(url).text
    assert "<strong>Notified</strong> to <strong>Scoping</strong>" in page
    assert "Note (optional)" in page
    assert 'name="on_behalf_of"' not in page
    assert count(engine, ReviewMove) == 0
    when = clock.today() - timedelta(days=3)
    answer = client.post(url, data={**day("happened_on", when), "reason": HOSTILE}, follow_redirects=True)
    assert f"{review.reference} is now: Scoping." in answer.text
    assert SHOWN in client.get(f"/reviews/{review.id}/history").text
    with reading(engine) as fresh:
        made = fresh.scalars(select(ReviewMove)).one()
        assert (made.source, made.dest, made.happened_on) == (ReviewState.NOTIFIED, ReviewState.SCOPING, when)
        assert made.reason == HOSTILE.replace("\x07", "")
        assert fresh.get_one(Review, review.id).state is ReviewState.SCOPING
    assert client.post(url, data=TODAY).status_code == 409
    assert count(engine, ReviewMove) == 1


def test_what_a_move_asks_for_is_said_beside_its_field_and_nothing_typed_is_lost(
    session: Session, make: Make, home, sign_in, engine
) -> None:
    review = make.review(home, ReviewState.DECIDING)
    make.milestone(review, Milestone.SCOPE_CHECKED)
    user = make.coordinator(home)
    session.commit()
    client, url = sign_in(user), f"/reviews/{review.id}/moves/decide_review"
    assert "Note (optional)" not in client.get(url).text
    for typed in (
        {**TODAY, "reason": "Meets the definition."},
        {**TODAY, "on_behalf_of": "Chair of the executive"},
        {**TODAY, "reason": "  ", "on_behalf_of": " "},
        {
            "reason": "Meets the definition.",
            "on_behalf_of": "Chair of the executive",
            "happened_on-day": "31",
            "happened_on-month": "2",
            "happened_on-year": "2026",
        },
        {
            "reason": "Meets the definition.",
            "on_behalf_of": "Chair of the executive",
            **day("happened_on", clock.today() + timedelta(days=1)),
        },
        {"reason": "x" * 2_000_000, "on_behalf_of": "Chair of the executive", **TODAY},
    ):
        refused = client.post(url, data=typed)
        assert refused.status_code in (413, 422)
        if refused.status_code == 422:
            assert "<title>Error: " in refused.text
            assert all(html.escape(text) in refused.text for text in typed.values() if len(text) < 100)
    assert count(engine, ReviewMove) == 0
    made = client.post(url, data={**TODAY, "reason": "Meets it.", "on_behalf_of": "Chair of the executive"})
    assert made.status_code == 302
    assert count(engine, ReviewMove) == 1


def test_the_chair_of_the_executive_decides_without_reading_the_review(
    session: Session, make: Make, home, sign_in, engine
) -> None:
    review = make.review(home, ReviewState.DECIDING)
    person = make.person(review)
    make.milestone(review, Milestone.SCOPE_CHECKED)
    chair, member = make.executive_chair(home), make.executive(home)
    session.commit()
    client, url = sign_in(chair), f"/reviews/{review.id}/moves/decide_review"
    page = client.get(url).text
    assert 'name="on_behalf_of"' not in page
    assert person.pseudonym not in page
    assert review.circumstances not in page
    assert sign_in(member).get(url).status_code == 404
    answer = client.post(url, data={**TODAY, "reason": "It meets the definition."})
    assert answer.headers["Location"] == f"/partnerships/{home.id}/progress"
    assert client.get(answer.headers["Location"]).status_code == 200
    with reading(engine) as fresh:
        assert fresh.get_one(Review, review.id).state is ReviewState.COMMISSIONING


def test_a_move_that_waits_or_is_not_there_is_refused_with_its_reasons(
    session: Session, make: Make, home, commissioning, sign_in, engine
) -> None:
    user = make.coordinator(home)
    session.commit()
    client, here = sign_in(user), f"/reviews/{commissioning.id}/moves"
    for method in (client.get, client.post):
        refused = method(f"{here}/begin_gathering")
        assert refused.status_code == 409
        assert "Record the date of: Terms of reference agreed." in refused.text
        for trigger in ("publish", "no-such-move", "correct"):
            assert method(f"{here}/{trigger}").status_code == 409
    assert count(engine, ReviewMove) == 0


def test_a_wrong_click_is_undone_by_a_second_person_only(session: Session, make: Make, home, sign_in, engine) -> None:
    review = make.review(home)
    first, second = make.coordinator(home), make.coordinator(home)
    session.commit()
    here = f"/reviews/{review.id}"
    sign_in(first).post(f"{here}/moves/accept", data=TODAY)
    assert "Somebody other than whoever made the last move must correct it." in sign_in(first).get(here).text
    assert sign_in(first).post(f"{here}/moves/correct", data={**TODAY, "reason": "Wrong."}).status_code == 409
    assert "Undo the last move: back to Notified" in sign_in(second).get(here).text
    assert sign_in(second).post(f"{here}/moves/correct", data=TODAY).status_code == 422
    assert sign_in(second).post(f"{here}/moves/correct", data={**TODAY, "reason": "Wrong."}).status_code == 302
    with reading(engine) as fresh:
        assert fresh.get_one(Review, review.id).state is ReviewState.NOTIFIED


# Dates, waivers, agreed deadlines


def test_a_date_is_recorded_then_corrected_and_both_stay(
    session: Session, make: Make, commissioning, sign_in, engine
) -> None:
    chair = make.on_review(commissioning, ReviewRole.CHAIR)
    session.commit()
    client, url = sign_in(chair), f"/reviews/{commissioning.id}/dates/terms_agreed"
    assert client.post(url, data={**day("happened_on", date(2026, 3, 3)), "note": HOSTILE}).status_code == 302
    page = client.get(url).text
    assert "Recorded as 3 March 2026." in page
    assert 'value="3"' in page
    assert client.post(url, data={**day("happened_on", date(2026, 3, 4)), "note": ""}).status_code == 302
    history = client.get(f"/reviews/{commissioning.id}/history").text
    assert "Terms of reference agreed (date since corrected)" in history
    assert SHOWN in history
    assert "Happened on 4 March 2026; recorded" in history
    for refused in (
        {"happened_on-day": ""},
        {"happened_on-day": "40"},
        day("happened_on", clock.today() + timedelta(days=1)),
    ):
        assert client.post(url, data=refused).status_code == 422
    with reading(engine) as fresh:
        kept = fresh.scalars(select(ReviewMilestone).filter_by(kind=Milestone.TERMS_AGREED)).all()
        assert sorted((row.happened_on, row.replaced) for row in kept) == [
            (date(2026, 3, 3), True),
            (date(2026, 3, 4), False),
        ]
    assert client.get(f"/reviews/{commissioning.id}/dates/no_such_event").status_code == 404


def test_a_condition_is_set_aside_with_a_reason_once_and_a_hard_one_never(
    session: Session, make: Make, home, commissioning, sign_in, engine
) -> None:
    user = make.coordinator(home)
    session.commit()
    client, here = sign_in(user), f"/reviews/{commissioning.id}"
    url = f"{here}/waivers/family_offered_terms"
    assert "Family offered sight of the terms of reference" in client.get(url).text
    assert client.post(url, data={"reason": " "}).status_code == 422
    assert count(engine, Waiver) == 0
    assert client.post(url, data={"reason": HOSTILE}).status_code == 302
    page = client.get(here).text
    assert "Set aside with a reason" in page
    assert url not in links(page)
    assert SHOWN in client.get(f"{here}/history").text
    assert SHOWN not in page
    for method in (client.get, client.post):
        assert method(url).status_code == 409
        assert method(f"{here}/waivers/terms_agreed").status_code == 409
        assert method(f"{here}/waivers/no_such_condition").status_code == 404
    assert count(engine, Waiver) == 1


def test_another_date_for_the_report_is_agreed_and_explains_itself(
    session: Session, make: Make, home, commissioning, sign_in, engine
) -> None:
    user = make.coordinator(home)
    make.milestone(commissioning, Milestone.DECIDED, date(2025, 1, 31))
    session.commit()
    client, here = sign_in(user), f"/reviews/{commissioning.id}"
    url, later = f"{here}/deadlines/report", clock.today() + timedelta(days=90)
    assert url in links(client.get(here).text)
    given = {**day("due_on", later), **day("agreed_on", date(2026, 2, 1)), "reason": HOSTILE}
    assert client.post(url, data={**given, "reason": ""}).status_code == 422
    assert client.post(url, data={**given, **day("due_on", date(2026, 1, 1))}).status_code == 422
    assert count(engine, Extension) == 0
    assert client.post(url, data=given).status_code == 302
    page = client.get(here).text
    assert "the date formally agreed instead of 31 July 2025, 6 months after" in page
    assert "late.</strong>" not in page
    assert SHOWN in client.get(f"{here}/history").text
    assert client.get(f"{here}/deadlines/decision").status_code == 409
    assert client.get(f"{here}/deadlines/no_such_limit").status_code == 404
