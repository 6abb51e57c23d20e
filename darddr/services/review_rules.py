"""Under which law, guidance and name a partnership holds its new reviews, and what each review is pinned to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.deadlines.editions import EDITIONS, EditionStatus
from darddr.models.clock_setting import ReviewRule
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services.errors import NotNow, Unfit
from darddr.vocabulary.clocks import RuleTrigger
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import DisplayName, LegalBasis

PROSPECTIVE = "s8a"
"""The edition that section 8A alone can go with."""


@dataclass(frozen=True)
class Chosen:
    """What new reviews are held under, and from which day of what."""

    edition: str
    legal_basis: LegalBasis
    display_name: DisplayName
    trigger: RuleTrigger
    from_on: date


def rules_of(session: Session, partnership_id: UUID) -> list[ReviewRule]:
    """The rules of a partnership, latest first, those taken back too."""
    wanted = select(ReviewRule).filter_by(partnership_id=partnership_id)
    return list(session.scalars(wanted.order_by(ReviewRule.from_on.desc(), ReviewRule.recorded_at.desc())))


def add(session: Session, actor: Actor, place: Place, chosen: Chosen, *, confirmed: bool) -> ReviewRule:
    """A rule for new reviews. Raises Unfit for a draft, for what does not go together, and for what is not known to be in force
    unless whoever adds it says that they checked.
    """
    require(actor, Permission.CLOCK_RULES, place)
    edition = EDITIONS.get(chosen.edition)
    if edition is None or not edition.may_be_chosen:
        raise Unfit("This edition is a draft that binds nobody, so no review is held under it.", "edition")
    if edition.key == PROSPECTIVE and chosen.legal_basis is not LegalBasis.S8A_DARDR:
        raise Unfit("Guidance under section 8A goes with section 8A.", "legal_basis")
    ahead = edition.status is not EditionStatus.IN_FORCE or chosen.legal_basis is LegalBasis.S8A_DARDR
    if ahead and not confirmed:
        raise Unfit("Section 8A is not known to be in force. Say that you have checked that it is.", "confirmed")
    row = ReviewRule(
        partnership_id=place.partnership_id,
        recorded_by_id=actor.user_id,
        edition=chosen.edition,
        legal_basis=chosen.legal_basis,
        display_name=chosen.display_name,
        trigger=chosen.trigger,
        from_on=chosen.from_on,
    )
    session.add(row)
    session.flush()
    facts = {"trigger": row.trigger, "from_on": row.from_on, "edition": row.edition}
    audit.record(session, actor.user_id, audit.Tag.REVIEW_RULE_ADDED, place, rule=row.id, **facts)
    return row


def take_back(session: Session, actor: Actor, rule: ReviewRule) -> None:
    """No new review is pinned by a rule any more. Raises NotNow where that was said before."""
    require(actor, Permission.CLOCK_RULES, rule)
    if rule.taken_back_on is not None:
        raise NotNow("This rule has been taken back already.")
    rule.taken_back_on = clock.today()
    audit.record(session, actor.user_id, audit.Tag.REVIEW_RULE_TAKEN_BACK, Place(rule.partnership_id), rule=rule.id)


def pin(session: Session, review: Review, days: Mapping[RuleTrigger, date], *, named: bool = False) -> None:
    """Hold a review under the rule that its days ask for: of those that apply, the one from the latest day. Without any it keeps
    what it has, which begins as the guidance of 2016 under section 9. One that was `named` keeps its name.
    """
    for rule in rules_of(session, review.partnership_id):
        day = days.get(rule.trigger)
        if rule.taken_back_on is None and day is not None and day >= rule.from_on:
            review.guidance_edition, review.legal_basis = rule.edition, rule.legal_basis
            if not named:
                review.display_name = rule.display_name
            return
