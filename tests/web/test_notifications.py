"""A notification, page by page."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.draft import Draft
from darddr.models.person import Person
from darddr.models.review import Review
from darddr.storage.database import reading, writing
from tests.factories import Make
from tests.strict_client import StrictClient

NOTICE = {"received_on-day": "12", "received_on-month": "1", "received_on-year": "2026", "source": "police"}
DIED = {
    "name": "Ottoline Brackwater",
    "other_names": "Otty\nMrs Larkrise",
    "pseudonym": "Vale",
    "sex": "female",
    "manner": "undetermined",
    "date_of_birth-day": "7",
    "date_of_birth-month": "March",
    "date_of_birth-year": "1984",
    "date_of_death-day": "3",
    "date_of_death-month": "1",
    "date_of_death-year": "2026",
}
HOSTILE = "{{7*7}} <script>alert(1)</script> 🕊 \x07 Llŷr"


def begin(client: StrictClient, partnership) -> str:
    """The address under which a new notification is written."""
    first = client.post(f"/partnerships/{partnership.id}/notifications/new")
    assert first.status_code == 302
    return first.location.rsplit("/", 1)[0]


def write(client: StrictClient, base: str, **pages: dict[str, str]) -> None:
    """Post pages, each of which must be accepted."""
    for step, answers in pages.items():
        assert client.post(f"{base}/{step.replace('_', '-')}", data=answers).status_code == 302, step


def count(engine, model: type) -> int:
    with reading(engine) as fresh:
        return fresh.scalar(select(func.count()).select_from(model)) or 0


def test_one_thing_a_page_leads_to_a_review_with_everything_in_it(
    session: Session, make: Make, sign_in, engine
) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    base = begin(client, home)
    for step, answers, onward in (
        ("notice", NOTICE, "died-1"),
        ("died-1", DIED, "people"),
        ("alleged-1", {"name": "Hob Nettlefold", "pseudonym": "Dale", "sex": "male"}, "people"),
        ("circumstances", {"circumstances": HOSTILE}, "check"),
    ):
        assert client.get(f"{base}/{step}").status_code == 200
        posted = client.post(f"{base}/{step}", data=answers)
        assert (posted.status_code, posted.location) == (302, f"{base}/{onward}")
    people = client.get(f"{base}/people").text
    assert "Vale" in people
    assert "Brackwater" not in people
    shown = client.get(f"{base}/check").text
    for answer in (
        "12 January 2026",
        "Police",
        "Otty, Mrs Larkrise",
        "7 March 1984",
        "Cause not yet decided",
        "{{7*7}}",
    ):
        assert answer in shown
    assert "<script>alert" not in shown
    assert count(engine, Review) == 0
    made = client.post(f"{base}/check")
    with reading(engine) as fresh:
        review = fresh.scalars(select(Review)).one()
        assert made.location == f"/reviews/{review.id}"
        assert review.circumstances == HOSTILE.replace("\x07", "")
        born = [one.date_of_birth for one in fresh.scalars(select(Person).order_by(Person.role))]
    assert born == [None, "1984-03-07"]
    assert "The notification has been recorded" in client.get(made.location).text


def test_a_double_click_makes_one_review_and_the_draft_is_spent(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    base = begin(client, home)
    write(client, base, notice=NOTICE, died_1=DIED, circumstances={"circumstances": "Vale was found."})
    first, second = client.post(f"{base}/check"), client.post(f"{base}/check")
    assert (second.status_code, second.location) == (302, first.location)
    assert client.get(f"{base}/notice").location == first.location
    assert count(engine, Review) == 1
    assert "begun" not in client.get(f"/partnerships/{home.id}/notifications/new").text


def test_nothing_is_made_by_halves_and_the_way_leads_to_what_is_missing(
    session: Session, make: Make, sign_in, engine
) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    base = begin(client, home)
    assert client.get(f"{base}/check").location == f"{base}/notice"
    assert client.post(f"{base}/check").location == f"{base}/notice"
    write(client, base, notice=NOTICE)
    assert client.get(f"{base}/people").location == f"{base}/died-1"
    assert client.post(f"{base}/check").location == f"{base}/died-1"
    resumed = client.get(f"/partnerships/{home.id}/notifications/new").text
    assert f"{base}/died-1" in resumed
    assert count(engine, Review) == 0


def test_refused_answers_are_kept_typed_with_a_sentence_beside_them(session: Session, make: Make, sign_in) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    base = begin(client, home)
    empty = client.post(
        f"{base}/notice", data={"received_on-day": "31", "received_on-month": "2", "received_on-year": "2026"}
    )
    assert empty.status_code == 422
    assert "“31 2 2026” is not a date" in empty.text
    assert "Choose who told the partnership." in empty.text
    write(client, base, notice=NOTICE)
    real = client.post(f"{base}/died-1", data={**DIED, "pseudonym": "Ottoline"})
    assert real.status_code == 422
    assert "“Ottoline” is a real name in this review." in real.text
    assert 'value="Ottoline Brackwater"' in real.text
    long = client.post(f"{base}/circumstances", data={"circumstances": "a" * 2_000_000})
    assert (long.status_code, "Use at most 20,000 characters." in long.text) == (422, True)


def test_a_real_name_in_the_story_is_asked_about_and_may_stay_with_a_reason(
    session: Session, make: Make, sign_in
) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    base = begin(client, home)
    write(client, base, notice=NOTICE, died_1=DIED)
    typed = {"circumstances": "Ottoline Brackwater was found."}
    asked = client.post(f"{base}/circumstances", data=typed)
    assert asked.status_code == 422
    assert "This looks like a real name" in asked.text
    assert "use the pseudonym <strong>Vale</strong>" in asked.text
    assert "Ottoline Brackwater was found." in asked.text
    kept = client.post(f"{base}/circumstances", data={**typed, "name_reason": "The coroner’s words."})
    assert kept.location == f"{base}/check"
    assert "The coroner’s words." in client.get(f"{base}/check").text


def test_people_are_changed_added_and_removed(session: Session, make: Make, sign_in) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    base = begin(client, home)
    write(client, base, notice=NOTICE, died_1=DIED)
    second = {"name": "Caspian Brackwater", "pseudonym": "Glen", "sex": "male", "manner": "homicide"}
    write(client, base, died_2=second)
    same = client.post(f"{base}/died-2", data={**second, "pseudonym": "Vale"})
    assert "“Vale” is another person’s pseudonym" in same.text
    write(client, base, died_1={"remove": "yes"})
    left = client.get(f"{base}/people").text
    assert "Glen" in left
    assert "Vale" not in left
    assert 'value="Caspian Brackwater"' in client.get(f"{base}/died-1").text
    for step in ("died-0", "died-9", "alleged-2", "nonsense", "died-", "died-x"):
        assert client.get(f"{base}/{step}").status_code == 404, step


def test_a_review_of_the_same_month_is_pointed_to(session: Session, make: Make, sign_in) -> None:
    home = make.partnership()
    user, alike = make.coordinator(home), make.review(home)
    alike.month_of_death = clock.today().replace(year=2026, month=1, day=1)
    session.commit()
    client = sign_in(user)
    base = begin(client, home)
    write(client, base, notice=NOTICE, died_1=DIED, circumstances={"circumstances": "Vale was found."})
    assert alike.reference in client.get(f"{base}/check").text


def test_a_draft_is_there_for_nobody_else_and_not_after_a_day(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user, colleague, executive = make.coordinator(home), make.coordinator(home), make.executive(home)
    session.commit()
    client = sign_in(user)
    base = begin(client, home)
    write(client, base, notice=NOTICE, died_1=DIED, circumstances={"circumstances": "Vale was found."})
    for stranger in (colleague, executive):
        other = sign_in(stranger)
        for page in ("notice", "died-1", "people", "circumstances", "check"):
            assert other.get(f"{base}/{page}").status_code == 404
            assert other.post(f"{base}/{page}", data=NOTICE).status_code == 404
    with writing(engine) as late:
        draft = late.scalars(select(Draft)).one()
        draft.expires_at = clock.now() - timedelta(minutes=1)
    assert client.post(f"{base}/check").status_code == 404
    assert count(engine, Review) == 0


def test_the_draft_on_disk_holds_no_name_in_the_clear(session: Session, make: Make, sign_in, engine) -> None:
    home = make.partnership()
    user = make.coordinator(home)
    session.commit()
    client = sign_in(user)
    write(client, begin(client, home), notice=NOTICE, died_1=DIED)
    with reading(engine) as fresh:
        kept = fresh.execute(select(Draft.__table__)).one()
    assert b"Brackwater" not in b"".join(value for value in kept if isinstance(value, bytes))
    assert "Brackwater" not in repr(tuple(value for value in kept if not isinstance(value, bytes)))
