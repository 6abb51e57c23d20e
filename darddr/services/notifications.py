"""A notification while it is being written: one draft, one answer at a time, and a review only once it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.draft import Draft
from darddr.models.partnership import Partnership
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.policies.visible import readable_reviews
from darddr.services import reviews
from darddr.services.drafts import begin_draft
from darddr.services.errors import NotNow, RealNameTyped, Unfit
from darddr.services.naming import check_pseudonym, refuse_names_of
from darddr.services.reviews import Alleged, Died
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import Manner, NotificationSource, Sex

T = TypeVar("T")

KIND = "notification"
MOST_PEOPLE = 12
"""Of each kind; anybody further is added to the review itself."""


@dataclass(frozen=True)
class Answers:
    """What has been answered so far. Days are YYYY-MM-DD, empty where not known or not yet asked."""

    received_on: str = ""
    source: str = ""
    died: tuple[Died, ...] = ()
    alleged: tuple[Alleged, ...] = ()
    circumstances: str = ""
    name_reason: str = ""

    @property
    def people(self) -> tuple[Died | Alleged, ...]:
        """Everybody named so far."""
        return (*self.died, *self.alleged)

    @property
    def told_by(self) -> NotificationSource | None:
        """Who sent the notice, once that is answered."""
        return NotificationSource(self.source) if self.source else None

    @property
    def missing(self) -> str | None:
        """The first thing that has yet to be answered: notice, died or circumstances."""
        answered = {"notice": self.received_on, "died": self.died, "circumstances": self.circumstances}
        return next((name for name, answer in answered.items() if not answer), None)

    @property
    def month_of_death(self) -> date | None:
        """The first day of the month of the earliest death, the finest that is kept in the clear."""
        days = sorted(one.date_of_death for one in self.died if one.date_of_death)
        return date.fromisoformat(days[0]).replace(day=1) if days else None


def day(text: str) -> date | None:
    """The day a draft keeps as YYYY-MM-DD, None for an empty one."""
    return date.fromisoformat(text) if text else None


def begin(session: Session, actor: Actor, place: Place) -> Draft:
    """A new, empty notification in a partnership."""
    require(actor, Permission.REVIEW_NOTIFY, place)
    return begin_draft(session, actor, place.partnership_id, KIND, _plain(Answers()))


def answers_of(draft: Draft) -> Answers:
    """What a draft holds."""
    kept = draft.content or _plain(Answers())
    people = {"died": tuple(map(_died, kept["died"])), "alleged": tuple(map(_alleged, kept["alleged"]))}
    return Answers(**{**kept, **people})


def _plain(answers: Answers) -> dict[str, Any]:
    return asdict(answers)


def _died(kept: dict[str, Any]) -> Died:
    codes = {"sex": Sex(kept["sex"]), "manner": Manner(kept["manner"])}
    return Died(**{**kept, **codes, "names": tuple(kept["names"])})


def _alleged(kept: dict[str, Any]) -> Alleged:
    return Alleged(**{**kept, "sex": Sex(kept["sex"]), "names": tuple(kept["names"])})


def answer_notice(actor: Actor, draft: Draft, received_on: date, source: NotificationSource) -> None:
    """When the notice came and who sent it. Raises Unfit for a day after today or before a death it tells of."""
    answers = replace(answers_of(draft), received_on=received_on.isoformat(), source=source.value)
    _keep(actor, draft, answers)


def answer_person(actor: Actor, draft: Draft, index: int, person: Died | Alleged) -> None:
    """Somebody who died or is alleged to have caused it, at an index among their kind or after them. Raises Unfit."""
    answers = answers_of(draft)
    if isinstance(person, Died):
        answers = replace(answers, died=_put(answers.died, index, person))
        check_pseudonym(answers.people, index)
    else:
        answers = replace(answers, alleged=_put(answers.alleged, index, person))
        check_pseudonym(answers.people, len(answers.died) + index)
    _keep(actor, draft, answers)


def remove_person(actor: Actor, draft: Draft, kind: str, index: int) -> None:
    """Take somebody out of a draft; `kind` is died or alleged."""
    answers = answers_of(draft)
    if kind == "died":
        answers = replace(answers, died=answers.died[:index] + answers.died[index + 1 :])
    else:
        answers = replace(answers, alleged=answers.alleged[:index] + answers.alleged[index + 1 :])
    _keep(actor, draft, answers)


def answer_circumstances(actor: Actor, draft: Draft, circumstances: str, name_reason: str = "") -> None:
    """What happened, as far as is known. Raises Unfit without words, RealNameTyped."""
    if not circumstances.strip():
        raise Unfit("Say what happened, as far as is known.", "circumstances")
    answers = replace(answers_of(draft), circumstances=circumstances.strip(), name_reason=name_reason.strip())
    refuse_names_of(answers.people, answers.circumstances, reason=answers.name_reason)
    _keep(actor, draft, answers)


def _put(listed: tuple[T, ...], index: int, one: T) -> tuple[T, ...]:
    if index >= MOST_PEOPLE:
        raise Unfit(f"Record at most {MOST_PEOPLE} people here. Add the others to the review.", "name")
    return (*listed[:index], one, *listed[index + 1 :])


def _keep(actor: Actor, draft: Draft, answers: Answers) -> None:
    require(actor, Permission.REVIEW_NOTIFY, draft)
    if draft.subject_id is not None:
        raise NotNow("This notification has been recorded already. Make changes on its review.")
    for fault in day_faults(answers.received_on, answers.died):
        raise fault
    draft.content = _plain(answers)


def day_faults(received_on: str, died: Sequence[Died]) -> list[Unfit]:
    """What is wrong between the days of a notification. Days are YYYY-MM-DD, empty where not known."""
    today, faults = clock.today().isoformat(), []
    if received_on > today:
        faults.append(Unfit("The notice cannot have been received after today.", "received_on"))
    for one in died:
        if one.date_of_death > today:
            faults.append(Unfit("The death cannot have come after today.", "date_of_death"))
        elif received_on and one.date_of_death > received_on:
            faults.append(Unfit("The death cannot have come after the notice of it was received.", "date_of_death"))
        if one.date_of_birth > (one.date_of_death or today):
            faults.append(Unfit("The date of birth cannot be after the death.", "date_of_birth"))
    return faults


def same_month(session: Session, actor: Actor, partnership_id: UUID, month: date | None) -> list[Review]:
    """Reviews of a partnership whose death came in the same month: perhaps the same death. Nothing is ever merged."""
    if month is None:
        return []
    wanted = select(Review).where(
        Review.partnership_id == partnership_id, Review.month_of_death == month, readable_reviews(actor)
    )
    return list(session.scalars(wanted.order_by(Review.reference)))


def confirm(session: Session, actor: Actor, draft: Draft) -> UUID:
    """Make the review of a draft and return its id. Raises Unfit for what is missing; then nothing is made.

    The draft is emptied and keeps only the review’s id, so that confirming twice makes one review.
    """
    require(actor, Permission.REVIEW_NOTIFY, draft)
    session.flush()
    session.refresh(draft, with_for_update=True)
    if draft.subject_id is not None:
        return draft.subject_id
    answers = answers_of(draft)
    if answers.missing:
        raise Unfit("Answer every question first.")
    try:
        refuse_names_of(answers.people, answers.circumstances, reason=answers.name_reason)
    except RealNameTyped as typed:
        raise Unfit(f"The circumstances name “{typed.names[0]}”. Change them, or say why the name must stay.") from None
    for index in range(len(answers.people)):
        check_pseudonym(answers.people, index)
    partnership = session.get_one(Partnership, draft.partnership_id)
    review = reviews.notify(session, actor, partnership, _told(answers))
    draft.subject_id, draft.content = review.id, None
    return review.id


def _told(answers: Answers) -> reviews.Notification:
    return reviews.Notification(
        received_on=date.fromisoformat(answers.received_on),
        source=NotificationSource(answers.source),
        month_of_death=answers.month_of_death,
        circumstances=answers.circumstances,
        died=answers.died,
        alleged=answers.alleged,
        name_reason=answers.name_reason,
    )
