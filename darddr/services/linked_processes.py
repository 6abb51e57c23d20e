"""Processes that look at the same death: trial, inquest, other reviews; where each stands, and whether publication waits for it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.models.linked_process import LinkedProcess
from darddr.models.partnership import Partnership
from darddr.models.review import Review
from darddr.policies import Actor, require
from darddr.services.errors import Unfit
from darddr.services.register import refuse_real_names
from darddr.services.versions import changed, check_version, keep_narrative
from darddr.services.wording import day_text
from darddr.vocabulary.linked_processes import IN_WALES_ALONE, ProcessKind, ProcessStatus
from darddr.vocabulary.permissions import Permission

WALES = "wales"
COLUMNS = ("kind", "status", "has_joint_terms", "holds_publication")
TEXTS = ("lead_body", "note")


@dataclass(frozen=True)
class Process:
    """A linked process; `dates` are days with words, either of which may still be wanting in what a form says."""

    kind: ProcessKind
    status: ProcessStatus
    lead_body: str = ""
    has_joint_terms: bool = False
    holds_publication: bool = False
    dates: tuple[tuple[date | None, str], ...] = ()
    note: str = ""
    name_reason: str = ""


def processes_of(session: Session, review: Review) -> list[LinkedProcess]:
    """Everything linked with a review: what is still to end first, then in the order of the list."""
    rows = session.scalars(select(LinkedProcess).filter_by(review_id=review.id).order_by(LinkedProcess.recorded_at))
    order = list(ProcessKind)
    return sorted(rows, key=lambda row: (not row.is_pending, order.index(row.kind)))


def kinds_for(session: Session, review: Review) -> list[ProcessKind]:
    """The kinds a review of its partnership may be linked with."""
    partnership = session.get_one(Partnership, review.partnership_id)
    return [kind for kind in ProcessKind if kind not in IN_WALES_ALONE or partnership.nation.lower() == WALES]


def link(session: Session, actor: Actor, review: Review, told: Process) -> LinkedProcess:
    """Link a process with a review. Raises Unfit, RealNameTyped."""
    require(actor, Permission.REVIEW_LEAD, review)
    values = _fitting(session, review, told)
    place = {"partnership_id": review.partnership_id, "review_id": review.id, "recorded_by_id": actor.user_id}
    process = LinkedProcess(**place, **values)
    session.add(process)
    session.flush()
    facts = {"process": process.id, "process_kind": process.kind, "status": process.status}
    audit.record(session, actor.user_id, audit.Tag.PROCESS_LINKED, review, **facts)
    return process


def edit(session: Session, actor: Actor, review: Review, process: LinkedProcess, version: int, told: Process) -> None:
    """Record how a process stands now; the earlier words are kept. Raises Stale, Unfit, RealNameTyped."""
    require(actor, Permission.REVIEW_LEAD, review)
    check_version(process, version, (*COLUMNS, *TEXTS))
    values = _fitting(session, review, told, process.kind)
    before = changed(process, {name: value for name, value in values.items() if name != "dates"})
    if values["dates"] != (process.dates or []):
        before["dates"] = "\n".join(lines_of(process))
    if not before:
        return
    keep_narrative(session, actor.user_id, process, before)
    for name in COLUMNS:
        setattr(process, name, values[name])
    process.fill(dates=values["dates"], **{name: values[name] for name in TEXTS})
    facts = {"process": process.id, "fields": sorted(before)}
    audit.record(session, actor.user_id, audit.Tag.PROCESS_EDITED, review, **facts)


def events_of(process: LinkedProcess) -> list[tuple[date, str]]:
    """Its dated events, in order."""
    return [(date.fromisoformat(line["on"]), line["words"]) for line in process.dates or ()]


def lines_of(process: LinkedProcess) -> list[str]:
    """Its dated events as lines."""
    return [f"{day_text(day)}: {words}" for day, words in events_of(process)]


def _fitting(session: Session, review: Review, told: Process, kept: ProcessKind | None = None) -> dict[str, Any]:
    if told.kind not in (*kinds_for(session, review), kept):
        raise Unfit("This kind of review is held in Wales alone.", "kind")
    if not told.lead_body.strip():
        raise Unfit("Say which body leads it.", "lead_body")
    if told.holds_publication and told.status is ProcessStatus.NOT_HAPPENING:
        raise Unfit("What is not happening cannot hold publication.", "holds_publication")
    dates = [_dated(number, day, words.strip()) for number, (day, words) in enumerate(told.dates, 1)]
    kept_dates = sorted((line for line in dates if line), key=lambda line: line["on"])
    words = {f"words_{number}": words for number, (_, words) in enumerate(told.dates, 1)}
    texts = {"lead_body": told.lead_body, "note": told.note, **words}
    refuse_real_names(session, review, *texts.values(), reason=told.name_reason, fields=tuple(texts))
    values = {name: value for name, value in asdict(told).items() if name in (*COLUMNS, *TEXTS)}
    return {**values, **{name: values[name].strip() for name in TEXTS}, "dates": kept_dates}


def _dated(number: int, day: date | None, words: str) -> dict[str, str]:
    if day is None and words:
        raise Unfit(f"Enter the day of “{words[:60]}”.", f"day_{number}")
    if day is not None and not words:
        raise Unfit(f"Say what happens on {day_text(day)}.", f"words_{number}")
    return {"on": day.isoformat(), "words": words} if day is not None else {}
