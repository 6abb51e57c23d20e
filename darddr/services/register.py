"""The register of a review's names: what the leak check and the warning while typing look for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.leaks.register import Person as Sought
from darddr.leaks.register import Register
from darddr.leaks.typing import NameWatch
from darddr.models.action import Action
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.policies import Actor
from darddr.policies.visible import readable_reviews
from darddr.services.errors import RealNameTyped


def register_of(session: Session, review: Review) -> Register:
    """The register made from the identities of everybody on a review. Opens sealed identities; its caller has asked a policy."""
    return registers_of(session, [review.id])[review.id]


def registers_of(session: Session, review_ids: Sequence[UUID]) -> dict[UUID, Register]:
    """The registers of several reviews, in one statement."""
    asked = Person.review_id == review_ids[0] if len(review_ids) == 1 else Person.review_id.in_(review_ids)
    people: dict[UUID, list[Person]] = defaultdict(list)
    for person in session.scalars(select(Person).where(asked).order_by(Person.recorded_at)):
        people[person.review_id].append(person)
    return {each: _register(people[each]) for each in review_ids}


def _register(people: Sequence[Person]) -> Register:
    named = tuple(name for person in people if person.may_be_named for name in person.names or [])
    return Register(tuple(_sought(person) for person in people if not person.may_be_named), allowed=named)


def _sought(person: Person) -> Sought:
    return Sought(
        role=person.role.value,
        pseudonym=person.pseudonym or "",
        names=tuple(person.names or ()),
        dates_of_birth=_days(person.date_of_birth),
        dates_of_death=_days(person.date_of_death),
        addresses=tuple(person.addresses or ()),
        phones=tuple(person.phones or ()),
        emails=tuple(person.emails or ()),
        nhs_numbers=tuple(person.nhs_numbers or ()),
        other=tuple(person.other_identifiers or ()),
    )


def _days(text: str | None) -> tuple[date, ...]:
    return (date.fromisoformat(text),) if text else ()


class Watch:
    """A watch on the names of one register. A text that comes again, such as whose words a form brings, is searched once."""

    def __init__(self, register: Register) -> None:
        self._names = NameWatch(register)
        self._known: dict[str, tuple[str, ...]] = {"": ()}

    def refuse(self, *texts: str, fields: tuple[str, ...] = ()) -> None:
        """Raises RealNameTyped where a text holds a name of the register. `fields` names the form field of each text."""
        found = [self._found(text) for text in texts]
        if names := tuple(dict.fromkeys(name for each in found for name in each)):
            raise RealNameTyped(names, next((field for field, each in zip(fields, found, strict=False) if each), None))

    def _found(self, text: str) -> tuple[str, ...]:
        if text not in self._known:
            self._known[text] = self._names.names_in(text)
        return self._known[text]


def watches_on(session: Session, reviews: Iterable[Review]) -> dict[UUID, Watch]:
    """A watch on the names of each review, by its id. Its caller has asked a policy."""
    registers = registers_of(session, [review.id for review in reviews])
    return {review_id: Watch(register) for review_id, register in registers.items()}


def names_typed(session: Session, review: Review, *texts: str) -> tuple[str, ...]:
    """The real names of the register in some texts, as typed, each once."""
    watch = NameWatch(register_of(session, review))
    return tuple(dict.fromkeys(name for text in texts if text for name in watch.names_in(text)))


def refuse_real_names(
    session: Session, review: Review | None, *texts: str, reason: str = "", fields: tuple[str, ...] = ()
) -> None:
    """Raises RealNameTyped where a text holds a name of the register and no reason to keep it was given.

    `fields` names the form field of each text, so that the first at fault can be shown.
    """
    if review is None or reason.strip():
        return
    Watch(register_of(session, review)).refuse(*texts, fields=fields)


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
