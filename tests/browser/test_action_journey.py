"""The life of an action, from a finding to what it changed: two agencies, one of which never signs in, and an executive without the story.

Months pass by a moved clock. Reminders go to a real mail server; the agency without sign-in gets drafts with forms and sends them back.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from darddr import clock
from darddr.jobs.mail import sender
from darddr.jobs.runner import Ran, run_due
from darddr.storage.database import make_engine
from tests.browser.conftest import Site
from tests.browser.pages import Person
from tests.jobs.smtp import Taken, mail_server
from tests.returned_forms import filled_sheet, filled_word
from tests.web.test_action_life import PNG

pytestmark = pytest.mark.browser

COORDINATOR = "nadia.pellworth@alderwick.example"
EXECUTIVE_CHAIR = "graham.ostler@alderwick.example"
APPROVER = "lena.thorsby@trust.example"
OWNER = "marcus.hollinfen@trust.example"
TRUST, PROBATION = "Alderwick Mental Health Trust", "Alderwick Probation Service"
REVIEW, OTHER = "ALD-2025-007", "ALD-2025-008"
STORY = ("Marigold", "Tansley", "Ruth", "neighbour heard", "two services under two names", "call of 4 May")
"""Words of the case, none of which the executive, an owner, a mail or a form may be shown."""

MEASURE = "An audit of fifty referrals finds the field filled in."
FIGURES = {"overdue": "actions overdue", "awaiting": "wait for sign-off", "signed_off": "signed off"}
HYPERLINK = '=HYPERLINK("https://example.org","click")'


class Calendar:
    """The clock of a test: it goes on as clocks do, and leaps forward when told."""

    def __init__(self) -> None:
        self._now = clock.now
        noon = (self._now() + timedelta(days=1)).replace(hour=12, minute=0)
        self.ahead = noon - self._now()

    def now(self) -> datetime:
        """The moment it is in the test."""
        return self._now() + self.ahead

    def forward_to(self, day: date) -> None:
        """Leap to the same hour of a later day."""
        self.ahead += timedelta(days=(day - clock.today()).days)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    made = Calendar()
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture
def post(socket_enabled: None) -> Iterator[Taken]:
    with mail_server() as taken:
        yield taken


class Uninitiated(Person):
    """Somebody who is shown no word of the case, whatever page they look at."""

    def reads(self, words: str) -> None:
        super().reads(words)
        self.is_told_no_story()

    def is_told_no_story(self) -> None:
        shown = self.page.content()
        assert not [word for word in STORY if word in shown]

    def counts(self, **figures: int) -> None:
        """The page of progress says so many actions, by the words its figures link with."""
        self.sees("Progress")
        for name, number in figures.items():
            link = self.page.get_by_role("link", name=FIGURES[name], exact=True)
            expect(self.page.get_by_role("listitem").filter(has=link)).to_have_text(f"{number} {FIGURES[name]}")
        self.is_told_no_story()

    def leave(self) -> None:
        self.is_told_no_story()
        super().leave()


def test_an_action_from_its_finding_to_its_impact(
    calendar: Calendar, site: Site, post: Taken, browser: Browser, tmp_path: Path
) -> None:
    due = clock.today() + timedelta(days=60)
    later = due + timedelta(days=30)
    coordinator = Person(browser, site, COORDINATOR)
    two_reviews_are_brought_in(coordinator)
    a_finding_leads_to_two_actions(coordinator, due)
    a_theme_of_both_reviews_leads_to_a_third(coordinator, due)
    coordinator.leave()

    calendar.forward_to(due - timedelta(days=10))
    coordinator = Person(browser, site, COORDINATOR)
    the_date_slips_with_its_reason(coordinator, due, later)
    forms = the_silent_agency_gets_its_forms(coordinator)
    they_come_back_through_the_tray(coordinator, forms, later)
    coordinator.leave()

    nobody_answers(calendar, site, post, later)
    owner, executive = Uninitiated(browser, site, OWNER), Uninitiated(browser, site, EXECUTIVE_CHAIR)
    the_executive_sees_what_is_late(executive)
    the_owner_completes(owner, "Guidance was sent round.")
    the_executive_returns_one_and_signs_off_the_other(executive)
    the_owner_completes_again_with_a_file(owner, tmp_path)
    the_executive_signs_off(executive)
    owner.leave()
    executive.leave()

    calendar.forward_to(clock.today() + timedelta(days=184))
    owner, executive = Uninitiated(browser, site, OWNER), Uninitiated(browser, site, EXECUTIVE_CHAIR)
    both_are_asked_what_it_changed(owner, executive)
    owner.leave()
    executive.leave()
    coordinator = Person(browser, site, COORDINATOR)
    the_thread_leads_from_event_to_impact(coordinator)
    coordinator.leave()


def two_reviews_are_brought_in(person: Person) -> None:
    """Both under way elsewhere, each on one page."""
    for reference, name, pseudonym in (
        (REVIEW, "Marigold Tansley-Crewe", "Ruth"),
        (OTHER, "Bartholomew Quenby", "Daniel"),
    ):
        person.page.goto(person.site.url + "/reviews")
        person.follow("Bring in a live review")
        person.choose("Where does the review stand now?", "Analysis")
        person.fill("Its reference (optional)", reference)
        person.first("Full name", name)
        person.first("Pseudonym", pseudonym)
        person.fill("What happened?", "A neighbour heard it and called.")
        person.fill("Questions of the terms of reference (optional)", "How was risk shared between agencies?")
        person.press("Bring the review in")
        person.reads(f"{reference} has been brought in.")


def a_finding_leads_to_two_actions(person: Person, due: date) -> None:
    """What the panel learned, what it recommends, and who does it by when."""
    person.look_at(REVIEW, "Panel")
    person.follow("Add somebody")
    person.fill("If they are not in the list: the e-mail address of their account (optional)", APPROVER)
    person.choose("Role on this review", "Agency approver")
    person.choose("Agency", TRUST)
    person.press("Add")
    person.look_at(REVIEW, "Findings")
    person.follow("Add a finding")
    person.choose("Which question of the terms of reference does it answer?", re.compile(r"^1\. "))
    person.choose("Which agency does it concern?", TRUST)
    person.tick("Learning")
    person.fill("What was learned?", "Ruth was known to two services under two names.")
    person.fill("What does it rest on? (optional)", "The call of 4 May was filed under another name.")
    person.press("Save the finding")
    person.follow(re.compile("^Agree"))
    person.press("Agree")
    person.look_at(REVIEW, "Plan")
    person.follow("Add a recommendation")
    person.fill("Recommendation", "Services to check under which names a person is known to others.")
    person.tick_first_of("Findings it answers (optional)")
    person.press("Save the recommendation")
    add_action(person, "Add a field for other names to the referral form", TRUST, "Clinical Director", due, OWNER)
    person.look_at(REVIEW, "Plan")
    add_action(person, "Ask for other names at the first appointment", PROBATION, "Head of delivery", due)


def add_action(person: Person, text: str, agency: str, post: str, due: date, owner: str = "", group: str = "") -> None:
    """An action, accepted by its agency on the telephone, to be looked at again half a year after its sign-off."""
    person.follow(re.compile("^Add an action"))
    person.fill("Action", text)
    person.choose("Lead agency", agency)
    if group:
        person.choose("Accountable group", group)
    person.fill("Owner’s post (optional)", post)
    person.fill("Owner’s e-mail address (optional)", owner)
    person.fill("Target date (optional)", said(due))
    person.press("Save the action")
    person.follow("Accept the action")
    person.fill("How shall we know it worked? (optional)", MEASURE)
    person.tick("Yes, 6 months later")
    person.fill("Who decided for the agency?", f"{post}, by telephone")
    person.press("Accept the action")
    person.reads("Grey: not started")


def a_theme_of_both_reviews_leads_to_a_third(person: Person, due: date) -> None:
    """A plan of the partnership draws on several reviews, and a board answers for its action."""
    person.follow("Progress")
    person.follow("Plans of the partnership")
    person.follow("Make a plan from several reviews")
    person.fill("Title", "Who else knows this person")
    person.choose("What is it about?", re.compile("[Ss]haring|[Ii]nformation|[Rr]isk"))
    for reference in (REVIEW, OTHER):
        person.tick(reference)
    person.press("Make the plan")
    person.reads(f"Drawn from {REVIEW}, {OTHER}.")
    person.follow("Add a recommendation")
    person.fill("Recommendation", "One way for all agencies to ask who else knows a person.")
    person.press("Save the recommendation")
    board = "Domestic Abuse Partnership Board"
    add_action(person, "Agree one set of questions", PROBATION, "Head of delivery", due, group=board)


def the_date_slips_with_its_reason(person: Person, due: date, later: date) -> None:
    """A later date is refused without a reason and without whoever agreed it; what was typed stays."""
    person.look_at(REVIEW, "Plan")
    person.follow("Add a field for other names to the referral form")
    person.follow("Change the action")
    person.fill("Target date (optional)", said(later))
    person.press("Save the action")
    person.reads("Give the reason for moving the target date.")
    person.fill("Reason for moving the target date (optional)", "The supplier changes the form in one go next month.")
    person.press("Save the action")
    person.reads("Say who agreed the later date.")
    person.fill("Who agreed the later date? (optional)", "The chair of the executive")
    person.press("Save the action")
    person.reads(f"{said(later)}, moved back once")
    person.reads(f"From “{said(due)}” to “{said(later)}”. The supplier changes the form")
    person.follow("Every change of this action")
    person.reads("Agreed by The chair of the executive.")


def the_silent_agency_gets_its_forms(person: Person) -> dict[str, bytes]:
    """A draft of e-mail with the form attached: of the review's plan in Word, of the partnership's own in Excel."""
    person.look_at(REVIEW, "Plan")
    forms = draft_with_form(person, "Word", "docx")
    person.follow("Progress")
    person.follow("Plans of the partnership")
    person.follow(re.compile("^ALD.*P"))
    return {**forms, **draft_with_form(person, "Excel", "xlsx")}


def draft_with_form(person: Person, kind: str, ending: str) -> dict[str, bytes]:
    """One draft, opened as a mail program does; nothing in it is of the case."""
    person.follow("Ask agencies for an update")
    person.tick(f"{PROBATION}: 1 open action")
    person.tick(kind)
    with person.page.expect_download() as download:
        person.press("Make the forms")
    with zipfile.ZipFile(Path(download.value.path())) as package:
        (name,) = package.namelist()
        assert name.endswith(f"{PROBATION}.eml")
        message = message_from_bytes(package.read(name), policy=policy.default)
    assert (message["X-Unsent"], message["To"]) == ("1", "probation.service@example.org")
    (attached,) = message.iter_attachments()
    data = attached.get_content()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        inside = " ".join(package.read(part).decode("utf-8", "replace") for part in package.namelist())
    assert not [word for word in STORY if word in inside or word in str(message.get_body())]
    return {f"returned {attached.get_filename()}": data} if ending in (attached.get_filename() or "") else {}


def they_come_back_through_the_tray(person: Person, forms: dict[str, bytes], later: date) -> None:
    """Filled in with office programs, both recognised; nothing is taken in but what is ticked, a date only beside who agreed it."""
    (word, word_data), (sheet, sheet_data) = forms.items()
    done = {
        "progress": "Asked since Monday.",
        "status": "Complete",
        "evidence": "First appointments of a month, on file.",
    }
    asked = {"progress": HYPERLINK, "asked": datetime(later.year, later.month, later.day), "why": "Partners are away."}
    today = clock.today()
    returned = (
        (word, filled_word(word_data, {0: done}, "A. Post, Head of delivery", said(today))),
        (sheet, filled_sheet(sheet_data, {0: asked}, "A. Post, Head of delivery", datetime(*today.timetuple()[:3]))),
    )
    person.open("/my-work")
    person.follow("Drop it in the returns tray")
    dropped = [FilePayload(name=name, mimeType="application/octet-stream", buffer=data) for name, data in returned]
    person.page.get_by_label("Forms that came back").set_input_files(dropped)
    person.press("Put in the tray")
    person.reads("Two files put in the tray.")
    person.follow(re.compile(re.escape(word)))
    person.reads("First appointments of a month, on file.")
    person.press("Add what is ticked")
    person.reads("One answer taken in: one move made, no dates agreed.")
    person.follow(re.compile(re.escape(sheet)))
    person.reads(HYPERLINK)
    person.reads(f"{said(later)}, because: Partners are away.")
    person.page.get_by_label(re.compile("^Agree the new date")).check()
    person.press("Add what is ticked")
    person.reads("Say who agreed the later date.")
    person.fill("Who agreed the new dates? (optional)", "The board’s chair")
    person.press("Add what is ticked")
    person.reads("One answer taken in: no moves made, one date agreed.")
    person.reads("Nothing is in your tray.")


def nobody_answers(calendar: Calendar, site: Site, post: Taken, due: date) -> None:
    """A fortnight after the date the agency hears of it, after thirty days the chair of the executive; with references only."""
    mails = {"mail_host": "127.0.0.1", "mail_port": post.port, "mail_tls": False, "mail_from": "darddr@example.org"}
    settings = site.settings.model_copy(update={**mails, "mail_link": site.url})
    engine = make_engine(settings.database_url)
    told: dict[int, set[str]] = {}
    for days in (14, 30):
        calendar.forward_to(due + timedelta(days=days))
        before = len(post.messages)
        assert run_due(engine, settings, sender(settings)).failed == Ran().failed
        told[days] = {str(mail["To"]) for mail in post.messages[before:]}
    engine.dispose()
    assert told == {14: {OWNER, APPROVER}, 30: {EXECUTIVE_CHAIR}}
    for mail in post.messages:
        lines = mail.get_content().splitlines()
        assert re.fullmatch(r"  action 1\.1: (14|30) days overdue", lines[lines.index(f"{REVIEW}-PLAN") + 1])
        assert f"{site.url}/my-work" in lines
        assert not [word for word in (*STORY, "referral", "Trust") if word in str(mail)]


def the_executive_sees_what_is_late(person: Uninitiated) -> None:
    """Figures, the list for the meeting, the action; never the story."""
    person.follow("Progress")
    person.counts(overdue=3, awaiting=1, signed_off=0)
    person.follow("For the next meeting")
    person.reads(f"{REVIEW}-PLAN, action 1.1")
    person.reads("30 days")
    person.follow(f"{REVIEW}-PLAN, action 1.1")
    person.reads("The supplier changes the form in one go next month.")
    plan = person.page.get_by_role("link", name="The whole plan").get_attribute("href") or ""
    review = plan.removesuffix("/plan")
    assert [person.answers(review + page) for page in ("", "/thread", "/findings", "/plan")] == [404, 404, 404, 200]


def the_owner_completes(person: Person, words: str) -> None:
    """Evidence first: without it the action cannot be marked complete."""
    person.reads("Red: overdue")
    person.follow(re.compile(r"^1\.1"))
    person.reads("Add a note of evidence that says what was done.")
    person.follow(re.compile("^Add the evidence"))
    person.fill("What was done?", words)
    person.press("Add the update")
    person.follow("Mark complete")
    person.press("Mark complete")
    person.reads("Complete, awaiting sign-off")
    assert person.page.get_by_role("link", name="Sign off").count() == 0


def the_executive_returns_one_and_signs_off_the_other(person: Person) -> None:
    """From their own work: one is proved, the other is not."""
    person.open("/my-work")
    person.follow("2 actions wait for sign-off by a second person")
    person.follow("Ask for other names at the first appointment")
    person.reads("First appointments of a month, on file.")
    person.follow("Sign off")
    person.press("Sign off")
    person.reads("Blue: signed off")
    person.open("/my-work")
    person.follow("1 action waits for sign-off by a second person")
    person.follow("Add a field for other names to the referral form")
    person.follow("Return to the owner")
    person.fill("Reason", "Show the form with the field in it.")
    person.press("Return to the owner")
    person.reads("Returned")


def the_owner_completes_again_with_a_file(person: Person, tmp_path: Path) -> None:
    """The reason is on the page; a picture of the form answers it."""
    person.open("/my-work")
    person.follow(re.compile(r"^1\.1"))
    person.reads("Show the form with the field in it.")
    picture = tmp_path / "form with the field.png"
    picture.write_bytes(PNG)
    person.follow("Add an update")
    person.tick("Evidence that it is done")
    person.fill("What was done?", "The form as it is used since Monday.")
    person.page.get_by_label("A file that shows it (optional)").set_input_files(picture)
    person.press("Add the update")
    person.reads("form with the field.png")
    person.follow("Mark complete")
    person.press("Mark complete")
    person.reads("Complete, awaiting sign-off")


def the_executive_signs_off(person: Uninitiated) -> None:
    """The file is looked at, the action signed off, and the figures follow."""
    person.page.reload()
    with person.page.expect_download() as download:
        person.follow("form with the field.png")
    assert Path(download.value.path()).read_bytes() == PNG
    assert "field" not in download.value.suggested_filename
    person.follow("Sign off")
    person.press("Sign off")
    person.reads("Impact to be looked at")
    person.follow("Progress")
    person.counts(overdue=1, awaiting=0, signed_off=2)


def both_are_asked_what_it_changed(owner: Person, executive: Person) -> None:
    """Half a year later the owner answers for theirs, the executive for the agency's that has no account."""
    owner.reads("Actions whose impact is to be looked at")
    executive.follow("The impact of 2 actions is to be looked at")
    owner.follow(re.compile("^Say what it changed"))
    answer_impact(owner, "Forty-eight of fifty referrals name them.")
    executive.open("/my-work")
    executive.follow("The impact of 1 action is to be looked at")
    executive.follow("Ask for other names at the first appointment")
    executive.follow("Say what it changed")
    executive.fill("Who looked at it, if not you? (optional)", f"Head of delivery, {PROBATION}")
    answer_impact(executive, "Most files name them.", "Partly achieved")
    executive.open("/my-work")
    assert "is to be looked at" not in executive.page.content()


