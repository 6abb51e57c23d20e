"""Forms out and back through the pages: asked for, dropped in the tray, looked at, taken in."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from darddr import clock
from darddr.models.action import Action, ActionUpdate
from darddr.models.draft import Draft
from darddr.models.partnership import Agency
from darddr.models.update_form import UpdateForm
from darddr.services import update_forms
from darddr.services.plans import plan_of
from darddr.storage.database import reading, writing
from darddr.vocabulary.roles import PartnershipRole
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make
from tests.returned_forms import filled_sheet, filled_word
from tests.web.test_imports import count


def dates(name: str, on) -> dict[str, str]:
    """A date in its three boxes."""
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


class Home:
    """A partnership with two agencies that lead open actions of one review."""

    def __init__(self, session, make: Make) -> None:
        self.partnership = make.partnership()
        self.user = make.coordinator(self.partnership)
        self.agencies = [make.agency(self.partnership, name) for name in ("Housing", "Probation")]
        self.agencies[0].contact_email = "housing@example.org"
        self.review = make.review(self.partnership, ReviewState.MONITORING)
        self.plan = plan_of(session, self.review)
        recommendation = make.recommendation(self.plan)
        self.actions = [
            make.action(recommendation, number=f"1.{at}", lead_agency_id=agency.id, has_owner=True)
            for at, agency in enumerate(self.agencies, start=1)
        ]
        session.commit()

    @property
    def asking(self) -> dict[str, object]:
        """What the page of forms posts."""
        return {
            "agencies": [str(one.id) for one in self.agencies],
            **dates("due_on", clock.today() + timedelta(days=9)),
        }


@pytest.fixture
def home(session, make: Make) -> Home:
    return Home(session, make)


def dropped(*files: tuple[str, bytes]) -> dict[str, object]:
    """What a browser posts for several files."""
    return {"files": [(io.BytesIO(data), name) for name, data in files]}


def issued(engine, home: Home) -> dict[str, UpdateForm]:
    """The forms that went out, by agency."""
    with reading(engine) as fresh:
        names = {agency.id: agency.name for agency in home.agencies}
        return {names[form.agency_id]: form for form in fresh.scalars(select(UpdateForm))}


def test_one_click_makes_a_draft_of_e_mail_for_each_agency(home: Home, sign_in, engine) -> None:
    client = sign_in(home.user)
    for url in (f"/partnerships/{home.partnership.id}/update-forms", f"/plans/{home.plan.id}/update-forms"):
        shown = client.get(url).text
        assert "Housing: 1 open action" in shown
        assert shown.count("no e-mail address recorded") == 1
        answer = client.post(url, data={**home.asking, "kind": "docx", "way": "drafts"})
        assert (answer.status_code, answer.mimetype) == (200, "application/zip")
        with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
            drafts = {name: package.read(name) for name in package.namelist()}
        assert len(drafts) == 2
        assert all(name.endswith(".eml") for name in drafts)
        assert sum(b"housing@example.org" in draft for draft in drafts.values()) == 1
        assert all(b"X-Unsent: 1" in draft and b"UF-" in draft for draft in drafts.values())
    assert count(engine, UpdateForm) == 4
    links = (
        client.get(f"/reviews/{home.review.id}/plan").text
        + client.get(f"/partnerships/{home.partnership.id}/agencies").text
    )
    for link in (f"/plans/{home.plan.id}/update-forms", f"/partnerships/{home.partnership.id}/returns"):
        assert link in links


def test_a_form_without_an_agency_or_a_day_is_refused_and_none_is_issued(home: Home, sign_in, engine) -> None:
    client, url = sign_in(home.user), f"/plans/{home.plan.id}/update-forms"
    for body in (
        {**home.asking, "agencies": []},
        {**home.asking, **dates("due_on", clock.today() - timedelta(days=1))},
        {**home.asking, "agencies": [str(home.plan.id)]},
    ):
        assert client.post(url, data={**body, "kind": "docx", "way": "drafts"}).status_code == 422
    assert count(engine, UpdateForm) == 0


def sent_and_filled(home: Home, sign_in, engine) -> tuple[bytes, bytes]:
    """Both forms filled in: Housing in Word, Probation in Excel."""
    sign_in(home.user).post(f"/plans/{home.plan.id}/update-forms", data={**home.asking, "kind": "docx", "way": "files"})
    forms = issued(engine, home)
    with reading(engine) as fresh:
        word = update_forms.file_of(fresh, forms["Housing"], "docx")
        sheet = update_forms.file_of(fresh, forms["Probation"], "xlsx")
    asked = clock.today() + timedelta(days=90)
    done = {"progress": "Leaflet out.", "status": "Complete", "evidence": "Printed copy on file."}
    late = {"progress": "=HYPERLINK(1)<b>", "asked": f"{asked:%d/%m/%Y}", "why": "Trainer left."}
    return filled_word(word, {0: done}, "A. Post"), filled_sheet(sheet, {0: late}, "B. Post")


def test_twenty_files_are_recognised_and_the_answers_taken_in_only_when_ticked(home: Home, sign_in, engine) -> None:
    word, sheet = sent_and_filled(home, sign_in, engine)
    client, tray = sign_in(home.user), f"/partnerships/{home.partnership.id}/returns"
    strange = [("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), ("scan.pdf", b"%PDF-1.7\nwords")]
    shown = client.post(tray, data=dropped(("a.docx", word), ("b.xlsx", sheet), *strange), follow_redirects=True).text
    for words in ("of Housing, issued on", "of Probation, issued on", "old.doc", "save it as .docx", "scan.pdf"):
        assert words in shown
    assert (count(engine, ActionUpdate), count(engine, Draft)) == (0, 4)
    pages = {url: client.get(url).text for url in re.findall(r'href="(/returns/[0-9a-f-]{36})"', shown)}
    (housing,) = [url for url, page in pages.items() if "A. Post, Housing" in page]
    (probation,) = [url for url, page in pages.items() if "B. Post, Probation" in page]
    assert "=HYPERLINK(1)&lt;b&gt;" in pages[probation]
    ticks = {"rows": "2", "moves": "2", "seen": re.search(r'name="seen" value="([^"]*)"', pages[housing]).group(1)}
    about = {"on_behalf_of": "A. Post, Housing", **dates("happened_on", clock.today())}
    assert (
        "One answer taken in: one move made"
        in client.post(housing, data={**ticks, **about}, follow_redirects=True).text
    )
    with reading(engine) as fresh:
        action = fresh.get_one(Action, home.actions[0].id)
        assert action.state is ActionState.OWNER_COMPLETE
        assert {row.on_behalf_of for row in fresh.scalars(select(ActionUpdate))} == {"A. Post, Housing"}
        assert fresh.get_one(Action, home.actions[1].id).target_on is None
    assert client.get(housing).status_code == 404
    assert 'name="dates" type="checkbox" value="6">' in pages[probation], "a date is never ticked beforehand"
    seen = re.search(r'name="seen" value="([^"]*)"', pages[probation]).group(1)
    client.post(probation, data={"rows": "6", "dates": "6", "seen": seen, **about})
    with reading(engine) as fresh:
        assert fresh.get_one(Action, home.actions[1].id).due_on == clock.today() + timedelta(days=90)


def test_nothing_ticked_nothing_taken_and_a_file_can_be_taken_out(home: Home, sign_in, engine) -> None:
    word, _ = sent_and_filled(home, sign_in, engine)
    client, tray = sign_in(home.user), f"/partnerships/{home.partnership.id}/returns"
    shown = client.post(tray, data=dropped(("a.docx", word)), follow_redirects=True).text
    (url,) = re.findall(r'href="(/returns/[0-9a-f-]{36})"', shown)
    about = {"on_behalf_of": "A. Post", **dates("happened_on", clock.today()), "seen": "2:1"}
    refused = client.post(url, data=about)
    assert (refused.status_code, "Tick at least one row" in refused.text) == (422, True)
    assert client.post(url, data={**about, "rows": "99"}).status_code == 422
    assert client.post(f"{url}/discard").status_code == 302
    assert (count(engine, Draft), count(engine, ActionUpdate)) == (0, 0)


def test_a_tray_is_its_owners_alone_and_empty_after_a_day(home: Home, make, session, sign_in, engine) -> None:
    other = make.coordinator(home.partnership)
    session.commit()
    word, _ = sent_and_filled(home, sign_in, engine)
    tray = f"/partnerships/{home.partnership.id}/returns"
    shown = sign_in(home.user).post(tray, data=dropped(("a.docx", word)), follow_redirects=True).text
    (url,) = re.findall(r'href="(/returns/[0-9a-f-]{36})"', shown)
    assert sign_in(other).get(url).status_code == 404
    assert "a.docx" not in sign_in(other).get(tray).text
    with writing(engine) as own:
        for draft in own.scalars(select(Draft)):
            draft.expires_at = clock.now() - timedelta(minutes=1)
    assert sign_in(home.user).get(url).status_code == 404
    assert "a.docx" not in sign_in(home.user).get(tray).text


def test_no_file_and_twenty_one_files_are_refused(home: Home, sign_in, engine) -> None:
    client, tray = sign_in(home.user), f"/partnerships/{home.partnership.id}/returns"
    assert client.post(tray, data={}).status_code == 422
    answer = client.post(tray, data=dropped(*[(f"{at}.csv", b"a,b\n") for at in range(21)]))
    assert (answer.status_code, "at most 20 files" in answer.text) == (422, True)
    assert count(engine, Draft) == 0


def test_a_name_in_an_answer_is_asked_about(home: Home, session, make, sign_in, engine) -> None:
    make.person(home.review, names=["Leaflet Brackwater"])
    session.commit()
    client, tray = sign_in(home.user), f"/partnerships/{home.partnership.id}/returns"
    client.post(f"/plans/{home.plan.id}/update-forms", data={**home.asking, "kind": "docx", "way": "files"})
    with reading(engine) as fresh:
        word = update_forms.file_of(fresh, issued(engine, home)["Housing"], "docx")
    named = filled_word(word, {0: {"progress": "Told Leaflet Brackwater."}})
    shown = client.post(tray, data=dropped(("a.docx", named)), follow_redirects=True).text
    (url,) = re.findall(r'href="(/returns/[0-9a-f-]{36})"', shown)
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(url).text).group(1)
    about = {"rows": "2", "seen": seen, "on_behalf_of": "A. Post", **dates("happened_on", clock.today())}
    assert "This looks like a real name" in client.post(url, data=about).text
    assert count(engine, ActionUpdate) == 0
    assert client.post(url, data={**about, "name_reason": "A fund bears it."}).status_code == 302
    with reading(engine) as fresh:
        assert fresh.scalar(select(func.count()).select_from(ActionUpdate)) == 1


def test_an_administrator_records_where_forms_are_sent(home: Home, session, make, sign_in, engine) -> None:
    user = make.member(home.partnership, PartnershipRole.ADMINISTRATOR)
    session.commit()
    client, agency = sign_in(user), home.agencies[1]
    told = {"name": agency.name, "version": str(agency.version_id)}
    refused = client.post(f"/agencies/{agency.id}", data={**told, "contact_email": "two words@example"})
    assert (refused.status_code, "Enter one e-mail address." in refused.text) == (422, True)
    hostile = client.post(
        f"/agencies/{agency.id}", data={**told, "contact_email": "a@example.org\r\nBcc: b@example.org"}
    )
    assert hostile.status_code == 422
    assert client.post(f"/agencies/{agency.id}", data={**told, "contact_email": "p@example.org"}).status_code == 302
    with reading(engine) as fresh:
        assert fresh.get_one(Agency, agency.id).contact_email == "p@example.org"
