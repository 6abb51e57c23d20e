"""What the page of one action shows, and what the page of one of its moves asks for."""

from __future__ import annotations

from typing import Any

from flask import url_for

from darddr import clock
from darddr.forms.actions import MoveForm
from darddr.models.action import Action
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Recommendation
from darddr.models.user import User
from darddr.services import action_moves, chases
from darddr.services.action_moves import Event
from darddr.services.plans import PlannedAction
from darddr.vocabulary.permissions import Permission as P
from darddr.web.access import current_actor, may
from darddr.web.components import day_text
from darddr.web.presenters import ACTION_TAGS
from darddr.web.session import db
from darddr.workflow import conditions as c
from darddr.workflow.engine import Offer
from darddr.workflow.moves import Condition, Move

FORWARD = frozenset({"agree", "start", "complete", "resume", "sign_off"})


def action_context(action: Action) -> dict[str, Any]:
    """One action with its recommendation, who answers for it, its moves and its story."""
    owner = db().get(User, action.owner_id) if action.owner_id else None
    agency = db().get(Agency, action.lead_agency_id) if action.lead_agency_id else None
    group = db().get(Group, action.group_id) if action.group_id else None
    offers = action_moves.offers_for(db(), current_actor(), action)
    return {
        "action": action,
        "recommendation": db().get_one(Recommendation, action.recommendation_id),
        "answered": PlannedAction(
            action, agency.name if agency else "", group.name if group else "", (owner.name or "") if owner else ""
        ),
        "moves": [_open(action, offer) for offer in offers if offer.is_open],
        "blocked": [_blocked(action, offer) for offer in offers if not offer.is_open],
        "events": [_entry(event) for event in action_moves.story(db(), action)],
        "chases": chases.chases_of(db(), action),
        "may_chase": may(P.CHASE, action),
        "day": clock.today(),
        "tags": ACTION_TAGS,
        "may_edit": may(P.ACTION_EDIT, action),
        "may_note": may(P.ACTION_UPDATE, action),
    }


def _open(action: Action, offer: Offer) -> dict[str, Any]:
    move = offer.move
    return {
        "title": move.label,
        "href": url_for("actions.move", action_id=action.id, trigger=move.trigger),
        "quiet": move.trigger not in FORWARD,
    }


def _blocked(action: Action, offer: Offer) -> dict[str, Any]:
    missing = [need for need in offer.unmet if not need.asks]
    return {"title": offer.move.label, "missing": [_need(action, need) for need in missing]}


def _need(action: Action, need: Condition) -> dict[str, Any]:
    """What is missing, with the page that puts it right for whoever may open it."""
    if need is c.EVIDENCE and may(P.ACTION_UPDATE, action):
        href = url_for("actions.note", action_id=action.id, kind="evidence")
        return {"text": need.sentence, "href": href, "link": "Add the evidence"}
    if need is c.OWNER and may(P.ACTION_EDIT, action):
        return {"text": need.sentence, "href": url_for("actions.edit", action_id=action.id), "link": "Name the owner"}
    return {"text": need.sentence}


def _entry(event: Event) -> dict[str, Any]:
    told = f"on behalf of {event.on_behalf_of}" if event.on_behalf_of else ""
    return {
        "title": event.title,
        "date": day_text(event.happened_on),
        "who": ", ".join(filter(None, [event.by, told])),
        "text": event.text,
    }


def ask_only_what_it_needs(form: MoveForm, move: Move, action: Action) -> MoveForm:
    """A reason where the move has that condition; who told, where somebody else's action is said to be complete."""
    if c.REASON not in move.conditions:
        del form.reason
    if move.trigger != "complete" or action.owner_id == current_actor().user_id:
        del form.on_behalf_of
    return form
