"""What people try with words: questions, findings, recommendations; stale saves too."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from darddr import clock
from darddr.models.finding import Finding
from darddr.models.plan import Recommendation
from darddr.models.review import Question
from darddr.services import (
    findings,
    questions,
    recommendations,
)
from darddr.services.plans import plan_of
from darddr.vocabulary.records import FindingKind
from tests.workflow_machine import model as m
from tests.workflow_machine.draws import NEW, PICK, REVIEW, STALE, WHO, Drawn, chosen
from tests.workflow_machine.world import REVIEWS, World

KIND = st.sampled_from(("finding", "recommendation", "question"))


class Words(World):
    """Words of questions, findings, recommendations and actions; stale saves too."""

    @rule(name=REVIEW, tries=st.lists(st.tuples(KIND, WHO, PICK, NEW, STALE), min_size=1, max_size=6))
    def write(self, name: str, tries: list[tuple[str, Drawn, int, bool, bool]]) -> None:
        ways = {"question": self._question, "finding": self._finding, "recommendation": self._recommendation}
        for kind, *one in tries:
            ways[kind](name, *one)

    def _question(self, name: str, drawn: Drawn, pick: int, new: bool, stale: bool) -> None:
        who = self.person(drawn, lambda one: bool(self.model.wears(one, name) & m.LEADS))
        review, text = self.model.reviews[name], self.fresh("A question")
        key = None if new else chosen(pick, review.questions)
        expected = "done" if self.model.wears(who, name) & m.LEADS else "NotAllowed"
        if key is None:
            made = self.attempt(
                who, expected, lambda actor: questions.write_question(self.session, actor, self.reviews[name], text)
            )
            if self.succeeded(who, expected, review.place):
                review.questions[str(made.id)] = m.Words(text)
            return
        row = self.session.get_one(Question, UUID(key))
        version = row.version_id - stale
        expected = "Stale" if stale and expected == "done" else expected
        self.attempt(
            who,
            expected,
            lambda actor: questions.rewrite_question(self.session, actor, self.reviews[name], row, version, text),
        )
        if self.succeeded(who, expected, review.place):
            review.questions[key].reword(text)

    def _learned(self, name: str, text: str) -> findings.Learned | None:
        question = self.session.scalars(select(Question).filter_by(review_id=self.reviews[name].id)).first()
        agency = self.agencies[REVIEWS[name]]
        kind = FindingKind.LEARNING
        return question and findings.Learned(question, agency, kind, text, "", clock.today())

    def _finding(self, name: str, drawn: Drawn, pick: int, new: bool, stale: bool) -> None:
        who = self.person(drawn, lambda one: bool(self.model.wears(one, name) & m.WORKS_ON))
        review, text = self.model.reviews[name], self.fresh("A finding")
        key, learned = None if new else chosen(pick, review.findings), self._learned(name, text)
        if learned is None:
            return
        hats = self.model.wears(who, name)
        expected = "done" if review.state in m.FINDINGS_OPEN else "NotNow"
        if key is None:
            expected = expected if hats & m.WORKS_ON else "NotAllowed"
            made = self.attempt(
                who, expected, lambda actor: findings.add_finding(self.session, actor, self.reviews[name], learned)
            )
            if self.succeeded(who, expected, review.place):
                review.findings[str(made.id)] = m.Finding(text, by=who)
            return
        known, row = review.findings[key], self.session.get_one(Finding, UUID(key))
        if not (hats & m.DRAFTS or ("panel" in hats and known.by == who)):
            expected = "NotAllowed"
        expected = "Stale" if stale and expected == "done" else expected
        version = row.version_id - stale
        self.attempt(
            who,
            expected,
            lambda actor: findings.edit_finding(self.session, actor, self.reviews[name], row, version, learned),
        )
        if self.succeeded(who, expected, review.place) and known.reword(text):
            known.agreed = False

    @rule(drawn=WHO, name=REVIEW, pick=PICK, removes=STALE)
    def judge_finding(self, drawn: Drawn, name: str, pick: int, removes: bool) -> None:
        who = self.person(drawn, lambda one: bool(self.model.wears(one, name) & m.LEADS))
        review = self.model.reviews[name]
        if (key := chosen(pick, review.findings)) is None:
            return
        expected = "done" if review.state in m.FINDINGS_OPEN else "NotNow"
        expected = expected if self.model.wears(who, name) & m.LEADS else "NotAllowed"
        row, own = self.session.get_one(Finding, UUID(key)), self.reviews[name]
        self.attempt(
            who,
            expected,
            lambda actor: (
                findings.remove_finding(self.session, actor, own, row)
                if removes
                else findings.agree_finding(self.session, actor, own, row, clock.today())
            ),
        )
        if self.succeeded(who, expected, review.place):
            review.findings[key].agreed = True
            if removes:
                gone = review.removed[key] = review.findings.pop(key)
                gone.earlier.append(gone.text)

    def _recommendation(self, name: str, drawn: Drawn, pick: int, new: bool, stale: bool) -> None:
        who = self.person(drawn, lambda one: bool(self.model.wears(one, name) & m.DRAFTS))
        review, text = self.model.reviews[name], self.fresh("A recommendation")
        key = None if new else chosen(pick, review.recommendations)
        expected = "done" if review.state not in m.ENDED else "NotNow"
        expected = expected if self.model.wears(who, name) & m.DRAFTS else "NotAllowed"
        proposal = recommendations.Proposal(text)
        if key is None:
            plan = plan_of(self.session, self.reviews[name])
            made = self.attempt(
                who,
                expected,
                lambda actor: recommendations.add_recommendation(self.session, actor, plan, proposal),
            )
            if self.succeeded(who, expected, review.place):
                review.recommendations[str(made.id)] = m.Words(text)
            return
        row = self.session.get_one(Recommendation, UUID(key))
        expected = "Stale" if stale and expected == "done" else expected
        version = row.version_id - stale
        self.attempt(
            who,
            expected,
            lambda actor: recommendations.edit_recommendation(self.session, actor, row, version, proposal),
        )
        if self.succeeded(who, expected, review.place):
            review.recommendations[key].reword(text)
