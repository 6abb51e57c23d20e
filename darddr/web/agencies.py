"""Pages of agencies."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("agencies", __name__)
