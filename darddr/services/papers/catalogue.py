"""Every document of a review, one row each: its title, its group, who may build it and read it, and from which states."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from darddr.documents.action_plan import action_plan
from darddr.documents.overview import overview
from darddr.documents.paper import PaperFacts, paper
from darddr.documents.summary import summary
from darddr.models.review import Review
from darddr.policies import Actor
from darddr.services.papers import (
    chronologies,
    decision,
    family,
    handover,
    home_office,
    learning,
    letters,
    notification,
    panel,
)
from darddr.services.papers.record import Record, silent
from darddr.services.plans import plan_of
from darddr.services.report_facts import action_plan_facts
from darddr.vocabulary.family import FAMILY_LETTERS
from darddr.vocabulary.permissions import Permission as P
from darddr.workflow.states import PENDING
from darddr.workflow.states import ReviewState as S

Say = Callable[[str], None]
WORD, ZIP = "docx", "zip"


@dataclass(frozen=True)
class Kind:
    """A document that can be built. `reads` is the permission that lets somebody see it once it is built."""

    key: str
    title: str
    group: str
    permission: P
    states: tuple[S, ...]
    make: Callable[[Record], bytes]
    reads: P = P.DOCUMENT_READ
    suffix: str = WORD

    def build(self, session: Session, actor: Actor, review: Review, marking: str, say: Say = silent) -> bytes:
        """The document's bytes. It only reads; `say` hears of each file of a pack."""
        return self.make(Record(session, actor, review, marking, say))

    @property
    def in_a_sentence(self) -> str:
        """The title within a sentence; what begins with a name keeps it."""
        return self.title if self.title.startswith("Home Office") else self.title[:1].lower() + self.title[1:]

    @property
    def too_early(self) -> str:
        """What somebody is told who asks for it in another state."""
        return f"The {self.in_a_sentence} can be built {self.when}."

    @property
    def when(self) -> str:
        """From when on it can be built, in words."""
        return WHEN[self.states]


WHO = {
    P.DOCUMENT_BUILD: "coordinator, independent chair, author",
    P.REVIEW_LEAD: "coordinator, independent chair",
    P.REVIEW_MANAGE: "coordinator",
}
"""The permissions of the catalogue in words."""

EVER = tuple(S)
FROM_DECIDING = tuple(state for state in S if state not in (S.NOTIFIED, S.SCOPING, S.TRANSFERRED))
DECIDED = tuple(state for state in S if state not in (*PENDING, S.TRANSFERRED))
NOT_BEFORE_DECISION = tuple(state for state in S if state not in PENDING)
HELD = tuple(state for state in DECIDED if state not in (S.NO_REVIEW, S.NO_REVIEW_CLOSED))
FROM_DRAFTING = HELD[HELD.index(S.DRAFTING) :]
FROM_SIGN_OFF = HELD[HELD.index(S.SIGN_OFF) :]
FROM_HOME_OFFICE = HELD[HELD.index(S.WITH_HOME_OFFICE) :]
CLEARED = HELD[HELD.index(S.CLEARED) :]

WHEN = {
    EVER: "at any time",
    FROM_DECIDING: "once the review is at its decision",
    DECIDED: "once the decision on a review has been made",
    NOT_BEFORE_DECISION: "once the decision on a review has been made",
    HELD: "once a review is to be held",
    FROM_DRAFTING: "once the report is being drafted",
    FROM_SIGN_OFF: "once the report is with the executive for sign-off",
    FROM_HOME_OFFICE: "once the report has gone to the Home Office",
    CLEARED: "once the Home Office has cleared the report",
}
"""The states of the catalogue in words."""

BEFORE, FORMS, REPORTS = "Notification and decision", "Panel and agencies", "Reports and plan"
FAMILY, TO_HOME_OFFICE, LEARNING, OFFICE = "Family", "Home Office", "Publication and learning", "Handing over"


def _paper(made: Callable[[Record], PaperFacts]) -> Callable[[Record], bytes]:
    return lambda record: paper(made(record), record.template)


def _action_plan(record: Record) -> bytes:
    facts = action_plan_facts(record.session, plan_of(record.session, record.review), record.marking)
    return action_plan(facts, record.template)


def apart(key: str) -> str:
    """The key of the kind that holds the letters of another as one file for each agency."""
    return f"{key}-apart"


