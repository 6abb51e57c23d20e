"""Pages of memberships."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("memberships", __name__)
