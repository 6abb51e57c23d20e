"""A review as large as the largest: 300 findings, 200 actions and a whole report, all invented, walked to the Home Office by its real moves."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle

from sqlalchemy.orm import Session

from darddr import clock
from darddr.demo import cast, large_words
from darddr.demo.cast import Death
from darddr.demo.place import Place
from darddr.demo.seed import notify
from darddr.demo.walk import Walk
from darddr.models.review import Review
from darddr.services import action_moves, actions, findings, plans, questions, recommendations, reports
from darddr.services.actions import Undertaking
from darddr.services.agreement import Terms
from darddr.services.findings import Learned
from darddr.services.recommendations import Proposal
from darddr.vocabulary.records import FindingKind, Manner, RecommendationScope, Sex
from darddr.workflow.states import ReviewState

FINDINGS, RECOMMENDATIONS, ACTIONS_OF_EACH = 300, 50, 4
DAYS_AGO, GAP = 900, 14
DEATH = Death(
    "Thomasina Wolverley",
    "Margaret",
    Sex.FEMALE,
    Manner.HOMICIDE,
    "1968-08-23",
    "2024-01-19",
    "Ambrose Wolverley",
    "Peter",
)


def seed_large(session: Session, place: Place) -> Review:
    """The large review, with the Home Office."""
    received = clock.today() - timedelta(days=DAYS_AGO)
    review = notify(session, place, DEATH, received)
    LargeWalk(session, place, review, received, GAP, clock.today()).to(ReviewState.WITH_HOME_OFFICE)
    session.flush()
    return review


class LargeWalk(Walk):
    """The usual way, with more of everything."""

    def _gather(self) -> None:
        for question in large_words.QUESTIONS:
            questions.write_question(self.session, self.place.coordinator, self.review, question)
        super()._gather()

    def _add_findings(self) -> None:
        asked = questions.questions_of(self.session, self.review)
        agencies = cycle(cast.AGENCIES)
        for number in range(FINDINGS):
            text, is_good = large_words.finding(number)
            learned = Learned(
                question=asked[number % len(asked)],
                agency=self.place.agency(next(agencies)[0]),
                kind=FindingKind.GOOD_PRACTICE if is_good else FindingKind.LEARNING,
                text=text,
                evidence="",
                happened_on=self.day,
            )
            findings.add_finding(self.session, self.place.panel, self.review, learned)

    def _consult(self) -> None:
        self._recommend()
        for key, text in large_words.SECTIONS.items():
            reports.write_section(self.session, self.place.chair, self.review, key, self.review.version_id, text)
            self.session.flush()
        reports.build(self.session, self.place.chair, self.review, "overview")
        self._move("circulate_draft", "chair")

    def _recommend(self) -> None:
        plan = plans.plan_of(self.session, self.review)
        groups = cycle(self.place.groups.values())
        for number in range(RECOMMENDATIONS):
            text, lesson, theme = large_words.recommendation(number)
            scope = RecommendationScope.NATIONAL if number % 10 == 9 else RecommendationScope.LOCAL
            proposal = Proposal(text=text, scope=scope, theme=theme, lesson=lesson)
            made = recommendations.add_recommendation(self.session, self.place.chair, plan, proposal)
            for step in range(ACTIONS_OF_EACH):
                place, post = (
                    number * ACTIONS_OF_EACH + step,
                    large_words.POSTS[(number + step) % len(large_words.POSTS)],
                )
                agency = self.place.agency(cast.AGENCIES[place % len(cast.AGENCIES)][0])
                day = clock.today() + timedelta(days=60 + 15 * (place % 40))
                told = Undertaking(
                    text=large_words.action(number, step),
                    agency=agency,
                    group=next(groups),
                    owner_post=post,
                    target=f"{day.day} {day:%B %Y}",
                )
                action = actions.add_action(self.session, self.place.chair, made, told)
                terms = Terms(measure=cast.MEASURE, look_back_months=6)
                by = f"{post}, {agency.name}"
                action_moves.advance(
                    self.session, self.place.coordinator, action, "agree", on_behalf_of=by, terms=terms
                )
