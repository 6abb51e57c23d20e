"""Canaries: a word of its own in every sealed field of every place, and who may ever see which of them.

A canary names the place it was put in, its class and its field: `zqhomexidentityxabcq`. An answer that holds one shows that text.
It is all letters, so that it is taken for a name wherever names are looked for.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache

from darddr.models.registry import MODELS
from darddr.models.sealing import Sealing

STORY = "narrative learning file"
WHOLE = f"identity contact family publication {STORY}"

MAY_SEE: dict[str, dict[str, str]] = {
    # Who: of which place: which classes. What is not here may never appear before them, wherever they look; what is here does appear.
    # home and second: two reviews of one partnership; theme: that partnership's own plan; far: a review of another partnership.
    "coordinator": {"home": f"{WHOLE} draft people", "second": WHOLE, "theme": "learning draft priority"},
    "outsider_coordinator": {"far": f"{WHOLE} people"},
    "former_coordinator": {"home": "people"},
    "chair": {"home": f"identity contact family people {STORY}", "theme": "priority"},
    "other_chair": {"home": "people", "second": f"identity contact family {STORY}", "theme": "priority"},
    "author": {"home": f"people draft family {STORY}"},
    "panel": {"home": f"people {STORY}"},
    "other_panel": {"home": "people", "second": STORY},
    "former_panel": {"home": "people"},
    "imr_author": {"home": "people"},
    # An action and its recommendation, nothing else of the review.
    "agency_approver": {"home": "people learning"},
    "approver_at_large": {"home": "people learning", "second": "learning", "theme": "learning"},
    "owner": {"home": "people learning"},
    # Whoever words an action chooses among the titles of the partnership's priorities.
    # Progress, never the story; the chair also sees why a report is published in part, because they approve that.
    "executive": {"home": "people learning", "second": "learning", "theme": "learning priority"},
    "executive_chair": {
        "home": "people learning publication",
        "second": "learning publication",
        "theme": "learning priority",
    },
    # A declared conflict leaves everything of that review out, and only that.
    "excluded": {"home": "people", "second": WHOLE, "theme": "learning draft priority"},
    "excluded_chair": {"home": "people"},
    "excluded_executive": {"home": "people", "second": "learning", "theme": "learning priority"},
    "excluded_owner": {"home": "people"},
    "administrator": {"home": "people"},
    "auditor": {"home": "people"},
    "nobody": {"home": "people"},
}
"""`people` are names of accounts: everybody sees at least their own."""

NEVER_SHOWN = {
    "reviews.circumstances": "what was first told of the death: kept, and no page shows it yet",
    "changes.narrative_before": "the words before a change, kept for whoever must answer for it",
    "actions.imported": "what a file last said, kept to tell a change in the file from one made here",
    "recommendations.imported": "likewise",
    "actions.name_reason": "why a real name was let stay, kept for whoever asks later",
    "action_updates.name_reason": "likewise",
    "action_milestones.name_reason": "likewise",
    "impact_checks.name_reason": "likewise",
    "findings.name_reason": "likewise",
    "recommendations.name_reason": "likewise",
    "national_answers.name_reason": "likewise",
    "chases.name_reason": "likewise",
    "letter_points.name_reason": "likewise",
    "releases.name_reason": "likewise",
    "closure_minutes.name_reason": "likewise",
    "redactions.stood_in": "where marked words stood, kept to notice that they were changed",
    "leak_allowances.found": "what was let stay, kept for whoever asks later; the page shows the hit itself",
}
"""Fields that no page, file or command shows to anybody, and why they are kept."""

OWN_CLASS = {
    "documents.content": "file",
    "documents.hits": "identity",
    "evidence_files.content": "learning",
    "drafts.content": "draft",
    "priorities.title": "priority",
    "publications.reason": "publication",
    "releases.take_down_reason": "publication",
    **dict.fromkeys((f"family_contacts.{name}" for name in ("how", "when", "language", "interpreter")), "contact"),
    "family_contacts.no_contact_reason": "contact",
    **dict.fromkeys((f"family_entries.{name}" for name in ("by_whom", "shown", "text", "answer")), "family"),
    **dict.fromkeys((f"family_tributes.{name}" for name in ("text", "kept_at")), "family"),
    "users.name": "people",
    "users.email": "people",
}
"""Fields guarded otherwise than the class they are sealed in."""

CODED = {"people.sex", "people.manner", "people.characteristics", "wordings.language"}
"""Fields that hold nothing but words of a fixed list."""

DATES = {"people.date_of_birth": 11, "people.date_of_death": 12}
"""Fields that hold a day: their canary is a day of long ago that nothing else falls on."""

CENTURIES = {"home": 1700, "second": 1500, "far": 1300}
CANARY = re.compile(r"zq([a-z]+?)x([a-z]+?)x([a-j]{3})q", re.IGNORECASE)
LETTERS, NUMBERS = str.maketrans("0123456789", "abcdefghij"), str.maketrans("abcdefghij", "0123456789")
TAG = re.compile(r"<[^>]*>")
Seen = set[tuple[str, str, str]]


def sealed_models() -> list[type[Sealing]]:
    """Every model with sealed fields."""
    return [model for model in MODELS if issubclass(model, Sealing)]


@cache
def fields() -> list[str]:
    """Every sealed field as table.field, and the two columns that hold a sealed file."""
    named = (f"{model.__tablename__}.{name}" for model in sealed_models() for name in model.sealed_fields)
    return sorted({"documents.content", "evidence_files.content", *named})


def class_of(field: str) -> str:
    """The class a field counts as."""
    if field in OWN_CLASS:
        return OWN_CLASS[field]
    table, name = field.split(".")
    model = next(model for model in sealed_models() if model.__tablename__ == table)
    return model.sealed_records[model.sealed_fields[name]].value


def token(place: str, table: str, name: str) -> str:
    """The canary of one field of one place."""
    field = f"{table}.{name}"
    return f"zq{place}x{class_of(field)}x{f'{fields().index(field):03d}'.translate(LETTERS)}q"


def day_of(place: str, field: str) -> str:
    """The canary of a field that holds a day."""
    return f"{CENTURIES[place] + DATES[field]}-03-07"


DAYS: dict[str, tuple[str, str, str]] = {
    written: (place, "identity", field)
    for place in CENTURIES
    for field in DATES
    for year in (CENTURIES[place] + DATES[field],)
    for written in (f"{year}-03-07", f"7 March {year}", f"07/03/{year}", f'value="{year}"')
}


def seen_in(text: str) -> Seen:
    """The canaries in a text, also those that tags cut in two: place, class and field of each."""
    found: Seen = {place for written, place in DAYS.items() if written in text}
    named = fields()
    for version in {text, TAG.sub("", text)}:
        found |= {
            (place.lower(), klass.lower(), named[int(at.lower().translate(NUMBERS))])
            for place, klass, at in CANARY.findall(version)
        }
    return found


def texts_of(data: bytes) -> Iterator[str]:
    """The texts of a body or a file: as it is, and every part of it where it is a zip, as Word and Excel files are."""
    yield data.decode("utf-8", "replace")
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield name
                yield from texts_of(package.read(name))


def seen_in_bytes(data: bytes) -> Seen:
    """The canaries in a body or a file."""
    return {one for text in texts_of(data) for one in seen_in(text)}


def allowed(actor: str) -> set[tuple[str, str]]:
    """The places and classes that an actor may see, by the table."""
    return {(place, klass) for place, classes in MAY_SEE.get(actor, {}).items() for klass in classes.split()}


def forbidden(actor: str, seen: Seen) -> Seen:
    """What was seen and may not be."""
    may_see = allowed(actor)
    return {one for one in seen if one[:2] not in may_see}
