"""What the record puts into a letter in Welsh: dates, counts and blanks in Welsh words; names as they are.

The Welsh here is ours, *from memory*: a Welsh speaker has to read a letter before it is sent. The name of the Act is its Welsh
short title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from darddr.services.wording import NUMBERS
from darddr.vocabulary.records import DisplayName, LegalBasis

MONTHS = {
    "January": "Ionawr",
    "February": "Chwefror",
    "March": "Mawrth",
    "April": "Ebrill",
    "May": "Mai",
    "June": "Mehefin",
    "July": "Gorffennaf",
    "August": "Awst",
    "September": "Medi",
    "October": "Hydref",
    "November": "Tachwedd",
    "December": "Rhagfyr",
}
DATE, OUR_REFERENCE = "Dyddiad", "Ein cyfeirnod"
NAMES = {
    DisplayName.DHR: "Adolygiad Lladdiad Domestig",
    DisplayName.DARDR: "Adolygiad o Farwolaeth sy’n Gysylltiedig â Cham-drin Domestig",
}
ACT = "Deddf Trais Domestig, Troseddu a Dioddefwyr 2004"
LAW = {
    LegalBasis.S9_DHR: f"Cynhelir adolygiadau o’r fath o dan adran 9 o {ACT}.",
    LegalBasis.S8A_DARDR: f"Cynhelir adolygiadau o’r fath o dan adran 8A o {ACT}.",
}
_BLANKS = {
    "addressee": "enw",
    "person_who_died": "enw’r person a fu farw",
    "agency": "enw’r asiantaeth",
    "reply_by": "dyddiad",
    "meeting_day": "dyddiad y cyfarfod",
    "advocate": "enw a rhif ffôn y gwasanaeth eirioli",
    "publication_day": "dyddiad cyhoeddi",
    "executive_signature": "llofnod ac enw’r sawl sy’n llofnodi",
    "published_at": "cyfeiriad gwe",
    "pseudonyms": "ffugenw",
    "month_of_death": "mis a blwyddyn y farwolaeth",
    "coordinator": "enw’r cydlynydd",
    "chair": "enw’r cadeirydd",
    "notice_day": "dyddiad derbyn yr hysbysiad",
    "report_due": "dyddiad cwblhau’r adroddiad",
    "approved_day": "dyddiad cymeradwyo",
}
BLANKS = {name: f"[{what} i’w ysgrifennu â llaw]" for name, what in _BLANKS.items()}
"""Blanks for a pen. Fields not named here have none in English either."""

_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b")
_AND = re.compile(r" and (\w)")


def dated(text: str) -> str:
    """A date in words, its month in Welsh."""
    return _MONTH.sub(lambda found: MONTHS[found[1]], text)


def named(text: str) -> str:
    """Names in a sentence, the last after “a”, or “ac” before a vowel."""
    return _AND.sub(lambda found: f" {'ac' if found[1].lower() in 'aeiouwyâêîôûŵŷ' else 'a'} {found[1]}", text)


def counted(text: str, noun: str) -> str:
    """A count in figures with its noun, which stays singular after a number."""
    number = text.split(" ", 1)[0]
    figure = str(NUMBERS.index(number)) if number in NUMBERS else number
    return f"{'dim' if figure == '0' else figure} {noun}"


SAID: Mapping[str, Callable[[str], str]] = {
    "today": dated,
    "notice_day": dated,
    "decision_day": dated,
    "report_due": dated,
    "approved_day": dated,
    "month_of_death": dated,
    "pseudonyms": named,
    "chair": named,
    "coordinator": named,
    "recommendations": lambda text: counted(text, "argymhelliad"),
    "actions": lambda text: counted(text, "cam gweithredu"),
}
"""How what an English letter says in a field is said in a Welsh one; what is not here is a name, or is found otherwise."""


def decided(english: str, name: DisplayName) -> str:
    """What was decided, from the end of the English sentence that says it."""
    if not english:
        return ""
    if english.startswith("not "):
        return f"i beidio â chynnal {NAMES[name]}"
    directed = ", fel y cyfarwyddodd yr Ysgrifennydd Gwladol" if "directed" in english else ""
    return f"i gynnal {NAMES[name]}{directed}"
