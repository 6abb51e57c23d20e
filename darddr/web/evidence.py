"""The files under an action: taken away only, never shown in the browser."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, send_file
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from darddr.models.evidence_file import EvidenceFile
from darddr.models.subject import Place
from darddr.services import evidence
from darddr.services.evidence import Offered
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow
from darddr.web.loaders import Under
from darddr.web.session import afterwards, db, only_reading

bp = Blueprint("evidence", __name__)


@bp.route("/evidence/<uuid:file_id>")
@allow(P.ACTION_READ, load=loaders.evidence_file)
def download(under: Under[EvidenceFile]) -> Response:
    """Take a file away under a name that says nothing; its kind is not told to the browser, so that none opens it."""
    action, row = under
    data, name, reader = row.data(), evidence.name_outside(db(), action, row), current_user.user_id
    place, action_id, file_id = Place(action.partnership_id, action.review_id), action.id, row.id
    afterwards(lambda own: evidence.note_download(own, reader, place, action_id, file_id))
    return send_file(BytesIO(data), "application/octet-stream", as_attachment=True, download_name=name)


def looked_at(upload: FileStorage) -> Offered:
    """A posted file past the gate, while no transaction is open: the gate may take seconds. Raises Unfit."""
    name, data = upload.filename or "", upload.read()
    return only_reading(lambda: evidence.looked_at(name, data))
