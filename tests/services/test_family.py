"""The family's part in a review: contacts, what happened, dated events, letters, tributes, release, what reports say."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from docx import Document as Word
from sqlalchemy import select

from darddr import audit, clock
from darddr.models.family import FamilyContact, FamilyContactChange, FamilyEntry
from darddr.models.finding import Change
from darddr.models.partnership import Partnership
from darddr.models.person import Person
from darddr.models.register_entry import RegisterEntry
from darddr.models.review import Publication, ReviewMilestone
from darddr.policies import NotAllowed
from darddr.services import family, family_contacts, family_days, family_facts, family_tributes, milestones, reports
from darddr.services import reviews as moves
from darddr.services.errors import NotNow, RealNameTyped, Stale, Unfit
from darddr.services.family import Happened
from darddr.services.family_contacts import Told
from darddr.services.family_tributes import Given
from darddr.vocabulary.family import FAMILY_LETTERS, MILESTONES, AdvocateAnswer, ContactKind, EntryKind, TributeKind
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PersonRole, PublicationKind
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make

TODAY = clock.today()
DAY = timedelta(days=1)
NAME = "Ottoline Brackwater"


def written(day: date) -> str:
    return f"{day.day} {day:%B}"


def told(**more: Any) -> Told:
    return Told(**{"kind": ContactKind.FAMILY, "name": NAME, **more})


@pytest.fixture
def review(make: Make):
    return make.review(make.partnership(), ReviewState.MONITORING)


@pytest.fixture
def chair(make: Make, review):
    return make.actor(make.on_review(review, ReviewRole.CHAIR))


@pytest.fixture
def others(make: Make, review):
    return {role: make.actor(make.on_review(review, role)) for role in (ReviewRole.PANEL, ReviewRole.AUTHOR)}


@pytest.fixture
def coordinator(make: Make, review):
    return make.actor(make.coordinator(make.session.get_one(Partnership, review.partnership_id)))


@pytest.fixture
def contact(session, review, chair) -> FamilyContact:
    return family_contacts.add_contact(session, chair, review, told())


def test_a_contact_is_numbered_sealed_and_its_name_goes_into_the_register_once(session, review, chair) -> None:
    one = family_contacts.add_contact(session, chair, review, told(reached_at="01632 960001", birthday="7 March"))
    two = family_contacts.add_contact(session, chair, review, told(kind=ContactKind.FRIEND))
    assert [each.number for each in family_contacts.contacts_of(session, review)] == [1, 2]
    assert (one.name, one.reached_at, two.kind) == (NAME, "01632 960001", ContactKind.FRIEND)
    assert one.avoid == [{"kind": "birthday", "days": "7 March", "why": ""}]
    lines = session.scalars(select(RegisterEntry).filter_by(review_id=review.id)).all()
    assert [line.text for line in lines] == [NAME]


def test_a_contact_who_is_a_person_of_the_review_is_in_the_register_already(session, make, review, chair) -> None:
    person = make.person(review, PersonRole.FAMILY, names=[NAME], pseudonym="Marlow")
    family_contacts.add_contact(session, chair, review, told(person_id=person.id))
    assert not session.scalars(select(RegisterEntry).filter_by(review_id=review.id)).all()
    family_contacts.add_contact(session, chair, review, told(person_id=person.id, name="Somebody Quell"))
    assert [line.text for line in session.scalars(select(RegisterEntry))] == ["Somebody Quell"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"birthday": "31 September"}, "birthday"),
        ({"birthday": "7 March 1984"}, "birthday"),
        ({"birthday": "7 March: hers"}, "birthday"),
        ({"anniversary": "1 May to 3 May"}, "anniversary"),
        ({"anniversary": "5 May\n6 May"}, "anniversary"),
        ({"avoid": "7 March\n9 June 2027 to 8 June 2027"}, "avoid"),
        ({"no_contact_since": TODAY + DAY}, "no_contact_since"),
        ({"no_contact_reason": "Too much."}, "no_contact_since"),
        ({"advocate_offered_on": TODAY + DAY}, "advocate_offered_on"),
        ({"advocate_answer": AdvocateAnswer.ACCEPTED}, "advocate_offered_on"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_and_nothing_is_kept(session, review, chair, more, field) -> None:
    with pytest.raises(Unfit) as refused:
        family_contacts.add_contact(session, chair, review, told(**more))
    assert refused.value.field == field
    assert not family_contacts.contacts_of(session, review)


def test_a_person_of_another_review_is_no_contact_of_this_one(session, make, review, chair) -> None:
    stranger = make.person(make.review(make.partnership()))
    with pytest.raises(Unfit) as refused:
        family_contacts.add_contact(session, chair, review, told(person_id=stranger.id))
    assert refused.value.field == "person_id"


def test_a_change_keeps_what_was_and_a_stale_one_shows_both(session, review, chair, contact) -> None:
    version = contact.version_id
    family_contacts.edit_contact(session, chair, review, contact, version, told())
    assert contact.version_id == version
    assert not session.scalars(select(FamilyContactChange)).all()
    rest = told(avoid=" 24 December  to 2 January : rest\r\n")
    family_contacts.edit_contact(session, chair, review, contact, version, rest)
    kept = contact.version_id
    family_contacts.edit_contact(session, chair, review, contact, kept, told(avoid="24 December to 2 January:rest"))
    assert contact.version_id == kept
    change = session.scalars(select(FamilyContactChange)).one()
    assert change.before == {"avoid": ""}
    assert family_contacts.changes_of(session, contact)[0][0] is change
    with pytest.raises(Stale) as stale:
        family_contacts.edit_contact(session, chair, review, contact, version, told(name="Anybody Else"))
    assert stale.value.theirs["avoid"] == "24 December to 2 January: rest"
    assert contact.name == NAME


def test_a_new_contact_begins_with_the_days_of_whoever_died(session, make, review) -> None:
    died = session.scalars(select(Person).filter_by(review_id=review.id)).one()
    assert family_contacts.days_known(session, review) == {}
    died.fill(date_of_birth="1984-03-07", date_of_death="2024-02-29")
    assert family_contacts.days_known(session, review) == {"birthday": "7 March", "anniversary": "29 February"}
    make.person(review, PersonRole.VICTIM, pseudonym="Second")
    assert family_contacts.days_known(session, review) == {}


def test_panel_and_author_reach_no_contact_and_write_nothing(session, review, others, contact) -> None:
    for actor in others.values():
        with pytest.raises(NotAllowed):
            family_contacts.add_contact(session, actor, review, told())
        with pytest.raises(NotAllowed):
            family_contacts.edit_contact(session, actor, review, contact, contact.version_id, told(how="x"))
        with pytest.raises(NotAllowed):
            family.add_entry(session, actor, review, EntryKind.MET, Happened(TODAY))
        with pytest.raises(NotAllowed):
            family_tributes.add_tribute(session, actor, review, Given(TributeKind.TRIBUTE, TODAY, text="Loved."))


# What happened


@pytest.mark.parametrize(("kind", "milestone"), MILESTONES.items())
def test_an_entry_is_the_dated_event_of_the_review_and_never_twice(session, review, chair, kind, milestone) -> None:
    day = TODAY - 5 * DAY
    first = family.add_entry(session, chair, review, kind, Happened(day, shown="Version 2"))
    assert milestones.milestones_of(session, review)[milestone] == day
    family.add_entry(session, chair, review, kind, Happened(TODAY))
    rows = session.scalars(select(ReviewMilestone).filter_by(review_id=review.id, kind=milestone)).all()
    assert [(row.happened_on, row.replaced) for row in rows] == [(day, False)]
    family.edit_entry(session, chair, review, first, first.version_id, Happened(day + DAY, shown="Version 2"))
    assert milestones.milestones_of(session, review)[milestone] == day + DAY
    family.add_entry(session, chair, review, kind, Happened(day - DAY))
    assert milestones.milestones_of(session, review)[milestone] == day - DAY


def test_a_date_entered_by_hand_stays_unless_an_entry_is_earlier(session, review, chair) -> None:
    milestones.record_milestone(session, chair, review, Milestone.FAMILY_TOLD, TODAY - 9 * DAY)
    entry = family.add_entry(session, chair, review, EntryKind.TOLD_DECISION, Happened(TODAY - 3 * DAY))
    assert milestones.milestones_of(session, review)[Milestone.FAMILY_TOLD] == TODAY - 9 * DAY
    family.edit_entry(session, chair, review, entry, entry.version_id, Happened(TODAY - 2 * DAY))
    assert milestones.milestones_of(session, review)[Milestone.FAMILY_TOLD] == TODAY - 9 * DAY


def test_a_meeting_is_no_dated_event(session, review, chair) -> None:
    before = milestones.milestones_of(session, review)
    for kind in set(EntryKind) - set(MILESTONES) - {EntryKind.PSEUDONYM_CHOSEN}:
        family.add_entry(session, chair, review, kind, Happened(TODAY, text="Tea."))
    assert milestones.milestones_of(session, review) == before


def test_a_chosen_pseudonym_is_noted_on_its_person(session, make, review, chair, contact) -> None:
    person = make.person(review, PersonRole.CHILD, pseudonym="Sarah", chosen_by="The chair")
    happened = Happened(TODAY, contact_id=contact.id, person_id=person.id)
    family.add_entry(session, chair, review, EntryKind.PSEUDONYM_CHOSEN, happened)
    assert (person.chosen_by, person.pseudonym_chosen_on) == ("Family member", TODAY)
    assert {"chosen_by": "The chair"} in [change.narrative_before for change in session.scalars(select(Change))]
    with pytest.raises(Unfit) as refused:
        family.add_entry(session, chair, review, EntryKind.PSEUDONYM_CHOSEN, Happened(TODAY))
    assert refused.value.field == "person_id"


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        (EntryKind.MET, {"happened_on": TODAY + DAY}, "happened_on"),
        (EntryKind.MET, {"answer": "Yes.", "answered_on": TODAY - DAY}, "answered_on"),
        (EntryKind.MET, {"answer": "Yes.", "answered_on": TODAY + DAY}, "answered_on"),
        (EntryKind.MET, {"answered_on": TODAY}, "answer"),
        (EntryKind.COMMENTED, {}, "text"),
    ],
)
def test_what_cannot_have_happened_is_refused(session, review, chair, kind, more, field) -> None:
    with pytest.raises(Unfit) as refused:
        family.add_entry(session, chair, review, kind, Happened(**{"happened_on": TODAY, **more}))
    assert refused.value.field == field
    assert not family.entries_of(session, review)


def test_an_entry_names_contacts_and_people_of_its_review_alone(session, make, review, chair) -> None:
    elsewhere = make.review(make.partnership())
    person = make.person(elsewhere)
    stranger = make.keep(
        FamilyContact(partnership_id=elsewhere.partnership_id, review_id=elsewhere.id, number=1, kind=ContactKind.OTHER)
    )
    for more in ({"contact_id": stranger.id}, {"person_id": person.id}):
        with pytest.raises(Unfit) as refused:
            family.add_entry(session, chair, review, EntryKind.MET, Happened(TODAY, **more))
        assert refused.value.field == next(iter(more))
    given = Given(TributeKind.TRIBUTE, TODAY, contact_id=stranger.id, text="Loved.")
    with pytest.raises(Unfit) as refused:
        family_tributes.add_tribute(session, chair, review, given)
    assert refused.value.field == "contact_id"


def test_the_log_names_nobody_without_a_reason(session, review, chair, contact) -> None:
    with pytest.raises(RealNameTyped) as typed:
        family.add_entry(session, chair, review, EntryKind.MET, Happened(TODAY, answer=f"{NAME} was glad."))
    assert typed.value.field == "answer"
    with pytest.raises(RealNameTyped):
        family_tributes.add_tribute(session, chair, review, Given(TributeKind.TRIBUTE, TODAY, text=f"{NAME} sang."))
    allowed = Happened(TODAY, answer=f"{NAME} was glad.", name_reason="A quotation.")
    assert family.add_entry(session, chair, review, EntryKind.MET, allowed).answer == f"{NAME} was glad."


def test_an_entry_corrected_keeps_its_earlier_words(session, review, chair, others) -> None:
    entry = family.add_entry(session, chair, review, EntryKind.COMMENTED, Happened(TODAY, text="It is too long."))
    version = entry.version_id
    family.edit_entry(session, chair, review, entry, version, Happened(TODAY, text="It is too long."))
    assert entry.version_id == version
    answered = Happened(TODAY, text="It is too long.", answer="It was cut.", answered_on=TODAY)
    family.edit_entry(session, chair, review, entry, version, answered)
    assert session.scalars(select(Change).filter_by(subject_id=entry.id)).one().narrative_before["answer"] == ""
    with pytest.raises(Stale):
        family.edit_entry(session, chair, review, entry, version, answered)
    with pytest.raises(NotAllowed):
        family.edit_entry(session, others[ReviewRole.AUTHOR], review, entry, entry.version_id, answered)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"given_on": TODAY + DAY}, "given_on"),
        ({"withdrawn_on": TODAY - 2 * DAY}, "withdrawn_on"),
        ({"withdrawn_on": TODAY + DAY}, "withdrawn_on"),
        ({"text": " "}, "text"),
        ({"kind": TributeKind.PHOTOGRAPH}, "kept_at"),
    ],
)
def test_a_tribute_that_cannot_be_is_refused(session, review, chair, more, field) -> None:
    whole = {"kind": TributeKind.TRIBUTE, "given_on": TODAY - DAY, "text": "Loved."}
    with pytest.raises(Unfit) as refused:
        family_tributes.add_tribute(session, chair, review, Given(**{**whole, **more}))
    assert refused.value.field == field
    assert not family_tributes.tributes_of(session, review)


def test_consent_withdrawn_leaves_no_place_to_use_it(session, review, chair, others) -> None:
    given = Given(TributeKind.TRIBUTE, TODAY - DAY, text="Loved.", for_report=True, for_learning=True)
    tribute = family_tributes.add_tribute(session, chair, review, given)
    assert tribute.places == ("report", "learning")
    assert "A tribute was given that may be used in the report." in family_facts.involvement(session, review)
    version, withdrawn = tribute.version_id, replace(given, withdrawn_on=TODAY)
    with pytest.raises(NotAllowed):
        family_tributes.edit_tribute(session, others[ReviewRole.PANEL], review, tribute, version, withdrawn)
    family_tributes.edit_tribute(session, chair, review, tribute, version, given)
    assert tribute.version_id == version
    family_tributes.edit_tribute(session, chair, review, tribute, version, withdrawn)
    session.flush()
    assert tribute.places == ()
    assert family_facts.involvement(session, review) == ()
    with pytest.raises(Stale):
        family_tributes.edit_tribute(session, chair, review, tribute, version, given)


# Letters


def said(data: bytes) -> str:
    document = Word(io.BytesIO(data))
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


@pytest.fixture
def ready(session, make, review) -> None:
    for kind in (Milestone.DECIDED, Milestone.EXECUTIVE_APPROVED):
        make.milestone(review, kind)


@pytest.mark.parametrize("key", FAMILY_LETTERS)
def test_no_letter_falls_on_a_day_to_avoid_and_none_goes_to_who_wants_none(
    session, review, chair, coordinator, contact, ready, key
) -> None:
    def edit(**more: Any) -> None:
        family_contacts.edit_contact(session, chair, review, contact, contact.version_id, told(**more))
        session.flush()

    edit(avoid=f"{written(TODAY)} to {written(TODAY + 2 * DAY)}")
    with pytest.raises(NotNow) as refused:
        reports.draw(session, coordinator, review, key)
    free = TODAY + 3 * DAY
    assert f"The next day free for everybody is {free.day} {free:%B %Y}." in refused.value.sentence
    edit(avoid="1 January to 31 December")
    with pytest.raises(NotNow) as refused:
        reports.draw(session, coordinator, review, key)
    assert "No day within a year is free." in refused.value.sentence
    edit(no_contact_since=TODAY)
    with pytest.raises(NotNow) as refused:
        reports.draw(session, coordinator, review, key)
    assert refused.value.sentence == family_days.NOBODY
    family_contacts.add_contact(session, chair, review, told(kind=ContactKind.FRIEND, name="Somebody Quell"))
    text = said(reports.draw(session, coordinator, review, key))
    assert "Contact 2 (friend)" in text
    assert "Contact 1" not in text
    assert "Quell" not in text


def test_a_kept_line_that_names_no_days_holds_no_day_and_stops_nothing() -> None:
    lines = [{"kind": "other", "days": days, "why": ""} for days in ("her own day", "7 March")]
    (days,) = family_days.days_of([_with([]), _with(lines)])
    assert date(2027, 3, 7) in days


def _with(lines: list[dict[str, str]]) -> Any:
    return type("Contact", (), {"avoid": lines})()


def test_each_contact_that_allows_it_has_a_letter_of_its_own(session, review, chair, coordinator, contact) -> None:
    family_contacts.add_contact(session, chair, review, told(kind=ContactKind.FRIEND, name="Somebody Quell"))
    data = reports.draw(session, coordinator, review, "family-first")
    text = said(data)
    assert "Here are two letters, one for each contact" in text
    assert text.count("Contact 1 (family member)") == text.count("Contact 2 (friend)") == 1
    assert NAME not in text


def test_letters_to_others_do_not_ask_the_family(session, make, review, chair, coordinator, ready) -> None:
    family_contacts.add_contact(session, chair, review, told(no_contact_since=TODAY))
    assert said(reports.draw(session, coordinator, review, "decision-coroner"))


# The release


@pytest.fixture
def cleared(session, make, coordinator):
    home = session.get_one(Partnership, next(iter(coordinator.partnership_roles)))
    return make.review(home, ReviewState.CLEARED)


def test_a_release_on_a_day_to_avoid_says_so_and_asks_for_a_reason(session, make, cleared, coordinator) -> None:
    family_contacts.add_contact(session, coordinator, cleared, told(avoid=written(TODAY), no_contact_since=TODAY))
    free = TODAY + DAY
    for trigger, reason in (("publish", ""), ("publish", " \n")):
        with pytest.raises(Unfit) as refused:
            family_days.check_move(session, cleared, trigger, TODAY, reason)
        assert refused.value.field == "reason"
        assert f"The next day free for everybody is {free.day} {free:%B %Y}." in refused.value.sentence
    with pytest.raises(Unfit):
        moves.advance(session, coordinator, cleared, "publish")
    assert cleared.state is ReviewState.CLEARED
    for trigger, day, reason in (
        ("publish", TODAY, "The court fixed it."),
        ("publish", free, ""),
        ("close", TODAY, ""),
    ):
        family_days.check_move(session, cleared, trigger, day, reason)
    place = {"partnership_id": cleared.partnership_id, "review_id": cleared.id}
    make.keep(Publication(**place, kind=PublicationKind.WITHHELD))
    family_days.check_move(session, cleared, "publish", TODAY, "")


# What reports say


def test_reports_say_how_many_and_what_they_wished_and_no_name(session, make, review, chair, coordinator) -> None:
    offered = {"advocate_offered_on": TODAY, "advocate_answer": AdvocateAnswer.ACCEPTED, "how": "By letter"}
    one = family_contacts.add_contact(session, chair, review, told(**offered))
    two = told(kind=ContactKind.FRIEND, name="Somebody Quell", no_contact_since=TODAY)
    family_contacts.add_contact(session, chair, review, two)
    person = make.person(review, PersonRole.CHILD, pseudonym="Wren")
    chosen = Happened(TODAY, contact_id=one.id, person_id=person.id)
    family.add_entry(session, chair, review, EntryKind.PSEUDONYM_CHOSEN, chosen)
    family.add_entry(session, chair, review, EntryKind.TERMS_SHOWN, Happened(date(2026, 3, 7)))
    family.add_entry(session, chair, review, EntryKind.COMMENTED, Happened(TODAY, text="Too long."))
    sentences = family_facts.involvement(session, review)
    assert sentences == (
        "One family member and one friend were known to the review as people who might take part.",
        "One of them did not wish to be contacted.",
        "A specialist advocate was offered to one of them, and accepted by one.",
        "The terms of reference were shown to the family in March 2026.",
        "One comment was made, of which none were answered.",
        "The pseudonym Wren was chosen by a family member.",
    )
    report = said(reports.draw(session, coordinator, review, "overview"))
    assert all(sentence in report for sentence in sentences)
    assert "7 March" not in report
    handover = said(reports.draw(session, coordinator, review, "handover"))
    for text in ("Contact 1 (family member)", "By letter", "Contact 2 (friend)", "No contact, since"):
        assert text in handover
    for file in (report, handover):
        assert NAME not in file
        assert "Quell" not in file
    review.sections = {"involvement": "They read every draft."}
    written_by_hand = said(reports.draw(session, coordinator, review, "overview"))
    assert "They read every draft." in written_by_hand
    assert sentences[0] not in written_by_hand


def test_without_a_record_the_report_says_that_it_lacks_one(session, review, coordinator) -> None:
    assert family_facts.involvement(session, review) == ()
    document = zipfile.ZipFile(io.BytesIO(reports.draw(session, coordinator, review, "overview")))
    assert "family involvement" in document.read("word/document.xml").decode().lower()


def test_nothing_of_a_contact_stands_in_any_fact_of_the_log(session, engine, review, chair, contact) -> None:
    secret = told(reached_at="Quorthil Road", avoid="24 December: Quorthil day", no_contact_since=TODAY)
    family_contacts.edit_contact(
        session, chair, review, contact, contact.version_id, replace(secret, no_contact_reason="Quorthil said so.")
    )
    family.add_entry(session, chair, review, EntryKind.COMMENTED, Happened(TODAY, text="Quorthil pages."))
    family_tributes.add_tribute(session, chair, review, Given(TributeKind.TRIBUTE, TODAY, text="Quorthil song."))
    session.commit()
    bodies = [audit.body_of(entry) for entry in audit.entries_of(session, review.partnership_id, None, 500)]
    said_in_log = repr([body for body in bodies if isinstance(body, dict)])
    assert "family.contact_edited" in said_in_log
    for secret_text in ("Quorthil", "Brackwater", "24 December", "12-24"):
        assert secret_text not in said_in_log
    assert session.scalars(select(FamilyEntry)).one().text == "Quorthil pages."
