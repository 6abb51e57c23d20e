"""What people try with roles, conflicts and accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from darddr import clock
from darddr.models.subject import Place
from darddr.models.user import Membership
from darddr.services import (
    administration,
    memberships,
)
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from tests.workflow_machine import model as m
from tests.workflow_machine.draws import PICK, REVIEW, SOMETIMES, WHO, Drawn
from tests.workflow_machine.world import AWAY, HOME, PEOPLE, REVIEWS, World


class Roles(World):
    """Roles begun and ended, conflicts declared, accounts closed and opened again."""

    @rule(
        drawn=WHO, whom=st.sampled_from(PEOPLE), name=REVIEW, role=st.sampled_from(list(ReviewRole)), agency=SOMETIMES
    )
    def join(self, drawn: Drawn, whom: str, name: str, role: ReviewRole, agency: bool) -> None:
        who = self.person(drawn, lambda one: "coordinator" in self.model.wears(one, name))
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

    @rule(drawn=WHO, pick=PICK, days=st.sampled_from((0, 0, 5, -4000)))
    def leave(self, drawn: Drawn, pick: int, days: int) -> None:
        number = pick % len(self.memberships)
        held, row, day = self.model.held[number], self.memberships[number], clock.today() + timedelta(days=days)
        on_review = held.place in REVIEWS
        place = REVIEWS[held.place] if on_review else held.place
        who = self.person(drawn, lambda one: self._may_end(one, held))
        if on_review:
            over = held.ended is not None and held.ended <= clock.today()
        else:
            over = held.ended is not None or (held.role == "administrator" and not self._another(held))
        expected = "NotNow" if over else "Unfit" if day < held.started else "done"
        end: Any = memberships.end_membership if on_review else administration.end_role
        expected = expected if self._may_end(who, held) else "NotAllowed"
        self.attempt(who, expected, lambda actor: end(self.session, actor, self._row(row), day))
        if self.succeeded(who, expected, place):
            held.ended = day

    def _may_end(self, who: str, held: m.Held) -> bool:
        if held.place in REVIEWS:
            return "coordinator" in self.model.wears(who, held.place)
        return self.model.holds_in(who, held.place, "administrator")

    def _row(self, row: Membership) -> Membership:
        return self.session.get_one(Membership, row.id)

    def _another(self, held: m.Held) -> bool:
        return any(
            (h.place, h.role) == (held.place, held.role) and h.who != held.who and h.ended is None
            for h in self.model.held
        )

    @rule(
        drawn=WHO,
        whom=st.sampled_from(PEOPLE),
        place=st.sampled_from((HOME, HOME, AWAY)),
        role=st.sampled_from(list(PartnershipRole)),
    )
    def give_role(self, drawn: Drawn, whom: str, place: str, role: PartnershipRole) -> None:
        who = self.person(drawn, lambda one: self.model.holds_in(one, place, "administrator"))
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

    @rule(drawn=WHO, whom=st.sampled_from(("bela", "fay", "eve", "bela", *PEOPLE)), name=REVIEW, reason=SOMETIMES)
    def declare_conflict(self, drawn: Drawn, whom: str, name: str, reason: bool) -> None:
        who = self.person(drawn, lambda one: "coordinator" in self.model.wears(one, name))
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
        if len(self.model.suspended) > 1:
            whom = min(self.model.suspended)
        closed = whom in self.model.suspended
        self.users[whom].is_active = closed
        self.session.flush()
        (self.model.suspended.discard if closed else self.model.suspended.add)(whom)