def _kinds() -> Iterable[Kind]:
    manage, lead, build = P.REVIEW_MANAGE, P.REVIEW_LEAD, P.DOCUMENT_BUILD

    def agencies(key: str, title: str, group: str, permission: P, states: tuple[S, ...]) -> Kind:
        return Kind(key, title, group, permission, states, _paper(letters.to_agencies(key)))

    def apart_for_each(key: str, title: str, group: str, permission: P, states: tuple[S, ...]) -> Kind:
        made, told = letters.apart_to_agencies(key), f"{title}, one file for each agency"
        return Kind(apart(key), told, group, permission, states, made, suffix=ZIP)

    def private(key: str, title: str, group: str, permission: P, states: tuple[S, ...]) -> Kind:
        made = family.to_family(key) if key in FAMILY_LETTERS else letters.to_one(key)
        return Kind(key, title, group, permission, states, _paper(made), reads=permission)

    yield Kind("notification", "Notification record", BEFORE, manage, EVER, _paper(notification.notification_record))
    yield agencies("scoping-letter", "Scoping letter", BEFORE, manage, EVER)
    yield apart_for_each("scoping-letter", "Scoping letter", BEFORE, manage, EVER)
    yield Kind("scoping-return", "Scoping return", BEFORE, manage, EVER, _paper(notification.scoping_return))
    yield Kind("decision", "Decision record", BEFORE, manage, FROM_DECIDING, _paper(decision.decision_record))
    yield Kind(
        "decision-home-office",
        "Notice of decision to the Home Office",
        BEFORE,
        manage,
        DECIDED,
        _paper(letters.to_home_office("decision-home-office")),
    )
    yield private("decision-family", "Notice of decision to the family", BEFORE, manage, DECIDED)
    yield private("decision-coroner", "Notice of decision to the coroner", BEFORE, manage, DECIDED)
    yield agencies("decision-agencies", "Notice of decision to agencies", BEFORE, manage, DECIDED)
    yield apart_for_each("decision-agencies", "Notice of decision to agencies", BEFORE, manage, DECIDED)
    yield Kind(
        "chair-interest",
        "Expression of interest for an independent chair",
        FORMS,
        manage,
        HELD,
        _paper(decision.expression_of_interest),
    )
    yield Kind("terms-of-reference", "Terms of reference", FORMS, lead, HELD, _paper(panel.terms_of_reference))
    yield agencies("imr-request", "Request for an individual management review", FORMS, lead, HELD)
    yield apart_for_each("imr-request", "Request for an individual management review", FORMS, lead, HELD)
    yield Kind("imr-template", "Individual management review form", FORMS, lead, HELD, _paper(panel.imr_template))
    yield Kind("agency-chronology", "Agency chronology form", FORMS, lead, HELD, _paper(chronologies.agency_chronology))
    yield Kind(
        "combined-chronology", "Combined chronology", FORMS, build, HELD, _paper(chronologies.combined_chronology)
    )
    yield Kind("agenda", "Agenda of the panel meeting", FORMS, build, HELD, _paper(panel.agenda))
    yield Kind("minutes", "Minutes of the panel meeting", FORMS, build, HELD, _paper(panel.minutes))
    yield agencies("agency-draft", "Letter to agencies with the draft report", FORMS, lead, FROM_DRAFTING)
    yield apart_for_each("agency-draft", "Letter to agencies with the draft report", FORMS, lead, FROM_DRAFTING)
    yield agencies("agency-actions", "Letter to agencies about the action plan", FORMS, lead, FROM_DRAFTING)
    yield apart_for_each("agency-actions", "Letter to agencies about the action plan", FORMS, lead, FROM_DRAFTING)
    yield private("family-first", "First letter to the family", FAMILY, lead, HELD)
    yield private("family-terms", "Letter to the family with the terms of reference", FAMILY, lead, HELD)
    yield private("family-draft", "Letter to the family with the draft report", FAMILY, lead, FROM_DRAFTING)
    yield private("family-publication", "Letter to the family before publication", FAMILY, lead, CLEARED)
    yield Kind(
        "overview",
        "Overview report",
        REPORTS,
        build,
        NOT_BEFORE_DECISION,
        lambda made: overview(made.overview, made.template),
    )
    yield Kind(
        "summary",
        "Executive summary",
        REPORTS,
        build,
        NOT_BEFORE_DECISION,
        lambda made: summary(made.overview, made.template),
    )
    yield Kind("action-plan", "Action plan", REPORTS, build, NOT_BEFORE_DECISION, _action_plan)
    yield Kind(
        "home-office-cover",
        "Cover letter to the Home Office",
        TO_HOME_OFFICE,
        manage,
        FROM_SIGN_OFF,
        _paper(home_office.cover),
    )
    yield Kind(
        "home-office-checklist",
        "Checklist before submission",
        TO_HOME_OFFICE,
        build,
        FROM_DRAFTING,
        _paper(home_office.checklist),
    )
    yield Kind("pack", "Home Office pack", TO_HOME_OFFICE, manage, FROM_SIGN_OFF, home_office.pack, suffix=ZIP)
    yield Kind(
        "qa-response",
        "Response to the Home Office",
        TO_HOME_OFFICE,
        build,
        FROM_HOME_OFFICE,
        _paper(home_office.qa_response),
    )
    yield Kind("briefing", "Learning briefing", LEARNING, build, FROM_DRAFTING, _paper(learning.briefing))
    yield Kind(
        "publication-notice", "Publication notice", LEARNING, manage, CLEARED, _paper(learning.publication_notice)
    )
    yield Kind(
        "handover", "Handover to a new coordinator", OFFICE, manage, EVER, _paper(handover.handover), reads=manage
    )


KINDS = {kind.key: kind for kind in _kinds()}
"""Every kind by its key, in the order of a review's life."""
