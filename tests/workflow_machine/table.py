"""The reviewed copy of the tables of moves, read from its text: what tests hold the program against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

GOLDEN = Path(__file__).parent.parent / "data" / "golden" / "workflow.txt"

LINE = re.compile(r"(\w+): (\w+) -> (\w+) by (\w+) \(([\w.]+)\), needs (.+)\Z")

WAIVABLE = frozenset(
    {
        "scoping_sent",
        "scoping_returned",
        "specialist_advised",
        "has_panel",
        "family_offered_terms",
        "home_office_told",
        "first_panel",
        "agency_returns_in",
        "findings_are_agreed",
        "family_offered_draft",
        "agencies_commented",
        "letter_asks_amendments",
        "letter_asks_resubmission",
        "letter_clears",
        "has_recommendations",
        "actions_have_owner_and_date",
        "proceedings_clear",
        "linked_processes_let_publish",
        "family_told_of_publication",
        "agencies_told_of_publication",
    }
)
"""What may be set aside with a reason, by name of the condition, and of which moves: everything else is law or safety."""

HARD_FOR = {("home_office_told", "close_no_review")}
"""Conditions that may be set aside for other moves, never for this one."""


@dataclass(frozen=True)
class Row:
    """One reviewed line."""

    table: str
    source: str
    dest: str
    trigger: str
    needs: tuple[str, ...]

    def may_waive(self, need: str) -> bool:
        """Whether a condition of this row may be set aside with a reason."""
        return need in WAIVABLE and (need, self.trigger) not in HARD_FOR


def _row(line: str) -> Row:
    found = LINE.match(line)
    assert found is not None, line
    table, source, dest, trigger, _permission, needs = found.groups()
    return Row(table, source, dest, trigger, () if needs == "nothing" else tuple(needs.split(", ")))


ROWS = tuple(_row(line) for line in GOLDEN.read_text("utf-8").splitlines())


def rows_of(table: str) -> tuple[Row, ...]:
    """The reviewed rows of one table."""
    return tuple(row for row in ROWS if row.table == table)


def listed(table: str, source: str) -> dict[str, Row]:
    """The reviewed rows out of one state by trigger, less corrections, which depend on the last move."""
    return {row.trigger: row for row in rows_of(table) if row.source == source and row.trigger != "correct"}


def triggers(table: str) -> list[str]:
    """Every trigger of a table."""
    return sorted({row.trigger for row in rows_of(table)})


COORDINATOR = frozenset({"coordinator"})
LEADS = COORDINATOR | {"chair"}
DECIDES = COORDINATOR | {"executive_chair"}
OWNS = COORDINATOR | {"owner"}
SIGNS = DECIDES | {"executive"}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "review": {
        **dict.fromkeys(
            (
                "accept",
                "transfer",
                "start_decision",
                "close_no_review",
                "direct",
                "ask_amendments",
                "ask_resubmission",
                "clear",
                "amend_again",
                "reconsider",
                "reopen_notified",
                "reopen_deciding",
                "reopen_commissioning",
            ),
            COORDINATOR,
        ),
        **dict.fromkeys(
            (
                "begin_gathering",
                "begin_analysis",
                "begin_drafting",
                "circulate_draft",
                "request_sign_off",
                "resubmit",
                "gather_again",
                "analyse_again",
                "draft_again",
            ),
            LEADS,
        ),
        **dict.fromkeys(
            (
                "decide_review",
                "decide_no_review",
                "approve",
                "return_draft",
                "finish_amendments",
                "publish",
                "close",
                "reopen_analysis",
                "reopen_cleared",
                "reopen_monitoring",
            ),
            DECIDES,
        ),
        "correct": DECIDES | {"chair"},
    },
    "action": {
        **dict.fromkeys(("agree", "agree_in_part", "reject"), COORDINATOR | {"approver"}),
        **dict.fromkeys(("propose_again", "supersede", "correct"), LEADS),
        **dict.fromkeys(("start", "complete", "resume"), OWNS),
        **dict.fromkeys(("sign_off", "return_action", "end_not_implemented", "reopen"), SIGNS),
    },
}
"""Who may make a move, written from the roles themselves and not from the policies. Whoever coordinates may also record
for the executive, whose decision it then is; an excluded, ended or foreign person is in none of these."""
