"""The table of moves of a review. What is not listed here cannot happen.

The order of steps follows the 2016 statutory guidance (establishing, conducting, publication, quality assurance) as practice
describes it; who may do what is a matter of policy and stands in the policies.
"""

from __future__ import annotations

from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.permissions import Permission as P
from darddr.workflow import conditions as c
from darddr.workflow.moves import Move, Table, happened
from darddr.workflow.states import ReviewState as S

NOTICE = happened(M.NOTICE_RECEIVED)

FORWARD = (
    Move("accept", S.NOTIFIED, S.SCOPING, P.REVIEW_MANAGE, "Accept for scoping", (c.VICTIM, c.SOURCE, NOTICE)),
    Move("transfer", S.NOTIFIED, S.TRANSFERRED, P.REVIEW_MANAGE, "Transfer to another partnership", (c.REASON,)),
    Move("transfer", S.SCOPING, S.TRANSFERRED, P.REVIEW_MANAGE, "Transfer to another partnership", (c.REASON,)),
    Move("transfer", S.DECIDING, S.TRANSFERRED, P.REVIEW_MANAGE, "Transfer to another partnership", (c.REASON,)),
    Move(
        "start_decision",
        S.SCOPING,
        S.DECIDING,
        P.REVIEW_MANAGE,
        "Take to a decision",
        (happened(M.SCOPING_SENT, waivable=True), happened(M.SCOPING_RETURNED, waivable=True)),
    ),
    Move(
        "decide_review",
        S.DECIDING,
        S.COMMISSIONING,
        P.REVIEW_DECIDE,
        "Decide to hold a review",
        (happened(M.SCOPE_CHECKED), c.REASON, c.OWNED_DECISION),
        M.DECIDED,
    ),
    Move(
        "decide_no_review",
        S.DECIDING,
        S.NO_REVIEW,
        P.REVIEW_DECIDE,
        "Decide not to hold a review",
        (happened(M.SCOPE_CHECKED), happened(M.SPECIALIST_ADVISED, waivable=True), c.REASON, c.OWNED_DECISION),
        M.DECIDED,
    ),
    Move(
        "close_no_review",
        S.NO_REVIEW,
        S.NO_REVIEW_CLOSED,
        P.REVIEW_MANAGE,
        "Close: the Home Office is content",
        (happened(M.HOME_OFFICE_TOLD), happened(M.NO_REVIEW_ANSWERED)),
    ),
    Move(
        "direct",
        S.NO_REVIEW,
        S.COMMISSIONING,
        P.REVIEW_MANAGE,
        "Open a review by direction of the Secretary of State",
        (happened(M.DIRECTION_RECEIVED),),
    ),
    Move(
        "begin_gathering",
        S.COMMISSIONING,
        S.GATHERING,
        P.REVIEW_LEAD,
        "Begin gathering",
        (
            c.CHAIR,
            happened(M.INDEPENDENCE_DECLARED),
            c.PANEL,
            c.QUESTIONS,
            happened(M.TERMS_AGREED),
            happened(M.FAMILY_OFFERED_TERMS, waivable=True),
            happened(M.HOME_OFFICE_TOLD, waivable=True),
        ),
    ),
    Move(
        "begin_analysis",
        S.GATHERING,
        S.ANALYSIS,
        P.REVIEW_LEAD,
        "Begin analysis",
        (happened(M.FIRST_PANEL, waivable=True), happened(M.AGENCY_RETURNS_IN, waivable=True)),
    ),
    Move(
        "begin_drafting",
        S.ANALYSIS,
        S.DRAFTING,
        P.REVIEW_LEAD,
        "Begin drafting",
        (c.FINDINGS, c.FINDINGS_AGREED),
    ),
    Move(
        "circulate_draft",
        S.DRAFTING,
        S.CONSULTATION,
        P.REVIEW_LEAD,
        "Circulate the draft",
        (c.DRAFT_BUILT,),
        M.DRAFT_CIRCULATED,
    ),
    Move(
        "request_sign_off",
        S.CONSULTATION,
        S.SIGN_OFF,
        P.REVIEW_LEAD,
        "Put to the executive for sign-off",
        (
            happened(M.FAMILY_OFFERED_DRAFT, waivable=True),
            happened(M.AGENCIES_COMMENTED, waivable=True),
            c.RECOMMENDATIONS,
            c.EVERY_RECOMMENDATION_ACTS,
            c.EVERY_ACTION_OWNED_AND_DATED,
        ),
        M.PANEL_FINAL,
    ),
    Move(
        "approve",
        S.SIGN_OFF,
        S.WITH_HOME_OFFICE,
        P.REVIEW_SIGN_OFF,
        "Approve and send to the Home Office",
        (c.OWNED_DECISION,),
        M.EXECUTIVE_APPROVED,
    ),
    Move(
        "ask_amendments",
        S.WITH_HOME_OFFICE,
        S.AMENDING,
        P.REVIEW_MANAGE,
        "Home Office asks for amendments",
        (happened(M.SUBMITTED), happened(M.LETTER_RECEIVED), c.LETTER_AMEND),
    ),
    Move(
        "ask_resubmission",
        S.WITH_HOME_OFFICE,
        S.RESUBMITTING,
        P.REVIEW_MANAGE,
        "Home Office asks for resubmission",
        (happened(M.SUBMITTED), happened(M.LETTER_RECEIVED), c.LETTER_RESUBMIT),
    ),
    Move(
        "clear",
        S.WITH_HOME_OFFICE,
        S.CLEARED,
        P.REVIEW_MANAGE,
        "Home Office clears the report",
        (happened(M.SUBMITTED), happened(M.LETTER_RECEIVED), c.LETTER_CLEARS),
    ),
    Move(
        "finish_amendments",
        S.AMENDING,
        S.CLEARED,
        P.REVIEW_SIGN_OFF,
        "Accept the amendments",
        (happened(M.AMENDMENTS_MADE), c.POINTS_ANSWERED, c.OWNED_DECISION),
    ),
    Move(
        "resubmit",
        S.RESUBMITTING,
        S.SIGN_OFF,
        P.REVIEW_LEAD,
        "Put the new version to the executive",
        (c.POINTS_ANSWERED,),
    ),
    Move(
        "publish",
        S.CLEARED,
        S.MONITORING,
        P.REVIEW_PUBLISH,
        "Release",
        (
            c.PUBLICATION_DECIDED,
            c.WITHHOLDING_REASONED,
            c.NAMES_NOBODY,
            c.POINTS_ANSWERED,
            happened(M.PROCEEDINGS_CLEAR, waivable=True),
            c.PROCESSES_OVER,
            happened(M.FAMILY_TOLD_OF_PUBLICATION, waivable=True),
            happened(M.AGENCIES_TOLD_OF_PUBLICATION, waivable=True),
            c.TWO_PEOPLE,
        ),
        M.PUBLISHED,
    ),
    Move(
        "close",
        S.MONITORING,
        S.CLOSED,
        P.REVIEW_SIGN_OFF,
        "Close the review",
        (c.ACTIONS_ENDED, happened(M.PLAN_AUDITED), c.OWNED_DECISION),
        M.CLOSED,
    ),
)

