"""The filters of the list of reviews: what an address asks for, what the page offers, and which of them are in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from darddr.services.review_list import Cursor, ReviewPage, Sort, Wanted
from darddr.vocabulary.printable import printable
from darddr.workflow.states import Phase, ReviewState

NAMES = ("words", "phase", "state", "overdue", "sort", "order")
SORTED_AS = {True: "descending", False: "ascending"}


@dataclass(frozen=True)
class Filters:
    """What the page of filters shows. `kept` is what the address says already, without its page."""

    wanted: Wanted
    kept: dict[str, str]

    phases = tuple(Phase.choices().items())
    states = tuple((state.value, state.label) for state in ReviewState)

    def href(self, **changed: Any) -> str:
        """The same list with something changed; None leaves a thing out."""
        return url_for("reviews.index", **{**self.kept, **changed})

    @property
    def applied(self) -> list[dict[str, str]]:
        """Each filter in use with the address of the list without it."""
        said = {
            "words": f"Reference has “{self.wanted.words}”" if self.wanted.words else "",
            "phase": self.wanted.phase.label if self.wanted.phase else "",
            "state": self.wanted.state.label if self.wanted.state else "",
            "overdue": "Late" if self.wanted.overdue else "",
        }
        return [{"text": text, "href": self.href(**{name: None})} for name, text in said.items() if text]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The columns of the table, some of which sort it."""
        return [
            self._sorting(Sort.REFERENCE, "Reference"),
            {"title": "Person who died"},
            self._sorting(Sort.STATE, "State and phase"),
            self._sorting(Sort.RECEIVED, "Received"),
            {"title": "Next deadline"},
            {"title": "Lead"},
        ]

    def _sorting(self, sort: Sort, title: str) -> dict[str, Any]:
        chosen = self.wanted.sort is sort
        turned = "up" if chosen and self.wanted.descending else "down"
        return {
            "title": title,
            "sort": self.href(sort=sort.value, order=turned),
            "sorted": SORTED_AS[self.wanted.descending] if chosen else None,
        }

    def pages(self, found: ReviewPage) -> tuple[str | None, str | None]:
        """The addresses of the pages before and after."""
        previous = self.href(page=found.previous) if found.previous is not None else None
        return previous, self.href(page=found.next) if found.next is not None else None


def filters_of(args: MultiDict[str, str]) -> Filters:
    """The filters of an address; what it does not spell rightly is left out."""
    sort = _word(Sort, args.get("sort")) or Sort.RECEIVED
    wanted = Wanted(
        phase=_word(Phase, args.get("phase")),
        state=_word(ReviewState, args.get("state")),
        words=printable(args.get("words", "")).strip()[:40],
        overdue=bool(args.get("overdue")),
        sort=sort,
        descending=args.get("order", "down") != "up",
        cursor=Cursor.read(printable(args.get("page", "")), sort),
    )
    return Filters(wanted, {name: value for name in NAMES if (value := args.get(name, "")[:40])})


def _word(words: Any, value: str | None) -> Any:
    return next((word for word in words if word.value == value), None)
