"""The company a name's word keeps: whether it names a person here or is a month, a virtue or a street."""

from __future__ import annotations

import re

from darddr.leaks.folding import fold
from darddr.leaks.names import Unit
from darddr.leaks.ordinary import MONTHS, NEVER_ALONE, PERSONAL_VERBS, PLACE_WORDS, ROYAL_WORDS

_TITLE_BEFORE = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|master|sir|lady)\.?\s{1,3}$", re.IGNORECASE)
_INITIAL_BEFORE = re.compile(r"(?:^|[^\w.'’])[A-Z](?:\.\s?|\s)$")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’-]*)[ \t\xa0]+$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;•#\n\t\x1e|/]|\W[-–—*])[\s\"'“”‘’(\[]*$")
_NEXT_CAPITAL = re.compile(r"[ \t\xa0]+[A-Z][a-z]|-[A-Za-z]")
_POSSESSIVE = re.compile(r"['’]s?\b")
_PERSONAL = re.compile(r"\s+(?:" + "|".join(PERSONAL_VERBS) + r")\b")
_KIN = re.compile(r"(?:['’]s?)?\s+(?:family|household|siblings|children|brothers|sisters|twins)\b")
_MONTH_BEFORE = re.compile(
    r"(?:\b(?:in|by|since|until|till|during|early|late|mid|last|next|this|every|end of|month of|beginning of|"
    r"start of|from|between|before|after|to|and|or|through|" + "|".join(MONTHS) + r")|\d(?:st|nd|rd|th)?(?: of)?)"
    r"[\s,\-–/]+$",
    re.IGNORECASE,
)
_MONTH_AFTER = re.compile(
    r"[\s,\-–/]*(?:\d|\b(?:and|to|or|until|onwards|meeting|board|" + "|".join(MONTHS) + r")\b)", re.IGNORECASE
)
_PLACE_AFTER = re.compile(
    r"(?:['’]?s)?\s+(?:" + "|".join(word.capitalize() for word in PLACE_WORDS) + r")\b|['’]s\s+(?:Law|Rule)\b"
)
_THING = re.compile(r"(?:\b[Tt]he|\b[Aa]n?|['’]s)[ \t\xa0]+$")
_NUMBERED = re.compile(r"[ \t\xa0]+\d")
_AROUND = " \t\n\xa0\"'“”‘’()[].,;:"
_RATING = re.compile(r"\b(?:red|green|rag|rated|rating|status|flag|colour)\b", re.IGNORECASE)
_ACTS = re.compile(r"\s+(?:was|were|had|has|is|did|does|would|could|who|" + "|".join(PERSONAL_VERBS) + r")\b")
_ROYAL_BEFORE = re.compile(r"\b(?:" + "|".join(ROYAL_WORDS) + r")\.?\s+$", re.IGNORECASE)
_AGES = re.compile(r"\s+(?:people|person|persons|carer|carers|adult|adults|men|women)\b", re.IGNORECASE)


def names_a_person(text: str, start: int, end: int, unit: Unit, near: bool = False) -> bool:
    """Whether a unit standing alone at text[start:end] of an original counts.

    A near spelling needs the same care as an ordinary word: in prose most of them are one.
    """
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    word = text[start:end]
    if _PLACE_AFTER.match(after) or _ROYAL_BEFORE.search(before):
        return False
    if not unit.careful and (not near or word.islower()):
        return True
    if not word[:1].isupper():
        return False
    if unit.role == "surname" and (_TITLE_BEFORE.search(before) or _INITIAL_BEFORE.search(before)):
        return True
    if not near and _is_another_word(word, before, after):
        return False
    if word == text.strip(_AROUND):
        return near or unit.role in ("forename", "nickname")
    return _stands_for_a_person(word, before, after, _ACTS if near else _PERSONAL)


def _is_another_word(word: str, before: str, after: str) -> bool:
    """A month among days and years, a colour or direction without a family, a thing with an article or a number."""
    folded = fold(word)
    if folded in MONTHS and (
        not (before.strip() or after.strip()) or _MONTH_BEFORE.search(before) or _MONTH_AFTER.match(after)
    ):
        return True
    if folded == "amber" and (not (before.strip() or after.strip()) or _RATING.search(before[-20:] + "|" + after[:20])):
        return True
    if _NUMBERED.match(after):
        return True
    return (folded in NEVER_ALONE or bool(_THING.search(before))) and not _KIN.match(after)


def _stands_for_a_person(word: str, before: str, after: str, acts: re.Pattern[str]) -> bool:
    """An ordinary word in prose: capitalised in mid-sentence, and not one word of a longer proper name."""
    if (word.isupper() and len(word) > 1) or _NEXT_CAPITAL.match(after) or _AGES.match(after):
        return False
    if _SENTENCE_START.search(before):
        return bool(acts.match(after)) or (bool(_POSSESSIVE.match(after)) and fold(word) not in MONTHS)
    previous = _WORD_BEFORE.search(before)
    if previous is None or not previous[1][0].isupper() or previous[1] == "I":
        return True
    return bool(_SENTENCE_START.search(before[: previous.start()]))
