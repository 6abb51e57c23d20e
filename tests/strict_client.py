"""The strictest reader of every page a test fetches."""

from __future__ import annotations

import re
from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

FORBIDDEN = re.compile(r"GDS Transport|govuk-crest|GOV\.UK|<style|\son[a-z]+=|javascript:", re.IGNORECASE)


class StrictClient(FlaskClient):
    """Parses every page strictly and checks its title, heading, ids, labels and headers."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        if (
            answer.mimetype == "text/html"
            and answer.status_code not in (204, 301, 302, 303)
            and answer.request.method != "HEAD"
        ):
            check_page(answer.text)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        return answer


def check_page(text: str) -> None:
    """Raises AssertionError where a page is not one we would ship."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    tree = parser.parse(text)
    assert not FORBIDDEN.search(text), FORBIDDEN.search(text)
    assert tree.get("lang") == "en-GB"
    title = tree.findtext("head/title") or ""
    assert title.endswith("– darddr"), title
    assert len(tree.findall(".//h1")) == 1, "a page has one main heading"
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), sorted(name for name in ids if ids.count(name) > 1)
    labelled = {label.get("for") for label in tree.iter("label")}
    for element in tree.iter():
        if element.tag in ("input", "select", "textarea") and element.get("type") not in ("hidden", "submit"):
            assert element.get("id") in labelled or element.get("aria-label"), element.attrib
    for form in tree.iter("form"):
        if form.get("method") == "post":
            assert any(field.get("name") == "csrf_token" for field in form.iter("input")), form.attrib
    for table in tree.iter("table"):
        assert table.find("caption") is not None, "a table has a caption"
    for link in tree.iter("a"):
        assert "".join(link.itertext()).strip() or link.get("aria-label"), link.attrib
