"""The register of a review's names: what the leak check and the warning while typing look for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.leaks.register import Person as Sought
from darddr.leaks.register import Register
from darddr.leaks.scanner import Scanner
from darddr.models.action import Action
from darddr.models.person import Person
from darddr.models.register_entry import RegisterEntry
from darddr.models.review import Review
from darddr.models.user import Membership, User
from darddr.policies import Actor
from darddr.policies.visible import readable_reviews
from darddr.services.errors import RealNameTyped
from darddr.services.people import names_of
from darddr.vocabulary.register import RegisterKind
from darddr.vocabulary.roles import ReviewRole


def register_of(session: Session, review: Review) -> Register:
    """The register made from the identities of everybody on a review. Opens sealed identities; its caller has asked a policy."""
    return _registers(session, [review.id])[review.id][0]


def _registers(session: Session, review_ids: Sequence[UUID]) -> dict[UUID, tuple[Register, frozenset[str]]]:
    """The register of each review, and the initials in it, in three statements however many reviews there are."""
    people, lines = defaultdict[UUID, list[Person]](list), defaultdict[UUID, list[tuple[RegisterKind, str]]](list)
    named = defaultdict[UUID, list[str]](list)
    for person in session.scalars(_of(select(Person), Person.review_id, review_ids).order_by(Person.recorded_at)):
        people[person.review_id].append(person)
    held = select(RegisterEntry).where(RegisterEntry.taken_back_at.is_(None))
    held = _of(held, RegisterEntry.review_id, review_ids).order_by(RegisterEntry.recorded_at, RegisterEntry.id)
    for entry in session.scalars(held):
        lines[entry.review_id].append((entry.kind, entry.text or ""))
    for review_id, user in session.execute(_named(review_ids)):
        named[review_id].append(user.name or "")
    return {each: (_register(people[each], lines[each], named[each]), _initials(people[each])) for each in review_ids}


def _of(wanted: Any, column: Any, review_ids: Sequence[UUID]) -> Any:
    """Rows of one review, or of several: one is asked for so often that its statement is to be kept ready-made."""
    return wanted.where(column == review_ids[0] if len(review_ids) == 1 else column.in_(review_ids))


def _named(review_ids: Sequence[UUID]) -> Any:
    roles = [role.value for role in (ReviewRole.CHAIR, ReviewRole.AUTHOR, ReviewRole.PANEL)]
    held = select(Membership.review_id, User).join(User, User.id == Membership.user_id).distinct()
    current = held.where(Membership.role.in_(roles), Membership.ended_on.is_(None))
    return _of(current, Membership.review_id, review_ids).order_by(User.id)


def _register(people: Sequence[Person], lines: Sequence[tuple[RegisterKind, str]], named: Sequence[str]) -> Register:
    sought = [person for person in people if not person.may_be_named]
    open_names = [name for person in people if person.may_be_named for name in names_of(person)]
    places = [place for person in sought for place in person.places or ()]
    return Register(
        (*(_sought(person) for person in sought), *_beside(lines)),
        places=(*places, *(text for kind, text in lines if kind is RegisterKind.PLACE)),
        allowed=(*open_names, *named, *(text for kind, text in lines if kind is RegisterKind.NAMED)),
    )


def _initials(people: Iterable[Person]) -> frozenset[str]:
    """They count in capitals alone, since “am” is a word and “AM” may be somebody."""
    return frozenset(text for person in people for text in person.initials or ())


def named_by_role(session: Session, review: Review) -> list[User]:
    """Who a report names by their part in it: chair, author and panel, as they are today."""
    return [user for _, user in session.execute(_named([review.id]))]


def initials_of(session: Session, review: Review) -> frozenset[str]:
    """Initials kept in the register."""
    return _registers(session, [review.id])[review.id][1]


def _beside(lines: Sequence[tuple[RegisterKind, str]]) -> tuple[Sought, ...]:
    """What belongs to nobody on the review in particular."""
    of: dict[RegisterKind, tuple[str, ...]] = {
        kind: tuple(text for each, text in lines if each is kind) for kind in RegisterKind
    }
    beside = Sought(
        role="review",
        names=of[RegisterKind.NAME],
        dates_of_birth=tuple(date.fromisoformat(text) for text in of[RegisterKind.DATE]),
        addresses=of[RegisterKind.POSTCODE],
        phones=of[RegisterKind.PHONE],
        emails=of[RegisterKind.EMAIL],
        nhs_numbers=of[RegisterKind.NHS],
        other=of[RegisterKind.OTHER],
    )
    return (beside,) if beside != Sought(role="review") else ()


def _sought(person: Person) -> Sought:
    return Sought(
        role=person.role.value,
        pseudonym=person.pseudonym or "",
        names=names_of(person),
        dates_of_birth=_days(person.date_of_birth),
        dates_of_death=_days(person.date_of_death),
        addresses=tuple(person.addresses or ()),
        phones=tuple(person.phones or ()),
        emails=tuple(person.emails or ()),
        nhs_numbers=tuple(person.nhs_numbers or ()),
        other=tuple(
            text
            for listed in (person.other_identifiers, person.schools, person.workplaces, person.initials)
            for text in listed or ()
        ),
    )


def _days(text: str | None) -> tuple[date, ...]:
    return (date.fromisoformat(text),) if text else ()


class Watch:
    """The whole register of a review, asked of texts as they are written; near spellings wait for the check of the finished file.

    A text that comes again, such as whose words a form brings, is searched once.
    """

    def __init__(self, register: Register, initials: frozenset[str] = frozenset()) -> None:
        self._scanner, self._initials = Scanner(register), initials
        self._known: dict[str, tuple[str, ...]] = {"": ()}

    def refuse(self, *texts: str, fields: tuple[str, ...] = ()) -> None:
        """Raises RealNameTyped where a text holds a name of the register. `fields` names the form field of each text."""
        found = [self.found(text) for text in texts]
        if names := tuple(dict.fromkeys(name for each in found for name in each)):
            raise RealNameTyped(names, next((field for field, each in zip(fields, found, strict=False) if each), None))

    def found(self, text: str) -> tuple[str, ...]:
        """What a text holds of the register, as typed, each once."""
        if text not in self._known:
            self._known[text] = tuple(self._search(text))
        return self._known[text]

    def _search(self, text: str) -> dict[str, None]:
        found: dict[str, None] = {name.text: None for name in self._scanner.names(text)}
        for hit in self._scanner.search((text,)):
            is_word = hit.identifier in self._initials and not hit.text.isupper()
            if hit.kind not in ("name", "date") and hit.match != "near" and not is_word:
                found[hit.text] = None
        return found


def watch_on(session: Session, review: Review) -> Watch:
    """A watch on everything that would give somebody of a review away. Its caller has asked a policy."""
    return watches_on(session, [review])[review.id]


def watches_on(session: Session, reviews: Iterable[Review]) -> dict[UUID, Watch]:
    """A watch for each of several reviews, by its id. Its caller has asked a policy."""
    ids = [review.id for review in reviews]
    return {each: Watch(*made) for each, made in (_registers(session, ids) if ids else {}).items()}


def names_typed(session: Session, review: Review, *texts: str) -> tuple[str, ...]:
    """The real names of the register in some texts, as typed, each once."""
    watch = watch_on(session, review)
    return tuple(dict.fromkeys(name for text in texts for name in watch.found(text)))


def refuse_real_names(
    session: Session, review: Review | None, *texts: str, reason: str = "", fields: tuple[str, ...] = ()
) -> None:
    """Raises RealNameTyped where a text holds a name of the register and no reason to keep it was given.

    `fields` names the form field of each text, so that the first at fault can be shown.
    """
    if review is None or reason.strip():
        return
    watch_on(session, review).refuse(*texts, fields=fields)


def refuse_names_known_to(
    session: Session, actor: Actor, partnership_id: UUID, *texts: str, reason: str = "", led_by: UUID | None = None
) -> None:
    """Raises RealNameTyped where a text about no one review holds a name of one that the actor may read.

    With `led_by`, of the reviews only those in which this agency leads an action: the others have nothing to do with it.
    """
    if reason.strip() or not any(text.strip() for text in texts):
        return
    wanted = select(Review).where(Review.partnership_id == partnership_id, readable_reviews(actor))
    if led_by is not None:
        wanted = wanted.where(Review.id.in_(select(Action.review_id).where(Action.lead_agency_id == led_by)))
    found = [name for review in session.scalars(wanted) for name in names_typed(session, review, *texts)]
    if found:
        raise RealNameTyped(tuple(dict.fromkeys(found)))
