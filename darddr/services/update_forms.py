"""Forms that go out: which actions one asks about, how its rows are known again, and what it prints."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.crypto import ring
from darddr.documents.update_form import UpdateFormFacts, UpdateRow, update_form
from darddr.documents.update_sheet import update_sheet
from darddr.models.action import Action
from darddr.models.partnership import Agency, Partnership
from darddr.models.plan import Plan
from darddr.models.subject import Place
from darddr.models.update_form import UpdateForm, UpdateFormRow
from darddr.policies import Actor, require
from darddr.policies.visible import readable_actions
from darddr.services.errors import Unfit
from darddr.services.report_facts import MARKING, day_text
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.update_forms import FORM_MARK, ROW_MARK

KINDS = {"docx": ("Word", update_form), "xlsx": ("Excel", update_sheet)}

MOST = 2_000
"""Actions one form asks about: its page is then 2 MB and its answers are taken in within two seconds. More are asked plan by plan."""


def form_mark(form_id: UUID) -> str:
    """How a form carries its own id."""
    return FORM_MARK + form_id.hex


def row_mark(form_id: UUID, action_id: UUID, version: int) -> str:
    """The id of a row: a keyed digest that nobody can make, or move to another form, action or version. 38 characters."""
    digest = ring().mac("update form rows", f"{form_id}\x1f{action_id}\x1f{version}".encode())
    return ROW_MARK + digest[:16].hex()


def reference_of(form: UpdateForm) -> str:
    """What people call a form by."""
    return f"UF-{form.id.hex[:8].upper()}"


def agencies_asked(session: Session, actor: Actor, place: Place | Plan) -> list[tuple[Agency, int]]:
    """The agencies that lead open actions the actor may read, with how many, by name."""
    wanted = select(Agency, func.count()).join(Action, Action.lead_agency_id == Agency.id)
    rows = session.execute(wanted.where(*_open(actor, place)).group_by(Agency.id).order_by(Agency.name))
    return [(row[0], row[1]) for row in rows]


def _open(actor: Actor, place: Place | Plan) -> list[ColumnElement[bool]]:
    """The open actions of a plan, or of a partnership, that the actor may read."""
    of_plan = [Action.plan_id == place.id] if isinstance(place, Plan) else []
    here = Action.partnership_id == place.partnership_id
    return [Action.is_open.is_(True), here, readable_actions(actor, place.partnership_id), *of_plan]


def _open_actions(session: Session, actor: Actor, place: Place | Plan, agency: Agency) -> list[Action]:
    """Those that an agency leads, one more than a form may ask about at most."""
    wanted = select(Action).where(*_open(actor, place), Action.lead_agency_id == agency.id).limit(MOST + 1)
    return list(session.scalars(wanted.order_by(Action.plan_id, Action.position, Action.id)))


def issue(session: Session, actor: Actor, place: Place | Plan, agency: Agency, due_on: date) -> UpdateForm:
    """A form to one agency about what it leads: of a plan, or everything open. Raises Unfit, NotAllowed."""
    require(actor, Permission.UPDATE_FORMS, place)
    if due_on < clock.today():
        raise Unfit("The form cannot be due before today.", "due_on")
    actions = _open_actions(session, actor, place, agency)
    if not actions:
        raise Unfit("This agency leads no open action here.", "agencies")
    if len(actions) > MOST:
        raise Unfit(f"This agency leads more than {MOST:,} open actions. Issue a form for each plan.", "agencies")
    form = UpdateForm(
        partnership_id=place.partnership_id,
        agency_id=agency.id,
        plan_id=place.id if isinstance(place, Plan) else None,
        issued_on=clock.today(),
        due_on=due_on,
        recorded_by_id=actor.user_id,
    )
    session.add(form)
    session.flush()
    session.add_all(_rows(session, actor, form, actions))
    session.flush()
    audit.record(
        session, actor.user_id, audit.Tag.UPDATE_FORM_ISSUED, form, form=form.id, agency=agency.id, count=len(actions)
    )
    return form


def _rows(session: Session, actor: Actor, form: UpdateForm, actions: list[Action]) -> list[UpdateFormRow]:
    plans = {
        plan.id: plan.reference
        for plan in session.scalars(select(Plan).where(Plan.id.in_({a.plan_id for a in actions})))
    }
    taken: set[str] = set()
    rows = []
    for position, action in enumerate(actions, start=1):
        ref = _unused(f"{plans[action.plan_id].removesuffix('-PLAN')} {action.number or action.position}", taken)
        rows.append(
            UpdateFormRow(
                partnership_id=form.partnership_id,
                form_id=form.id,
                action_id=action.id,
                position=position,
                ref=ref,
                issued_version=action.version_id,
                recorded_by_id=actor.user_id,
            )
        )
    return rows


def _unused(ref: str, taken: set[str]) -> str:
    """A reference no other row of the form has; actions of one plan may share a printed number."""
    free = next(each for each in (ref, *(f"{ref} ({again})" for again in range(2, MOST + 2))) if each not in taken)
    taken.add(free)
    return free


def rows_of(session: Session, form: UpdateForm) -> list[UpdateFormRow]:
    """The rows of a form in printed order."""
    return list(session.scalars(select(UpdateFormRow).filter_by(form_id=form.id).order_by(UpdateFormRow.position)))


def actions_of(session: Session, form: UpdateForm) -> dict[UUID, Action]:
    """The actions a form asks about, by id, in one statement."""
    asked = select(Action).join(UpdateFormRow, UpdateFormRow.action_id == Action.id)
    return {action.id: action for action in session.scalars(asked.where(UpdateFormRow.form_id == form.id))}


def file_of(session: Session, form: UpdateForm, kind: str) -> bytes:
    """A form just issued, as a Word or Excel file."""
    return KINDS[kind][1](_facts(session, form))


def file_name(form: UpdateForm, kind: str) -> str:
    """What the file is called outside: its reference and nothing else."""
    return f"{reference_of(form)}.{kind}"


def _facts(session: Session, form: UpdateForm) -> UpdateFormFacts:
    plan = session.get(Plan, form.plan_id) if form.plan_id is not None else None
    actions = actions_of(session, form)
    return UpdateFormFacts(
        mark=form_mark(form.id),
        reference=reference_of(form),
        agency=session.get_one(Agency, form.agency_id).name,
        partnership=session.get_one(Partnership, form.partnership_id).name,
        about=f"Open actions of {plan.reference.removesuffix('-PLAN')}"
        if plan
        else "All open actions your agency leads",
        marking=MARKING,
        issued_on=form.issued_on,
        due_on=form.due_on,
        rows=tuple(_asked(actions[row.action_id], row, form) for row in rows_of(session, form)),
    )


def _asked(action: Action, row: UpdateFormRow, form: UpdateForm) -> UpdateRow:
    exact = action.target_on is not None and action.target_on == action.due_on
    return UpdateRow(
        mark=row_mark(form.id, action.id, row.issued_version),
        ref=row.ref,
        text=action.text or "",
        target_text=action.target_text or day_text(action.target_on),
        target_on=action.target_on if exact else None,
        status=action.state.label,
    )
