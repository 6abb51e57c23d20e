"""The partnership's own duties: what fits, what is refused, what is missing on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.finding import Change
from darddr.models.partnership import Partnership
from darddr.models.subject import Place
from darddr.policies import NotAllowed
from darddr.services import actions, duties
from darddr.services.actions import Undertaking
from darddr.services.duties import BOOKS
from darddr.services.errors import Stale, Unfit
from darddr.vocabulary.duties import EXPECTED_SEATS, RESPONSIBLE_AUTHORITIES, DutyKind, SeatKind
from tests.factories import LONG_AGO, Make

DAY = date(2026, 6, 1)
Keep = Callable[..., Any]

FITS: dict[str, dict[str, Any]] = {
    "duties": {"kind": "plan", "last_done_on": LONG_AGO, "next_due_on": None, "evidence": "Minutes.", "owner_post": ""},
    "priorities": {
        "title": "Protect people",
        "measure": "Fewer repeats",
        "roles": "",
        "starts_on": None,
        "ends_on": None,
    },
    "seats": {"kind": "police", "holder": "A superintendent", "post": "", "started_on": LONG_AGO, "ended_on": None},
    "scrutiny": {
        "text": "Say how many.",
        "received_on": LONG_AGO,
        "due_on": None,
        "state": "received",
        "answered_on": None,
        "answer": "",
    },
    "boards": {"kind": "sar", "reference": "SAR 4", "lead_board": "Adults board", "state": "under_way", "note": ""},
}


@pytest.fixture
def partnership(make: Make) -> Partnership:
    return make.partnership()


@pytest.fixture
def keep(session: Session, make: Make, partnership: Partnership) -> Keep:
    """Add a row of a book, with some of its fields told otherwise."""
    actor = make.actor(make.coordinator(partnership))
    return lambda book, **told: duties.add(session, actor, Place(partnership.id), BOOKS[book], {**FITS[book], **told})


@pytest.mark.parametrize("book", BOOKS)
def test_a_row_of_each_book_is_kept_as_it_was_told(book: str, keep: Keep) -> None:
    row = keep(book)
    assert {name: getattr(row, name) for name in FITS[book]} == FITS[book]


@pytest.mark.parametrize(
    ("book", "told", "field"),
    [
        ("duties", {"last_done_on": clock.today() + timedelta(days=1)}, "last_done_on"),
        ("duties", {"evidence": "  "}, "evidence"),
        ("duties", {"next_due_on": LONG_AGO}, "next_due_on"),
        ("duties", {"kind": "dance"}, "kind"),
        ("priorities", {"title": " "}, "title"),
        ("priorities", {"starts_on": DAY, "ends_on": LONG_AGO}, "ends_on"),
        ("seats", {"holder": ""}, "holder"),
        ("seats", {"started_on": None}, "started_on"),
        ("seats", {"ended_on": date(2019, 1, 1)}, "ended_on"),
        ("scrutiny", {"text": ""}, "text"),
        ("scrutiny", {"received_on": None}, "received_on"),
        ("scrutiny", {"state": "answered"}, "answer"),
        ("scrutiny", {"state": "answered", "answer": "Yes.", "answered_on": date(2019, 1, 1)}, "answered_on"),
        ("boards", {"reference": ""}, "reference"),
        ("boards", {"lead_board": ""}, "lead_board"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(book: str, told: dict[str, Any], field: str, keep: Keep) -> None:
    with pytest.raises(Unfit) as refused:
        keep(book, **told)
    assert refused.value.field == field


def test_a_duty_is_kept_once(keep: Keep) -> None:
    keep("duties")
    with pytest.raises(Unfit) as refused:
        keep("duties")
    assert refused.value.field == "kind"


def test_a_change_keeps_the_earlier_words_and_an_old_form_is_shown_both(
    session: Session, make: Make, partnership: Partnership, keep: Keep
) -> None:
    row, actor = keep("priorities"), make.actor(make.coordinator(partnership))
    session.flush()
    duties.edit(session, actor, row, row.version_id, {**FITS["priorities"], "title": "Reduce harm"})
    session.flush()
    assert row.title == "Reduce harm"
    (kept,) = session.query(Change).filter_by(subject_id=row.id).all()
    assert kept.learning_before == {"title": "Protect people"}
    with pytest.raises(Stale) as stale:
        duties.edit(session, actor, row, 1, {**FITS["priorities"], "title": "Mine"})
    assert stale.value.theirs["title"] == "Reduce harm"


@pytest.mark.parametrize("role", ["executive", "executive_chair"])
def test_the_executive_reads_and_changes_nothing(
    role: str, session: Session, make: Make, partnership: Partnership
) -> None:
    actor = make.actor(getattr(make, role)(partnership))
    with pytest.raises(NotAllowed):
        duties.add(session, actor, Place(partnership.id), BOOKS["seats"], FITS["seats"])


def test_every_gap_is_a_sentence_and_closes_when_it_is_filled(
    session: Session, partnership: Partnership, keep: Keep
) -> None:
    found = duties.gaps(session, partnership.id, DAY)
    assert len(found) == len(DutyKind) + len(EXPECTED_SEATS)
    assert "Partnership plan: nothing is recorded as done." in found
    assert "Nobody holds the seat: Fire and rescue authority." in found
    for kind in DutyKind:
        keep("duties", kind=kind.value, next_due_on=DAY)
    for kind in EXPECTED_SEATS:
        keep("seats", kind=kind.value)
    assert duties.gaps(session, partnership.id, DAY) == []
    late = duties.gaps(session, partnership.id, DAY + timedelta(days=1))
    assert late == [f"{kind.label}: was due again by 1 June 2026." for kind in DutyKind]


def test_a_seat_left_is_a_gap_from_the_day_after(session: Session, partnership: Partnership, keep: Keep) -> None:
    keep("seats", kind="chair", ended_on=DAY)
    sentence = "Nobody holds the seat: Chair."
    assert sentence not in duties.gaps(session, partnership.id, DAY)
    assert sentence in duties.gaps(session, partnership.id, DAY + timedelta(days=1))


def test_an_unanswered_recommendation_of_scrutiny_is_a_gap_once_late(
    session: Session, partnership: Partnership, keep: Keep
) -> None:
    keep("scrutiny", due_on=DAY)
    keep("scrutiny", due_on=DAY, state="answered", answer="Yes.", answered_on=DAY)
    sentence = "Scrutiny’s recommendation due by 1 June 2026 has not been answered."
    assert sentence not in duties.gaps(session, partnership.id, DAY)
    assert duties.gaps(session, partnership.id, DAY + timedelta(days=1)).count(sentence) == 1


def test_the_responsible_authorities_are_the_five_of_the_act() -> None:
    assert [kind.value for kind in RESPONSIBLE_AUTHORITIES] == ["police", "council", "fire", "icb", "probation"]
    assert set(RESPONSIBLE_AUTHORITIES) < set(EXPECTED_SEATS)
    assert SeatKind.CO_OPTED not in EXPECTED_SEATS


def test_an_action_takes_a_priority_of_its_own_partnership_alone(
    session: Session, make: Make, partnership: Partnership, keep: Keep
) -> None:
    own = keep("priorities")
    recommendation = make.recommendation(make.plan(partnership))
    actor = make.actor(make.coordinator(partnership))
    action = actions.add_action(session, actor, recommendation, Undertaking("Teach.", priority=own))
    assert action.priority_id == own.id
    elsewhere = make.partnership()
    strange = duties.add(
        session, make.actor(make.coordinator(elsewhere)), Place(elsewhere.id), BOOKS["priorities"], FITS["priorities"]
    )
    with pytest.raises(Unfit) as refused:
        actions.add_action(session, actor, recommendation, Undertaking("Teach.", priority=strange))
    assert refused.value.field == "priority_id"
