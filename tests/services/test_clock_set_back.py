"""The clock of the machine jumps, back or forward, between two things that people do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.cli.main import main
from darddr.models.user import SignInFailure, User
from darddr.services import accounts, clocks, milestones, review_history, reviews
from darddr.services.accounts import SignInRefused
from darddr.services.errors import Unfit
from darddr.settings import Settings
from darddr.storage.database import reading
from darddr.vocabulary.milestones import Milestone
from darddr.workflow.states import ReviewState
from tests.factories import PASSWORD, Make
from tests.strict_client import StrictClient

NOON = datetime(2026, 6, 4, 12, tzinfo=UTC)
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
IDLE, ABSOLUTE = timedelta(minutes=20), timedelta(hours=8)
JUMPS = pytest.mark.parametrize(
    "jump", [-HOUR, -YEAR, HOUR, YEAR], ids=["hour back", "year back", "hour on", "year on"]
)
BACK = pytest.mark.parametrize("jump", [-HOUR, -YEAR], ids=["hour", "year"])

SignIn = Callable[[User], StrictClient]


@JUMPS
def test_the_log_keeps_the_order_in_which_things_were_done(session: Session, make: Make, jump: timedelta) -> None:
    with time_machine.travel(NOON, tick=False) as now:
        home = make.partnership()
        review, actor = make.review(home, ReviewState.NOTIFIED), make.actor(make.coordinator(home))
        milestones.record_milestone(session, actor, review, Milestone.SCOPING_SENT, date(2025, 3, 1))
        now.move_to(NOON + jump)
        milestones.record_milestone(session, actor, review, Milestone.SCOPING_RETURNED, date(2025, 3, 2))
        reviews.advance(session, actor, review, "transfer", reason="Theirs.")
        session.flush()
    newest_first = [entry.said["tag"] for entry in audit.entries_of(session, home.id)]
    assert newest_first == ["review.moved", "milestone.recorded", "milestone.recorded"]
    told = audit.verify(session)
    assert told.ok
    notes = [(note.chain_id, note.sequence, note.message) for note in told.notes]
    if jump > timedelta(0):
        assert notes == []
    else:
        earlier = NOON + jump
        said = f"Entry 2 says {earlier:%Y-%m-%d %H:%M}, the one before it 2026-06-04 12:00: the clock was set back between them."
        assert notes == [(home.id, 2, said)]


def test_two_writers_of_one_minute_are_no_clock_set_back(session: Session, make: Make) -> None:
    home = make.partnership()
    with time_machine.travel(NOON, tick=False) as now:
        for seconds in (59, 0, 30, 29):
            now.move_to(NOON + timedelta(seconds=seconds, microseconds=seconds % 2))
            audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, reviews.Place(home.id))
    assert audit.verify(session).notes == ()


def test_verifying_tells_of_a_clock_set_back_and_finds_no_fault(
    session: Session, make: Make, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make.partnership()
    with time_machine.travel(NOON, tick=False) as now:
        for at in (NOON, NOON - YEAR):
            now.move_to(at)
            audit.record(session, None, audit.Tag.PARTNERSHIP_MADE, reviews.Place(home.id))
    session.commit()
    session.close()
    monkeypatch.setenv("DARDDR_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DARDDR_DATABASE_URL", settings.database_url)
    told = CliRunner().invoke(main, ["audit", "verify"])
    assert told.exit_code == 0, told.output
    assert "the clock was set back between them." in told.output
    assert "The log is whole" in told.output


@BACK
def test_a_session_is_neither_extended_by_a_clock_set_back_nor_ended_by_one_put_right_a_little(
    session: Session, make: Make, jump: timedelta
) -> None:
    user = make.user()
    with time_machine.travel(NOON, tick=False) as now:
        token = accounts.start_session(session, user.id)
        session.flush()
        now.move_to(NOON - timedelta(minutes=4))
        assert accounts.live_session(session, token, IDLE, ABSOLUTE) is not None
        for minutes in (0, 10, 30):
            now.move_to(NOON + jump + timedelta(minutes=minutes))
            assert accounts.live_session(session, token, IDLE, ABSOLUTE) is None
        fresh = accounts.start_session(session, user.id)
        session.flush()
        assert accounts.live_session(session, fresh, IDLE, ABSOLUTE) is not None
        now.move_to(NOON + jump + timedelta(minutes=30) + IDLE)
        assert accounts.live_session(session, fresh, IDLE, ABSOLUTE) is None


@BACK
def test_failures_from_before_the_clock_was_set_back_shut_nobody_out(
    session: Session, make: Make, jump: timedelta
) -> None:
    user = make.user()
    email = user.email or ""
    with time_machine.travel(NOON, tick=False) as now:
        for _ in range(accounts.FAILURES_ALLOWED):
            accounts.note_failure(session, email, "192.0.2.1")
        with pytest.raises(SignInRefused):
            accounts.sign_in(session, email, PASSWORD, "192.0.2.1")
        now.move_to(NOON + jump)
        accounts.note_failure(session, email, "192.0.2.1")
        session.flush()
        assert session.scalar(select(func.count()).select_from(SignInFailure)) == 1
        assert accounts.sign_in(session, email, PASSWORD, "192.0.2.1")


@JUMPS
def test_what_was_recorded_before_the_jump_is_shown_after_it_and_no_day_is_negative(
    make: Make, session: Session, sign_in: SignIn, jump: timedelta
) -> None:
    with time_machine.travel(NOON, tick=False) as now:
        home = make.partnership()
        review, user = make.review(home, ReviewState.COMMISSIONING), make.coordinator(home)
        actor = make.actor(user)
        milestones.record_milestone(session, actor, review, Milestone.DECIDED, date(2026, 6, 4), "Unanimous.")
        session.commit()
        now.move_to(NOON + jump)
        client = sign_in(user)
        for page in ("", "/history", "/panel"):
            answer = client.get(f"/reviews/{review.id}{page}")
            assert answer.status_code in (200, 404 if page == "/history" else 200), page
            assert "-1 day" not in answer.text
            assert "−" not in answer.text
        shown = client.get(f"/reviews/{review.id}").text
        assert (
            "The report is due by 4 December 2026: 6 months after the decision to hold a review (4 June 2026)." in shown
        )
        assert client.get("/my-work").status_code == 200
    assert all(
        each.days_late(date(2000, 1, 1)) == 0 for each in clocks.deadlines_of(session, review) if not each.done_on
    )
    assert "Unanimous." in [entry.text for entry in review_history.history_of(session, review)]


@BACK
def test_a_day_that_the_clock_says_is_still_to_come_is_refused_in_a_sentence_and_loses_nothing(
    session: Session, make: Make, engine: Engine, jump: timedelta
) -> None:
    with time_machine.travel(NOON, tick=False) as now:
        home = make.partnership()
        review, actor = make.review(home), make.actor(make.coordinator(home))
        milestones.record_milestone(session, actor, review, Milestone.SCOPING_SENT, date(2026, 6, 4))
        session.commit()
        now.move_to(NOON + jump)
        made = milestones.record_milestone(session, actor, review, Milestone.SCOPE_CHECKED, clock.today())
        assert (made.happened_on, made.recorded_at) == (clock.today(), NOON + jump)
        if jump == -YEAR:
            with pytest.raises(Unfit) as refused:
                milestones.record_milestone(session, actor, review, Milestone.SCOPING_RETURNED, date(2026, 6, 4))
            assert refused.value.sentence == "“Scoping returns in” cannot have happened after today."
        session.rollback()
    with reading(engine) as fresh:
        assert milestones.milestones_of(fresh, review)[Milestone.SCOPING_SENT] == date(2026, 6, 4)
