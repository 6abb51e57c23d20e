"""A real server over a demonstration, and a real browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from werkzeug.serving import make_server

from darddr import clock
from darddr.app import create_app
from darddr.demo import cast
from darddr.demo.place import make_place
from darddr.services.opening import make_installation
from darddr.settings import Settings
from darddr.storage.database import writing

CHROMIUM = os.environ.get("DARDDR_CHROMIUM") or shutil.which("chromium") or ""
PASSWORD = "four unconnected words"


@dataclass(frozen=True)
class Site:
    """A served installation with the first invented partnership and no review; `review` is what its first will be called."""

    url: str
    review: str
    settings: Settings


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    if not CHROMIUM:
        pytest.skip("chromium is not installed")
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def site(tmp_path: Path, socket_enabled: None) -> Iterator[Site]:
    """A server of the test's own on a free port of this machine."""
    settings = Settings.for_instance(tmp_path / "instance", secure_cookies=False)
    opened = make_installation(settings, is_demo=True)
    passwords = {person.email: PASSWORD for person in cast.ALDERWICK_PEOPLE}
    with writing(opened.engine) as session:
        make_place(session, cast.ALDERWICK, "ALD", cast.ALDERWICK_PEOPLE, passwords)
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", f"ALD-{clock.today().year}-001", settings)
    server.shutdown()
    thread.join()
    opened.engine.dispose()
