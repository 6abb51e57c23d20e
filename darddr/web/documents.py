"""The Word files of a review: build, look at what the search for names found, take away."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr.forms.documents import LayoutForm, SectionForm
from darddr.jobs import builds as jobs
from darddr.models.document import Document
from darddr.models.review import Review
from darddr.services import builds, leak_hits, publication, report_layout, reports
from darddr.vocabulary.languages import Language
from darddr.vocabulary.layout import Numbering
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor, may
from darddr.web.review_pages import review_context
from darddr.web.saving import page, saved
from darddr.web.session import afterwards, db, only_reading
from darddr.web.typed_names import Watched

bp = Blueprint("documents", __name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PACKED = "application/zip"


@bp.route("/reviews/<uuid:review_id>/documents")
@allow(P.DOCUMENT_READ, load=loaders.review)
def index(review: Review) -> str:
    """What has been built, what can be, and the sections the author writes."""
    actor = current_actor()
    return render_template(
        "documents/index.html",
        groups=reports.buildable(actor, review),
        titles={kind.key: kind.title for kind in reports.KINDS.values()},
        documents=[each for each in reports.documents_of(db(), review) if reports.may_read(actor, review, each.kind)],
        for_publication=publication.may_publish_beside(actor, review),
        sections=report_layout.sections_of(review),
        written={key for key, text in (review.sections or {}).items() if text},
        going=builds.going(db(), actor, review),
        may_build=may(P.DOCUMENT_BUILD, review),
        may_see_names=may(P.IDENTITY_READ, review),
        **review_context(review),
    )


def _review_for_kind(session: Session, review_id: UUID, kind: str) -> Review | None:
    return loaders.review(session, review_id) if kind in reports.KINDS else None


@bp.route("/reviews/<uuid:review_id>/documents/<kind>", methods=["POST"])
@allow(P.DOCUMENT_BUILD, load=_review_for_kind)
def build(review: Review) -> Response:
    """Build a document and keep it; what takes long is made as a job, and its page says how far it has got."""
    kind = (request.view_args or {})["kind"]
    actor = current_actor()
    if kind in builds.LONG:
        draft, is_new = builds.begin(db(), actor, review, kind)
        if is_new:
            jobs.enter(db(), draft)
        return redirect(url_for("builds.show", draft_id=draft.id))
    data = only_reading(lambda: reports.draw(db(), actor, review, kind))
    document = reports.keep(db(), actor, review, kind, data)
    flash(f"The {reports.KINDS[kind].in_a_sentence} has been built.", "success")
    if document.hit_count:
        flash("It holds words from the register of names. Look at them before you share it.", "warning")
    return redirect(url_for("documents.index", review_id=review.id))


@bp.route("/documents/<uuid:document_id>")
@allow(P.DOCUMENT_READ, load=loaders.document)
def download(document: Document) -> Response:
    """Take a file away; its name outside holds the reference only."""
    review = loaders.review(db(), document.review_id) if document.review_id else None
    if review is None or not reports.may_read(current_actor(), review, document.kind):
        abort(404)
    publication.require_clean(db(), review, document)
    data, reader, name = document.data(), current_user.user_id, reports.file_name(review, document.kind)
    place = reports.place_of(document)
    afterwards(lambda own: reports.note_download(own, reader, place, document.id))
    kind_of_file = PACKED if name.endswith(".zip") else WORD
    return send_file(BytesIO(data), kind_of_file, as_attachment=True, download_name=name)


@bp.route("/documents/<uuid:document_id>/hits")
@allow(P.IDENTITY_READ, load=loaders.document)
def hits(document: Document) -> str:
    """What the search for names found, each in its words, and what is to be done about it."""
    review = loaders.review(db(), document.review_id) if document.review_id else None
    if review is None or not reports.may_read(current_actor(), review, document.kind):
        abort(404)
    return render_template(
        "documents/hits.html",
        document=document,
        lines=leak_hits.shown(db(), review, document.hits or []),
        **review_context(review),
    )


def _review_for_section(session: Session, review_id: UUID, key: str) -> Review | None:
    review = loaders.review(session, review_id)
    return review if review is not None and key in report_layout.sections_of(review) else None


@bp.route("/reviews/<uuid:review_id>/sections/<key>", methods=["GET", "POST"])
@allow(P.DOCUMENT_BUILD, load=_review_for_section)
def section(review: Review) -> tuple[str, int] | Response:
    """Write one section of the report."""
    key = (request.view_args or {})["key"]
    title = report_layout.sections_of(review)[key]
    form = SectionForm(data={"text": (review.sections or {}).get(key, ""), "version": review.version_id})
    act = Watched(lambda: _write(review, key, form), "text")
    if saved(form, act):
        flash(f"“{title}” has been saved.", "success")
        return redirect(url_for("documents.index", review_id=review.id))
    return page("documents/section.html", form, section=title, found=act.found, **review_context(review))


def _write(review: Review, key: str, form: SectionForm) -> None:
    reports.write_section(
        db(), current_actor(), review, key, form.version.data or 0, form.text.data or "", form.name_reason.data or ""
    )


@bp.route("/reviews/<uuid:review_id>/report-layout", methods=["GET", "POST"])
@allow(P.DOCUMENT_BUILD, load=loaders.review)
def layout(review: Review) -> tuple[str, int] | Response:
    """Order the chapters, number the paragraphs, bind the summary in or not."""
    now = report_layout.layout_of(review)
    lines = "\n".join(report_layout.lines_of(review))
    kept = {"lines": lines, "numbering": now.numbering, "summary": "bound" if now.summary_bound_in else "apart"}
    kept["language"] = now.language or Language.ENGLISH.value
    form = LayoutForm(data={**kept, "version": review.version_id})
    act = Watched(lambda: _arrange(review, form), "lines")
    if saved(form, act):
        flash("The layout of the report has been saved.", "success")
        return redirect(url_for("documents.index", review_id=review.id))
    in_wales = report_layout.may_be_welsh(db(), review)
    return page("documents/layout.html", form, found=act.found, in_wales=in_wales, **review_context(review))


def _arrange(review: Review, form: LayoutForm) -> None:
    asked = report_layout.Arranged(
        (form.lines.data or "").splitlines(),
        next(each for each in Numbering if each.value == form.numbering.data),
        form.summary.data == "bound",
        form.name_reason.data or "",
        _language(review, form),
    )
    report_layout.arrange(db(), current_actor(), review, form.version.data or 0, asked)


def _language(review: Review, form: LayoutForm) -> Language | None:
    """The language chosen; none is asked for outside Wales."""
    if not report_layout.may_be_welsh(db(), review):
        return None
    return next((each for each in Language if each.value == form.language.data), None)