BACK = (
    Move("gather_again", S.ANALYSIS, S.GATHERING, P.REVIEW_LEAD, "Gather more", (c.REASON,)),
    Move("analyse_again", S.DRAFTING, S.ANALYSIS, P.REVIEW_LEAD, "Back to analysis", (c.REASON,)),
    Move("analyse_again", S.CONSULTATION, S.ANALYSIS, P.REVIEW_LEAD, "Back to analysis", (c.REASON,)),
    Move("draft_again", S.CONSULTATION, S.DRAFTING, P.REVIEW_LEAD, "Back to drafting", (c.REASON,)),
    Move("return_draft", S.SIGN_OFF, S.DRAFTING, P.REVIEW_SIGN_OFF, "Return to drafting", (c.REASON, c.OWNED_DECISION)),
    Move("draft_again", S.AMENDING, S.DRAFTING, P.REVIEW_LEAD, "Back to drafting", (c.REASON,)),
    Move("draft_again", S.RESUBMITTING, S.DRAFTING, P.REVIEW_LEAD, "Back to drafting", (c.REASON,)),
    Move("amend_again", S.CLEARED, S.AMENDING, P.REVIEW_MANAGE, "Back to amendments", (c.REASON,)),
    Move(
        "reconsider",
        S.NO_REVIEW,
        S.DECIDING,
        P.REVIEW_MANAGE,
        "Reconsider the decision",
        (c.REASON,),
        M.DECISION_REOPENED,
    ),
)

REOPEN = (
    Move(
        "reopen_notified",
        S.TRANSFERRED,
        S.NOTIFIED,
        P.REVIEW_MANAGE,
        "Take back the review",
        (c.REASON,),
        M.DECISION_REOPENED,
    ),
    Move(
        "reopen_deciding",
        S.NO_REVIEW_CLOSED,
        S.DECIDING,
        P.REVIEW_MANAGE,
        "Re-open the decision",
        (c.REASON,),
        M.DECISION_REOPENED,
    ),
    Move(
        "reopen_commissioning",
        S.NO_REVIEW_CLOSED,
        S.COMMISSIONING,
        P.REVIEW_MANAGE,
        "Open a review by direction of the Secretary of State",
        (happened(M.DIRECTION_RECEIVED), c.REASON),
    ),
    Move(
        "reopen_analysis",
        S.MONITORING,
        S.ANALYSIS,
        P.REVIEW_SIGN_OFF,
        "Re-open the analysis",
        (c.REASON, c.OWNED_DECISION),
        M.REVIEW_REOPENED,
    ),
    Move(
        "reopen_analysis",
        S.CLOSED,
        S.ANALYSIS,
        P.REVIEW_SIGN_OFF,
        "Re-open the analysis",
        (c.REASON, c.OWNED_DECISION),
        M.REVIEW_REOPENED,
    ),
    Move(
        "reopen_cleared",
        S.MONITORING,
        S.CLEARED,
        P.REVIEW_SIGN_OFF,
        "Re-open the publication",
        (c.REASON, c.OWNED_DECISION),
    ),
    Move(
        "reopen_monitoring",
        S.CLOSED,
        S.MONITORING,
        P.REVIEW_SIGN_OFF,
        "Re-open the action plan",
        (c.REASON, c.OWNED_DECISION),
    ),
)


def corrections(moves: tuple[Move, ...], permission: P) -> tuple[Move, ...]:
    """For every pair of states some move joins, the row that undoes a wrong click: back where it came from, by a second person."""
    pairs = dict.fromkeys((move.dest, move.source) for move in moves)
    return tuple(
        Move(
            "correct",
            dest,
            source,
            permission,
            f"Undo the last move: back to {source.label}",
            (c.REASON, c.SECOND_PERSON),
        )
        for dest, source in pairs
    )


_LISTED = (*FORWARD, *BACK, *REOPEN)
REVIEW_TABLE = Table("review", S, S.NOTIFIED, (*_LISTED, *corrections(_LISTED, P.REVIEW_CORRECT)))
