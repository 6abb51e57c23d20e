"""What somebody says of an action, whatever road it comes by: which notes, move and date it amounts to, and writing those.

Nothing is guessed: a status that leads nowhere is kept in words, a date asked for stays a request until a coordinator ticks it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from darddr import audit
from darddr.importers.dates import find_dates
from darddr.importers.statuses import read_status
from darddr.models.action import Action, UpdateKind
from darddr.policies import Actor, require
from darddr.services.action_moves import advance
from darddr.services.action_pasts import Pasts
from darddr.services.actions import AGREED_BY, WHY, check_date_move, has_moved, move_target, note, set_target
from darddr.services.errors import Unfit
from darddr.services.import_keys import folded
from darddr.services.plan_names import PlanNames
from darddr.services.targets import Target, target_of
from darddr.services.versions import keep_learning
from darddr.services.wording import sentence
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.update_forms import STATUSES
from darddr.workflow.states import ActionState as S

MEANT = dict(zip(map(folded, STATUSES), (S.PROPOSED, S.IN_PROGRESS, S.OWNER_COMPLETE, S.NOT_IMPLEMENTED), strict=True))
FORWARD = {
    (S.AGREED, S.IN_PROGRESS): "start",
    (S.RETURNED, S.IN_PROGRESS): "resume",
    **{(source, S.OWNER_COMPLETE): "complete" for source in (S.AGREED, S.IN_PROGRESS, S.RETURNED)},
}
"""The move that a status given leads to, by the present state. Ending an action unimplemented is never the agency's to do."""

LONGEST = 20_000
"""Characters of one passage, as on the pages."""


