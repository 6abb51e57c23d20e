"""Update forms on their way out: to the agencies of one plan, or of everything open in a partnership."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.base import Form
from darddr.forms.update_forms import IssueForm
from darddr.models.partnership import Agency
from darddr.models.plan import Plan
from darddr.models.subject import Place
from darddr.models.update_form import UpdateForm
from darddr.services import issued_forms, outgoing, update_forms
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.plan_pages import plan_context
from darddr.web.saving import page, saved
from darddr.web.session import afterwards, db

bp = Blueprint("update_forms", __name__)


@bp.route("/partnerships/<uuid:partnership_id>/update-forms", methods=["GET", "POST"])
@allow(P.UPDATE_FORMS, load=loaders.partnership)
def of_partnership(place: Place) -> tuple[str, int] | Response:
    """Ask agencies about everything open that they lead."""
    return _issue(place, layout="update_forms/alone.html", plan=None)


@bp.route("/plans/<uuid:plan_id>/update-forms", methods=["GET", "POST"])
@allow(P.UPDATE_FORMS, load=loaders.plan)
def of_plan(plan: Plan) -> tuple[str, int] | Response:
    """Ask agencies about what they lead of one plan."""
    return _issue(plan, **plan_context(plan))


@bp.route("/partnerships/<uuid:partnership_id>/update-forms/issued")
@allow(P.UPDATE_FORMS, load=loaders.partnership)
def issued(place: Place) -> str:
    """The forms of a partnership that went out, those that are waited for first."""
    return _issued(place, layout="update_forms/alone.html", plan=None)


@bp.route("/plans/<uuid:plan_id>/update-forms/issued")
@allow(P.UPDATE_FORMS, load=loaders.plan)
def issued_of_plan(plan: Plan) -> str:
    """The forms of one plan that went out."""
    return _issued(plan, **plan_context(plan))


def _issued(place: Place | Plan, **context: object) -> str:
    lists: dict[str, Any] = {
        "awaited": issued_forms.awaited(db(), current_actor(), place),
        "settled": issued_forms.settled(db(), current_actor(), place),
    }
    return render_template("update_forms/issued.html", place=place, day=clock.today(), **lists, **context)


def _own_form(session: Session, form_id: UUID, kind: str = "docx") -> UpdateForm | None:
    return issued_forms.own_form(session, current_actor(), form_id) if kind in update_forms.KINDS else None


@bp.route("/update-forms/<uuid:form_id>/<kind>")
@allow(P.UPDATE_FORMS, load=_own_form)
def fetch(form: UpdateForm) -> Response:
    """An issued form once more."""
    kind, reader = str((request.view_args or {})["kind"]), current_user.user_id
    data, name = issued_forms.fetch(db(), current_actor(), form, kind), update_forms.file_name(form, kind)
    afterwards(lambda own: issued_forms.note_fetched(own, reader, form, kind))
    return _download(data, kind, name)


@bp.route("/update-forms/<uuid:form_id>/withdraw", methods=["GET", "POST"])
@allow(P.UPDATE_FORMS, load=_own_form)
def withdraw(row: UpdateForm) -> tuple[str, int] | Response:
    """Wait for a form no longer, after a second look."""
    form, back = Form(), url_for("update_forms.issued", partnership_id=row.partnership_id)
    if saved(form, lambda: issued_forms.withdraw(db(), current_actor(), row)):
        flash("The form has been withdrawn.", "success")
        return redirect(back)
    told = {
        "reference": update_forms.reference_of(row),
        "agency": db().get_one(Agency, row.agency_id).name,
        "place": Place(row.partnership_id),
    }
    return page("update_forms/withdraw.html", form, layout="update_forms/alone.html", back=back, **told)


def _issue(place: Place | Plan, **context: object) -> tuple[str, int] | Response:
    """Choose the agencies; what is posted is answered with the files."""
    form, asked = IssueForm(), update_forms.agencies_asked(db(), current_actor(), place)
    form.agencies.choices = {
        str(agency.id): _choice(agency.name, count, agency.contact_email) for agency, count in asked
    }
    made: list[UpdateForm] = []

    def issue_them() -> None:
        by_id = {str(agency.id): agency for agency, _ in asked}
        for agency_id in dict.fromkeys(form.agencies.data or ()):
            due_on = form.due_on.date
            assert due_on is not None
            made.append(update_forms.issue(db(), current_actor(), place, by_id[agency_id], due_on))

    if saved(form, issue_them):
        return _files(made, form.kind.data, form.way.data)
    return page("update_forms/issue.html", form, asked=asked, place=place, **context)


def _choice(name: str, count: int, address: str | None) -> str:
    actions = f"{count} open action{'' if count == 1 else 's'}"
    return f"{name}: {actions}" + ("" if address else " (no e-mail address recorded: the draft’s “To” stays empty)")


def _files(made: list[UpdateForm], kind: str, way: str) -> Response:
    if way == "files" and len(made) == 1:
        data, name = update_forms.file_of(db(), made[0], kind), update_forms.file_name(made[0], kind)
        return _download(data, kind, name)
    zipped = outgoing.drafts_zip if way == "drafts" else outgoing.forms_zip
    data = zipped(db(), made, kind)
    return send_file(BytesIO(data), "application/zip", as_attachment=True, download_name="update-forms.zip")


def _download(data: bytes, kind: str, name: str) -> Response:
    return send_file(BytesIO(data), f"application/{outgoing.TYPES[kind]}", as_attachment=True, download_name=name)