def answer_impact(person: Person, found: str, result: str = "Achieved") -> None:
    """What was found, by the measure that was agreed at the beginning: it is not typed again."""
    measured = person.page.get_by_label("Measured by")
    assert measured.input_value() == MEASURE
    person.tick(result)
    person.fill("What did you find?", found)
    person.page.get_by_role("group", name="Shall somebody look once more?").get_by_label("No", exact=True).check()
    person.press("Record it")
    person.reads(found)


def the_thread_leads_from_event_to_impact(person: Person) -> None:
    """One page holds it all, in order, for whoever works on the review."""
    person.look_at(REVIEW, "Thread")
    person.sees("From event to impact")
    shown = person.page.locator("main").inner_text()
    chain = (
        "The call of 4 May was filed under another name.",
        "Ruth was known to two services under two names.",
        "Services to check under which names a person is known to others.",
        "Add a field for other names to the referral form",
        "Guidance was sent round.",
        "The form as it is used since Monday.",
        "Achieved. Forty-eight of fifty referrals name them.",
        "Ask for other names at the first appointment",
        "First appointments of a month, on file.",
        "Partly achieved. Most files name them.",
    )
    places = [shown.index(words) for words in chain]
    assert places == sorted(places)
    assert "Where the thread breaks off" not in shown


def said(day: date) -> str:
    """A date as people write it."""
    return f"{day.day} {day:%B %Y}"
