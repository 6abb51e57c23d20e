"""A plan from a file: what would change, and making it so. The same file again changes nothing.

Earlier words are kept as history and a moved date as a slip. A status that a file states begins a new row; for one
that is here already
it becomes a note, because states move only by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from darddr import audit
from darddr.importers import plan as read
from darddr.models.plan import Plan
from darddr.policies import Actor, require
from darddr.services.import_drafts import frozen, thawed
from darddr.services.import_rows import Writer
from darddr.services.import_steps import Step, action_said, recommendation_said, steps_for
from darddr.services.plans import refuse_names_of_plan, require_open_review
from darddr.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Counts:
    """Rows of a file, recommendations and actions alike, by what became of them."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def import_plan(
    session: Session, actor: Actor, plan: Plan, parsed: read.Plan, dry_run: bool = False, name_reason: str = ""
) -> Counts:
    """Bring a file into a plan, or only say what it would do.

    Raises NotAllowed, NotNow, RealNameTyped; then nothing is changed.
    """
    require(actor, Permission.PLAN_EDIT, plan)
    parsed = thawed(frozen(parsed))
    refuse_names_of_plan(session, actor, _PlanRow(plan), "\n".join(_texts(parsed)), reason=name_reason)
    steps = steps_for(session, plan, parsed)
    counts = counts_of(steps)
    if any(step.outcome != "unchanged" for step in steps):
        require_open_review(session, plan.review_id)
    if dry_run:
        return counts
    Writer(session, actor, plan, parsed.source).write(steps)
    audit.record(
        session,
        actor.user_id,
        audit.Tag.PLAN_IMPORTED,
        plan,
        plan=plan.id,
        added=counts.added,
        changed=counts.changed,
        unchanged=counts.unchanged,
    )
    return counts


@dataclass(frozen=True)
class _PlanRow:
    """A plan as a row of itself, for what is asked about rows of plans."""

    plan: Plan

    @property
    def plan_id(self) -> UUID:
        return self.plan.id

    @property
    def review_id(self) -> UUID | None:
        return self.plan.review_id


def counts_of(steps: tuple[Step, ...]) -> Counts:
    """How many rows are added, changed and unchanged."""
    outcomes = [step.outcome for outer in steps for step in (outer, *outer.under)]
    return Counts(outcomes.count("added"), outcomes.count("changed"), outcomes.count("unchanged"))


def _texts(parsed: read.Plan) -> Iterator[str]:
    """Every word of a file that would be kept."""
    for recommendation in parsed.recommendations:
        yield from recommendation_said(recommendation).values()
        for action in recommendation.actions:
            yield from action_said(action).values()
