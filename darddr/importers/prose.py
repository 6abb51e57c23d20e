"""Recommendations printed as paragraphs, in a file whose tables hold no plan: "Recommendation 3: ..." and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from darddr.importers.actions import understand
from darddr.importers.gathered import Findings, Group
from darddr.importers.plan import Problem, Unplaced

NUMBERED = re.compile(
    r"\W*rec(?:ommendation)?\.?\s*(?:no\.?|number)?\s*#?\d{1,3}(?:\.\d{1,2})*[a-z]?(?:\s*(?:[:)–—-]|\.(?!\d))|\s*\n|\s*$)"
    r"\s*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A number alone does not make a recommendation: "Recommendation 3 was accepted" speaks of one."""
CONTENTS = re.compile(r"(?:\t|\.{3,}|…)\s*\d{1,4}\s*$")
"""A line of a table of contents ends in its page."""


def recommends(paragraphs: Iterable[str]) -> bool:
    """Say whether a paragraph opens as a numbered recommendation."""
    return any(_opens(text) is not None for text in paragraphs)


def read_prose(findings: Findings) -> None:
    """Turn paragraphs that open as numbered recommendations into recommendations without actions.

    One that is only a number takes the paragraph after it. All other paragraphs stay unplaced.
    """
    left: list[Unplaced] = []
    heading: Unplaced | None = None
    for loose in findings.unplaced:
        words = _opens(loose.text) if loose.where == "body" and loose.table is None else None
        if heading is not None and words is None and loose.where == "body" and loose.table is None:
            understand(Group(text=f"{heading.text}\n{loose.text}"), findings)
            heading = None
            continue
        if heading is not None:
            left.append(heading)
            heading = None
        if words is None:
            left.append(loose)
        elif words:
            understand(Group(text=loose.text), findings)
        else:
            heading = loose
    if heading is not None:
        left.append(heading)
    findings.unplaced[:] = left
    why = "no table has headings for recommendations or actions"
    if findings.recommendations:
        why += "; numbered recommendations are read from paragraphs, and have no actions"
    findings.problems.append(Problem(why))


def _opens(text: str) -> str | None:
    """Give the words after the number of a paragraph that opens as a recommendation; None where it does not."""
    found = NUMBERED.match(text)
    return None if found is None or CONTENTS.search(text) else found.group("words").strip()
