"""The ten figures the executive answers for, each a count and the list it opens, as at a day.

One table says what each is called and what it counts; `figure_views` says of what.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from darddr.models.review import Review
from darddr.services.figure_views import (
    Clause,
    View,
    action_state,
    actions_of,
    held,
    of_actions,
    review_state,
    reviews_of,
)
from darddr.services.progress import SOON_DAYS
from darddr.workflow.states import OPEN_ACTIONS, PENDING, UNDER_WAY, ActionState, ReviewState


@dataclass(frozen=True)
class Figure:
    """One figure: its key in addresses, its words, how it is counted, of what (`actions` or `reviews`), in which states.

    `due` narrows by the target date: "late" before the day, "soon" within 28 days from it.
    """

    key: str
    one: str
    several: str
    how: str
    of: str
    states: tuple[Any, ...]
    due: str = ""


FIGURES = {
    figure.key: figure
    for figure in (
        Figure(
            "under_way",
            "review under way",
            "reviews under way",
            "Commissioned and not yet cleared.",
            "reviews",
            UNDER_WAY,
        ),
        Figure("pending", "review pending", "reviews pending", "The decision is still to be made.", "reviews", PENDING),
        Figure(
            "decide",
            "review waits for the executive",
            "reviews wait for the executive",
            "To be decided or signed off.",
            "reviews",
            (ReviewState.DECIDING, ReviewState.SIGN_OFF),
        ),
        Figure(
            "home_office",
            "review with the Home Office",
            "reviews with the Home Office",
            "Sent for quality assurance.",
            "reviews",
            (ReviewState.WITH_HOME_OFFICE,),
        ),
        Figure("open", "action open", "actions open", "Neither ended nor rejected.", "actions", OPEN_ACTIONS),
        Figure("overdue", "action overdue", "actions overdue", "Open past its date.", "actions", OPEN_ACTIONS, "late"),
        Figure(
            "soon",
            "action due soon",
            "actions due soon",
            f"Open, due within {SOON_DAYS} days.",
            "actions",
            OPEN_ACTIONS,
            "soon",
        ),
        Figure(
            "awaiting",
            "action waits for sign-off",
            "actions wait for sign-off",
            "Complete, says its owner.",
            "actions",
            (ActionState.OWNER_COMPLETE,),
        ),
        Figure(
            "signed_off",
            "action signed off",
            "actions signed off",
            "Checked by a second person.",
            "actions",
            (ActionState.SIGNED_OFF,),
        ),
        Figure(
            "not_implemented",
            "action not implemented",
            "actions not implemented",
            "Ended without being done.",
            "actions",
            (ActionState.NOT_IMPLEMENTED,),
        ),
    )
}
OF_ACTIONS = tuple(figure for figure in FIGURES.values() if figure.of == "actions")
OF_REVIEWS = tuple(figure for figure in FIGURES.values() if figure.of == "reviews")

ALL = Figure("all", "action", "actions", "Every action, ended ones included.", "actions", tuple(ActionState))
"""No figure of the ten: what a colour or a row of a table opens."""

LISTED = {**FIGURES, ALL.key: ALL}
"""What has a list."""


def clause_of(figure: Figure, view: View) -> Clause:
    """What a figure counts, beside where it counts it."""
    state = review_state(view) if figure.of == "reviews" else action_state(view)
    clauses = [state.in_(figure.states)]
    due_on = held(view, "due_on")
    if figure.due == "late":
        clauses.append(due_on < view.day)
    elif figure.due == "soon":
        clauses += [due_on >= view.day, due_on < view.day + timedelta(days=SOON_DAYS)]
    return and_(*clauses)


def counts(session: Session, view: View) -> dict[str, int]:
    """The ten figures, in two statements."""
    found: dict[str, int] = {}
    for figures, where in ((OF_REVIEWS, reviews_of(view)), (OF_ACTIONS, actions_of(view))):
        numbers = select(*(func.count().filter(clause_of(figure, view)) for figure in figures))
        counted = numbers.select_from(Review) if figures is OF_REVIEWS else of_actions(view, numbers)
        row = session.execute(counted.where(where)).one()
        found |= {figure.key: number for figure, number in zip(figures, row, strict=True)}
    return found
