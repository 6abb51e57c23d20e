"""The life of an action through its pages: agreed, milestones, evidence, a wrong click, many at once, and what it changed."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import Action, ActionMove
from darddr.models.action_milestone import ActionMilestone
from darddr.models.evidence_file import EvidenceFile
from darddr.services.plans import plan_of
from darddr.storage.database import reading, writing
from darddr.vocabulary.roles import ReviewRole
from darddr.vocabulary.standing import Acceptance
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

TODAY = {"happened_on-day": "1", "happened_on-month": "6", "happened_on-year": "2026"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home):
    return make.review(home, ReviewState.MONITORING)


@pytest.fixture
def agency(make: Make, home):
    return make.agency(home)


@pytest.fixture
def recommendation(session: Session, make: Make, review):
    return make.recommendation(plan_of(session, review))


def test_an_approver_accepts_in_part_and_the_page_says_so(
    session, make, review, agency, recommendation, sign_in
) -> None:
    approver = make.on_review(review, ReviewRole.AGENCY_APPROVER, agency=agency)
    action = make.action(recommendation, ActionState.PROPOSED, has_owner=True, lead_agency_id=agency.id)
    session.commit()
    client, url = sign_in(approver), f"/actions/{action.id}/moves/agree_in_part"
    assert 'name="on_behalf_of"' not in client.get(url).text
    told = {**TODAY, "part": "Training only.", "reason": "No money for a post.", "look_back": "6"}
    refused = client.post(url, data=told)
    assert (refused.status_code, "How shall we know" in refused.text) == (422, True)
    shown = client.post(url, data={**told, "measure": "Fewer repeats."}, follow_redirects=True).text
    for words in ("Accepted in part: Training only.", "Fewer repeats.", "No money for a post.", "Grey: not started"):
        assert words in shown


def test_who_may_name_the_owner_is_led_there_and_nobody_else(
    make, home, review, agency, recommendation, sign_in
) -> None:
    approver = make.on_review(review, ReviewRole.AGENCY_APPROVER, agency=agency)
    coordinator = make.coordinator(home)
    action = make.action(recommendation, ActionState.PROPOSED, lead_agency_id=agency.id)
    make.session.commit()
    assert "Name the owner" in sign_in(coordinator).get(f"/actions/{action.id}").text
    assert "Name the owner" not in sign_in(approver).get(f"/actions/{action.id}").text


def test_a_coordinator_names_who_decided(session, make, home, recommendation, sign_in, engine) -> None:
    coordinator = make.coordinator(home)
    action = make.action(recommendation, ActionState.PROPOSED, has_owner=True)
    session.commit()
    client, url = sign_in(coordinator), f"/actions/{action.id}/moves/agree"
    assert "Who decided for the agency?" in client.get(url).text
    told = {**TODAY, "look_back": "none"}
    assert client.post(url, data=told).status_code == 422
    assert client.post(url, data={**told, "on_behalf_of": "Head of Housing"}).status_code == 302
    with reading(engine) as fresh:
        assert fresh.get_one(Action, action.id).acceptance is Acceptance.ACCEPTED
        assert fresh.scalars(select(ActionMove)).one().on_behalf_of == "Head of Housing"


def test_a_wrong_click_is_undone_on_the_page_and_not_by_somebody_else(
    session, make, home, recommendation, sign_in, engine
) -> None:
    owner, coordinator = make.user(), make.coordinator(home)
    action = make.action(recommendation, ActionState.AGREED, owner_id=owner.id)
    session.commit()
    client, url = sign_in(owner), f"/actions/{action.id}"
    client.post(f"{url}/moves/start", data=TODAY)
    assert "You can undo it until" in client.get(url).text
    assert "You can undo it until" not in sign_in(coordinator).get(url).text
    assert sign_in(coordinator).post(f"{url}/undo").status_code == 409
    shown = client.post(f"{url}/undo", follow_redirects=True).text
    assert "The last move has been undone" in shown
    assert "You can undo it until" not in shown
    with reading(engine) as fresh:
        assert fresh.get_one(Action, action.id).state is ActionState.AGREED


def test_whoever_may_undo_is_not_told_beside_it_that_somebody_else_must(
    session, make, home, recommendation, sign_in
) -> None:
    coordinator = make.coordinator(home)
    action = make.action(recommendation, ActionState.AGREED)
    session.commit()
    client, url = sign_in(coordinator), f"/actions/{action.id}"
    client.post(f"{url}/moves/start", data=TODAY)
    shown = client.get(url).text
    assert ("You can undo it until" in shown, "Somebody other than whoever made the last move" in shown) == (
        True,
        False,
    )


def test_who_told_it_is_no_choice_where_the_action_is_somebody_elses(
    session, make, home, recommendation, sign_in
) -> None:
    owner, coordinator = make.user(), make.coordinator(home)
    action = make.action(recommendation, owner_id=owner.id)
    session.commit()
    client, url = sign_in(coordinator), f"/actions/{action.id}/updates/new"
    page = client.get(url).text
    assert ("Who told you?" in page, "Who told you? (optional)" in page) == (True, False)
    refused = client.post(url, data={"kind": "evidence", "text": "Register kept.", **TODAY})
    assert (refused.status_code, "Say who told you" in refused.text) == (422, True)
    assert "Who told you?" not in sign_in(owner).get(url).text


def test_the_way_back_leads_the_executive_where_they_may_go(
    session, make, home, review, recommendation, sign_in
) -> None:
    executive, coordinator = make.executive(home), make.coordinator(home)
    action = make.action(recommendation)
    session.commit()
    trail = re.compile(r"<nav[^>]*breadcrumbs.*?</nav>", re.DOTALL)
    shown = trail.search(sign_in(executive).get(f"/actions/{action.id}").text).group()
    assert f"/partnerships/{home.id}/progress/reviews" in shown
    assert 'href="/reviews"' not in shown
    assert 'href="/reviews"' in trail.search(sign_in(coordinator).get(f"/actions/{action.id}").text).group()


def test_a_milestone_is_set_by_whoever_leads_and_marked_done_by_the_owner(
    session, make, home, recommendation, sign_in, engine
) -> None:
    owner, coordinator = make.user(), make.coordinator(home)
    action = make.action(recommendation, owner_id=owner.id, milestones="As printed: half by May.")
    session.commit()
    due = {"due_on-day": "1", "due_on-month": "2", "due_on-year": "2026"}
    add = f"/actions/{action.id}/milestones/new"
    shown = sign_in(coordinator).post(add, data={"text": "Write it.", **due}, follow_redirects=True).text
    for words in ("Write it.", "Late", "Amber: a milestone is late", "As printed: half by May."):
        assert words in shown
    client = sign_in(owner)
    assert client.get(add).status_code == 404
    edit = re.search(r'href="(/action-milestones/[0-9a-f-]{36})"', client.get(f"/actions/{action.id}").text).group(1)
    form = client.get(edit).text
    assert 'name="text"' not in form
    done = {"version": "1", "done_on-day": "2", "done_on-month": "2", "done_on-year": "2026"}
    assert "Green: on track" in client.post(edit, data=done, follow_redirects=True).text
    with reading(engine) as fresh:
        row = fresh.scalars(select(ActionMilestone)).one()
        assert (row.text, row.due_on, row.done_on) == ("Write it.", date(2026, 2, 1), date(2026, 2, 2))
    shown = client.get(f"/actions/{action.id}/history").text
    assert "Milestone 1, done" in shown
    assert "2 February 2026" in shown


def test_a_file_of_evidence_is_sealed_and_only_taken_away(session, make, home, recommendation, sign_in, engine) -> None:
    owner, executive, stranger = make.user(), make.executive(home), make.user()
    action = make.action(recommendation, owner_id=owner.id)
    session.commit()
    note = f"/actions/{action.id}/updates/new"
    told = {"kind": "evidence", "text": "Register kept.", **TODAY}
    client = sign_in(owner)
    shown = client.post(note, data={**told, "file": (BytesIO(PNG), "register of Ann.png")}, follow_redirects=True).text
    assert "Evidence files (1)" in shown
    href = re.search(r'href="(/evidence/[0-9a-f-]{36})"', shown).group(1)
    answer = sign_in(executive).get(href)
    assert answer.data == PNG
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "Ann" not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/octet-stream"
    assert sign_in(stranger).get(href).status_code == 404
    with reading(engine) as fresh:
        row = fresh.scalars(select(EvidenceFile)).one()
        assert (PNG in row.content, row.size, row.kind, row.name) == (False, len(PNG), "png", "register of Ann.png")


def test_a_file_the_gate_refuses_leaves_nothing(session, make, recommendation, sign_in, engine) -> None:
    owner = make.user()
    action = make.action(recommendation, owner_id=owner.id)
    session.commit()
    told = {"kind": "evidence", "text": "Register kept.", **TODAY}
    answer = sign_in(owner).post(
        f"/actions/{action.id}/updates/new", data={**told, "file": (BytesIO(b"MZ\x90\x00" * 40), "register.docx")}
    )
    assert (answer.status_code, "Register kept." in answer.text) == (422, True)
    with reading(engine) as fresh:
        assert fresh.scalar(select(EvidenceFile.id)) is None
        assert "Register kept." not in str(fresh.get_one(Action, action.id).concern)


def test_an_owner_says_it_is_blocked_and_the_list_shows_red(session, make, home, recommendation, sign_in) -> None:
    owner, executive = make.user(), make.executive(home)
    action = make.action(recommendation, owner_id=owner.id)
    session.commit()
    note, told = f"/actions/{action.id}/updates/new", {"text": "No answer from the provider.", **TODAY}
    client = sign_in(owner)
    client.post(note, data={**told, "kind": "blocked"})
    assert "Red: blocked" in sign_in(executive).get("/actions?brag=red").text
    client.post(note, data={**told, "kind": "progress"})
    assert "Green: on track" in sign_in(executive).get("/actions").text


def test_several_actions_are_chosen_looked_at_and_changed(session, make, home, recommendation, sign_in, engine) -> None:
    coordinator, jane = make.coordinator(home), make.user("Jane Smith")
    for _ in range(2):
        make.action(recommendation, owner_id=jane.id, has_owner=True)
    make.action(recommendation, ActionState.SIGNED_OFF, owner_id=jane.id, has_owner=True)
    session.commit()
    client = sign_in(coordinator)
    listed = client.get(f"/actions?owner={jane.id}&show=all").text
    href = re.search(r'href="(/actions/change\?[^"]+)"', listed).group(1).replace("&amp;", "&")
    chosen = re.findall(r'name="action" value="([0-9a-f-]{36})"', client.get(href).text)
    assert len(chosen) == 3
    answer = client.post("/actions/change", data={"action": chosen, "owner_post": "Head of Housing"})
    shown = client.get(answer.headers["Location"]).text
    for words in (
        "2 to change, 1 refused, 0 as they are",
        "from Jane Smith to Head of Housing",
        "It has ended: Signed off.",
    ):
        assert words in shown
    assert "Head of Housing" not in answer.headers["Location"]
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', shown).group(1)
    after = client.post(answer.headers["Location"], data={"seen": seen}, follow_redirects=True).text
    assert "Two actions changed. One action refused and left as before." in after
    assert client.get(answer.headers["Location"]).status_code == 404
    with reading(engine) as fresh:
        told = {(row.owner_post, row.owner_id) for row in fresh.scalars(select(Action))}
        assert told == {("Head of Housing", None), (None, jane.id)}


def test_a_preview_that_is_no_longer_true_saves_nothing_and_shows_itself_anew(
    session, make, home, recommendation, sign_in, engine
) -> None:
    coordinator = make.coordinator(home)
    action = make.action(recommendation)
    session.commit()
    client = sign_in(coordinator)
    answer = client.post("/actions/change", data={"action": str(action.id), "owner_post": "Head of Housing"})
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', client.get(answer.headers["Location"]).text).group(1)
    with writing(engine) as other:
        other.get_one(Action, action.id).slips = 1
    refused = client.post(answer.headers["Location"], data={"seen": seen})
    assert (refused.status_code, "Somebody changed one of these actions meanwhile" in refused.text) == (422, True)
    assert seen not in refused.text
    with reading(engine) as fresh:
        assert fresh.get_one(Action, action.id).owner_post is None


def test_what_an_action_changed_comes_back_and_not_achieved_offers_its_reopening(
    session, make, home, recommendation, sign_in
) -> None:
    owner, executive = make.user(), make.executive(home)
    action = make.action(
        recommendation, ActionState.SIGNED_OFF, owner_id=owner.id, look_back_on=clock.today(), measure="An audit."
    )
    session.commit()
    assert f"/actions/{action.id}/impact" in sign_in(owner).get("/my-work").text
    client = sign_in(executive)
    assert "is to be looked at" in client.get("/my-work").text
    assert re.search(
        r">1</span>\s*<a[^>]*>impact to be looked at", client.get(f"/partnerships/{home.id}/progress").text
    )
    told = {**TODAY, "result": "not", "measure": "An audit.", "text": "Nothing is different.", "again": "none"}
    answer = client.post(f"/actions/{action.id}/impact", data=told)
    assert answer.headers["Location"].endswith(f"/actions/{action.id}/moves/reopen")
    shown = client.get(f"/actions/{action.id}").text
    for words in ("Not achieved", "Nothing is different.", "An audit."):
        assert words in shown
    assert f"/actions/{action.id}/impact" not in sign_in(owner).get("/my-work").text


def test_impact_is_not_asked_before_sign_off(session, make, recommendation, sign_in) -> None:
    owner = make.user()
    action = make.action(recommendation, owner_id=owner.id)
    session.commit()
    assert sign_in(owner).get(f"/actions/{action.id}/impact").status_code == 409
