"""Plans from files: chosen, looked at, brought in."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug import formparser

from darddr import clock
from darddr.models.action import Action
from darddr.models.draft import Draft
from darddr.models.plan import Recommendation
from darddr.models.review import Review
from darddr.models.user import Membership
from darddr.services.plans import plan_of
from darddr.storage.database import reading, writing
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.access.world import ACTORS, build_world
from tests.factories import Make
from tests.unit.importers.builders import xlsx

CSV = """No,Recommendation,Action,Lead agency,Target date,Status
1,Train officers in risk.,Hold {{7*7}} <b>courses</b>,Probation,June 2027,Ongoing
,,Write a leaflet,Housing,31 September 2027,
"""
ROWS = [("Recommendation", "Action", "Due"), ("Train officers.", "Hold courses", "June 2027")]


def file(text: str = CSV, name: str = "our plan.csv") -> dict[str, object]:
    """What a browser posts for one file."""
    return {"file": (BytesIO(text.encode()), name)}


def count(engine, model) -> int:
    """How many rows there are."""
    with reading(engine) as fresh:
        return fresh.scalar(select(func.count()).select_from(model))


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def plan(session: Session, make: Make, home):
    return plan_of(session, make.review(home, ReviewState.DRAFTING))


def test_nothing_is_saved_before_it_was_seen_and_again_changes_nothing(
    session, make, home, plan, sign_in, engine
) -> None:
    user = make.coordinator(home)
    session.commit()
    client, url = sign_in(user), f"/plans/{plan.id}/import"
    shown = client.post(url, data=file(), follow_redirects=True)
    for words in (
        "our plan.csv",
        "Hold {{7*7}} &lt;b&gt;courses",
        "read as: June 2027",
        "no such day",
        "31 September 2027",
        "Nothing has been saved yet",
    ):
        assert words in shown.text
    assert count(engine, Recommendation) == 0
    assert count(engine, Draft) == 1
    done = client.post(shown.request.path, follow_redirects=True)
    assert "three rows added" in done.text
    assert (count(engine, Recommendation), count(engine, Action), count(engine, Draft)) == (1, 2, 0)
    assert client.get(shown.request.path).status_code == 404
    again = client.post(url, data=file(), follow_redirects=True)
    assert "The file says nothing new" in client.post(again.request.path, follow_redirects=True).text
    assert (count(engine, Recommendation), count(engine, Action)) == (1, 2)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("plan.csv", b"", "Choose a file"),
        ("plan.docx", b"PK\x03\x04 not really", "plan.docx"),
        ("plan.pdf", b"%PDF-1.7\nwords", "plan.pdf"),
        ("plan.csv", b"\x00\x01\x02" * 50, "plan.csv"),
        ("plan.xlsx", xlsx(ROWS, lambda sheet: sheet.append(('=WEBSERVICE("https://example.org")',))), "plan.xlsx"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_leaves_nothing(
    session, make, home, plan, sign_in, engine, name, data, sentence
) -> None:
    user = make.coordinator(home)
    session.commit()
    posted = {"file": (BytesIO(data), name if data else "")}
    answer = sign_in(user).post(f"/plans/{plan.id}/import", data=posted, follow_redirects=True)
    assert answer.status_code in (200, 422)
    assert sentence in answer.text
    if answer.status_code == 200:
        assert "No recommendation and no action was found" in answer.text
    assert count(engine, Recommendation) == 0


def test_a_preview_is_its_owners_alone_whoever_asks(session, make, sign_in, engine) -> None:
    world = build_world(make)
    session.commit()
    url = f"/plans/{world.url_values['plan_id']}/import"
    preview = sign_in(world.people["coordinator"]).post(url, data=file()).headers["Location"]
    for name in ACTORS:
        client = sign_in(world.people[name])
        expected = 200 if name == "coordinator" else 404
        assert client.get(preview).status_code == expected, name
        if name != "coordinator":
            assert client.post(preview).status_code == 404
    with writing(engine) as own:
        for draft in own.scalars(select(Draft)):
            draft.expires_at = clock.now() - timedelta(minutes=1)
    assert sign_in(world.people["coordinator"]).get(preview).status_code == 404


def test_a_reader_who_lost_the_plan_loses_the_preview(session, make, home, plan, sign_in, engine) -> None:
    review = session.get_one(Review, plan.review_id)
    user = make.on_review(review, ReviewRole.AUTHOR)
    session.commit()
    client = sign_in(user)
    preview = client.post(f"/plans/{plan.id}/import", data=file()).headers["Location"]
    with writing(engine) as own:
        own.scalars(select(Membership).filter_by(user_id=user.id)).one().ended_on = clock.today()
    assert client.post(preview).status_code == 404


def test_an_upload_of_any_size_is_never_written_to_a_temporary_file(
    session, make, home, plan, sign_in, monkeypatch
) -> None:
    user = make.coordinator(home)
    session.commit()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an upload was spooled to disk")

    monkeypatch.setattr(formparser, "default_stream_factory", refuse)
    text = CSV + ",Words,,,,\n" * 60_000
    assert len(text) > 600_000
    body = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n{text}\r\n--edge--\r\n'
    with sign_in(user).application.test_request_context(
        "/", method="POST", data=body.encode(), content_type="multipart/form-data; boundary=edge"
    ) as made:
        stream = made.request.files["file"].stream
        assert isinstance(stream, BytesIO)
        assert stream.read() == text.encode()


def test_an_upload_over_the_limit_is_refused(app, session, make, home, plan, sign_in, engine) -> None:
    user = make.coordinator(home)
    session.commit()
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    answer = sign_in(user).post(f"/plans/{plan.id}/import", data=file("a," * 60_000))
    assert answer.status_code == 413
    assert count(engine, Draft) == 0


def test_a_file_that_names_somebody_is_brought_in_only_with_a_reason(
    session, make, home, plan, sign_in, engine
) -> None:
    make.person(session.get_one(Review, plan.review_id), names=["Ottoline Brackwater"])
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    named = CSV.replace("Write a leaflet", "Write to Ottoline Brackwater")
    preview = client.post(f"/plans/{plan.id}/import", data=file(named)).headers["Location"]
    warned = client.post(preview)
    assert (warned.status_code, "This looks like a real name" in warned.text) == (422, True)
    assert count(engine, Recommendation) == 0
    assert client.post(preview, data={"name_reason": "A fund bears the name."}).status_code == 302
    assert count(engine, Action) == 2
