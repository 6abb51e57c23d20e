"""Bringing in a review that began elsewhere: put where it stands, with its dates and people; no move is replayed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.leaks.folding import fold
from darddr.models.partnership import Partnership
from darddr.models.review import Review, ReviewMove
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services.accounts import user_by_email
from darddr.services.errors import Unfit
from darddr.services.memberships import add_member
from darddr.services.milestones import AFTER, note_milestone
from darddr.services.naming import borne, pseudonym_fault, refuse_names_of
from darddr.services.partnerships import agencies_of
from darddr.services.questions import write_question
from darddr.services.reviews import Alleged, Died, Notification, open_review
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import DisplayName, NotificationSource
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState

TRIGGER = "brought_in"
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,39}\Z")


@dataclass(frozen=True)
class Member:
    """Somebody of the panel as written down elsewhere. An agency is named in words; a chair has none."""

    name: str
    email: str
    agency: str = ""


@dataclass(frozen=True)
class Live:
    """A review as it stands elsewhere."""

    state: ReviewState
    display_name: DisplayName
    died: tuple[Died, ...]
    circumstances: str
    reference: str = ""
    source: NotificationSource | None = None
    alleged: tuple[Alleged, ...] = ()
    dates: Mapping[Milestone, date] = field(default_factory=dict)
    chair: Member | None = None
    panel: tuple[Member, ...] = ()
    questions: tuple[str, ...] = ()
    name_reason: str = ""


@dataclass(frozen=True)
class BroughtIn:
    """The review, and the people who could not be put on it yet."""

    review: Review
    left_out: tuple[Member, ...]


def bring_in(session: Session, actor: Actor, place: Place, live: Live) -> BroughtIn:
    """Make a review in the state it stands in elsewhere, marked as brought in. Raises Unfit, RealNameTyped."""
    require(actor, Permission.REVIEW_NOTIFY, place)
    partnership = session.get_one(Partnership, place.partnership_id)
    _check(session, partnership, live)
    review = open_review(
        session,
        actor,
        partnership,
        _told(live),
        reference=live.reference.strip(),
        state=live.state,
        display_name=live.display_name,
        brought_in=True,
    )
    for kind, happened_on in live.dates.items():
        note_milestone(session, actor, review, kind, happened_on, brought_in=True)
    for question in live.questions:
        write_question(session, actor, review, question, live.name_reason)
    left_out = _seat(session, actor, review, live)
    _stand(session, actor, review, left_out, live.name_reason.strip())
    return BroughtIn(review, left_out)


def _told(live: Live) -> Notification:
    deaths = sorted(one.date_of_death for one in live.died if one.date_of_death)
    return Notification(
        received_on=live.dates.get(Milestone.NOTICE_RECEIVED),
        source=live.source,
        month_of_death=date.fromisoformat(deaths[0]).replace(day=1) if deaths else None,
        circumstances=live.circumstances.strip(),
        died=live.died,
        alleged=live.alleged,
    )


def _check(session: Session, partnership: Partnership, live: Live) -> None:
    for kind, sentence in date_faults(live.dates).items():
        raise Unfit(sentence, kind.value)
    people: dict[str, Died | Alleged] = {f"died_{number}": died for number, died in enumerate(live.died, 1)}
    people |= {f"alleged_{number}": alleged for number, alleged in enumerate(live.alleged, 1)}
    for name, sentence in people_faults(people).items():
        raise Unfit(sentence, name)
    if live.reference.strip():
        _check_reference(session, partnership, live)
    refuse_names_of(people.values(), live.circumstances, *live.questions, reason=live.name_reason)


def date_faults(dates: Mapping[Milestone, date]) -> dict[Milestone, str]:
    """What is wrong with past dates: one sentence for each that lies ahead or before what must have come first."""
    today, faults = clock.today(), {}
    for kind, day in dates.items():
        first = AFTER.get(kind)
        if day > today:
            faults[kind] = f"“{kind.label}” cannot have happened after today."
        elif first is not None and first in dates and day < dates[first]:
            faults[kind] = f"“{kind.label}” cannot have happened before “{first.label}”."
    return faults


def people_faults(people: Mapping[str, Died | Alleged]) -> dict[str, str]:
    """What is wrong with people, by field: each comes under the beginning of its fields' names, such as `died_1`."""
    listed, faults, today = tuple(people.values()), {}, clock.today().isoformat()
    for index, (name, one) in enumerate(people.items()):
        if fault := pseudonym_fault(listed, index):
            faults[f"{name}_pseudonym"] = fault
        if not isinstance(one, Died):
            continue
        if one.date_of_death > today:
            faults[f"{name}_date_of_death"] = "The death cannot have come after today."
        elif one.date_of_birth > (one.date_of_death or today):
            faults[f"{name}_date_of_birth"] = "The date of birth cannot be after the death."
    return faults


