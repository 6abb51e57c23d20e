"""For the next meeting: what is long overdue, late nationally, and nothing that its reader may not read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.subject import Place
from darddr.policies import NotAllowed
from darddr.services import plans
from darddr.services.agenda import agenda_of
from darddr.vocabulary.records import RecommendationScope
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

TODAY = clock.today()


def test_the_agenda_holds_what_is_thirty_days_overdue_and_what_is_late_nationally(session: Session, make: Make) -> None:
    home = make.partnership()
    review = make.review(home, ReviewState.CLOSED)
    row = make.recommendation(plans.plan_of(session, review), scope_tier=RecommendationScope.NATIONAL)
    row.recorded_at = clock.now() - timedelta(days=100)
    longest, long = (make.action(row, due_on=TODAY - timedelta(days=days)) for days in (90, 30))
    make.action(row, due_on=TODAY - timedelta(days=29))
    make.action(row, ActionState.NOT_IMPLEMENTED, due_on=TODAY - timedelta(days=99))
    executive, place = make.executive(home), Place(home.id)
    found = agenda_of(session, make.actor(executive), place, TODAY, 84)
    assert [(one.id, one.days) for one in found.overdue] == [(longest.id, 90), (long.id, 30)]
    assert (found.total, [line.recommendation.id for line in found.nationals]) == (2, [row.id])
    assert agenda_of(session, make.actor(executive), place, TODAY, 100).nationals == ()
    kept_out = agenda_of(session, make.actor(make.excluded(review, make.executive(home))), place, TODAY, 84)
    assert (kept_out.overdue, kept_out.total, kept_out.nationals) == ((), 0, ())
    with pytest.raises(NotAllowed):
        agenda_of(session, make.actor(make.executive(make.partnership())), place, TODAY, 84)


def test_the_page_is_read_by_the_executive_and_says_so_when_there_is_nothing(
    session: Session, make: Make, sign_in
) -> None:
    home = make.partnership()
    user, outsider = make.executive(home), make.executive(make.partnership())
    session.commit()
    page = sign_in(user).get(f"/partnerships/{home.id}/agenda")
    assert "No action is that long overdue." in page.text
    assert sign_in(outsider).get(f"/partnerships/{home.id}/agenda").status_code == 404
    action = make.action(make.recommendation(make.plan(home)), due_on=TODAY - timedelta(days=45), number="4.2")
    make.action(make.recommendation(make.plan(home)), due_on=TODAY - timedelta(days=45), number="", position=17)
    session.commit()
    shown = sign_in(user).get(f"/partnerships/{home.id}/agenda").text
    assert f"/actions/{action.id}" in shown
    assert "45 days" in shown
    assert ", action 17</a>" in shown, "the place it has on its own page too"
