"""Who is on a review and who is kept out, through the pages: nothing typed is lost, nothing is told to a stranger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.finding import Change
from darddr.models.partnership import Agency, Partnership
from darddr.models.review import Review
from darddr.models.user import Exclusion, Membership, User
from darddr.storage.database import reading
from darddr.vocabulary.records import PersonRole
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]


class Panel(NamedTuple):
    """A review with a coordinator, an agency, and a client of the coordinator's."""

    review: Review
    agency: Agency
    coordinator: User
    client: StrictClient

    def at(self, page: str = "") -> str:
        """An address under the panel of the review."""
        return f"/reviews/{self.review.id}/panel{page}"


@pytest.fixture
def panel(make: Make, session: Session, sign_in: SignIn) -> Panel:
    """A review at its analysis."""
    home = make.partnership()
    review, agency, coordinator = make.review(home, ReviewState.ANALYSIS), make.agency(home), make.coordinator(home)
    make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah")
    session.commit()
    return Panel(review, agency, coordinator, sign_in(coordinator))


def day(name: str, days: int = 0) -> dict[str, str]:
    """A day from today, in the three boxes of a field."""
    there = clock.today() + timedelta(days=days)
    return {f"{name}-day": str(there.day), f"{name}-month": str(there.month), f"{name}-year": str(there.year)}


def joining(user: User, panel: Panel, role: str = "panel", **more: str) -> dict[str, str]:
    """What the page that adds somebody posts."""
    return {
        "user_id": "",
        "email": user.email or "",
        "role": role,
        "agency_id": str(panel.agency.id),
        **day("started_on"),
        **more,
    }


def held_by(engine: Engine, user: User) -> list[tuple[str, bool]]:
    """The roles somebody has or had, and whether each has an end."""
    with reading(engine) as fresh:
        rows = fresh.scalars(select(Membership).filter_by(user_id=user.id).order_by(Membership.role))
        return [(row.role, row.ended_on is not None) for row in rows]


@pytest.mark.parametrize(
    ("role", "may_read"),
    [("chair", True), ("author", True), ("panel", True), ("imr_author", False), ("agency_approver", False)],
)
def test_somebody_is_added_in_each_role_and_reads_what_it_lets_them(
    panel: Panel, make: Make, session: Session, sign_in: SignIn, engine: Engine, role: str, may_read: bool
) -> None:
    user = make.user("Ngozi Ashdown")
    session.commit()
    assert panel.client.post(panel.at("/new"), data=joining(user, panel, role)).status_code == 302
    assert held_by(engine, user) == [(role, False)]
    shown = panel.client.get(panel.at()).text
    assert "Ngozi Ashdown" in shown
    assert f">{ReviewRole(role).label}</td>" in shown.replace("&#39;", "'")
    assert sign_in(user).get(f"/reviews/{panel.review.id}").status_code == (200 if may_read else 404)


