"""Every door tried by everybody: each route and method requested for real, and every answer searched for canaries."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import cycle
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests import access
from tests.access import bodies
from tests.access.canaries import allowed, forbidden
from tests.access.stage import PUBLIC, Browser, Stage, missing, pages_of_draft, rules, url_of, values_for
from tests.access.world import ACTORS, BARRED

NOT_THERE = "/there-is-no-such-page"
FORM_TOKEN = re.compile(r'(?:csrf[-_]token|form_key)" (?:content|value)="[^"]*"')
BUILT = re.compile(r'href="(/documents/[0-9a-f-]{36})"')
WITH_ONE_TIME_PASSWORD = {"auth.password", "auth.sign_out", "auth.extend"}
MAY_STILL = {
    "build of coordinator": "coordinator",
    "change of coordinator": "coordinator",
    "import of coordinator": "coordinator",
    "import of author": "author",
    "return of coordinator": "coordinator",
    "paste of coordinator": "coordinator",
    "letter of coordinator": "coordinator",
    "notification of coordinator": "coordinator",
    "notification of excluded": "excluded",
}
"""Whose draft opens for them; the others began theirs before they were kept out or left."""

DOORS: dict[str, set[str]] = {}
for found in pkgutil.iter_modules(access.__path__):
    if found.name.startswith("doors_"):
        DOORS |= importlib.import_module(f"tests.access.{found.name}").DOORS


def test_every_route_is_claimed(app: Flask) -> None:
    assert {rule.endpoint for rule in rules(app)} - PUBLIC == {name.split()[0] for name in DOORS}


def test_every_view_carries_a_mark(app: Flask) -> None:
    unmarked = {name for name, view in app.view_functions.items() if not hasattr(view, "permission")} - {"static"}
    assert not unmarked


def methods_of(rule: Rule) -> list[str]:
    """The methods a route has."""
    return sorted(set(rule.methods or ()) - {"OPTIONS"})


def wrong_methods() -> Iterator[str]:
    """A method that a route does not have: one that frameworks like to answer by themselves, and by turns another."""
    return cycle(("OPTIONS", "DELETE", "OPTIONS", "PUT", "OPTIONS"))


def same(one: TestResponse, other: TestResponse) -> bool:
    """Whether two answers are equal, byte by byte and header by header; a form's token tells the second it was made in."""
    return (one.status_code, one.headers) == (other.status_code, other.headers) and _timeless(one) == _timeless(other)


def _timeless(answer: TestResponse) -> str:
    return FORM_TOKEN.sub("", answer.text)


@pytest.mark.parametrize("name", ACTORS)
def test_doors_open_only_for_whom_they_should_and_show_no_more(name: str, stage: Stage) -> None:
    browser = stage.sign_in(stage.world.people[name])
    absent, strange, wrong = browser.ask(NOT_THERE), wrong_methods(), []
    for rule in rules(stage.app):
        values = values_for(rule, stage.world)
        assert values is not None, f"the world has nothing for {rule.rule}"
        url = url_of(stage.app, rule, values)
        if not same(browser.ask(url, next(strange)), absent):
            wrong.append(("a wrong method", rule.endpoint, "differs from a page that is not there"))
        if rule.endpoint in PUBLIC:
            continue
        nothing = url_of(stage.app, rule, missing(values))
        for method in methods_of(rule):
            opens = name in DOORS.get(f"{rule.endpoint} {method}", DOORS[rule.endpoint])
            answer = browser.ask(url, method)
            assert answer.status_code < 500, (method, rule.endpoint, name)
            if (answer.status_code != 404) is not opens:
                wrong.append((method, rule.endpoint, answer.status_code))
            if method == "POST":
                _post_in_earnest(browser, rule, url)
            if method == "HEAD":
                assert not answer.data
            elif not opens and not same(answer, browser.ask(nothing, method)):
                wrong.append((method, rule.endpoint, "differs from one that is not there"))
    _look_elsewhere(browser)
    _try_drafts(browser, name)
    assert not wrong, sorted(wrong)
    leaked = forbidden(name, browser.seen)
    assert not leaked, {one: browser.where[one] for one in sorted(leaked)}
    unseen = allowed(name) - {one[:2] for one in browser.seen}
    assert not unseen, "the table promises more than they are ever shown"


