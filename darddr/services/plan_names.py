"""The real names that no text about a plan may hold: those of the review behind it, or of the reviews it draws on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.models.plan import PlanCitation
from darddr.models.review import Review
from darddr.policies import Actor, allows
from darddr.services.register import Watch, watches_on
from darddr.vocabulary.permissions import Permission


class PlanRow(Protocol):
    """A row of a plan."""

    @property
    def plan_id(self) -> UUID:
        """The plan it stands in."""

    @property
    def review_id(self) -> UUID | None:
        """The review of that plan, if any."""


class PlanNames:
    """Watches on the names behind plans, for one person within one transaction: a register is read once for all its texts.

    Only of reviews that person reads: to an action's owner the answer would tell which names are on the register.
    """

    def __init__(self, session: Session, actor: Actor, rows: Iterable[PlanRow] = ()) -> None:
        """What is behind `rows` is read together, once any of it is asked for."""
        self._session, self._actor = session, actor
        self._rows: list[PlanRow] = list(rows)
        self._watches: dict[UUID, list[Watch]] = {}

    def refuse(self, row: PlanRow, *texts: str, reason: str = "") -> None:
        """Raises RealNameTyped where a text holds a name from behind the row's plan and no reason to keep it was given."""
        if reason.strip():
            return
        if row.plan_id not in self._watches:
            self._read([*self._rows, row])
            self._rows = []
        for watch in self._watches[row.plan_id]:
            watch.refuse(*texts)

    def _read(self, rows: Sequence[PlanRow]) -> None:
        """Every row of one plan has the review of that plan, or none."""
        plans = {row.plan_id: row.review_id for row in rows}
        behind = _reviews_behind(self._session, plans)
        reviews = {review.id: review for found in behind.values() for review in found}
        watches = watches_on(
            self._session, [each for each in reviews.values() if allows(self._actor, Permission.PERSON_READ, each)]
        )
        for plan_id in plans:
            self._watches[plan_id] = [watches[each.id] for each in behind[plan_id] if each.id in watches]


def _reviews_behind(session: Session, plans: dict[UUID, UUID | None]) -> dict[UUID, list[Review]]:
    """The review of each plan, or those it draws on."""
    behind: dict[UUID, list[Review]] = defaultdict(list)
    own = set(filter(None, plans.values()))
    if own:
        found = {review.id: review for review in session.scalars(select(Review).where(Review.id.in_(own)))}
        for plan_id, review_id in plans.items():
            if review_id in found:
                behind[plan_id] = [found[review_id]]
    if drawn := [plan_id for plan_id, review_id in plans.items() if review_id is None]:
        cited = select(PlanCitation.plan_id, Review).join(Review, Review.id == PlanCitation.review_id)
        for plan_id, review in session.execute(cited.where(PlanCitation.plan_id.in_(drawn))):
            behind[plan_id].append(review)
    return behind
