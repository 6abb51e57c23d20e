"""What somebody undertook to do: add an action, change one, say how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.action import Action, ActionUpdate, UpdateKind
from darddr.models.duty import Priority
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Recommendation
from darddr.models.user import Exclusion, User
from darddr.policies import Actor, require
from darddr.services.accounts import user_by_email
from darddr.services.errors import Unfit
from darddr.services.import_keys import row_key
from darddr.services.plan_names import PlanNames
from darddr.services.plans import refuse_names_of_plan
from darddr.services.targets import Target, target_of
from darddr.services.versions import changed, check_version, keep_learning
from darddr.vocabulary.permissions import Permission

TEXTS = ("text", "lead_agencies", "owner_post", "milestones", "target_text", "outcome", "measure")
CONCERNS = (UpdateKind.AT_RISK, UpdateKind.BLOCKED)


WHY, AGREED_BY = "why", "agreed_by"
"""Keys beside the earlier words of a change: why the date moved and who agreed to that."""


@dataclass(frozen=True)
class Undertaking:
    """An action as somebody words it.

    `target` is the date in their words; `date_reason` says why an earlier one no longer holds, `agreed_by` who agreed
    to a later one.
    """

    text: str
    number: str = ""
    agency: Agency | None = None
    lead_agencies: tuple[str, ...] = ()
    group: Group | None = None
    priority: Priority | None = None
    owner_email: str = ""
    owner_post: str = ""
    target: str = ""
    milestones: str = ""
    outcome: str = ""
    date_reason: str = ""
    agreed_by: str = ""
    measure: str = ""
    name_reason: str = ""


def add_action(session: Session, actor: Actor, recommendation: Recommendation, told: Undertaking) -> Action:
    """A new proposed action under a recommendation.

    Its first target date is kept for good. Raises Unfit, RealNameTyped.
    """
    require(actor, Permission.ACTION_EDIT, recommendation)
    position = next_position(session, recommendation)
    number = told.number.strip() or f"{recommendation.number or recommendation.position}.{position}"
    action = Action(
        partnership_id=recommendation.partnership_id,
        review_id=recommendation.review_id,
        plan_id=recommendation.plan_id,
        recommendation_id=recommendation.id,
        position=position,
        import_key=row_key(recommendation.id, number, told.text),
        recorded_by_id=actor.user_id,
        **{**_values(session, actor, recommendation, told), "number": number},
    )
    set_target(action, target_of(told.target))
    session.add(action)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.ACTION_ADDED, action, action=action.id)
    return action


def edit_action(session: Session, actor: Actor, action: Action, version: int, told: Undertaking) -> None:
    """Change an action, in whatever state its review stands; earlier words are kept.

    A date that moves needs its reason. Raises Stale with both texts, Unfit, RealNameTyped.
    """
    require(actor, Permission.ACTION_EDIT, action)
    check_version(action, version, TEXTS)
    target = target_of(told.target)
    values = _values(session, actor, action, told)
    before = changed(action, {**values, "target_text": target.text})
    before.pop("name_reason", None)
    if has_moved(action, target):
        check_date_move(action, target, told.date_reason, told.agreed_by)
        move_target(session, actor, action, target, told.date_reason, told.agreed_by)
        before |= {WHY: told.date_reason.strip(), AGREED_BY: told.agreed_by.strip()}
    else:
        set_target(action, target)
    if not before:
        return
    keep_learning(session, actor.user_id, action, before)
    apply(action, values)
    fields = sorted(before.keys() - {WHY, AGREED_BY})
    audit.record(session, actor.user_id, audit.Tag.ACTION_EDITED, action, action=action.id, fields=fields)


def note(
    session: Session,
    actor: Actor,
    action: Action,
    kind: UpdateKind,
    text: str,
    happened_on: date,
    on_behalf_of: str = "",
    name_reason: str = "",
    names: PlanNames | None = None,
) -> ActionUpdate:
    """Say how an action goes, for oneself or on behalf of somebody. Raises Unfit, RealNameTyped.

    `names` serves a whole file of notes.
    """
    require(actor, Permission.ACTION_UPDATE, action)
    if kind is UpdateKind.DATE_MOVED:
        raise Unfit("Change the target date on the action itself.", "kind")
    if not text.strip():
        raise Unfit("Write what was done.", "text")
    if happened_on > clock.today():
        raise Unfit("This cannot have happened after today.", "happened_on")
    if actor.user_id != action.owner_id and not on_behalf_of.strip():
        raise Unfit("Say who told you, because the action is somebody else’s.", "on_behalf_of")
    (names or PlanNames(session, actor)).refuse(action, text, on_behalf_of, reason=name_reason)
    update = make_update(actor, action, kind, text, happened_on, on_behalf_of, name_reason=name_reason.strip())
    session.add(update)
    concern = kind if kind in CONCERNS and action.is_open else None
    if concern is not action.concern:
        action.concern = concern
    audit.record(session, actor.user_id, audit.Tag.ACTION_NOTED, action, action=action.id, kind=kind)
    return update


def make_update(
    actor: Actor,
    action: Action,
    kind: UpdateKind,
    text: str,
    happened_on: date,
    on_behalf_of: str = "",
    **sealed: str,
) -> ActionUpdate:
    """An entry under an action, not yet added to a session. `sealed` are further fields of its record."""
    return ActionUpdate(
        partnership_id=action.partnership_id,
        review_id=action.review_id,
        action_id=action.id,
        kind=kind,
        happened_on=happened_on,
        recorded_by_id=actor.user_id,
        text=text.strip(),
        on_behalf_of=on_behalf_of.strip(),
        **sealed,
    )


def has_moved(action: Action, target: Target) -> bool:
    """Whether a target is another date than the one an action has;

    a first date is no move, nor the same date in other words.
    """
    return action.due_on is not None and (action.target_on, action.due_on) != (target.starts_on, target.due_on)


def is_slip(action: Action, target: Target) -> bool:
    """Whether another date is a later one, or none at all."""
    return target.due_on is None or (action.due_on is not None and target.due_on > action.due_on)


def check_date_move(action: Action, target: Target, reason: str, agreed_by: str) -> None:
    """Raises Unfit for a date moved without a reason, or put back without somebody who agreed."""
    if not reason.strip():
        raise Unfit("Give the reason for moving the target date.", "date_reason")
    if is_slip(action, target) and not agreed_by.strip():
        raise Unfit("Say who agreed the later date.", "agreed_by")


def move_target(
    session: Session, actor: Actor, action: Action, target: Target, reason: str, agreed_by: str = ""
) -> None:
    """Give an action another date and say why and who agreed; a later date, or none, counts as a slip."""
    earlier = action.target_text or (action.target_on.isoformat() if action.target_on else "")
    words = f"From “{earlier}” to “{target.text or 'no date'}”. {reason.strip()}"
    session.add(make_update(actor, action, UpdateKind.DATE_MOVED, words, clock.today(), agreed_by=agreed_by.strip()))
    if is_slip(action, target):
        action.slips += 1
    set_target(action, target)


def set_target(action: Action, target: Target) -> None:
    """Put a target on an action; the first date it ever had stays with it."""
    action.target_on, action.due_on, action.target_precision = target.starts_on, target.due_on, target.precision
    if action.first_target_on is None:
        action.first_target_on = target.starts_on
    action.target_text = target.text


def apply(row: Action | Recommendation, values: dict[str, Any]) -> None:
    """Set the named attributes of a row, the sealed ones with one sealing."""
    sealed = {name: value for name, value in values.items() if name in row.sealed_fields}
    for name, value in values.items():
        if name not in sealed:
            setattr(row, name, value)
    row.fill(**sealed)


def next_position(session: Session, recommendation: Recommendation) -> int:
    """The place after the last action of a recommendation."""
    last = session.scalar(select(func.max(Action.position)).filter_by(recommendation_id=recommendation.id))
    return (last or 0) + 1


def _values(session: Session, actor: Actor, row: Recommendation | Action, told: Undertaking) -> dict[str, Any]:
    """What an action is given, checked. Raises Unfit, RealNameTyped."""
    if not told.text.strip():
        raise Unfit("Write the action.", "text")
    if len(told.number.strip()) > 20:
        raise Unfit("Use a number of at most 20 characters.", "number")
    if told.agency is not None and told.agency.partnership_id != row.partnership_id:
        raise Unfit("Choose an agency of this partnership.", "agency_id")
    if told.group is not None and told.group.partnership_id != row.partnership_id:
        raise Unfit("Choose a group of this partnership.", "group_id")
    if told.priority is not None and told.priority.partnership_id != row.partnership_id:
        raise Unfit("Choose a priority of this partnership.", "priority_id")
    owner = _owner(session, row, told.owner_email)
    texts = (
        told.text,
        *told.lead_agencies,
        told.owner_post,
        told.milestones,
        told.outcome,
        told.target,
        told.date_reason,
        told.agreed_by,
        told.measure,
    )
    refuse_names_of_plan(session, actor, row, *texts, reason=told.name_reason)
    return {
        "number": told.number.strip() or row.number,
        "lead_agency_id": told.agency.id if told.agency else None,
        "group_id": told.group.id if told.group else None,
        "priority_id": told.priority.id if told.priority else None,
        "owner_id": owner.id if owner else None,
        "has_owner": bool(owner or told.owner_post.strip()),
        "text": told.text.strip(),
        "lead_agencies": list(told.lead_agencies),
        "owner_post": told.owner_post.strip(),
        "milestones": told.milestones.strip(),
        "outcome": told.outcome.strip(),
        "measure": told.measure.strip(),
        "name_reason": told.name_reason.strip(),
    }


def _owner(session: Session, row: Recommendation | Action, email: str) -> User | None:
    if not email.strip():
        return None
    user = user_by_email(session, email)
    if user is None:
        raise Unfit("Nobody with this address has an account. Leave it empty and name the owner’s post.", "owner_email")
    excluded = select(Exclusion.id).where(Exclusion.user_id == user.id, Exclusion.review_id == row.review_id)
    if row.review_id is not None and session.scalar(excluded) is not None:
        raise Unfit("This person has declared a conflict with this review and cannot own its actions.", "owner_email")
    return user
