"""What people try: moves, waivers, dates, words, roles; rightly and wrongly, in any order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select

from darddr import clock
from darddr.models.action import Action, UpdateKind
from darddr.models.finding import Finding
from darddr.models.plan import Recommendation
from darddr.models.review import Question
from darddr.models.subject import Place
from darddr.models.user import Membership
from darddr.services import (
    action_moves,
    actions,
    administration,
    clocks,
    findings,
    memberships,
    milestones,
    publication,
    questions,
    recommendations,
    reviews,
)
from darddr.services.plans import plan_of
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import FindingKind, PublicationKind
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ReviewState
from tests.workflow_machine import model as m
from tests.workflow_machine.table import WAIVABLE, listed, triggers
from tests.workflow_machine.world import AWAY, HOME, PEOPLE, REVIEWS, World

WHO = st.sampled_from(("anna", "bela", "jon", "fay", "anna", *PEOPLE))
REVIEW = st.sampled_from(("one", "one", *REVIEWS))
PICK = st.integers(0, 199)
SOMETIMES = st.integers(0, 3).map(bool)
STALE = st.integers(0, 3).map(lambda number: number == 0)


def chosen(pick: int, listed: Any) -> Any:
    """One of several, or None of none."""
    listed = list(listed)
    return listed[pick % len(listed)] if listed else None


def trigger_of(table: str, state: str, pick: int) -> str:
    """Mostly a move that the state offers, now and then any other."""
    offered = sorted([*listed(table, state), "correct"])
    return str(chosen(pick, offered if pick < 150 else triggers(table)))


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

    @rule(who=WHO, name=REVIEW, pick=PICK, reason=SOMETIMES, behalf=SOMETIMES)
    def move_review(self, who: str, name: str, pick: int, reason: bool, behalf: bool) -> None:
        review = self.model.reviews[name]
        trigger = trigger_of("review", review.state, pick)
        told = {"reason": "It was agreed." if reason else " ", "on_behalf_of": "The chair, 4 June" if behalf else ""}
        row = self.model.row("review", review.state, trigger, review.last)
        event = RECORDS.get(trigger)
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
            review.last, review.state, review.moves = (trigger, review.state, who), row.dest, review.moves + 1
            if event:
                review.events[event] = clock.today()

    @rule(who=WHO, name=REVIEW, kind=st.sampled_from(list(Milestone)), back=st.integers(-1, 3))
    def record_event(self, who: str, name: str, kind: Milestone, back: int) -> None:
        review, day = self.model.reviews[name], clock.today() - timedelta(days=back)
        expected = "done" if review.day_fits(kind.value, day) else "Unfit"
        if not self.model.wears(who, name) & m.LEADS:
            expected = "NotAllowed"
        self.attempt(
            who,
            expected,
            lambda actor: milestones.record_milestone(self.session, actor, self.reviews[name], kind, day),
        )
        if self.succeeded(who, expected, review.place):
            review.events[kind.value] = day

    @rule(who=WHO, name=REVIEW, need=st.sampled_from([*sorted(WAIVABLE), "has_chair", "has_reason"]), reason=SOMETIMES)
    def waive(self, who: str, name: str, need: str, reason: bool) -> None:
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

    @rule(who=WHO, name=REVIEW, days=st.integers(0, 400), reason=SOMETIMES)
    def agree_date(self, who: str, name: str, days: int, reason: bool) -> None:
        review, due_on = self.model.reviews[name], clock.today() + timedelta(days=days)
        started = {"decided", "direction_received"} & set(review.events)
        if not self.model.wears(who, name) & m.LEADS:
            expected = "NotAllowed"
        elif not started or "submitted" in review.events or review.state not in m.UNDER_WAY:
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

    @rule(who=WHO, name=REVIEW, approves=st.booleans())
    def publish(self, who: str, name: str, approves: bool) -> None:
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


RECORDS = m.RECORDS


class Texts(World):
    """Words of questions, findings, recommendations and actions; stale saves too."""

    @rule(who=WHO, name=REVIEW, pick=PICK, new=SOMETIMES, stale=STALE)
    def question(self, who: str, name: str, pick: int, new: bool, stale: bool) -> None:
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

    @rule(who=WHO, name=REVIEW, pick=PICK, new=st.booleans(), stale=STALE)
    def finding(self, who: str, name: str, pick: int, new: bool, stale: bool) -> None:
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

    @rule(who=WHO, name=REVIEW, pick=PICK, removes=STALE)
    def judge_finding(self, who: str, name: str, pick: int, removes: bool) -> None:
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

    @rule(who=WHO, name=REVIEW, pick=PICK, new=st.booleans(), stale=STALE)
    def recommendation(self, who: str, name: str, pick: int, new: bool, stale: bool) -> None:
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


class Actions(World):
    """Actions: worded, dated, evidenced and moved, also after their review has ended."""

    def _undertaking(self, name: str, owner: str | None, dated: bool) -> actions.Undertaking:
        email = self.users[owner].email or "" if owner else ""
        target = f"{clock.today():%d/%m/%Y}" if dated else ""
        agency = self.agencies[REVIEWS[name]]
        return actions.Undertaking(
            self.fresh("An action"), agency=agency, owner_email=email, target=target, date_reason="It slipped."
        )

    def _owner_fits(self, name: str, owner: str | None) -> bool:
        return owner is None or (owner not in self.model.suspended and (owner, name) not in self.model.excluded)

    @rule(
        who=WHO,
        name=REVIEW,
        pick=PICK,
        new=st.booleans(),
        stale=STALE,
        owner=st.sampled_from((None, "pia", "quin", "kim", "bela")),
        dated=SOMETIMES,
    )
    def word_action(
        self, who: str, name: str, pick: int, new: bool, stale: bool, owner: str | None, dated: bool
    ) -> None:
        review, told = self.model.reviews[name], self._undertaking(name, owner, dated)
        under = chosen(pick, review.recommendations)
        key = None if new else chosen(pick, review.actions)
        if key is None and under is None:
            return
        expected = "done" if self._owner_fits(name, owner) else "Unfit"
        if not self.model.wears(who, name) & m.LEADS:
            expected = "NotAllowed"
        if key is None:
            row = self.session.get_one(Recommendation, UUID(under))
            made = self.attempt(who, expected, lambda actor: actions.add_action(self.session, actor, row, told))
            known = m.Action(told.text, recommendation=under)
        else:
            own = self.session.get_one(Action, UUID(key))
            expected = "Stale" if stale and expected != "NotAllowed" else expected
            version = own.version_id - stale
            made = self.attempt(
                who, expected, lambda actor: actions.edit_action(self.session, actor, own, version, told)
            )
            known = review.actions[key]
        if self.succeeded(who, expected, review.place):
            known.reword(told.text)
            known.owner, known.has_owner, known.has_date = owner, owner is not None, dated
            review.actions[key or str(made.id)] = known

    @rule(who=st.one_of(WHO, st.just("pia")), name=REVIEW, pick=PICK, evidence=SOMETIMES, behalf=SOMETIMES)
    def note(self, who: str, name: str, pick: int, evidence: bool, behalf: bool) -> None:
        review = self.model.reviews[name]
        if (key := chosen(pick, review.actions)) is None:
            return
        known, row = review.actions[key], self.session.get_one(Action, UUID(key))
        kind, words = (
            UpdateKind.EVIDENCE if evidence else UpdateKind.PROGRESS,
            "The owner, by telephone" if behalf else "",
        )
        expected = "done" if known.owner == who or behalf else "Unfit"
        if not self.model.wears(who, name, known) & {"coordinator", "owner"}:
            expected = "NotAllowed"
        self.attempt(
            who,
            expected,
            lambda actor: actions.note(self.session, actor, row, kind, "It was done.", clock.today(), words),
        )
        if self.succeeded(who, expected, review.place) and evidence:
            known.evidence.add(who)

    @rule(who=st.one_of(WHO, st.sampled_from(("pia", "mia", "eve"))), name=REVIEW, pick=PICK, reason=SOMETIMES)
    def move_action(self, who: str, name: str, pick: int, reason: bool) -> None:
        review = self.model.reviews[name]
        if (key := chosen(pick, review.actions)) is None:
            return
        known, own = review.actions[key], self.session.get_one(Action, UUID(key))
        trigger, words = trigger_of("action", known.state, pick), "It was agreed." if reason else " "
        row = self.model.row("action", known.state, trigger, known.last)
        if row is None:
            expected = "MoveUnknown"
        elif not self.model.may_move("action", trigger, self.model.wears(who, name, known)):
            expected = "NotAllowed"
        elif lacking := self.model.action_lacks(who, known, row, words.strip()):
            expected = "lacks " + " ".join(sorted(lacking))
        else:
            expected = "done"
        self.attempt(who, expected, lambda actor: action_moves.advance(self.session, actor, own, trigger, reason=words))
        if row is not None and self.succeeded(who, expected, review.place):
            known.last, known.state = (trigger, known.state, who), row.dest
            if trigger == "complete":
                known.completed_by.add(who)


class Roles(World):
    """Roles begun and ended, conflicts declared, accounts closed and opened again."""

    @rule(who=WHO, whom=st.sampled_from(PEOPLE), name=REVIEW, role=st.sampled_from(list(ReviewRole)), agency=SOMETIMES)
    def join(self, who: str, whom: str, name: str, role: ReviewRole, agency: bool) -> None:
        place = REVIEWS[name]
        held = [h for h in self.model.held if (h.who, h.place, h.role) == (whom, name, role.value) and h.will_count]
        fits = agency or role in (ReviewRole.CHAIR, ReviewRole.AUTHOR)
        expected = "done" if fits and not held and (whom, name) not in self.model.excluded else "Unfit"
        if "coordinator" not in self.model.wears(who, name):
            expected = "NotAllowed"
        user, own, body = self.users[whom], self.reviews[name], self.agencies[place] if agency else None
        made = self.attempt(
            who,
            expected,
            lambda actor: memberships.add_member(self.session, actor, own, user, role, body, clock.today()),
        )
        if self.succeeded(who, expected, place):
            self.memberships.append(made)
            self.model.held.append(m.Held(whom, name, role.value, clock.today()))

    @rule(who=st.one_of(WHO, st.just("gus")), pick=PICK, days=st.sampled_from((0, 0, 5, -4000)))
    def leave(self, who: str, pick: int, days: int) -> None:
        number = pick % len(self.memberships)
        held, row, day = self.model.held[number], self.memberships[number], clock.today() + timedelta(days=days)
        on_review = held.place in REVIEWS
        place = REVIEWS[held.place] if on_review else held.place
        if on_review:
            may = "coordinator" in self.model.wears(who, held.place)
            over = held.ended is not None and held.ended <= clock.today()
        else:
            may = self.model.holds_in(who, place, "administrator")
            over = held.ended is not None or (held.role == "administrator" and not self._another(held))
        expected = "NotNow" if over else "Unfit" if day < held.started else "done"
        end: Any = memberships.end_membership if on_review else administration.end_role
        expected = expected if may else "NotAllowed"
        self.attempt(who, expected, lambda actor: end(self.session, actor, self._row(row), day))
        if self.succeeded(who, expected, place):
            held.ended = day

    def _row(self, row: Membership) -> Membership:
        return self.session.get_one(Membership, row.id)

    def _another(self, held: m.Held) -> bool:
        return any(
            (h.place, h.role) == (held.place, held.role) and h.who != held.who and h.ended is None
            for h in self.model.held
        )

    @rule(
        who=st.sampled_from(("gus", "gus", "anna", "hal")),
        whom=st.sampled_from(PEOPLE),
        place=st.sampled_from((HOME, HOME, AWAY)),
        role=st.sampled_from(list(PartnershipRole)),
    )
    def give_role(self, who: str, whom: str, place: str, role: PartnershipRole) -> None:
        held = [h for h in self.model.held if (h.who, h.place, h.role, h.ended) == (whom, place, role.value, None)]
        expected = "Unfit" if held or whom == who or whom in self.model.suspended else "done"
        if not self.model.holds_in(who, place, "administrator"):
            expected = "NotAllowed"
        where, email = Place(self.places[place].id), self.users[whom].email or ""
        self.attempt(
            who,
            expected,
            lambda actor: administration.give_role(self.session, actor, where, email, "", role, clock.today()),
        )
        if self.succeeded(who, expected, place):
            wanted = {"user_id": self.users[whom].id, "partnership_id": where.partnership_id, "role": role.value}
            rows = self.session.scalars(select(Membership).filter_by(review_id=None, ended_on=None, **wanted))
            self.memberships.append(rows.one())
            self.model.held.append(m.Held(whom, place, role.value, clock.today()))

    @rule(who=WHO, whom=st.sampled_from(PEOPLE), name=REVIEW, reason=SOMETIMES)
    def declare_conflict(self, who: str, whom: str, name: str, reason: bool) -> None:
        expected = "done" if reason and whom != who and (whom, name) not in self.model.excluded else "Unfit"
        if "coordinator" not in self.model.wears(who, name):
            expected = "NotAllowed"
        user, own, words = self.users[whom], self.reviews[name], "A cousin." if reason else " "
        self.attempt(
            who,
            expected,
            lambda actor: memberships.declare_conflict(self.session, actor, own, user, clock.today(), words),
        )
        if self.succeeded(who, expected, REVIEWS[name]):
            self.model.excluded.add((whom, name))
            for held in self.model.held:
                if (held.who, held.place) == (whom, name) and held.will_count:
                    held.ended = max(clock.today(), held.started)

    @rule(whom=st.sampled_from(PEOPLE))
    def close_or_open_account(self, whom: str) -> None:
        """There is no page for it yet: the flag itself is turned."""
        closed = whom in self.model.suspended
        self.users[whom].is_active = closed
        self.session.flush()
        (self.model.suspended.discard if closed else self.model.suspended.add)(whom)


class Partnerships(Moves, Texts, Actions, Roles):
    """All of it at once."""
