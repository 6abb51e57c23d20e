"""Addresses that are the same on every page: asked of the routes once in a process, not on each page again."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path

from flask import request, url_for


def address(endpoint: str) -> str:
    """The address of a page that takes no values."""
    return _address(request.script_root, endpoint)


def asset(name: str) -> str:
    """The address of a file in `static/`, changing whenever the file does so that browsers may keep it."""
    return _asset(request.script_root, name)


@lru_cache(maxsize=256)
def _address(_root: str, endpoint: str) -> str:
    return url_for(endpoint)


@lru_cache(maxsize=64)
def _asset(_root: str, name: str) -> str:
    return url_for("static", filename=name, v=_fingerprint(name))


@cache
def _fingerprint(name: str) -> str:
    content = (Path(__file__).parent.parent / "static" / name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]
