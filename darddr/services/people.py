"""The people of a review: add one, change the pseudonym or the codified characteristics, change the identity."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.leaks.folding import fold
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.policies import Actor, require
from darddr.services.errors import Unfit
from darddr.services.naming import borne
from darddr.services.register import register_of
from darddr.services.versions import changed, check_version, keep_narrative
from darddr.vocabulary.library import about
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import Life, PersonRole

PSEUDONYM_FIELDS = ("pseudonym", "chosen_by", "relation")


@dataclass(frozen=True)
class Known:
    """What everybody on a review may know of a person: role, pseudonym and codified characteristics, never who they are."""

    role: PersonRole
    life: Life
    pseudonym: str
    chosen_by: str = ""
    pseudonym_chosen_on: date | None = None
    relation: str = ""
    sex: str = "unknown"
    manner: str = "unknown"
    characteristics: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Identity:
    """Who a person really is. Dates are YYYY-MM-DD, or empty where not known."""

    names: tuple[str, ...] = ()
    date_of_birth: str = ""
    date_of_death: str = ""
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    nhs_numbers: tuple[str, ...] = ()
    other_identifiers: tuple[str, ...] = ()


def people_of(session: Session, review: Review) -> list[Person]:
    """Everybody on a review, in the order they were recorded. Nothing is opened until it is shown."""
    return list(session.scalars(select(Person).filter_by(review_id=review.id).order_by(Person.recorded_at, Person.id)))


def add_person(
    session: Session, actor: Actor, review: Review, known: Known, identity: Identity, *, may_be_named: bool
) -> Person:
    """Somebody new on a review. Raises Unfit without a pseudonym or where it is a real name of the register."""
    require(actor, Permission.IDENTITY_EDIT, review)
    person = Person(
        partnership_id=review.partnership_id,
        review_id=review.id,
        recorded_by_id=actor.user_id,
        may_be_named=may_be_named,
        **asdict(known),
        **_lists(identity),
    )
    session.add(person)
    session.flush()
    _check_pseudonym(session, review, known.pseudonym)
    audit.record(session, actor.user_id, audit.Tag.PERSON_ADDED, review, person=person.id, role=person.role)
    return person


def edit_person(session: Session, actor: Actor, review: Review, person: Person, version: int, known: Known) -> None:
    """Change what everybody may know. Raises Stale, Unfit."""
    require(actor, Permission.IDENTITY_EDIT, review)
    check_version(person, version, PSEUDONYM_FIELDS)
    before = changed(person, {name: getattr(known, name) for name in PSEUDONYM_FIELDS})
    if before:
        keep_narrative(session, actor.user_id, person, before)
    _check_pseudonym(session, review, known.pseudonym)
    values = asdict(known)
    person.role, person.life = values.pop("role"), values.pop("life")
    person.pseudonym_chosen_on = values.pop("pseudonym_chosen_on")
    person.fill(**values)
    audit.record(session, actor.user_id, audit.Tag.PERSON_EDITED, review, person=person.id, fields=sorted(before))


def characterise(
    session: Session, actor: Actor, review: Review, person: Person, version: int, answers: dict[str, list[str]]
) -> None:
    """Change a person's codified characteristics; a question not answered is left out. Raises Stale, Unfit for an unlisted answer."""
    require(actor, Permission.IDENTITY_EDIT, review)
    check_version(person, version, ())
    listed = {question.key: question.values for question in about(person.role)}
    for key, values in answers.items():
        if not set(values) <= set(listed.get(key, ())):
            raise Unfit("Choose from the list.", key)
    if answers != (person.characteristics or {}):
        person.characteristics = answers
        audit.record(
            session, actor.user_id, audit.Tag.PERSON_EDITED, review, person=person.id, fields=["characteristics"]
        )


def edit_identity(
    session: Session, actor: Actor, review: Review, person: Person, version: int, identity: Identity
) -> None:
    """Change who a person really is. Raises Stale, Unfit for an impossible date."""
    require(actor, Permission.IDENTITY_EDIT, review)
    values = _lists(identity)
    check_version(person, version, tuple(values))
    before = changed(person, values)
    person.fill(**values)
    person.may_be_named = person.may_be_named and person.role is PersonRole.PROFESSIONAL
    audit.record(session, actor.user_id, audit.Tag.PERSON_EDITED, review, person=person.id, fields=sorted(before))


def _lists(identity: Identity) -> dict[str, object]:
    for name in ("date_of_birth", "date_of_death"):
        _check_day(name, getattr(identity, name))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(identity).items()}


def _check_day(name: str, text: str) -> None:
    if not text:
        return
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Unfit(f"“{text}” is not a date.", name) from None
    if day > clock.today():
        raise Unfit("A date of birth or death cannot be after today.", name)


def _check_pseudonym(session: Session, review: Review, pseudonym: str) -> None:
    """Raises Unfit for no pseudonym, or one that holds a word of anybody's real name on the review."""
    if not pseudonym.strip():
        raise Unfit("Give a pseudonym. The family may choose it later.", "pseudonym")
    real = borne(register_of(session, review).people)
    if typed := next((word for word in pseudonym.split() if fold(word) in real), None):
        raise Unfit(f"“{typed}” is a real name in this review. Choose another pseudonym.", "pseudonym")
