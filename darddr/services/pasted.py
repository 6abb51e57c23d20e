"""Pasted rows on their way into a plan: updates to the actions of their numbers, and new actions; a draft until confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.importers.errors import PlanUnreadable
from darddr.importers.pasted import PastedRow, read_pasted
from darddr.models.action import Action
from darddr.models.draft import Draft
from darddr.models.partnership import Agency
from darddr.models.plan import Plan, Recommendation
from darddr.policies import Actor, require
from darddr.services import drafts
from darddr.services.action_pasts import Pasts
from darddr.services.actions import Undertaking, add_action
from darddr.services.answers import NOTHING, Answer, Said, Taking, Written, understand, write
from darddr.services.errors import Unfit
from darddr.services.import_keys import folded
from darddr.services.import_steps import agencies_by_words
from darddr.services.targets import target_of
from darddr.vocabulary.permissions import Permission

KIND = "pasted rows"


@dataclass(frozen=True)
class Line:
    """A pasted row as understood: an update of `action`, a new action under `recommendation`, or a fault."""

    row: PastedRow
    fault: str = ""
    action: Action | None = None
    answer: Answer = NOTHING
    recommendation: Recommendation | None = None
    told: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """What becomes of the row."""
        if self.fault:
            return "fault"
        if self.recommendation is not None:
            return "new"
        return "unchanged" if self.answer.is_empty else "update"


@dataclass(frozen=True)
class Done:
    """How many actions were updated and added."""

    updated: int = 0
    added: int = 0


def keep(session: Session, actor: Actor, plan: Plan, text: str) -> Draft:
    """Pasted text, read and kept as a sealed draft. Raises Unfit where it is no table."""
    require(actor, Permission.UPDATE_FORMS, plan)
    try:
        pasted = read_pasted(text)
    except PlanUnreadable as unreadable:
        raise Unfit(str(unreadable), "text") from None
    draft = drafts.begin_draft(session, actor, plan.partnership_id, KIND, asdict(pasted), review_id=plan.review_id)
    draft.subject_id = plan.id
    return draft


def own_pasted(session: Session, actor: Actor, draft_id: UUID) -> Draft | None:
    """The actor's own pasted rows."""
    return drafts.own_draft(session, actor.user_id, draft_id, KIND)


@dataclass
class _Known:
    """What the rows of a paste are looked up in."""

    plan: Plan
    pasts: Pasts
    actions: dict[str, list[Action]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, list[Action]] = field(default_factory=lambda: defaultdict(list))
    recommendations: dict[str, list[Recommendation]] = field(default_factory=lambda: defaultdict(list))
    only: Recommendation | None = None
    agencies: dict[str, Agency] = field(default_factory=dict)


def lines_of(session: Session, plan: Plan, draft: Draft) -> tuple[Line, ...]:
    """The rows of a draft as they stand now. Its caller has asked a policy."""
    known = _known(session, plan)
    seen: dict[UUID, int] = {}
    lines = []
    for one in (draft.content or {})["rows"]:
        line = _line(known, PastedRow(**one))
        if line.action is not None and not line.fault:
            first = seen.setdefault(line.action.id, line.row.at)
            if first != line.row.at:
                line = Line(line.row, f"Row {line.row.at}, column Ref: row {first} is about the same action already.")
        lines.append(line)
    return tuple(lines)


def _known(session: Session, plan: Plan) -> _Known:
    actions = session.scalars(select(Action).filter_by(plan_id=plan.id)).all()
    known = _Known(plan, Pasts(session, actions), agencies=agencies_by_words(session, plan))
    start = folded(plan.reference.removesuffix("-PLAN"))
    for action in actions:
        number = folded(action.number or str(action.position))
        known.actions[number].append(action)
        known.actions[f"{start} {number}"].append(action)
        known.texts[folded(action.text or "")].append(action)
    rows = session.scalars(select(Recommendation).filter_by(plan_id=plan.id)).all()
    for row in rows:
        for words in {folded(row.number or str(row.position)), folded(row.text or "")}:
            known.recommendations[words].append(row)
    known.only = rows[0] if len(rows) == 1 else None
    return known


