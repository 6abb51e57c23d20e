"""The table of moves of an action, which goes on after its review has been published and closed."""

from __future__ import annotations

from darddr.vocabulary.permissions import Permission as P
from darddr.workflow import conditions as c
from darddr.workflow.moves import Move, Table
from darddr.workflow.reviews import corrections
from darddr.workflow.states import OPEN_ACTIONS
from darddr.workflow.states import ActionState as S

NOT_DONE = (S.AGREED, S.IN_PROGRESS, S.RETURNED)

_LISTED = (
    Move("agree", S.PROPOSED, S.AGREED, P.ACTION_AGREE, "Accept the action", (c.OWNER, c.GROUP, c.OWNED_DECISION)),
    Move(
        "agree_in_part",
        S.PROPOSED,
        S.AGREED,
        P.ACTION_AGREE,
        "Accept the action in part",
        (c.OWNER, c.GROUP, c.PART, c.REASON, c.OWNED_DECISION),
    ),
    Move("reject", S.PROPOSED, S.REJECTED, P.ACTION_AGREE, "Reject the action", (c.REASON, c.OWNED_DECISION)),
    Move("propose_again", S.REJECTED, S.PROPOSED, P.ACTION_EDIT, "Propose it again", (c.REASON,)),
    Move("start", S.AGREED, S.IN_PROGRESS, P.ACTION_UPDATE, "Start work"),
    Move("complete", S.AGREED, S.OWNER_COMPLETE, P.ACTION_UPDATE, "Mark complete", (c.EVIDENCE,)),
    Move("complete", S.IN_PROGRESS, S.OWNER_COMPLETE, P.ACTION_UPDATE, "Mark complete", (c.EVIDENCE,)),
    Move("complete", S.RETURNED, S.OWNER_COMPLETE, P.ACTION_UPDATE, "Mark complete", (c.EVIDENCE,)),
    Move("resume", S.RETURNED, S.IN_PROGRESS, P.ACTION_UPDATE, "Take up again"),
    Move("sign_off", S.OWNER_COMPLETE, S.SIGNED_OFF, P.ACTION_SIGN_OFF, "Sign off", (c.EVIDENCE, c.ANOTHER_SIGNS)),
    Move("return_action", S.OWNER_COMPLETE, S.RETURNED, P.ACTION_SIGN_OFF, "Return to the owner", (c.REASON,)),
    *(
        Move("end_not_implemented", source, S.NOT_IMPLEMENTED, P.ACTION_SIGN_OFF, "End as not implemented", (c.REASON,))
        for source in NOT_DONE
    ),
    *(Move("supersede", source, S.SUPERSEDED, P.ACTION_EDIT, "Supersede", (c.REASON,)) for source in OPEN_ACTIONS),
    Move("reopen", S.SIGNED_OFF, S.IN_PROGRESS, P.ACTION_SIGN_OFF, "Re-open", (c.REASON,)),
    Move("reopen", S.NOT_IMPLEMENTED, S.IN_PROGRESS, P.ACTION_SIGN_OFF, "Re-open", (c.REASON,)),
)

ACTION_TABLE = Table("action", S, S.PROPOSED, (*_LISTED, *corrections(_LISTED, P.ACTION_EDIT)))
