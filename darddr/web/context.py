"""What every page knows: who is signed in, where they may go, and what is marked on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request
from flask_login import current_user

from darddr.policies import Actor
from darddr.settings import Settings
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.web.access import current_actor
from darddr.web.addresses import address


@dataclass(frozen=True)
class NavigationItem:
    """One link of the navigation bar."""

    title: str
    href: str
    current: bool


def install(app: Flask, settings: Settings, *, is_demo: bool) -> None:
    """Give templates what base.html asks for."""

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        common = {
            "is_demo": is_demo,
            "session_seconds": settings.session_idle_minutes * 60,
            "extend_url": address("auth.extend"),
        }
        if not current_user or not current_user.is_authenticated:
            return {**common, "actor_name": None, "navigation": []}
        actor = current_actor()
        return {
            **common,
            "actor_name": current_user.name,
            "partnership_name": _partnership_name(actor),
            "navigation": [] if current_user.must_change_password else navigation(actor),
            "footer_links": [{"title": "Change your password", "href": address("auth.password")}],
        }


def _partnership_name(actor: Actor) -> str:
    return next(iter(actor.partnership_names.values())) if len(actor.partnership_names) == 1 else ""


def navigation(actor: Actor) -> list[NavigationItem]:
    """The places this person has a reason to go to."""
    places = [("My work", "home.my_work", True)]
    places.append(("Reviews", "reviews.index", bool(actor.partnerships_as(R.COORDINATOR) or actor.review_roles)))
    followers = actor.partnerships_as(R.COORDINATOR, R.EXECUTIVE, R.EXECUTIVE_CHAIR)
    places.append(("Progress", "progress.index", bool(followers)))
    places.append(("Actions", "actions.index", True))
    places.append(("Accounts", "accounts.index", bool(actor.partnerships_as(R.ADMINISTRATOR))))
    places.append(("Log", "log.index", bool(actor.partnerships_as(R.AUDITOR))))
    here = (request.endpoint or "").split(".")[0]
    return [
        NavigationItem(title, address(endpoint), endpoint.split(".")[0] == here)
        for title, endpoint, wanted in places
        if wanted and endpoint in current_app.view_functions
    ]
