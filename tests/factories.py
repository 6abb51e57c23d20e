"""Situations: the shortest way for a test to have what it speaks of. Everything here flushes and nothing commits."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from darddr import clock, policies
from darddr.crypto import ring
from darddr.crypto.scopes import Scope
from darddr.models.action import Action
from darddr.models.finding import Finding
from darddr.models.partnership import Agency, Group, Partnership
from darddr.models.person import Person
from darddr.models.plan import Plan, Recommendation
from darddr.models.review import Question, Review, ReviewMilestone
from darddr.models.user import Exclusion, Membership, User
from darddr.policies import Actor
from darddr.services.accounts import email_digest
from darddr.services.passwords import hash_password
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import FindingKind, GroupKind, Life, NotificationSource, PersonRole
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.states import ActionState, ReviewState

PASSWORD = "four unconnected words"
PASSWORD_HASH = ""
LONG_AGO = date(2020, 1, 1)
_numbers = itertools.count(1)


def password_hash() -> str:
    """One hash for everybody: hashing is slow on purpose."""
    global PASSWORD_HASH
    PASSWORD_HASH = PASSWORD_HASH or hash_password(PASSWORD)
    return PASSWORD_HASH


@dataclass
class Make:
    """Makes rows in one session. Names are invented; every text is unique, so that a test can look for it."""

    session: Session
    made: list[Any] = field(default_factory=list)

    def keep(self, row: Any) -> Any:
        """Add a row and flush."""
        self.session.add(row)
        self.session.flush()
        return row

    def partnership(self, name: str = "") -> Partnership:
        """A partnership with its keys."""
        number = next(_numbers)
        row = Partnership(name=name or f"Partnership {number}", code=f"P{number:05d}")
        ring().open_scope(Scope.partnership(row.id))
        return self.keep(row)

    def agency(self, partnership: Partnership, name: str = "") -> Agency:
        """An agency of a partnership."""
        return self.keep(Agency(partnership_id=partnership.id, name=name or f"Agency {next(_numbers)}"))

    def group(self, partnership: Partnership) -> Group:
        """A board."""
        return self.keep(Group(partnership_id=partnership.id, name=f"Board {next(_numbers)}", kind=GroupKind.BOARD))

    def user(self, name: str = "") -> User:
        """Somebody with an account and nothing else."""
        number = next(_numbers)
        email = f"person{number}@example.org"
        return self.keep(
            User(
                email_digest=email_digest(email),
                password_hash=password_hash(),
                name=name or f"Person Number{number}",
                email=email,
            )
        )

    def member(
        self, partnership: Partnership, role: PartnershipRole, user: User | None = None, **dates: date | None
    ) -> User:
        """Somebody with a role in a partnership."""
        user = user or self.user()
        self.keep(
            Membership(
                user_id=user.id,
                partnership_id=partnership.id,
                role=role.value,
                **{"started_on": LONG_AGO, **dates},
            )
        )
        return user

    def coordinator(self, partnership: Partnership) -> User:
        """A review coordinator."""
        return self.member(partnership, PartnershipRole.COORDINATOR)

    def executive(self, partnership: Partnership) -> User:
        """A member of the executive."""
        return self.member(partnership, PartnershipRole.EXECUTIVE)

    def executive_chair(self, partnership: Partnership) -> User:
        """The chair of the executive."""
        return self.member(partnership, PartnershipRole.EXECUTIVE_CHAIR)

    def on_review(
        self,
        review: Review,
        role: ReviewRole,
        user: User | None = None,
        agency: Agency | None = None,
        **dates: date | None,
    ) -> User:
        """Somebody with a role on a review."""
        user = user or self.user()
        self.keep(
            Membership(
                user_id=user.id,
                partnership_id=review.partnership_id,
                review_id=review.id,
                agency_id=agency.id if agency else None,
                role=role.value,
                **{"started_on": LONG_AGO, **dates},
            )
        )
        return user

    def excluded(self, review: Review, user: User) -> User:
        """Somebody kept out of a review by a declared conflict."""
        self.keep(
            Exclusion(
                user_id=user.id,
                partnership_id=review.partnership_id,
                review_id=review.id,
                declared_on=LONG_AGO,
                reason="A declared conflict.",
            )
        )
        return user

    def actor(self, user: User) -> Actor:
        """A user as policies see them today."""
        return policies.load_actor(self.session, user.id, clock.today())

    def review(self, partnership: Partnership, state: ReviewState = ReviewState.NOTIFIED, **values: Any) -> Review:
        """A review in a state, with its keys, its notice, one person who died and an empty plan."""
        number, review_id = next(_numbers), uuid4()
        ring().open_scope(Scope.review(review_id))
        review = self.keep(
            Review(
                id=review_id,
                partnership_id=partnership.id,
                reference=f"{partnership.code}-2026-{number:03d}",
                state=state,
                source=NotificationSource.POLICE,
                month_of_death=date(2025, 5, 1),
                circumstances=f"Circumstances {number}.",
                **values,
            )
        )
        self.milestone(review, Milestone.NOTICE_RECEIVED, clock.today() - timedelta(days=400))
        self.person(review)
        self.keep(
            Plan(partnership_id=partnership.id, review_id=review.id, reference=f"{review.reference}-PLAN", title="Plan")
        )
        return review

    def milestone(self, review: Review, kind: Milestone, happened_on: date | None = None) -> ReviewMilestone:
        """A dated event."""
        return self.keep(
            ReviewMilestone(
                partnership_id=review.partnership_id,
                review_id=review.id,
                kind=kind,
                happened_on=happened_on or clock.today() - timedelta(days=100),
                note="",
            )
        )

    def person(self, review: Review, role: PersonRole = PersonRole.VICTIM, **values: Any) -> Person:
        """Somebody on a review with an invented identity and a pseudonym."""
        number = next(_numbers)
        return self.keep(
            Person(
                partnership_id=review.partnership_id,
                review_id=review.id,
                role=role,
                life=Life.DEAD if role is PersonRole.VICTIM else Life.UNKNOWN,
                **{
                    "names": [f"Zelphine Quorrel{number}"],
                    "pseudonym": f"Pseudonym{number}",
                    "sex": "female",
                    **values,
                },
            )
        )

    def question(self, review: Review, number: int = 1) -> Question:
        """A question of the terms of reference."""
        return self.keep(
            Question(
                partnership_id=review.partnership_id,
                review_id=review.id,
                number=number,
                text=f"Question {next(_numbers)}?",
            )
        )

    def finding(self, review: Review, question: Question, agency: Agency, user: User, **values: Any) -> Finding:
        """A finding somebody added."""
        return self.keep(
            Finding(
                partnership_id=review.partnership_id,
                review_id=review.id,
                question_id=question.id,
                agency_id=agency.id,
                kind=FindingKind.LEARNING,
                happened_on=clock.today(),
                recorded_by_id=user.id,
                **{"text": f"Finding {next(_numbers)}.", "evidence": "", **values},
            )
        )

    def plan(self, partnership: Partnership) -> Plan:
        """A partnership's own plan."""
        return self.keep(Plan(partnership_id=partnership.id, reference=f"THEME-{next(_numbers)}", title="Themes"))

    def recommendation(self, plan: Plan, **values: Any) -> Recommendation:
        """A recommendation of a plan."""
        number = next(_numbers)
        return self.keep(
            Recommendation(
                partnership_id=plan.partnership_id,
                review_id=plan.review_id,
                plan_id=plan.id,
                **{"number": str(number), "position": number, "text": f"Recommendation {number}.", **values},
            )
        )

    def action(
        self, recommendation: Recommendation, state: ActionState = ActionState.IN_PROGRESS, **values: Any
    ) -> Action:
        """An action under a recommendation."""
        number = next(_numbers)
        return self.keep(
            Action(
                partnership_id=recommendation.partnership_id,
                review_id=recommendation.review_id,
                plan_id=recommendation.plan_id,
                recommendation_id=recommendation.id,
                state=state,
                **{"number": str(number), "position": number, "text": f"Action {number}.", **values},
            )
        )
