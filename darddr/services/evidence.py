"""Files that show what was done: past the gate, sealed under an update, taken away by whoever may read the action."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.models.action import Action, ActionUpdate
from darddr.models.evidence_file import EvidenceFile
from darddr.models.plan import Plan
from darddr.models.subject import Subject
from darddr.policies import Actor, require
from darddr.services.errors import Unfit
from darddr.services.plans import refuse_names_of_plan
from darddr.uploads import check_in_subprocess
from darddr.uploads.kinds import ending
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.printable import printable


@dataclass(frozen=True)
class Offered:
    """A file the gate has let in: its name as it came, its ending, its bytes, and the gate's warning where there is one."""

    name: str
    kind: str
    data: bytes
    warning: str = ""


def looked_at(name: str, data: bytes) -> Offered:
    """A file, once the gate (a process of its own) has looked at it. Raises Unfit with one sentence."""
    name = printable(name).strip()[:200] or "The file"
    verdict = check_in_subprocess(name, data)
    if verdict.verdict == "reject":
        raise Unfit(verdict.message, "file")
    return Offered(name, ending(name).lstrip("."), data, verdict.message if verdict.verdict == "flag" else "")


def keep_file(
    session: Session, actor: Actor, action: Action, update: ActionUpdate, offered: Offered, name_reason: str = ""
) -> EvidenceFile:
    """Seal a file under an update. Raises RealNameTyped where its name holds a real name."""
    require(actor, Permission.ACTION_UPDATE, action)
    refuse_names_of_plan(session, actor, action, offered.name, reason=name_reason)
    row = EvidenceFile(
        partnership_id=action.partnership_id,
        review_id=action.review_id,
        action_id=action.id,
        update_id=update.id,
        kind=offered.kind,
        recorded_by_id=actor.user_id,
        name=offered.name,
    )
    row.keep(offered.data)
    session.flush()
    session.add(row)
    audit.record(session, actor.user_id, audit.Tag.EVIDENCE_ADDED, action, action=action.id, file=row.id)
    return row


def files_of(session: Session, action: Action) -> dict[UUID, list[EvidenceFile]]:
    """An action's files by the update they stand under, oldest first; their content stays closed."""
    found: dict[UUID, list[EvidenceFile]] = defaultdict(list)
    wanted = select(EvidenceFile).filter_by(action_id=action.id)
    for row in session.scalars(wanted.order_by(EvidenceFile.recorded_at, EvidenceFile.id)):
        found[row.update_id].append(row)
    return found


def name_outside(session: Session, action: Action, row: EvidenceFile) -> str:
    """What a file is called once taken away: references only, since its own name may say more."""
    plan = cast(Plan, session.get(Plan, action.plan_id))
    number = "".join(char if char.isalnum() else "-" for char in action.number or str(action.position))
    return f"{plan.reference}-action-{number}-evidence-{row.id.hex[:6]}.{row.kind}"


def note_download(session: Session, reader_id: UUID, place: Subject, action_id: UUID, file_id: UUID) -> None:
    """Write to the log that somebody took a file away."""
    audit.record(session, reader_id, audit.Tag.EVIDENCE_DOWNLOADED, place, action=action_id, file=file_id)