def _line(known: _Known, row: PastedRow) -> Line:
    found = known.actions.get(folded(row.ref), []) if row.ref else known.texts.get(folded(row.text), [])
    if len(found) > 1:
        return Line(
            row,
            f"Row {row.at}, column Ref: {len(found)} actions of this plan have the number or words “{row.ref or row.text}”.",
        )
    if found:
        return _update(known, row, found[0])
    if not row.text:
        where = (
            f"column Ref: this plan has no action “{row.ref}”, and the row has no words for a new one."
            if row.ref
            else "no action is named."
        )
        return Line(row, f"Row {row.at}, {where}")
    return _new(known, row)


def _update(known: _Known, row: PastedRow, action: Action) -> Line:
    if not action.is_open:
        return Line(row, f"Row {row.at}, column Ref: the action has ended ({action.state.label}).")
    answer = understand(known.pasts, action, Said(row.progress, row.status, row.target, "", row.evidence))
    return Line(row, action=action, answer=answer, told=answer.told)


def _new(known: _Known, row: PastedRow) -> Line:
    """A new action; its recommendation is the one named, or the plan's only one."""
    named = known.recommendations.get(folded(row.recommendation), []) if row.recommendation else []
    under = named[0] if len(named) == 1 else known.only if not row.recommendation else None
    if under is None:
        what = _why_none(row, len(named))
        return Line(row, f"Row {row.at}, column Recommendation: {what}.")
    if len(row.ref) > 20:
        return Line(row, f"Row {row.at}, column Ref: use a number of at most 20 characters.")
    try:
        target_of(row.target)
    except Unfit as unfit:
        return Line(row, f"Row {row.at}, column Target date: {unfit.sentence}")
    told = []
    if row.agency and folded(row.agency) not in known.agencies:
        told.append(f"“{row.agency}” is no agency of the partnership. It is kept in words.")
    if row.status:
        told.append("A new action begins as proposed, whatever its status says.")
    return Line(row, recommendation=under, told=tuple(told))


def _why_none(row: PastedRow, found: int) -> str:
    if not row.recommendation:
        return "say under which recommendation it stands"
    if found:
        return f"“{row.recommendation}” is the number or words of {found} recommendations of this plan; write its words"
    return f"“{row.recommendation}” is no recommendation of this plan"


def apply(session: Session, actor: Actor, plan: Plan, draft: Draft, taking: Taking) -> Done:
    """Write every row without a fault. Raises Unfit, RealNameTyped; then nothing is written."""
    require(actor, Permission.UPDATE_FORMS, plan)
    lines = [line for line in lines_of(session, plan, draft) if line.outcome in ("update", "new")]
    if not lines:
        raise Unfit("No row can be added. Mend what is listed and paste the rows again.")
    agencies = agencies_by_words(session, plan)
    written = []
    for line in lines:
        if line.action is not None:
            written.append(Written(line.action, line.answer, taking))
        elif line.recommendation is not None:
            written.append(_added(session, actor, line.recommendation, line.row, agencies, taking))
    write(session, actor, written)
    updated = sum(line.action is not None for line in lines)
    done = Done(updated, len(lines) - updated)
    audit.record(
        session, actor.user_id, audit.Tag.UPDATES_PASTED, plan, plan=plan.id, updated=done.updated, added=done.added
    )
    session.delete(draft)
    return done


def _added(
    session: Session, actor: Actor, under: Recommendation, row: PastedRow, agencies: dict[str, Agency], taking: Taking
) -> Written:
    """A new action, with what is said of it."""
    agency = agencies.get(folded(row.agency))
    told = Undertaking(
        text=row.text,
        number=row.ref,
        agency=agency,
        lead_agencies=(row.agency,) if row.agency and agency is None else (),
        owner_post=row.owner,
        target=row.target,
        milestones=row.milestones,
        name_reason=taking.name_reason,
    )
    action = add_action(session, actor, under, told)
    said = Answer(progress=row.progress.strip(), evidence=row.evidence.strip())
    return Written(action, said, taking)


def left_out(draft: Draft) -> Sequence[str]:
    """The headings that were not understood."""
    content: dict[str, Any] = draft.content or {}
    return tuple(content.get("left_out", ()))
