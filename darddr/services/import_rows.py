"""Writing the rows of a file into a plan: new ones whole, known ones only in what the file says anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.importers import plan as read
from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.models.plan import Plan, Recommendation
from darddr.policies import Actor
from darddr.services import themes
from darddr.services.action_moves import COMPLETED
from darddr.services.action_pasts import BROUGHT_IN
from darddr.services.actions import apply, has_moved, make_update, move_target, set_target
from darddr.services.import_keys import folded
from darddr.services.import_steps import Step, agencies_by_words, prints
from darddr.services.targets import target_from
from darddr.services.versions import changed, keep_learning
from darddr.vocabulary.records import RecommendationScope
from darddr.workflow.states import ActionState

NOTED = (("status_text", "Status"), ("completed", "Completed"), ("progress", "Progress"))
"""What a file says of an action already here that becomes a note under it."""

_SCOPES = {scope.value: scope for scope in RecommendationScope}


class Writer:
    """Writes one file into one plan, its rows in their printed order after those already there."""

    def __init__(self, session: Session, actor: Actor, plan: Plan, source: str) -> None:
        self.session, self.actor, self.plan = session, actor, plan
        self.told: list[ActionMove | ActionUpdate] = []
        self.told_by = f"the file “{source}”"
        self.agencies = agencies_by_words(session, plan)
        self.themes = themes.by_words(session, plan.partnership_id)
        self.last = session.scalar(select(func.max(Recommendation.position)).filter_by(plan_id=plan.id)) or 0
        rows = session.execute(
            select(Action.recommendation_id, func.max(Action.position))
            .where(Action.plan_id == plan.id)
            .group_by(Action.recommendation_id)
        )
        self.last_under: dict[UUID, int] = {row[0]: row[1] for row in rows}

    def write(self, steps: tuple[Step, ...]) -> None:
        """Write a file's rows:

        recommendations, then actions, then what belongs to those, as their foreign keys ask for.
        """
        written = [(self._recommendation(step), step.under) for step in steps]
        self.session.flush()
        for recommendation, under in written:
            for step in under:
                self._action(recommendation, step)
        self.session.flush()
        self.session.add_all(self.told)
        self.session.flush()

    def _recommendation(self, step: Step) -> Recommendation:
        if step.row is None:
            return self._new_recommendation(step)
        row: Recommendation = step.row
        printed, said = step.printed, step.said
        theme = self.themes.get(folded(printed.theme or ""))
        told: dict[str, Any] = {
            "number": {"number": said["number"]},
            "text": {"text": said["text"]},
            "scope": {"scope_tier": _SCOPES.get(said["scope"])},
            "theme": {"theme": theme, "theme_text": "" if theme else said["theme"]},
            "addressees": {"addressees": list(printed.addressees)},
        }
        self._change(step, told)
        return row

    def _new_recommendation(self, step: Step) -> Recommendation:
        printed: read.Recommendation = step.printed
        self.last += 1
        theme = self.themes.get(folded(printed.theme or ""))
        row = Recommendation(
            id=step.row_id,
            partnership_id=self.plan.partnership_id,
            review_id=self.plan.review_id,
            plan_id=self.plan.id,
            number=printed.number or "",
            position=self.last,
            scope_tier=_SCOPES.get(printed.scope or ""),
            theme=theme,
            import_key=step.key,
            recorded_by_id=self.actor.user_id,
            text=printed.text,
            theme_text=None if theme else printed.theme,
            addressees=list(printed.addressees),
            imported=prints(step.said),
        )
        self.session.add(row)
        return row

    def _action(self, recommendation: Recommendation, step: Step) -> None:
        if step.row is None:
            self._new_action(recommendation, step)
            return
        row: Action = step.row
        printed, said, anew = step.printed, step.said, step.anew
        agency_id, others = self._leads(printed.lead_agencies)
        told: dict[str, Any] = {
            "number": {"number": said["number"]},
            "text": {"text": said["text"]},
            "lead_agencies": {"lead_agency_id": agency_id, "lead_agencies": others},
            "owner_post": {
                "owner_post": said["owner_post"],
                "has_owner": bool(said["owner_post"]) or row.owner_id is not None,
            },
            "milestones": {"milestones": said["milestones"]},
            "status_text": {"status_text": said["status_text"]},
            "outcome": {"outcome": said["outcome"]},
        }
        if "target_text" in anew:
            self._retarget(row, printed)
        self._change(step, told)
        self._note(row, [f"{label}: {said[name]}" for name, label in NOTED if name in anew and said[name]])

    def _new_action(self, recommendation: Recommendation, step: Step) -> None:
        printed: read.Action = step.printed
        position = self.last_under[recommendation.id] = self.last_under.get(recommendation.id, 0) + 1
        agency_id, others = self._leads(printed.lead_agencies)
        state = printed.status or ActionState.PROPOSED
        action = Action(
            id=step.row_id,
            partnership_id=recommendation.partnership_id,
            review_id=recommendation.review_id,
            plan_id=recommendation.plan_id,
            recommendation_id=recommendation.id,
            number=printed.number or "",
            position=position,
            state=state,
            lead_agency_id=agency_id,
            has_owner=bool(printed.owner),
            completed_on=_completed_on(printed, state),
            import_key=step.key,
            recorded_by_id=self.actor.user_id,
            text=printed.text,
            owner_post=printed.owner,
            lead_agencies=others,
            milestones=printed.milestones,
            target_text=printed.target_date.text,
            status_text=step.said["status_text"],
            outcome=printed.outcome,
            imported=prints(step.said),
        )
        set_target(action, target_from(printed.target_date))
        self.session.add(action)
        if state is not ActionState.PROPOSED:
            self._bring_in(action, printed)
        self._note(action, [f"Progress: {printed.progress}"] if printed.progress else [])

    def _bring_in(self, action: Action, printed: read.Action) -> None:
        """The step by which a new row stands in the state its file states; no moves are replayed."""
        self.told.append(
            ActionMove(
                partnership_id=action.partnership_id,
                review_id=action.review_id,
                action_id=action.id,
                step=1,
                trigger=BROUGHT_IN,
                source=ActionState.PROPOSED,
                dest=action.state,
                happened_on=action.completed_on or clock.today(),
                recorded_by_id=self.actor.user_id,
                reason=printed.status_text,
                on_behalf_of=self.told_by,
            )
        )

    def _retarget(self, row: Action, printed: read.Action) -> None:
        target = target_from(printed.target_date)
        keep_learning(self.session, self.actor.user_id, row, {"target_text": row.target_text or ""})
        if has_moved(row, target):
            move_target(self.session, self.actor, row, target, f"Read from {self.told_by}.")
        else:
            set_target(row, target)

    def _change(self, step: Step, told: Mapping[str, Any]) -> None:
        """Change what the file says anew and keep the earlier words;

        the row is known by the file's words from now on.
        """
        row: Recommendation | Action = step.row
        values = {name: value for field in sorted(step.anew) for name, value in told.get(field, {}).items()}
        if before := changed(row, values):
            keep_learning(self.session, self.actor.user_id, row, before)
        apply(row, {**values, "imported": prints(step.said), "import_key": step.key})

    def _leads(self, names: tuple[str, ...]) -> tuple[UUID | None, list[str]]:
        """The first body that is an agency of the partnership leads; the others stay as printed."""
        for at, name in enumerate(names):
            if (agency := self.agencies.get(folded(name))) is not None:
                return agency.id, [*names[:at], *names[at + 1 :]]
        return None, list(names)

    def _note(self, action: Action, parts: list[str]) -> None:
        if parts:
            text, today = "\n".join(parts), clock.today()
            self.told.append(make_update(self.actor, action, UpdateKind.PROGRESS, text, today, self.told_by))


def _completed_on(printed: read.Action, state: ActionState) -> date | None:
    """The day a file gives for an action it calls complete, unless that day is still to come."""
    value = printed.completed_date.value if printed.completed_date else None
    return value if value is not None and state in COMPLETED and value <= clock.today() else None
