"""Jobs from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from darddr import clock
from darddr.cli import main
from darddr.services.plans import plan_of
from darddr.settings import Settings
from tests.factories import Make


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command against the test's own instance."""
    monkeypatch.setenv("DARDDR_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DARDDR_DATABASE_URL", settings.database_url)
    return lambda *words: CliRunner().invoke(main, list(words))


def test_what_is_due_is_done_once_and_listed(session: Session, make: Make, run: Callable[..., Result]) -> None:
    review, owner = make.review(make.partnership()), make.user()
    make.action(make.recommendation(plan_of(session, review)), owner_id=owner.id, due_on=clock.today())
    session.commit()
    assert json.loads(run("jobs", "run-due", "--json").output) == {"done": 2, "failed": 0}
    assert run("jobs", "run-due").output == "0 done, 0 failed.\n"
    listed = json.loads(run("jobs", "list", "--json").output)["jobs"]
    assert [(one["attempts"], one["failed"], bool(one["done_at"])) for one in listed] == [(1, None, True)] * 2
    assert owner.email not in run("jobs", "list").output
