"""The pages of a round with the Home Office: sent, a letter read and logged, its points answered, the checklist."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta

import pytest
from docx import Document as Word
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.document import Document
from darddr.models.draft import Draft
from darddr.models.home_office import HomeOfficeRound, LetterPoint, SubmissionCheck
from darddr.models.review import Review
from darddr.services.milestones import milestones_of
from darddr.storage.database import reading
from darddr.vocabulary.home_office import LetterOutcome, PointCategory
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState as S
from tests.factories import Make
from tests.web.test_review_moves import count, day

TODAY = clock.today()
SENT, CAME = TODAY - timedelta(days=90), TODAY - timedelta(days=9)


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def review(make: Make, home) -> Review:
    return make.review(home, S.WITH_HOME_OFFICE)


@pytest.fixture
def browser(make: Make, home, review, session: Session, sign_in):
    user = make.coordinator(home)
    make.on_review(review, ReviewRole.CHAIR)
    session.commit()
    return sign_in(user)


def rows(engine, model) -> list:
    with reading(engine) as fresh:
        return list(fresh.scalars(select(model).order_by(model.recorded_at)))


@pytest.fixture
def waiting(make: Make, session: Session, review) -> HomeOfficeRound:
    """A round whose letter has not come."""
    place = {"partnership_id": review.partnership_id, "review_id": review.id}
    row = make.keep(HomeOfficeRound(**place, number=1, sent_on=SENT, sent_by="A clerk"))
    make.milestone(review, M.SUBMITTED, SENT)
    session.commit()
    return row


@pytest.fixture
def point(make: Make, session: Session, review, waiting) -> LetterPoint:
    """A point of the letter of that round."""
    waiting.received_on, waiting.outcome = CAME, LetterOutcome.AMEND
    place = {"partnership_id": review.partnership_id, "review_id": review.id}
    asked = {"round_id": waiting.id, "position": 1, "category": PointCategory.ANALYSIS}
    row = make.keep(LetterPoint(**place, **asked, printed="4. b)", text="Say why nobody asked."))
    review.state = S.AMENDING
    session.commit()
    return row


def log(client, draft_url: str, outcome: str, kept: list[str], **more: str):
    told = {"outcome": outcome, "kept": kept, **day("received_on", CAME), **more}
    return client.post(draft_url, data=told, follow_redirects=True)


def test_a_report_is_recorded_as_sent_with_its_pack_and_the_page_counts_the_days(
    session: Session, make: Make, review, browser, engine
) -> None:
    pack = Document(partnership_id=review.partnership_id, review_id=review.id, kind="pack")
    pack.keep(b"PK")
    make.keep(pack)
    session.commit()
    url = f"/reviews/{review.id}/home-office"
    assert "has not been recorded as sent" in browser.get(url).text
    form = browser.get(f"{url}/send").text
    assert str(pack.id) in form
    answer = browser.post(
        f"{url}/send",
        data={"sent_by": "Community safety", "document_id": str(pack.id), **day("sent_on", SENT)},
        follow_redirects=True,
    )
    assert "First round, 90 days with the Home Office." in answer.text
    assert f"/documents/{pack.id}" in answer.text
    assert "Record that the report was sent" not in answer.text
    with reading(engine) as fresh:
        assert milestones_of(fresh, fresh.get_one(Review, review.id))[M.SUBMITTED] == SENT
    assert browser.post(f"{url}/send", data={"sent_by": "A", **day("sent_on", TODAY)}).status_code == 409


def test_a_day_without_its_year_is_refused_in_a_sentence_and_what_was_typed_stays(review, browser, engine) -> None:
    boxes = {"sent_on-day": "28", "sent_on-month": "9", "sent_on-year": ""}
    answer = browser.post(f"/reviews/{review.id}/home-office/send", data={"sent_by": "A clerk", **boxes})
    assert answer.status_code == 422
    assert "“28 9 –” has no year. Write it like 27 3 2026." in answer.text
    assert 'value="28"' in answer.text
    assert count(engine, HomeOfficeRound) == 0


def test_a_word_letter_is_read_looked_at_and_logged_with_its_points(review, waiting, browser, engine) -> None:
    document = Word()
    dated = CAME - timedelta(days=2)
    for line in (
        f"{dated.day} {dated:%B %Y}",
        "The panel met on 28th September.",
        "On completion the report may be published.",
    ):
        document.add_paragraph(line)
    document.add_paragraph("Areas for final development")
    for line in ("Equality: disability is thin.", "The map is wrong.", "Yours is not a point."):
        document.add_paragraph(line, style="List Number")
    document.add_paragraph("Please send us a copy.")
    made = io.BytesIO()
    document.save(made)
    url = f"/home-office-rounds/{waiting.id}/letter"
    answer = browser.post(url, data={"file": (io.BytesIO(made.getvalue()), "letter.docx")}, follow_redirects=True)
    text = html.unescape(answer.text)
    assert "Three points were read. Nothing" in text
    assert "the panel met on “28th September” and gives no year. Enter the whole date." in text
    assert "Equality and diversity" in text
    assert "Please send us a copy." in text
    assert 'value="amend" checked' in text
    assert f'value="{dated.year}"' in text
    assert count(engine, LetterPoint) == 0
    boxes = {"panel_on-day": "28", "panel_on-month": "9", "panel_on-year": ""}
    refused = log(browser, answer.request.path, "amend", ["0", "1"], strengths="Her voice.", **boxes)
    assert (refused.status_code, "has no year" in refused.text) == (422, True)
    assert (refused.text.count(" checked>"), "Her voice." in refused.text) == (3, True)
    answer = log(browser, answer.request.path, "amend", ["0", "1"], strengths="Her voice.")
    assert "The letter has been logged. Its points are listed below." in answer.text
    assert f"{CAME.day} {CAME:%B %Y}, logged by Person Number" in answer.text
    with reading(engine) as fresh:
        points = fresh.scalars(select(LetterPoint).order_by(LetterPoint.position)).all()
        assert [(one.printed, one.text, one.category) for one in points] == [
            ("1.", "Equality: disability is thin.", PointCategory.EQUALITY),
            ("2.", "The map is wrong.", PointCategory.OTHER),
        ]
        row = fresh.get_one(HomeOfficeRound, waiting.id)
        assert (row.received_on, row.outcome, row.strengths) == (CAME, LetterOutcome.AMEND, "Her voice.")
        assert milestones_of(fresh, fresh.get_one(Review, review.id))[M.LETTER_RECEIVED] == CAME
    assert count(engine, Draft) == 0
    assert browser.get(url).status_code == 409


def test_a_letter_without_points_is_said_so_and_is_logged_where_it_says_publish(waiting, browser, engine) -> None:
    url = f"/home-office-rounds/{waiting.id}/letter"
    answer = browser.post(url, data={"text": "Thank you. The report may be published."}, follow_redirects=True)
    assert "No numbered point, letter or bullet was found in the letter." in answer.text
    assert 'value="publish" checked' in answer.text
    refused = log(browser, answer.request.path, "amend", [])
    assert refused.status_code == 422
    assert "A letter without points says that the report may be published." in refused.text
    assert count(engine, LetterPoint) == 0
    answer = log(browser, answer.request.path, "publish", [])
    assert "It has no points to answer." in answer.text
    assert "The letter asks for nothing to be changed." in answer.text


def test_points_typed_by_hand_are_read_as_those_of_a_letter_are(waiting, browser, engine) -> None:
    url = f"/home-office-rounds/{waiting.id}/letter"
    answer = browser.post(url, data={"text": "4. Say why.\n  a) Say when."}, follow_redirects=True)
    log(browser, answer.request.path, "resubmit", ["0", "1"])
    assert [row.printed for row in rows_opened(engine)] == ["4.", "4. a)"]


def rows_opened(engine) -> list[LetterPoint]:
    with reading(engine) as fresh:
        found = fresh.scalars(select(LetterPoint).order_by(LetterPoint.position)).all()
        assert all(row.printed for row in found)
        return list(found)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("letter.docx", b"PK no zip", ""),
        ("letter.csv", b"a,b", "Letters are read from Word files"),
        ("letter.txt", b"1. Ask.\n" * 201, "201 points were read"),
    ],
)
def test_a_letter_that_cannot_be_read_is_refused_in_a_sentence(waiting, browser, engine, name, data, words) -> None:
    answer = browser.post(f"/home-office-rounds/{waiting.id}/letter", data={"file": (io.BytesIO(data), name)})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert count(engine, Draft) == 0


def test_a_letter_logged_from_another_page_meanwhile_is_not_logged_again(waiting, browser, engine) -> None:
    url = f"/home-office-rounds/{waiting.id}/letter"
    drafts = [browser.post(url, data={"text": "1. Say why."}).headers["Location"] for _ in range(2)]
    log(browser, drafts[0], "amend", ["0"])
    assert log(browser, drafts[1], "amend", ["0"]).status_code == 409
    assert browser.get(drafts[1]).status_code == 409
    assert count(engine, LetterPoint) == 1


def answer_of(point: LetterPoint, version: int, **more: str) -> dict[str, str]:
    told = {"version": str(version), "text": "Say why nobody asked.", "printed": "4. b)", "category": "analysis"}
    done = {
        "answer": "accepted",
        "response": "We did.",
        "change_made": "A part.",
        "where_made": "Page 4",
        "owner_id": "",
    }
    return {**told, **done, **day("done_on", TODAY), **more}


def test_a_point_is_answered_and_open_ones_alone_may_be_shown(session, make, review, point, browser, engine) -> None:
    url, page = f"/letter-points/{point.id}", f"/reviews/{review.id}/home-office"
    assert "Say why nobody asked." in browser.get(f"{page}?show=open").text
    assert "1 of 1 point is open." in browser.get(page).text
    refused = browser.post(url, data=answer_of(point, point.version_id, response=""))
    assert (refused.status_code, "Write the response before the point is done." in refused.text) == (422, True)
    answer = browser.post(url, data=answer_of(point, point.version_id), follow_redirects=True)
    assert "The point has been saved." in answer.text
    for words in ("We did.", "Accepted", "A part.", "Page 4", "0 of 1 point is open."):
        assert words in answer.text
    assert "Say why nobody asked." not in browser.get(f"{page}?show=open").text
    assert "Nothing is open." in browser.get(f"{page}?show=open").text


def test_a_point_answered_from_two_pages_shows_both_texts_and_loses_neither(point, browser, engine) -> None:
    url, seen = f"/letter-points/{point.id}", point.version_id
    browser.post(url, data=answer_of(point, seen))
    answer = browser.post(url, data=answer_of(point, seen, response="We did not."))
    assert answer.status_code == 422
    assert "We did." in answer.text
    assert "We did not." in answer.text
    assert [row.response for row in opened_responses(engine)] == ["We did."]


def opened_responses(engine) -> list[LetterPoint]:
    with reading(engine) as fresh:
        found = list(fresh.scalars(select(LetterPoint)))
        assert [row.response for row in found]
        return found


def test_a_real_name_typed_into_an_answer_asks_for_a_pseudonym_known_to_its_writer(
    session, make, review, point, browser, sign_in
) -> None:
    make.person(review, names=["Ottoline Brackwater"], pseudonym="Robin")
    author = make.on_review(review, ReviewRole.AUTHOR)
    session.commit()
    told = answer_of(point, point.version_id, response="Ottoline Brackwater is named.")
    for client, is_told in ((browser, True), (sign_in(author), False)):
        answer = client.post(f"/letter-points/{point.id}", data=told)
        assert (answer.status_code, "This looks like a real name" in answer.text) == (422, True)
        assert ("use the pseudonym <strong>Robin</strong>" in answer.text) is is_told


def test_a_point_is_added_and_a_move_waits_for_it_with_a_link_to_the_page(review, point, browser, engine) -> None:
    data = {"text": "Say when.", "category": "other", "printed": "5.", "version": "0"}
    answer = browser.post(f"/home-office-rounds/{point.round_id}/points/new", data=data, follow_redirects=True)
    assert "The point has been added." in answer.text
    page = browser.get(f"/reviews/{review.id}").text
    assert "Answer every point of the Home Office’s letter." in html.unescape(page)
    assert f"/reviews/{review.id}/home-office" in page


def test_the_owner_finds_the_point_in_their_work_and_answers_it(
    session: Session, make: Make, home, review, point, sign_in
) -> None:
    panel = make.on_review(review, ReviewRole.PANEL, agency=make.agency(home))
    point.owner_id = panel.id
    other = make.on_review(review, ReviewRole.PANEL, agency=make.agency(home))
    session.commit()
    client = sign_in(panel)
    page = client.get("/my-work").text
    assert "Say why nobody asked." in page
    assert f"/letter-points/{point.id}" in page
    assert client.get(f"/letter-points/{point.id}").status_code == 200
    client = sign_in(other)
    assert f"/letter-points/{point.id}" not in client.get("/my-work").text
    assert client.get(f"/letter-points/{point.id}").status_code == 404
    assert f'href="/letter-points/{point.id}"' not in client.get(f"/reviews/{review.id}/home-office").text


def test_somebody_who_left_is_offered_as_the_owner_they_are(session, make, review, point, browser) -> None:
    point.owner_id = make.user().id
    session.commit()
    assert "Somebody who has left this review" in browser.get(f"/letter-points/{point.id}").text


def test_what_was_written_of_a_round_is_put_right(review, point, waiting, browser, engine) -> None:
    url = f"/home-office-rounds/{waiting.id}"
    assert "What does the letter decide?" in browser.get(url).text
    told = {"sent_by": "Another clerk", "outcome": "resubmit", "strengths": "Praise", "document_id": ""}
    days = {**day("sent_on", SENT), **day("received_on", CAME), **day("panel_on", SENT - timedelta(days=1))}
    refused = browser.post(url, data={**told, **days, "version": str(waiting.version_id)})
    assert refused.status_code == 422
    assert "That is before the report was sent" in refused.text
    days |= day("panel_on", SENT + timedelta(days=1))
    answer = browser.post(url, data={**told, **days, "version": str(waiting.version_id)}, follow_redirects=True)
    assert "The round has been saved." in answer.text
    assert "by Another clerk" in answer.text
    assert "To be sent again" in answer.text


def test_a_round_without_a_letter_asks_nothing_of_one(waiting, browser, engine) -> None:
    url = f"/home-office-rounds/{waiting.id}"
    assert "What does the letter decide?" not in browser.get(url).text
    told = {"sent_by": "Another clerk", "document_id": "", **day("sent_on", SENT), "version": str(waiting.version_id)}
    assert "by Another clerk" in browser.post(url, data=told, follow_redirects=True).text


def test_the_checklist_shows_the_record_and_keeps_who_judged_what(review, browser, engine) -> None:
    url = f"/reviews/{review.id}/home-office/checklist"
    page = browser.get(url).text
    assert "Equality and diversity is written" in page
    answer = browser.post(url, data={"judged": ["why", "bias"]}, follow_redirects=True)
    assert "The checklist has been saved." in answer.text
    assert re.search(r'name="seen" value="why"', answer.text)
    browser.post(url, data={"judged": ["why"], "seen": ["why", "bias"]})
    assert [row.judged.value for row in rows(engine, SubmissionCheck)] == ["why"]
    assert browser.post(url, data={"judged": ["nonsense"]}).status_code == 422


def test_the_panel_reads_the_rounds_and_is_offered_nothing_to_change(
    session: Session, make: Make, home, review, point, sign_in
) -> None:
    panel = make.on_review(review, ReviewRole.PANEL, agency=make.agency(home))
    session.commit()
    page = sign_in(panel).get(f"/reviews/{review.id}/home-office").text
    assert "Say why nobody asked." in page
    for words in ("Put right", "Add a point", "Checklist", "Record that the report"):
        assert words not in page
