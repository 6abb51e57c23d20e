"""The company a name's word keeps: whether it names a person here or is a month, a virtue or a street."""

from __future__ import annotations

import re

from darddr.leaks.english import ABSTRACT, PERSONAL_STATES, PERSONAL_VERBS
from darddr.leaks.folding import fold
from darddr.leaks.names import WORDS, Unit
from darddr.leaks.ordinary import NEVER_ALONE, PLACE_WORDS, ROYAL_WORDS
from darddr.vocabulary.days import MONTHS

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
_DOES = (
    r"was|had|has|is|did|does|would|could|became|began|started|stopped|made|took|gave|sent|used|tried|needed|received|"
    r"made|came|got|called|returned|continued|remained|appeared|seemed|lost|found|bought|kept|held|never|always|also|then|"
    r"himself|herself|and\s+(?:her|his|their)|,?\s*who\b|,\s*(?:aged|then|her|his|the)\b|\(|[\'’]s\b"
)
_ACTS = re.compile(r",?\s+(?:who|aged)\b|\s+(?:" + _DOES + "|" + "|".join(PERSONAL_VERBS) + r")(?!\w)")
_STATES = re.compile(
    r"(?:,?\s+(?:who|aged)\b|\s+(?:and\s+(?:her|his)\b|(?:was|is|had|has|would|did|could)(?:\s+(?:also|then|been|never|now|later|being|so))*"
    r"\s+(?:" + "|".join(PERSONAL_STATES) + "|" + "|".join(PERSONAL_VERBS) + r")\b))"
)
_CALLED = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|baby|child|aunt|auntie|aunty|uncle|nan|nana|granny|gran|grandma|grandad|mum|mummy|dad|daddy|"
    r"sister|brother|daughter|son|mother|father|cousin|niece|nephew|friend|wife|husband|partner|called|named|victim)\.?\s+$",
    re.IGNORECASE,
)
_ROYAL_BEFORE = re.compile(r"\b(?:" + "|".join(ROYAL_WORDS) + r")\.?\s+$", re.IGNORECASE)
_APART = re.compile(r"$| ?[\n\t.,;:!?)\]\"“”&|/\x1e_-]")
_PLAIN = 5
_TELLING = 7
"""Letters of a near spelling that no other word of English is likely to have."""
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
        return near or unit.role in ("forename", "nickname") or (unit.role == "middle" and fold(word) not in WORDS)
    if near:
        return _misspelt_person(word, before, after)
    folded = fold(word)
    if unit.role == "middle" and folded not in WORDS and not _NEXT_CAPITAL.match(after):
        return True
    common = folded in ABSTRACT or folded in MONTHS or unit.role == "surname"
    return _stands_for_a_person(word, before, after, common)


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


def _misspelt_person(word: str, before: str, after: str) -> bool:
    """A near spelling: no part of another's name, and no heading in capitals."""
    if _NEXT_CAPITAL.match(after) or _AGES.match(after):
        return False
    if word.isupper() and len(word) > 1:
        beside = re.findall(r"[^\W\d_]{3,}", before)[-1:] + re.findall(r"[^\W\d_]{3,}", after)[:1]
        return not any(each.isupper() for each in beside)
    if _SENTENCE_START.search(before):
        apart = (len(word) >= _PLAIN and _APART.match(after)) or _ACTS.match(after) or _POSSESSIVE.match(after)
        return len(word) >= _TELLING or bool(apart)
    return _begins_a_name(before)


def _stands_for_a_person(word: str, before: str, after: str, common: bool) -> bool:
    """An ordinary word in prose: capitalised in mid-sentence, and not one word of a longer proper name."""
    if (word.isupper() and len(word) > 1) or _NEXT_CAPITAL.match(after) or _AGES.match(after):
        return False
    if _SENTENCE_START.search(before):
        if bool(_POSSESSIVE.match(after)) and fold(word) not in MONTHS:
            return True
        return bool(_PERSONAL.match(after) or (_STATES if common else _ACTS).match(after))
    return _begins_a_name(before)


def _begins_a_name(before: str) -> bool:
    """Whether the word before is none of a longer proper name."""
    previous = _WORD_BEFORE.search(before)
    if previous is None or not previous[1][0].isupper() or previous[1] == "I" or _CALLED.search(before):
        return True
    return bool(_SENTENCE_START.search(before[: previous.start()]))
