"""Rounds with the Home Office: sent, answered by a letter, and what a review may not do while a point of it is open."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from docx import Document as Word
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.importers.letter import read_letter_text
from darddr.models.document import Document
from darddr.models.draft import Draft
from darddr.models.finding import Change
from darddr.models.home_office import HomeOfficeRound, LetterPoint, SubmissionCheck
from darddr.models.review import Review
from darddr.policies import Actor, NotAllowed
from darddr.services import home_office_letters, letter_points, reports, reviews, rounds, submission_checks
from darddr.services.errors import NotNow, RealNameTyped, Stale, Unfit
from darddr.services.home_office_letters import Taken, guessed
from darddr.services.letter_points import Told
from darddr.services.milestones import milestones_of
from darddr.services.rounds import LetterTold, Sent
from darddr.services.work import work_of
from darddr.vocabulary.home_office import Judged, LetterOutcome, PointAnswer, PointCategory
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.errors import ConditionsUnmet
from darddr.workflow.states import ReviewState as S
from tests.factories import Make

TODAY = clock.today()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home) -> Review:
    made = make.review(home, S.WITH_HOME_OFFICE)
    make.milestone(made, M.DECIDED, ago(300))
    make.milestone(made, M.EXECUTIVE_APPROVED, ago(101))
    return made


@pytest.fixture
def coordinator(make: Make, home) -> Actor:
    return make.actor(make.coordinator(home))


def send(session: Session, actor: Actor, review: Review, days: int = 100, **more: Any) -> HomeOfficeRound:
    return rounds.send(session, actor, review, Sent(**{"sent_on": ago(days), "sent_by": "A clerk", **more}))


def log(
    session: Session,
    actor: Actor,
    review: Review,
    row: HomeOfficeRound,
    *asks: str,
    days: int = 40,
    outcome: LetterOutcome = LetterOutcome.AMEND,
) -> list[LetterPoint]:
    panel, dated = (ago(60), ago(42)) if days == 40 else (None, None)
    told = LetterTold(ago(days), outcome, panel, dated, "Her voice is heard.")
    taken = [Taken(f"{number}.", text, PointCategory.OTHER) for number, text in enumerate(asks, start=1)]
    return home_office_letters.log(session, actor, review, row, told, taken)


def done(point: LetterPoint, **more: Any) -> Told:
    told: dict[str, Any] = {"printed": point.printed or "", "text": point.text or "", "category": point.category}
    told |= {"answer": PointAnswer.ACCEPTED, "response": "We did.", "change_made": "A part on age.", "done_on": TODAY}
    return Told(**{**told, **more})


def trigger(session: Session, actor: Actor, review: Review, name: str) -> None:
    reviews.advance(session, actor, review, name, on_behalf_of="The chair of the executive")


def unmet(session: Session, actor: Actor, review: Review, name: str) -> set[str]:
    with pytest.raises(ConditionsUnmet) as refused:
        trigger(session, actor, review, name)
    return {need.name for need in refused.value.unmet}


def test_a_round_is_sent_its_days_are_counted_and_its_date_is_typed_once(
    session: Session, review: Review, coordinator: Actor
) -> None:
    assert rounds.standing([], TODAY) == ""
    row = send(session, coordinator, review)
    assert (row.number, row.sent_by) == (1, "A clerk")
    assert milestones_of(session, review)[M.SUBMITTED] == ago(100)
    assert rounds.standing(rounds.rounds_of(session, review), TODAY) == "First round, 100 days with the Home Office."
    log(session, coordinator, review, row, "Say why.", outcome=LetterOutcome.RESUBMIT, days=99)
    assert milestones_of(session, review)[M.LETTER_RECEIVED] == ago(99)
    assert rounds.standing(rounds.rounds_of(session, review), TODAY) == "First round, 1 day with the Home Office."
    review.state = S.WITH_HOME_OFFICE
    session.flush()
    send(session, coordinator, review, 30)
    assert rounds.standing(rounds.rounds_of(session, review), TODAY) == "Second round, 31 days with the Home Office."


def test_a_second_round_waits_for_a_letter_of_its_own(
    session: Session, make: Make, review: Review, coordinator: Actor
) -> None:
    row = send(session, coordinator, review)
    (point,) = log(session, coordinator, review, row, "Say why.", outcome=LetterOutcome.RESUBMIT)
    trigger(session, coordinator, review, "ask_resubmission")
    assert unmet(session, coordinator, review, "resubmit") == {"points_are_answered"}
    letter_points.answer_point(session, coordinator, review, point, point.version_id, done(point))
    trigger(session, coordinator, review, "resubmit")
    trigger(session, coordinator, review, "approve")
    assert M.LETTER_RECEIVED in milestones_of(session, review)
    send(session, coordinator, review, 0)
    assert M.LETTER_RECEIVED not in milestones_of(session, review)
    assert "letter_clears" in unmet(session, coordinator, review, "clear")


def test_the_letter_opens_the_move_that_fits_it_and_open_points_hold_the_next(
    session: Session, make: Make, review: Review, coordinator: Actor
) -> None:
    assert unmet(session, coordinator, review, "ask_amendments") == {
        "submitted",
        "letter_received",
        "letter_asks_amendments",
    }
    row = send(session, coordinator, review)
    first, second = log(session, coordinator, review, row, "Say why.", "Say when.")
    assert unmet(session, coordinator, review, "clear") == {"letter_clears"}
    trigger(session, coordinator, review, "ask_amendments")
    make.milestone(review, M.AMENDMENTS_MADE, TODAY)
    letter_points.answer_point(session, coordinator, review, first, first.version_id, done(first))
    assert unmet(session, coordinator, review, "finish_amendments") == {"points_are_answered"}
    told = done(second, answer=PointAnswer.NOT_ACCEPTED, reason="It is in chapter 4.", change_made="")
    letter_points.answer_point(session, coordinator, review, second, second.version_id, told)
    trigger(session, coordinator, review, "finish_amendments")
    assert review.state is S.CLEARED
    letter_points.answer_point(session, coordinator, review, second, second.version_id, done(second, done_on=None))
    assert "points_are_answered" in unmet(session, coordinator, review, "publish")


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"sent_on": ago(-1)}, "sent_on", "cannot have been sent after today"),
        ({"sent_by": " "}, "sent_by", "Say who sent it."),
        ({"sent_on": ago(400)}, "sent_on", "cannot have happened before"),
    ],
)
def test_a_sending_that_cannot_be_is_refused_beside_its_field(
    session: Session, review: Review, coordinator: Actor, more: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Unfit) as refused:
        send(session, coordinator, review, **more)
    assert refused.value.field == field
    assert words in refused.value.sentence


def test_a_pack_of_another_review_was_not_sent_with_this_one(
    session: Session, make: Make, home, review: Review, coordinator: Actor
) -> None:
    packs = []
    for owner in (review, make.review(home)):
        pack = Document(partnership_id=home.id, review_id=owner.id, kind="pack")
        pack.keep(b"a pack")
        packs.append(make.keep(pack))
    with pytest.raises(Unfit, match="Unfit") as refused:
        send(session, coordinator, review, document_id=packs[1].id)
    assert refused.value.sentence == "Choose a pack of this review."
    assert send(session, coordinator, review, document_id=packs[0].id).document_id == packs[0].id


def test_a_round_begins_only_once_approved_and_once_the_last_letter_is_logged(
    session: Session, make: Make, home, review: Review, coordinator: Actor
) -> None:
    early = make.review(home, S.SIGN_OFF)
    with pytest.raises(NotNow):
        send(session, coordinator, early)
    row = send(session, coordinator, review)
    with pytest.raises(NotNow):
        send(session, coordinator, review, 10)
    log(session, coordinator, review, row, outcome=LetterOutcome.PUBLISH)
    with pytest.raises(Unfit) as refused:
        send(session, coordinator, review, 41)
    assert refused.value.sentence == "A round cannot have been sent before the letter of the last one came."


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"panel_on": 101, "letter_on": 50, "received_on": 40}, "panel_on"),
        ({"panel_on": 60, "letter_on": 61, "received_on": 40}, "letter_on"),
        ({"panel_on": 60, "letter_on": 50, "received_on": 51}, "received_on"),
        ({"panel_on": None, "letter_on": None, "received_on": 101}, "received_on"),
        ({"panel_on": None, "letter_on": None, "received_on": -1}, "received_on"),
    ],
)
def test_days_of_a_letter_out_of_order_are_refused(
    session: Session, review: Review, coordinator: Actor, days: dict[str, int | None], field: str
) -> None:
    row = send(session, coordinator, review)
    told = {name: None if back is None else ago(back) for name, back in days.items()}
    with pytest.raises(Unfit) as refused:
        home_office_letters.log(
            session, coordinator, review, row, LetterTold(outcome=LetterOutcome.PUBLISH, **told), []
        )
    assert refused.value.field == field
    assert row.received_on is None


def test_a_letter_without_points_says_publish_or_is_refused(
    session: Session, review: Review, coordinator: Actor
) -> None:
    row = send(session, coordinator, review)
    with pytest.raises(Unfit) as refused:
        log(session, coordinator, review, row)
    assert refused.value.field == "outcome"
    assert log(session, coordinator, review, row, outcome=LetterOutcome.PUBLISH) == []
    with pytest.raises(NotNow):
        log(session, coordinator, review, row, outcome=LetterOutcome.PUBLISH)
    trigger(session, coordinator, review, "clear")


def test_a_letter_is_kept_as_a_draft_of_ones_own_with_a_guess_of_each_category(
    session: Session, make: Make, home, review: Review, coordinator: Actor
) -> None:
    row = send(session, coordinator, review)
    letter = read_letter_text("1. Disability is not analysed.\n2. Remove the real names.\n3. The map.")
    draft = home_office_letters.keep(session, coordinator, row, letter)
    assert draft.review_id == review.id
    categories = [point.category for point in home_office_letters.points_in(draft)]
    assert categories == [PointCategory.EQUALITY, PointCategory.ANONYMITY, PointCategory.OTHER]
    assert home_office_letters.own_letter(session, coordinator, draft.id) is draft
    other = make.actor(make.coordinator(home))
    assert home_office_letters.own_letter(session, other, draft.id) is None
    assert home_office_letters.points_in(home_office_letters.keep(session, coordinator, row, None)) == []
    log(session, coordinator, review, row, outcome=LetterOutcome.PUBLISH)
    with pytest.raises(NotNow):
        home_office_letters.keep(session, coordinator, row, None)
    assert guessed("Coercive control and the family") is PointCategory.COERCIVE_CONTROL


@pytest.mark.parametrize(("name", "field"), [("letter.pdf", "file"), ("letter.docx", "file")])
def test_a_letter_that_cannot_be_read_is_refused_beside_its_field(name: str, field: str) -> None:
    with pytest.raises(Unfit) as refused:
        home_office_letters.read(name, b"no letter")
    assert refused.value.field == field
    with pytest.raises(Unfit) as refused:
        home_office_letters.read_text(" \n ")
    assert refused.value.field == "text"


def test_what_was_written_of_a_round_is_put_right_and_the_earlier_words_stay(
    session: Session, review: Review, coordinator: Actor
) -> None:
    row = send(session, coordinator, review)
    rounds.correct(session, coordinator, review, row, row.version_id, Sent(ago(90), "Another clerk"), None)
    assert milestones_of(session, review)[M.SUBMITTED] == ago(90)
    (change,) = session.scalars(select(Change).filter_by(subject_id=row.id))
    assert change.narrative_before == {"sent_on": ago(100).isoformat(), "sent_by": "A clerk"}
    with pytest.raises(NotNow):
        rounds.correct(
            session,
            coordinator,
            review,
            row,
            row.version_id,
            Sent(ago(90), "A"),
            LetterTold(ago(1), LetterOutcome.AMEND),
        )
    log(session, coordinator, review, row, "Say why.")
    with pytest.raises(NotNow):
        rounds.correct(session, coordinator, review, row, row.version_id, Sent(ago(90), "A"), None)
    told = LetterTold(ago(20), LetterOutcome.RESUBMIT, None, ago(21), "Praise")
    rounds.correct(session, coordinator, review, row, row.version_id, Sent(ago(30), "Another clerk"), told)
    known = milestones_of(session, review)
    assert (known[M.SUBMITTED], known[M.LETTER_RECEIVED]) == (ago(30), ago(20))
    told = LetterTold(ago(80), LetterOutcome.RESUBMIT, None, ago(81), "Praise")
    rounds.correct(session, coordinator, review, row, row.version_id, Sent(ago(90), "Another clerk"), told)
    known = milestones_of(session, review)
    assert (known[M.SUBMITTED], known[M.LETTER_RECEIVED]) == (ago(90), ago(80))
    version, changes = row.version_id, session.scalars(select(Change).filter_by(subject_id=row.id)).all()
    rounds.correct(session, coordinator, review, row, version, Sent(ago(90), "Another clerk"), told)
    assert len(session.scalars(select(Change).filter_by(subject_id=row.id)).all()) == len(changes)
    with pytest.raises(Stale):
        rounds.correct(session, coordinator, review, row, version - 1, Sent(ago(90), "Another clerk"), told)
    early = LetterTold(ago(80), LetterOutcome.RESUBMIT, ago(91), ago(81), "Praise")
    for sent, letter, field in ((Sent(ago(90), " "), told, "sent_by"), (Sent(ago(90), "A clerk"), early, "panel_on")):
        with pytest.raises(Unfit) as refused:
            rounds.correct(session, coordinator, review, row, version, sent, letter)
        assert refused.value.field == field


def test_a_letter_cannot_have_come_after_the_next_round_was_sent(
    session: Session, review: Review, coordinator: Actor
) -> None:
    first = send(session, coordinator, review)
    log(session, coordinator, review, first, "Say why.", outcome=LetterOutcome.RESUBMIT, days=80)
    send(session, coordinator, review, 50)
    late = LetterTold(ago(40), LetterOutcome.RESUBMIT)
    with pytest.raises(Unfit) as refused:
        rounds.correct(session, coordinator, review, first, first.version_id, Sent(ago(100), "A clerk"), late)
    assert refused.value.sentence == "The next round was sent before that day."
    early = LetterTold(ago(70), LetterOutcome.RESUBMIT)
    rounds.correct(session, coordinator, review, first, first.version_id, Sent(ago(100), "A clerk"), early)
    assert first.received_on == ago(70)
    assert milestones_of(session, review)[M.SUBMITTED] == ago(50)


@pytest.fixture
def point(session: Session, review: Review, coordinator: Actor) -> LetterPoint:
    (made,) = log(session, coordinator, review, send(session, coordinator, review), "Say why.")
    return made


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": " "}, "text"),
        ({"answer": None}, "answer"),
        ({"response": " "}, "response"),
        ({"change_made": " "}, "change_made"),
        ({"answer": PointAnswer.NOT_ACCEPTED}, "reason"),
        ({"answer": PointAnswer.NOT_ACCEPTED, "done_on": None}, "reason"),
        ({"done_on": ago(-1)}, "done_on"),
        ({"done_on": ago(41)}, "done_on"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_beside_its_field(
    session: Session, review: Review, coordinator: Actor, point: LetterPoint, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        letter_points.answer_point(session, coordinator, review, point, point.version_id, done(point, **more))
    assert refused.value.field == field
    assert point.is_open


def test_a_point_answered_from_two_pages_keeps_the_first_answer_and_says_so(
    session: Session, review: Review, coordinator: Actor, point: LetterPoint
) -> None:
    seen = point.version_id
    letter_points.answer_point(session, coordinator, review, point, seen, done(point))
    session.flush()
    with pytest.raises(Stale) as refused:
        letter_points.answer_point(session, coordinator, review, point, seen, done(point, response="No."))
    assert refused.value.theirs["response"] == "We did."
    assert point.response == "We did."
    changes = session.scalars(select(Change).filter_by(subject_id=point.id)).all()
    assert len(changes) == 1
    letter_points.answer_point(session, coordinator, review, point, point.version_id, done(point))
    assert len(session.scalars(select(Change).filter_by(subject_id=point.id)).all()) == 1


def test_a_real_name_in_an_answer_needs_a_reason(
    session: Session, make: Make, review: Review, coordinator: Actor, point: LetterPoint
) -> None:
    make.person(review, names=["Ottoline Brackwater"])
    told = done(point, response="Ottoline Brackwater is named.")
    with pytest.raises(RealNameTyped):
        letter_points.answer_point(session, coordinator, review, point, point.version_id, told)
    told = done(point, response="Ottoline Brackwater is named.", name_reason="The letter quotes it.")
    letter_points.answer_point(session, coordinator, review, point, point.version_id, told)
    assert point.name_reason == "The letter quotes it."


def test_who_works_on_the_review_may_own_a_point_and_finds_it_among_their_work(
    session: Session, make: Make, home, review: Review, coordinator: Actor, point: LetterPoint
) -> None:
    agency = make.agency(home)
    panel, former = (
        make.on_review(review, ReviewRole.PANEL, agency=agency),
        make.on_review(review, ReviewRole.PANEL, agency=agency, ended_on=ago(1)),
    )
    approver = make.on_review(review, ReviewRole.AGENCY_APPROVER, agency=agency)
    owners = letter_points.owners_of(session, review)
    assert set(owners) == {panel.id, coordinator.user_id}
    for nobody in (former, approver, make.user()):
        told = done(point, done_on=None, owner_id=nobody.id)
        with pytest.raises(Unfit):
            letter_points.answer_point(session, coordinator, review, point, point.version_id, told)
    told = done(point, done_on=None, owner_id=panel.id)
    letter_points.answer_point(session, coordinator, review, point, point.version_id, told)
    session.flush()
    (own,) = work_of(session, make.actor(panel), TODAY).points
    assert (own.id, own.reference, own.text) == (point.id, review.reference, "Say why.")
    assert not work_of(session, make.actor(panel), TODAY).is_empty
    assert work_of(session, coordinator, TODAY).points == ()
    (listed,) = letter_points.points_of(session, review, only_open=True)
    assert listed.owner == panel.name
    letter_points.answer_point(
        session, make.actor(panel), review, point, point.version_id, done(point, owner_id=panel.id)
    )
    session.flush()
    assert work_of(session, make.actor(panel), TODAY).points == ()
    assert letter_points.points_of(session, review, only_open=True) == []
    assert len(letter_points.points_of(session, review)) == 1


def test_an_owner_who_has_left_stays_named_and_is_shown_nothing(
    session: Session, make: Make, home, review: Review, coordinator: Actor, point: LetterPoint
) -> None:
    gone = make.user()
    point.owner_id = gone.id
    session.flush()
    assert work_of(session, make.actor(gone), TODAY).points == ()
    letter_points.answer_point(session, coordinator, review, point, point.version_id, done(point, owner_id=gone.id))
    assert point.owner_id == gone.id


def test_a_point_is_added_to_a_logged_letter_alone(
    session: Session, review: Review, coordinator: Actor, point: LetterPoint
) -> None:
    row = session.get_one(HomeOfficeRound, point.round_id)
    made = letter_points.add_point(session, coordinator, review, row, Told("Say when.", "2."))
    assert (made.position, made.printed, made.is_open) == (2, "2.", True)
    review.state = S.RESUBMITTING
    session.flush()
    waiting = send(session, coordinator, review, 5)
    with pytest.raises(NotNow):
        letter_points.add_point(session, coordinator, review, waiting, Told("Say when."))
    with pytest.raises(Unfit):
        letter_points.add_point(session, coordinator, review, row, Told(" "))


def test_whoever_may_not_is_refused(session: Session, make: Make, home, review: Review, point: LetterPoint) -> None:
    row = session.get_one(HomeOfficeRound, point.round_id)
    panel = make.actor(make.on_review(review, ReviewRole.PANEL, agency=make.agency(home)))
    chair = make.actor(make.on_review(review, ReviewRole.CHAIR))
    told = LetterTold(ago(1), LetterOutcome.PUBLISH)
    for act in (
        lambda: send(session, chair, review),
        lambda: rounds.correct(session, chair, review, row, row.version_id, Sent(ago(9), "A"), told),
        lambda: home_office_letters.keep(session, chair, row, None),
        lambda: log(session, chair, review, row),
        lambda: letter_points.add_point(session, panel, review, row, Told("Ask.")),
        lambda: letter_points.answer_point(session, panel, review, point, point.version_id, done(point)),
        lambda: submission_checks.judge(session, panel, review, ["why"], []),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_ticks_are_kept_by_name_and_two_people_ticking_at_once_lose_nothing(
    session: Session, make: Make, home, review: Review, coordinator: Actor
) -> None:
    chair = make.actor(make.on_review(review, ReviewRole.CHAIR))
    submission_checks.judge(session, coordinator, review, ["why", "bias"], [])
    submission_checks.judge(session, chair, review, ["order", "why"], ["why"])
    made = submission_checks.checks_of(session, review)
    assert set(made) == {Judged.WHY, Judged.BIAS, Judged.ORDER}
    assert made[Judged.ORDER].check.recorded_by_id == chair.user_id
    submission_checks.judge(session, coordinator, review, ["why"], ["why", "bias", "order"])
    assert set(submission_checks.checks_of(session, review)) == {Judged.WHY}
    row = send(session, coordinator, review)
    assert submission_checks.round_ahead(session, review) == 1
    log(session, coordinator, review, row, outcome=LetterOutcome.PUBLISH)
    assert submission_checks.round_ahead(session, review) == 2
    assert submission_checks.checks_of(session, review) == {}
    assert set(submission_checks.checks_of(session, review, 1)) == {Judged.WHY}
    assert len(session.scalars(select(SubmissionCheck)).all()) == 1


def words_of(data: bytes) -> str:
    document = Word(io.BytesIO(data))
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


def test_the_response_and_the_checklist_in_word_are_made_of_the_rows(
    session: Session, make: Make, home, review: Review, coordinator: Actor, point: LetterPoint
) -> None:
    make.on_review(review, ReviewRole.CHAIR)
    review.state = S.AMENDING
    submission_checks.judge(session, coordinator, review, ["why"], [])
    letter_points.answer_point(
        session,
        coordinator,
        review,
        point,
        point.version_id,
        done(point, where_made="Page 4, paragraph 2", owner_id=coordinator.user_id),
    )
    session.flush()
    said = words_of(reports.build(session, coordinator, review, "qa-response").data())
    for words in ("Say why.", "We did.", "A part on age.\nPage 4, paragraph 2", "Accepted", "Done on"):
        assert words in said
    assert "To be written in" not in said
    checked = words_of(reports.build(session, coordinator, review, "home-office-checklist").data())
    assert checked.count("To be written in") == len(Judged) - 1
    row = session.get_one(HomeOfficeRound, point.round_id)
    letter_points.add_point(session, coordinator, review, row, Told("Say when.", "2."))
    review.state = S.RESUBMITTING
    session.flush()
    log(session, coordinator, review, send(session, coordinator, review, 5), outcome=LetterOutcome.PUBLISH, days=0)
    said = words_of(reports.build(session, coordinator, review, "qa-response").data())
    for words in (
        "Not yet done",
        "Not yet answered",
        "Round 1",
        "Round 2",
        "The letter asks for nothing to be changed.",
    ):
        assert words in said
    assert session.scalars(select(Draft)).all() == []