def _post_in_earnest(browser: Browser, rule: Rule, url: str) -> None:
    """What was posted empty is undone, posted again with a body that fits, followed to what it built, and undone."""
    browser.stage.put_back()
    answer = browser.ask(url, "POST", data=bodies.body_for(rule.endpoint, browser.stage.world))
    assert answer.status_code < 500, (rule.endpoint, answer.status_code)
    if rule.endpoint == "documents.build" and answer.status_code == 302:
        for built in BUILT.findall(browser.client.get(answer.headers["Location"]).text):
            browser.ask(built)
    browser.stage.put_back()


def _look_elsewhere(browser: Browser) -> None:
    """Every page of every other place, read and posted to."""
    for place in ("second", "theme", "far"):
        for rule in rules(browser.stage.app):
            values = values_for(rule, browser.stage.world, place)
            if not values or rule.endpoint in PUBLIC:
                continue
            for method in set(methods_of(rule)) - {"HEAD"}:
                browser.ask(url_of(browser.stage.app, rule, values), method)
        browser.stage.put_back()


def _try_drafts(browser: Browser, name: str) -> None:
    """A draft is its owner's alone, while they have the right that it was begun with."""
    for what, draft_id in browser.stage.world.drafts.items():
        opens = MAY_STILL.get(what) == name
        nothing = pages_of_draft(what, UUID(int=1))
        for url, absent in zip(pages_of_draft(what, draft_id), nothing, strict=True):
            for method in ("GET",) if what.startswith("build") else ("GET", "POST"):
                answer = browser.ask(url, method)
                assert (answer.status_code != 404) is opens, (what, url, method)
                assert opens or same(answer, browser.ask(absent, method)), (what, url, method)
        browser.stage.put_back()


def test_a_draft_of_one_kind_is_not_opened_as_another(stage: Stage) -> None:
    browser, drafts = stage.sign_in(stage.world.people["coordinator"]), stage.world.drafts
    assert browser.ask(f"/notifications/{drafts['import of coordinator']}/check").status_code == 404
    assert browser.ask(f"/imports/{drafts['notification of coordinator']}").status_code == 404
    assert browser.ask(f"/returns/{drafts['paste of coordinator']}").status_code == 404
    assert browser.ask(f"/builds/{drafts['import of coordinator']}").status_code == 404
    assert browser.ask(f"/pasted/{drafts['return of coordinator']}").status_code == 404


@pytest.mark.parametrize("name", BARRED)
def test_whoever_is_not_in_yet_sees_only_the_way_in(name: str, stage: Stage) -> None:
    browser = stage.sign_in(stage.world.people.get(name))
    strange = wrong_methods()
    way_in = "/account/password" if name == "one_time_password" else "/sign-in"
    for rule in rules(stage.app):
        if rule.endpoint in PUBLIC or (name == "one_time_password" and rule.endpoint in WITH_ONE_TIME_PASSWORD):
            continue
        values = values_for(rule, stage.world)
        assert values is not None
        for method in methods_of(rule):
            there = browser.ask(url_of(stage.app, rule, values), method)
            assert (there.status_code, way_in in there.headers["Location"]) == (302, True), (method, rule.endpoint)
            absent = browser.ask(url_of(stage.app, rule, missing(values)), method)
            assert (absent.status_code, way_in in absent.headers["Location"]) == (302, True), (method, rule.endpoint)
        assert browser.ask(url_of(stage.app, rule, values), next(strange)).status_code == 404, rule.endpoint
    assert {one[:2] for one in browser.seen} <= ({("home", "people")} if name == "one_time_password" else set())
