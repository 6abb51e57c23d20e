"""A warning while a real name is being typed, before anything is saved."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from darddr.models.review import Review
from darddr.services.register import names_typed
from darddr.services.wording import joined
from darddr.vocabulary.permissions import Permission as P
from darddr.web import loaders
from darddr.web.access import allow
from darddr.web.session import db

bp = Blueprint("names", __name__)


@bp.route("/reviews/<uuid:review_id>/names", methods=["POST"])
@allow(P.FINDING_ADD, load=loaders.review)
def watch(review: Review) -> Response:
    """Say which of the words just typed are real names of this review; they are only repeated, never explained."""
    found = names_typed(db(), review, request.form.get("text", "")[:100_000])
    looks = "looks like a real name" if len(found) == 1 else "look like real names"
    message = f"{joined([f'“{name}”' for name in found])} {looks}. Use the pseudonym." if found else ""
    return jsonify(message=message)
