"""What the record itself suggests for the register: initials of the people, and words of the texts that look like somebody or somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.leaks.folding import fold
from darddr.leaks.ordinary import ORDINARY, PARTICLES, TITLES
from darddr.models.partnership import Agency, Partnership
from darddr.models.person import Person
from darddr.models.register_entry import RegisterEntry
from darddr.models.review import Review
from darddr.services.people import names_of, people_of
from darddr.services.register import named_by_role
from darddr.services.register_entries import entries_of
from darddr.services.report_texts import texts_of
from darddr.vocabulary.days import MONTHS
from darddr.vocabulary.register import RegisterKind

MOST = 40
"""Suggestions a page shows; what is left comes once these are dealt with."""

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_PHONE = re.compile(r"(?<![\d.])(?:\+44|0)(?:[ -]?\d){9,10}(?!\d)")
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_NHS = re.compile(r"(?<!\d)\d{3} \d{3} \d{4}(?!\d)")
_DAY = re.compile(
    r"\b(?:born|birth|died|death|dob|killed)\b\D{0,30}(\d{1,2})(?:st|nd|rd|th)? "
    r"(January|February|March|April|May|June|July|August|September|October|November|December),? (\d{4})",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?<=[a-z,;] )[A-Z][a-z’'-]+[a-zA-Z’'-]*(?: [A-Z][a-z’'-]+[a-zA-Z’'-]*)*")
_EVERYDAY = frozenset(
    [
        "police",
        "health",
        "council",
        "court",
        "social",
        "services",
        "service",
        "probation",
        "housing",
        "hospital",
        "surgery",
        "school",
        "trust",
        "university",
        "board",
        "panel",
        "review",
        "report",
        "england",
        "wales",
        "britain",
        "british",
        "english",
        "welsh",
        "scotland",
        "london",
        "home",
        "office",
        "act",
        "government",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "christmas",
        "easter",
        "god",
        "facebook",
        "whatsapp",
        "nhs",
        "marac",
        "gp",
        "children",
        "adult",
        "adults",
        "community",
        "safety",
        "partnership",
        "domestic",
        "abuse",
        "crown",
        "prosecution",
        "constabulary",
        "mental",
        "team",
    ]
)
"""Words with a capital that report after report prints and that give nobody away."""


@dataclass(frozen=True)
class Suggestion:
    """One thing the register may lack: its words, what they look like, whose they are (initials alone), and why it is suggested."""

    text: str
    kind: RegisterKind
    why: str
    person: Person | None = None


def suggestions(session: Session, review: Review) -> list[Suggestion]:
    """What is in the record and neither in the register nor dismissed. Opens identities; its caller has asked a policy."""
    people, entries = people_of(session, review), entries_of(session, review)
    known = _Known(people, entries, _public(session, review))
    found = {(each.kind, fold(each.text)): each for each in _all(session, review, people) if not known.holds(each)}
    return list(found.values())[:MOST]


def _all(session: Session, review: Review, people: Iterable[Person]) -> Iterator[Suggestion]:
    for person in people:
        yield from _initials(person)
    texts = [each.text for each in texts_of(session, review)]
    yield from _patterned(texts)
    counted: Counter[str] = Counter(
        re.sub(r"[’']s?$", "", words) for text in texts for words in _CAPITALS.findall(text)
    )
    for words, times in counted.most_common():
        if times > 1:
            yield Suggestion(words, RegisterKind.OTHER, f"Stands {times} times in the texts")


def _initials(person: Person) -> Iterator[Suggestion]:
    """Initials without points of a full name: those with points are found without being registered."""
    if person.may_be_named:
        return
    for name in person.names or ():
        letters = "".join(word[0].upper() for word in name.split() if word[0].isalpha() and fold(word) not in PARTICLES)
        if len(letters) > 1:
            yield Suggestion(letters, RegisterKind.OTHER, f"Initials of {person.pseudonym}’s real name", person)


def _patterned(texts: Iterable[str]) -> Iterator[Suggestion]:
    for text in texts:
        for pattern, kind, why in (
            (_POSTCODE, RegisterKind.POSTCODE, "A postcode in the texts"),
            (_EMAIL, RegisterKind.EMAIL, "An e-mail address in the texts"),
            (_NHS, RegisterKind.NHS, "A number like an NHS number in the texts"),
            (_PHONE, RegisterKind.PHONE, "A telephone number in the texts"),
        ):
            yield from (Suggestion(found, kind, why) for found in pattern.findall(text))
        for day, month, year in _DAY.findall(text):
            if 1 <= int(day) <= 31:
                iso = f"{year}-{MONTHS.index(month.lower()) + 1:02d}-{int(day):02d}"
                yield Suggestion(iso, RegisterKind.DATE, "A date of birth or death in the texts")


class _Known:
    """What is in the register, was dismissed, or is public."""

    def __init__(self, people: Sequence[Person], entries: Iterable[RegisterEntry], public: Iterable[str]) -> None:
        listed = [text for person in people for text in _told_of(person)]
        listed += [entry.text or "" for entry in entries]
        alone = [text for person in people for text in (*names_of(person), person.pseudonym or "")]
        self._whole = {_squashed(text) for text in (*listed, *public)}
        self._words = {fold(word) for text in (*alone, *public) for word in re.findall(r"[^\W\d_]+", text)}
        self._words |= _EVERYDAY | ORDINARY | frozenset(MONTHS) | TITLES
        self._run = "\x1f".join(self._whole)

    def holds(self, one: Suggestion) -> bool:
        """Whether nothing need be asked about it; of words, whether each is found by itself or is public."""
        if _squashed(one.text) in self._whole or (len(one.text) > 4 and _squashed(one.text) in self._run):
            return True
        if one.kind is not RegisterKind.OTHER or one.person is not None:
            return False
        words = re.findall(r"[^\W\d_]+", one.text)
        return all(fold(word) in self._words or len(word) < 3 for word in words)


def _told_of(person: Person) -> Iterator[str]:
    yield person.pseudonym or ""
    yield from names_of(person)
    yield from (text for text in (person.date_of_birth, person.date_of_death) if text)
    for listed in (
        *(person.initials, person.addresses, person.phones, person.emails, person.nhs_numbers),
        *(person.schools, person.workplaces, person.places, person.other_identifiers),
    ):
        yield from listed or ()


def _public(session: Session, review: Review) -> Iterator[str]:
    """Names a report prints anyway: the partnership, its agencies, the chair, author and panel."""
    yield session.get_one(Partnership, review.partnership_id).name
    yield from session.scalars(select(Agency.name).filter_by(partnership_id=review.partnership_id))
    yield from (user.name or "" for user in named_by_role(session, review))


def _squashed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))
