"""The pages of the register of publications: an edition entered, taken down, a withheld report looked at again."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.release import Release
from darddr.models.review import Publication, Review
from darddr.storage.database import reading
from darddr.vocabulary.milestones import Milestone as M
from darddr.vocabulary.records import PublicationKind as K
from darddr.workflow.states import ReviewState as S
from tests.factories import Make
from tests.web.test_review_moves import count, day

TODAY = clock.today()
LINK = "https://www.example.org/reviews/1"
STORY = "The children would be known."


@pytest.fixture
def home(make: Make):
    return make.partnership()


def released(make: Make, home, kind: K, **more: object) -> Review:
    review = make.review(home, S.MONITORING)
    make.milestone(review, M.PUBLISHED, TODAY - timedelta(days=60))
    make.keep(Publication(partnership_id=home.id, review_id=review.id, kind=kind, reason=STORY, **more))
    return review


def edition(**more: str) -> dict[str, str]:
    told = {"address": LINK, "library_name": "Robin, May 2025", "version": "0", "name_reason": ""}
    return {**told, **day("published_on", TODAY - timedelta(days=50)), **more}


def test_an_edition_is_entered_stands_in_the_register_and_is_taken_down(
    session: Session, make: Make, home, sign_in, engine
) -> None:
    review, user, executive = released(make, home, K.FULL), make.coordinator(home), make.executive(home)
    session.commit()
    client, register = sign_in(user), f"/partnerships/{home.id}/publications"
    assert f"Enter where {review.reference} is published" in client.get(register).text
    unoffered = sign_in(executive).get(register).text
    assert (review.reference in unoffered, "Enter where" in unoffered) == (True, False)
    url = f"/reviews/{review.id}/publication/editions/new"
    assert "May 2025" in client.get(url).text
    refused = client.post(url, data=edition(address="example.org"))
    assert (refused.status_code, "Enter the whole address of the page" in refused.text) == (422, True)
    assert 'value="Robin, May 2025"' in refused.text
    answer = client.post(url, data=edition(), follow_redirects=True)
    assert f'href="{LINK}"' in answer.text
    with reading(engine) as fresh:
        row = fresh.scalars(select(Release)).one()
        assert (row.edition, row.kind, row.address) == (1, K.FULL, LINK)
    for reader in (user, executive):
        page = sign_in(reader).get(register).text
        assert f'href="{LINK}"' in page
        assert STORY not in page
    entry = f"/editions/{row.id}"
    assert LINK in client.get(entry).text
    changed = edition(version=str(row.version_id), **day("on_web_until", TODAY - timedelta(days=1)))
    assert "The entry has been saved." in client.post(entry, data=changed, follow_redirects=True).text
    stale = client.post(entry, data=edition(version=str(row.version_id), library_name="Another"))
    assert (stale.status_code, "Robin, May 2025" in stale.text) == (422, True)
    assert "Period over" in client.get(register).text
    down = f"{entry}/take-down"
    refused = client.post(down, data={"reason": " ", **day("taken_down_on", TODAY)})
    assert refused.status_code == 422
    answer = client.post(
        down, data={"reason": "A child of the family.", **day("taken_down_on", TODAY)}, follow_redirects=True
    )
    assert "A child of the family." in answer.text
    assert client.get(down).status_code == 409
    page = sign_in(executive).get(register).text
    assert "Nothing has been taken down." not in page
    assert "A child of the family." not in page


def test_a_real_name_in_an_edition_asks_for_another(session: Session, make: Make, home, sign_in, engine) -> None:
    review, user = released(make, home, K.FULL), make.coordinator(home)
    make.person(review, names=["Ottoline Brackwater"])
    session.commit()
    url = f"/reviews/{review.id}/publication/editions/new"
    answer = sign_in(user).post(url, data=edition(library_name="Ottoline Brackwater"))
    assert (answer.status_code, "This looks like a real name" in answer.text) == (422, True)
    assert count(engine, Release) == 0


def test_nothing_is_entered_for_a_report_that_is_not_out(session: Session, make: Make, home, sign_in) -> None:
    reviews = (make.review(home, S.CLEARED), released(make, home, K.WITHHELD, review_on=TODAY))
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    for review in reviews:
        assert client.get(f"/reviews/{review.id}/publication/editions/new").status_code == 409


def test_a_withheld_report_comes_back_and_is_put_off_with_a_reason(
    session: Session, make: Make, home, sign_in, engine
) -> None:
    review, chair = released(make, home, K.WITHHELD, review_on=TODAY), make.executive_chair(home)
    published = released(make, home, K.FULL)
    session.commit()
    client, url = sign_in(chair), f"/reviews/{review.id}/publication/look-again"
    assert f"{review.reference}, since" in client.get("/my-work").text
    assert "To be looked at" in client.get(f"/partnerships/{home.id}/publications").text
    assert url in client.get(f"/reviews/{review.id}/publication").text
    assert STORY in html.unescape(client.get(url).text)
    later = TODAY + timedelta(days=180)
    told = {"version": "1", "reason": "The trial goes on."}
    refused = client.post(url, data={**told, **day("review_on", TODAY)})
    assert (refused.status_code, "after today" in refused.text) == (422, True)
    answer = client.post(url, data={**told, **day("review_on", later)}, follow_redirects=True)
    assert "The trial goes on." in answer.text
    assert review.reference not in client.get("/my-work").text
    assert client.get(f"/reviews/{published.id}/publication/look-again").status_code == 409


def test_the_page_of_a_publication_says_who_was_told_and_who_was_sent_it(
    session: Session, make: Make, home, sign_in
) -> None:
    review, user = released(make, home, K.FULL), make.coordinator(home)
    make.milestone(review, M.COMMISSIONER_SENT, TODAY)
    make.milestone(review, M.FAMILY_TOLD_OF_PUBLICATION, TODAY)
    session.commit()
    client = sign_in(user)
    page = html.unescape(client.get(f"/reviews/{review.id}/publication").text)
    for words in ("Agencies told of the publication date", "Copy sent to the Domestic Abuse Commissioner", "library"):
        assert words in page
    assert f"/reviews/{review.id}/dates/library_sent" in page
    assert "Release</a>" not in page
    client.post(f"/reviews/{review.id}/dates/library_sent", data={"note": "", **day("happened_on", TODAY)})
    assert "the date of: Report and link sent" in client.get(f"/reviews/{review.id}/publication").text
