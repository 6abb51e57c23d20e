"""Printed numbers: which is a recommendation's, which an action's, and which only repeats one."""

from __future__ import annotations

import re

from darddr.importers.drafts import Draft, printed_number
from darddr.importers.gathered import Findings, Group
from darddr.importers.headings import PRINTED_NUMBER, Role
from darddr.importers.plan import Ignored, Unplaced
from darddr.importers.splitting import split_items

LEADING_NUMBER = re.compile(
    r"(?P<number>rec(?:ommendation)?s?\.?\s*(?:no\.?|number)?\s*#?\d{1,4}(?:\.\d{1,3})*[a-z]?"
    r"|R\d{1,3}|\(?\d{1,4}(?:\.\d{1,3})*[a-z]?[.)]"
    r"|\d{1,3}(?:\.\d{1,3})+|\(?[a-z]\)|\d{1,2}(?=\s+[A-Z][a-z]))[ \t]*[:.\-–—]*\s+(?=\S)",
    re.IGNORECASE,
)


def number_and_text(group: Group) -> tuple[str, str, str]:
    """Tell the printed number from the words; a column of bare numbers takes its words from the issue beside it.

    The third value is the issue where it is not the recommendation's own text.
    """
    text, spare = group.text, group.issue
    number = "" if not group.rows or group.counts_actions() else max(row.shared for row in group.rows)
    if 0 < len(text) < 30 and PRINTED_NUMBER.fullmatch(text) and (spare or not number):
        number, text, spare = (text if not number else f"{number} {text}"), spare, ""
    if not number and text:
        leading = LEADING_NUMBER.match(text)
        if leading and len([item for item in split_items(text, ranges=False) if item.keys]) <= 1:
            number, text = printed_number(leading.group("number")) or "", text[leading.end() :]
    return number, text.strip(), spare


def account_numbers(group: Group, findings: Findings) -> None:
    """Account for a recommendation's number where every row prints it again."""
    if group.counts_actions():
        return
    for row in [row for row in group.rows if row.shared][1:]:
        findings.ignored.append(Ignored(row.table.place(row.number), row.shared, "number repeated"))


def number_drafts(group: Group, beside: list[list[Draft]], findings: Findings) -> None:
    """Number actions from a column of action numbers, or from a number column that counts actions."""
    counted = group.counts_actions()
    for row, made in zip(group.rows, beside, strict=True):
        own = row.layout.first(row.cells, Role.ACTION_NUMBER)
        for number in (own.text if own else "", row.shared if counted else ""):
            if number and len(made) == 1:
                _number_draft(made[0], number)
            elif number:
                findings.unplaced.append(Unplaced(row.table.where, number, row.table.index, row.number))


def _number_draft(draft: Draft, number: str) -> None:
    """Give an action the number in its row; one printed in its own words stays, if that says more."""
    inner = draft.number
    if inner != number:
        draft.number = number if inner is None or number.rstrip(".").endswith(inner) else f"{number} {inner}"
