"""A partnership's own template: offered, looked at on sample data, put to use."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, redirect, request, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.forms.house import TemplateForm
from darddr.models.house import HouseTemplate
from darddr.models.subject import Place
from darddr.services import house_templates
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.documents import WORD
from darddr.web.evidence import looked_at
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("house_templates", __name__)


@bp.route("/partnerships/<uuid:partnership_id>/templates", methods=["GET", "POST"])
@allow(P.HOUSE_STYLE, load=loaders.partnership)
def index(place: Place) -> tuple[str, int] | Response:
    """The templates tried so far, and a form to offer another."""
    form = TemplateForm()
    if saved(form, lambda: _offer(place, form)):
        flash("The template fits. Look at a sample before you put it to use.", "success")
        return redirect(url_for("house_templates.index", partnership_id=place.partnership_id))
    found = house_templates.templates_of(db(), place.partnership_id)
    return page("house_templates/index.html", form, place=place, found=found, samples=house_templates.SAMPLES)


def _offer(place: Place, form: TemplateForm) -> None:
    offered = looked_at(form.file.data)
    house_templates.offer(db(), current_actor(), place, offered)


@bp.route("/partnerships/<uuid:partnership_id>/templates/starter")
@allow(P.HOUSE_STYLE, load=loaders.partnership)
def starter(place: Place) -> Response:
    """Our own template, to begin with."""
    return send_file(BytesIO(house_templates.starter()), WORD, as_attachment=True, download_name="template.docx")


def _template(session: Session, template_id: UUID) -> HouseTemplate | None:
    return session.get(HouseTemplate, template_id)


def _template_of_kind(session: Session, template_id: UUID, kind: str) -> HouseTemplate | None:
    return _template(session, template_id) if kind in house_templates.SAMPLES else None


@bp.route("/templates/<uuid:template_id>/sample/<kind>")
@allow(P.HOUSE_STYLE, load=_template_of_kind)
def sample(row: HouseTemplate) -> Response:
    """A document of invented facts in this template."""
    kind = (request.view_args or {})["kind"]
    data = house_templates.preview(db(), current_actor(), row, kind)
    return send_file(BytesIO(data), WORD, as_attachment=True, download_name=f"sample-{kind}.docx")


@bp.route("/templates/<uuid:template_id>/publish", methods=["POST"])
@allow(P.HOUSE_STYLE, load=_template)
def publish(row: HouseTemplate) -> Response:
    """Write the partnership's documents in this template from now on."""
    house_templates.publish(db(), current_actor(), row)
    flash("The partnership’s documents are written in this template from now on.", "success")
    return redirect(url_for("house_templates.index", partnership_id=row.partnership_id))


@bp.route("/templates/<uuid:template_id>/retire", methods=["POST"])
@allow(P.HOUSE_STYLE, load=_template)
def retire(row: HouseTemplate) -> Response:
    """Use this template no more."""
    house_templates.retire(db(), current_actor(), row)
    flash("This template is used no more.", "success")
    return redirect(url_for("house_templates.index", partnership_id=row.partnership_id))
