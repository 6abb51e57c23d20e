"""Lines that our own action plan prints in its cells beside the words of the plan: one list for both directions.

The statutory table has seven columns and none for how an action stands, so that stands in lines of their own, each begun by a label. When
such a file is read back these lines are no words of the plan.
"""

from __future__ import annotations

import re

from darddr.vocabulary.standing import Acceptance, Brag

ANSWER, STANDING, MEASURE = "Agency’s answer", "Standing", "Outcome measure"
FIRST_SET, STEP_DUE, STEP_DONE = "First set", "Milestone due", "Milestone done"
CONTINUED = ", continued"
"""What follows the number of a recommendation where its words stand in a row above."""

_DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
_OWN = re.compile(
    rf"(?:{ANSWER}: (?:{'|'.join(word.label for word in Acceptance)})(?::.*)?"
    rf"|{STANDING}: (?:{'|'.join(word.label for word in Brag)}): .+"
    rf"|{MEASURE}: .+|{FIRST_SET}: {_DAY}|(?:{STEP_DUE}|{STEP_DONE}) {_DAY}: .+)"
)
IS_CONTINUED = re.compile(rf"Recommendation .{{0,40}}{CONTINUED}")


def without_own_lines(text: str) -> str:
    """The words of a cell without the lines that only tell how an action stands."""
    if ": " not in text:
        return text
    return "\n".join(line for line in text.split("\n") if not _OWN.fullmatch(line)).strip()


def one_line(text: str) -> str:
    """Words as one such line holds them."""
    return " ".join(text.split())
