"""Update forms on their way out: to the agencies of one plan, or of everything open in a partnership."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from darddr.forms.update_forms import IssueForm
from darddr.models.plan import Plan
from darddr.models.subject import Place
from darddr.models.update_form import UpdateForm
from darddr.services import outgoing, update_forms
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.plan_pages import plan_context
from darddr.web.saving import page, saved
from darddr.web.session import db

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
        return send_file(BytesIO(data), f"application/{outgoing.TYPES[kind]}", as_attachment=True, download_name=name)
    zipped = outgoing.drafts_zip if way == "drafts" else outgoing.forms_zip
    data = zipped(db(), made, kind)
    return send_file(BytesIO(data), "application/zip", as_attachment=True, download_name="update-forms.zip")
