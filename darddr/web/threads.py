"""The thread of a review, from finding to evidence, and the same as a spreadsheet."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, render_template, send_file
from flask_login import current_user
from werkzeug.wrappers import Response

from darddr import clock
from darddr.models.review import Review
from darddr.models.subject import Place
from darddr.services import threads
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow, current_actor
from darddr.web.presenters import ACTION_TAGS
from darddr.web.review_pages import review_context
from darddr.web.session import afterwards, db

bp = Blueprint("threads", __name__)

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/reviews/<uuid:review_id>/thread")
@allow(P.FINDING_READ, load=loaders.review)
def show(review: Review) -> str:
    """From each finding to what it led to, and where the thread breaks off."""
    return render_template(
        "threads/show.html",
        thread=threads.thread_of(db(), review),
        day=clock.today(),
        tags=ACTION_TAGS,
        **review_context(review),
    )


@bp.route("/reviews/<uuid:review_id>/thread.xlsx")
@allow(P.FINDING_READ, load=loaders.review)
def download(review: Review) -> Response:
    """Take the thread away; the file's name holds the reference only."""
    data = threads.as_workbook(db(), current_actor(), review)
    reader, place = current_user.user_id, Place(review.partnership_id, review.id)
    afterwards(lambda own: threads.note_export(own, reader, place))
    return send_file(BytesIO(data), EXCEL, as_attachment=True, download_name=f"{review.reference}-thread.xlsx")
