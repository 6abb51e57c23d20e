"""Rows pasted from Excel: read, looked at, added."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from darddr import clock
from darddr.importers.errors import PlanUnreadable
from darddr.importers.pasted import read_pasted
from darddr.models.action import Action, ActionUpdate
from darddr.models.draft import Draft
from darddr.models.review import Review
from darddr.services.plans import plan_of
from darddr.storage.database import reading
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make
from tests.web.test_imports import count
from tests.web.test_update_forms import dates

TABLE = """Action Ref\tAgreed action\tRec No\tLead agency\tBy when\tRAG status\tUpdate\tEvidence\tColour
1.1\t\t\t\t\tComplete\tAll trained.\tRegister kept.\tx
1.2\t\t\t\t\t\t=HYPERLINK("https://example.org")\t\t
9.9\tWrite a leaflet.\t1\tHousing\tJune 2031\t\t"Two lines
of it."\t\t
8.8\t\t\t\t\t\tOf nothing.\t\t
9.8\tHold a day.\t7\t\t\t\t\t\t
9.7\tHold a week.\t1\t\t31 September 2031\t\t\t\t
1.3\t\t\t\t\t\tToo late.\t\t
1.1\t\t\t\t\t\tAgain.\t\t
"""


@pytest.fixture
def home(session, make: Make):
    return make.partnership()


@pytest.fixture
def plan(session, make: Make, home):
    plan = plan_of(session, make.review(home, ReviewState.MONITORING))
    recommendation = make.recommendation(plan, number="1")
    make.agency(home, "Housing")
    for number, state in (
        ("1.1", ActionState.IN_PROGRESS),
        ("1.2", ActionState.IN_PROGRESS),
        ("1.3", ActionState.SIGNED_OFF),
    ):
        make.action(recommendation, state, number=number, has_owner=True)
    return plan


def test_rows_become_updates_and_new_actions_and_faults_are_named_by_row_and_column(
    session, make, home, plan, sign_in, engine
) -> None:
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    assert f"/plans/{plan.id}/paste" in client.get(f"/reviews/{plan.review_id}/plan").text
    shown = client.post(f"/plans/{plan.id}/paste", data={"text": TABLE}, follow_redirects=True)
    for words in (
        "Row 5, column Ref: this plan has no action “8.8”",
        "Row 6, column Recommendation: “7” is no recommendation of this plan.",
        "Row 7, column Target date",
        "no such day",
        "Row 8, column Ref: the action has ended (Signed off).",
        "Row 9, column Ref: row 2 is about the same action already.",
        "are left out: Colour",
        "May be marked complete",
        "Nothing has been saved yet",
    ):
        assert words in shown.text, words
    assert count(engine, ActionUpdate) == 0
    about = {"on_behalf_of": "Head of Housing", "move": "y", **dates("happened_on", clock.today())}
    done = client.post(shown.request.path, data=about, follow_redirects=True)
    assert "Two actions updated, one action added." in done.text
    with reading(engine) as fresh:
        actions = {action.number: action for action in fresh.scalars(select(Action))}
        assert set(actions) == {"1.1", "1.2", "1.3", "9.9"}
        assert actions["1.1"].state is ActionState.OWNER_COMPLETE
        assert (actions["9.9"].text, actions["9.9"].state) == ("Write a leaflet.", ActionState.PROPOSED)
        notes = {(row.action_id, row.text): row.on_behalf_of for row in fresh.scalars(select(ActionUpdate))}
    assert set(notes.values()) == {"Head of Housing"}
    assert (actions["1.2"].id, '=HYPERLINK("https://example.org")') in notes
    assert (actions["9.9"].id, "Two lines\nof it.") in notes
    assert count(engine, Draft) == 0
    assert client.get(shown.request.path).status_code == 404


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste the rows."),
        ("Ref\tProgress\n", "rows must follow"),
        ("Colour\tShape\nred\tround\n", "must be the headings"),
        ("Ref\tProgress\n" + "1\tx\n" * 201, "201 rows were pasted"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(session, make, home, plan, sign_in, engine, text, sentence) -> None:
    user = make.coordinator(home)
    session.commit()
    answer = sign_in(user).post(f"/plans/{plan.id}/paste", data={"text": text})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert count(engine, Draft) == 0


def test_two_hundred_rows_are_read_and_short_or_long_lines_do_no_harm() -> None:
    rows = read_pasted("Ref\tStatus\tProgress\n" + "1.1\n\n2.1\tOngoing\tx\ty\tz\n" * 100).rows
    assert len(rows) == 200
    assert (rows[0].ref, rows[0].status, rows[1].progress) == ("1.1", "", "x")


def test_the_headings_of_our_own_workbook_are_understood() -> None:
    heads = "Ref\tAction\tTarget date\tPresent status\tProgress since last time\tStatus now\tEvidence"
    (row,) = read_pasted(f"{heads}\n1\tTrain.\tJune 2030\tIn progress\tBegun.\tComplete\tList.").rows
    assert (row.ref, row.progress, row.status, row.evidence) == ("1", "Begun.", "Complete", "List.")


@pytest.mark.parametrize("text", ["\x00", '"', "\t\t\n\t\t", "Ref\tProgress\n\t\t"])
def test_text_without_rows_is_told_in_a_sentence(text: str) -> None:
    with pytest.raises(PlanUnreadable, match=r"\.$"):
        read_pasted(text)


def test_rows_of_which_none_can_be_added_are_refused_and_kept(session, make, home, plan, sign_in, engine) -> None:
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    address = client.post(f"/plans/{plan.id}/paste", data={"text": "Ref\tProgress\n1.3\tToo late.\n"}).location
    about = {"on_behalf_of": "Head of Housing", **dates("happened_on", clock.today())}
    answer = client.post(address, data=about)
    assert (answer.status_code, "No row can be added." in answer.text) == (422, True)
    assert count(engine, Draft) == 1


def test_whoever_is_kept_out_of_the_review_since_loses_what_they_pasted(session, make, home, plan, sign_in) -> None:
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    address = client.post(f"/plans/{plan.id}/paste", data={"text": TABLE}).location
    assert client.get(address).status_code == 200
    make.excluded(session.get_one(Review, plan.review_id), user)
    session.commit()
    assert client.get(address).status_code == 404
