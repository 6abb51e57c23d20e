"""Forms that went out: which are outstanding, how late they are, one fetched again, one withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.action import Action
from darddr.models.partnership import Agency
from darddr.models.plan import Plan
from darddr.models.subject import Place
from darddr.models.update_form import UpdateForm, UpdateFormRow
from darddr.policies import Actor, require
from darddr.policies.visible import readable_actions
from darddr.services import update_forms
from darddr.services.errors import NotNow
from darddr.vocabulary.permissions import Permission

SHOWN = 50
"""Forms no longer waited for that a page lists, newest first."""

MOST = 500
"""Forms that are waited for, or that one agency was ever sent, which a page looks at."""


@dataclass(frozen=True)
class Issued:
    """A form that went out, and how much of it has come back; `returned_on` is the day its last row was taken in."""

    form: UpdateForm
    agency: str
    plan: str
    rows: int
    returned: int
    returned_on: date | None

    @property
    def reference(self) -> str:
        """What people call it by."""
        return update_forms.reference_of(self.form)

    @property
    def is_whole(self) -> bool:
        """Whether everything it asked about has come back."""
        return self.returned == self.rows

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for it."""
        return not self.is_whole and self.form.withdrawn_on is None

    def days_late(self, day: date) -> int:
        """How many days after it was due its last row came, or has still not come. None is late that was withdrawn."""
        until = self.returned_on if self.is_whole else (day if self.is_awaited else None)
        return max(0, (until - self.form.due_on).days) if until is not None else 0


@dataclass(frozen=True)
class Returns:
    """How an agency sends its forms back, of those the reader may see; withdrawn ones do not count."""

    issued: int
    on_time: int
    late: int
    overdue: int
    lines: tuple[Issued, ...]


def awaited(session: Session, actor: Actor, place: Place | Plan) -> list[Issued]:
    """The forms of a plan or of a partnership that have not come back whole, the longest due first."""
    wanted = _forms(actor, place.partnership_id, *_of(place), UpdateForm.withdrawn_on.is_(None))
    waiting = wanted.having(func.count(UpdateFormRow.returned_on) < func.count())
    return _read(session, waiting.order_by(UpdateForm.due_on, Agency.name, UpdateForm.id).limit(MOST))


def settled(session: Session, actor: Actor, place: Place | Plan) -> list[Issued]:
    """The forms of a plan or of a partnership that came back whole or were withdrawn, newest first."""
    wanted = _forms(actor, place.partnership_id, *_of(place))
    over = wanted.having(
        (func.count(UpdateFormRow.returned_on) == func.count()) | (func.count(UpdateForm.withdrawn_on) > 0)
    )
    return _read(session, over.order_by(UpdateForm.issued_on.desc(), Agency.name, UpdateForm.id).limit(SHOWN))


def of_agency(session: Session, actor: Actor, agency: Agency, day: date) -> Returns:
    """How an agency sends its forms back: on time, late, not at all though due. One statement."""
    own = (UpdateForm.agency_id == agency.id, UpdateForm.withdrawn_on.is_(None))
    wanted = _forms(actor, agency.partnership_id, *own)
    forms = _read(session, wanted.order_by(UpdateForm.issued_on.desc(), UpdateForm.id).limit(MOST))
    whole = [one for one in forms if one.is_whole]
    on_time = sum(one.days_late(day) == 0 for one in whole)
    overdue = sum(one.is_awaited and one.days_late(day) > 0 for one in forms)
    return Returns(len(forms), on_time, len(whole) - on_time, overdue, tuple(forms))


def own_form(session: Session, actor: Actor, form_id: UUID) -> UpdateForm | None:
    """A form that asks about nothing but actions this person may read; None for any other."""
    form = session.get(UpdateForm, form_id)
    if form is None:
        return None
    found = select(UpdateForm.id).where(UpdateForm.id == form_id, _wholly_readable(actor, form.partnership_id))
    return form if session.scalar(found) is not None else None


def fetch(session: Session, actor: Actor, form: UpdateForm, kind: str) -> bytes:
    """A form once more as a Word or Excel file: the same ids, each action as it stands now. Raises NotNow once withdrawn."""
    require(actor, Permission.UPDATE_FORMS, form)
    _require_in_force(form)
    return update_forms.file_of(session, form, kind)


def note_fetched(session: Session, reader: UUID, form: UpdateForm, kind: str) -> None:
    """Say in the log that a form was taken away again."""
    audit.record(session, reader, audit.Tag.UPDATE_FORM_FETCHED, form, form=form.id, format=kind)


def withdraw(session: Session, actor: Actor, form: UpdateForm) -> None:
    """Wait for a form no longer. What came back before stays; nothing more is taken in from it."""
    require(actor, Permission.UPDATE_FORMS, form)
    _require_in_force(form)
    form.withdrawn_on = clock.today()
    audit.record(session, actor.user_id, audit.Tag.UPDATE_FORM_WITHDRAWN, form, form=form.id)


def _require_in_force(form: UpdateForm) -> None:
    if form.withdrawn_on is not None:
        raise NotNow("This form was withdrawn. Issue a new one.")


def _of(place: Place | Plan) -> tuple[ColumnElement[bool], ...]:
    return (UpdateForm.plan_id == place.id,) if isinstance(place, Plan) else ()


def _forms(actor: Actor, partnership_id: UUID, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            UpdateForm,
            Agency.name,
            Plan.reference,
            func.count().label("rows"),
            func.count(UpdateFormRow.returned_on).label("returned"),
            func.max(UpdateFormRow.returned_on).label("returned_on"),
        )
        .join(Agency, Agency.id == UpdateForm.agency_id)
        .join(UpdateFormRow, UpdateFormRow.form_id == UpdateForm.id)
        .outerjoin(Plan, Plan.id == UpdateForm.plan_id)
        .where(UpdateForm.partnership_id == partnership_id, _wholly_readable(actor, partnership_id), *conditions)
        .group_by(UpdateForm.id, Agency.id, Plan.id)
    )


def _wholly_readable(actor: Actor, partnership_id: UUID) -> ColumnElement[bool]:
    """That every action a form asks about may be read: a count of the others would tell of a review one is kept out of."""
    read = exists().where(Action.id == UpdateFormRow.action_id, readable_actions(actor, partnership_id))
    unread = exists().where(UpdateFormRow.form_id == UpdateForm.id, ~read.correlate(UpdateFormRow))
    return ~unread.correlate(UpdateForm)


def _read(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[Issued]:
    return [
        Issued(form, agency, (plan or "").removesuffix("-PLAN"), rows, returned, on)
        for form, agency, plan, rows, returned, on in session.execute(wanted)
    ]
