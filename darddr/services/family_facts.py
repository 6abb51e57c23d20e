"""What the record can say in a report of the family's part and of linked processes: counts, months, pseudonyms. No contact is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from darddr.models.family import FamilyContact, FamilyEntry
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.services.family import told_entries
from darddr.services.family_contacts import contacts_of
from darddr.services.family_tributes import tributes_of
from darddr.services.linked_processes import processes_of
from darddr.services.wording import counted, joined
from darddr.vocabulary.family import AdvocateAnswer, ContactKind, EntryKind, TributeKind

PLURALS = {
    ContactKind.FAMILY: ("family member", "family members"),
    ContactKind.FRIEND: ("friend", "friends"),
    ContactKind.COLLEAGUE: ("colleague", "colleagues"),
    ContactKind.NEIGHBOUR: ("neighbour", "neighbours"),
    ContactKind.OTHER: ("other person", "other people"),
}
EVENTS = {
    EntryKind.TOLD_DECISION: "The decision was told to the family",
    EntryKind.INVITED: "An invitation to take part was made",
    EntryKind.MET: "Meetings or conversations were held",
    EntryKind.TERMS_SHOWN: "The terms of reference were shown to the family",
    EntryKind.DRAFT_SHARED: "The draft report was offered to the family",
    EntryKind.TOLD_PUBLICATION: "The date of publication was told to the family",
}
"""What is said of an entry, before its months. Months, not days: the days of a family's contacts are nobody else's."""

Told = Sequence[tuple[FamilyEntry, FamilyContact | None, Person | None, str]]


def involvement(session: Session, review: Review) -> tuple[str, ...]:
    """Sentences on who was offered a part, what they wished, and what happened; none where nothing is recorded."""
    contacts, told = contacts_of(session, review), told_entries(session, review)
    return (*_offered(contacts), *_happened(told), *_pseudonyms(told), *_tributes(session, review))


def _offered(contacts: Sequence[FamilyContact]) -> Iterator[str]:
    if not contacts:
        return
    kinds = Counter(contact.kind for contact in contacts)
    listed = joined([counted(kinds[kind], *PLURALS[kind]) for kind in ContactKind if kinds[kind]])
    known = "was known to the review as somebody" if len(contacts) == 1 else "were known to the review as people"
    yield f"{_capital(listed)} {known} who might take part."
    if declined := sum(contact.no_contact_since is not None for contact in contacts):
        yield f"{_capital(counted(declined))} of them did not wish to be contacted."
    if offered := [contact for contact in contacts if contact.advocate_offered_on is not None]:
        accepted = sum(contact.advocate_answer is AdvocateAnswer.ACCEPTED for contact in offered)
        yield f"A specialist advocate was offered to {counted(len(offered))} of them, and accepted by {counted(accepted)}."


def _happened(told: Told) -> Iterator[str]:
    for kind, words in EVENTS.items():
        if days := sorted({_month(entry.happened_on) for entry, *_ in told if entry.kind is kind}):
            yield f"{words} in {joined([f'{day:%B %Y}' for day in days])}."
    if comments := [entry for entry, *_ in told if entry.kind is EntryKind.COMMENTED]:
        answered = sum(entry.answered_on is not None for entry in comments)
        count = _capital(counted(len(comments), "comment"))
        verb = "was" if len(comments) == 1 else "were"
        yield f"{count} {verb} made, of which {counted(answered)} {'was' if answered == 1 else 'were'} answered."


def _pseudonyms(told: Told) -> Iterator[str]:
    seen = set()
    for entry, contact, person, _ in told:
        if entry.kind is EntryKind.PSEUDONYM_CHOSEN and person is not None and person.id not in seen:
            seen.add(person.id)
            by = f"a {PLURALS[contact.kind][0]}" if contact and contact.kind is not ContactKind.OTHER else "the family"
            yield f"The pseudonym {person.pseudonym or ''} was chosen by {by}."


def _tributes(session: Session, review: Review) -> Iterator[str]:
    for tribute, _ in tributes_of(session, review):
        if tribute.for_report and tribute.withdrawn_on is None:
            what = "tribute" if tribute.kind is TributeKind.TRIBUTE else "photograph"
            yield f"A {what} was given that may be used in the report."


def _month(day: date) -> date:
    return day.replace(day=1)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def parallel(session: Session, review: Review) -> tuple[str, ...]:
    """A sentence for each linked process: what it is, who leads it, where it stands."""
    return tuple(
        f"{row.kind.label}, led by {row.lead_body}: {row.status.label.lower()}"
        f"{', with terms of reference held in common' if row.has_joint_terms else ''}."
        for row in processes_of(session, review)
    )
