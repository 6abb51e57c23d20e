"""Pages of plans and recommendations."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.models.plan import Plan, Recommendation
from darddr.services.plans import plan_of
from darddr.storage.database import reading
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make

HOSTILE = "{{7*7}} <script>alert(1)</script> 🕊 \x07 Llŷr"


def test_an_empty_plan_says_what_to_do_and_a_full_one_shows_everything(session: Session, make: Make, sign_in) -> None:
    home = make.partnership()
    user, review = make.coordinator(home), make.review(home, ReviewState.DRAFTING)
    session.commit()
    client = sign_in(user)
    assert "There is no recommendation yet. Add the first one" in client.get(f"/reviews/{review.id}/plan").text
    recommendation = make.recommendation(
        plan_of(session, review), text=HOSTILE.replace("\x07", ""), addressees=["Home Office"]
    )
    action = make.action(recommendation, target_text="By Easter", owner_post="Head of Housing", slips=2)
    session.commit()
    page = client.get(f"/plans/{recommendation.plan_id}", follow_redirects=True)
    assert page.request.path == f"/reviews/{review.id}/plan"
    for shown in (
        "{{7*7}} &lt;script&gt;",
        "Home Office",
        action.text,
        "By Easter",
        "Head of Housing",
        "moved back 2 times",
    ):
        assert shown in page.text
    assert "<script>alert" not in page.text


def test_the_executive_reads_the_plan_and_changes_nothing(session: Session, make: Make, sign_in) -> None:
    home = make.partnership()
    user, review = make.executive(home), make.review(home)
    recommendation = make.recommendation(plan_of(session, review))
    session.commit()
    client = sign_in(user)
    page = client.get(f"/reviews/{review.id}/plan")
    assert recommendation.text in page.text
    assert "Add a recommendation" not in page.text
    assert client.get(f"/recommendations/{recommendation.id}").status_code == 404
    assert client.post(f"/plans/{recommendation.plan_id}/recommendations/new", data={"text": "A."}).status_code == 404


def test_a_recommendation_is_added_changed_and_kept_apart_from_a_stale_one(
    session: Session, make: Make, sign_in, engine
) -> None:
    home = make.partnership()
    review = make.review(home, ReviewState.DRAFTING)
    user = make.on_review(review, ReviewRole.AUTHOR)
    finding = make.finding(review, make.question(review), make.agency(home), user)
    plan = plan_of(session, review)
    session.commit()
    client = sign_in(user)
    url = f"/plans/{plan.id}/recommendations/new"
    assert finding.text in client.get(url).text
    refused = client.post(url, data={"text": "", "lesson": "Typed and kept."})
    assert (refused.status_code, "Typed and kept." in refused.text) == (422, True)
    typed = {
        "text": HOSTILE,
        "scope": "national",
        "theme": "Training",
        "addressees": "Home Office\n\n NHS England ",
        "findings": [str(finding.id)],
    }
    assert client.post(url, data=typed).status_code == 302
    with reading(engine) as fresh:
        row = fresh.scalars(select(Recommendation)).one()
        assert (row.text, row.theme, row.addressees) == (
            HOSTILE.replace("\x07", ""),
            "Training",
            ["Home Office", "NHS England"],
        )
        version = row.version_id
    edit = f"/recommendations/{row.id}"
    assert "checked" in client.get(edit).text
    assert client.post(edit, data={**typed, "text": "Second.", "version": version}).status_code == 302
    stale = client.post(edit, data={**typed, "text": "Third, typed late.", "version": version})
    assert stale.status_code == 422
    assert "Third, typed late." in stale.text
    assert "Second." in stale.text
    with reading(engine) as fresh:
        kept = fresh.get_one(Recommendation, row.id)
        assert kept.text == "Second."
    sides = {name: value for name, value in typed.items() if name != "text"} | {
        "version": kept.version_id,
        "mine-text": "Third, typed late.",
        "combined-text": "Second. Third.",
    }
    undecided = client.post(edit, data=sides)
    assert (undecided.status_code, "Third, typed late." in undecided.text) == (422, True)
    assert client.post(edit, data={**sides, "keep-text": "combined"}).status_code == 302
    with reading(engine) as fresh:
        assert fresh.get_one(Recommendation, row.id).text == "Second. Third."


def test_two_megabytes_typed_are_refused_with_a_sentence(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user, plan = make.coordinator(home), make.plan(home)
    session.commit()
    answer = sign_in(user).post(f"/plans/{plan.id}/recommendations/new", data={"text": "a" * 2_000_000})
    assert answer.status_code == 422
    assert "Use at most 20,000 characters." in answer.text
    with reading(engine) as fresh:
        assert fresh.scalar(select(Recommendation.id)) is None


def test_a_plan_is_made_from_several_reviews(session: Session, make: Make, sign_in, engine) -> None:
    home, elsewhere = make.partnership(), make.partnership()
    user, outsider = make.coordinator(home), make.coordinator(elsewhere)
    first, second, foreign = make.review(home), make.review(home), make.review(elsewhere)
    session.commit()
    client = sign_in(user)
    url = f"/partnerships/{home.id}/plans/new"
    shown = client.get(url).text
    assert first.reference in shown
    assert foreign.reference not in shown
    assert (
        client.post(url, data={"title": "Risk", "theme": "Training", "reviews": [str(foreign.id)]}).status_code == 422
    )
    assert client.post(url, data={"title": "Risk", "theme": "Training"}).status_code == 422
    made = client.post(
        url,
        data={"title": "Risk", "theme": "Training", "reviews": [str(first.id), str(second.id)]},
        follow_redirects=True,
    )
    assert "Theme: Training." in made.text
    assert f"Drawn from {first.reference}, {second.reference}." in made.text
    assert "Risk" in client.get(f"/partnerships/{home.id}/plans").text
    with reading(engine) as fresh:
        assert len(fresh.scalars(select(Plan).filter_by(review_id=None)).all()) == 1
    other = sign_in(outsider)
    assert other.get(url).status_code == other.get(f"/partnerships/{home.id}/plans").status_code == 404


def test_a_real_name_is_warned_of_and_kept_only_with_a_reason(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user, review = make.coordinator(home), make.review(home, ReviewState.DRAFTING)
    make.person(review, names=["Ottoline Brackwater"])
    plan = plan_of(session, review)
    session.commit()
    client, url = sign_in(user), f"/plans/{plan.id}/recommendations/new"
    typed = {"text": "Remember Ottoline Brackwater.", "scope": "", "theme": ""}
    warned = client.post(url, data=typed)
    assert warned.status_code == 422
    assert "This looks like a real name" in warned.text
    assert "Remember Ottoline Brackwater." in warned.text
    with reading(engine) as fresh:
        assert fresh.scalar(select(Recommendation.id)) is None
    assert client.post(url, data={**typed, "name_reason": "A fund bears the name."}).status_code == 302
