"""Rows of a returned form held against what was issued: which action each is, and every reason not to take it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.importers.update_forms import ReturnedRow
from darddr.models.action import Action, ActionUpdate
from darddr.models.update_form import UpdateForm, UpdateFormRow
from darddr.policies import Actor, allows
from darddr.services.action_pasts import Pasts
from darddr.services.answers import NOTHING, Answer, Said, understand
from darddr.services.report_facts import day_text
from darddr.services.update_forms import actions_of, row_mark, rows_of
from darddr.vocabulary.permissions import Permission


@dataclass(frozen=True)
class Judged:
    """A row, the action it speaks of, and what it amounts to.

    With a `refusal` nothing of it can be taken. `since` says what was done to the action after the form went out: then
    both stand side by side, and nothing is ticked beforehand.
    """

    row: ReturnedRow
    refusal: str = ""
    issued: UpdateFormRow | None = None
    action: Action | None = None
    answer: Answer = NOTHING
    since: tuple[str, ...] = ()


def judge(session: Session, actor: Actor, form: UpdateForm, rows: tuple[ReturnedRow, ...]) -> tuple[Judged, ...]:
    """Each row with an answer in it, judged as things stand now."""
    issued = rows_of(session, form)
    by_mark = {row_mark(form.id, each.action_id, each.issued_version): each for each in issued}
    by_ref = {each.ref: each for each in issued}
    marks, refs = Counter(row.mark for row in rows), Counter(row.ref for row in rows)
    judged = []
    now = _Now(session, form)
    for row in rows:
        if row.is_blank:
            continue
        found, refusal = _recognise(row, by_mark, by_ref, marks[row.mark] if row.mark else refs[row.ref])
        judged.append(Judged(row, refusal) if found is None else _held(actor, now, row, found))
    return tuple(judged)


def _recognise(
    row: ReturnedRow, by_mark: dict[str, UpdateFormRow], by_ref: dict[str, UpdateFormRow], times: int
) -> tuple[UpdateFormRow | None, str]:
    """The issued row that a row is, or why it is none. An id that is there must be right; without one the Ref speaks."""
    called = f"Row {row.at}" + (f" ({row.ref})" if row.ref else "")
    if times > 1:
        return (
            None,
            f"{called}: {times} rows carry the same {'id' if row.mark else 'Ref'}, so nobody can say which action they speak of.",
        )
    if row.mark:
        found = by_mark.get(row.mark)
        if found is None:
            return (
                None,
                f"{called}: its hidden id is not one this form was issued with. It was changed, or copied from another form.",
            )
        if row.ref and row.ref != found.ref:
            return (
                None,
                f"{called}: its hidden id is that of {found.ref}. The row was moved or copied, so nobody can say which is meant.",
            )
        return found, ""
    if row.ref in by_ref:
        return by_ref[row.ref], ""
    return None, f"{called}: this form did not ask about it."


class _Now:
    """What a form asked about as it stands now, read for all its rows together."""

    def __init__(self, session: Session, form: UpdateForm) -> None:
        asked = UpdateFormRow.form_id == form.id
        self.actions = actions_of(session, form)
        self.pasts = Pasts(session, self.actions.values())
        self.updates: dict[UUID, list[ActionUpdate]] = defaultdict(list)
        for update in session.scalars(
            select(ActionUpdate)
            .join(UpdateFormRow, UpdateFormRow.action_id == ActionUpdate.action_id)
            .where(asked, ActionUpdate.recorded_at > form.recorded_at)
            .order_by(ActionUpdate.recorded_at)
        ):
            self.updates[update.action_id].append(update)


def _held(actor: Actor, now: _Now, row: ReturnedRow, issued: UpdateFormRow) -> Judged:
    """A recognised row against its action as it stands."""
    called = f"Row {row.at} ({issued.ref})"
    action = now.actions.get(issued.action_id)
    if action is None or not allows(actor, Permission.ACTION_UPDATE, action):
        return Judged(row, f"{called}: you may not update this action.")
    if issued.returned_on is not None:
        taken = day_text(issued.returned_on)
        return Judged(
            row,
            f"{called}: the answer of this form was already taken in on {taken}. It was returned twice.",
            issued,
            action,
        )
    if not action.is_open:
        sentence = (
            f"{called}: the action has ended since ({action.state.label}). Re-open it first, or leave this answer."
        )
        return Judged(row, sentence, issued, action)
    said = Said(row.progress, row.status, row.asked, row.why, row.evidence)
    answer = understand(now.pasts, action, said)
    if not row.mark:
        lost = "Its hidden id was lost on the way; it was recognised by its Ref."
        answer = Answer(
            answer.progress, answer.evidence, answer.trigger, answer.target, answer.reason, (lost, *answer.told)
        )
    return Judged(row, "", issued, action, answer, _since(action, issued, now.updates[action.id]))


def _since(action: Action, issued: UpdateFormRow, updates: Sequence[ActionUpdate]) -> tuple[str, ...]:
    """What became of an action after the form was issued."""
    changed = ["The action itself was changed."] if action.version_id != issued.issued_version else []
    return (*changed, *(f"{update.kind.label}, {day_text(update.happened_on)}: {update.text}" for update in updates))
