"""What an address of the executive's figures asks for: the day, the cut, what to count by; and what the page offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from darddr import clock
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.policies import Actor, allows
from darddr.services import figure_history, themes
from darddr.services.duties import priority_titles
from darddr.services.figure_views import COLUMNS, Cut, View, Waits
from darddr.services.progress import Age, agency_names, group_names
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.records import RecommendationScope
from darddr.vocabulary.standing import Brag

NOBODY = "none"
BY = {
    "agency": "Lead agency",
    "group": "Accountable group",
    "review": "Review",
    "theme": "Theme",
    "priority": "Priority",
    "scope": "Scope",
}
NONE_NAMED = {
    "agency": "No lead agency named",
    "group": "No accountable group named",
    "review": "No one review: the partnership’s own plans",
    "theme": "No theme of the list",
    "priority": "No priority",
    "scope": "Scope not stated",
}
Args = MultiDict[str, str]


@dataclass(frozen=True)
class Filters:
    """The view an address asks for, what it counts by, and what the page's filters offer."""

    view: View
    by: str
    names: Mapping[str, Mapping[Any, str]]
    kept: dict[str, str]

    def choices(self, name: str) -> list[tuple[str, str]]:
        """The choices of a filter, then those that name none."""
        return [*((str(key), label) for key, label in self.names[name].items()), (NOBODY, "None named")]

    @property
    def applied(self) -> list[tuple[str, str]]:
        """Each filter in use: its name in addresses and its words."""
        used = self.kept.keys() & _TITLES.keys()
        return sorted((name, f"{_TITLES[name]}: {self._label(name)}") for name in used)

    def _label(self, name: str) -> str:
        if name in self.view.cut.missing:
            return "none named"
        value = getattr(self.view.cut, name)
        return value.label if name in ("waits", "age", "brag") else self.names[name].get(value, "one")


_TITLES = {**BY, "waits": "Waits for", "age": "Late", "brag": "Colour"}


def filters_of(session: Session, actor: Actor, place: Place, args: Args) -> Filters:
    """The filters of an address; what it does not spell rightly, or asks of a day to come, is left out."""
    names = _names(session, actor, place, args)
    missing = tuple(name for name in COLUMNS if args.get(name) == NOBODY)
    chosen = {name: next((key for key in names[name] if str(key) == args.get(name)), None) for name in COLUMNS}
    cut = Cut(
        waits=_word(Waits, args.get("waits")),
        age=_word(Age, args.get("age")),
        brag=_word(Brag, args.get("brag")),
        missing=missing,
        **chosen,
    )
    day = _day(args.get("as_at", ""))
    kept = {name: args[name] for name in COLUMNS if chosen[name] is not None or name in missing}
    kept |= {name: args[name] for name in ("waits", "age", "brag") if getattr(cut, name) is not None}
    kept |= {"as_at": day.isoformat()} if day is not None else {}
    by = args.get("by", "")
    view = figure_history.as_of(session, View(actor, place.partnership_id, day or clock.today(), cut))
    return Filters(view, by if by in BY else "agency", names, kept)


def _names(session: Session, actor: Actor, place: Place, args: Args) -> dict[str, Mapping[Any, str]]:
    partnership_id = place.partnership_id
    return {
        "agency": agency_names(session, partnership_id),
        "group": group_names(session, partnership_id),
        "priority": priority_titles(session, partnership_id),
        "theme": themes.labels(session, partnership_id),
        "scope": {scope.value: scope.label for scope in RecommendationScope},
        "review": _review(session, actor, place, args.get("review", "")),
    }


def _review(session: Session, actor: Actor, place: Place, text: str) -> dict[UUID, str]:
    """The one review an address names, where the actor may follow it."""
    try:
        review = session.get(Review, UUID(text))
    except ValueError:
        return {}
    if review is None or review.partnership_id != place.partnership_id or not allows(actor, P.REVIEW_PROGRESS, review):
        return {}
    return {review.id: review.reference}


def _day(text: str) -> date | None:
    """A day before today; today and days to come need not be said."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if date(1990, 1, 1) < day < clock.today() else None


def _word(words: Any, value: str | None) -> Any:
    return next((word for word in words if word.value == value), None)
