"""The returns tray: files that come back, each recognised, kept as a sealed draft, and taken in row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from darddr import audit, clock
from darddr.importers.dates import read_date
from darddr.importers.errors import PlanUnreadable
from darddr.importers.update_forms import ReturnedForm, ReturnedRow, read_form
from darddr.models.draft import Draft
from darddr.models.partnership import Agency
from darddr.models.subject import Place
from darddr.models.update_form import UpdateForm, UpdateFormRow
from darddr.policies import Actor, require
from darddr.services import drafts
from darddr.services.answers import Taking, Written, write
from darddr.services.errors import Unfit
from darddr.services.report_facts import day_text
from darddr.services.return_rows import Judged, judge
from darddr.services.update_forms import MOST, reference_of
from darddr.uploads import check_in_subprocess
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.printable import printable

KIND = "returned form"
MOST_FILES = 20
MOST_ROWS = 2 * MOST
"""Rows of a file that are looked at: a form of the most actions with every row copied still tells its story."""

NO_FORM = (
    "{name} is no update form that was issued here. If it is an action plan, open its plan and choose “Import a file”. "
    "If it is a form whose ids were lost, copy its answers into the form that was sent out."
)


WITHDRAWN = "{reference} was withdrawn on {day}, so nothing is taken in from it. Issue a new form to ask again."


NO_RETURN = ReturnedForm()


@dataclass(frozen=True)
class Opened:
    """A file that was dropped: what it says, or in one sentence what to do with it."""

    name: str
    returned: ReturnedForm = NO_RETURN
    sentence: str = ""
    warning: str = ""


@dataclass(frozen=True)
class Return:
    """A file in the tray as it stands now: which form it is, or what to do with it."""

    draft: Draft
    name: str
    sentence: str
    warning: str
    form: UpdateForm | None = None
    agency: str = ""
    said_by: str = ""
    said_on: date | None = None
    rows: tuple[Judged, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """The form's reference."""
        return reference_of(self.form) if self.form is not None else ""

    @property
    def open_rows(self) -> tuple[Judged, ...]:
        """The rows that can be taken in."""
        return tuple(row for row in self.rows if not row.refusal)


@dataclass(frozen=True)
class Taken:
    """How many rows, moves and dates were taken in."""

    rows: int = 0
    moves: int = 0
    dates: int = 0


def open_file(name: str, data: bytes) -> Opened:
    """A dropped file past the gate, read. Never raises: what is wrong becomes a sentence. It needs no database."""
    name = printable(name) or "The file"
    verdict = check_in_subprocess(name, data)
    if verdict.verdict == "reject":
        return Opened(name, sentence=verdict.message)
    try:
        returned = read_form(name, data)
    except PlanUnreadable as unreadable:
        return Opened(name, sentence=str(unreadable))
    if not returned.is_form:
        return Opened(name, sentence=NO_FORM.format(name=name))
    if len(returned.rows) > MOST_ROWS:
        return Opened(
            name, sentence=f"{name} holds more rows than any form that was issued, and nothing is taken from it."
        )
    return Opened(name, returned, warning=verdict.message if verdict.verdict == "flag" else "")


def keep(session: Session, actor: Actor, place: Place, opened: Opened) -> Draft:
    """Put a file in the actor's tray, for 24 hours."""
    require(actor, Permission.UPDATE_FORMS, place)
    returned = {**vars(opened.returned), "rows": [vars(row) for row in opened.returned.rows]}
    return drafts.begin_draft(session, actor, place.partnership_id, KIND, {**vars(opened), "returned": returned})


def own_return(session: Session, actor: Actor, draft_id: UUID) -> Draft | None:
    """A file in the actor's own tray."""
    return drafts.own_draft(session, actor.user_id, draft_id, KIND)


def tray_of(session: Session, actor: Actor, place: Place) -> list[Return]:
    """Everything in the actor's tray, newest first, as it stands now."""
    waiting = drafts.open_drafts(session, actor.user_id, place.partnership_id, KIND)
    return [look_at(session, actor, draft) for draft in waiting]


