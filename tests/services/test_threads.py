"""The thread from finding to evidence, its orphans, and the file it leaves as."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import ActionUpdate, UpdateKind
from darddr.models.impact import ImpactCheck
from darddr.models.plan import RecommendationFinding
from darddr.policies import NotAllowed
from darddr.services import plans, threads
from darddr.vocabulary.records import FindingKind
from darddr.vocabulary.standing import Impact
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

FORMULA = '=HYPERLINK("http://example.org","x")'


@pytest.fixture
def situation(session: Session, make: Make):
    home = make.partnership()
    user, agency = make.coordinator(home), make.agency(home)
    review = make.review(home, ReviewState.MONITORING)
    question = make.question(review)
    answered = make.finding(review, question, agency, user, evidence="The call of 4 May.")
    loose = make.finding(review, question, agency, user)
    praised = make.finding(review, question, agency, user)
    praised.kind = FindingKind.GOOD_PRACTICE
    plan = plans.plan_of(session, review)
    told = make.recommendation(plan, text=FORMULA)
    make.keep(
        RecommendationFinding(
            partnership_id=home.id, review_id=review.id, recommendation_id=told.id, finding_id=answered.id
        )
    )
    bare = make.recommendation(plan)
    proved, unproved, ended = (
        make.action(told, state, due_on=date(2027, 3, 31))
        for state in (ActionState.SIGNED_OFF, ActionState.IN_PROGRESS, ActionState.NOT_IMPLEMENTED)
    )
    place = {"partnership_id": home.id, "review_id": review.id, "happened_on": clock.today()}
    make.keep(ActionUpdate(**place, action_id=proved.id, kind=UpdateKind.EVIDENCE, text="Minutes of the board."))
    make.keep(ActionUpdate(**place, action_id=unproved.id, kind=UpdateKind.PROGRESS, text="Begun."))
    return review, user, (answered, loose, praised), (told, bare), (proved, unproved, ended)


def test_the_thread_leads_from_each_finding_to_the_evidence(session: Session, situation) -> None:
    review, _, (answered, loose, praised), (told, _), (proved, unproved, ended) = situation
    thread = threads.thread_of(session, review)
    assert [found.finding for found, _ in thread.found] == [answered, loose, praised]
    strands = {found.finding.id: strands for found, strands in thread.found}
    (strand,) = strands[answered.id]
    assert strand.planned.recommendation is told
    assert [done.planned.action for done in strand.actions] == [proved, unproved, ended]
    assert [[update.text for update in done.evidence] for done in strand.actions] == [["Minutes of the board."], [], []]


def test_its_orphans_are_named_both_ways(session: Session, situation) -> None:
    review, _, (_, loose, _), (_, bare), (_, unproved, _) = situation
    orphans = threads.thread_of(session, review).orphans
    assert [one.finding for one in orphans.findings] == [loose]
    assert [one.planned.recommendation for one in orphans.without_finding] == [bare]
    assert [one.planned.recommendation for one in orphans.without_action] == [bare]
    assert [done.planned.action for done in orphans.without_evidence] == [unproved]
    assert orphans.count == 4


def test_the_spreadsheet_holds_the_thread_with_true_days_and_no_formula(
    session: Session, make: Make, situation
) -> None:
    review, user, (answered, *_), (_, bare), _ = situation
    data = threads.as_workbook(session, make.actor(user), review)
    book = load_workbook(BytesIO(data))
    rows = list(book["Thread"].iter_rows(values_only=True))
    assert rows[0][0] == "OFFICIAL-SENSITIVE"
    begun = rows.index(threads.HEADINGS) + 1
    first = dict(zip(threads.HEADINGS, rows[begun], strict=True))
    assert (first["Rests on"], first["Finding"]) == (answered.evidence, answered.text)
    assert (first["Recommendation’s words"], first["Due"]) == (FORMULA, datetime(2027, 3, 31))
    told = [dict(zip(threads.HEADINGS, row, strict=True)) for row in rows[begun:]]
    assert any(row["Recommendation’s words"] == bare.text and row["Finding"] is None for row in told)
    assert "Minutes of the board." in [row["Evidence"] for row in told]
    gaps = list(book["Where it breaks off"].iter_rows(min_row=begun + 1, values_only=True))
    assert len(gaps) == 4
    with ZipFile(BytesIO(data)) as package:
        sheets = [package.read(name) for name in package.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_the_thread_goes_on_to_the_impact_and_names_what_nobody_looked_at(
    session: Session, make: Make, situation
) -> None:
    review, user, *_, (proved, *_) = situation
    proved.look_back_on = clock.today() - timedelta(days=1)
    session.flush()
    assert [done.planned.action for done in threads.thread_of(session, review).orphans.without_impact] == [proved]
    make.keep(
        ImpactCheck(
            partnership_id=review.partnership_id,
            review_id=review.id,
            action_id=proved.id,
            happened_on=date(2026, 5, 4),
            result=Impact.PARTLY,
            measure="An audit.",
            text="Half of them.",
        )
    )
    proved.look_back_on = None
    session.flush()
    thread = threads.thread_of(session, review)
    (done, *others) = thread.found[0][1][0].actions
    assert [check.text for check in done.impact] == ["Half of them."]
    assert not any(other.impact for other in others)
    assert thread.orphans.without_impact == ()
    sheet = load_workbook(BytesIO(threads.as_workbook(session, make.actor(user), review)))["Thread"]
    (cell,) = {row[-1] for row in sheet.iter_rows(min_row=4, values_only=True) if row[-1]}
    assert cell == "4 May 2026: Partly achieved. Half of them. Measured by: An audit."


def test_the_executive_takes_no_thread_away(session: Session, make: Make, situation) -> None:
    review = situation[0]
    home = session.get_one(plans.Partnership, review.partnership_id)
    with pytest.raises(NotAllowed):
        threads.as_workbook(session, make.actor(make.executive(home)), review)
