"""How the record is shown: colours of tags, the drawn table, and where each missing thing is put right."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from darddr.forms.reviews import MoveForm
from darddr.models.review import Review
from darddr.vocabulary.family import MILESTONES
from darddr.vocabulary.permissions import Permission as P
from darddr.web.access import may
from darddr.web.components import day_text
from darddr.workflow.engine import Offer
from darddr.workflow.moves import Condition, Move
from darddr.workflow.reviews import BACK, REOPEN
from darddr.workflow.states import ActionState, Phase, ReviewState

PHASE_COLOURS = {
    Phase.NOTIFICATION: "yellow",
    Phase.PANEL: "blue",
    Phase.DRAFTING: "purple",
    Phase.HOME_OFFICE: "orange",
    Phase.PUBLICATION: "teal",
    Phase.ACTIONS: "green",
}

STATE_TAGS = {state: "grey" if state.is_end else PHASE_COLOURS[state.phase] for state in ReviewState}

ACTION_TAGS = {
    ActionState.PROPOSED: "grey",
    ActionState.AGREED: "blue",
    ActionState.REJECTED: "grey",
    ActionState.IN_PROGRESS: "teal",
    ActionState.OWNER_COMPLETE: "purple",
    ActionState.RETURNED: "orange",
    ActionState.SIGNED_OFF: "green",
    ActionState.NOT_IMPLEMENTED: "pink",
    ActionState.SUPERSEDED: "grey",
}

PUT_RIGHT = {
    "has_victim": "people.index",
    "has_chair": "memberships.index",
    "has_panel": "memberships.index",
    "has_questions": "questions.index",
    "has_findings": "findings.index",
    "findings_are_agreed": "findings.index",
    "draft_is_built": "documents.index",
    "has_recommendations": "plans.of_review",
    "recommendations_have_actions": "plans.of_review",
    "actions_have_owner_and_date": "plans.of_review",
    "actions_have_ended": "plans.of_review",
    "submitted": "rounds.index",
    "letter_received": "rounds.index",
    "points_are_answered": "rounds.index",
    "letter_asks_amendments": "rounds.index",
    "letter_asks_resubmission": "rounds.index",
    "letter_clears": "rounds.index",
    "publication_is_decided": "publication.show",
    "withholding_has_reason": "publication.show",
    "report_names_nobody": "publication.show",
    "linked_processes_let_publish": "linked_processes.index",
}
"""The page on which a missing thing is put right, by the name of its condition."""

BY_THE_LOG = {milestone: kind for kind, milestone in MILESTONES.items()}
"""Dated events that are entries of what happened with the family: written there, they stand among the dates too."""

OPENS = {"publication.show": P.REVIEW_PUBLISH, "linked_processes.index": P.REVIEW_READ}
"""What such a page asks of its reader, where not everybody who sees the move may open it."""

ASIDE = (
    ReviewState.NO_REVIEW,
    ReviewState.NO_REVIEW_CLOSED,
    ReviewState.TRANSFERRED,
    ReviewState.AMENDING,
    ReviewState.RESUBMITTING,
)
"""States off the straight way of a review."""

NOT_HELD = (ReviewState.NO_REVIEW, ReviewState.NO_REVIEW_CLOSED, ReviewState.TRANSFERRED)
"""States after which the later phases do not come."""

MAKERS = {
    P.REVIEW_MANAGE: "the review coordinator",
    P.REVIEW_LEAD: "the review coordinator or the independent chair",
    P.REVIEW_DECIDE: "the chair of the executive",
    P.REVIEW_SIGN_OFF: "the chair of the executive",
    P.REVIEW_PUBLISH: "the chair of the executive",
    P.REVIEW_CORRECT: "the review coordinator or the independent chair",
}
"""Who makes a move, in words, by the permission it asks for."""

QUIET = {move.trigger for move in (*BACK, *REOPEN)} | {"correct", "transfer"}
"""Moves that lead back or out, shown less loudly than the way forward."""


def phases_of(review: Review, since: date | None = None) -> list[dict[str, Any]]:
    """The six phases with their states, as components/workflow.html draws them; `since` is the day of the last move."""
    order = list(Phase)
    now = order.index(review.state.phase)
    drawn = []
    for place, phase in enumerate(order):
        when = "never" if place > now and review.state in NOT_HELD else _when(place, now)
        drawn.append({"name": phase.label, "when": when, "states": _states(review, phase, place, now, since)})
    return drawn


def _states(review: Review, phase: Phase, place: int, now: int, since: date | None) -> list[dict[str, str]]:
    states = [state for state in ReviewState if state.phase is phase]
    here = states.index(review.state) if review.state in states else -1
    drawn = []
    for number, state in enumerate(states):
        if state is review.state:
            drawn.append({"label": state.label, "when": "present", "note": f"since {day_text(since)}" if since else ""})
        elif state in ASIDE:
            drawn.append(_aside(state))
        else:
            drawn.append({"label": state.label, "when": _when(number, here) if place == now else _when(place, now)})
    return drawn


def _aside(state: ReviewState) -> dict[str, str]:
    """A state that the straight way does not pass: drawn, but neither done nor to come."""
    return {"label": state.label, "when": "ahead", "note": "(only if needed)"}


def _when(place: int, now: int) -> str:
    return "present" if place == now else ("past" if place < now else "ahead")


def asking(form: MoveForm, move: Move, decides: bool) -> MoveForm:
    """The form of a move, asking what its conditions ask: a reason, and who decided unless the decision is one's own."""
    asked = {need.asks: need.sentence for need in move.conditions if need.asks}
    if "reason" in asked:
        form.ask_reason(asked["reason"])
    if "on_behalf_of" in asked and not decides:
        form.ask_who_decided(asked["on_behalf_of"])
    else:
        del form.on_behalf_of
    return form