def test_an_excluded_person_is_refused_beside_the_field_and_nothing_typed_is_lost(
    panel: Panel, make: Make, session: Session, engine: Engine
) -> None:
    barred = make.excluded(panel.review, make.user())
    session.commit()
    answer = panel.client.post(panel.at("/new"), data=joining(barred, panel, **day("started_on", -3)))
    assert answer.status_code == 422
    assert "This person has declared a conflict with this review and cannot join it." in answer.text
    assert f'value="{barred.email}"' in answer.text
    assert f'<option value="{panel.agency.id}" selected>' in answer.text
    assert '<option value="panel" selected>' in answer.text
    assert held_by(engine, barred) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"agency_id": ""}, "Choose the agency this person comes from."),
        ({"email": ""}, "Choose somebody, or enter the e-mail address of their account."),
        ({"email": "nobody@example.org"}, "Ask the administrator to make one first."),
        ({"role": ""}, "Choose a role."),
        ({"role": "coordinator"}, "Not a valid choice."),
        ({"started_on-day": "31", "started_on-month": "2"}, "There is a problem"),
        ({"user_id": "not an id"}, "Not a valid choice."),
    ],
)
def test_what_does_not_fit_says_so_and_keeps_what_was_typed(
    panel: Panel, make: Make, session: Session, engine: Engine, wrong: dict[str, str], sentence: str
) -> None:
    user = make.user()
    session.commit()
    answer = panel.client.post(panel.at("/new"), data={**joining(user, panel), **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert wrong.get("email", user.email) in answer.text
    assert held_by(engine, user) == []


def test_a_role_held_already_is_not_given_twice(panel: Panel, make: Make, session: Session, engine: Engine) -> None:
    member = make.on_review(panel.review, ReviewRole.PANEL, agency=panel.agency)
    session.commit()
    answer = panel.client.post(panel.at("/new"), data=joining(member, panel))
    assert answer.status_code == 422
    assert "This person holds this role on the review already." in answer.text
    assert held_by(engine, member) == [("panel", False)]


def test_a_role_is_ended_once_and_never_before_it_began(
    panel: Panel, make: Make, session: Session, sign_in: SignIn, engine: Engine
) -> None:
    member = make.on_review(panel.review, ReviewRole.PANEL, agency=panel.agency, started_on=clock.today())
    ending = f"/memberships/{session.scalars(select(Membership.id).filter_by(user_id=member.id)).one()}/end"
    session.commit()
    refused = panel.client.post(ending, data=day("ended_on", -1))
    assert refused.status_code == 422
    assert "A membership cannot end before it began." in refused.text
    assert held_by(engine, member) == [("panel", False)]
    assert panel.client.post(ending, data=day("ended_on", 3)).status_code == 302
    assert sign_in(member).get(f"/reviews/{panel.review.id}").status_code == 200
    assert panel.client.post(ending, data=day("ended_on")).status_code == 302
    assert sign_in(member).get(f"/reviews/{panel.review.id}").status_code == 404
    again = panel.client.post(ending, data=day("ended_on", 30))
    assert again.status_code == 409
    assert "This role has ended already." in again.text
    assert sign_in(member).get(f"/reviews/{panel.review.id}").status_code == 404


def test_only_chair_and_coordinator_are_shown_identities(
    panel: Panel, make: Make, session: Session, sign_in: SignIn
) -> None:
    person = make.person(panel.review, PersonRole.ALLEGED_PERPETRATOR, names=["Odo Fairweather-Crull"])
    people = {role: make.on_review(panel.review, role, agency=panel.agency) for role in ReviewRole}
    session.commit()
    for role, user in people.items():
        answer = sign_in(user).get(f"/people/{person.id}/identity")
        assert answer.status_code == (200 if role is ReviewRole.CHAIR else 404), role
        assert ("Fairweather-Crull" in answer.text) is (role is ReviewRole.CHAIR)
    assert panel.client.get(f"/people/{person.id}/identity").status_code == 200


def test_the_panel_sees_who_is_on_it_and_changes_nothing(
    panel: Panel, make: Make, session: Session, sign_in: SignIn, engine: Engine
) -> None:
    member = make.on_review(panel.review, ReviewRole.PANEL, make.user("Ngozi Ashdown"), panel.agency)
    barred = make.excluded(panel.review, make.user("Wilf Tarrant"))
    stranger = make.user()
    held = session.scalars(select(Membership.id).filter_by(user_id=member.id)).one()
    session.commit()
    client = sign_in(member)
    shown = client.get(panel.at()).text
    assert "Ngozi Ashdown" in shown
    assert "Wilf Tarrant" not in shown
    assert "/panel/new" not in shown
    for address in (
        panel.at("/new"),
        panel.at("/conflict"),
        panel.at("/conflict/withdraw"),
        f"/memberships/{held}/end",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, data=joining(stranger, panel)).status_code == 404
    assert held_by(engine, stranger) == []
    assert held_by(engine, barred) == []


def test_another_reviews_panel_does_not_exist(panel: Panel, make: Make, session: Session, sign_in: SignIn) -> None:
    other = make.partnership()
    elsewhere, chair = make.coordinator(other), make.on_review(make.review(other), ReviewRole.CHAIR)
    member = make.on_review(panel.review, ReviewRole.PANEL, agency=panel.agency)
    held = session.scalars(select(Membership.id).filter_by(user_id=member.id)).one()
    session.commit()
    for user in (elsewhere, chair):
        client = sign_in(user)
        for address in (panel.at(), panel.at("/new"), panel.at("/conflict"), f"/memberships/{held}/end"):
            assert client.get(address).status_code == 404


def test_a_conflict_is_declared_with_its_reason_and_keeps_what_was_typed_where_it_does_not_fit(
    panel: Panel, make: Make, session: Session, engine: Engine
) -> None:
    member = make.on_review(panel.review, ReviewRole.PANEL, agency=panel.agency)
    session.commit()
    data = {"user_id": "", "email": member.email or "", "reason": "A cousin of the family.", **day("declared_on", 2)}
    refused = panel.client.post(panel.at("/conflict"), data=data)
    assert refused.status_code == 422
    assert "A conflict cannot have been declared after today." in refused.text
    assert "A cousin of the family." in refused.text
    assert panel.client.post(panel.at("/conflict"), data={**data, **day("declared_on")}).status_code == 302
    again = panel.client.post(panel.at("/conflict"), data={**data, **day("declared_on"), "reason": "Also a friend."})
    assert again.status_code == 422
    assert "This person is kept out of the review already." in again.text
    assert "Also a friend." in again.text
    assert held_by(engine, member) == [("panel", True)]
    own = {**data, "email": panel.coordinator.email or "", **day("declared_on")}
    assert "Ask another coordinator" in panel.client.post(panel.at("/conflict"), data=own).text


def test_a_conflict_is_withdrawn_with_a_reason_and_both_reasons_are_kept(
    panel: Panel, make: Make, session: Session, sign_in: SignIn, engine: Engine
) -> None:
    barred = make.excluded(panel.review, make.user("Wilf Tarrant"))
    exclusion = session.scalars(select(Exclusion.id).filter_by(user_id=barred.id)).one()
    session.commit()
    assert "/panel/conflict/withdraw" in panel.client.get(panel.at()).text
    data = {"exclusion_id": str(exclusion), "reason": " "}
    refused = panel.client.post(panel.at("/conflict/withdraw"), data=data)
    assert refused.status_code == 422
    assert "Give the reason." in refused.text
    kept = {**data, "reason": "Another person of this name."}
    assert panel.client.post(panel.at("/conflict/withdraw"), data=kept).status_code == 302
    with reading(engine) as fresh:
        assert fresh.scalar(select(func.count()).select_from(Exclusion)) == 0
        change = fresh.scalars(select(Change).filter_by(subject_id=exclusion)).one()
        assert change.narrative_before == {
            "reason": "A declared conflict.",
            "declared_on": "2020-01-01",
            "withdrawn": "Another person of this name.",
        }
        newest = audit.body_of(audit.entries_of(fresh, panel.review.partnership_id, limit=1)[0])
        assert (newest["tag"], newest["facts"]) == ("exclusion.withdrawn", {"user": str(barred.id)})
    assert "/panel/conflict/withdraw" not in panel.client.get(panel.at()).text
    assert sign_in(barred).get(panel.at()).status_code == 404, "a role that has ended is given anew, not back"
    assert panel.client.post(panel.at("/new"), data=joining(barred, panel)).status_code == 302
    assert sign_in(barred).get(panel.at()).status_code == 200


def test_nobody_withdraws_their_own_conflict_nor_one_of_another_review(
    panel: Panel, make: Make, session: Session, sign_in: SignIn, engine: Engine
) -> None:
    home = session.get_one(Partnership, panel.review.partnership_id)
    barred = make.excluded(panel.review, make.coordinator(home))
    other = make.review(home)
    elsewhere = make.excluded(other, make.user())
    ids = {row.user_id: row.id for row in session.scalars(select(Exclusion))}
    session.commit()
    data = {"exclusion_id": str(ids[barred.id]), "reason": "I am content."}
    assert sign_in(barred).post(panel.at("/conflict/withdraw"), data=data).status_code == 404
    wrong = {"exclusion_id": str(ids[elsewhere.id]), "reason": "A mistake."}
    assert panel.client.post(panel.at("/conflict/withdraw"), data=wrong).status_code == 422
    with reading(engine) as fresh:
        assert fresh.scalar(select(func.count()).select_from(Exclusion)) == 2
