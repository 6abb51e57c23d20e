"""What people try with reviews: moves, waivers, dated events, agreed dates, publications."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select

from darddr import clock
from darddr.models.home_office import LetterPoint
from darddr.services import (
    clocks,
    letter_points,
    milestones,
    publication,
    reviews,
)
from darddr.services.letter_points import Told
from darddr.vocabulary.home_office import LetterOutcome, PointAnswer
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PublicationKind
from darddr.workflow.states import ReviewState
from tests.workflow_machine import model as m
from tests.workflow_machine.draws import PICK, REVIEW, SOMETIMES, WHO, Drawn, chosen, trigger_of
from tests.workflow_machine.table import WAIVABLE, listed
from tests.workflow_machine.world import REVIEWS, World


class Moves(World):
    """Moves of reviews and what they need."""

    @initialize(
        states=st.tuples(*[st.sampled_from([state.value for state in ReviewState])] * 3),
        rich=st.tuples(*[SOMETIMES] * 3),
    )
    def begin_all(self, states: tuple[str, ...], rich: tuple[bool, ...]) -> None:
        for name, state, is_rich in zip(REVIEWS, states, rich, strict=True):
            self.begin(name, state, rich=is_rich)
        self.settle()

    @rule(name=REVIEW, tries=st.lists(st.tuples(WHO, PICK, SOMETIMES, SOMETIMES), min_size=1, max_size=5))
    def move_review(self, name: str, tries: list[tuple[Drawn, int, bool, bool]]) -> None:
        for one in tries:
            self._move_review(name, *one)

    def _move_review(self, name: str, drawn: Drawn, pick: int, reason: bool, behalf: bool) -> None:
        review = self.model.reviews[name]
        trigger = trigger_of("review", review.state, pick)
        told = {"reason": "It was agreed." if reason else " ", "on_behalf_of": "The chair, 4 June" if behalf else ""}
        row = self.model.row("review", review.state, trigger, review.last)
        who = self.person(drawn, lambda one: self.model.may_move("review", trigger, self.model.wears(one, name)))
        event = m.RECORDS.get(trigger)
        if row is None:
            expected = "MoveUnknown"
        elif not self.model.may_move("review", trigger, self.model.wears(who, name)):
            expected = "NotAllowed"
        elif lacking := self.model.lacks(who, name, row, told["reason"].strip(), told["on_behalf_of"]):
            expected = "lacks " + " ".join(sorted(lacking))
        elif event and not review.day_fits(event, clock.today()):
            expected = "Unfit"
        else:
            expected = "done"
        self.attempt(
            who, expected, lambda actor: reviews.advance(self.session, actor, self.reviews[name], trigger, **told)
        )
        if row is not None and self.succeeded(who, expected, review.place, 2 if event else 1):
            if trigger == "correct":
                review.taken_back()
            if event in m.LEFT_BEHIND:
                review.opened_again(event)
            review.last, review.state, review.moves = (trigger, review.state, who), row.dest, review.moves + 1
            if event:
                review.events[event] = clock.today()

    @rule(
        name=REVIEW,
        tries=st.lists(st.tuples(WHO, PICK, st.sampled_from((-1, 0, 0, 0, 0, 0, 1, 3))), min_size=1, max_size=5),
    )
    def record_events(self, name: str, tries: list[tuple[Drawn, int, int]]) -> None:
        for one in tries:
            self._record_event(name, *one)

    def _record_event(self, name: str, drawn: Drawn, pick: int, back: int) -> None:
        who = self.person(drawn, lambda one: bool(self.model.wears(one, name) & m.LEADS))
        review, day = self.model.reviews[name], clock.today() - timedelta(days=back)
        wanted = {need for row in listed("review", review.state).values() for need in row.needs} - set(review.events)
        kinds = [kind for kind in Milestone if kind.value in wanted] if pick < 150 else list(Milestone)
        kind = chosen(pick, kinds or list(Milestone))
        expected = "done" if review.day_fits(kind.value, day) else "Unfit"
        if kind.value in m.LEFT_BEHIND and kind.value not in review.events:
            expected = "NotNow"
        if not self.model.wears(who, name) & m.LEADS:
            expected = "NotAllowed"
        self.attempt(
            who,
            expected,
            lambda actor: milestones.record_milestone(self.session, actor, self.reviews[name], kind, day),
        )
        if self.succeeded(who, expected, review.place):
            review.happened(kind.value, day)

    @rule(
        drawn=WHO, name=REVIEW, need=st.sampled_from([*sorted(WAIVABLE), "has_chair", "has_reason"]), reason=SOMETIMES
    )
    def waive(self, drawn: Drawn, name: str, need: str, reason: bool) -> None:
        who = self.person(drawn, lambda one: bool(self.model.wears(one, name) & m.LEADS))
        review = self.model.reviews[name]
        if not self.model.wears(who, name) & m.LEADS:
            expected = "NotAllowed"
        elif need not in WAIVABLE or need in review.waived:
            expected = "NotNow"
        else:
            expected = "done" if reason else "Unfit"
        words = "It cannot be had." if reason else " "
        self.attempt(who, expected, lambda actor: reviews.waive(self.session, actor, self.reviews[name], need, words))
        if self.succeeded(who, expected, review.place):
            review.waived.add(need)

    @rule(drawn=WHO, name=REVIEW, days=st.integers(0, 400), reason=SOMETIMES)
    def agree_date(self, drawn: Drawn, name: str, days: int, reason: bool) -> None:
        who = self.person(drawn, lambda one: bool(self.model.wears(one, name) & m.LEADS))
        review, due_on = self.model.reviews[name], clock.today() + timedelta(days=days)
        started = {"decided", "direction_received", "review_reopened"} & set(review.events)
        if not self.model.wears(who, name) & m.LEADS:
            expected = "NotAllowed"
        elif not started or review.is_sent or review.state not in m.UNDER_WAY:
            expected = "NotNow"
        else:
            expected = "done" if days and reason else "Unfit"
        told = {"due_on": due_on, "agreed_on": clock.today(), "reason": "An inquest." if reason else ""}
        self.attempt(
            who, expected, lambda actor: clocks.agree_date(self.session, actor, self.reviews[name], "report", **told)
        )
        if self.succeeded(who, expected, review.place):
            (report,) = [one for one in clocks.deadlines_of(self.session, self.reviews[name]) if one.name == "report"]
            assert report.due_on == due_on

    @rule(name=REVIEW)
    def draft(self, name: str) -> None:
        self.build_draft(name)
        self.session.expire_all()

    @rule(name=REVIEW, outcome=st.sampled_from(list(LetterOutcome)), asks=st.integers(0, 2))
    def letter(self, name: str, outcome: LetterOutcome, asks: int) -> None:
        self.hear(name, outcome, asks)
        self.session.expire_all()

    @rule(drawn=WHO, name=REVIEW, fits=SOMETIMES)
    def answer(self, drawn: Drawn, name: str, fits: bool) -> None:
        who = self.person(drawn, lambda one: bool(self.model.wears(one, name) & m.DRAFTS))
        review, own = self.model.reviews[name], self.reviews[name]
        still_open = select(LetterPoint).filter_by(review_id=own.id, done_on=None)
        if (point := self.session.scalars(still_open).first()) is None:
            assert review.open_points == 0
            return
        expected = "done" if fits else "Unfit"
        expected = expected if self.model.wears(who, name) & m.DRAFTS else "NotAllowed"
        changed = "Page 4." if fits else " "
        told = Told("Say why.", answer=PointAnswer.ACCEPTED, response="We did.", change_made=changed, done_on=m.today())
        version = point.version_id
        self.attempt(
            who, expected, lambda actor: letter_points.answer_point(self.session, actor, own, point, version, told)
        )
        if self.succeeded(who, expected, review.place):
            review.open_points -= 1

    @rule(drawn=WHO, name=REVIEW, approves=st.booleans())
    def publish(self, drawn: Drawn, name: str, approves: bool) -> None:
        who = self.person(drawn, lambda one: bool(self.model.wears(one, name) & m.DECIDES))
        review, hats = self.model.reviews[name], self.model.wears(who, name)
        if not hats & ({"coordinator", "executive_chair"} if approves else {"coordinator"}):
            expected = "NotAllowed"
        else:
            expected = "NotNow" if review.state != "cleared" or (approves and not review.prepared) else "done"
        kind, again = PublicationKind.WITHHELD, clock.today() + timedelta(days=90)
        own = self.reviews[name]
        self.attempt(
            who,
            expected,
            lambda actor: (
                publication.approve(self.session, actor, own, clock.today())
                if approves
                else publication.prepare(self.session, actor, own, kind, "The children would be known.", again)
            ),
        )
        if self.succeeded(who, expected, review.place):
            review.prepared, review.approved_by = True, who if approves else None

    @invariant()
    def everything_is_as_it_should_be(self) -> None:
        if self.model.entries:
            self.check_states()
            self.check_texts()
            self.check_log()
