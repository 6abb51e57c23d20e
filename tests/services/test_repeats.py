"""We recommended this before: what is found, what is never told, and what repeated non-delivery shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.partnership import Partnership
from darddr.models.plan import Recommendation
from darddr.policies import Actor, NotAllowed
from darddr.services import plans, repeats
from darddr.services.errors import Unfit
from darddr.services.repeats import Sought
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ActionState
from tests.factories import Make

OLD = "Housing should provide training on coercive control for all frontline staff."
NEW = "All frontline staff of Housing should be provided with training on coercive control."
OTHER = "Housing should review its policy on sharing information with the police."


@pytest.fixture
def situation(session: Session, make: Make):
    home = make.partnership()
    housing, police = make.agency(home, "Housing"), make.agency(home, "Police")
    earlier, later = make.review(home), make.review(home)
    old = make.recommendation(plans.plan_of(session, earlier), text=OLD)
    make.action(old, ActionState.NOT_IMPLEMENTED, lead_agency_id=housing.id)
    new = make.recommendation(plans.plan_of(session, later), text=NEW)
    make.action(new, lead_agency_id=housing.id)
    return make.actor(make.coordinator(home)), home, (housing, police), (earlier, later), (old, new)


def alike(session: Session, actor: Actor, row: Recommendation) -> list[str]:
    found = repeats.alike(session, actor, row.partnership_id, repeats.sought_in(session, row), clock.today())
    return [one.text for one in found]


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        (NEW, OLD, True),
        (OLD, OLD.upper().replace(".", "!"), True),
        (NEW, OTHER, False),
        (
            "Provide training.",
            "Provide training on how risk is assessed where a carer is also the abuser, each year.",
            False,
        ),
        ("Ensure that staff are trained in coercive control.", "Provide training in coercive control for staff.", True),
        ("", OLD, False),
        ("🕊 \u202e Llŷr", OLD, False),
    ],
)
def test_the_same_wish_in_other_words_is_found_and_another_wish_is_not(one: str, other: str, is_found: bool) -> None:
    assert bool(repeats.likest(one, [OTHER.replace("police", "coroner"), other][1:])) is is_found


def test_one_to_the_same_agency_is_found_and_one_to_another_is_not(session: Session, make: Make, situation) -> None:
    actor, _, (_, police), (earlier, _), (_, new) = situation
    elsewhere = make.recommendation(plans.plan_of(session, earlier), text=OLD)
    make.action(elsewhere, lead_agency_id=police.id)
    assert alike(session, actor, new) == [OLD]


def test_an_addressee_named_like_the_agency_counts_as_the_agency(session: Session, make: Make, situation) -> None:
    actor, home, _, _, (old, _) = situation
    named = make.recommendation(make.plan(home), text=NEW, addressees=["  HOUSING "])
    assert OLD in alike(session, actor, named)
    assert NEW in alike(session, actor, old)


def test_one_that_names_nobody_yet_is_compared_with_all_but_its_own_plan(
    session: Session, make: Make, situation
) -> None:
    actor, _, _, (_, later), _ = situation
    bare = make.recommendation(plans.plan_of(session, later), text=NEW)
    assert alike(session, actor, bare) == [OLD]


def test_what_the_reader_may_not_read_is_neither_found_nor_linked_nor_shown(
    session: Session, make: Make, situation
) -> None:
    actor, home, (housing, _), (earlier, later), (old, new) = situation
    author = make.actor(make.on_review(later, ReviewRole.AUTHOR))
    kept_out = make.actor(make.excluded(earlier, make.coordinator(home)))
    repeats.link(session, actor, new, [old])
    session.flush()
    for reader in (author, kept_out):
        assert alike(session, reader, new) == []
        assert repeats.linked(session, reader, [new.id], clock.today()) == {}
        with pytest.raises(Unfit):
            repeats.link(session, reader, new, [old])
        repeats.link(session, reader, new, [])
    session.flush()
    assert repeats.repeated_of_agency(session, kept_out, housing, clock.today()) == []
    assert [one.id for one in repeats.linked(session, actor, [new.id], clock.today())[new.id]] == [old.id]


def test_the_linked_earlier_one_shows_its_ends_and_that_it_was_not_delivered(
    session: Session, make: Make, situation
) -> None:
    actor, _, (housing, police), _, (old, new) = situation
    repeats.link(session, actor, new, [old])
    session.flush()
    (one,) = repeats.linked(session, actor, [new.id], clock.today())[new.id]
    assert ([end.state for end in one.ends], one.not_delivered) == ([ActionState.NOT_IMPLEMENTED], True)
    told = repeats.repeated_of_agency(session, actor, housing, clock.today())
    assert [(row.id, [each.id for each in earlier]) for row, earlier in told] == [(new.id, [old.id])]
    assert repeats.repeated_of_agency(session, actor, police, clock.today()) == []
    repeats.link(session, actor, new, [])
    session.flush()
    assert repeats.linked(session, actor, [new.id], clock.today()) == {}
    assert audit.verify(session).ok


def test_an_overdue_action_counts_as_not_delivered_and_a_finished_one_does_not(
    session: Session, make: Make, situation
) -> None:
    actor, home, (housing, _), _, (_, new) = situation
    overdue, done = (make.recommendation(make.plan(home), text=OLD) for _ in range(2))
    make.action(overdue, lead_agency_id=housing.id, due_on=clock.today() - timedelta(days=1))
    make.action(done, ActionState.SIGNED_OFF, lead_agency_id=housing.id, due_on=clock.today() - timedelta(days=9))
    repeats.link(session, actor, new, [overdue, done])
    session.flush()
    shown = {one.id: one.not_delivered for one in repeats.linked(session, actor, [new.id], clock.today())[new.id]}
    assert shown == {overdue.id: True, done.id: False}


def test_a_recommendation_does_not_come_before_itself(session: Session, make: Make, situation) -> None:
    actor, _, _, (_, later), (old, new) = situation
    repeats.link(session, actor, new, [old])
    session.flush()
    for row, earlier in ((new, new), (old, new)):
        with pytest.raises(Unfit):
            repeats.link(session, actor, row, [earlier])
    abroad = make.recommendation(make.plan(make.partnership()))
    with pytest.raises(Unfit):
        repeats.link(session, actor, new, [abroad])
    with pytest.raises(NotAllowed):
        repeats.link(session, make.actor(make.on_review(later, ReviewRole.PANEL)), new, [])


def test_whoever_coordinates_two_partnerships_links_nothing_of_one_to_the_other(
    session: Session, make: Make, situation
) -> None:
    _, home, _, _, (_, new) = situation
    neighbour = make.partnership()
    both = make.member(neighbour, PartnershipRole.COORDINATOR, make.coordinator(home))
    with pytest.raises(Unfit):
        repeats.link(session, make.actor(both), new, [make.recommendation(make.plan(neighbour))])


def test_a_repeat_in_a_review_its_reader_is_kept_out_of_is_not_told(session: Session, make: Make, situation) -> None:
    actor, home, (housing, _), (_, later), (old, new) = situation
    repeats.link(session, actor, new, [old])
    session.flush()
    kept_out = make.actor(make.excluded(later, make.coordinator(home)))
    assert repeats.repeated_of_agency(session, actor, housing, clock.today())
    assert repeats.repeated_of_agency(session, kept_out, housing, clock.today()) == []


def test_words_alone_find_what_was_recommended_to_an_agency(session: Session, situation) -> None:
    actor, home, (housing, police), _, _ = situation
    for agency, texts in ((housing, {OLD, NEW}), (police, set())):
        found = repeats.alike(session, actor, home.id, Sought(NEW, frozenset([agency.id])), clock.today())
        assert {one.text for one in found} == texts
    assert session.get_one(Partnership, home.id)
