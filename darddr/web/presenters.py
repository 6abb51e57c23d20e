"""How the record is shown: colours of tags and the words around them."""

from __future__ import annotations

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
