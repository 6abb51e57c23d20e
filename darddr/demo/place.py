"""A partnership of the demonstration: its people as actors, its agencies, and the plans of its reviews."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock, policies
from darddr.demo import cast
from darddr.demo.cast import Somebody
from darddr.models.action import Action, UpdateKind
from darddr.models.partnership import Agency, Group, Partnership
from darddr.models.review import Review
from darddr.models.subject import Place as Subject
from darddr.models.user import User
from darddr.policies import Actor
from darddr.services import (
    accounts,
    action_milestones,
    action_moves,
    actions,
    memberships,
    partnerships,
    plans,
    recommendations,
)
from darddr.services.action_milestones import Step
from darddr.services.actions import Undertaking
from darddr.services.agreement import Terms
from darddr.services.recommendations import Proposal
from darddr.vocabulary.records import GroupKind, RecommendationScope
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ActionState

LONG_AGO_DAYS = 3650
SOME_TIME_AGO = 170
"""Days since some actions were signed off: nearly the six months after which their impact is looked at."""


@dataclass
class Place:
    """Everything of one partnership that the making of its reviews asks for."""

    partnership: Partnership
    short_name: str
    users: dict[str, User] = field(default_factory=dict)
    people: tuple[Somebody, ...] = ()
    agencies: dict[str, Agency] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    targets: int = 0

    def agency(self, pattern: str) -> Agency:
        """The agency of a name, in which {} stands for the place."""
        return self.agencies[pattern.format(self.short_name)]

    @property
    def coordinator(self) -> Actor:
        """The review coordinator."""
        return self.actors["coordinator"]

    @property
    def executive_chair(self) -> Actor:
        """The chair of the executive."""
        return self.actors["executive chair"]

    @property
    def chair(self) -> Actor:
        """The independent chair."""
        return self.actors["chair"]

    @property
    def panel(self) -> Actor:
        """The first panel member."""
        return self.actors["panel member"]

    @property
    def review_people(self) -> list[tuple[User, ReviewRole, Agency | None]]:
        """Everybody with a role on each review."""
        return [
            (self.users[person.email], person.review_role, self.agency(person.agency) if person.agency else None)
            for person in self.people
            if person.review_role is not None
        ]

    def reload(self, session: Session) -> None:
        """Look at everybody's memberships again."""
        for person in reversed(self.people):
            self.actors[person.kind] = policies.load_actor(session, self.users[person.email].id, clock.today())

    def add_recommendations(self, session: Session, review: Review) -> None:
        """The review's recommendations and actions, agreed and at work; their dates as people write them."""
        plan = plans.plan_of(session, review)
        for text, scope, theme, lesson, undertakings in cast.RECOMMENDATIONS:
            proposal = Proposal(text=text, scope=RecommendationScope(scope), theme=theme, lesson=lesson)
            recommendation = recommendations.add_recommendation(session, self.chair, plan, proposal)
            for what, agency, post, group in undertakings:
                self.targets += 1
                told = Undertaking(
                    text=what,
                    agency=self.agency(agency),
                    group=self.groups[group],
                    owner_post=post,
                    owner_email=self._owner_of(agency),
                    target=cast.MESSY_TARGETS[self.targets % len(cast.MESSY_TARGETS)],
                )
                action = actions.add_action(session, self.chair, recommendation, told)
                action_moves.advance(
                    session,
                    self.coordinator,
                    action,
                    "agree",
                    on_behalf_of=f"{post}, {self.agency(agency).name}",
                    terms=Terms(measure=cast.MEASURE, look_back_months=6 if self.targets % 2 else 12),
                )
        self._date_the_undated(session, review)

    def _owner_of(self, agency: str) -> str:
        owner = next((person for person in self.people if person.kind == "action owner"), None)
        return owner.email if owner is not None and "Mental Health" in agency else ""

    def _date_the_undated(self, session: Session, review: Review) -> None:
        """Before a plan goes to the executive each action has a date; words that state none are given one beside them."""
        day = clock.today() + timedelta(days=90)
        for action in session.scalars(select(Action).filter_by(review_id=review.id, target_on=None)):
            agency = next(found for found in self.agencies.values() if found.id == action.lead_agency_id)
            group = next(found for found in self.groups.values() if found.id == action.group_id)
            told = Undertaking(
                text=action.text or "",
                number=action.number,
                agency=agency,
                group=group,
                owner_post=action.owner_post or "",
                owner_email=self._owner_of(agency.name),
                target=f"{day.day} {day:%B %Y}",
                date_reason="The first wording stated no date.",
                agreed_by="The executive",
                measure=action.measure or "",
            )
            actions.edit_action(session, self.coordinator, action, action.version_id, told)
            session.flush()

    def work_on_actions(self, session: Session, review: Review) -> None:
        """Bring a plan's actions to different places: some at work, some waiting for sign-off, some signed off, one not done."""
        rows = session.scalars(select(Action).filter_by(review_id=review.id).order_by(Action.recorded_at)).all()
        for number, action in enumerate(rows):
            if action.state is not ActionState.AGREED or number % 5 == 4:
                continue
            action_moves.advance(session, self.coordinator, action, "start")
            self._set_milestones(session, action)
            if number % 5 in (1, 2):
                self._complete(session, action, SOME_TIME_AGO if number % 5 == 2 else 0)
            if number % 5 == 2:
                day = clock.today() - timedelta(days=SOME_TIME_AGO)
                action_moves.advance(session, self.executive_chair, action, "sign_off", happened_on=day)
            elif number % 10 == 3:
                action_moves.advance(
                    session, self.executive_chair, action, "end_not_implemented", reason="The funding ended."
                )

    def finish_actions(self, session: Session, review: Review) -> None:
        """Bring every action of a review to an end."""
        for action in session.scalars(select(Action).filter_by(review_id=review.id, is_open=True)).all():
            if action.state is ActionState.OWNER_COMPLETE:
                action_moves.advance(session, self.executive_chair, action, "sign_off")
                continue
            self._complete(session, action)
            action_moves.advance(session, self.executive_chair, action, "sign_off")

    def _set_milestones(self, session: Session, action: Action) -> None:
        """Two steps on the way, one of them a week ago and done."""
        today = clock.today()
        for text, days, done in cast.MILESTONES:
            done_on = today - timedelta(days=8) if done else None
            step = Step(text, today + timedelta(days=days), done_on)
            action_milestones.add_milestone(session, self.coordinator, action, step)

    def _complete(self, session: Session, action: Action, days_ago: int = 0) -> None:
        words = "The change is in place and was checked on a sample of cases."
        who = action.owner_post or "The lead agency"
        day = clock.today() - timedelta(days=days_ago)
        actions.note(session, self.coordinator, action, UpdateKind.EVIDENCE, words, day, who)
        session.flush()
        action_moves.advance(session, self.coordinator, action, "complete", happened_on=day, on_behalf_of=who)


