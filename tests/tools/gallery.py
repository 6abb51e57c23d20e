"""Every component on a few pages of invented data (`gallery_pages/`): to look at, to photograph, to render in tests.

`python tests/tools/gallery.py FOLDER` pictures each page at 1280 and 320 pixels, prints it as PDF and lists any faults.
"""

from __future__ import annotations

import sys
import threading
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, render_template, render_template_string
from flask_wtf import CSRFProtect, FlaskForm
from werkzeug.datastructures import MultiDict
from werkzeug.serving import WSGIRequestHandler, make_server
from wtforms import (
    BooleanField,
    FileField,
    Form,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from darddr.web import components

FOLDER = Path(__file__).parent / "gallery_pages"
PAGES = sorted(page.stem for page in FOLDER.glob("*.html"))
WIDTHS = (1280, 320)

ERROR_PAGES: dict[str, dict[str, Any]] = {
    "bad-request": {},
    "not-found": {},
    "refused": {"reasons": ["A chair must be appointed.", "Every panel agency must be named."], "back": "/"},
    "changed-meanwhile": {"back": "/"},
    "too-large": {},
    "unprocessable": {},
    "too-many": {},
    "problem": {"error_reference": "7f3a-11c2"},
    "unavailable": {},
    "signed-out": {"back": "/"},
    "form-expired": {"back": "/"},
}

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

POSTED = {
    "text": "First line\n  <second> line",
    "happened-day": "4",
    "happened-month": "13",
    "happened-year": "2026",
    "agency": "police",
    "row_version": "7",
}


class DateForm(Form):
    """Three boxes, as every date on a form is entered."""

    day = StringField("Day")
    month = StringField("Month")
    year = StringField("Year")

    def validate_month(self, box: StringField) -> None:
        if box.data == "13":
            raise ValidationError("Month must be between 1 and 12")


class FindingForm(FlaskForm):
    """One field of every kind."""

    name = StringField("Short title", validators=[InputRequired("Enter a short title")])
    text = TextAreaField("What was found", validators=[Optional()], description="Use pseudonyms and job titles only.")
    happened = FormField(DateForm, "When it happened", description="For example, 4 6 2026")
    agency = SelectField(
        "Lead agency", choices=[SelectChoice("", "Choose an agency"), SelectChoice("police", "Riverside Police")]
    )
    kind = RadioField(
        "What kind of finding is it?",
        choices=[SelectChoice("practice", "Practice"), SelectChoice("system", "System")],
        validators=[InputRequired("Say what kind of finding it is")],
    )
    sure = RadioField(
        "Is the date certain?", choices=[SelectChoice("y", "Yes"), SelectChoice("n", "No")], validators=[Optional()]
    )
    themes = SelectMultipleField(
        "Themes", choices=[SelectChoice("risk", "Risk assessment"), SelectChoice("sharing", "Sharing information")]
    )
    file = FileField("Evidence")
    secret = PasswordField("Your password")
    agreed = BooleanField("The family has been told")
    row_version = HiddenField(default="7")


def make_app() -> Flask:
    """An app that serves every page of the gallery and nothing else."""
    app = Flask("darddr")
    app.secret_key = "gallery only"
    CSRFProtect(app)
    components.install(app)
    app.context_processor(_shell)
    for name in PAGES:
        app.add_url_rule(f"/{name}", name, _page, defaults={"name": name})
    for name in ERROR_PAGES:
        app.add_url_rule(f"/errors/{name}", f"errors/{name}", _error, defaults={"name": name})
    app.after_request(_with_policy)
    return app


def _shell() -> dict[str, Any]:
    titles = ("My work", "Reviews", "Actions", "Progress", "Requests")
    return {
        "navigation": [SimpleNamespace(title=title, href="/", current=title == "Reviews") for title in titles],
        "actor_name": "Rowan Ellis",
        "partnership_name": "Riverside community safety partnership",
        "is_demo": True,
        "session_seconds": 900,
        "extend_url": "/still-here",
    }


def _page(name: str) -> str:
    form = FindingForm(MultiDict(POSTED) if name == "form" else None, meta={"csrf": False})
    if name == "form":
        form.validate()
    return render_template_string((FOLDER / f"{name}.html").read_text(), form=form, day=date(2026, 6, 4))


def _error(name: str) -> str:
    return render_template(f"errors/{name}.html", **ERROR_PAGES[name])


def _with_policy(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - the name is werkzeug's
        """Say nothing of each request."""


def photograph(folder: Path) -> list[str]:
    """Picture every page at every width into `folder`; lists pages that scroll sideways and console messages."""
    from playwright.sync_api import sync_playwright

    server = make_server("127.0.0.1", 0, make_app(), threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
            for name in [*PAGES, *(f"errors/{error}" for error in ERROR_PAGES)]:
                page.goto(f"http://127.0.0.1:{server.port}/{name}")
                target = folder / f"{name.replace('/', '-')}-{width}"
                page.screenshot(path=target.with_suffix(".png"), full_page=True)
                if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                    faults.append(f"{name} at {width}: {wide} pixels wide")
                if width == WIDTHS[0]:
                    page.pdf(path=target.with_suffix(".pdf"), format="A4")
        browser.close()
    server.shutdown()
    return faults


if __name__ == "__main__":
    found = photograph(Path(sys.argv[1]))
    sys.stdout.write("".join(f"{fault}\n" for fault in found) or "No page is at fault.\n")
    sys.exit(1 if found else 0)