def _check_reference(session: Session, partnership: Partnership, live: Live) -> None:
    """A reference stands in titles and file names, so it may hold no name; numbers of our own keep their shape."""
    given = live.reference.strip()
    if not REFERENCE.match(given):
        raise Unfit("Use letters, digits, spaces and hyphens for the reference, 40 at most.", "reference")
    own = f"{partnership.code}-"
    if given.upper().startswith(own) and not re.fullmatch(re.escape(own) + r"\d{4}-\d{3}", given):
        raise Unfit(f"A reference that begins {own} must look like {own}2026-001.", "reference")
    real = borne((*live.died, *live.alleged))
    if real & {fold(word) for word in re.split(r"[ _-]+", given)}:
        raise Unfit("The reference holds a real name. Give another one.", "reference")
    held = select(Review.id).where(
        Review.partnership_id == partnership.id, func.lower(Review.reference) == given.lower()
    )
    if session.scalar(held) is not None:
        raise Unfit(f"There is a review {given} already.", "reference")


def _seat(session: Session, actor: Actor, review: Review, live: Live) -> tuple[Member, ...]:
    """Put chair and panel on the review; whoever has no account, or whose agency is not listed, is left out."""
    agencies = {agency.name.casefold(): agency for agency in agencies_of(session, review.partnership_id)}
    seats = [(live.chair, ReviewRole.CHAIR)] if live.chair is not None else []
    seats += [(member, ReviewRole.PANEL) for member in live.panel]
    left_out, seated = [], set()
    for member, role in seats:
        agency = agencies.get(member.agency.strip().casefold())
        user = user_by_email(session, member.email)
        if user is None or (agency is None and role is ReviewRole.PANEL):
            left_out.append(member)
        elif (user.id, role) not in seated:
            seated.add((user.id, role))
            add_member(session, actor, review, user, role, agency, _since(live, role))
    return tuple(left_out)


def _since(live: Live, role: ReviewRole) -> date:
    appointed = live.dates.get(Milestone.CHAIR_APPOINTED) if role is ReviewRole.CHAIR else None
    return appointed or clock.today()


def _stand(session: Session, actor: Actor, review: Review, left_out: tuple[Member, ...], name_reason: str) -> None:
    """The one row of history that says where the review stood; it names, sealed, whoever was left out."""
    notes = [f"Why a real name stays in the text: {name_reason}"] if name_reason else []
    names = "; ".join(", ".join(part for part in (one.name, one.email, one.agency) if part) for one in left_out)
    if names:
        notes.append(f"Still to be added under Panel: {names}.")
    session.add(
        ReviewMove(
            partnership_id=review.partnership_id,
            review_id=review.id,
            step=1,
            trigger=TRIGGER,
            source=review.state,
            dest=review.state,
            happened_on=clock.today(),
            recorded_by_id=actor.user_id,
            reason="\n".join(notes),
            on_behalf_of="",
        )
    )
    audit.record(session, actor.user_id, audit.Tag.REVIEW_BROUGHT_IN, review, state=review.state)
