"""A draft is its owner's alone, while they still have the right that began it."""

from __future__ import annotations

import pytest

from tests.access.stage import Stage
from tests.access.test_doors import same
from tests.access.world import ACTORS

MAY_STILL = {
    "import of coordinator": "coordinator",
    "import of author": "author",
    "notification of coordinator": "coordinator",
    "notification of excluded": "excluded",
}
"""Whose draft opens for them. The others began theirs before they were excluded or left."""


@pytest.mark.parametrize("name", ACTORS)
def test_a_draft_opens_for_its_owner_alone(name: str, stage: Stage) -> None:
    browser = stage.sign_in(stage.world.people[name])
    for what, draft_id in stage.world.drafts.items():
        opens = MAY_STILL.get(what) == name
        for url in _pages(what, str(draft_id)):
            for method in ("GET", "HEAD", "POST"):
                answer = browser.ask(url, method)
                assert (answer.status_code != 404) is opens, (what, url, method)
                if not opens:
                    nothing = url.replace(str(draft_id), "00000000-0000-4000-8000-000000000000")
                    assert same(answer, browser.ask(nothing, method)), (what, url, method)
            stage.put_back()


def _pages(what: str, draft_id: str) -> tuple[str, ...]:
    if what.startswith("import"):
        return (f"/imports/{draft_id}",)
    return tuple(f"/notifications/{draft_id}/{step}" for step in ("notice", "died-1", "people", "circumstances", "check"))


def test_a_draft_of_one_kind_is_not_opened_as_another(stage: Stage) -> None:
    browser = stage.sign_in(stage.world.people["coordinator"])
    drafts = stage.world.drafts
    assert browser.ask(f"/notifications/{drafts['import of coordinator']}/check").status_code == 404
    assert browser.ask(f"/imports/{drafts['notification of coordinator']}").status_code == 404
