"""Takes a review to a state by its real moves, with everything each move needs, on days in the past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from darddr.demo import cast
from darddr.demo.place import Place
from darddr.models.home_office import LetterPoint
from darddr.models.review import Review
from darddr.services import (
    findings,
    home_office_letters,
    memberships,
    milestones,
    publication,
    questions,
    releases,
    reports,
    reviews,
    rounds,
)
from darddr.services.findings import Learned
from darddr.services.home_office_letters import Taken, guessed
from darddr.services.releases import Edition
from darddr.services.rounds import LetterTold, Sent
from darddr.vocabulary.home_office import LetterOutcome
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.records import FindingKind, PublicationKind
from darddr.workflow.states import ReviewState as S

ROUTE = (
    S.NOTIFIED,
    S.SCOPING,
    S.DECIDING,
    S.COMMISSIONING,
    S.GATHERING,
    S.ANALYSIS,
    S.DRAFTING,
    S.CONSULTATION,
    S.SIGN_OFF,
    S.WITH_HOME_OFFICE,
    S.CLEARED,
    S.MONITORING,
    S.CLOSED,
)
ASIDE = {
    S.TRANSFERRED: S.NOTIFIED,
    S.NO_REVIEW: S.DECIDING,
    S.NO_REVIEW_CLOSED: S.DECIDING,
    S.AMENDING: S.WITH_HOME_OFFICE,
    S.RESUBMITTING: S.WITH_HOME_OFFICE,
}
"""States off the straight route, and where on it they are left from."""


@dataclass
class Walk:
    """One review on its way. `gap` is the number of days between steps; no step happens after today."""

    session: Session
    place: Place
    review: Review
    day: date
    gap: int
    last: date

    def to(self, state: S) -> None:
        """Walk to a state."""
        along = ASIDE.get(state, state)
        steps: dict[S, Callable[[], None]] = {
            S.SCOPING: self._scope,
            S.DECIDING: self._take_to_decision,
            S.COMMISSIONING: self._decide,
            S.GATHERING: self._gather,
            S.ANALYSIS: self._analyse,
            S.DRAFTING: self._draft,
            S.CONSULTATION: self._consult,
            S.SIGN_OFF: self._put_to_executive,
            S.WITH_HOME_OFFICE: self._approve,
            S.CLEARED: self._clear,
            S.MONITORING: self._publish,
            S.CLOSED: self._close,
        }
        for each in ROUTE[1 : ROUTE.index(along) + 1]:
            steps[each]()
        if state in ASIDE:
            self._step_aside(state)

    def _next_day(self) -> date:
        self.day = min(self.day + timedelta(days=self.gap), self.last)
        return self.day

    def _happened(self, *kinds: M) -> None:
        for kind in kinds:
            milestones.record_milestone(self.session, self.place.coordinator, self.review, kind, self._next_day())

    def _move(self, trigger: str, who: str = "coordinator", **said: str) -> None:
        actor = getattr(self.place, who)
        reviews.advance(self.session, actor, self.review, trigger, happened_on=self._next_day(), **said)

    def _scope(self) -> None:
        self._move("accept")

    def _take_to_decision(self) -> None:
        self._happened(M.SCOPING_SENT, M.SCOPING_RETURNED)
        self._move("start_decision")

    def _decide(self) -> None:
        self._happened(M.SCOPE_CHECKED, M.SPECIALIST_ADVISED)
        self._move(
            "decide_review",
            "executive_chair",
            reason="The circumstances fall within section 9 and there is much to learn.",
        )
        self._happened(M.HOME_OFFICE_TOLD, M.FAMILY_TOLD)

    def _gather(self) -> None:
        for user, role, agency in self.place.review_people:
            memberships.add_member(
                self.session, self.place.coordinator, self.review, user, role, agency, self._next_day()
            )
        self.place.reload(self.session)
        for question in cast.QUESTIONS:
            questions.write_question(self.session, self.place.coordinator, self.review, question)
        self._happened(M.CHAIR_APPOINTED, M.INDEPENDENCE_DECLARED, M.FAMILY_OFFERED_TERMS, M.TERMS_AGREED)
        self._move("begin_gathering")

    def _analyse(self) -> None:
        self._happened(M.FIRST_PANEL, M.AGENCY_RETURNS_IN)
        self._add_findings()
        self._move("begin_analysis", "chair")

    def _add_findings(self) -> None:
        asked = questions.questions_of(self.session, self.review)
        for number, agency, is_learning, text in cast.FINDINGS:
            learned = Learned(
                question=asked[number],
                agency=self.place.agency(agency),
                kind=FindingKind.LEARNING if is_learning else FindingKind.GOOD_PRACTICE,
                text=text,
                evidence="",
                happened_on=self.day,
            )
            findings.add_finding(self.session, self.place.panel, self.review, learned)

    def _draft(self) -> None:
        for finding, *_ in findings.findings_of(self.session, self.review):
            findings.agree_finding(self.session, self.place.chair, self.review, finding, self._next_day())
        self._move("begin_drafting", "chair")

    def _consult(self) -> None:
        self.place.add_recommendations(self.session, self.review)
        for key, text in cast.SECTIONS.items():
            reports.write_section(self.session, self.place.chair, self.review, key, self.review.version_id, text)
            self.session.flush()
        reports.build(self.session, self.place.chair, self.review, "overview")
        self._move("circulate_draft", "chair")

    def _put_to_executive(self) -> None:
        self._happened(M.FAMILY_OFFERED_DRAFT, M.AGENCIES_COMMENTED)
        self._move("request_sign_off", "chair")

    def _approve(self) -> None:
        self._move("approve", "executive_chair")

    def _clear(self) -> None:
        self._home_office(LetterOutcome.PUBLISH)
        self._move("clear")

    def _home_office(self, outcome: LetterOutcome, *asks: str) -> list[LetterPoint]:
        """One round: the report sent, and a letter that asks for some things."""
        sent = Sent(self._next_day(), "Community safety team")
        row = rounds.send(self.session, self.place.coordinator, self.review, sent)
        told = LetterTold(self._next_day(), outcome, strengths="The family’s voice is heard throughout.")
        taken = [Taken(f"{number}.", text, guessed(text)) for number, text in enumerate(asks, start=1)]
        return home_office_letters.log(self.session, self.place.coordinator, self.review, row, told, taken)

    def _publish(self) -> None:
        publication.prepare(self.session, self.place.coordinator, self.review, PublicationKind.FULL, "", None)
        publication.approve(self.session, self.place.executive_chair, self.review, self._next_day())
        self._happened(M.PROCEEDINGS_CLEAR, M.FAMILY_TOLD_OF_PUBLICATION, M.AGENCIES_TOLD_OF_PUBLICATION)
        self._move("publish")
        self._enter_edition()

    def _enter_edition(self) -> None:
        name = releases.suggested_name(self.session, self.review)
        address = f"https://www.example.org/community-safety/reviews/{self.review.reference.lower()}"
        told = Edition(self._next_day(), address, name)
        releases.record_edition(self.session, self.place.coordinator, self.review, told)
        self._happened(M.LIBRARY_SENT, M.COMMISSIONER_SENT)

    def _close(self) -> None:
        self.place.finish_actions(self.session, self.review)
        self._happened(M.PLAN_AUDITED)
        self._move("close", "executive_chair")

    def _step_aside(self, state: S) -> None:
        if state is S.TRANSFERRED:
            self._move("transfer", reason="She lived in the area of another partnership.")
        elif state in (S.NO_REVIEW, S.NO_REVIEW_CLOSED):
            self._happened(M.SCOPE_CHECKED, M.SPECIALIST_ADVISED)
            self._move(
                "decide_no_review", "executive_chair", reason="No sign of abuse by anybody within section 9 was found."
            )
            self._happened(M.HOME_OFFICE_TOLD)
            if state is S.NO_REVIEW_CLOSED:
                self._happened(M.NO_REVIEW_ANSWERED)
                self._move("close_no_review")
        else:
            amends = state is S.AMENDING
            self._home_office(LetterOutcome.AMEND if amends else LetterOutcome.RESUBMIT, *cast.LETTER_ASKS)
            self._move("ask_amendments" if amends else "ask_resubmission")
