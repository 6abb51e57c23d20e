"""One action being put together from the cells that speak of it; lists beside several actions, shared out."""

from __future__ import annotations

import re

from darddr.importers.dates import read_date
from darddr.importers.headings import Role
from darddr.importers.plan import Place
from darddr.importers.splitting import BULLET, Item, bullet_lines, number_key, split_items

FIELDS = {
    Role.AGENCY: "lead",
    Role.LEAD: "lead",
    Role.OWNER: "owner",
    Role.MILESTONES: "milestones",
    Role.EVIDENCE: "milestones",
    Role.REVIEW: "milestones",
    Role.TARGET: "target",
    Role.COMPLETED: "completed",
    Role.COMPLETED_AND_OUTCOME: "completed",
    Role.OUTCOME: "outcome",
    Role.PROGRESS: "progress",
    Role.STATUS: "status",
}
"""Where each column's words go. What evidence is wanted, and when a review is due, stand with the milestones."""
MAYBE_MARKED = re.compile(
    r"\W|\d{1,2}(?:\.\d{1,2})*[a-z]?\s*(?:[.):\t–-]|to\b|,|&|and\b)|\d{1,2}(?:\.\d{1,2})+\s"
    r"|\w{1,4}[.)]|o\s|action\b|step\b|point\b|nos?\b",
    re.IGNORECASE,
)
BY_LINE = frozenset({"target", "completed", "status"})
"""Fields whose unnumbered lines pair with actions where there are as many lines as actions."""


class Draft:
    """An action's words by field, before they are understood; `colour` is the fill of its status cell."""

    __slots__ = (
        "colour",
        "completed",
        "lead",
        "milestones",
        "number",
        "outcome",
        "owner",
        "place",
        "progress",
        "status",
        "target",
        "text",
    )

    def __init__(self, text: str, number: str | None, place: Place) -> None:
        self.text = text
        self.number = number
        self.place = place
        self.lead = self.owner = self.milestones = self.target = ""
        self.completed = self.outcome = self.progress = self.status = ""
        self.colour: str | None = None

    def add(self, field: str, words: str) -> None:
        """Add words to a field, on a new line after any already there."""
        before = getattr(self, field)
        setattr(self, field, f"{before}\n{words}" if before else words)


def may_be_marked(text: str) -> bool:
    """Say whether a text may begin with a list mark: a quick look before the whole grammar."""
    head = text[:5]
    if head.isalpha() and head not in {"Actio", "Steps", "Point", "actio", "steps", "point"}:
        return False
    return MAYBE_MARKED.match(text) is not None


def printed_number(mark: str) -> str | None:
    """Give a list mark as a number: a closing full stop, colon or dash is the list's, a bracket is the number's."""
    return mark.strip().rstrip(".:–- ").strip() or None


def split_actions(text: str, beside: list[str], target: str) -> list[tuple[str | None, str]]:
    """Split an action cell into (number, words).

    Numbers and letters always part actions. Bullets and plain paragraphs part them only where another cell of the row
    has a list of the same length (`beside`), or the target cell has a date for each (`target`).
    """
    items = split_items(text, ranges=False)
    if items:
        first = 0 if items[0].keys else 1
        numbered = [(printed_number(item.mark), item.text) for item in items[first:]]
        if first:
            number, words = numbered[0]
            numbered[0] = (number, f"{items[0].text}\n{words}")
        return numbered
    if "\n" not in text:
        return [(None, text)]
    bullets = bullet_lines(text)
    if len(bullets) > 1 and any(_length(other) == len(bullets) for other in beside):
        return [(None, words) for words in bullets]
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not bullets and "\n" in target and len(lines) == len(_dated_lines(target)):
        return [(None, words) for words in lines]
    return [(None, text)]


def _length(text: str) -> int:
    """Count the items of a list, marked or one to a line."""
    return len(split_items(text)) or len(bullet_lines(text)) or len([line for line in text.split("\n") if line.strip()])


def _dated_lines(text: str) -> list[str]:
    """Give the lines of a cell if every one of them states a date or says there is none."""
    lines = [line for line in text.split("\n") if line.strip()]
    return lines if all(read_date(line).value or len(line.split()) <= 2 for line in lines) else []


def share(field: str, text: str, drafts: list[Draft], marks: list[str]) -> list[Item]:
    """Give a cell's words to the actions beside it; used-up list numbers go to `marks`. Returns items no action claims.

    Numbered items go to the actions of those numbers, else by position where there are as many of each. Anything else
    is said of every action.
    """
    if len(drafts) == 1:
        drafts[0].add(field, _unmarked(text, marks))
        return []
    items = split_items(text)
    keyed = [item for item in items if item.keys]
    if keyed:
        return _share_items(field, text, items, drafts, marks)
    lines = bullet_lines(text) if field != "lead" and field != "owner" else []
    if not lines and field in BY_LINE:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) == len(drafts):
        for draft, line in zip(drafts, lines, strict=True):
            draft.add(field, line)
    else:
        for draft in drafts:
            draft.add(field, text)
    return []


def _share_items(field: str, text: str, items: list[Item], drafts: list[Draft], marks: list[str]) -> list[Item]:
    """Share numbered items out by number, or by position where no number is an action's."""
    keys = [number_key(draft.number) for draft in drafts]
    keyed = [item for item in items if item.keys]
    if not any(key in item.keys for item in keyed for key in keys):
        if len(keyed) != len(drafts):
            for draft in drafts:
                draft.add(field, text)
            return []
        keys = [item.keys[0] for item in keyed]
    unclaimed = []
    for item in items:
        claimed = [draft for draft, key in zip(drafts, keys, strict=True) if not item.keys or key in item.keys]
        for draft in claimed:
            draft.add(field, item.text)
        if claimed and item.mark:
            marks.append(item.mark)
        elif not claimed:
            unclaimed.append(item)
    return unclaimed


def _unmarked(text: str, marks: list[str]) -> str:
    """Drop the number, or the bullet, of a list of one."""
    if "\n" in text or not may_be_marked(text):
        return text
    items = split_items(text)
    if items and items[0].text and len(items) == 1:
        marks.append(items[0].mark)
        return items[0].text
    return BULLET.sub("", text)
