"""The filters of the list of actions: what an address asks for, what the page offers, and which of them are in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from darddr.policies import Actor
from darddr.policies.reach import FOLLOWING_ROLES
from darddr.services.action_wanted import MISSING, Show, Wanted
from darddr.services.duties import priority_titles
from darddr.services.progress import Age, body_names
from darddr.services.themes import labels
from darddr.vocabulary.records import RecommendationScope
from darddr.vocabulary.standing import Brag
from darddr.workflow.states import ActionState

NOBODY = "none"
NAMES = (
    *("show", "state", "age", "brag", "owner", "agency", "group", "priority", "theme", "scope"),
    *("review", "mine", "plan", "partnership"),
)
NONE_NAMED = {
    "agency": "No lead agency",
    "group": "No group",
    "priority": "No priority",
    "theme": "No theme",
    "scope": "Scope not stated",
    "review": "No one review",
}

Args = MultiDict[str, str]


@dataclass(frozen=True)
class Filters:
    """What the page of filters shows: choices by name of filter (none for somebody who follows no partnership)."""

    wanted: Wanted
    choices: Mapping[str, list[tuple[str, str]]]
    applied: list[dict[str, str]]
    kept: dict[str, Any]

    @property
    def shows(self) -> list[tuple[str, str]]:
        """How actions may stand against their dates."""
        return list(Show.choices().items())

    @property
    def states(self) -> list[tuple[str, str]]:
        """Every state of an action."""
        return [(state.value, state.label) for state in ActionState]

    @property
    def brags(self) -> list[tuple[str, str]]:
        """Every colour."""
        return list(Brag.choices().items())

    def href(self, **changed: Any) -> str:
        """The same list with something changed."""
        return url_for("actions.index", **{**self.kept, **changed})


def filters_of(session: Session, actor: Actor, args: Args) -> Filters:
    """The filters of an address; what it does not spell rightly is left out."""
    followed = actor.partnerships_as(*FOLLOWING_ROLES)
    asked = _id(args, "partnership")
    place = asked if asked in followed else next(iter(followed)) if len(followed) == 1 else None
    names = _names(session, place) if place is not None else {}
    wanted = Wanted(
        show=_word(Show, args.get("show")) or Show.OPEN,
        state=_word(ActionState, args.get("state")),
        age=_word(Age, args.get("age")),
        brag=_word(Brag, args.get("brag")),
        owner_id=_id(args, "owner"),
        partnership_id=asked,
        agency_id=_id(args, "agency"),
        group_id=_id(args, "group"),
        plan_id=_id(args, "plan"),
        priority_id=_id(args, "priority"),
        review_id=_id(args, "review"),
        theme=args.get("theme") if args.get("theme") in names.get("theme", ()) else None,
        scope=_word(RecommendationScope, args.get("scope")),
        missing=tuple(name for name in MISSING if args.get(name) == NOBODY),
        mine=bool(args.get("mine")),
    )
    kept = {name: value for name in NAMES if (value := args.get(name))}
    choices = {name: _choices(name, own) for name, own in names.items()}
    return Filters(wanted, choices, _applied(wanted, names, kept), kept)


def _names(session: Session, partnership_id: UUID) -> dict[str, Mapping[Any, str]]:
    """What a partnership’s actions may be filtered by, by name of filter."""
    agencies, groups = body_names(session, partnership_id)
    return {
        "agency": agencies,
        "group": groups,
        "priority": priority_titles(session, partnership_id),
        "theme": labels(session, partnership_id),
        "scope": {scope.value: scope.label for scope in RecommendationScope},
    }


def _applied(wanted: Wanted, names: Mapping[str, Mapping[Any, str]], kept: Mapping[str, Any]) -> list[dict[str, str]]:
    """Each filter in use with the address of the list without it."""
    said = {
        "show": wanted.show.label,
        "state": wanted.state.label if wanted.state else "",
        "age": wanted.age.label if wanted.age else "",
        "brag": wanted.brag.label if wanted.brag else "",
        "owner": "One owner" if wanted.owner_id else "",
        "agency": names.get("agency", {}).get(wanted.agency_id, "One agency"),
        "group": names.get("group", {}).get(wanted.group_id, "One group"),
        "priority": names.get("priority", {}).get(wanted.priority_id, "One priority"),
        "theme": names.get("theme", {}).get(wanted.theme, wanted.theme) if wanted.theme else "",
        "scope": wanted.scope.label if wanted.scope else "",
        "review": "One review" if wanted.review_id else "",
        "mine": "Mine",
        "plan": "One plan",
    }
    said |= {name: NONE_NAMED[name] for name in wanted.missing}
    return [
        {
            "text": said[name],
            "href": url_for("actions.index", **{other: value for other, value in kept.items() if other != name}),
        }
        for name in kept
        if said.get(name)
    ]


def _choices(name: str, names: Mapping[Any, str]) -> list[tuple[str, str]]:
    """The choices of a filter: bodies by name, what has an order of its own in it, then those that name none."""
    listed = [(str(key), label) for key, label in names.items()]
    if name in ("agency", "group"):
        listed.sort(key=lambda choice: choice[1].casefold())
    return [*listed, (NOBODY, "None named")] if listed else []


def _id(args: Args, name: str) -> UUID | None:
    try:
        return UUID(args.get(name, ""))
    except ValueError:
        return None


def _word(words: Any, value: str | None) -> Any:
    return next((word for word in words if word.value == value), None) if value else None