def look_at(session: Session, actor: Actor, draft: Draft) -> Return:
    """A file in the tray, judged as things stand now."""
    content: Mapping[str, Any] = draft.content or {}
    name, sentence, warning = content.get("name", ""), content.get("sentence", ""), content.get("warning", "")
    if sentence:
        return Return(draft, name, sentence, warning)
    read = content["returned"]
    form = _form_of(session, draft.partnership_id, read["form_id"], read["reference"])
    if form is None:
        return Return(draft, name, NO_FORM.format(name=name), warning)
    if form.withdrawn_on is not None:
        gone = WITHDRAWN.format(reference=reference_of(form), day=day_text(form.withdrawn_on))
        return Return(draft, name, gone, warning)
    said_on = read_date(read["date"]).value
    return Return(
        draft,
        name,
        "",
        warning,
        form,
        session.get_one(Agency, form.agency_id).name,
        read["name"],
        said_on if said_on is not None and form.issued_on <= said_on <= clock.today() else None,
        judge(session, actor, form, tuple(ReturnedRow(**row) for row in read["rows"])),
        tuple(read["problems"]),
    )


def _form_of(session: Session, partnership_id: UUID, form_id: str, reference: str) -> UpdateForm | None:
    """The form of an id; of a printed reference alone only where no other form of the partnership has the same."""
    issued = select(UpdateForm).where(UpdateForm.partnership_id == partnership_id)
    if form_id:
        return session.scalar(issued.where(UpdateForm.id == UUID(form_id)))
    found = [form for form in session.scalars(issued) if reference_of(form) == f"UF-{reference}"]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Ticked:
    """What a coordinator ticked of a file, by row numbers, with the version each action had on their page."""

    rows: frozenset[int]
    moves: frozenset[int]
    dates: frozenset[int]
    seen: Mapping[int, int]


def take(session: Session, actor: Actor, draft: Draft, ticked: Ticked, taking: Taking) -> Taken:
    """Take in the ticked rows of a file; the others stay in the tray. Raises Unfit, RealNameTyped; then nothing is taken."""
    seen = look_at(session, actor, draft)
    if seen.form is None or not ticked.rows:
        raise Unfit("Tick at least one row, or leave the file in the tray.", "rows")
    if not taking.on_behalf_of.strip():
        raise Unfit("Say whose answers these are.", "on_behalf_of")
    written: list[Written] = []
    moves = dates = 0
    for row in seen.rows:
        if row.row.at not in ticked.rows:
            continue
        if row.refusal:
            raise Unfit(row.refusal, "rows")
        assert row.issued is not None
        assert row.action is not None
        if ticked.seen.get(row.row.at) != row.action.version_id:
            raise Unfit(
                f"Row {row.row.at} ({row.issued.ref}) was changed while you were looking. Look at it again.", "rows"
            )
        move, on = row.row.at in ticked.moves and bool(row.answer.trigger), row.row.at in ticked.dates
        written.append(Written(row.action, row.answer, replace(taking, move=move, date=on)))
        moves, dates = moves + move, dates + (on and row.answer.target is not None)
    write(session, actor, written)
    _returned(session, [row.issued for row in seen.rows if row.row.at in ticked.rows and row.issued is not None])
    done = Taken(len(ticked.rows & {row.row.at for row in seen.rows}), moves, dates)
    audit.record(
        session,
        actor.user_id,
        audit.Tag.UPDATE_FORM_RETURNED,
        seen.form,
        form=seen.form.id,
        rows=done.rows,
        moves=done.moves,
        dates=done.dates,
    )
    _leave_the_rest(session, draft, seen, ticked)
    return done


def _returned(session: Session, rows: list[UpdateFormRow]) -> None:
    """Note of rows that their answer was taken in. Raises StaleDataError where somebody took one in meanwhile."""
    day = clock.today()
    unanswered = UpdateFormRow.id.in_([row.id for row in rows]), UpdateFormRow.returned_on.is_(None)
    done = session.execute(
        update(UpdateFormRow).where(*unanswered).values(returned_on=day).returning(UpdateFormRow.id),
        execution_options={"synchronize_session": False},
    )
    if len(done.all()) != len(rows):
        raise StaleDataError("A row of the form was taken in by somebody else.")
    for row in rows:
        set_committed_value(row, "returned_on", day)


def _leave_the_rest(session: Session, draft: Draft, seen: Return, ticked: Ticked) -> None:
    """Keep what was not ticked in the tray; a file with nothing left in it goes."""
    left = [row.row for row in seen.rows if row.row.at not in ticked.rows]
    if not left:
        session.delete(draft)
        return
    content = dict(draft.content or {})
    draft.content = {**content, "returned": {**content["returned"], "rows": [asdict(row) for row in left]}}
