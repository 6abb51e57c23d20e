"""The Word files of a review: build, look at what the search for names found, take away."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.forms.documents import SectionForm
from darddr.models.document import Document
from darddr.models.review import Review
from darddr.services import leak_hits, reports
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import afterwards, db, only_reading
from darddr.web.typed_names import Watched

bp = Blueprint("documents", __name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.route("/reviews/<uuid:review_id>/documents")
@allow(P.DOCUMENT_READ, load=loaders.review)
def index(review: Review) -> str:
    """What has been built, what can be, and the sections the author writes."""
    return render_template(
        "documents/index.html",
        kinds=[kind for kind in reports.KINDS.values() if review.state in kind.states],
        titles={kind.key: kind.title for kind in reports.KINDS.values()},
        documents=reports.documents_of(db(), review),
        sections=reports.SECTIONS,
        written={key for key, text in (review.sections or {}).items() if text},
        may_build=may(P.DOCUMENT_BUILD, review),
        may_see_names=may(P.IDENTITY_READ, review),
        **review_context(review),
    )


def _review_for_kind(session: Session, review_id: UUID, kind: str) -> Review | None:
    return loaders.review(session, review_id) if kind in reports.KINDS else None


@bp.route("/reviews/<uuid:review_id>/documents/<kind>", methods=["POST"])
@allow(P.DOCUMENT_BUILD, load=_review_for_kind)
def build(review: Review) -> Response:
    """Build a document and keep it."""
    kind = (request.view_args or {})["kind"]
    actor = current_actor()
    data = only_reading(lambda: reports.draw(db(), actor, review, kind))
    document = reports.keep(db(), actor, review, kind, data)
    flash(f"The {reports.KINDS[kind].title.lower()} has been built.", "success")
    if document.hit_count:
        flash("It holds words from the register of names. Look at them before you share it.", "warning")
    return redirect(url_for("documents.index", review_id=review.id))


@bp.route("/documents/<uuid:document_id>")
@allow(P.DOCUMENT_READ, load=loaders.document)
def download(document: Document) -> Response:
    """Take a file away; its name outside holds the reference only."""
    review = loaders.review(db(), document.review_id) if document.review_id else None
    if review is None:
        abort(404)
    data, reader, name = document.data(), current_user.user_id, reports.file_name(review, document.kind)
    place = reports.place_of(document)
    afterwards(lambda own: reports.note_download(own, reader, place, document.id))
    return send_file(BytesIO(data), WORD, as_attachment=True, download_name=name)


@bp.route("/documents/<uuid:document_id>/hits")
@allow(P.IDENTITY_READ, load=loaders.document)
def hits(document: Document) -> str:
    """What the search for names found, each in its words, and what is to be done about it."""
    review = loaders.review(db(), document.review_id) if document.review_id else None
    if review is None:
        abort(404)
    return render_template(
        "documents/hits.html",
        document=document,
        lines=leak_hits.shown(db(), review, document.hits or []),
        **review_context(review),
    )


def _review_for_section(session: Session, review_id: UUID, key: str) -> Review | None:
    return loaders.review(session, review_id) if key in reports.SECTIONS else None


@bp.route("/reviews/<uuid:review_id>/sections/<key>", methods=["GET", "POST"])
@allow(P.DOCUMENT_BUILD, load=_review_for_section)
def section(review: Review) -> tuple[str, int] | Response:
    """Write one section of the report."""
    key = (request.view_args or {})["key"]
    form = SectionForm(data={"text": (review.sections or {}).get(key, ""), "version": review.version_id})
    act = Watched(lambda: _write(review, key, form), "text")
    if saved(form, act):
        flash(f"“{reports.SECTIONS[key]}” has been saved.", "success")
        return redirect(url_for("documents.index", review_id=review.id))
    return page(
        "documents/section.html", form, section=reports.SECTIONS[key], found=act.found, **review_context(review)
    )


def _write(review: Review, key: str, form: SectionForm) -> None:
    reports.write_section(
        db(), current_actor(), review, key, form.version.data or 0, form.text.data or "", form.name_reason.data or ""
    )