def open_moves(review: Review, offers: tuple[Offer, ...]) -> list[dict[str, Any]]:
    """The moves open now to this person, as buttons; the way forward first."""
    moves = [
        {
            "title": offer.move.label,
            "href": url_for("reviews.move", review_id=review.id, trigger=offer.move.trigger),
            "quiet": offer.move.trigger in QUIET,
        }
        for offer in offers
        if offer.is_open and may(offer.move.permission, review)
    ]
    return sorted(moves, key=lambda move: bool(move["quiet"]))


def blocked_moves(review: Review, offers: tuple[Offer, ...]) -> list[dict[str, Any]]:
    """The other moves, each with exactly what is missing and where to put it right; of other people's moves only the way forward."""
    return [
        {"title": offer.move.label, "missing": _waits_for(review, offer)}
        for offer in offers
        if not (offer.is_open and may(offer.move.permission, review))
        and (may(offer.move.permission, review) or offer.move.trigger not in QUIET)
    ]


def _waits_for(review: Review, offer: Offer) -> list[dict[str, Any]]:
    missing = [_missing(review, need) for need in offer.unmet if not need.asks]
    return missing or [{"text": f"Nothing is missing. This is for {MAKERS[offer.move.permission]}."}]


def _missing(review: Review, need: Condition) -> dict[str, Any]:
    return {
        "text": need.sentence,
        "href": _put_right(review, need),
        "link": "Record the date" if need.milestone is not None else "Put this right",
        "waive_href": _waive(review, need),
    }


def _put_right(review: Review, need: Condition) -> str | None:
    if need.milestone is not None and need.name not in PUT_RIGHT:
        if not may(P.REVIEW_LEAD, review):
            return None
        if need.milestone in BY_THE_LOG:
            return url_for("family.add", review_id=review.id, kind=BY_THE_LOG[need.milestone].value)
        return url_for("reviews.milestone", review_id=review.id, kind=need.milestone.value)
    endpoint = PUT_RIGHT.get(need.name)
    if endpoint is None or (not may(OPENS.get(endpoint, P.REVIEW_PROGRESS), review)):
        return None
    return url_for(endpoint, review_id=review.id)


def _waive(review: Review, need: Condition) -> str | None:
    if not (need.waivable and may(P.REVIEW_WAIVE, review)):
        return None
    return url_for("reviews.waive", review_id=review.id, condition=need.name)
