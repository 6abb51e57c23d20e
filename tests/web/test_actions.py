"""Pages of actions."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import Action, ActionUpdate
from darddr.models.action_milestone import ActionMilestone
from darddr.services.plans import plan_of
from darddr.storage.database import reading
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

TODAY = {"happened_on-day": "1", "happened_on-month": "6", "happened_on-year": "2026"}


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home):
    return make.review(home, ReviewState.MONITORING)


@pytest.fixture
def recommendation(session: Session, make: Make, review):
    return make.recommendation(plan_of(session, review))


def test_an_owner_sees_the_action_and_its_recommendation_and_nothing_of_the_case(
    session, make, home, review, recommendation, sign_in
) -> None:
    owner = make.user()
    finding = make.finding(review, make.question(review), make.agency(home), make.user())
    person = make.person(review)
    action = make.action(recommendation, owner_id=owner.id, has_owner=True)
    other = make.action(recommendation)
    session.commit()
    client = sign_in(owner)
    page = client.get(f"/actions/{action.id}").text
    assert action.text in page
    assert recommendation.text in page
    for hidden in (
        finding.text,
        review.circumstances,
        person.pseudonym,
        *person.names,
        str(review.id),
        f"/plans/{action.plan_id}",
    ):
        assert hidden not in page
    assert client.get(f"/actions/{other.id}").status_code == 404
    listed = client.get("/actions").text
    assert action.text in listed
    assert other.text not in listed


def test_from_the_list_to_a_saved_update_takes_three_clicks(session, make, recommendation, sign_in, engine) -> None:
    owner = make.user()
    action = make.action(recommendation, owner_id=owner.id)
    session.commit()
    client = sign_in(owner)
    listed = client.get("/actions").text
    to_action = re.search(r'href="(/actions/[0-9a-f-]{36})"', listed).group(1)
    to_note = re.search(r'href="(/actions/[0-9a-f-]{36}/updates/new)"', client.get(to_action).text).group(1)
    assert 'name="on_behalf_of"' not in client.get(to_note).text
    answer = client.post(to_note, data={"kind": "evidence", "text": "Register kept.", **TODAY}, follow_redirects=True)
    assert "Register kept." in answer.text
    assert "1 June 2026" in answer.text
    with reading(engine) as fresh:
        update = fresh.scalars(select(ActionUpdate).filter_by(action_id=action.id)).one()
        assert (update.text, update.happened_on, update.recorded_by_id) == (
            "Register kept.",
            date(2026, 6, 1),
            owner.id,
        )


def test_a_coordinator_says_who_told_them(session, make, home, recommendation, sign_in) -> None:
    action = make.action(recommendation)
    user = make.coordinator(home)
    session.commit()
    client, url = sign_in(user), f"/actions/{action.id}/updates/new"
    refused = client.post(url, data={"kind": "progress", "text": "Typed and kept.", **TODAY})
    assert refused.status_code == 422
    assert "Typed and kept." in refused.text
    assert "Say who told you" in refused.text
    answer = client.post(
        url,
        data={"kind": "progress", "text": "{{7*7}} <b>", "on_behalf_of": "Head of Housing", **TODAY},
        follow_redirects=True,
    )
    assert "on behalf of Head of Housing" in answer.text
    assert "{{7*7}} &lt;b&gt;" in answer.text


def test_moves_are_offered_blocked_refused_and_made(session, make, home, recommendation, sign_in, engine) -> None:
    owner, coordinator = make.user(), make.coordinator(home)
    action = make.action(recommendation, owner_id=owner.id)
    session.commit()
    mine, theirs = sign_in(owner), sign_in(coordinator)
    page = mine.get(f"/actions/{action.id}").text
    assert "Add a note of evidence that says what was done." in page
    assert mine.get(f"/actions/{action.id}/moves/complete").status_code == 409
    mine.post(f"/actions/{action.id}/updates/new", data={"kind": "evidence", "text": "Proof.", **TODAY})
    complete = f"/actions/{action.id}/moves/complete"
    assert 'name="on_behalf_of"' not in mine.get(complete).text
    assert mine.post(complete, data=TODAY, follow_redirects=True).status_code == 200
    assert mine.get(f"/actions/{action.id}/moves/sign_off").status_code == 404
    back = f"/actions/{action.id}/moves/return_action"
    assert theirs.post(back, data=TODAY).status_code == 422
    assert theirs.post(f"/actions/{action.id}/moves/sign_off", data=TODAY).status_code == 302
    assert theirs.post(f"/actions/{action.id}/moves/sign_off", data=TODAY).status_code == 409
    assert theirs.get(f"/actions/{action.id}/moves/vanish").status_code == 404
    with reading(engine) as fresh:
        row = fresh.get_one(Action, action.id)
        assert (row.state, row.completed_on) == (ActionState.SIGNED_OFF, date(2026, 6, 1))


def test_an_action_is_added_and_its_date_moved_with_a_reason(
    session, make, home, recommendation, sign_in, engine
) -> None:
    user, agency = make.coordinator(home), make.agency(home)
    session.commit()
    client, url = sign_in(user), f"/recommendations/{recommendation.id}/actions/new"
    refused = client.post(url, data={"text": "Kept.", "target_text": "31 September 2027", "agency_id": ""})
    assert refused.status_code == 422
    assert "“31 September 2027” cannot be used" in refused.text.replace("&#39;", "'")
    typed = {
        "text": "Train.",
        "target_text": "Q2 2027",
        "agency_id": str(agency.id),
        "group_id": "",
        "owner_post": "Head",
    }
    added = client.post(url, data=typed, follow_redirects=True)
    assert "It is due on or before 30 June 2027." in added.text
    with reading(engine) as fresh:
        action = fresh.scalars(select(Action)).one()
        edit, version = f"/actions/{action.id}/edit", action.version_id
    assert "Q2 2027" in client.get(edit).text
    moved = {**typed, "target_text": "2028", "version": version}
    refused = client.post(edit, data=moved)
    assert (refused.status_code, "Give the reason for moving" in refused.text) == (422, True)
    shown = client.post(
        edit, data={**moved, "date_reason": "No trainer.", "agreed_by": "The board"}, follow_redirects=True
    )
    assert "moved back once" in shown.text
    assert "From “Q2 2027” to “2028”. No trainer." in shown.text
    assert client.post(edit, data={**moved, "date_reason": "Again.", "agreed_by": "The board"}).status_code in (
        409,
        422,
    )
    with reading(engine) as fresh:
        row = fresh.get_one(Action, action.id)
        assert (row.slips, row.lead_agency_id, row.has_owner) == (1, agency.id, True)


def test_a_foreign_agency_is_no_choice(session, make, home, recommendation, sign_in, engine) -> None:
    user, foreign = make.coordinator(home), make.agency(make.partnership())
    session.commit()
    answer = sign_in(user).post(
        f"/recommendations/{recommendation.id}/actions/new",
        data={"text": "A.", "agency_id": str(foreign.id), "group_id": ""},
    )
    assert answer.status_code == 422
    with reading(engine) as fresh:
        assert fresh.scalar(select(func.count()).select_from(Action)) == 0


def test_the_list_filters_and_turns_its_pages(session, make, home, recommendation, sign_in) -> None:
    user, agency = make.coordinator(home), make.agency(home, "Zebra Housing")
    day = clock.today()
    late = make.action(recommendation, due_on=day - timedelta(days=5), lead_agency_id=agency.id)
    for _ in range(60):
        make.action(recommendation, due_on=day + timedelta(days=5))
    session.commit()
    client = sign_in(user)
    first = client.get("/actions").text
    assert "50 of 61 actions" in first
    assert "Overdue" in first
    following = re.search(r'href="([^"]*after=[^"]+)" rel="next"', first).group(1).replace("&amp;", "&")
    assert "11 of 61 actions" in client.get(following).text
    filtered = client.get(f"/actions?partnership={home.id}&agency={agency.id}&show=overdue").text
    assert late.text in filtered
    assert "1 action" in filtered
    for odd in (
        "?agency=none",
        "?agency=zzz&show=nonsense&state=9&after=x",
        "?group=none&mine=yes",
        f"?plan={late.plan_id}",
    ):
        assert client.get("/actions" + odd).status_code == 200
    assert "No action matches" in client.get("/actions?mine=yes").text


def test_filters_never_name_another_partnerships_agencies(session, make, home, sign_in) -> None:
    user = make.coordinator(make.partnership())
    make.agency(home, "Zebra Housing")
    session.commit()
    assert "Zebra" not in sign_in(user).get(f"/actions?partnership={home.id}").text


def test_a_stale_edit_of_an_action_loses_neither_text(session, make, home, recommendation, sign_in, engine) -> None:
    user = make.coordinator(home)
    action = make.action(recommendation, milestones="Earlier milestones.", target_text="June 2027")
    session.commit()
    client, edit = sign_in(user), f"/actions/{action.id}/edit"
    typed = {
        "text": action.text,
        "agency_id": "",
        "group_id": "",
        "target_text": "June 2027",
        "version": action.version_id,
    }
    assert client.post(edit, data={**typed, "milestones": "Theirs."}).status_code == 302
    stale = client.post(edit, data={**typed, "milestones": "Mine."})
    assert stale.status_code == 422
    assert 'name="mine-milestones"' in stale.text
    assert 'name="milestones"' not in stale.text
    with reading(engine) as fresh:
        version = fresh.get_one(Action, action.id).version_id
    del typed["version"]
    sides = {**typed, "mine-milestones": "Mine.", "version": version}
    assert client.post(edit, data=sides).status_code == 422
    assert client.post(edit, data={**sides, "keep-milestones": "theirs"}).status_code == 302
    with reading(engine) as fresh:
        assert fresh.get_one(Action, action.id).milestones == "Theirs."


def test_a_name_in_a_note_is_warned_of_and_an_owner_learns_nothing_of_the_register(
    session, make, home, review, recommendation, sign_in
) -> None:
    make.person(review, names=["Ottoline Brackwater"])
    user, owner = make.coordinator(home), make.user()
    action = make.action(recommendation, owner_id=owner.id)
    session.commit()
    note = {"kind": "progress", "text": "Ottoline Brackwater’s sister came.", **TODAY}
    url = f"/actions/{action.id}/updates/new"
    warned = sign_in(user).post(url, data={**note, "on_behalf_of": "Head of Housing"})
    assert (warned.status_code, "This looks like a real name" in warned.text) == (422, True)
    assert sign_in(owner).post(url, data=note).status_code == 302


def test_a_reason_that_names_somebody_is_warned_of(session, make, home, review, recommendation, sign_in) -> None:
    make.person(review, names=["Ottoline Brackwater"])
    user, action = make.coordinator(home), make.action(recommendation)
    session.commit()
    answer = sign_in(user).post(
        f"/actions/{action.id}/moves/supersede", data={"reason": "Ottoline Brackwater", **TODAY}
    )
    assert (answer.status_code, "This looks like a real name" in answer.text) == (422, True)


@pytest.mark.parametrize("state", [ActionState.IN_PROGRESS, ActionState.OWNER_COMPLETE, ActionState.SIGNED_OFF])
def test_whoever_only_reads_an_action_is_offered_nothing_to_do_with_it(
    session, make, home, review, recommendation, sign_in, state
) -> None:
    action = make.action(recommendation, state, has_owner=True)
    place = {"partnership_id": home.id, "review_id": review.id, "action_id": action.id}
    make.keep(ActionMilestone(**place, position=1, text="A.", due_on=clock.today()))
    panel, executive, coordinator = (
        make.on_review(review, ReviewRole.PANEL),
        make.executive(home),
        make.coordinator(home),
    )
    session.commit()

    def offered(user) -> set[str]:
        text = sign_in(user).get(f"/actions/{action.id}").text
        return set(re.findall(rf'href="(/(?:actions/{action.id}|action-milestones)/[^"?#]*)', text))

    assert offered(panel) <= {f"/actions/{action.id}/history"}
    assert not [link for link in offered(executive) if "/updates/" in link or link.endswith("/edit")]
    assert len(offered(coordinator)) > 1
