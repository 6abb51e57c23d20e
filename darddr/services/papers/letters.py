"""Letters: a wording of the partnership with its fields filled from the record, one letter for each whom it is for."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, count

from darddr.documents.letters import LetterUnfit, check, fill
from darddr.documents.paper import Letter, PaperFacts, Text, paper
from darddr.documents.zipped import stamped
from darddr.services.errors import NotNow
from darddr.services.papers import welsh
from darddr.services.papers.record import Record
from darddr.services.report_facts import LAW, day_text
from darddr.services.wording import counted, joined
from darddr.services.wordings import wording_of
from darddr.vocabulary.languages import GoesOut, Language
from darddr.vocabulary.letters import FIELDS, Wording
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState as S

OUR_LAW = {basis: text.replace("This review was held", "Such reviews are held") for basis, text in LAW.items()}
HOME_OFFICE = ("Home Office", "Domestic Homicide Reviews", "2 Marsham Street", "London SW1P 4DF")
"""Where the Home Office says reviews are sent; check it against the guidance in force before posting."""

_APART = re.compile(r"[^a-z0-9]+")


def _no_record(record: Record) -> str:
    return ""


VALUES: Mapping[str, Callable[[Record], str]] = {
    "addressee": _no_record,
    "person_who_died": _no_record,
    "agency": _no_record,
    "reply_by": _no_record,
    "meeting_day": _no_record,
    "advocate": _no_record,
    "publication_day": _no_record,
    "executive_signature": _no_record,
    "published_at": _no_record,
    "partnership": lambda record: record.partnership.name,
    "reference": lambda record: record.review.reference,
    "review_name": lambda record: record.review.display_name.label,
    "law": lambda record: OUR_LAW[record.review.legal_basis],
    "pseudonyms": lambda record: joined(record.victims),
    "month_of_death": lambda record: f"{record.review.month_of_death:%B %Y}" if record.review.month_of_death else "",
    "coordinator": lambda record: record.coordinator,
    "chair": lambda record: record.named(ReviewRole.CHAIR),
    "today": lambda record: day_text(record.today),
    "notice_day": lambda record: record.day(Milestone.NOTICE_RECEIVED),
    "decision_day": lambda record: record.day(Milestone.DECIDED),
    "decision": lambda record: decided(record),
    "reason": lambda record: (record.decision.reason or "") if record.decision else "",
    "report_due": lambda record: record.due("report"),
    "approved_day": lambda record: record.day(Milestone.EXECUTIVE_APPROVED),
    "recommendations": lambda record: counted(len(record.overview.recommendations), "recommendation"),
    "actions": lambda record: counted(sum(len(each.actions) for each in record.overview.recommendations), "action"),
}
"""How each field of `FIELDS` is found; what is found nowhere is left blank for a pen."""


def decided(record: Record) -> str:
    """What was decided, as a sentence ends; empty while nothing was."""
    name = record.review.display_name.label
    if record.decision is not None and record.decision.trigger == "direct":
        return f"to hold a {name}, as the Secretary of State directed"
    if record.review.state in (S.NO_REVIEW, S.NO_REVIEW_CLOSED):
        return f"not to hold a {name}"
    return f"to hold a {name}" if Milestone.DECIDED in record.dates else ""


def values_of(record: Record, **known: str) -> dict[str, str]:
    """Every field for this record, a blank for a pen where one is left; what is `known` of a letter stands before that."""
    return {name: known.get(name, "") or find(record).strip() or FIELDS[name].blank for name, find in VALUES.items()}


def welsh_values_of(record: Record, **known: str) -> dict[str, str]:
    """The same fields as a letter in Welsh says them; names, references and what somebody typed stand as they are."""
    review = record.review
    found = {name: known.get(name, "") or find(record).strip() for name, find in VALUES.items()}
    found |= {name: say(found[name]) for name, say in welsh.SAID.items() if found[name]}
    found["review_name"] = welsh.NAMES[review.display_name]
    found["law"] = welsh.LAW[review.legal_basis]
    found["decision"] = welsh.decided(found["decision"], review.display_name)
    return {name: value or welsh.BLANKS.get(name, "") for name, value in found.items()}


@dataclass(frozen=True)
class _Version:
    """A letter in one language; English says so only where Welsh stands beside it."""

    language: str
    subject: str
    text: str

    @property
    def is_welsh(self) -> bool:
        return self.language == Language.WELSH.value


def _versions(wording: Wording) -> tuple[_Version, ...]:
    """The languages a letter goes out in, Welsh first."""
    if wording.goes_out is GoesOut.ENGLISH:
        return (_Version("", wording.subject, wording.text),)
    welsh_one = _Version(Language.WELSH.value, wording.welsh_subject, wording.welsh_text)
    if wording.goes_out is GoesOut.WELSH:
        return (welsh_one,)
    return (welsh_one, _Version(Language.ENGLISH.value, wording.subject, wording.text))


def letters(record: Record, key: str, to: tuple[str, ...] = (), *, each: tuple[str, ...] = ()) -> PaperFacts:
    """A letter, or one for each of several agencies. Raises NotNow naming every field that cannot be filled, before any is made."""
    wording = wording_of(record.session, record.partnership.id, key)
    versions, many = _versions(wording), len(each) > 1
    made = tuple(
        _letter(record, wording.title, version, to, agency, is_one_of_many=many)
        for agency in each or ("",)
        for version in versions
    )
    if many:
        cover = f"Here are {counted(len(each))} letters, one for each agency, each on pages of its own. Send every agency its own letter alone."
        return record.paper(wording.title, Text(cover), *made)
    alone = record.paper(wording.title, *made, is_titled=False)
    return replace(alone, title=made[0].subject, language=versions[0].language) if versions[0].is_welsh else alone


def _letter(
    record: Record, title: str, version: _Version, to: tuple[str, ...], agency: str, *, is_one_of_many: bool
) -> Letter:
    values = (welsh_values_of if version.is_welsh else values_of)(record, agency=agency)
    try:
        check((version.subject, version.text), values)
    except LetterUnfit as unfit:
        raise NotNow(_sentence(title, unfit)) from None
    day, reference = day_text(record.today), record.review.reference
    english = (("Date", day), ("Our reference", reference))
    return Letter(
        sender=(record.partnership.name,),
        to=to or ((values["addressee"], agency) if agency else (values["addressee"],)),
        about=((welsh.DATE, welsh.dated(day)), (welsh.OUR_REFERENCE, reference)) if version.is_welsh else english,
        subject=" ".join(fill(version.subject, values)) + (f" ({agency})" if is_one_of_many else ""),
        paragraphs=fill(version.text, values),
        language=version.language,
    )


def _sentence(title: str, unfit: LetterUnfit) -> str:
    why = []
    if unfit.empty:
        named = joined([f"“{FIELDS[name].label}”" for name in unfit.empty])
        why.append(f"the record does not hold yet what goes into {named}")
    if unfit.unknown:
        named = joined([f"“{name[:40]}”" for name in unfit.unknown])
        why.append(f"its wording has fields that do not exist: {named}")
    return f"The {title[:1].lower()}{title[1:]} cannot be made: {'; and '.join(why)}."


def to_home_office(key: str) -> Callable[[Record], PaperFacts]:
    """A letter to the Home Office."""
    return lambda record: letters(record, key, HOME_OFFICE)


def to_one(key: str) -> Callable[[Record], PaperFacts]:
    """A letter to somebody whose name is written in by hand."""
    return lambda record: letters(record, key)


def to_agencies(key: str) -> Callable[[Record], PaperFacts]:
    """A letter for every agency that takes part, each on pages of its own."""
    return lambda record: letters(record, key, each=record.agencies)


def apart_to_agencies(key: str) -> Callable[[Record], bytes]:
    """The same letters as one file for each agency, in one zip file made in memory."""
    return lambda record: zipped(record, key)


def zipped(record: Record, key: str) -> bytes:
    """One letter alone in each file; a file is called by reference, kind and agency. Raises NotNow as `letters` does."""
    names = names_of(record.agencies)
    made = {name: letters(record, key, each=(agency,)) for agency, name in names.items()} or {
        "agency": letters(record, key)
    }
    held = io.BytesIO()
    moment = datetime(record.today.year, record.today.month, record.today.day)
    with zipfile.ZipFile(held, "w") as archive:
        for name, facts in made.items():
            entry = stamped(f"{record.review.reference}-{key}-{name}.docx", moment)
            entry.compress_type = zipfile.ZIP_STORED  # a Word file is packed already
            archive.writestr(entry, paper(facts, record.template))
    return held.getvalue()


def names_of(agencies: tuple[str, ...]) -> dict[str, str]:
    """A name fit for a file for each agency, no two alike: "Northshire Police" is northshire-police."""
    found: dict[str, str] = {}
    for agency in agencies:
        plain = unicodedata.normalize("NFKD", agency).encode("ascii", "ignore").decode().lower()
        name = _APART.sub("-", plain).strip("-")[:60].strip("-") or "agency"
        taken = set(found.values())
        found[agency] = next(each for each in chain((name,), (f"{name}-{n}" for n in count(2))) if each not in taken)
    return found
