"""Pages of national recommendations, of chasing, of what was recommended before, of threads and of one agency."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.chasing import Chase, NationalAnswer
from darddr.models.plan import Recommendation, RecommendationLink
from darddr.services.plans import plan_of
from darddr.storage.database import reading
from darddr.vocabulary.national import ChasedBy
from darddr.vocabulary.records import RecommendationScope
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

HOSTILE = "<script>alert(1)</script> {{7*7}}"
OLD = "Housing should provide training on coercive control for all frontline staff."
NEW = "All frontline staff of Housing should be provided with training on coercive control."

UNSAID = {"scope": "", "theme": ""}


def day(name: str, ago: int = 0) -> dict[str, str]:
    on = clock.today() - timedelta(days=ago)
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def test_a_national_recommendation_goes_from_late_to_answered(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user, executive, review = make.coordinator(home), make.executive(home), make.review(home, ReviewState.CLOSED)
    recommendation = make.recommendation(plan_of(session, review), scope_tier=RecommendationScope.NATIONAL)
    recommendation.recorded_at = clock.now() - timedelta(days=100)
    session.commit()
    client, listed, url = (
        sign_in(user),
        f"/partnerships/{home.id}/national",
        f"/recommendations/{recommendation.id}/national",
    )
    assert "Late by 16 days" in client.get(listed).text
    told = {"department": "health", "confirmed_by": "Private office", "version": "0", "answer_kind": ""}
    told |= day("confirmed_on", 9)
    refused = client.post(url, data={**told, **day("sent_on", 10), "answer": "Typed and kept."})
    assert (refused.status_code, "Typed and kept." in refused.text) == (422, True)
    assert "This is before the day the right body was confirmed." in refused.text
    assert client.post(url, data={**told, **day("sent_on", 8)}).status_code == 302
    stale = client.post(url, data={**told, **day("sent_on", 7), "answer": "Late words."})
    assert (stale.status_code, "Somebody else saved this" in stale.text) == (422, True)
    chase = f"/recommendations/{recommendation.id}/chases/new"
    assert client.post(chase, data={"how": "call", "said": HOSTILE, **day("chased_on", 1)}).status_code == 302
    assert "alert(1)&lt;/script&gt;" in client.get(url).text
    with reading(engine) as fresh:
        version = fresh.scalars(select(NationalAnswer)).one().version_id
    answered = {**told, "version": str(version), "answer_kind": "not_accepted", "answer": HOSTILE}
    assert client.post(url, data={**answered, **day("sent_on", 8), **day("answered_on", 2)}).status_code == 302
    for page in (sign_in(executive).get(listed).text, client.get(f"/reviews/{review.id}/plan").text):
        assert "Not accepted" in page
        assert "Tell the partnership" in page
        assert "&lt;script&gt;alert(1)" in page
    assert sign_in(executive).get(url).status_code == 404


def test_a_local_recommendation_has_no_national_page(session: Session, make: Make, sign_in) -> None:
    home = make.partnership()
    user, review = make.coordinator(home), make.review(home)
    recommendation = make.recommendation(plan_of(session, review), scope_tier=RecommendationScope.LOCAL)
    session.commit()
    client = sign_in(user)
    assert client.get(f"/recommendations/{recommendation.id}/national").status_code == 404
    assert "There is no recommendation of national scope." in client.get(f"/partnerships/{home.id}/national").text


def test_an_action_is_chased_and_its_agency_shows_it(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user, agency = make.executive(home), make.agency(home, "Housing & Homes")
    review = make.review(home, ReviewState.CLOSED)
    due: dict[str, Any] = {"lead_agency_id": agency.id, "due_on": clock.today() - timedelta(days=5)}
    action = make.action(make.recommendation(plan_of(session, review)), **due)
    session.commit()
    client = sign_in(user)
    url = f"/actions/{action.id}/chases/new"
    assert url in client.get(f"/actions/{action.id}").text
    assert client.post(url, data={"said": "Typed.", **day("chased_on")}).status_code == 422
    assert client.post(url, data={"how": "automatic", **day("chased_on")}).status_code == 422
    assert client.post(url, data={"how": "meeting", "said": "By May.", **day("chased_on")}).status_code == 302
    assert "By May." in client.get(f"/actions/{action.id}").text
    standing = f"/agencies/{agency.id}/standing"
    page = client.get(standing).text
    assert "Housing &amp; Homes" in page
    assert page.count("Overdue") > 2
    assert (
        client.post(f"/agencies/{agency.id}/chases/new", data={"how": "email", **day("chased_on")}).status_code == 302
    )
    assert "E-mail or letter" in client.get(standing).text
    assert standing in client.get(f"/partnerships/{home.id}/progress").text
    with reading(engine) as fresh:
        assert {row.how for row in fresh.scalars(select(Chase))} == {ChasedBy.MEETING, ChasedBy.EMAIL}


def test_a_new_recommendation_like_an_earlier_one_is_offered_and_linked(
    session: Session, make: Make, sign_in, engine
) -> None:
    home = make.partnership()
    user, housing = make.coordinator(home), make.agency(home, "Housing")
    old = make.recommendation(plan_of(session, make.review(home)), text=OLD)
    make.action(old, ActionState.NOT_IMPLEMENTED, lead_agency_id=housing.id)
    review = make.review(home, ReviewState.DRAFTING)
    plan = plan_of(session, review)
    session.commit()
    client = sign_in(user)
    added = client.post(f"/plans/{plan.id}/recommendations/new", data={"text": NEW, "addressees": "Housing", **UNSAID})
    assert added.headers["Location"].endswith("/before")
    offered = client.get(added.headers["Location"])
    assert OLD in offered.text
    assert client.post(added.headers["Location"], data={"earlier": [str(old.id)]}).status_code == 302
    with reading(engine) as fresh:
        link = fresh.scalars(select(RecommendationLink)).one()
        row = fresh.scalars(select(Recommendation).filter_by(plan_id=plan.id)).one()
    assert (link.recommendation_id, link.earlier_id) == (row.id, old.id)
    page = client.get(f"/reviews/{review.id}/plan").text
    assert "Recommended before" in page
    assert "Not delivered then" in page
    edited = {"text": NEW, "addressees": "Housing", "version": str(row.version_id), "lesson": "A lesson.", **UNSAID}
    assert client.post(f"/recommendations/{row.id}", data=edited).headers["Location"].endswith("/plan")


def test_an_author_hears_nothing_of_what_stands_in_reviews_they_do_not_work_on(
    session: Session, make: Make, sign_in
) -> None:
    home = make.partnership()
    make.recommendation(plan_of(session, make.review(home)), text=OLD)
    review = make.review(home, ReviewState.DRAFTING)
    author, plan = make.on_review(review, ReviewRole.AUTHOR), plan_of(session, review)
    session.commit()
    client = sign_in(author)
    added = client.post(f"/plans/{plan.id}/recommendations/new", data={"text": NEW, **UNSAID})
    assert added.headers["Location"].endswith("/plan")
    assert client.get(f"/partnerships/{home.id}/recommended-before").status_code == 404


def test_words_alone_are_looked_for_and_never_kept(session: Session, make: Make, sign_in) -> None:
    home = make.partnership()
    user, agency = make.executive(home), make.agency(home)
    make.recommendation(plan_of(session, make.review(home)), text=OLD)
    session.commit()
    client, url = sign_in(user), f"/partnerships/{home.id}/recommended-before"
    found = client.post(url, data={"text": NEW, "agency_id": ""})
    assert (found.status_code, OLD in found.text, NEW in found.text) == (200, True, True)
    assert "is like it" in client.post(url, data={"text": NEW, "agency_id": str(agency.id)}).text
    assert client.post(url, data={"text": "", "agency_id": ""}).status_code == 422
    assert NEW not in client.get(url).text


def test_the_thread_is_read_and_taken_away_by_whoever_reads_findings(session: Session, make: Make, sign_in) -> None:
    home = make.partnership()
    user, review = make.coordinator(home), make.review(home, ReviewState.DRAFTING)
    executive = make.executive(home)
    make.finding(review, make.question(review), make.agency(home), user, text=HOSTILE)
    bare = make.recommendation(plan_of(session, review))
    session.commit()
    client = sign_in(user)
    page = client.get(f"/reviews/{review.id}/thread").text
    assert "&lt;script&gt;alert(1)" in page
    assert "Findings without a recommendation" in page
    assert page.count(bare.text or "!") == 3, "in the thread, and in both places where it breaks off"
    file = client.get(f"/reviews/{review.id}/thread.xlsx")
    assert file.data[:2] == b"PK"
    assert f"{review.reference}-thread.xlsx" in file.headers["Content-Disposition"]
    other = sign_in(executive)
    assert other.get(f"/reviews/{review.id}/thread").status_code == 404
    assert other.get(f"/reviews/{review.id}/thread.xlsx").status_code == 404
