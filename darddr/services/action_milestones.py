"""The steps on the way of an action: add one, change one, say that it is done, take one out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.action import Action
from darddr.models.action_milestone import ActionMilestone
from darddr.policies import Actor, allows, require
from darddr.services.errors import Unfit
from darddr.services.plans import refuse_names_of_plan
from darddr.services.report_facts import day_text
from darddr.services.versions import changed, check_version, keep_learning
from darddr.vocabulary.permissions import Permission

FIELDS = ("text", "due_on", "done_on")
REMOVED = "milestone_removed"
"""Under what name an action's history keeps a milestone that was taken out."""


@dataclass(frozen=True)
class Step:
    """A milestone as somebody words it; `done_on` is None until it is done."""

    text: str
    due_on: date
    done_on: date | None = None
    name_reason: str = ""


def milestones_of(session: Session, action: Action) -> list[ActionMilestone]:
    """An action's milestones in their order."""
    wanted = select(ActionMilestone).filter_by(action_id=action.id)
    return list(session.scalars(wanted.order_by(ActionMilestone.position)))


def add_milestone(session: Session, actor: Actor, action: Action, step: Step) -> ActionMilestone:
    """A new milestone at the end. Raises Unfit, RealNameTyped."""
    require(actor, Permission.ACTION_EDIT, action)
    _check(session, actor, action, step)
    last = session.scalar(select(func.max(ActionMilestone.position)).filter_by(action_id=action.id)) or 0
    row = ActionMilestone(
        partnership_id=action.partnership_id,
        review_id=action.review_id,
        action_id=action.id,
        position=last + 1,
        due_on=step.due_on,
        done_on=step.done_on,
        recorded_by_id=actor.user_id,
        text=step.text.strip(),
        name_reason=step.name_reason.strip(),
    )
    session.add(row)
    _reckon(session, action)
    audit.record(session, actor.user_id, audit.Tag.MILESTONE_SET, action, action=action.id, milestone=row.id)
    return row


def edit_milestone(
    session: Session, actor: Actor, action: Action, row: ActionMilestone, version: int, step: Step
) -> None:
    """Change a milestone; its earlier words and dates are kept. Whoever only owns the action says when it was done, no more.

    Raises Stale with what is now kept, Unfit, RealNameTyped.
    """
    require(actor, Permission.ACTION_MILESTONES, action)
    check_version(row, version, FIELDS)
    if not allows(actor, Permission.ACTION_EDIT, action):
        step = Step(row.text or "", row.due_on, step.done_on, row.name_reason or "")
    _check(session, actor, action, step)
    before = changed(row, {"text": step.text.strip(), "due_on": step.due_on, "done_on": step.done_on})
    if not before:
        return
    keep_learning(session, actor.user_id, row, before)
    row.due_on, row.done_on = step.due_on, step.done_on
    row.fill(text=step.text.strip(), name_reason=step.name_reason.strip())
    _reckon(session, action)
    audit.record(session, actor.user_id, audit.Tag.MILESTONE_SET, action, action=action.id, milestone=row.id)


def remove_milestone(session: Session, actor: Actor, action: Action, row: ActionMilestone) -> None:
    """Take a milestone out of its action, in whose history its words and dates stay."""
    require(actor, Permission.ACTION_EDIT, action)
    done = f", done on {day_text(row.done_on)}" if row.done_on is not None else ""
    keep_learning(session, actor.user_id, action, {REMOVED: f"{row.text} (due {day_text(row.due_on)}{done})"})
    audit.record(session, actor.user_id, audit.Tag.MILESTONE_REMOVED, action, action=action.id, milestone=row.id)
    session.delete(row)
    _reckon(session, action)


def _check(session: Session, actor: Actor, action: Action, step: Step) -> None:
    if not step.text.strip():
        raise Unfit("Write the milestone.", "text")
    if step.done_on is not None and step.done_on > clock.today():
        raise Unfit("This cannot have been done after today.", "done_on")
    refuse_names_of_plan(session, actor, action, step.text, reason=step.name_reason)


def _reckon(session: Session, action: Action) -> None:
    """Keep on the action the date of its earliest milestone not done, so that lists need not look."""
    session.flush()
    open_ones = select(func.min(ActionMilestone.due_on)).filter_by(action_id=action.id, done_on=None)
    action.milestone_due_on = session.scalar(open_ones)
