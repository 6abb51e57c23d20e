"""The figures of the executive's page: which number, in which words, opening which list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from darddr.services.progress import OVERDUE, Age, Cell, total
from darddr.workflow.states import PENDING, UNDER_WAY, ActionState, ReviewState


@dataclass(frozen=True)
class Selection:
    """Some states of a review under one name."""

    key: str
    title: str
    states: tuple[ReviewState, ...]


SELECTIONS = {
    chosen.key: chosen
    for chosen in (
        Selection("all", "All reviews", tuple(ReviewState)),
        Selection("under_way", "Reviews under way", UNDER_WAY),
        Selection("pending", "Reviews pending a decision", PENDING),
        Selection("decide", "Reviews that wait for your decision", (ReviewState.DECIDING, ReviewState.SIGN_OFF)),
        Selection("cleared", "Reviews cleared to publish", (ReviewState.CLEARED,)),
        Selection("monitoring", "Reviews whose actions are monitored", (ReviewState.MONITORING,)),
        Selection("closed", "Reviews closed", (ReviewState.CLOSED,)),
    )
}


@dataclass(frozen=True)
class Figure:
    """A number that opens its list."""

    number: int
    label: str
    href: str


REVIEW_LABELS = {
    "under_way": ("review under way", "reviews under way"),
    "pending": ("review pending", "reviews pending"),
    "decide": ("waits for a decision", "wait for a decision"),
    "cleared": ("cleared to publish", "cleared to publish"),
    "monitoring": ("published, actions monitored", "published, actions monitored"),
}

ACTION_FIGURES: tuple[tuple[str, str, Sequence[Age], Sequence[ActionState]], ...] = (
    ("overdue", "actions overdue", OVERDUE, ()),
    ("soon", "due within 28 days", (Age.SOON,), ()),
    ("awaiting", "wait for sign-off", (), (ActionState.OWNER_COMPLETE,)),
    ("open", "actions open", tuple(age for age in Age if age is not Age.ENDED), ()),
    ("undated", "open without a date", (Age.UNDATED,), ()),
    ("signed_off", "signed off", (), (ActionState.SIGNED_OFF,)),
    ("not_implemented", "ended, not implemented", (), (ActionState.NOT_IMPLEMENTED,)),
)
"""Key of the list (`show` of the list of actions), words, ages, states."""


def review_figures(partnership_id: UUID, counts: Counter[ReviewState]) -> list[Figure]:
    """How many reviews stand where."""
    figures = []
    for key, (one, several) in REVIEW_LABELS.items():
        number = sum(counts[state] for state in SELECTIONS[key].states)
        href = url_for("progress.reviews", partnership_id=partnership_id, which=key)
        figures.append(Figure(number, one if number == 1 else several, href))
    return figures


def figures_by_age(partnership_id: UUID, cells: Sequence[Cell]) -> list[Figure]:
    """Open actions by how they stand against their dates, the longest overdue first."""
    ages = [age for age in reversed(Age) if age is not Age.ENDED]
    return [
        Figure(
            total(cells, [age]),
            age.label,
            url_for("actions.index", partnership=partnership_id, show="all", age=age.value),
        )
        for age in ages
    ]


def figures_by_state(partnership_id: UUID, cells: Sequence[Cell]) -> list[Figure]:
    """Every action by its state."""
    return [
        Figure(
            total(cells, states=[state]),
            state.label,
            url_for("actions.index", partnership=partnership_id, show="all", state=state.value),
        )
        for state in ActionState
    ]


def action_figures(partnership_id: UUID, cells: Sequence[Cell]) -> list[Figure]:
    """How many actions stand where, overdue first."""
    return [
        Figure(total(cells, ages, states), label, url_for("actions.index", partnership=partnership_id, show=key))
        for key, label, ages, states in ACTION_FIGURES
    ]


def look_back_figure(partnership_id: UUID, count: int) -> Figure:
    """How many signed-off actions are to be looked at for what they changed."""
    href = url_for("actions.index", partnership=partnership_id, show="look_back")
    return Figure(count, "impact to be looked at", href)
