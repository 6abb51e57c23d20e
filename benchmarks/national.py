"""A synthetic national data set: partnerships with their reviews, people, findings, plans and actions, sealed as usual.

The same seed makes the same ids, dates, states and words; sealed bytes differ, because every nonce is random. Rows go in
by Core, table by table, some hundred reviews at a time: 100,000 actions take some ten seconds.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from darddr.crypto import ring
from darddr.crypto.scopes import Scope, SealClass
from darddr.models.action import Action
from darddr.models.finding import Finding
from darddr.models.partnership import Agency, Group, Partnership
from darddr.models.person import Person
from darddr.models.plan import Plan, Recommendation
from darddr.models.review import Question, Review, ReviewMilestone
from darddr.models.sealing import Sealing
from darddr.models.user import Membership, User
from darddr.services.accounts import email_digest
from darddr.services.passwords import hash_password
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import DatePrecision, FindingKind, GroupKind, Life, NotificationSource, PersonRole
from darddr.vocabulary.roles import PartnershipRole
from darddr.workflow.states import ActionState, ReviewState

AGENCIES = 12
GROUPS = 4
AT_A_TIME = 250
"""Reviews whose rows are held in memory before they are written."""

ORDER = (Review, Person, ReviewMilestone, Question, Finding, Plan, Recommendation, Action)
"""Tables in an order in which no row comes before one it names."""

REVIEW_STATES = (*list(ReviewState), *[ReviewState.MONITORING] * 8, *[ReviewState.CLOSED] * 8)
ACTION_STATES = (
    *[ActionState.SIGNED_OFF] * 10,
    *[ActionState.IN_PROGRESS] * 5,
    ActionState.PROPOSED,
    ActionState.AGREED,
    ActionState.OWNER_COMPLETE,
    ActionState.RETURNED,
    ActionState.NOT_IMPLEMENTED,
)
WORDS = re.findall(
    r"\w+",
    "the service asks about abuse as a matter of routine and records what was said so that another worker can see it "
    "without asking again and each team audits that this is done and reports to the board what changed",
)


@dataclass(frozen=True)
class Size:
    """How much to make. `day` is the today that due dates lie around."""

    partnerships: int = 40
    reviews: int = 3_000
    actions: int = 100_000
    findings: int = 0
    seed: int = 7
    day: date = date(2026, 3, 2)


@dataclass(frozen=True)
class Place:
    """A partnership and whoever is asked about it."""

    id: UUID
    coordinator_id: UUID
    executive_id: UUID
    auditor_id: UUID
    agencies: tuple[UUID, ...]
    groups: tuple[UUID, ...]


@dataclass
class National:
    """What was made: the partnerships, and the reviews of each."""

    password: str
    places: list[Place] = field(default_factory=list)
    reviews: dict[UUID, list[UUID]] = field(default_factory=lambda: defaultdict(list))


def fill(connection: sa.Connection, size: Size) -> National:
    """Make the data set in a transaction that the caller ends. Keys go to the key store at once."""
    made = _Maker(connection, size)
    made.places()
    made.all_reviews()
    return made.national


class _Maker:
    def __init__(self, connection: sa.Connection, size: Size) -> None:
        self.connection, self.size = connection, size
        self.random = random.Random(size.seed)
        self.national = National("four unconnected words")
        self.at = datetime.combine(size.day - timedelta(days=30), time(9), UTC)
        self.rows: dict[type[Any], list[dict[str, Any]]] = defaultdict(list)

    def id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def words(self, count: int) -> str:
        return " ".join(self.random.choices(WORDS, k=count))

    def row(self, model: type[Any], **values: Any) -> UUID:
        """Keep a row for later; its id."""
        row_id: UUID = values.setdefault("id", self.id())
        for name, value in (("recorded_at", self.at), ("recorded_by_id", None), ("version_id", 1)):
            if name in model.__table__.c:
                values.setdefault(name, value)
        self.rows[model].append(values)
        return row_id

    def write(self, *models: type[Any]) -> None:
        """Write the rows kept, in the order of the tables."""
        for model in models:
            if rows := self.rows.pop(model, []):
                self.connection.execute(sa.insert(model.__table__), rows)

    def places(self) -> None:
        partnerships = [self.id() for _ in range(self.size.partnerships)]
        ring().open_scopes(Scope.partnership(each) for each in partnerships)
        hashed = hash_password(self.national.password)
        for number, partnership_id in enumerate(partnerships, 1):
            self.national.places.append(self._place(number, partnership_id, hashed))
        self.write(User, Partnership, Agency, Group, Membership)

    def _place(self, number: int, partnership_id: UUID, hashed: str) -> Place:
        self.row(
            Partnership,
            id=partnership_id,
            name=f"Partnership {number:02d}",
            code=f"P{number:03d}",
            nation="england",
            display_name="dhr",
        )
        agencies = tuple(
            self.row(
                Agency, partnership_id=partnership_id, name=f"Agency {each:02d}", is_responsible_authority=each < 6
            )
            for each in range(AGENCIES)
        )
        groups = tuple(
            self.row(Group, partnership_id=partnership_id, name=f"Board {each}", kind=GroupKind.BOARD)
            for each in range(GROUPS)
        )
        roles = (PartnershipRole.COORDINATOR, PartnershipRole.EXECUTIVE, PartnershipRole.AUDITOR)
        people = [self._member(number, partnership_id, role, hashed) for role in roles]
        return Place(partnership_id, *people, agencies, groups)

    def _member(self, number: int, partnership_id: UUID, role: PartnershipRole, hashed: str) -> UUID:
        user_id, email = self.id(), f"{role.value}{number}@example.org"
        fields = {"name": f"{role.label} of partnership {number:02d}", "email": email}
        self.row(
            User,
            id=user_id,
            email_digest=email_digest(email),
            password_hash=hashed,
            password_is_one_time=False,
            is_active=True,
            identity_record=_sealed(User, Scope.installation(), SealClass.IDENTITY, user_id, fields),
        )
        self.row(
            Membership,
            user_id=user_id,
            partnership_id=partnership_id,
            review_id=None,
            agency_id=None,
            role=role.value,
            started_on=date(2020, 1, 1),
            ended_on=None,
        )
        return user_id

    def all_reviews(self) -> None:
        for start in range(0, self.size.reviews, AT_A_TIME):
            numbers = range(start, min(start + AT_A_TIME, self.size.reviews))
            ids = [self.id() for _ in numbers]
            ring().open_scopes(Scope.review(each) for each in ids)
            for number, review_id in zip(numbers, ids, strict=True):
                self._review(number, review_id)
            self.write(*ORDER)

    def _review(self, number: int, review_id: UUID) -> None:
        place = self.national.places[number % len(self.national.places)]
        self.national.reviews[place.id].append(review_id)
        owned = {"partnership_id": place.id, "review_id": review_id}
        received = self.size.day - timedelta(days=self.random.randrange(30, 2500))
        circumstances = {"circumstances": self.words(60)}
        self.row(
            Review,
            id=review_id,
            partnership_id=place.id,
            reference=f"P{number % len(self.national.places) + 1:03d}-{received.year}-{number:05d}",
            state=self.random.choice(REVIEW_STATES),
            legal_basis="s9_dhr",
            guidance_edition="2016",
            display_name="dhr",
            source=NotificationSource.POLICE,
            month_of_death=received.replace(day=1),
            brought_in=False,
            narrative_record=_sealed(Review, Scope.review(review_id), SealClass.NARRATIVE, review_id, circumstances),
        )
        self.row(ReviewMilestone, kind=Milestone.NOTICE_RECEIVED, happened_on=received, replaced=False, **owned)
        self._person(number, owned)
        self._findings(number, place, owned)
        self._plan(number, place, owned)

    def _person(self, number: int, owned: dict[str, UUID]) -> None:
        row_id, scope = self.id(), Scope.review(owned["review_id"])
        identity = {"names": [f"Zelphine Quorrel{number}"], "date_of_birth": "1984-03-07"}
        known = {"pseudonym": f"Pseudonym{number}", "chosen_by": "family"}
        learned = {"sex": "female", "manner": "homicide"}
        self.row(
            Person,
            id=row_id,
            role=PersonRole.VICTIM,
            life=Life.DEAD,
            may_be_named=False,
            identity_record=_sealed(Person, scope, SealClass.IDENTITY, row_id, identity),
            narrative_record=_sealed(Person, scope, SealClass.NARRATIVE, row_id, known),
            learning_record=_sealed(Person, scope, SealClass.LEARNING, row_id, learned),
            **owned,
        )

    def _findings(self, number: int, place: Place, owned: dict[str, UUID]) -> None:
        count = _share(self.size.findings, self.size.reviews, number)
        if not count:
            return
        scope, question_id = Scope.review(owned["review_id"]), self.id()
        asked = _sealed(Question, scope, SealClass.NARRATIVE, question_id, {"text": self.words(12)})
        self.row(Question, id=question_id, number=1, narrative_record=asked, **owned)
        for each in range(count):
            row_id, fields = self.id(), {"text": self.words(40), "evidence": self.words(10)}
            self.row(
                Finding,
                id=row_id,
                question_id=question_id,
                agency_id=place.agencies[each % AGENCIES],
                kind=FindingKind.LEARNING,
                happened_on=self.size.day - timedelta(days=60),
                agreed_on=None,
                narrative_record=_sealed(Finding, scope, SealClass.NARRATIVE, row_id, fields),
                **owned,
            )

    def _plan(self, number: int, place: Place, owned: dict[str, UUID]) -> None:
        scope, plan_id = Scope.review(owned["review_id"]), self.id()
        title = _sealed(Plan, scope, SealClass.LEARNING, plan_id, {"title": "Action plan"})
        self.row(Plan, id=plan_id, reference=f"{number:05d}-PLAN", learning_record=title, **owned)
        count = _share(self.size.actions, self.size.reviews, number)
        for position, under in enumerate(_parts(count, 7), 1):
            row_id = self.id()
            fields = {"text": self.words(25), "addressees": ["Every agency"]}
            self.row(
                Recommendation,
                id=row_id,
                plan_id=plan_id,
                number=str(position),
                position=position,
                learning_record=_sealed(Recommendation, scope, SealClass.LEARNING, row_id, fields),
                **owned,
            )
            for place_in_it in range(1, under + 1):
                self._action(place, scope, f"{position}.{place_in_it}", place_in_it, row_id, plan_id, owned)

    def _action(
        self,
        place: Place,
        scope: Scope,
        number: str,
        position: int,
        recommendation_id: UUID,
        plan_id: UUID,
        owned: dict[str, UUID],
    ) -> None:
        chance, row_id = self.random.random, self.id()
        state = ACTION_STATES[int(chance() * len(ACTION_STATES))]
        due = None if chance() < 0.05 else self.size.day + timedelta(days=int(chance() * 1100) - 700)
        fields = {"text": self.words(25), "target_text": due.isoformat() if due else "Ongoing"}
        self.row(
            Action,
            id=row_id,
            plan_id=plan_id,
            recommendation_id=recommendation_id,
            number=number,
            position=position,
            state=state,
            is_open=not state.is_end,
            lead_agency_id=place.agencies[int(chance() * AGENCIES)],
            group_id=place.groups[int(chance() * GROUPS)],
            owner_id=place.coordinator_id if chance() < 0.001 else None,
            has_owner=True,
            target_on=due,
            due_on=due,
            first_target_on=due,
            target_precision=DatePrecision.DAY if due else DatePrecision.NONE,
            slips=0,
            learning_record=_sealed(Action, scope, SealClass.LEARNING, row_id, fields),
            **owned,
        )


def _sealed(model: type[Sealing], scope: Scope, klass: SealClass, row_id: UUID, fields: dict[str, Any]) -> bytes:
    return ring().seal(orjson.dumps(fields), scope, klass, model.__tablename__, row_id)


def _share(total: int, among: int, number: int) -> int:
    """What one of many gets where a number is shared out evenly."""
    return total * (number + 1) // among - total * number // among


def _parts(count: int, most: int) -> Iterator[int]:
    while count > 0:
        yield min(count, most)
        count -= most
