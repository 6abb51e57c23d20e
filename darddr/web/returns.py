"""The returns tray: drop what came back, look at what each file says, take in what is ticked."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.returns import TakeForm, TrayForm
from darddr.models.draft import Draft
from darddr.models.subject import Place
from darddr.services import returns
from darddr.services.answers import Taking
from darddr.services.returns import Return, Taken, Ticked
from darddr.services.wording import counted
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.presenters import ACTION_TAGS
from darddr.web.saving import page, saved
from darddr.web.session import db, only_reading
from darddr.web.typed_names import Watched

bp = Blueprint("returns", __name__)


@bp.route("/partnerships/<uuid:partnership_id>/returns", methods=["GET", "POST"])
@allow(P.UPDATE_FORMS, load=loaders.partnership)
def tray(place: Place) -> tuple[str, int] | Response:
    """What waits in this person's tray; posting drops files in it."""
    form, actor = TrayForm(), current_actor()
    if form.validate_on_submit():
        _drop_in(place, form)
        return redirect(url_for(".tray", partnership_id=place.partnership_id))
    waiting = returns.tray_of(db(), actor, place)
    return page("returns/tray.html", form, place=place, waiting=waiting)


def _drop_in(place: Place, form: TrayForm) -> None:
    """Read every file while no transaction is open: twenty take seconds, and SQLite has one writer at a time."""
    actor = current_actor()
    chosen = [(file.filename or "", file.read()) for file in form.files.data if file and file.filename]
    opened = only_reading(lambda: [returns.open_file(name, data) for name, data in chosen])
    for each in opened:
        returns.keep(db(), actor, place, each)
    flash(
        f"{counted(len(opened), 'file').capitalize()} put in the tray. Nothing has been added to any action yet.",
        "success",
    )


def _own_return(session: Session, draft_id: UUID) -> Draft | None:
    return returns.own_return(session, current_actor(), draft_id)


@bp.route("/returns/<uuid:draft_id>", methods=["GET", "POST"])
@allow(P.UPDATE_FORMS, load=_own_return)
def check(draft: Draft) -> tuple[str, int] | Response:
    """One file: what would be added, what stands in the way. Posting takes in what is ticked."""
    place = Place(draft.partnership_id)
    found = returns.look_at(db(), current_actor(), draft)
    form = _ticks(found)
    done: list[Taken] = []
    act = Watched(lambda: done.append(_take(draft, form)), "rows")
    if saved(form, act):
        flash(_sentence(done[0]), "success")
        return redirect(url_for(".tray", partnership_id=place.partnership_id))
    if form.errors:
        found = returns.look_at(db(), current_actor(), draft)
    context = {"file": found, "place": place, "found": act.found, "tags": ACTION_TAGS, "day": clock.today()}
    return page("returns/check.html", form, **context)


@bp.route("/returns/<uuid:draft_id>/discard", methods=["POST"])
@allow(P.UPDATE_FORMS, load=_own_return)
def discard(draft: Draft) -> Response:
    """Take a file out of the tray without adding anything of it."""
    place = Place(draft.partnership_id)
    db().delete(draft)
    flash("The file has been taken out of the tray. Nothing of it was added.", "success")
    return redirect(url_for(".tray", partnership_id=place.partnership_id))


def _ticks(found: Return) -> TakeForm:
    """The form of a file: rows that nothing speaks against are ticked beforehand, dates never."""
    plain = [row for row in found.open_rows if not row.since and not row.answer.is_empty]
    who = ", ".join(filter(None, [found.said_by, found.agency]))
    data = {
        "rows": [str(row.row.at) for row in plain],
        "moves": [str(row.row.at) for row in plain if row.answer.trigger],
        "dates": [],
        "on_behalf_of": who,
    }
    form = TakeForm(data=data, happened_on=found.said_on or clock.today())
    if not any(row.answer.target for row in found.open_rows):
        del form.agreed_by
    for field in (form.rows, form.moves, form.dates):
        field.choices = {str(row.row.at): str(row.row.at) for row in found.rows}
    if request.method != "POST" or not form.seen.data:
        form.seen.data = ",".join(f"{row.row.at}:{row.action.version_id}" for row in found.open_rows if row.action)
    return form


def _take(draft: Draft, form: TakeForm) -> Taken:
    pairs = [pair.split(":") for pair in (form.seen.data or "").split(",") if pair.count(":") == 1]
    seen = {int(at): int(version) for at, version in pairs if at.isdecimal() and version.isdecimal()}
    ticked = Ticked(_numbers(form.rows.data), _numbers(form.moves.data), _numbers(form.dates.data), seen)
    taking = Taking(
        form.on_behalf_of.data or "",
        form.happened_on.date or clock.today(),
        name_reason=form.name_reason.data or "",
        agreed_by=form.agreed_by.data or "" if form.agreed_by else "",
    )
    return returns.take(db(), current_actor(), draft, ticked, taking)


def _numbers(given: list[str] | None) -> frozenset[int]:
    return frozenset(int(each) for each in given or () if each.isdecimal())


def _sentence(done: Taken) -> str:
    return (
        f"{counted(done.rows, 'answer').capitalize()} taken in: {counted(done.moves, 'move')} made, "
        f"{counted(done.dates, 'date')} agreed."
    )
