"""What a person does on the pages, in their words. Every step finds things by role and label, as a screen reader would."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PASSWORD, Site


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser: Browser, site: Site, email: str) -> None:
        self.site = site
        self.context = browser.new_context(viewport={"width": 1280, "height": 1000}, accept_downloads=True)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.faults: list[str] = []
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.goto(site.url + "/")
        self.fill("E-mail address", email)
        self.fill("Password", PASSWORD)
        self.press("Sign in")
        self.sees("My work")

    def _note(self, kind: str, text: str) -> None:
        """Keep what the browser complained of; a form refused with its reasons is no fault."""
        if kind == "error" and "status of 422" not in text:
            self.faults.append(text)

    def sees(self, heading: str) -> None:
        """The main heading of the page holds these words."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def reads(self, words: str) -> None:
        """The page says this somewhere."""
        expect(self.page.locator("main")).to_contain_text(words)

    def fill(self, label: str, text: str) -> None:
        """Type into the box of a label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def first(self, label: str, text: str) -> None:
        """Type into the first box of a label that stands before several."""
        self.page.get_by_label(label, exact=True).first.fill(text)

    def choose(self, label: str, option: str | re.Pattern[str]) -> None:
        """Choose from a list by the words of the option."""
        box = self.page.get_by_label(label, exact=True)
        if isinstance(option, str):
            box.select_option(label=option)
            return
        labels = box.locator("option").all_inner_texts()
        box.select_option(label=next(text for text in labels if option.search(text)))

    def tick(self, label: str) -> None:
        """Choose a radio button or tick a box."""
        self.page.get_by_label(label, exact=True).check()

    def tick_first_of(self, group: str) -> None:
        """Tick the first box of a list of boxes."""
        self.page.get_by_role("group", name=group, exact=True).get_by_role("checkbox").first.check()

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow a link, or a link that looks like a button."""
        self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()

    def open_review(self) -> None:
        """Go to the review, by its list."""
        self.page.goto(self.site.url + "/reviews")
        self.follow(self.site.review)

    def open(self, address: str) -> None:
        """Go to a page by its address, as a bookmark does."""
        self.page.goto(self.site.url + address)

    def look_at(self, review: str, page_of_review: str) -> None:
        """Go to one of the pages of a review, by the list of reviews."""
        self.open("/reviews")
        self.follow(review)
        self.go(page_of_review)

    def answers(self, address: str) -> int:
        """How the server answers this person at an address they typed."""
        return self.context.request.get(self.site.url + address).status

    def go(self, page_of_review: str) -> None:
        """Go to one of the pages of the review."""
        self.page.get_by_role("navigation", name="This review").get_by_role(
            "link", name=page_of_review, exact=True
        ).click()

    def record(self, event: str) -> None:
        """Record that an event happened today; every question that is asked with it is answered with yes."""
        self.open_review()
        self.page.get_by_text("Record another date").click()
        self.follow(event)
        self.sees(event)
        for answer in self.page.get_by_role("radio", name="Yes", exact=True).all():
            answer.check()
        self.press("Save")
        self.reads(f"Recorded: {event}.")

    def move(self, label: str, state: str, **fields: str) -> None:
        """Make a move of the review and see its new state."""
        self.open_review()
        self.follow(label)
        for name, text in fields.items():
            self.fill({"reason": "Reason", "on_behalf_of": "Who decided?"}[name], text)
        self.press(label)
        self.sees(state)

    def leave(self) -> None:
        """Sign out; nothing on any page broke a rule of the browser."""
        self.press("Sign out")
        self.sees("Sign in")
        assert not self.faults, self.faults
        self.context.close()
