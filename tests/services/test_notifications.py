"""A notification while it is written, and the review it makes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.draft import Draft
from darddr.models.person import Person
from darddr.models.review import Review, ReviewMilestone
from darddr.models.subject import Place
from darddr.policies import Actor, NotAllowed
from darddr.services import drafts, notifications
from darddr.services.errors import NotNow, RealNameTyped, Unfit
from darddr.services.naming import pseudonym_fault, pseudonym_for, suggestions
from darddr.services.review_facts import review_facts
from darddr.services.reviews import Alleged, Died
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import Manner, NotificationSource, PersonRole, Sex
from tests.factories import Make

OTTOLINE = Died(("Ottoline Brackwater", "Otty"), "Vale", Sex.FEMALE, Manner.UNDETERMINED, "1984-03-07", "2026-01-03")
HOB = Alleged(("Hob Nettlefold",), "Dale", Sex.MALE)
NOTICE = date(2026, 1, 12)


def begun(session: Session, make: Make) -> tuple[Actor, Draft]:
    """A coordinator with an empty notification."""
    partnership = make.partnership()
    actor = make.actor(make.coordinator(partnership))
    return actor, notifications.begin(session, actor, Place(partnership.id))


def answered(session: Session, make: Make) -> tuple[Actor, Draft]:
    """The same with every answer given."""
    actor, draft = begun(session, make)
    notifications.answer_notice(actor, draft, NOTICE, NotificationSource.POLICE)
    notifications.answer_person(actor, draft, 0, OTTOLINE)
    notifications.answer_person(actor, draft, 0, HOB)
    notifications.answer_circumstances(actor, draft, "Vale was found at home.")
    return actor, draft


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_answers_are_kept_one_by_one_and_only_confirming_makes_a_review(session: Session, make: Make) -> None:
    actor, draft = begun(session, make)
    assert notifications.answers_of(draft).missing == "notice"
    notifications.answer_notice(actor, draft, NOTICE, NotificationSource.POLICE)
    assert notifications.answers_of(draft).missing == "died"
    notifications.answer_person(actor, draft, 0, OTTOLINE)
    assert notifications.answers_of(draft).missing == "circumstances"
    notifications.answer_person(actor, draft, 0, HOB)
    notifications.answer_circumstances(actor, draft, "Vale was found at home.")
    session.flush()
    session.expire_all()
    answers = notifications.answers_of(draft)
    assert (answers.missing, answers.died, answers.alleged) == (None, (OTTOLINE,), (HOB,))
    assert count(session, Review) == 0
    review = session.get_one(Review, notifications.confirm(session, actor, draft))
    people = session.scalars(select(Person).filter_by(review_id=review.id).order_by(Person.role)).all()
    assert [(one.role, one.names, one.pseudonym) for one in people] == [
        (PersonRole.ALLEGED_PERPETRATOR, ["Hob Nettlefold"], "Dale"),
        (PersonRole.VICTIM, ["Ottoline Brackwater", "Otty"], "Vale"),
    ]
    assert (review.month_of_death, people[1].date_of_death) == (date(2026, 1, 1), "2026-01-03")
    assert review_facts(session, review).milestones == {Milestone.NOTICE_RECEIVED: NOTICE}
    assert audit.verify(session).ok


def test_confirming_twice_makes_one_review_and_empties_the_draft(session: Session, make: Make) -> None:
    actor, draft = answered(session, make)
    first = notifications.confirm(session, actor, draft)
    assert notifications.confirm(session, actor, draft) == first
    assert count(session, Review) == 1
    session.flush()
    assert (draft.narrative_record, draft.subject_id) == (None, first)
    with pytest.raises(NotNow):
        notifications.answer_circumstances(actor, draft, "Another story.")


def test_what_is_missing_stops_the_confirmation(session: Session, make: Make) -> None:
    actor, draft = begun(session, make)
    notifications.answer_notice(actor, draft, NOTICE, NotificationSource.POLICE)
    notifications.answer_person(actor, draft, 0, OTTOLINE)
    with pytest.raises(Unfit):
        notifications.answer_circumstances(actor, draft, " \n")
    with pytest.raises(Unfit) as refused:
        notifications.confirm(session, actor, draft)
    assert refused.value.sentence == "Answer every question first."
    assert count(session, Review) == 0


def test_a_notification_holds_twelve_people_of_a_kind(session: Session, make: Make) -> None:
    actor, draft = begun(session, make)
    for number in range(notifications.MOST_PEOPLE):
        notifications.answer_person(actor, draft, number, Alleged(("Hob Nettlefold",), f"Dale {number}"))
    with pytest.raises(Unfit) as refused:
        notifications.answer_person(actor, draft, notifications.MOST_PEOPLE, Alleged(("Hob Nettlefold",), "Glen"))
    assert refused.value.field == "name"
    assert len(notifications.answers_of(draft).alleged) == notifications.MOST_PEOPLE


@pytest.mark.parametrize(
    ("died", "field"),
    [
        (Died(("A Brackwater",), "Vale", date_of_death="2026-01-13"), "date_of_death"),
        (Died(("A Brackwater",), "Vale", date_of_death="2999-01-01"), "date_of_death"),
        (Died(("A Brackwater",), "Vale", date_of_birth="2026-01-02", date_of_death="2026-01-01"), "date_of_birth"),
        (Died(("A Brackwater",), "Vale", date_of_birth="2999-01-01"), "date_of_birth"),
        (Died(("A Brackwater",), " "), "pseudonym"),
        (Died(("Ottoline Brackwater",), "brackwater"), "pseudonym"),
        (Died(("Zoë Brackwater",), "Zoe"), "pseudonym"),
    ],
)
def test_people_that_cannot_be_are_refused_beside_their_field(
    session: Session, make: Make, died: Died, field: str
) -> None:
    actor, draft = begun(session, make)
    notifications.answer_notice(actor, draft, NOTICE, NotificationSource.POLICE)
    with pytest.raises(Unfit) as refused:
        notifications.answer_person(actor, draft, 0, died)
    assert refused.value.field == field
    assert notifications.answers_of(draft).died == ()


def test_a_notice_from_tomorrow_and_one_before_the_death_are_refused(session: Session, make: Make) -> None:
    actor, draft = answered(session, make)
    for day in (clock.today() + timedelta(days=1), date(2026, 1, 2)):
        with pytest.raises(Unfit):
            notifications.answer_notice(actor, draft, day, NotificationSource.POLICE)
    assert notifications.answers_of(draft).received_on == NOTICE.isoformat()


def test_a_real_name_in_the_story_needs_a_reason_that_is_kept_with_the_review(session: Session, make: Make) -> None:
    actor, draft = answered(session, make)
    with pytest.raises(RealNameTyped) as typed:
        notifications.answer_circumstances(actor, draft, "Mr Nettlefold rang the police.")
    assert typed.value.names == ("Nettlefold",)
    notifications.answer_circumstances(actor, draft, "Mr Nettlefold rang the police.", "A quotation.")
    review_id = notifications.confirm(session, actor, draft)
    note = session.scalars(select(ReviewMilestone).filter_by(review_id=review_id)).one().note
    assert "A quotation." in (note or "")


def test_a_name_given_after_the_story_was_written_is_found_at_the_end(session: Session, make: Make) -> None:
    actor, draft = answered(session, make)
    notifications.answer_circumstances(actor, draft, "Peregrine Underhay found Vale.")
    notifications.answer_person(actor, draft, 1, Alleged(("Peregrine Underhay",), "Glen"))
    with pytest.raises(Unfit, match="Unfit") as refused:
        notifications.confirm(session, actor, draft)
    assert "Peregrine Underhay" in refused.value.sentence
    assert count(session, Review) == 0


def test_a_name_given_after_a_pseudonym_of_the_same_word_is_found_at_the_end(session: Session, make: Make) -> None:
    actor, draft = answered(session, make)
    notifications.answer_circumstances(actor, draft, "She was found at home.")
    notifications.answer_person(actor, draft, 1, Alleged(("Peregrine Vale",), "Glen"))
    with pytest.raises(Unfit) as refused:
        notifications.confirm(session, actor, draft)
    assert refused.value.field == "pseudonym"
    assert count(session, Review) == 0


def test_a_draft_is_its_owners_alone_and_ends(session: Session, make: Make) -> None:
    actor, draft = answered(session, make)
    other = make.actor(make.coordinator(session.get_one(type(make.partnership()), draft.partnership_id)))
    assert drafts.own_draft(session, actor.user_id, draft.id, notifications.KIND) is draft
    assert drafts.own_draft(session, other.user_id, draft.id, notifications.KIND) is None
    assert drafts.own_draft(session, actor.user_id, draft.id, "plan import") is None
    assert drafts.open_drafts(session, actor.user_id, draft.partnership_id, notifications.KIND) == [draft]
    assert drafts.open_drafts(session, actor.user_id, make.partnership().id, notifications.KIND) == []
    draft.expires_at = clock.now() - timedelta(seconds=1)
    session.flush()
    drafts.begin_draft(session, other, draft.partnership_id, "another kind", {})
    assert session.get(Draft, draft.id) is not None
    assert drafts.own_draft(session, actor.user_id, draft.id, notifications.KIND) is None
    assert drafts.open_drafts(session, actor.user_id, draft.partnership_id, notifications.KIND) == []
    notifications.begin(session, other, Place(draft.partnership_id))
    assert session.scalar(select(func.count()).select_from(Draft).filter_by(owner_id=actor.user_id)) == 0


def test_only_a_coordinator_of_the_place_begins_and_confirms(session: Session, make: Make) -> None:
    _, draft = answered(session, make)
    for stranger in (make.coordinator(make.partnership()), make.user()):
        actor = make.actor(stranger)
        with pytest.raises(NotAllowed):
            notifications.begin(session, actor, Place(draft.partnership_id))
        with pytest.raises(NotAllowed):
            notifications.confirm(session, actor, draft)
        with pytest.raises(NotAllowed):
            notifications.answer_circumstances(actor, draft, "Theirs.")


def test_deaths_of_the_same_month_are_shown_to_those_who_may_read_them(session: Session, make: Make) -> None:
    partnership, month = make.partnership(), date(2026, 1, 1)
    user = make.coordinator(partnership)
    shown, hidden, later = make.review(partnership), make.review(partnership), make.review(partnership)
    foreign = make.review(make.partnership())
    for review in (shown, hidden, foreign):
        review.month_of_death = month
    later.month_of_death = date(2026, 2, 1)
    make.excluded(hidden, user)
    session.flush()
    assert notifications.same_month(session, make.actor(user), partnership.id, month) == [shown]
    assert notifications.same_month(session, make.actor(user), partnership.id, None) == []


def test_suggested_pseudonyms_belong_to_nobody_here() -> None:
    people = (Died(("Wren Marlow",), "Alder"), Alleged(("Isla Vale",), "Bryn"))
    every = suggestions(people, 3, count=100)
    assert not {"Wren", "Marlow", "Isla", "Vale", "Alder", "Bryn"} & set(every)
    assert suggestions(people, 3) != suggestions(people, 9)
    assert pseudonym_fault((*people, Died(("X Y",), "ALDER")), 2)
    assert pseudonym_for(people, "Ms Marlow") == "Alder"
    assert pseudonym_for((*people, Died(("Ann Marlow",), "Cove")), "Marlow") == ""


@given(number=st.integers(0, 2**128))
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_suggestion_never_faults(number: int) -> None:
    people = (Died(("Ottoline Brackwater",), ""),)
    for word in suggestions(people, number):
        assert pseudonym_fault((Died(people[0].names, word),), 0) is None
