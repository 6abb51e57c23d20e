"""What a lead agency answers to an action, and what is settled with it: by which measure, and whether to look back."""

from __future__ import annotations

from dataclasses import dataclass

from darddr.models.action import Action
from darddr.policies import Actor
from darddr.policies.predicates import approves_for_lead_agency
from darddr.services.errors import Unfit
from darddr.vocabulary.standing import LOOK_BACK_MONTHS, Acceptance
from darddr.workflow.states import ActionState

AGREEING = {"agree": Acceptance.ACCEPTED, "agree_in_part": Acceptance.PART}
"""The answer that each move of agreement gives."""

ANSWERING = (*AGREEING, "reject")


@dataclass(frozen=True)
class Terms:
    """What is settled when an action is agreed.

    `part` is what of it is accepted, `measure` how one shall know that it worked, `look_back_months` after how many months from its
    sign-off that is looked at (None: not at all).
    """

    part: str = ""
    measure: str = ""
    look_back_months: int | None = None


NO_TERMS = Terms()


def answers_for_agency(actor: Actor, action: Action) -> bool:
    """Whether the answer is the actor's own: they approve for the agency that leads the action."""
    return approves_for_lead_agency(actor, action)


def check_terms(terms: Terms) -> None:
    """Raises Unfit where a look back is asked for without a measure, or after other than the usual months."""
    if terms.look_back_months not in (None, *LOOK_BACK_MONTHS):
        raise Unfit("Choose 6 or 12 months.", "look_back")
    if terms.look_back_months is not None and not terms.measure.strip():
        raise Unfit("Say how you shall know that it worked, so that somebody can look.", "measure")


def settle(action: Action, trigger: str, terms: Terms) -> None:
    """Keep on an action what the move it has just made answers; proposed again, it is unanswered again."""
    if trigger in AGREEING:
        action.acceptance, action.look_back_months = AGREEING[trigger], terms.look_back_months
        action.fill(accepted_part=terms.part.strip(), measure=terms.measure.strip())
    elif action.state is ActionState.REJECTED:
        action.acceptance = Acceptance.REJECTED
    elif action.state is ActionState.PROPOSED and action.acceptance is not None:
        action.acceptance, action.look_back_months = None, None
        action.fill(accepted_part="", measure="")