@dataclass(frozen=True)
class Said:
    """An answer in words, as typed."""

    progress: str = ""
    status: str = ""
    asked: str = ""
    why: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer understood: notes to be added, a move offered (`trigger`), a date asked for, and what to tell about it."""

    progress: str = ""
    evidence: str = ""
    trigger: str = ""
    target: Target | None = None
    reason: str = ""
    told: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not (self.progress or self.evidence or self.trigger or self.target)


NOTHING = Answer()


def understand(pasts: Pasts, action: Action, said: Said) -> Answer:
    """What an answer about an action amounts to now. `pasts` are those of every action answered about."""
    told: list[str] = []
    trigger, kept = _status(pasts, action, said, told)
    target, reason = _date(action, said, told)
    progress = "\n".join(filter(None, [said.progress.strip(), kept]))
    for name, text in (("progress", progress), ("evidence", said.evidence)):
        if len(text) > LONGEST:
            told.append(f"The {name} is longer than {LONGEST:,} characters and cannot be taken in.")
            return Answer(told=tuple(told))
    return Answer(progress, said.evidence.strip(), trigger, target, reason, tuple(told))


def _status(pasts: Pasts, action: Action, said: Said, told: list[str]) -> tuple[str, str]:
    """The trigger a status leads to, and the words kept in the note where it leads nowhere."""
    if not said.status.strip():
        return "", ""
    meant = MEANT.get(folded(said.status)) or read_status(said.status.strip()).state
    if meant is action.state or (meant is S.PROPOSED and action.state is S.AGREED):
        return "", ""
    kept = f"Status given: {said.status.strip()}."
    trigger = FORWARD.get((action.state, meant)) if meant is not None else None
    if meant is None:
        told.append(f"“{said.status.strip()}” is none of the listed words. It is kept in the note.")
    elif meant is S.NOT_IMPLEMENTED:
        told.append(
            "The agency says it cannot be done. It is kept in the note; ending the action is for the executive."
        )
    elif trigger is None:
        told.append(
            f"The action is “{action.state.label}”, from which “{said.status.strip()}” leads nowhere. It is kept in the note."
        )
    elif trigger == "complete" and not (said.evidence.strip() or pasts.of(action).facts.has_evidence):
        told.append("“Complete” needs evidence and none was given, so the move is not offered. It is kept in the note.")
        trigger = None
    return (trigger, "") if trigger else ("", kept)


def _date(action: Action, said: Said, told: list[str]) -> tuple[Target | None, str]:
    """The date asked for and why; None where there is none, or none that can be used."""
    words = said.asked.strip()
    if not words:
        return None, ""
    found = find_dates(words)
    expression = found[0].text if len(found) == 1 else words
    try:
        target = target_of(expression)
    except Unfit as unfit:
        told.append(unfit.sentence)
        return None, ""
    if target.due_on is None:
        told.append(f"“{words}” gives no date.")
        return None, ""
    if (action.target_on, action.due_on) == (target.starts_on, target.due_on):
        return None, ""
    reason = said.why.strip() or _rest(words, expression)
    if not reason:
        told.append(f"{target.text} is asked for without a reason, and a date moves only with one.")
        return None, ""
    return target, reason


def _rest(words: str, expression: str) -> str:
    """The words around a date, without what only joined them."""
    rest = words.replace(expression, " ", 1)
    return re.sub(
        r"^[\W_]*(?:because|as|since)?[\s,.:;–—-]+|[\s,:;–—-]+$", "", " ".join(rest.split()), flags=re.IGNORECASE
    ).strip()


@dataclass(frozen=True)
class Taking:
    """How an answer is written: on whose behalf, for which day, and which parts of it the coordinator ticked."""

    on_behalf_of: str
    happened_on: date
    move: bool = False
    date: bool = False
    name_reason: str = ""
    agreed_by: str = ""


@dataclass(frozen=True)
class Written:
    """An answer about to be written, and how."""

    action: Action
    answer: Answer
    taking: Taking


def write(session: Session, actor: Actor, all_said: Sequence[Written]) -> None:
    """Write answers, as many as a file holds: all notes first, so that evidence is there when a move asks for it.

    Raises Unfit, RealNameTyped, NotAllowed.
    """
    names = PlanNames(session, actor, [one.action for one in all_said])
    with audit.together(session):
        for one in all_said:
            _note(session, actor, one, names)
        session.flush()
        moved = [one for one in all_said if one.taking.move and one.answer.trigger]
        pasts = Pasts(session, [one.action for one in moved])
        for one in moved:
            advance(
                session,
                actor,
                one.action,
                one.answer.trigger,
                happened_on=one.taking.happened_on,
                on_behalf_of=one.taking.on_behalf_of,
                name_reason=one.taking.name_reason,
                past=pasts.of(one.action),
                names=names,
            )
        for one in all_said:
            if one.taking.date and one.answer.target is not None:
                _date_asked_for(session, actor, one, one.answer.target, names)


def _note(session: Session, actor: Actor, one: Written, names: PlanNames) -> None:
    taking = one.taking
    for kind, text in ((UpdateKind.PROGRESS, one.answer.progress), (UpdateKind.EVIDENCE, one.answer.evidence)):
        if text:
            note(
                session,
                actor,
                one.action,
                kind,
                text,
                taking.happened_on,
                taking.on_behalf_of,
                taking.name_reason,
                names,
            )


def _date_asked_for(session: Session, actor: Actor, one: Written, target: Target, names: PlanNames) -> None:
    taking = one.taking
    why = f"{sentence(one.answer.reason)} Asked for by {taking.on_behalf_of.strip()}."
    names.refuse(one.action, why, taking.agreed_by, reason=taking.name_reason)
    agree_date(session, actor, one.action, target, why, taking.agreed_by)


def agree_date(
    session: Session, actor: Actor, action: Action, target: Target, reason: str, agreed_by: str = ""
) -> None:
    """Give an action the date somebody asked for, with the reason; a first date needs none and is no slip.

    Raises Unfit for a later date that nobody agreed.
    """
    require(actor, Permission.ACTION_EDIT, action)
    before = {"target_text": action.target_text or ""}
    if has_moved(action, target):
        check_date_move(action, target, reason, agreed_by)
        before |= {WHY: reason.strip(), AGREED_BY: agreed_by.strip()}
        keep_learning(session, actor.user_id, action, before)
        move_target(session, actor, action, target, reason, agreed_by)
    else:
        keep_learning(session, actor.user_id, action, before)
        set_target(action, target)
    audit.record(session, actor.user_id, audit.Tag.ACTION_EDITED, action, action=action.id, fields=["target_text"])
