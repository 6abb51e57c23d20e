"""What a draft declares of its state: status column, completion column, or words in its other texts."""

from __future__ import annotations

import re

from darddr.importers.dates import DateReading, find_dates, read_date
from darddr.importers.drafts import Draft
from darddr.importers.statuses import NO_STATUS, Key, Status, find_status, read_status
from darddr.workflow.states import ActionState

SPARE = re.compile(r"[\W_]+|\b(?:on|in|by|the|date|of|and)\b", re.IGNORECASE)
NOTHING: tuple[DateReading | None, str, Status] = (None, "", NO_STATUS)
DONE = (ActionState.OWNER_COMPLETE, ActionState.SIGNED_OFF)


def declared(draft: Draft, key: Key) -> tuple[Status, DateReading | None, str]:
    """Find the declared state, the completion date and the outcome.

    The status column decides, then the completion column, then words in progress, milestones, outcome and target.
    """
    status = read_status(draft.status, draft.colour, key) if draft.status or draft.colour else NO_STATUS
    completed, outcome, closing = _completion(draft.completed) if draft.completed else NOTHING
    if draft.outcome:
        outcome = f"{outcome}\n{draft.outcome}" if outcome else draft.outcome
    wanted = status.state is None or (completed is None and status.state in DONE)
    noted = _noted(draft) if wanted else NO_STATUS
    if status.state is None:
        stated = closing if closing.state else noted
        if stated is not NO_STATUS:
            words = f"{status.text}\n{stated.text}".strip()
            status = Status(stated.state, words, status.completed or stated.completed)
    elif closing.text and closing.text not in outcome and (completed is None or closing.text not in completed.text):
        outcome = f"{closing.text}\n{outcome}".strip()
    if completed is None and status.state in DONE:
        completed = status.completed or noted.completed
    return status, completed, outcome


def _noted(draft: Draft) -> Status:
    """Find the first state declared in a running text; planned texts declare one only at the start of a line.

    A target of "Ongoing" says when, not how far; "Completed May 2019" written over a target does say how far.
    """
    noted = find_status(draft.progress) if draft.progress else NO_STATUS
    for planned in (draft.milestones, draft.outcome):
        if noted.state is None and planned:
            noted = find_status(planned, True)
    if noted.state is None and draft.target:
        due = find_status(draft.target, True)
        return due if due.state in DONE else NO_STATUS
    return noted


def _completion(text: str) -> tuple[DateReading | None, str, Status]:
    """Read a cell of completion date and outcome: the date, the words that are left to tell the outcome, the state.

    A date of completion declares the action complete, whether or not the word stands beside it.
    """
    closing = find_status(text)
    dated = [each for each in find_dates(text) if each.value]
    if closing.state not in (None, *DONE):
        dated = []
    rest = text.replace(closing.text, " ", 1)
    for each in dated[:1]:
        rest = rest.replace(each.text, " ", 1)
    if SPARE.sub("", rest):
        outcome, completed = text, dated[0] if dated else None
    else:
        outcome, completed = "", read_date(text) if dated else None
    if closing.state is None and completed is not None and text.lstrip().startswith(completed.text):
        closing = Status(ActionState.OWNER_COMPLETE)
    return completed, outcome, closing
