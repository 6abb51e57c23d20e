"""Who leads: the bodies, posts and people one cell names.

Bodies go to `agencies`. A post or person on its own line beside a body is the owner. Names joined by "and" are split
only where each side is a whole body by itself: "Kent and Medway CCG" is one, "Police and Adult Social Care" are two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from darddr.importers.splitting import BULLET, split_items

BODY_END = re.compile(
    r"(?:\b(?:police|constabulary|council|ccg|icb|icbs|trusts?|departments?|services?|teams?"
    r"|boards?|aid|csp|partnerships?|probation|social care|"
    r"matrons|practices?|surger(?:y|ies)|commissioners?|public health|office|england|wales"
    r"|agenc(?:y|ies)|authorit(?:y|ies)|college|hospitals?|groups?|"
    r"committee|panel|hub|unit|directorate|secretariat|association|charity|refuge|court|cps"
    r"|cafcass|fire|ambulance|schools?|university|government|"
    r"safeguarding|network|forum|alliance|executive|network|centre|foundation|providers?"
    r"|partners|agencies|landlords?|marac|gps|idvas?|isvas?|sab|"
    r"ministry of justice|leads))$",
    re.IGNORECASE,
)
ACRONYM = re.compile(r"(?:[A-Z][A-Za-z]?[A-Z&]{1,6})(?:\s+[A-Z]{2,6})?")
STARTS_BODY = re.compile(
    r"(?:NHS|Office of|Ministry of|Department (?:of|for)|College of|University of|Safeguarding|Home Office)\b"
)
ALONE = re.compile(
    r"(?:Police|Housing|Probation|Education|Health|Children['’]?s Services|Adult Services|Refuge|Fire)", re.IGNORECASE
)
POST = re.compile(
    r"\b(?:heads? of|directors?|managers?|officers?|(?:named|designated|strategic|operational"
    r"|clinical|team|safeguarding|da|policy|pathway|si) leads?|"
    r"lead (?:nurse|officer|clinician|for|manager|clinical|professional)|matron"
    r"|co-?ordinators?|chief|chair|superintendent|inspector|sergeant|"
    r"constable|det\.?|dci|ds|dsu|nurse|doctor|consultant|secretary|advis[eo]rs?"
    r"|practitioners?|deputy|assistant|principal|senior|supervisor|"
    r"mr|mrs|ms|miss|dr|cllr|councillor|professor|sir|dame)\b|\bleads?$",
    re.IGNORECASE,
)
BODY_NOT_POST = re.compile(
    r"\b(?:police and crime commissioner|office of|chief officers?['’]? (?:group|board)"
    r"|chief executives?['’]? (?:group|board)|opcc)\b"
    r"|\b(?:team|service|services|department|board|group|trust|council|police|secretariat|ccg|icb|partnership|office)$",
    re.IGNORECASE,
)
SURELY_POST = re.compile(
    r"(?:(?:deputy|assistant|associate|interim|acting)\s+)*(?:heads?|directors?|managers?|lead \w+) (?:of|for)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Cllr|DCI|DI|DS|PC|Prof)\.?\s+)?[A-Z][a-z'’-]+(?:\s+[A-Z][a-zA-Z'’-]+){1,2}")
LABEL = re.compile(
    r"^(?P<label>(?:lead )?(?:agency|organisation)|agency lead|lead|owner|(?:lead "
    r"|responsible )?(?:officer|person)|name|post|role|support(?:ing|ed by)?)\s*:\s*",
    re.IGNORECASE,
)
OWNER_LABEL = re.compile(r"owner|officer|person|name|post|role", re.IGNORECASE)
WORD = re.compile(r"\w+")
JOINED = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
KEPT_TOGETHER = re.compile(
    r"(?:police|fraud|drugs?|alcohol|health|crime)\s+(?:and|&)\s+(?:crime|rescue|alcohol|drugs?|wellbeing|social)",
    re.IGNORECASE,
)
SLASH = re.compile(r"\s+/\s*|\s*/\s+|(?<=[A-Za-z)]{2})/(?=[A-Za-z(]{3})")


@dataclass(frozen=True, slots=True)
class Leads:
    """The bodies that lead, the owner in the words of the cell, and words of the cell in neither ("and", "Lead:")."""

    agencies: tuple[str, ...] = ()
    owner: str | None = None
    spare: str = ""


@lru_cache(maxsize=2048)
def read_leads(text: str, *, person_column: bool = False) -> Leads:
    """Read a lead cell. Where only persons are named, by their column or in the cell, they lead and own."""
    entries = _entries(text)
    if not entries:
        return Leads(spare=text)
    kinds = [kind for _, kind in entries]
    names = [entry for entry, _ in entries]
    if "post" in kinds or "owner" in kinds:
        kinds = ["name" if k == "unclear" and NAME.fullmatch(n) else k for k, n in zip(kinds, names, strict=True)]
    owners = [name for name, kind in zip(names, kinds, strict=True) if kind in {"post", "name", "owner"}]
    bodies = [name for name, kind in zip(names, kinds, strict=True) if kind not in {"post", "name", "owner"}]
    if person_column or not bodies:
        owners, bodies = names if person_column else owners, names
    spare = _spare(text, dict.fromkeys((*bodies, *owners)))
    return Leads(tuple(dict.fromkeys(bodies)), "; ".join(owners) or None, spare)


@lru_cache(maxsize=512)
def split_bodies(text: str) -> tuple[tuple[str, ...], str]:
    """Split a list of bodies, such as addressees, into one entry each; the joining words come back apart."""
    bodies = tuple(dict.fromkeys(entry for entry, _ in _entries(text)))
    return bodies, _spare(text, bodies)


def _spare(text: str, kept: Iterable[str]) -> str:
    """Give the words of a cell that no entry holds."""
    left = Counter(WORD.findall(text)) - Counter(word for entry in kept for word in WORD.findall(entry))
    return " ".join(left.elements())


def is_body(text: str) -> bool:
    """Say whether a few words are, as a whole, the name of a body."""
    words = text.strip(" .")
    return bool(
        ALONE.fullmatch(words) or ACRONYM.fullmatch(words) or STARTS_BODY.match(words) or BODY_END.search(words)
    )


def _entries(text: str) -> list[tuple[str, str]]:
    """Cut a cell into entries, each with its kind; bodies joined by "and" lead together; a label can make an owner."""
    entries: list[tuple[str, str]] = []
    items = split_items(text) if "\n" in text else []
    if items and all(item.mark for item in items):
        text = "\n".join(item.text for item in items)
    for line in re.split(r"[\n;]|\s•\s*", text):
        line = BULLET.sub("", line).strip(" ,.\u00a0\t")
        label = LABEL.match(line)
        owned = bool(label and OWNER_LABEL.search(label.group("label")))
        parts = _parts(line[label.end() :].strip() if label else line)
        together = len(parts) > 1 and len(_at_and(line)) == len(parts)
        named = len(parts) == 2 and line.endswith(f"({parts[1]})")
        entries.extend((part, "owner" if owned else "body" if together else _kind(part)) for part in parts)
        if named:
            entries[-1] = (parts[1], "owner")
    return entries


def _parts(line: str) -> list[str]:
    """Cut one line at slashes, at commas and "and" between whole bodies, and before a post after a dash or in
    brackets.
    """
    if not line or line.strip("-–. ").lower() in {"", "n/a"}:
        return [line] if re.search(r"\w", line) else []
    parts = [part.strip() for part in SLASH.split(line)] if "and/or" not in line.lower() else [line]
    return [piece for part in parts if part for split in _at_dash(part) for piece in _at_commas(split)]


def _at_dash(part: str) -> list[str]:
    """Cut "Kent Police - DCI Whitlock" and "Kent Police (Head of Crime)": a body, then a post or person."""
    dashed = re.split(r"\s+[-–—]\s+", part)
    if len(dashed) == 2 and {_kind(each) for each in dashed} == {"post", "body"}:
        return dashed
    bracketed = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", part)
    if bracketed and _kind(bracketed.group(1)) == "body" and _is_person(bracketed.group(2)):
        return [bracketed.group(1), bracketed.group(2)]
    return [part]


def _is_person(words: str) -> bool:
    """Say whether words name a post, or a forename and surname."""
    return _kind(words) == "post" or (_kind(words) == "unclear" and NAME.fullmatch(words) is not None)


def _at_commas(part: str) -> list[str]:
    """Cut a list with commas where every member stands by itself."""
    members = [member.strip() for member in part.split(",") if member.strip()]
    if len(members) > 1:
        members = members[:-1] + _at_and(re.sub(r"^(?:and|&)\s+", "", members[-1]))
        if all(_kind(member) != "unclear" for member in members) or (
            any(_kind(member) == "post" for member in members)
            and all(NAME.fullmatch(m) or _kind(m) != "unclear" for m in members)
        ):
            return members
    return _at_and(part)


def _at_and(part: str) -> list[str]:
    """Cut at "and" or "&" where both sides are whole bodies, or both are posts."""
    for joint in JOINED.finditer(part):
        left, right = part[: joint.start()].strip(), part[joint.end() :].strip()
        if KEPT_TOGETHER.search(part[max(0, joint.start() - 8) : joint.end() + 9]):
            continue
        if _stands(left, last=False) and _stands(right, last=True):
            return [*_at_and(left), *_at_and(right)]
    return [part]


def _stands(side: str, *, last: bool) -> bool:
    """Say whether one side of an "and" is a whole name: a bare common word is one only at the end, "Health" never."""
    if ALONE.fullmatch(side):
        return side.lower() != "health" and (last or side.lower() == "police")
    if POST.search(side) and not BODY_NOT_POST.search(side):
        return last is False and BODY_END.search(side) is not None and not re.search(r"\bof\b", side)
    return is_body(side)


def _kind(entry: str) -> str:
    """Tell a post from a body; "unclear" is neither by its words."""
    if SURELY_POST.match(entry) or (POST.search(entry) and not BODY_NOT_POST.search(entry)):
        return "post"
    return "body" if is_body(entry) else "unclear"