def _shared_mailbox(pattern: str) -> str:
    """An address that reaches nobody (RFC 2606)."""
    words = "".join(letter if letter.isalnum() else " " for letter in pattern.format("").lower()).split()
    return f"{'.'.join(words)}@example.org"


def make_place(
    session: Session, name: str, code: str, people: tuple[Somebody, ...], passwords: dict[str, str]
) -> Place:
    """A partnership with its agencies, groups and people."""
    partnership = partnerships.make_partnership(session, None, name, code)
    subject, short = Subject(partnership.id), name.split()[0]
    place = Place(partnership, short, people=people)
    signed = clock.today() - timedelta(days=400)
    for pattern, is_authority in cast.AGENCIES:
        agency = partnerships.add_agency(
            session,
            None,
            subject,
            pattern.format(short),
            is_responsible_authority=is_authority,
            agreement_signed_on=signed,
            agreement_ends_on=signed + timedelta(days=1096),
            contact_email=_shared_mailbox(pattern) if is_authority else "",
        )
        place.agencies[agency.name] = agency
    for group, kind in (
        (cast.BOARD, GroupKind.BOARD),
        (cast.SUICIDE_GROUP, GroupKind.THEMATIC),
        (cast.TRAINING_GROUP, GroupKind.THEMATIC),
    ):
        place.groups[group] = partnerships.add_group(session, None, subject, group, kind)
    long_ago = clock.today() - timedelta(days=LONG_AGO_DAYS)
    for person in people:
        user = accounts.make_account(session, None, person.email, person.name, passwords[person.email])
        place.users[person.email] = user
        if person.role is not None:
            memberships.add_partnership_member(session, None, subject, user, person.role, long_ago)
    session.flush()
    place.reload(session)
    return place
