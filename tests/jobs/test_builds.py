"""A pack built as a job: its user sees how far it is, gets the file or one sentence, and nothing of it stands anywhere in the clear."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.jobs import builds as jobs
from darddr.jobs import queue, runner
from darddr.jobs.mail import sender
from darddr.models.document import Document
from darddr.models.draft import Draft
from darddr.models.job import Job
from darddr.models.partnership import Partnership
from darddr.models.user import Membership, User
from darddr.policies import NotAllowed
from darddr.services import builds, reports
from darddr.services.errors import NotNow
from darddr.settings import Settings
from darddr.storage.database import reading, writing
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]
SECRET = "Quillfeather was found in the orchard"


@pytest.fixture
def case(make: Make) -> dict[str, Any]:
    """A review at sign-off, its coordinator and chair."""
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.SIGN_OFF)
    review.sections = {"background": SECRET}
    made = {
        "review": review,
        "coordinator": make.coordinator(partnership),
        "chair": make.on_review(review, ReviewRole.CHAIR),
    }
    make.session.commit()
    return made


def begun(case: dict[str, Any], client: StrictClient) -> str:
    """The page of a pack that was just asked for."""
    answer = client.post(f"/reviews/{case['review'].id}/documents/pack")
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_pack_is_asked_for_looked_at_and_fetched(case: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    client = sign_in(case["coordinator"])
    page = begun(case, client)
    first = client.get(page).text
    assert "0 of 6 files made. It waits for its turn." in first
    assert f'href="{page}">Look again' in first
    assert "data-progress" in first
    assert begun(case, client) == page, "asked for twice, made once"
    assert jobs.run_builds(engine) == 1
    ready = client.get(page).text
    assert "It is ready: 6 files in one." in ready
    assert "data-progress" not in ready
    with reading(engine) as own:
        document = own.scalars(select(Document).filter_by(kind="pack")).one()
        assert document.recorded_by_id == case["coordinator"].id
    assert client.get(f"/documents/{document.id}").headers["Content-Type"] == "application/zip"
    assert jobs.run_builds(engine) == 0
    index = client.get(f"/reviews/{case['review'].id}/documents").text
    assert "See how far it has got" not in index
    assert begun(case, client) != page, "the next one is another"


def test_every_file_is_told_of_in_between(
    case: dict[str, Any], sign_in: SignIn, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(case["coordinator"])
    page, seen = begun(case, client), list[str]()
    draw = reports.draw

    def slow(*given: Any, say: Callable[[str], None], **more: Any) -> bytes:
        def both(name: str) -> None:
            say(name)
            seen.append(client.get(page).text)

        return draw(*given, say=both, **more)

    monkeypatch.setattr(reports, "draw", slow)
    jobs.run_builds(engine)
    assert [f"{number} of 6 files made" in text for number, text in enumerate(seen, 1)] == [True] * 6
    assert ["It is being searched for names." in text for text in seen] == [False] * 5 + [True]
    index = client.get(f"/reviews/{case['review'].id}/documents").text
    assert "is being built" not in index


@pytest.mark.parametrize("with_letter", [False, True])
def test_as_many_files_are_foretold_as_there_are(
    session: Session, make: Make, case: dict[str, Any], with_letter: bool
) -> None:
    if with_letter:
        make.milestone(case["review"], Milestone.LETTER_RECEIVED)
    made: list[str] = []
    reports.draw(session, make.actor(case["coordinator"]), case["review"], "pack", say=made.append)
    assert len(made) == builds.size_of(session, case["review"])


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NotNow("The cover letter cannot be made yet."), "The cover letter cannot be made yet."),
        (NotAllowed(), jobs.NOT_ALLOWED),
        (ValueError(SECRET), jobs.BROKEN),
    ],
)
def test_why_there_is_no_pack_is_one_sentence_and_it_can_be_started_again(
    case: dict[str, Any],
    sign_in: SignIn,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    sentence: str,
) -> None:
    client, draw = sign_in(case["coordinator"]), reports.draw
    page = begun(case, client)

    def refuse(*_: Any, **__: Any) -> bytes:
        raise error

    monkeypatch.setattr(reports, "draw", refuse)
    jobs.run_builds(engine)
    told = client.get(page).text
    assert sentence in told
    assert SECRET not in told + caplog.text
    assert "Start again" in told
    assert "was not finished" in client.get(f"/reviews/{case['review'].id}/documents").text
    monkeypatch.setattr(reports, "draw", draw)
    again = begun(case, client)
    assert again != page
    assert client.get(page).status_code == 404
    jobs.run_builds(engine)
    assert "It is ready" in client.get(again).text
    with reading(engine) as own:
        assert [job.failed for job in own.scalars(select(Job).filter_by(kind=jobs.BUILD))] == [None, None]


def test_whoever_lost_the_right_meanwhile_gets_nothing(
    session: Session, case: dict[str, Any], sign_in: SignIn, engine: Engine
) -> None:
    begun(case, sign_in(case["coordinator"]))
    for membership in session.scalars(select(Membership).filter_by(user_id=case["coordinator"].id)):
        membership.ended_on = clock.today() - timedelta(days=1)
    session.commit()
    jobs.run_builds(engine)
    with reading(engine) as own:
        assert not own.scalars(select(Document)).all()
        assert builds.progress(own.scalars(select(Draft)).one()).why == jobs.NOT_ALLOWED


def test_a_build_is_its_users_alone_and_a_pack_is_asked_for_by_whoever_may(
    case: dict[str, Any], sign_in: SignIn, session: Session, make: Make
) -> None:
    page = begun(case, sign_in(case["coordinator"]))
    other = sign_in(case["chair"])
    assert other.get(page).status_code == 404
    assert other.post(f"/reviews/{case['review'].id}/documents/pack").status_code == 404
    with pytest.raises(NotAllowed):
        builds.begin(session, make.actor(case["chair"]), case["review"], "pack")
    case["review"].state = ReviewState.DRAFTING
    with pytest.raises(NotNow):
        builds.begin(session, make.actor(case["coordinator"]), case["review"], "pack")


def test_nobody_at_work_is_said_after_two_minutes(
    case: dict[str, Any], sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(case["coordinator"])
    page, now = begun(case, client), clock.now()
    monkeypatch.setattr(builds.clock, "now", lambda: now + timedelta(minutes=3))
    told = client.get(page).text
    assert "Nothing has been heard of it for two minutes, after 0 of 6 files." in told
    assert "data-progress" not in told


def test_a_build_that_is_gone_or_made_already_is_let_go(case: dict[str, Any], sign_in: SignIn, engine: Engine) -> None:
    client = sign_in(case["coordinator"])
    begun(case, client)
    with writing(engine) as own:
        job = queue.claim(own, clock.now())
    assert job is not None
    jobs.run(engine, job)
    jobs.run(engine, job)
    with reading(engine) as own:
        assert len(own.scalars(select(Document)).all()) == 1
    with writing(engine) as own:
        own.delete(own.scalars(select(Draft)).one())
    jobs.run(engine, job)
    with reading(engine) as own:
        assert len(own.scalars(select(Document)).all()) == 1


def test_a_payload_holds_an_id_and_nothing_is_left_in_the_clear(
    case: dict[str, Any], sign_in: SignIn, engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    begun(case, sign_in(case["coordinator"]))
    with reading(engine) as own:
        job = own.scalars(select(Job).filter_by(kind=jobs.BUILD)).one()
        draft = own.scalars(select(Draft)).one()
        assert json.loads(job.payload) == {"draft": str(draft.id)}
    assert runner.run_due(engine, settings, sender(settings)).failed == 0
    with reading(engine) as own:
        assert own.scalars(select(Document)).one()
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file


def test_the_runner_beside_a_server_builds_and_stops_and_leaves_mail_alone(
    case: dict[str, Any], sign_in: SignIn, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "EVERY", 0.02)
    met, done = [], jobs.run_builds

    def once_away(engine: Engine) -> int:
        met.append(1)
        if len(met) == 1:
            raise OSError("away")
        return done(engine)

    monkeypatch.setattr(jobs, "run_builds", once_away)
    with writing(engine) as own:
        queue.enter(own, "another kind", "1", {}, clock.now())
    client, stop = sign_in(case["coordinator"]), threading.Event()
    page = begun(case, client)
    thread = threading.Thread(target=jobs.keep_building, args=(engine, stop))
    thread.start()
    try:
        until = time.monotonic() + 20
        while "It is ready" not in client.get(page).text and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        stop.set()
        thread.join(10)
    assert "It is ready" in client.get(page).text
    assert not thread.is_alive()
    with reading(engine) as own:
        assert own.scalars(select(Job).filter_by(kind="another kind")).one().claimed_at is None


def test_a_partnership_is_of_its_own(session: Session, case: dict[str, Any], make: Make) -> None:
    draft, is_new = builds.begin(session, make.actor(case["coordinator"]), case["review"], "pack")
    assert is_new
    assert draft.partnership_id == session.get_one(Partnership, case["review"].partnership_id).id
    assert [each.kind for each in builds.going(session, make.actor(case["coordinator"]), case["review"])] == ["pack"]
    assert not builds.going(session, make.actor(case["chair"]), case["review"])
    draft.expires_at = clock.now() - timedelta(seconds=1)
    session.flush()
    assert builds.own(session, case["coordinator"].id, draft.id) is None
    other, _ = builds.begin(session, make.actor(case["coordinator"]), case["review"], "pack")
    session.flush()
    assert [row.id for row in session.scalars(select(Draft))] == [other.id]
