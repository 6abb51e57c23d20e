"""Pages of names."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("names", __name__)
