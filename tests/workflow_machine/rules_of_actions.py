"""What people try with actions, also after their review has ended."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from darddr import clock
from darddr.models.action import Action, UpdateKind
from darddr.models.plan import Recommendation
from darddr.services import (
    action_moves,
    actions,
)
from darddr.services.agreement import Terms
from tests.workflow_machine import model as m
from tests.workflow_machine.draws import NEW, PICK, REVIEW, SOMETIMES, STALE, WHO, Drawn, chosen, trigger_of
from tests.workflow_machine.world import REVIEWS, World

OWNER = st.sampled_from((None, "pia", "quin", "kim", "bela"))


class Actions(World):
    """Actions: worded, dated, evidenced and moved, also after their review has ended."""

    def _undertaking(self, name: str, owner: str | None, dated: bool) -> actions.Undertaking:
        email = self.users[owner].email or "" if owner else ""
        target = f"{clock.today():%d/%m/%Y}" if dated else ""
        agency = self.agencies[REVIEWS[name]]
        return actions.Undertaking(
            self.fresh("An action"),
            agency=agency,
            owner_email=email,
            target=target,
            date_reason="It slipped.",
            agreed_by="The executive",
        )

    def _owner_fits(self, name: str, owner: str | None) -> bool:
        return owner is None or (owner not in self.model.suspended and (owner, name) not in self.model.excluded)

    @rule(
        name=REVIEW,
        tries=st.lists(st.tuples(WHO, PICK, NEW, STALE, OWNER, SOMETIMES), min_size=1, max_size=4),
    )
    def word_actions(self, name: str, tries: list[tuple[Drawn, int, bool, bool, str | None, bool]]) -> None:
        for one in tries:
            self._word_action(name, *one)

    def _word_action(
        self, name: str, drawn: Drawn, pick: int, new: bool, stale: bool, owner: str | None, dated: bool
    ) -> None:
        who = self.person(drawn, lambda one: bool(self.model.wears(one, name) & m.LEADS))
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

    @rule(drawn=WHO, name=REVIEW, pick=PICK, evidence=SOMETIMES, behalf=SOMETIMES)
    def note(self, drawn: Drawn, name: str, pick: int, evidence: bool, behalf: bool) -> None:
        review = self.model.reviews[name]
        if (key := chosen(pick, review.actions)) is None:
            return
        known, row = review.actions[key], self.session.get_one(Action, UUID(key))
        who = self.person(drawn, lambda one: bool(self.model.wears(one, name, known) & {"coordinator", "owner"}))
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

    @rule(name=REVIEW, tries=st.lists(st.tuples(WHO, PICK, SOMETIMES), min_size=1, max_size=5))
    def move_actions(self, name: str, tries: list[tuple[Drawn, int, bool]]) -> None:
        for one in tries:
            self._move_action(name, *one)

    def _move_action(self, name: str, drawn: Drawn, pick: int, reason: bool) -> None:
        review = self.model.reviews[name]
        if (key := chosen(pick, review.actions)) is None:
            return
        known, own = review.actions[key], self.session.get_one(Action, UUID(key))
        trigger, words = trigger_of("action", known.state, pick), "It was agreed." if reason else " "
        row = self.model.row("action", known.state, trigger, known.last)
        who = self.person(drawn, lambda one: self.model.may_move("action", trigger, self.model.wears(one, name, known)))
        if row is None:
            expected = "MoveUnknown"
        elif not self.model.may_move("action", trigger, self.model.wears(who, name, known)):
            expected = "NotAllowed"
        elif lacking := self.model.action_lacks(who, known, row, words.strip()):
            expected = "lacks " + " ".join(sorted(lacking))
        else:
            expected = "done"
        told = {"on_behalf_of": "The head of the agency" if "decision_is_owned" in (row.needs if row else ()) else ""}
        terms = Terms("The first half.")
        self.attempt(
            who,
            expected,
            lambda actor: action_moves.advance(self.session, actor, own, trigger, reason=words, terms=terms, **told),
        )
        if row is not None and self.succeeded(who, expected, review.place):
            known.last, known.state = (trigger, known.state, who), row.dest
            if trigger in ("complete", "agree", "agree_in_part"):
                known.completed_by.add(who)
