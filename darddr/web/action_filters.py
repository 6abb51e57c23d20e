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
from darddr.services.action_list import Show, Wanted
from darddr.services.progress import Age, body_names
from darddr.vocabulary.standing import Brag
from darddr.workflow.states import ActionState

NOBODY = "none"
NAMES = ("show", "state", "age", "brag", "owner", "agency", "group", "mine", "plan", "partnership")

Args = MultiDict[str, str]


@dataclass(frozen=True)
class Filters:
    """What the page of filters shows:

    choices of agencies and groups (empty for somebody who follows no partnership).
    """

    wanted: Wanted
    agencies: list[tuple[str, str]]
    groups: list[tuple[str, str]]
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
    agencies, groups = body_names(session, place) if place is not None else ({}, {})
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
        no_agency=args.get("agency") == NOBODY,
        no_group=args.get("group") == NOBODY,
        mine=bool(args.get("mine")),
    )
    kept = {name: value for name in NAMES if (value := args.get(name))}
    return Filters(wanted, _choices(agencies), _choices(groups), _applied(wanted, agencies, groups, kept), kept)


def _applied(
    wanted: Wanted, agencies: Mapping[UUID, str], groups: Mapping[UUID, str], kept: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Each filter in use with the address of the list without it."""
    said = {
        "show": wanted.show.label,
        "state": wanted.state.label if wanted.state else "",
        "age": wanted.age.label if wanted.age else "",
        "brag": wanted.brag.label if wanted.brag else "",
        "owner": "One owner" if wanted.owner_id else "",
        "agency": "No lead agency" if wanted.no_agency else agencies.get(wanted.agency_id or UUID(int=0), "One agency"),
        "group": "No group" if wanted.no_group else groups.get(wanted.group_id or UUID(int=0), "One group"),
        "mine": "Mine",
        "plan": "One plan",
    }
    return [
        {
            "text": said[name],
            "href": url_for("actions.index", **{other: value for other, value in kept.items() if other != name}),
        }
        for name in kept
        if said.get(name)
    ]


def _choices(names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    listed = sorted(((str(key), name) for key, name in names.items()), key=lambda choice: choice[1].casefold())
    return [*listed, (NOBODY, "None named")] if listed else []


def _id(args: Args, name: str) -> UUID | None:
    try:
        return UUID(args.get(name, ""))
    except ValueError:
        return None


def _word(words: Any, value: str | None) -> Any:
    return next((word for word in words if word.value == value), None)
