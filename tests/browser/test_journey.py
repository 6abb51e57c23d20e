"""One review from its first notice to publication, as the people of it would make it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from darddr import clock
from darddr.documents.audit import audit
from tests.browser.conftest import Site
from tests.browser.pages import Person

pytestmark = pytest.mark.browser

COORDINATOR = "nadia.pellworth@alderwick.example"
EXECUTIVE_CHAIR = "graham.ostler@alderwick.example"
EXECUTIVE = "ifeoma.castell@alderwick.example"
CHAIR = "helen.marchbanks@chairs.example"
PANEL = "yusuf.tarn@police.example"
SPECIALIST = "bronwen.askrigg@harbourhouse.example"
OWNER = "marcus.hollinfen@trust.example"


def test_a_review_from_notification_to_publication(browser: Browser, site: Site, tmp_path: Path) -> None:
    coordinator_notifies(Person(browser, site, COORDINATOR))
    executive_decides(Person(browser, site, EXECUTIVE_CHAIR))
    coordinator_commissions(Person(browser, site, COORDINATOR))
    chair_begins(Person(browser, site, CHAIR))
    panel_member_adds_a_finding(Person(browser, site, PANEL))
    chair_leads_to_drafting(Person(browser, site, CHAIR))
    coordinator_writes_the_plan(Person(browser, site, COORDINATOR))
    chair_takes_it_to_the_executive(Person(browser, site, CHAIR), tmp_path)
    executive_approves(Person(browser, site, EXECUTIVE_CHAIR))
    coordinator_prepares_publication(Person(browser, site, COORDINATOR))
    executive_approves_publication(Person(browser, site, EXECUTIVE_CHAIR))
    coordinator_releases(Person(browser, site, COORDINATOR))
    owner_finishes_the_action(Person(browser, site, OWNER))
    executive_sees_progress_and_no_story(Person(browser, site, EXECUTIVE))


def coordinator_notifies(person: Person) -> None:
    """One thing per page, answers checked, and on to a decision."""
    person.follow("Reviews")
    person.follow("Notify a death")
    person.press("Start now")
    today = clock.today()
    for part, text in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        person.fill(part, str(text))
    person.tick("Police")
    person.press("Save and continue")
    person.fill("Full name", "Marigold Tansley-Crewe")
    person.fill("Pseudonym", "Ruth")
    person.tick("Female")
    person.press("Save and continue")
    person.follow("Continue")
    person.fill("What happened?", "Found at home by a neighbour, after earlier reports of abuse.")
    person.press("Save and continue")
    person.press("Confirm and make the review")
    person.sees("Notified")
    person.move("Accept for scoping", "Scoping")
    person.record("Scoping letters sent and records secured")
    person.record("Scoping returns in")
    person.move("Take to a decision", "Deciding")
    person.record("Scope checklist completed")
    person.leave()


def executive_decides(person: Person) -> None:
    """The chair of the executive decides, from their own work."""
    person.follow(re.compile("^Hold a review"))
    person.fill("Reason", "Abuse by a former partner appears to have led to the death.")
    person.press("Decide to hold a review")
    person.sees("Progress")
    person.reads("One review is under way and none is pending: one death of unknown manner, one woman.")
    person.leave()


def coordinator_commissions(person: Person) -> None:
    """A chair, a panel, the terms of reference."""
    for email, role, agency in (
        (CHAIR, "Independent chair", "None"),
        (PANEL, "Panel member", "Alderwick Police"),
        (SPECIALIST, "Panel member", "Harbour House Domestic Abuse Service"),
    ):
        person.open_review()
        person.go("Panel")
        person.follow("Add somebody")
        person.fill("If they are not in the list: the e-mail address of their account (optional)", email)
        person.choose("Role on this review", role)
        person.choose("Agency", agency)
        person.press("Add")
    for question in ("What did each agency know of abuse?", "How was risk shared between agencies?"):
        person.open_review()
        person.go("Questions")
        person.follow("Write a question")
        person.fill("Question", question)
        person.press("Save")
    person.record("Home Office told of the decision")
    person.leave()


def chair_begins(person: Person) -> None:
    """What the law and the family are owed comes first."""
    person.open_review()
    person.reads("Record the date of: Chair’s independence declared.")
    person.record("Chair’s independence declared")
    person.record("Family offered sight of the terms of reference")
    person.record("Terms of reference agreed")
    person.move("Begin gathering", "Gathering")
    person.leave()


def panel_member_adds_a_finding(person: Person) -> None:
    """Three pages from sign-in: my work, the form, the list."""
    person.follow(re.compile("Findings of"))
    person.follow("Add a finding")
    person.choose("Which question of the terms of reference does it answer?", re.compile(r"^2\. "))
    person.choose("Which agency does it concern?", "Alderwick Police")
    person.tick("Learning")
    person.fill("What was learned?", "Marigold was known to two services under two names.")
    person.press("Save the finding")
    person.reads("This looks like a real name")
    person.fill("What was learned?", "Ruth was known to two services under two names.")
    person.press("Save the finding")
    person.reads("Ruth was known to two services under two names.")
    person.reads("Yusuf Tarn")
    person.leave()


def chair_leads_to_drafting(person: Person) -> None:
    """The chair agrees the finding and opens the drafting."""
    person.record("First panel meeting held")
    person.record("Agency chronologies and reports in")
    person.move("Begin analysis", "Analysis")
    person.go("Findings")
    person.follow(re.compile("^Agree"))
    person.press("Agree")
    person.reads("Agreed")
    person.move("Begin drafting", "Drafting")
    person.leave()


def coordinator_writes_the_plan(person: Person) -> None:
    """A recommendation with an owned and dated action."""
    person.open_review()
    person.go("Plan")
    person.follow(re.compile("Add a recommendation"))
    person.fill("Recommendation", "Services to check under which names a person is known to others.")
    person.press("Save the recommendation")
    person.follow(re.compile("Add an action"))
    person.fill("Action", "Add a field for other names to the referral form")
    person.choose("Lead agency", "Alderwick Mental Health Trust")
    person.fill("Owner’s post (optional)", "Clinical Director")
    person.fill("Owner’s e-mail address (optional)", OWNER)
    person.fill("Target date (optional)", "31 March 2027")
    person.press("Save the action")
    person.reads("Add a field for other names to the referral form")
    person.follow("Accept the action")
    person.fill("How shall we know it worked? (optional)", "An audit of fifty referrals finds the field filled in.")
    person.tick("Yes, 6 months later")
    person.fill("Who decided for the agency?", "Clinical Director, by telephone")
    person.press("Accept the action")
    person.leave()


def chair_takes_it_to_the_executive(person: Person, tmp_path: Path) -> None:
    """The report is built, opened as a file, circulated and put to the executive."""
    person.open_review()
    person.go("Documents")
    person.press("Build the overview report")
    person.reads("Names nobody")
    with person.page.expect_download() as download:
        person.follow(re.compile("^Overview report"))
    data = Path(download.value.path()).read_bytes()
    assert not audit(download.value.suggested_filename, data)
    text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "Ruth was known to two services" in text
    assert "Marigold" not in text
    person.move("Circulate the draft", "Consultation")
    person.record("Family offered the draft, with time and an advocate")
    person.record("Agencies checked the draft for accuracy")
    person.move("Put to the executive for sign-off", "Sign-off")
    person.leave()


def executive_approves(person: Person) -> None:
    """The chair of the executive decides from their own work, without the story."""
    person.reads("Decisions that wait for the executive")
    person.follow(re.compile("^Approve"))
    person.press("Approve and send to the Home Office")
    person.sees("Progress")
    person.leave()


def coordinator_prepares_publication(person: Person) -> None:
    """The letter comes back; the edition is made afresh and searched for names."""
    person.open_review()
    person.go("Home Office")
    person.follow("Record that the report was sent")
    person.press("Record it")
    person.reads("First round, no days with the Home Office.")
    person.follow("Log the letter of round 1")
    person.fill("Or its words (optional)", "The report may be published.")
    person.press("Continue")
    person.press("Log the letter")
    person.reads("It has no points to answer.")
    person.move("Home Office clears the report", "Cleared to publish")
    person.follow("Publication of this review")
    person.follow("Prepare a publication")
    person.tick("Published in full")
    person.press("Prepare and search for names")
    person.reads("Names nobody")
    person.record("Court and inquest allow publication")
    person.record("Family told of the publication date")
    person.record("Agencies told of the publication date")
    person.leave()


def executive_approves_publication(person: Person) -> None:
    """One person approves."""
    person.page.goto(person.page.url.split("/my-work")[0] + "/my-work")
    person.follow(re.compile("Approve publication of"))
    person.follow("Approve")
    person.press("Approve")
    person.reads("Somebody other than you can now release it.")
    person.leave()


def coordinator_releases(person: Person) -> None:
    """Another releases."""
    person.move("Release", "Monitoring actions")
    person.follow("Publication of this review")
    person.follow("Enter a published edition")
    person.fill("Permanent link", "https://www.example.org/reviews/1")
    person.press("Save the edition")
    person.reads("https://www.example.org/reviews/1")
    person.leave()


def owner_finishes_the_action(person: Person) -> None:
    """The owner sees their own action and nothing of the case."""
    person.follow(re.compile(r"^1\.1"))
    assert "Marigold" not in person.page.content()
    assert "Ruth" not in person.page.content()
    person.follow("Start work")
    person.press("Start work")
    person.reads("In progress")
    person.leave()


def executive_sees_progress_and_no_story(person: Person) -> None:
    """Figures that open their lists; no pseudonym anywhere."""
    person.follow("Progress")
    person.sees("Progress")
    person.reads("No review is under way and none is pending.")
    person.follow("actions open")
    person.reads("Add a field for other names to the referral form")
    assert "Ruth" not in person.page.content()
    person.leave()
