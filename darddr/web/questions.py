"""Pages of questions."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("questions", __name__)
