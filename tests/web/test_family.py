"""The pages of the family's part: who sees what, what is said of bad input, and what is nowhere else."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.audit import Reading
from darddr.models.family import FamilyContact, FamilyEntry, FamilyTribute
from darddr.models.review import Publication
from darddr.services import publication
from darddr.storage.database import reading
from darddr.vocabulary.family import ContactKind, EntryKind, TributeKind
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PublicationKind
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make

TODAY = clock.today()
NAME = "Ottoline Brackwater"
PARTS = {"name": NAME, "kind": "family", "reached_at": "01632 960001", "advocate_answer": "not_answered"}


def day(name: str, when: date) -> dict[str, str]:
    """The three boxes of a date."""
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home):
    return make.review(home, ReviewState.CLEARED)


@pytest.fixture
def people(make: Make, home, review) -> dict[str, Any]:
    roles = {
        role.value: make.on_review(review, role) for role in (ReviewRole.CHAIR, ReviewRole.AUTHOR, ReviewRole.PANEL)
    }
    return {**roles, "coordinator": make.coordinator(home), "executive_chair": make.executive_chair(home)}


@pytest.fixture
def place(review) -> dict[str, Any]:
    return {"partnership_id": review.partnership_id, "review_id": review.id}


def plain(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_a_contact_is_added_shown_and_changed(session: Session, review, people, sign_in, engine) -> None:
    session.commit()
    client, here = sign_in(people["coordinator"]), f"/reviews/{review.id}/family"
    assert "Nobody has been recorded yet." in client.get(here).text
    days = {"birthday": "7 March", "anniversary": "29 February", "avoid": "24 December to 2 January: rest\n\n5 May"}
    wishes = {
        "how": "By letter",
        "when": "After six",
        "language": "Welsh",
        "interpreter": "Signing",
        "relation": "Mother",
    }
    rest = {"advocate": "Aid for all, 01632 960002", "advocate_offered_by": "The chair", "may_be_told": "Her sister"}
    body = {**PARTS, **days, **wishes, **rest, **day("advocate_offered_on", TODAY), "advocate_answer": "accepted"}
    answer = client.post(f"{here}/contacts/new", data=body, follow_redirects=True)
    text = plain(answer)
    for shown in (NAME, "01632 960001", "By letter; After six; Welsh; Signing", "Mother", "Her sister", "Aid for all"):
        assert shown in text
    for line in ("7 March: Birthday of the person who died", "29 February: Anniversary of the death"):
        assert line in text
    assert "24 December to 2 January: rest" in text
    assert "5 May: Asked for" in text
    with reading(engine) as fresh:
        contact = fresh.scalars(select(FamilyContact)).one()
    url = f"/family-contacts/{contact.id}"
    assert 'value="7 March"' in client.get(url).text
    assert "24 December to 2 January: rest\n5 May" in client.get(url).text
    changed = {**body, "name": "Ottoline Quell", "version": contact.version_id, **day("no_contact_since", TODAY)}
    changed["no_contact_reason"] = "Too much at once."
    assert client.post(url, data=changed).status_code == 302
    text = plain(client.get(f"{here}/contacts"))
    assert "Contact 1: Ottoline Quell" in text
    assert "Too much at once." in text
    assert f"Name: {NAME}" in plain(client.get(url))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": " "}, "Give the name of the person."),
        ({"birthday": "31 September"}, "“31 September” in “31 September” is no day there is."),
        ({"avoid": "5 May\n9 June 2027 to 8 June 2027"}, "“9 June 2027 to 8 June 2027” ends before it starts."),
        ({"no_contact_reason": "No."}, "Enter the day since which they want no contact."),
        (day("next_contact_on", TODAY) | {"next_contact_on-day": "32"}, "is not a date"),
    ],
)
def test_bad_input_is_said_beside_its_box_and_nothing_typed_is_lost(
    session, review, people, sign_in, engine, more, sentence
) -> None:
    session.commit()
    body = {**PARTS, "how": "By carrier pigeon", **more}
    answer = sign_in(people["chair"]).post(f"/reviews/{review.id}/family/contacts/new", data=body)
    assert answer.status_code == 422
    assert sentence in plain(answer)
    assert "By carrier pigeon" in answer.text
    with reading(engine) as fresh:
        assert not fresh.scalars(select(FamilyContact)).all()


def test_a_stale_contact_shows_both_texts(session, make, place, review, people, sign_in, engine) -> None:
    contact = make.keep(FamilyContact(**place, number=1, kind=ContactKind.FAMILY, name=NAME, how="By letter"))
    session.commit()
    client, url = sign_in(people["chair"]), f"/family-contacts/{contact.id}"
    assert client.post(url, data={**PARTS, "how": "By telephone", "version": "1"}).status_code == 302
    answer = client.post(url, data={**PARTS, "how": "In person", "version": "1"})
    assert answer.status_code == 422
    for text in ("By telephone", "In person"):
        assert text in answer.text
    with reading(engine) as fresh:
        assert fresh.scalars(select(FamilyContact)).one().how == "By telephone"


def test_the_author_reads_what_happened_without_who_it_was_and_the_panel_reads_nothing(
    session, make, place, review, people, sign_in, engine
) -> None:
    contact = make.keep(
        FamilyContact(
            **place,
            number=1,
            kind=ContactKind.FAMILY,
            name=NAME,
            how="By letter",
            no_contact_since=TODAY,
            no_contact_reason="Too much.",
            reached_at="01632 960001",
            avoid=[{"kind": "birthday", "days": "7 March", "why": ""}],
        )
    )
    met = {"contact_id": contact.id, "kind": EntryKind.COMMENTED, "happened_on": TODAY}
    entry = make.keep(FamilyEntry(**place, **met, text="It is too long.", answer="It was cut.", shown="Version 3"))
    tribute = make.keep(FamilyTribute(**place, kind=TributeKind.TRIBUTE, given_on=TODAY, text="Much loved."))
    session.commit()
    client = sign_in(people["author"])
    text = plain(client.get(f"/reviews/{review.id}/family"))
    for shown in (
        "Contact 1 (family member)",
        "It is too long.",
        "It was cut.",
        "Version 3",
        "Much loved.",
        "No contact",
    ):
        assert shown in text
    for secret in (NAME, "By letter", "Too much", "960001", "7 March", "Record what happened", "days to avoid"):
        assert secret not in text
    writes = (f"/reviews/{review.id}/family/log/new", f"/family-entries/{entry.id}", f"/family-tributes/{tribute.id}")
    private = (f"/reviews/{review.id}/family/contacts", f"/family-contacts/{contact.id}", *writes)
    panel = sign_in(people["panel"])
    for url in private:
        assert client.get(url).status_code == 404
        assert client.post(url, data={}).status_code in (404, 405)
        assert panel.get(url).status_code == 404
    assert panel.get(f"/reviews/{review.id}/family").status_code == 404
    assert "/family" not in panel.get(f"/reviews/{review.id}").text
    chair = sign_in(people["chair"])
    assert NAME in chair.get(f"/reviews/{review.id}/family/contacts").text
    with reading(engine) as fresh:
        bodies = [audit.body_of(each) for each in audit.entries_of(fresh, review.partnership_id, None, 500)]
        read = {(body["tag"], body["actor"]) for body in bodies if isinstance(body, dict) and "tag" in body}
        assert ("identity.read", str(people["chair"].id)) in read
        assert ("review.read", str(people["author"].id)) in read
        assert fresh.scalars(select(Reading)).all()


def test_what_happened_is_typed_once_and_stands_among_the_dates(session, review, people, sign_in, engine) -> None:
    session.commit()
    client, new = sign_in(people["chair"]), f"/reviews/{review.id}/family/log/new"
    yesterday = TODAY - timedelta(days=1)
    assert '<option value="terms_shown" selected>' in client.get(f"{new}?kind=terms_shown").text
    body = {"kind": "terms_shown", "shown": "Version 2", "by_whom": "The chair", **day("happened_on", yesterday)}
    answer = client.post(new, data=body, follow_redirects=True)
    assert "It has been recorded." in answer.text
    shown = plain(client.get(f"/reviews/{review.id}"))
    assert f"{Milestone.FAMILY_OFFERED_TERMS.label} {yesterday.day} {yesterday:%B %Y}" in shown
    with reading(engine) as fresh:
        entry = fresh.scalars(select(FamilyEntry)).one()
    url = f"/family-entries/{entry.id}"
    assert 'name="kind"' not in client.get(url).text
    assert 'name="person_id"' not in client.get(url).text
    changed = {**body, "answer": "Two questions were added.", **day("answered_on", TODAY), "version": entry.version_id}
    assert client.post(url, data=changed).status_code == 302
    assert "Two questions were added." in client.get(f"/reviews/{review.id}/family").text
    stale = client.post(url, data={**changed, "text": "Another text."})
    assert stale.status_code == 422
    assert "Another text." in stale.text


def test_bad_entries_and_tributes_are_said_beside_their_box(session, make, review, people, sign_in, engine) -> None:
    make.person(review, names=[NAME], pseudonym="Marlow")
    session.commit()
    client, here = sign_in(people["coordinator"]), f"/reviews/{review.id}/family"
    met = {"kind": "met", **day("happened_on", TODAY)}
    given = {"kind": "tribute", "text": "Loved.", **day("given_on", TODAY)}
    for url, body, sentence in (
        ("log/new", {**met, "kind": "wedding"}, "Not a valid choice"),
        ("log/new", {**met, "contact_id": "0"}, "Not a valid choice"),
        ("log/new", {**met, **day("happened_on", TODAY + timedelta(days=1))}, "It cannot have happened after today."),
        ("log/new", {**met, "text": f"Tea with {NAME}."}, "Change the real name, or say why it must stay."),
        ("tributes/new", {**given, **day("withdrawn_on", date(2020, 1, 1))}, "withdrawn before it was given"),
        ("tributes/new", {**given, "kind": "photograph"}, "Say where the photograph is kept."),
        ("tributes/new", {**given, "text": f"{NAME} sang."}, "Change the real name, or say why it must stay."),
    ):
        answer = client.post(f"{here}/{url}", data=body)
        assert answer.status_code == 422, (url, body)
        assert sentence in plain(answer)
    with reading(engine) as fresh:
        assert not fresh.scalars(select(FamilyEntry)).all()
        assert not fresh.scalars(select(FamilyTribute)).all()
    stays = {**met, "text": f"Tea with {NAME}.", "names": "keep", "name_reason": "A quotation."}
    assert client.post(f"{here}/log/new", data=stays).status_code == 302
    everywhere = {**given, "for_website": "y", "for_learning": "y"}
    assert "website, learning" in plain(client.post(f"{here}/tributes/new", data=everywhere, follow_redirects=True))
    with reading(engine) as fresh:
        tribute = fresh.scalars(select(FamilyTribute)).one()
    url, ended = f"/family-tributes/{tribute.id}", {**everywhere, **day("withdrawn_on", TODAY), "version": "1"}
    assert "checked" in client.get(url).text
    assert "Withdrawn" in plain(client.post(url, data=ended, follow_redirects=True))
    assert client.post(url, data={**ended, "text": "Other words."}).status_code == 422


def test_a_letter_on_a_day_to_avoid_is_refused_in_one_sentence(session, make, place, review, people, sign_in) -> None:
    avoid = [{"kind": "other", "days": f"{TODAY.day} {TODAY:%B}", "why": "Zelphine’s wedding"}]
    make.keep(FamilyContact(**place, number=1, kind=ContactKind.FAMILY, name=NAME, avoid=avoid))
    session.commit()
    answer = sign_in(people["chair"]).post(f"/reviews/{review.id}/documents/family-publication")
    free = TODAY + timedelta(days=1)
    assert answer.status_code == 409
    assert f"The next day free for everybody is {free.day} {free:%B %Y}." in plain(answer)
    assert "Zelphine" not in answer.text


def test_a_release_on_such_a_day_is_warned_of_and_needs_a_reason(
    session, make, place, review, people, sign_in, engine
) -> None:
    avoid = [{"kind": "other", "days": f"{TODAY.day} {TODAY:%B}", "why": "Zelphine’s wedding"}]
    make.keep(FamilyContact(**place, number=1, kind=ContactKind.FAMILY, name=NAME, avoid=avoid))
    make.milestone(review, Milestone.PROCEEDINGS_CLEAR)
    make.milestone(review, Milestone.FAMILY_TOLD_OF_PUBLICATION)
    make.milestone(review, Milestone.AGENCIES_TOLD_OF_PUBLICATION)
    by = {"approved_by_id": people["coordinator"].id, "approved_on": TODAY}
    released = make.keep(Publication(**place, kind=PublicationKind.WITHHELD, **by, reason="A child."))
    session.commit()
    client, url = sign_in(people["executive_chair"]), f"/reviews/{review.id}/moves/publish"
    sentence = "is a day that the family asked to avoid."
    page = f"/reviews/{review.id}/publication"
    assert sentence not in client.get(url).text
    assert sentence not in client.get(page).text
    released.kind = PublicationKind.SUMMARY
    session.commit()
    assert sentence in client.get(page).text
    assert "Zelphine" not in client.get(page).text
    released.kind = PublicationKind.WITHHELD
    session.commit()
    assert client.post(url, data=day("happened_on", TODAY)).status_code == 302


def test_a_release_on_a_day_to_avoid_asks_for_a_reason_and_keeps_it(
    session, make, place, review, people, sign_in, engine
) -> None:
    avoid = [{"kind": "other", "days": f"{TODAY.day} {TODAY:%B}", "why": "Zelphine’s wedding"}]
    make.keep(FamilyContact(**place, number=1, kind=ContactKind.FAMILY, name=NAME, avoid=avoid, no_contact_since=TODAY))
    make.milestone(review, Milestone.PROCEEDINGS_CLEAR)
    make.milestone(review, Milestone.FAMILY_TOLD_OF_PUBLICATION)
    make.milestone(review, Milestone.AGENCIES_TOLD_OF_PUBLICATION)
    make.person(review, names=["Crispin Wetherspoke"], pseudonym="Sarah")
    coordinator = make.actor(people["coordinator"])
    publication.prepare(session, coordinator, review, PublicationKind.FULL, "", None)
    publication.approve(session, coordinator, review, TODAY)
    session.commit()
    client, url = sign_in(people["executive_chair"]), f"/reviews/{review.id}/moves/publish"
    free = TODAY + timedelta(days=1)
    sentence = f"The next day free for everybody is {free.day} {free:%B %Y}."
    assert sentence in plain(client.get(url))
    refused = client.post(url, data=day("happened_on", TODAY))
    assert refused.status_code == 422
    assert f"{sentence} Choose another day, or write why it has to be this one." in plain(refused)
    assert "Zelphine" not in refused.text
    assert client.post(url, data={**day("happened_on", TODAY), "reason": "The court fixed it."}).status_code == 302
    assert "The court fixed it." in sign_in(people["chair"]).get(f"/reviews/{review.id}/history").text


def test_what_a_move_waits_for_of_the_family_is_written_in_its_log(session, make, home, review, sign_in) -> None:
    here = make.review(home, ReviewState.COMMISSIONING)
    chair, panel = make.on_review(here, ReviewRole.CHAIR), make.on_review(here, ReviewRole.PANEL)
    session.commit()
    link = f"/reviews/{here.id}/family/log/new?kind=terms_shown"
    assert link in sign_in(chair).get(f"/reviews/{here.id}").text
    assert link not in sign_in(panel).get(f"/reviews/{here.id}").text


def test_nothing_of_a_contact_stands_in_a_log_or_an_address(session, review, people, sign_in, engine, caplog) -> None:
    caplog.set_level("DEBUG")
    session.commit()
    client, here = sign_in(people["coordinator"]), f"/reviews/{review.id}/family"
    body = {
        **PARTS,
        "avoid": "24 December: Quorthil day",
        "how": "Quorthil way",
        "no_contact_reason": "Quorthil said so",
    }
    addresses = []
    for more in ({}, day("no_contact_since", TODAY), {"birthday": "31 Quorthil"}):
        answer = client.post(f"{here}/contacts/new", data={**body, **more})
        addresses += [answer.headers.get("Location", ""), str(answer.headers)]
    with reading(engine) as fresh:
        contact = fresh.scalars(select(FamilyContact)).one()
        bodies = repr([audit.body_of(each) for each in audit.entries_of(fresh, review.partnership_id, None, 500)])
    pages = [client.get(url).text for url in (here, f"{here}/contacts", f"/family-contacts/{contact.id}")]
    addresses += [found for text in pages for found in re.findall(r'(?:href|action)="([^"]*)"', text)]
    assert str(contact.id) in bodies
    for secret in ("Quorthil", "Brackwater", "960001", "24 December", "12-24"):
        assert secret not in bodies
        assert secret not in caplog.text
        assert not any(secret in address for address in addresses)
