"""Actions taken away as files: who gets which, true dates, no formulas, and the log."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest

from darddr import audit, clock
from darddr.services import exchange
from darddr.services.action_wanted import Wanted
from darddr.services.plans import plan_of
from darddr.storage.database import reading
from tests.factories import Make

HOSTILE = '=HYPERLINK("https://example.org","click")'


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def plan(make: Make, home):
    plan = make.plan(home)
    recommendation = make.recommendation(plan, text="Étude: train everybody.")
    agency = make.agency(home, "Probation")
    due = date(2031, 5, 6)
    make.action(recommendation, text=HOSTILE, due_on=due, target_on=due, number="1.1", lead_agency_id=agency.id)
    make.action(recommendation, text="Write.", number="-1.2", outcome="@SUM(1)")
    return plan


def exported(client, kind: str, **args):
    """One export."""
    answer = client.get(f"/actions/export/{kind}", query_string=args)
    assert answer.status_code == 200
    assert 'filename="actions-' in answer.headers["Content-Disposition"]
    return answer


def test_a_workbook_has_true_dates_and_no_formula(session, make, home, plan, sign_in) -> None:
    user = make.coordinator(home)
    session.commit()
    answer = exported(sign_in(user), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    headings = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, headings["Due on"]).value == datetime(2031, 5, 6)
    assert sheet.cell(2, headings["Action"]).value == HOSTILE
    assert sheet.cell(2, headings["Lead agency"]).value == "Probation"
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert sheet.freeze_panes == "A2"


def test_comma_separated_text_has_a_mark_for_excel_and_an_apostrophe_before_formulas(
    session, make, home, plan, sign_in
) -> None:
    user = make.coordinator(home)
    session.commit()
    answer = exported(sign_in(user), "csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    first, second = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert (first["Action"], first["Due on"], first["Overdue"]) == (f"'{HOSTILE}", "2031-05-06", "No")
    assert (second["Action no."], second["Outcome"], second["Due on"]) == ("'-1.2", "'@SUM(1)", "")
    assert first["Recommendation"] == "Étude: train everybody."


def test_json_says_the_same_and_the_filter_counts(session, make, home, plan, sign_in) -> None:
    user = make.coordinator(home)
    other = make.plan(home)
    make.action(make.recommendation(other), text="Elsewhere.")
    session.commit()
    client = sign_in(user)
    told = json.loads(exported(client, "json", plan=str(plan.id)).data)
    assert [(one["action"], one["due_on"]) for one in told["actions"]] == [(HOSTILE, "2031-05-06"), ("Write.", None)]
    assert len(json.loads(exported(client, "json").data)["actions"]) == 3
    assert json.loads(exported(client, "json", show="signed_off").data)["actions"] == []
    assert f"/actions/export/csv?plan={plan.id}" in client.get(f"/actions?plan={plan.id}").text


def test_nobody_takes_away_what_they_may_not_read(session, make, home, sign_in) -> None:
    review = make.review(home)
    walled, open_one = make.recommendation(plan_of(session, review)), make.recommendation(make.plan(home))
    make.action(walled, text="Walled off.")
    make.action(open_one, text="In the open.")
    kept_out, stranger = make.coordinator(home), make.user()
    make.excluded(review, kept_out)
    session.commit()
    for kind in ("csv", "json"):
        assert b"Walled" not in exported(sign_in(kept_out), kind).data
        assert b"open" in exported(sign_in(kept_out), kind).data
        assert b"In the open" not in exported(sign_in(stranger), kind).data
    counted = [exchange.counts(session, make.actor(user), Wanted(), clock.today()) for user in (kept_out, stranger)]
    assert counted == [{home.id: 1}, {}]


def test_the_log_notes_each_export_with_its_count(session, make, home, plan, sign_in, engine) -> None:
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    exported(client, "csv")
    exported(client, "xlsx")
    with reading(engine) as fresh:
        facts = [one.said["facts"] for one in audit.entries_of(fresh, home.id) if one.said["tag"] == "actions.exported"]
    assert facts == [{"format": "xlsx", "count": 2}, {"format": "csv", "count": 2}]
    assert client.get("/actions/export/exe").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_a_recommendation_without_actions_goes_with_empty_action_columns(
    kind, session, make, home, plan, sign_in, engine
) -> None:
    make.recommendation(plan, text="Nobody has taken this up.", number="9", theme="Training")
    hidden = make.recommendation(make.plan(make.partnership()), text="Of another place.")
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)

    def told(**args) -> list[list[str]]:
        data = exported(client, kind, **args).data
        if kind == "csv":
            return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]
        if kind == "json":
            return [["" if value is None else value for value in row.values()] for row in json.loads(data)["actions"]]
        rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2, values_only=True)
        return [["" if value is None else value for value in row] for row in rows]

    last = told()[-1]
    assert last[1:3] == ["9", "Nobody has taken this up."]
    assert last[4] == "Training"
    assert set(last[5:]) == {""}
    assert all(hidden.text not in row for row in told(show="all"))
    assert len(told(show="all")) == 3
    assert all(row[2] != "Nobody has taken this up." for row in told(show="overdue"))
    with reading(engine) as fresh:
        assert audit.verify(fresh).ok
