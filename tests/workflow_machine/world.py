"""The world the machine plays in: two partnerships made for one example, the attempts at it, and what must always hold."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.audit.chain import settle
from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.models.audit import AuditEntry, AuditHead
from darddr.models.document import Document
from darddr.models.finding import Change, Finding
from darddr.models.home_office import HomeOfficeRound, LetterPoint
from darddr.models.partnership import Agency
from darddr.models.plan import Recommendation
from darddr.models.review import Question, Review, ReviewMove
from darddr.models.user import Membership, User
from darddr.policies import Actor, load_actor
from darddr.policies.visible import followed_reviews, readable_actions, readable_reviews
from darddr.services.accounts import user_by_email
from darddr.services.plans import plan_of
from darddr.storage.database import open_session
from darddr.vocabulary.home_office import LetterOutcome, PointCategory
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.workflow.errors import ConditionsUnmet
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import LONG_AGO, Make
from tests.workflow_machine import model as m

HOME, AWAY = "home", "away"
CAST = (
    ("anna", HOME, "coordinator"),
    ("bela", HOME, "coordinator"),
    ("eve", HOME, "executive"),
    ("fay", HOME, "executive_chair"),
    ("gus", HOME, "administrator"),
    ("hal", AWAY, "coordinator"),
    ("ina", AWAY, "executive_chair"),
    ("jon", "one", "chair"),
    ("kim", "one", "panel"),
    ("lou", "one", "panel"),
    ("mia", "one", "agency_approver"),
    ("ned", "two", "chair"),
    ("ola", "two", "author"),
    ("pia", "", ""),
    ("quin", "", ""),
)
PEOPLE = tuple(name for name, _place, _role in CAST)
REVIEWS = {"one": HOME, "two": HOME, "three": AWAY}
TEXT_MODELS = {"questions": Question, "findings": Finding, "recommendations": Recommendation, "actions": Action}
UNTIL_SUBMITTED = [kind for kind in Milestone if kind.value not in ("submitted", "letter_received", "notice_received")]


class World(RuleBasedStateMachine):
    """Two partnerships, three reviews and fifteen people in one transaction that is never committed."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.session: Session = open_session(self.engine, writes=True)
        self.make, self.model = Make(self.session), m.Model()
        self.numbers = itertools.count(1)
        self.places: dict[str, Any] = {HOME: self.make.partnership(), AWAY: self.make.partnership()}
        self.agencies: dict[str, Agency] = {name: self.make.agency(place) for name, place in self.places.items()}
        self.reviews: dict[str, Review] = {}
        self.users: dict[str, User] = {name: self.make.user() for name in PEOPLE}
        self.memberships: list[Membership] = []

    def begin(self, name: str, state: str, *, rich: bool) -> None:
        """Make one review, bare or with nearly everything its moves ask for."""
        review = self.make.review(self.places[REVIEWS[name]], ReviewState(state))
        self.reviews[name] = review
        known = m.Review(REVIEWS[name], state, {"notice_received": clock.today() - timedelta(days=400)})
        self.model.reviews[name] = known
        if rich:
            self._enrich(name, review, known)

    def _enrich(self, name: str, review: Review, known: m.Review) -> None:
        make, agency, author = self.make, self.agencies[known.place], self.users["lou"]
        for kind in UNTIL_SUBMITTED:
            known.events[kind.value] = make.milestone(review, kind).happened_on
        question = make.question(review)
        known.questions[str(question.id)] = m.Words(question.text or "")
        finding = make.finding(review, question, agency, author, agreed_on=clock.today())
        known.findings[str(finding.id)] = m.Finding(finding.text or "", by="lou", agreed=True)
        advice = make.recommendation(plan_of(self.session, review))
        known.recommendations[str(advice.id)] = m.Words(advice.text or "")
        owner, day = self.users["pia"], clock.today()
        action = make.action(
            advice,
            ActionState.SIGNED_OFF,
            owner_id=owner.id,
            has_owner=True,
            target_on=day,
            due_on=day,
            target_text=f"{day:%d/%m/%Y}",
            lead_agency_id=agency.id,
        )
        place = {"partnership_id": action.partnership_id, "review_id": review.id}
        make.keep(
            ActionUpdate(
                **place,
                action_id=action.id,
                kind=UpdateKind.EVIDENCE,
                happened_on=day,
                recorded_by_id=owner.id,
                text="Minutes.",
            )
        )
        known.actions[str(action.id)] = m.Action(
            action.text or "",
            recommendation=str(advice.id),
            state="signed_off",
            owner="pia",
            has_owner=True,
            has_date=True,
            evidence={"pia"},
        )
        self.build_draft(name)

    def build_draft(self, name: str) -> None:
        """A report was built at some time: a row, without the file's cost."""
        review = self.reviews[name]
        document = Document(
            partnership_id=review.partnership_id, review_id=review.id, kind="overview", hit_count=None, size=0
        )
        document.content = b""
        self.make.keep(document)
        self.model.reviews[name].drafts += 1

    def hear(self, name: str, outcome: LetterOutcome, asks: int) -> None:
        """A letter of the Home Office came that asks for so many things."""
        review, known, day = self.reviews[name], self.model.reviews[name], clock.today()
        place = {"partnership_id": review.partnership_id, "review_id": review.id}
        known.rounds, known.outcome, known.open_points = known.rounds + 1, outcome.value, known.open_points + asks
        told = {"number": known.rounds, "sent_on": day, "received_on": day, "outcome": outcome}
        row = self.make.keep(HomeOfficeRound(**place, **told, sent_by="A clerk"))
        for position in range(1, asks + 1):
            asked = {"position": position, "category": PointCategory.OTHER}
            self.make.keep(LetterPoint(**place, **asked, round_id=row.id, text="Say why."))

    def settle(self) -> None:
        """Everybody in their place; from here on every change is counted."""
        for who, place, role in CAST:
            if place in self.places:
                self.make.member(self.places[place], PartnershipRole(role), self.users[who])
            elif place:
                agency = self.agencies[REVIEWS[place]]
                self.make.on_review(self.reviews[place], ReviewRole(role), self.users[who], agency)
            if place:
                row = self.session.scalars(select(Membership).filter_by(user_id=self.users[who].id)).one()
                self.memberships.append(row)
                self.model.held.append(m.Held(who, place, role, LONG_AGO))
        self.model.entries = dict.fromkeys(self.places, 0)
        self.session.expire_all()

    def fresh(self, start: str) -> str:
        """Words nobody has used."""
        return f"{start} {next(self.numbers)} as it was worded."

    def actor(self, who: str) -> Actor | None:
        """Somebody as the program knows them now; None for an account that was closed."""
        user = user_by_email(self.session, self.users[who].email or "")
        return load_actor(self.session, user.id, clock.today()) if user is not None else None

    def person(self, drawn: tuple[int, int], may: Callable[[str], bool]) -> str:
        """Somebody: mostly one who may, now and then one who no longer may, or anybody."""
        number, kind = drawn
        excluded = {who for who, _name in self.model.excluded}
        barred = self.model.suspended | {held.who for held in self.model.held if not held.counts}
        barred = excluded if excluded and number % 3 else barred | excluded
        able = [one for one in PEOPLE if one not in self.model.suspended and may(one)]
        fit = {2: able, 1: sorted(barred)}.get(kind) or PEOPLE
        return fit[number % len(fit)]

    def attempt(self, who: str, expected: str, act: Callable[[Actor], Any]) -> Any:
        """Try something; it must end as expected, and leave nothing where it was refused. A refused move names what it lacks."""
        savepoint, made, ended = self.session.begin_nested(), None, "done"
        actor = self.actor(who)
        if who in self.model.suspended:
            expected = "unknown"
        try:
            if actor is None:
                ended = "unknown"
            else:
                made = act(actor)
                self.session.flush()
        except ConditionsUnmet as refused:
            ended = "lacks " + " ".join(sorted(need.name for need in refused.unmet))
        except Exception as refused:  # noqa: BLE001 - how it ended is what is tested
            ended = type(refused).__name__
        if ended == "done":
            savepoint.commit()
        else:
            savepoint.rollback()
        self.session.expire_all()
        assert ended == expected, f"{who}: {ended}, not {expected}"
        return made if ended == "done" else None

    def succeeded(self, who: str, expected: str, place: str, entries: int = 1) -> bool:
        """Whether an attempt was meant to succeed; then the partnership's log has grown."""
        if expected != "done" or who in self.model.suspended:
            return False
        self.model.entries[place] += entries
        return True

    def check_states(self) -> None:
        """Every review and action stands where the model says, with as many moves behind it."""
        counted = select(ReviewMove.review_id, func.count()).group_by(ReviewMove.review_id)
        moves = {row[0]: row[1] for row in self.session.execute(counted)}
        found = self.session.execute(select(Action.review_id, Action.id, Action.state, Action.is_open)).all()
        for name, known in self.model.reviews.items():
            review = self.reviews[name]
            assert (review.state.value, moves.get(review.id, 0)) == (known.state, known.moves)
            assert {str(row.id): (row.state.value, row.is_open) for row in found if row.review_id == review.id} == {
                key: (action.state, action.is_open) for key, action in known.actions.items()
            }

    def check_texts(self) -> None:
        """Every text opens to what was last saved, and its history holds every earlier wording."""
        earlier = self._earlier()
        for kind, model in TEXT_MODELS.items():
            kept = {str(row.id): row.text for row in self.session.scalars(select(model))}
            expected: dict[str, m.Words] = {}
            for known in self.model.reviews.values():
                expected |= getattr(known, kind)
            assert kept == {key: words.text for key, words in expected.items()}, kind
            for key, words in expected.items():
                assert earlier.pop(key, []) == words.earlier, (kind, key)
        removed = {key: words.earlier for known in self.model.reviews.values() for key, words in known.removed.items()}
        assert earlier == removed

    def _earlier(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for change in self.session.scalars(select(Change).order_by(Change.recorded_at, Change.id)):
            before = {**(change.narrative_before or {}), **(change.learning_before or {})}
            if "text" in before:
                found.setdefault(str(change.subject_id), []).append(before["text"])
        return found

    def check_log(self) -> None:
        """One entry for each change, none lost, up to the head."""
        settle(self.session)
        counted = select(AuditEntry.chain_id, func.count()).group_by(AuditEntry.chain_id)
        entries = {row[0]: row[1] for row in self.session.execute(counted)}
        heads = {row[0]: row[1] for row in self.session.execute(select(AuditHead.id, AuditHead.sequence))}
        for name, place in self.places.items():
            assert entries.get(place.id, 0) == heads.get(place.id, 0) == self.model.entries[name]

    def check_lists(self) -> None:
        """Everybody sees what the model says, and nothing else."""
        ids = {str(review.id): name for name, review in self.reviews.items()}
        for who in PEOPLE:
            actor = self.actor(who)
            if actor is None:
                assert who in self.model.suspended
                continue
            read = self.session.scalars(select(Review.id).where(readable_reviews(actor)))
            assert {ids[str(found)] for found in read} == self.model.readable(who), who
            followed = self.session.scalars(select(Review.id).where(followed_reviews(actor)))
            assert {ids[str(found)] for found in followed} == self.model.followed(who), who
            actions = self.session.scalars(select(Action.id).where(readable_actions(actor)))
            assert {str(found) for found in actions} == self.model.actions_of(who), who

    def check_second_persons(self) -> None:
        """Nobody has signed off an action they owned at that time or completed, nor undone their own move."""
        for model in (ReviewMove, ActionMove):
            subject = model.review_id if model is ReviewMove else model.action_id
            moves = self.session.execute(
                select(subject, model.trigger, model.recorded_by_id).order_by(subject, model.step)
            ).all()
            for before, move in itertools.pairwise(moves):
                if move.trigger == "correct" and move[0] == before[0]:
                    assert move.recorded_by_id != before.recorded_by_id

    def teardown(self) -> None:
        """Everything once more at the end; nothing is kept."""
        try:
            if len(self.reviews) == len(REVIEWS):
                self.check_lists()
                self.check_second_persons()
                assert all(audit.verify(self.session, place.id).ok for place in self.places.values())
        finally:
            self.session.rollback()
            self.session.close()
