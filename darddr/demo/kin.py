"""The family's part in one review of the demonstration: a mother who takes part, a friend who wants no contact, and an inquest."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from darddr import clock
from darddr.demo.place import Place
from darddr.models.review import Review
from darddr.services import family, family_contacts, family_tributes, linked_processes
from darddr.services.family import Happened
from darddr.services.family_contacts import Told
from darddr.services.family_tributes import Given
from darddr.services.linked_processes import Process
from darddr.vocabulary.family import AdvocateAnswer, ContactKind, EntryKind, TributeKind
from darddr.vocabulary.linked_processes import ProcessKind, ProcessStatus

MOTHER, FRIEND = "Morwenna Tresillick", "Idony Garsdale"


def keep_kin(session: Session, place: Place, review: Review) -> None:
    """Two contacts, what happened with them, a tribute, and an inquest that holds publication."""
    today = clock.today()
    days = family_contacts.days_known(session, review)
    mother = Told(
        kind=ContactKind.FAMILY,
        name=MOTHER,
        relation="Mother",
        reached_at="Through the police family liaison officer",
        how="A visit, announced by telephone",
        when="Afternoons",
        advocate_offered_on=today - timedelta(days=200),
        advocate_offered_by="The coordinator",
        advocate_answer=AdvocateAnswer.ACCEPTED,
        advocate="A specialist advocacy service",
        next_contact_on=today + timedelta(days=10),
        birthday=days.get("birthday", ""),
        anniversary=days.get("anniversary", ""),
        avoid="24 December to 2 January: the family is together",
    )
    contact = family_contacts.add_contact(session, place.coordinator, review, mother)
    friend = Told(ContactKind.FRIEND, FRIEND, "Friend", no_contact_since=today - timedelta(days=150))
    family_contacts.add_contact(session, place.coordinator, review, friend)
    for kind, ago, by_whom, text, answer in (
        (EntryKind.INVITED, 190, "The chair", "", ""),
        (EntryKind.MET, 160, "The chair", "She spoke of her daughter’s work and of her garden.", ""),
        (EntryKind.COMMENTED, 90, "", "Nobody asked her.", "A question was added for every agency."),
    ):
        on = today - timedelta(days=ago)
        happened = Happened(on, contact.id, by_whom=by_whom, text=text, answer=answer)
        family.add_entry(session, place.coordinator, review, kind, happened)
    tribute = Given(
        TributeKind.TRIBUTE, today - timedelta(days=90), contact.id, for_report=True, text="She sang as she worked."
    )
    family_tributes.add_tribute(session, place.coordinator, review, tribute)
    begins = (today + timedelta(days=60), "Inquest is listed")
    inquest = Process(
        ProcessKind.INQUEST, ProcessStatus.EXPECTED, "The coroner", holds_publication=True, dates=(begins,)
    )
    linked_processes.link(session, place.coordinator, review, inquest)
