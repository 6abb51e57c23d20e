"""The states of a review and of an action, and the phases the screen speaks of."""

from __future__ import annotations

from enum import StrEnum

from darddr.vocabulary.word import Word


class Phase(Word):
    """The six phases a reader sees; the table of moves is finer."""

    NOTIFICATION = ("notification", "Notification")
    PANEL = ("panel", "Panel")
    DRAFTING = ("drafting", "Drafting")
    HOME_OFFICE = ("home_office", "Home Office")
    PUBLICATION = ("publication", "Publication")
    ACTIONS = ("actions", "Actions")


class ReviewState(StrEnum):
    """Where a review stands. `phase` is what the screen says, `is_end` whether its path ends here."""

    label: str
    phase: Phase
    is_end: bool

    def __new__(cls, value: str, label: str, phase: Phase, end: bool = False) -> ReviewState:
        """Make a state from its stored value, its words and its phase."""
        state = str.__new__(cls, value)
        state._value_ = value
        state.label, state.phase, state.is_end = label, phase, end
        return state

    NOTIFIED = ("notified", "Notified", Phase.NOTIFICATION)
    SCOPING = ("scoping", "Scoping", Phase.NOTIFICATION)
    DECIDING = ("deciding", "Deciding", Phase.NOTIFICATION)
    NO_REVIEW = ("no_review", "No review, with the Home Office", Phase.NOTIFICATION)
    NO_REVIEW_CLOSED = ("no_review_closed", "No review, closed", Phase.NOTIFICATION, True)
    TRANSFERRED = ("transferred", "Transferred", Phase.NOTIFICATION, True)
    COMMISSIONING = ("commissioning", "Commissioning", Phase.PANEL)
    GATHERING = ("gathering", "Gathering", Phase.PANEL)
    ANALYSIS = ("analysis", "Analysis", Phase.PANEL)
    DRAFTING = ("drafting", "Drafting", Phase.DRAFTING)
    CONSULTATION = ("consultation", "Consultation", Phase.DRAFTING)
    SIGN_OFF = ("sign_off", "Sign-off", Phase.DRAFTING)
    WITH_HOME_OFFICE = ("with_home_office", "With the Home Office", Phase.HOME_OFFICE)
    AMENDING = ("amending", "Amending", Phase.HOME_OFFICE)
    RESUBMITTING = ("resubmitting", "Resubmitting", Phase.HOME_OFFICE)
    CLEARED = ("cleared", "Cleared to publish", Phase.PUBLICATION)
    MONITORING = ("monitoring", "Monitoring actions", Phase.ACTIONS)
    CLOSED = ("closed", "Closed", Phase.ACTIONS, True)


PENDING = (ReviewState.NOTIFIED, ReviewState.SCOPING, ReviewState.DECIDING)
UNDER_WAY = (
    ReviewState.COMMISSIONING,
    ReviewState.GATHERING,
    ReviewState.ANALYSIS,
    ReviewState.DRAFTING,
    ReviewState.CONSULTATION,
    ReviewState.SIGN_OFF,
    ReviewState.WITH_HOME_OFFICE,
    ReviewState.AMENDING,
    ReviewState.RESUBMITTING,
)
WORKING = (*UNDER_WAY, ReviewState.CLEARED)
"""States in which the panel's material may still change."""


class ActionState(StrEnum):
    """Where an action stands; it lives on after its review has closed."""

    label: str
    is_end: bool

    def __new__(cls, value: str, label: str, end: bool = False) -> ActionState:
        """Make a state from its stored value and its words."""
        state = str.__new__(cls, value)
        state._value_ = value
        state.label, state.is_end = label, end
        return state

    PROPOSED = ("proposed", "Proposed")
    AGREED = ("agreed", "Agreed")
    REJECTED = ("rejected", "Rejected", True)
    IN_PROGRESS = ("in_progress", "In progress")
    OWNER_COMPLETE = ("owner_complete", "Complete, awaiting sign-off")
    RETURNED = ("returned", "Returned to owner")
    SIGNED_OFF = ("signed_off", "Signed off", True)
    NOT_IMPLEMENTED = ("not_implemented", "Not implemented", True)
    SUPERSEDED = ("superseded", "Superseded", True)


ENDED_ACTIONS = tuple(state for state in ActionState if state.is_end)
OPEN_ACTIONS = tuple(state for state in ActionState if not state.is_end)
