"""The executive's page: figures that open their lists, and no story."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.plan import Plan
from darddr.models.user import User
from darddr.vocabulary.roles import PartnershipRole
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]


def plan_of(session: Session, review_id: object) -> Plan:
    """The plan of a review."""
    return session.query(Plan).filter_by(review_id=review_id).one()


def test_the_page_says_its_first_sentence_from_the_data(make: Make, session: Session, sign_in: SignIn) -> None:
    partnership = make.partnership()
    for state, sex in (
        (ReviewState.GATHERING, "female"),
        (ReviewState.DRAFTING, "male"),
        (ReviewState.SCOPING, "female"),
    ):
        review = make.review(partnership, state)
        person = session.query(type(make.person(review))).filter_by(review_id=review.id).order_by("recorded_at").all()
        for extra in person[1:]:
            session.delete(extra)
        person[0].fill(sex=sex, manner="suicide")
    make.review(partnership, ReviewState.CLOSED)
    chair = make.executive_chair(partnership)
    session.commit()
    page = sign_in(chair).get(f"/partnerships/{partnership.id}/progress").text
    assert "Two reviews are under way and one is pending: all deaths by suicide, one man and two women." in page


def test_every_figure_agrees_with_the_list_it_opens(make: Make, session: Session, sign_in: SignIn) -> None:
    partnership = make.partnership()
    agency, group = make.agency(partnership), make.group(partnership)
    recommendation = make.recommendation(plan_of(session, make.review(partnership, ReviewState.MONITORING).id))
    day = clock.today()
    for due in (-400, -100, -40, -3, 5, 60, None):
        on = day + timedelta(days=due) if due is not None else None
        make.action(recommendation, due_on=on, target_on=on, lead_agency_id=agency.id, group_id=group.id)
    for state in (ActionState.SIGNED_OFF, ActionState.NOT_IMPLEMENTED, ActionState.OWNER_COMPLETE):
        make.action(recommendation, state=state)
    executive = make.executive(partnership)
    session.commit()
    client = sign_in(executive)
    page = client.get(f"/partnerships/{partnership.id}/progress").text
    figures = re.findall(
        r'dd-figure__number[^>]*>([\d,]+)</span>\s*<a class="dd-figure__link" href="(/actions[^"]+)"', page
    )
    assert len(figures) == 8
    rows = re.findall(
        r'<td class="[^"]*numeric"><a class="govuk-link" href="(/actions[^"]+(?:age|state)=[^"]+)">([\d,]+)</a>', page
    )
    assert len(rows) == 7 + 9
    for number, href in [*figures, *((number, href) for href, number in rows)]:
        listed = client.get(href.replace("&amp;", "&")).text
        assert len(re.findall('href="/actions/[0-9a-f-]{36}"', listed)) == int(number), href


def test_the_executive_reads_no_story(make: Make, session: Session, sign_in: SignIn) -> None:
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.MONITORING)
    make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah")
    make.action(make.recommendation(plan_of(session, review.id)))
    executive = make.executive(partnership)
    session.commit()
    client = sign_in(executive)
    for address in (
        "/my-work",
        f"/partnerships/{partnership.id}/progress",
        f"/partnerships/{partnership.id}/progress/reviews?which=all",
        f"/reviews/{review.id}/plan",
        "/actions",
    ):
        page = client.get(address).text
        assert "Sarah" not in page, address
        assert "Brackwater" not in page, address
        assert "Circumstances" not in page, address
    assert client.get(f"/reviews/{review.id}").status_code == 404


def test_a_conflict_hides_a_review_from_the_figures(make: Make, session: Session, sign_in: SignIn) -> None:
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.MONITORING)
    make.action(make.recommendation(plan_of(session, review.id)))
    executive = make.excluded(review, make.member(partnership, PartnershipRole.EXECUTIVE))
    session.commit()
    page = sign_in(executive).get(f"/partnerships/{partnership.id}/progress").text
    assert "No actions have been recorded yet." in page
