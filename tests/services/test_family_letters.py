"""Letters and releases on days to avoid, what reports say of a family, and what of it stands in no log."""

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
from darddr.models.family import FamilyContact, FamilyEntry
from darddr.models.partnership import Partnership
from darddr.models.review import Publication
from darddr.services import family, family_contacts, family_days, family_facts, family_tributes, reports
from darddr.services import reviews as moves
from darddr.services.errors import NotNow, Unfit
from darddr.services.family import Happened
from darddr.services.family_contacts import Told
from darddr.services.family_tributes import Given
from darddr.vocabulary.family import FAMILY_LETTERS, AdvocateAnswer, ContactKind, EntryKind, TributeKind
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
def coordinator(make: Make, review):
    return make.actor(make.coordinator(make.session.get_one(Partnership, review.partnership_id)))


@pytest.fixture
def contact(session, review, chair) -> FamilyContact:
    return family_contacts.add_contact(session, chair, review, told())


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
