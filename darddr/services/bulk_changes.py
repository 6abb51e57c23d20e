"""One change of several actions: another owner, agency, group or date, looked at before anything is saved, and saved whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.models.action import Action
from darddr.models.draft import Draft
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Plan
from darddr.models.user import Exclusion, User
from darddr.policies import Actor, allows
from darddr.policies.visible import readable_actions
from darddr.services.accounts import user_by_email
from darddr.services.actions import AGREED_BY, WHY, apply, has_moved, move_target, set_target
from darddr.services.drafts import begin_draft
from darddr.services.errors import RealNameTyped, Unfit
from darddr.services.plans import refuse_names_of_plan
from darddr.services.targets import Target, target_of
from darddr.services.versions import changed, keep_learning
from darddr.vocabulary.permissions import Permission

AT_MOST = 500
KIND = "bulk change"


@dataclass(frozen=True)
class Change:
    """What several actions are to be given; what is left empty stays as each has it.

    A post or an address replaces both: an action handed to a post has no person any more, unless one is named too.
    """

    owner_post: str = ""
    owner_email: str = ""
    agency_id: UUID | None = None
    group_id: UUID | None = None
    target: str = ""
    date_reason: str = ""
    agreed_by: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether it asks for no change."""
        words = (self.owner_post, self.owner_email, self.target)
        return not (any(word.strip() for word in words) or self.agency_id or self.group_id)


@dataclass(frozen=True)
class Verdict:
    """What becomes of one action: each change in words, or why it is refused; neither where it is so already."""

    action: Action
    plan: str
    changes: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True)
class _Meant:
    """A change whose names have been found."""

    change: Change
    owner: User | None = None
    agency: Agency | None = None
    group: Group | None = None
    target: Target | None = None
    kept_out_of: frozenset[UUID] = frozenset()
    names: dict[UUID, str] = field(default_factory=dict)
    unfit_plans: dict[UUID, bool] = field(default_factory=dict)


def chosen_actions(session: Session, actor: Actor, ids: Iterable[UUID]) -> list[Action]:
    """The actions of some ids that the actor may read, soonest due first. Raises Unfit for none, or too many."""
    wanted = set(ids)
    if not wanted:
        raise Unfit("Choose at least one action.")
    if len(wanted) > AT_MOST:
        raise Unfit(f"Choose at most {AT_MOST} actions at once: there are {len(wanted):,}.")
    rows = select(Action).where(Action.id.in_(wanted), readable_actions(actor))
    return list(session.scalars(rows.order_by(Action.due_on.is_(None), Action.due_on, Action.id)))


def preview(session: Session, actor: Actor, actions: Sequence[Action], change: Change) -> list[Verdict]:
    """What a change would do to each action; nothing is changed. Raises Unfit where the change itself cannot be."""
    meant = _meant(session, actions, change)
    plans = _plan_names(session, actions)
    return [_verdict(session, actor, action, meant, plans[action.plan_id]) for action in actions]


def carry_out(session: Session, actor: Actor, actions: Sequence[Action], change: Change, seen: str) -> list[Verdict]:
    """Do what was previewed: to every action that is not refused, each with its own history and entry in the log.

    `seen` is the stamp of the actions as the preview showed them. Raises Unfit, and saves nothing, where any differs now.
    """
    if seen != stamp(actions):
        raise Unfit(
            "Somebody changed one of these actions meanwhile. Nothing has been saved: look at the preview again."
        )
    meant = _meant(session, actions, change)
    verdicts = preview(session, actor, actions, change)
    for verdict in verdicts:
        if verdict.changes and not verdict.refused:
            _change(session, actor, verdict.action, meant)
    return verdicts


def stamp(actions: Iterable[Action]) -> str:
    """Which actions these are, and at which version: another stamp means that something changed."""
    told = sorted(f"{action.id}:{action.version_id}" for action in actions)
    return sha256("\n".join(told).encode()).hexdigest()[:32]


def keep_choice(session: Session, actor: Actor, actions: Sequence[Action], change: Change) -> Draft:
    """A choice and what is asked for it, sealed until its preview is confirmed. Raises Unfit for a choice over several partnerships."""
    places = {action.partnership_id for action in actions}
    if len(places) != 1:
        raise Unfit("Choose actions of one partnership, and only such as are still there.")
    preview(session, actor, actions, change)
    ids = [str(action.id) for action in actions]
    told = {name: str(value or "") for name, value in vars(change).items()}
    return begin_draft(session, actor, places.pop(), KIND, {"ids": ids, "change": told})


def choice_of(session: Session, actor: Actor, draft: Draft) -> tuple[list[Action], Change]:
    """The actions of a kept choice that the actor may still read, and the change."""
    content = draft.content or {}
    told = dict(content["change"])
    for name in ("agency_id", "group_id"):
        told[name] = UUID(told[name]) if told[name] else None
    return chosen_actions(session, actor, map(UUID, content["ids"])), Change(**told)


def _meant(session: Session, actions: Sequence[Action], change: Change) -> _Meant:
    """Raises Unfit for a change of nothing, a date that cannot be, an address without an account, a body of elsewhere."""
    if change.is_nothing:
        raise Unfit("Say what is to change.", "owner_post")
    owner = user_by_email(session, change.owner_email) if change.owner_email.strip() else None
    if change.owner_email.strip() and owner is None:
        raise Unfit("Nobody with this address has an account. Name the post instead.", "owner_email")
    target = target_of(change.target) if change.target.strip() else None
    if target is not None and not change.date_reason.strip():
        raise Unfit("Give the reason for moving the target date.", "date_reason")
    if target is not None and not change.agreed_by.strip():
        raise Unfit("Say who agreed the new date.", "agreed_by")
    agency = session.get(Agency, change.agency_id) if change.agency_id else None
    group = session.get(Group, change.group_id) if change.group_id else None
    kept_out = session.scalars(select(Exclusion.review_id).filter_by(user_id=owner.id)) if owner else ()
    return _Meant(change, owner, agency, group, target, frozenset(kept_out), _names(session, actions))


