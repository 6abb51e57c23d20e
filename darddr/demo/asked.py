"""Forms that agencies of the demonstration were sent: one came back whole and in time, one is outstanding and late."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from darddr import clock
from darddr.demo.place import Place
from darddr.importers.update_forms import ReturnedForm, ReturnedRow
from darddr.models.subject import Place as Subject
from darddr.models.update_form import UpdateForm
from darddr.services import returns, update_forms
from darddr.services.answers import Taking
from darddr.services.returns import Opened, Ticked
from darddr.vocabulary.update_forms import FORM_MARK

PROGRESS = "The lead officer reports steady progress and will show it to the group."


def ask_agencies(session: Session, place: Place) -> None:
    """Ask the two agencies that lead fewest actions; the first has answered."""
    subject, today = Subject(place.partnership.id), clock.today()
    asked = sorted(update_forms.agencies_asked(session, place.coordinator, subject), key=lambda pair: pair[1])
    for number, (agency, _count) in enumerate(asked[:2]):
        form = update_forms.issue(session, place.coordinator, subject, agency, today)
        form.issued_on, form.due_on = today - timedelta(days=30), today - timedelta(days=9 * number)
        session.flush()
        if number == 0:
            _answer(session, place, form)


def _answer(session: Session, place: Place, form: UpdateForm) -> None:
    """The form as it came back, every row told, and taken in."""
    rows = tuple(
        ReturnedRow(
            at=row.position,
            mark=update_forms.row_mark(form.id, row.action_id, row.issued_version),
            ref=row.ref,
            progress=PROGRESS,
        )
        for row in update_forms.rows_of(session, form)
    )
    mark = update_forms.form_mark(form.id).removeprefix(FORM_MARK)
    opened = Opened(update_forms.file_name(form, "docx"), ReturnedForm(form_id=mark, rows=rows))
    draft = returns.keep(session, place.coordinator, Subject(form.partnership_id), opened)
    seen = {
        row.row.at: row.action.version_id
        for row in returns.look_at(session, place.coordinator, draft).rows
        if row.action
    }
    ticked = Ticked(frozenset(seen), frozenset(), frozenset(), seen)
    returns.take(session, place.coordinator, draft, ticked, Taking("Head of service", clock.today(), False, False, ""))
