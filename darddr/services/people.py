"""The people of a review: add one, change the pseudonym or the codified characteristics, change the identity."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.leaks.folding import fold
from darddr.leaks.register import Person as Sought
from darddr.models.person import Person
from darddr.models.register_entry import IdentityChange
from darddr.models.review import Review
from darddr.policies import Actor, require
from darddr.services.errors import Unfit
from darddr.services.naming import borne, check_pseudonym
from darddr.services.versions import changed, check_version, keep_narrative, stale
from darddr.vocabulary.library import NOT_KNOWN, about
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import Life, PersonRole

WORDS = ("pseudonym", "chosen_by", "relation")
SEALED = (*WORDS, "sex", "manner")


@dataclass(frozen=True)
class Known:
    """What everybody on a review may know of a person, never who they are. Only a professional may be named in a report."""

    role: PersonRole
    life: Life
    pseudonym: str
    chosen_by: str = ""
    pseudonym_chosen_on: date | None = None
    relation: str = ""
    sex: str = "unknown"
    manner: str = "unknown"
    may_be_named: bool = False


@dataclass(frozen=True)
class Identity:
    """Who a person really is. Dates are YYYY-MM-DD, or empty where not known."""

    names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    date_of_birth: str = ""
    date_of_death: str = ""
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    nhs_numbers: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    workplaces: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    other_identifiers: tuple[str, ...] = ()


def people_of(session: Session, review: Review) -> list[Person]:
    """Everybody on a review by role, those who died first, then as they were recorded. Nothing is opened until it is shown."""
    people = session.scalars(select(Person).filter_by(review_id=review.id).order_by(Person.recorded_at, Person.id))
    order = list(PersonRole)
    return sorted(people, key=lambda person: order.index(person.role))


def add_person(session: Session, actor: Actor, review: Review, known: Known, identity: Identity) -> Person:
    """Somebody new on a review. Raises Unfit for a pseudonym that is missing, taken or a real name, or an impossible date."""
    require(actor, Permission.IDENTITY_EDIT, review)
    values = _lists(identity)
    _check_known(known)
    _check_names(session, review, None, known.pseudonym, () if known.may_be_named else _called(identity))
    person = Person(
        partnership_id=review.partnership_id,
        review_id=review.id,
        recorded_by_id=actor.user_id,
        **asdict(known),
        **values,
    )
    session.add(person)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.PERSON_ADDED, review, person=person.id, role=person.role)
    return person


def edit_person(session: Session, actor: Actor, review: Review, person: Person, version: int, known: Known) -> None:
    """Change what everybody may know. Raises Stale, Unfit."""
    require(actor, Permission.IDENTITY_EDIT, review)
    check_version(person, version, tuple(each.name for each in fields(Known)))
    _check_known(known)
    names = () if known.may_be_named else names_of(person)
    _check_names(session, review, person, known.pseudonym, names)
    before = changed(person, asdict(known))
    if earlier := {name: before[name] for name in WORDS if name in before}:
        keep_narrative(session, actor.user_id, person, earlier)
    person.role, person.life, person.may_be_named = known.role, known.life, known.may_be_named
    person.pseudonym_chosen_on = known.pseudonym_chosen_on
    person.fill(**{name: getattr(known, name) for name in SEALED})
    if before:
        audit.record(session, actor.user_id, audit.Tag.PERSON_EDITED, review, person=person.id, fields=sorted(before))


def characterise(
    session: Session, actor: Actor, review: Review, person: Person, version: int, answers: dict[str, list[str]]
) -> None:
    """Change a person's codified characteristics; a question not answered is left out. Raises Stale, Unfit for an unlisted answer."""
    require(actor, Permission.IDENTITY_EDIT, review)
    listed = {question.key: question.values for question in about(person.role)}
    known = person.characteristics or {}
    if person.version_id != version:
        raise stale(person, {key: "\n".join(known.get(key, ())) for key in listed})
    for key, values in answers.items():
        if not set(values) <= set(listed.get(key, ())):
            raise Unfit("Choose from the list.", key)
        if NOT_KNOWN in values and len(values) > 1:
            raise Unfit(f"Choose either “{NOT_KNOWN}” or what is known.", key)
    if answers != known:
        person.characteristics = answers
        audit.record(
            session, actor.user_id, audit.Tag.PERSON_EDITED, review, person=person.id, fields=["characteristics"]
        )


def edit_identity(
    session: Session, actor: Actor, review: Review, person: Person, version: int, identity: Identity
) -> None:
    """Change who a person really is. Raises Stale, Unfit for an impossible date or a name that is a pseudonym on the review."""
    require(actor, Permission.IDENTITY_EDIT, review)
    values = _lists(identity)
    check_version(person, version, tuple(values))
    _check_names(session, review, person, person.pseudonym or "", () if person.may_be_named else _called(identity))
    before = changed(person, values)
    person.fill(**values)
    if before:
        keep_identity(session, actor.user_id, person, before)
        audit.record(session, actor.user_id, audit.Tag.PERSON_EDITED, review, person=person.id, fields=sorted(before))


def keep_identity(session: Session, actor_id: UUID, person: Person, before: dict[str, str]) -> None:
    """Keep what an identity said, sealed as the identity is."""
    place = {"partnership_id": person.partnership_id, "review_id": person.review_id, "person_id": person.id}
    session.add(IdentityChange(**place, recorded_by_id=actor_id, before=before))


def names_of(person: Person) -> tuple[str, ...]:
    """Everything somebody is called: real names, aliases, nicknames."""
    return (*(person.names or ()), *(person.aliases or ()), *(person.nicknames or ()))


def _called(identity: Identity) -> tuple[str, ...]:
    return (*identity.names, *identity.aliases, *identity.nicknames)


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


def _check_known(known: Known) -> None:
    if known.may_be_named and known.role is not PersonRole.PROFESSIONAL:
        raise Unfit("Only a professional may be named in a report.", "may_be_named")
    if known.pseudonym_chosen_on is not None and known.pseudonym_chosen_on > clock.today():
        raise Unfit("The pseudonym cannot have been chosen after today.", "pseudonym_chosen_on")


def _check_names(
    session: Session, review: Review, person: Person | None, pseudonym: str, names: tuple[str, ...]
) -> None:
    """Raises Unfit for a pseudonym that is missing, taken, or holds a word of a real name, whichever of the two came first."""
    own = Sought(pseudonym=pseudonym, names=names)
    others = [
        Sought(pseudonym=one.pseudonym or "", names=() if one.may_be_named else names_of(one))
        for one in people_of(session, review)
        if one is not person
    ]
    check_pseudonym([own, *others], 0)
    real = borne([own])
    words = (word for one in others for word in one.pseudonym.split())
    if taken := next((word for word in words if fold(word) in real), None):
        raise Unfit(
            f"“{taken}” is a pseudonym in this review. Change that pseudonym before you record this name.", "names"
        )
