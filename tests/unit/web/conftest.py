"""The gallery, once for all tests of one file."""

from __future__ import annotations

import pytest
from flask import Flask

from .pages import ALL_PAGES, GALLERY


@pytest.fixture(scope="module")
def app() -> Flask:
    made: Flask = GALLERY["make_app"]()
    return made


@pytest.fixture(scope="module")
def pages(app: Flask) -> dict[str, str]:
    client = app.test_client()
    answers = {name: client.get(f"/{name}") for name in ALL_PAGES}
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 200} == {}
    return {name: answer.text for name, answer in answers.items()}
