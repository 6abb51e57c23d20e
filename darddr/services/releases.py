"""The register of what a partnership has published: permanent links, names, take-downs, and what was withheld and comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.person import Person
from darddr.models.release import Release
from darddr.models.review import Publication, Review
from darddr.policies import Actor, require
from darddr.policies.visible import followed_reviews
from darddr.services.errors import NotNow, Unfit
from darddr.services.milestones import milestones_of
from darddr.services.publication import publication_of
from darddr.services.register import refuse_real_names
from darddr.services.reviews import require_state
from darddr.services.versions import changed, check_version, keep_learning, keep_narrative
from darddr.services.wording import joined
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import PersonRole, PublicationKind
from darddr.workflow.states import ReviewState

RELEASED = (ReviewState.MONITORING, ReviewState.CLOSED)
"""States in which a publication has been released, or recorded as withheld."""

SEND_LIST = (Milestone.LIBRARY_SENT, Milestone.COMMISSIONER_SENT, Milestone.POLICING_BODY_SENT)
"""Who is sent the published report. The first two are practice *from memory*, the third is local practice."""

TOLD = (Milestone.FAMILY_TOLD_OF_PUBLICATION, Milestone.AGENCIES_TOLD_OF_PUBLICATION)
LONGEST_ADDRESS = 1_000


@dataclass(frozen=True)
class Edition:
    """An edition as it stands on the web: its day, link and name, and until when the partnership keeps it there."""

    published_on: date
    address: str
    library_name: str
    on_web_until: date | None = None
    name_reason: str = ""


class Withheld(NamedTuple):
    """A review that is not published, and when that is looked at again."""

    review_id: UUID
    reference: str
    review_on: date | None
    is_due: bool


class Published(NamedTuple):
    """One edition in the register of a partnership."""

    release: Release
    reference: str
    is_past_web: bool


class Register(NamedTuple):
    """What a partnership has published, withheld and taken down, and what was released and has no link yet."""

    published: tuple[Published, ...]
    withheld: tuple[Withheld, ...]
    taken_down: tuple[Published, ...]
    without_link: tuple[tuple[UUID, str], ...]


def suggested_name(session: Session, review: Review) -> str:
    """A name as libraries of reviews give them: pseudonyms, month and year of death, never the day (*inferred* from published titles)."""
    people = session.scalars(select(Person).filter_by(review_id=review.id, role=PersonRole.VICTIM))
    who = joined([person.pseudonym for person in people if person.pseudonym])
    when = f"{review.month_of_death:%B %Y}" if review.month_of_death else ""
    return ", ".join(part for part in (who, when) if part)


def releases_of(session: Session, review: Review) -> list[Release]:
    """The editions of a review, the latest first."""
    return list(session.scalars(select(Release).filter_by(review_id=review.id).order_by(Release.edition.desc())))


def record_edition(session: Session, actor: Actor, review: Review, told: Edition) -> Release:
    """Put an edition that was published into the register.

    Raises NotNow before its release, or where nothing was to be published; Unfit; RealNameTyped.
    """
    require(actor, Permission.REVIEW_MANAGE, review)
    publication = released(session, review)
    _check(session, review, told)
    last = session.scalar(select(func.max(Release.edition)).filter_by(review_id=review.id)) or 0
    row = Release(
        partnership_id=review.partnership_id,
        review_id=review.id,
        edition=last + 1,
        kind=publication.kind,
        document_id=publication.document_id,
        published_on=told.published_on,
        on_web_until=told.on_web_until,
        recorded_by_id=actor.user_id,
        address=told.address.strip(),
        library_name=told.library_name.strip(),
        name_reason=told.name_reason.strip(),
    )
    session.add(row)
    session.flush()
    facts = {"release": row.id, "edition": row.edition, "kind": row.kind, "published_on": row.published_on}
    audit.record(session, actor.user_id, audit.Tag.EDITION_RECORDED, review, **facts)
    return row


def released(session: Session, review: Review) -> Publication:
    """What was released of a review. Raises NotNow before the release, or where the report is withheld."""
    require_state(review, RELEASED, "An edition can be entered once it has been released.")
    publication = publication_of(session, review)
    if publication is None:
        raise NotNow("Nothing has been prepared for publication yet.")
    if publication.kind is PublicationKind.WITHHELD:
        raise NotNow("This report is withheld. Re-open the publication to publish it.")
    return publication


def change_edition(session: Session, actor: Actor, review: Review, row: Release, version: int, told: Edition) -> None:
    """Put an entry of the register right; earlier words are kept. Raises Stale, Unfit, RealNameTyped."""
    require(actor, Permission.REVIEW_MANAGE, row)
    words = {"address": told.address.strip(), "library_name": told.library_name.strip()}
    days = {"published_on": told.published_on, "on_web_until": told.on_web_until}
    check_version(row, version, (*words, *days))
    _check(session, review, told)
    if row.taken_down_on is not None and told.published_on > row.taken_down_on:
        raise Unfit("It was taken down before that day.", "published_on")
    before = changed(row, {**words, **days})
    if not before:
        return
    keep_learning(session, actor.user_id, row, before)
    row.published_on, row.on_web_until = told.published_on, told.on_web_until
    row.fill(**words, name_reason=told.name_reason.strip())
    facts = {"release": row.id, "fields": sorted(before)}
    audit.record(session, actor.user_id, audit.Tag.EDITION_CHANGED, review, **facts)


def _check(session: Session, review: Review, told: Edition) -> None:
    if told.published_on > clock.today():
        raise Unfit("It cannot have been published after today.", "published_on")
    released_on = milestones_of(session, review).get(Milestone.PUBLISHED)
    if released_on is not None and told.published_on < released_on:
        raise Unfit("It cannot have been published before it was released.", "published_on")
    if told.on_web_until is not None and told.on_web_until <= told.published_on:
        raise Unfit("It must stay on the web until a day after it was published.", "on_web_until")
    check_address(told.address)
    if not told.library_name.strip():
        raise Unfit("Say what the report is called where it is published.", "library_name")
    texts = (told.address, told.library_name)
    refuse_real_names(session, review, *texts, reason=told.name_reason, fields=("address", "library_name"))


def check_address(address: str) -> None:
    """Raises Unfit for what is no whole web address. Nothing is fetched from it."""
    address = address.strip()
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and parts.username is None
    except ValueError:
        fits = False
    if not fits or any(char.isspace() for char in address) or len(address) > LONGEST_ADDRESS:
        raise Unfit("Enter the whole address of the page, such as https://www.example.org/reviews/1.", "address")


def take_down(session: Session, actor: Actor, review: Review, row: Release, taken_down_on: date, reason: str) -> None:
    """Record that an edition is on the web no more, and why. Raises NotNow where that was so already, Unfit."""
    require(actor, Permission.REVIEW_MANAGE, row)
    require_up(row)
    if not row.published_on <= taken_down_on <= clock.today():
        raise Unfit("It cannot have been taken down before it was published or after today.", "taken_down_on")
    if not reason.strip():
        raise Unfit("Give the reason for taking it down.", "reason")
    row.taken_down_on, row.taken_down_by_id = taken_down_on, actor.user_id
    row.take_down_reason = reason.strip()
    facts = {"release": row.id, "taken_down_on": taken_down_on}
    audit.record(session, actor.user_id, audit.Tag.EDITION_TAKEN_DOWN, review, **facts)


def require_up(row: Release) -> None:
    """Raises NotNow where an edition has been taken down."""
    if row.taken_down_on is not None:
        raise NotNow("This edition has been taken down already.")


def withheld(session: Session, review: Review) -> Publication:
    """The decision not to publish a review. Raises NotNow where there is none."""
    require_state(review, RELEASED, "This can be looked at again once the decision has been released.")
    publication = publication_of(session, review)
    if publication is None or publication.kind is not PublicationKind.WITHHELD:
        raise NotNow("This report is not withheld.")
    return publication


def look_again(session: Session, actor: Actor, review: Review, version: int, review_on: date, reason: str) -> None:
    """Go on withholding a report until another day; the earlier reason is kept. Raises NotNow, Stale, Unfit."""
    require(actor, Permission.REVIEW_PUBLISH, review)
    publication = withheld(session, review)
    check_version(publication, version, ("review_on", "reason"))
    if review_on <= clock.today():
        raise Unfit("Give a day after today on which this will be looked at again.", "review_on")
    if not reason.strip():
        raise Unfit("Give the reason for not publishing it yet.", "reason")
    if before := changed(publication, {"review_on": review_on, "reason": reason.strip()}):
        keep_narrative(session, actor.user_id, publication, before)
    publication.review_on, publication.reason = review_on, reason.strip()
    audit.record(session, actor.user_id, audit.Tag.WITHHOLDING_CONFIRMED, review, review_on=review_on)


def withheld_reviews(session: Session, actor: Actor, partnerships: Iterable[UUID], day: date) -> tuple[Withheld, ...]:
    """The withheld reviews of some partnerships that the actor may follow, soonest first."""
    found = (
        select(Review.id, Review.reference, Publication.review_on)
        .join(Publication, Publication.review_id == Review.id)
        .where(
            Review.partnership_id.in_(list(partnerships)),
            Review.state.in_(RELEASED),
            Publication.kind == PublicationKind.WITHHELD,
            followed_reviews(actor),
        )
        .order_by(Publication.review_on, Review.reference)
    )
    return tuple(
        Withheld(row.id, row.reference, row.review_on, row.review_on is None or row.review_on <= day)
        for row in session.execute(found)
    )


def register_of(session: Session, actor: Actor, partnership_id: UUID, day: date) -> Register:
    """The register of a partnership as far as the actor may follow its reviews; nothing of any story is opened."""
    followed = (Review.partnership_id == partnership_id) & followed_reviews(actor)
    rows = [
        Published(row, reference, bool(row.on_web_until and row.on_web_until < day and row.taken_down_on is None))
        for row, reference in session.execute(
            select(Release, Review.reference)
            .join(Review, Review.id == Release.review_id)
            .where(followed)
            .order_by(Release.published_on.desc(), Review.reference, Release.edition.desc())
        )
    ]
    unlinked = session.execute(
        select(Review.id, Review.reference)
        .join(Publication, Publication.review_id == Review.id)
        .where(
            followed,
            Review.state.in_(RELEASED),
            Publication.kind != PublicationKind.WITHHELD,
            Review.id.not_in(select(Release.review_id)),
        )
        .order_by(Review.reference)
    )
    return Register(
        tuple(each for each in rows if each.release.taken_down_on is None),
        withheld_reviews(session, actor, (partnership_id,), day),
        tuple(each for each in rows if each.release.taken_down_on is not None),
        tuple((row.id, row.reference) for row in unlinked),
    )
