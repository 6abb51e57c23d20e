"""Papers that have to do with the family: a letter for each contact that allows one, and what a new coordinator must know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from darddr.documents.paper import Block, Letter, PaperFacts, Table, Text
from darddr.models.family import FamilyContact
from darddr.services.family_contacts import contacts_of
from darddr.services.family_days import addressed, moved_to
from darddr.services.linked_processes import lines_of, processes_of
from darddr.services.papers import letters
from darddr.services.papers.record import Record
from darddr.services.report_facts import day_text
from darddr.services.wording import counted

COVER = (
    "Here are {count}, one for each contact of the family that allows it, each on pages of its own. "
    "The family’s page tells who bears which number."
)


def to_family(key: str) -> Callable[[Record], PaperFacts]:
    """A letter to each contact that allows one, by number: names are written in by hand. Raises NotNow as `addressed` does."""

    def made(record: Record) -> PaperFacts:
        contacts = addressed(record.session, record.review, record.today)
        whole = letters.letters(record, key)
        if not contacts:
            return whole
        own = [_for(block, contact) for contact in contacts for block in whole.blocks]
        if len(contacts) == 1:
            return replace(whole, blocks=tuple(own))
        cover = Text(COVER.format(count=counted(len(contacts), "letter")))
        return replace(whole, blocks=(cover, *own), is_titled=True)

    return made


def _for(block: Block, contact: FamilyContact) -> Block:
    if not isinstance(block, Letter):
        return block
    return replace(block, about=(*block.about, ("For", called(contact))))


def called(contact: FamilyContact) -> str:
    """What a paper calls a contact: a number and what they are, never who."""
    return f"Contact {contact.number} ({contact.kind.label.lower()})"


def standing(record: Record) -> Iterator[Block]:
    """How each contact wishes to be reached, and what is agreed with them; for a coordinator alone."""
    contacts = contacts_of(record.session, record.review)
    rows = tuple((called(each), _wishes(each), _advocate(each), _next(each)) for each in contacts)
    columns = (("Contact", 22), ("What they wish", 36), ("Advocate", 20), ("Next contact", 22))
    yield Table(
        "Contacts of the family, by number", columns, rows, needs="contacts of the family", blank="Not recorded"
    )
    if contacts:
        yield Text("Names, addresses and days to avoid are on the family’s page and nowhere in this paper.")


def _wishes(contact: FamilyContact) -> str:
    if contact.no_contact_since is not None:
        return f"No contact, since {day_text(contact.no_contact_since)}"
    asked = (contact.how, contact.when, contact.language, contact.interpreter)
    return "; ".join(" ".join(text.split()) for text in asked if text)


def _advocate(contact: FamilyContact) -> str:
    if contact.advocate_offered_on is None:
        return "Not yet offered"
    return f"Offered {day_text(contact.advocate_offered_on)}: {contact.advocate_answer.label.lower()}"


def _next(contact: FamilyContact) -> str:
    return "" if contact.no_contact_since is not None else day_text(moved_to(contact))


def linked(record: Record) -> Iterator[Block]:
    """Every linked process with its days, and whether publication waits for it."""
    rows = tuple(
        (
            row.kind.label,
            row.lead_body or "",
            row.status.label + (", holds publication" if row.holds_publication and row.is_pending else ""),
            "; ".join(lines_of(row)),
        )
        for row in processes_of(record.session, record.review)
    )
    columns = (("Process", 24), ("Led by", 24), ("Where it stands", 20), ("Days", 32))
    yield Table("Linked processes", columns, rows, needs="linked processes", blank="Not recorded")