def _names(session: Session, actions: Sequence[Action]) -> dict[UUID, str]:
    """The names of everybody and every body that the actions name now."""
    found: dict[UUID, str] = {}
    for model, column in ((User, "owner_id"), (Agency, "lead_agency_id"), (Group, "group_id")):
        ids = {getattr(action, column) for action in actions} - {None}
        rows: Any = session.scalars(select(model).where(model.id.in_(ids)))
        found |= {row.id: row.name or "" for row in rows}
    return found


def _plan_names(session: Session, actions: Sequence[Action]) -> dict[UUID, str]:
    wanted = select(Plan.id, Plan.reference).where(Plan.id.in_({action.plan_id for action in actions}))
    return {row.id: row.reference for row in session.execute(wanted)}


def _verdict(session: Session, actor: Actor, action: Action, meant: _Meant, plan: str) -> Verdict:
    if why := _refused(session, actor, action, meant):
        return Verdict(action, plan, refused=why)
    return Verdict(action, plan, tuple(_told(action, meant)))


def _refused(session: Session, actor: Actor, action: Action, meant: _Meant) -> str:
    """Why one action cannot be given this, in a sentence; empty where it can."""
    if not allows(actor, Permission.ACTION_EDIT, action):
        return "You may read this action and not change it."
    if not action.is_open:
        return f"It has ended: {action.state.label}."
    for row in (meant.agency, meant.group):
        if row is not None and row.partnership_id != action.partnership_id:
            return f"“{row.name}” belongs to another partnership."
    if action.review_id in meant.kept_out_of:
        return "The new owner has declared a conflict with its review."
    if _holds_real_name(session, actor, action, meant):
        return "What you typed holds a real name of its review."
    return ""


def _holds_real_name(session: Session, actor: Actor, action: Action, meant: _Meant) -> bool:
    """Asked once for each plan."""
    if action.plan_id not in meant.unfit_plans:
        change = meant.change
        try:
            refuse_names_of_plan(
                session, actor, action, change.owner_post, change.target, change.date_reason, change.agreed_by
            )
            meant.unfit_plans[action.plan_id] = False
        except RealNameTyped:
            meant.unfit_plans[action.plan_id] = True
    return meant.unfit_plans[action.plan_id]


def _told(action: Action, meant: _Meant) -> Iterable[str]:
    """Each change in words: what, from, to."""
    if _hands_over(meant):
        before = _called(meant.names.get(action.owner_id) if action.owner_id else "", action.owner_post)
        after = _called(meant.owner.name if meant.owner else "", meant.change.owner_post)
        if (action.owner_id, action.owner_post or "") != (_id(meant.owner), meant.change.owner_post.strip()):
            yield f"Owner: from {before} to {after}"
    for what, row, held in (
        ("Lead agency", meant.agency, action.lead_agency_id),
        ("Group", meant.group, action.group_id),
    ):
        if row is not None and row.id != held:
            yield f"{what}: from {_called(meant.names.get(held) if held else '')} to {row.name}"
    if meant.target is not None and _differs(action, meant.target):
        yield f"Target date: from {_date_of(action) or 'no date'} to {meant.target.text}"


def _change(session: Session, actor: Actor, action: Action, meant: _Meant) -> None:
    values: dict[str, Any] = {}
    if _hands_over(meant):
        values |= {"owner_id": _id(meant.owner), "owner_post": meant.change.owner_post.strip(), "has_owner": True}
    if meant.agency is not None:
        values["lead_agency_id"] = meant.agency.id
    if meant.group is not None:
        values["group_id"] = meant.group.id
    before = changed(action, values)
    if meant.target is not None and _differs(action, meant.target):
        before["target_text"] = _date_of(action)
        before |= _give_date(session, actor, action, meant.target, meant.change)
    keep_learning(session, actor.user_id, action, before)
    apply(action, values)
    fields = sorted(before.keys() - {WHY, AGREED_BY})
    audit.record(session, actor.user_id, audit.Tag.ACTION_EDITED, action, action=action.id, fields=fields)


def _give_date(session: Session, actor: Actor, action: Action, target: Target, change: Change) -> dict[str, str]:
    """A new date, counted where it is a slip; what is kept of why."""
    if not has_moved(action, target):
        set_target(action, target)
        return {}
    move_target(session, actor, action, target, change.date_reason, change.agreed_by)
    return {WHY: change.date_reason.strip(), AGREED_BY: change.agreed_by.strip()}


def _hands_over(meant: _Meant) -> bool:
    return meant.owner is not None or bool(meant.change.owner_post.strip())


def _differs(action: Action, target: Target) -> bool:
    return (action.target_on, action.due_on, action.target_text or "") != (target.starts_on, target.due_on, target.text)


def _date_of(action: Action) -> str:
    return action.target_text or (action.target_on.isoformat() if action.target_on else "")


def _called(*names: str | None) -> str:
    return ", ".join(filter(None, names)) or "nobody"


def _id(row: User | None) -> UUID | None:
    return row.id if row is not None else None
