"""How the record is shown: colours of tags, the drawn table, and where each missing thing is put right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for

from darddr.models.review import Review
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission as P
from darddr.web.access import may
from darddr.workflow.engine import Offer
from darddr.workflow.moves import Condition
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
    "publication_is_decided": "publication.show",
    "withholding_has_reason": "publication.show",
    "report_names_nobody": "publication.show",
}
"""The page on which a missing thing is put right, by the name of its condition."""

ASIDE = (
    ReviewState.NO_REVIEW,
    ReviewState.NO_REVIEW_CLOSED,
    ReviewState.TRANSFERRED,
    ReviewState.AMENDING,
    ReviewState.RESUBMITTING,
)
"""States off the straight way of a review."""

QUIET = {move.trigger for move in (*BACK, *REOPEN)} | {"correct", "transfer"}
"""Moves that lead back or out, shown less loudly than the way forward."""


def phases_of(review: Review) -> list[dict[str, Any]]:
    """The six phases with their states, as components/workflow.html draws them."""
    order = list(Phase)
    now = order.index(review.state.phase)
    return [
        {
            "name": phase.label,
            "when": _when(order.index(phase), now),
            "states": _states(review, phase, order.index(phase), now),
        }
        for phase in order
    ]


def _states(review: Review, phase: Phase, place: int, now: int) -> list[dict[str, str]]:
    states = [state for state in ReviewState if state.phase is phase]
    here = states.index(review.state) if review.state in states else -1
    return [
        _aside(state)
        if state in ASIDE and state is not review.state
        else {"label": state.label, "when": _when(number, here) if place == now else _when(place, now)}
        for number, state in enumerate(states)
    ]


def _aside(state: ReviewState) -> dict[str, str]:
    """A state that the straight way does not pass: drawn, but neither done nor to come."""
    return {"label": state.label, "when": "ahead", "note": "(only if needed)"}


def _when(place: int, now: int) -> str:
    return "present" if place == now else ("past" if place < now else "ahead")


def open_moves(review: Review, offers: tuple[Offer, ...]) -> list[dict[str, Any]]:
    """The moves open now, as buttons; the way forward first."""
    moves = [
        {
            "title": offer.move.label,
            "href": url_for("reviews.move", review_id=review.id, trigger=offer.move.trigger),
            "quiet": offer.move.trigger in QUIET,
        }
        for offer in offers
        if offer.is_open
    ]
    return sorted(moves, key=lambda move: bool(move["quiet"]))


def blocked_moves(review: Review, offers: tuple[Offer, ...]) -> list[dict[str, Any]]:
    """The other moves, each with exactly what is missing and where to put it right."""
    return [
        {"title": offer.move.label, "missing": [_missing(review, need) for need in offer.unmet if not need.asks]}
        for offer in offers
        if not offer.is_open
    ]


def _missing(review: Review, need: Condition) -> dict[str, Any]:
    return {
        "text": need.sentence,
        "href": _put_right(review, need),
        "link": "Record the date" if need.milestone is not None else "Put this right",
        "waive_href": _waive(review, need),
    }


def _put_right(review: Review, need: Condition) -> str | None:
    if need.milestone is not None:
        if not may(P.REVIEW_LEAD, review):
            return None
        return url_for("reviews.milestone", review_id=review.id, kind=need.milestone.value)
    endpoint = PUT_RIGHT.get(need.name)
    return url_for(endpoint, review_id=review.id) if endpoint else None


def _waive(review: Review, need: Condition) -> str | None:
    if not (need.waivable and may(P.REVIEW_WAIVE, review)):
        return None
    return url_for("reviews.waive", review_id=review.id, condition=need.name)


def date_rows(review: Review, dates: Mapping[Milestone, date]) -> list[dict[str, Any]]:
    """The dated events recorded so far, in the order of a review's life, with where to correct each."""
    can = may(P.REVIEW_LEAD, review)
    return [
        {
            "label": kind.label,
            "on": dates[kind],
            "href": url_for("reviews.milestone", review_id=review.id, kind=kind.value) if can else None,
        }
        for kind in Milestone
        if kind in dates
    ]
