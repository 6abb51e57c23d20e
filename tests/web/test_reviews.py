"""The list of reviews, and the page of one: where it stands, and what everything waits for."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make


@pytest.fixture
def home(make: Make):
    return make.partnership()


def links(text: str) -> list[str]:
    """Where the links of a page lead."""
    return [html.unescape(found) for found in re.findall(r'href="([^"]+)"', text)]


# The list


def test_the_list_shows_a_line_per_review_and_the_two_ways_to_begin(
    session: Session, make: Make, home, sign_in
) -> None:
    user = make.coordinator(home)
    review = make.review(home, ReviewState.DRAFTING, lead_id=user.id)
    person = make.person(review, pseudonym="Wilhelmina")
    make.milestone(review, Milestone.DECIDED, clock.today() - timedelta(days=400))
    session.commit()
    text = sign_in(user).get("/reviews").text
    for shown in (review.reference, person.pseudonym, "Drafting", user.name, "days late</strong>", "1 review</p>"):
        assert shown in text
    assert person.names[0] not in text
    assert f"/partnerships/{home.id}/notifications/new" in text
    assert f"/partnerships/{home.id}/live-reviews/new" in text


def test_whoever_coordinates_nothing_is_told_what_to_do_next_and_offered_no_beginning(
    session: Session, make: Make, home, sign_in
) -> None:
    review = make.review(home)
    chair = make.executive_chair(home)
    session.commit()
    text = sign_in(chair).get("/reviews").text
    assert review.reference not in text
    assert "No review is open to you." in text
    assert "Notify a death" not in text


def test_every_column_that_sorts_says_so_and_turns_round(session: Session, make: Make, home, sign_in) -> None:
    user = make.coordinator(home)
    for state in (ReviewState.CLOSED, ReviewState.NOTIFIED):
        make.review(home, state)
    session.commit()
    client = sign_in(user)
    assert re.findall(r'aria-sort="(\w+)"', client.get("/reviews").text) == ["none", "none", "descending"]
    text = client.get("/reviews?sort=state&order=up").text
    assert re.findall(r'aria-sort="(\w+)"', text) == ["none", "ascending", "none"]
    assert text.index(">Notified</strong>") < text.index(">Closed</strong>")
    assert "/reviews?sort=state&order=down" in links(text)


def test_pages_lead_on_and_back_and_keep_the_filters(session: Session, make: Make, home, sign_in) -> None:
    user = make.coordinator(home)
    for _ in range(52):
        make.review(home, ReviewState.GATHERING)
    session.commit()
    client, address, pages = sign_in(user), "/reviews?phase=panel&sort=reference&order=up", []
    while address:
        text = client.get(address).text
        pages.append(re.findall(r'href="/reviews/([0-9a-f-]{36})"', text))
        found = re.search(r'href="([^"]+)" rel="next"', text)
        address = html.unescape(found.group(1)) if found else ""
    assert [len(page) for page in pages] == [25, 25, 2]
    assert len({each for page in pages for each in page}) == 52
    back = html.unescape(re.search(r'href="([^"]+)" rel="prev"', text).group(1))
    assert "phase=panel" in back
    assert re.findall(r'href="/reviews/([0-9a-f-]{36})"', client.get(back).text) == pages[1]


@pytest.mark.parametrize(
    "query",
    [
        "page=rubbish",
        "page=after__",
        "page=after_00000000-0000-4000-8000-000000000000_2026-99-99",
        "sort=state&page=after_00000000-0000-4000-8000-000000000000_99999999999999999999",
        "sort=reference&page=before_00000000-0000-4000-8000-000000000000_%00%F0%9F%98%80",
        "sort=nothing&order=sideways&phase=x&state=x&words=%00%27%22%3Cscript%3E",
    ],
)
def test_an_address_written_by_hand_is_answered_with_a_list(session: Session, make: Make, home, sign_in, query) -> None:
    user = make.coordinator(home)
    make.review(home)
    session.commit()
    answer = sign_in(user).get(f"/reviews?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_filters_in_use_can_be_taken_off_one_by_one(session: Session, make: Make, home, sign_in) -> None:
    user = make.coordinator(home)
    make.review(home)
    session.commit()
    text = sign_in(user).get("/reviews?phase=actions&state=closed&words=zzz&overdue=yes").text
    assert "No review matches." in text
    for left_out in ("phase", "state", "words", "overdue"):
        others = {"phase": "actions", "state": "closed", "words": "zzz", "overdue": "yes"}
        del others[left_out]
        assert "/reviews?" + "&".join(f"{name}={value}" for name, value in sorted(others.items())) in {
            "/reviews?" + "&".join(sorted(link.partition("?")[2].split("&"))) for link in links(text)
        }


# One review


@pytest.fixture
def commissioning(make: Make, home):
    return make.review(home, ReviewState.COMMISSIONING)


def test_the_page_says_where_a_review_stands_and_what_everything_waits_for(
    session: Session, make: Make, home, commissioning, sign_in
) -> None:
    user = make.coordinator(home)
    make.milestone(commissioning, Milestone.DECIDED, date(2026, 1, 31))
    session.commit()
    text = sign_in(user).get(f"/reviews/{commissioning.id}").text
    for phase in ("Notification", "Panel", "Drafting", "Home Office", "Publication", "Actions"):
        assert f'<h3 class="dd-phase__name">{phase}</h3>' in text
    assert text.count('aria-current="step"') == 1
    here = f"/reviews/{commissioning.id}"
    for sentence, link in (
        ("Add an independent chair to the people on this review.", f"{here}/panel"),
        ("Add at least two panel members to this review.", f"{here}/waivers/has_panel"),
        ("Write at least one question of the terms of reference.", f"{here}/questions"),
        ("Record the date of: Terms of reference agreed.", f"{here}/dates/terms_agreed"),
        ("Record the date of: Family offered sight of the terms of reference.", f"{here}/waivers/family_offered_terms"),
    ):
        assert sentence in text
        assert link in links(text)
    assert f"{here}/waivers/terms_agreed" not in links(text)
    assert "The report is due by 31 July 2026: 6 months after the decision to hold a review (31 January 2026)." in text
    assert f"{here}/moves/begin_gathering" not in links(text)


def test_every_link_of_the_page_opens_for_whoever_is_shown_it(session: Session, make: Make, home, sign_in) -> None:
    """For every state and every reader: no page offers what it would then refuse."""
    coordinator = make.coordinator(home)
    for state in ReviewState:
        review = make.review(home, state)
        make.milestone(review, Milestone.DECIDED, date(2026, 1, 31))
        readers = [
            coordinator,
            *(make.on_review(review, role) for role in (ReviewRole.CHAIR, ReviewRole.AUTHOR, ReviewRole.PANEL)),
        ]
        session.commit()
        for reader in readers:
            client = sign_in(reader)
            text = client.get(f"/reviews/{review.id}").text
            for link in {link for link in links(text) if link.startswith(f"/reviews/{review.id}/")}:
                assert client.head(link).status_code == 200, (state, link)


def test_a_panel_member_sees_what_is_waiting_and_is_offered_no_move(
    session: Session, make: Make, commissioning, sign_in
) -> None:
    panel = make.on_review(commissioning, ReviewRole.PANEL)
    session.commit()
    client = sign_in(panel)
    text = client.get(f"/reviews/{commissioning.id}").text
    assert "No move is open to you now." in text
    assert "Add an independent chair" in text
    assert not [link for link in links(text) if "/moves/" in link or "/dates/" in link or "/waivers/" in link]
    assert client.get(f"/reviews/{commissioning.id}/moves/begin_gathering").status_code == 404
    assert client.post(f"/reviews/{commissioning.id}/dates/terms_agreed", data={}).status_code == 404


def test_a_move_ready_for_somebody_else_names_them(session: Session, make: Make, home, sign_in) -> None:
    review = make.review(home, ReviewState.SIGN_OFF)
    chair = make.on_review(review, ReviewRole.CHAIR)
    session.commit()
    text = sign_in(chair).get(f"/reviews/{review.id}").text
    assert "Approve and send to the Home Office" in text
    assert "Nothing is missing. This is for the chair of the executive." in text
    assert f"/reviews/{review.id}/moves/approve" not in links(text)


@pytest.mark.parametrize(
    "path", ["", "/history", "/moves/accept", "/dates/first_panel", "/waivers/first_panel", "/deadlines/report"]
)
def test_outsiders_and_the_excluded_find_nothing(
    session: Session, make: Make, home, commissioning, sign_in, path
) -> None:
    users = [make.coordinator(make.partnership()), make.excluded(commissioning, make.coordinator(home))]
    session.commit()
    for user in users:
        assert sign_in(user).get(f"/reviews/{commissioning.id}{path}").status_code == 404
