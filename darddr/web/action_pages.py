"""What the page of one action shows, and what the page of one of its moves asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app, url_for

from darddr import clock
from darddr.forms.actions import MoveForm
from darddr.models.action import Action
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Recommendation
from darddr.models.user import User
from darddr.services import action_moves, chases
from darddr.services.action_milestones import milestones_of
from darddr.services.action_moves import Event
from darddr.services.agreement import AGREEING, ANSWERING, Terms, answers_for_agency
from darddr.services.evidence import files_of
from darddr.services.impact import checks_of
from darddr.services.plans import PlannedAction
from darddr.services.standing import standing_of
from darddr.services.undo import undoable
from darddr.vocabulary.permissions import Permission as P
from darddr.web.access import current_actor, may
from darddr.web.components import day_text
from darddr.web.presenters import ACTION_TAGS
from darddr.web.session import db
from darddr.workflow import conditions as c
from darddr.workflow.engine import Offer
from darddr.workflow.moves import Condition, Move
from darddr.workflow.states import ActionState

FORWARD = frozenset({"agree", "agree_in_part", "start", "complete", "resume", "sign_off"})


def action_context(action: Action) -> dict[str, Any]:
    """One action with its recommendation, who answers for it, its moves and its story."""
    owner = db().get(User, action.owner_id) if action.owner_id else None
    agency = db().get(Agency, action.lead_agency_id) if action.lead_agency_id else None
    group = db().get(Group, action.group_id) if action.group_id else None
    offers = action_moves.offers_for(db(), current_actor(), action)
    undoable_now = undoable(db(), current_actor(), action, undo_window())
    return {
        "action": action,
        "recommendation": db().get_one(Recommendation, action.recommendation_id),
        "answered": PlannedAction(
            action, agency.name if agency else "", group.name if group else "", (owner.name or "") if owner else ""
        ),
        "moves": [_open(action, offer) for offer in offers if offer.is_open],
        "blocked": [
            _blocked(action, offer)
            for offer in offers
            if not offer.is_open and not (undoable_now and offer.move.trigger == "correct")
        ],
        "standing": standing_of(action, clock.today()),
        "agreement": _agreement(action),
        "undoable": undoable_now,
        "events": [_entry(event) for event in action_moves.story(db(), action)],
        "milestones": milestones_of(db(), action),
        "files": [row for rows in files_of(db(), action).values() for row in rows],
        "checks": checks_of(db(), action),
        "chases": chases.chases_of(db(), action),
        "may_chase": may(P.CHASE, action),
        "day": clock.today(),
        "tags": ACTION_TAGS,
        "may_edit": may(P.ACTION_EDIT, action),
        "may_note": may(P.ACTION_UPDATE, action),
        "may_mark": may(P.ACTION_MILESTONES, action),
        "may_look_back": action.state is ActionState.SIGNED_OFF and may(P.ACTION_LOOK_BACK, action),
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
    """A reason where the move has that condition; what is settled, where it agrees; who told, where somebody else decides or did it."""
    if c.REASON not in move.conditions:
        del form.reason
    if c.PART not in move.conditions:
        del form.part
    if move.trigger not in AGREEING:
        del form.measure, form.look_back
    if move.trigger in ANSWERING and not answers_for_agency(current_actor(), action):
        form.on_behalf_of.label.text = "Who decided for the agency?"
    elif move.trigger != "complete" or action.owner_id == current_actor().user_id:
        del form.on_behalf_of
    return form


def terms_of(form: MoveForm) -> Terms:
    """What a form settles with an agreement; nothing where it asks for none of it."""
    months = form.look_back.data if form.look_back else None
    return Terms(
        part=form.part.data or "" if form.part else "",
        measure=form.measure.data or "" if form.measure else "",
        look_back_months=int(months) if months and months != "none" else None,
    )


def _agreement(action: Action) -> str:
    """What the agency answered, in a line."""
    if action.acceptance is None:
        return ""
    return f"{action.acceptance.label}: {action.accepted_part}" if action.accepted_part else action.acceptance.label


def undo_window() -> timedelta:
    """How long a move may be taken back by whoever made it."""
    return timedelta(minutes=current_app.extensions["darddr.settings"].undo_minutes)
