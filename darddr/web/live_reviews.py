"""Pages of live reviews."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("live_reviews", __name__)
