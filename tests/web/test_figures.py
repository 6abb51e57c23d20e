"""The executive's page of ten figures: each opens a list of as many, dated and cut alike, and no story."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.duty import Priority
from darddr.models.plan import Plan
from darddr.models.user import User
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]
BIG = re.compile(r'dd-figure__number[^>]*>([\d,]+)</span>\s*<a class="dd-figure__link" href="([^"]+)"')
CELL = re.compile(r'numeric"><a class="govuk-link" href="([^"]+)">([\d,]+)</a>')
IN_WORDS = re.compile(r'<a class="govuk-link" href="([^"]+)">See (?:it|them) in the list of actions</a>')
COUNTED = re.compile(r'<p class="dd-count" role="status">(?:[\d,]+ of )?([\d,]+) ')


def test_every_figure_and_every_cell_opens_a_list_of_as_many(make: Make, session: Session, sign_in: SignIn) -> None:
    partnership = make.partnership()
    agency, group = make.agency(partnership), make.group(partnership)
    priority = make.keep(Priority(partnership_id=partnership.id, position=1, title="Protect people"))
    for state in (ReviewState.DECIDING, ReviewState.WITH_HOME_OFFICE, ReviewState.MONITORING):
        review = make.review(partnership, state)
    plan = session.query(Plan).filter_by(review_id=review.id).one()
    recommendation = make.recommendation(plan, theme="Training")
    states = (ActionState.IN_PROGRESS, ActionState.OWNER_COMPLETE, ActionState.SIGNED_OFF, ActionState.NOT_IMPLEMENTED)
    for days, state in zip((-400, -20, 9, None), states, strict=True):
        due = clock.today() + timedelta(days=days) if days is not None else None
        named = {"lead_agency_id": agency.id, "group_id": group.id, "priority_id": priority.id} if days else {}
        make.action(recommendation, state, due_on=due, **named)
    executive = make.executive(partnership)
    session.commit()
    client, address = sign_in(executive), f"/partnerships/{partnership.id}/figures"
    as_at = f"as_at={clock.today() - timedelta(days=1)}"
    themed = ("brag=red", "by=theme", "theme=Training&by=scope", "scope=none")
    for query in ("", *themed, "by=priority", "by=review", f"agency={agency.id}&by=group", as_at):
        page = client.get(f"{address}?{query}").text
        numbers = [*BIG.findall(page), *((number, href) for href, number in CELL.findall(page))]
        assert len(numbers) >= 10, query
        for number, href in numbers:
            listed = client.get(unescape(href)).text
            assert listed.count('<tr class="govuk-table__row"><th scope="row"') + listed.count(
                'href="/actions/'
            ) == int(number), (query, href)
            if words := IN_WORDS.search(listed):
                assert COUNTED.findall(client.get(unescape(words[1])).text) == [number], (query, words[1])


def test_the_pages_show_no_story_and_say_what_a_past_day_cannot_know(
    make: Make, session: Session, sign_in: SignIn
) -> None:
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.MONITORING)
    make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah")
    action = make.action(make.recommendation(session.query(Plan).filter_by(review_id=review.id).one()))
    words = action.text
    executive = make.executive(partnership)
    session.commit()
    client, here = sign_in(executive), f"/partnerships/{partnership.id}"
    past = clock.today() - timedelta(days=30)
    for address in ("figures", "figures/open", "figures/under_way", f"figures?as_at={past}", "meetings", "duties"):
        answer = client.get(f"{here}/{address}")
        page = answer.text
        assert answer.status_code == 200, address
        assert "Sarah" not in page
        assert words not in page
        assert "Circumstances" not in page
    for address in ("figures", "figures/open"):
        assert "themes, scopes and the dates of milestones are as they are kept today" in unescape(
            client.get(f"{here}/{address}?as_at={past}").text
        )
    for strange in ("as_at=yesterday", "as_at=2999-01-01", "agency=none", "agency=x", "by=x", "review=x", "age=x"):
        assert client.get(f"{here}/figures?{strange}").status_code == 200
    assert client.get(f"{here}/figures/nothing").status_code == 404
