"""Headings of many spellings, and the rows that hold them."""

from __future__ import annotations

import pytest

from darddr.importers.grid import Cell, Table
from darddr.importers.headers import find_layout
from darddr.importers.headings import Role, is_instruction, role_of

SPELLINGS = {
    Role.NUMBER: "#|Ref|Rec no|Rec. No.|Recommendation number|Item",
    Role.ACTION_NUMBER: "Action no|Action ref",
    Role.RECOMMENDATION: "Recommendation|Recommendations|Recommendation / learning",
    Role.ISSUE: "Issues identified|Issue/Learning|Learning point",
    Role.THEME: "Theme|Topic",
    Role.SCOPE: "Scope|Scope of recommendation (i.e. local or regional)|National / Local",
    Role.ADDRESSEE: "Addressed to",
    Role.ACTION: "Action|Action to take|Actions to be taken|Actions required|What will be done?|Agreed action",
    Role.AGENCY: "Lead agency|Agency|Responsible agency|Organisation",
    Role.LEAD: "Lead|By whom|Action lead|Lead officer & agency",
    Role.OWNER: "Owner|Lead officer|Person responsible|Lead Person(s)|Responsible officer",
    Role.MILESTONES: "Key milestones achieved in enacting recommendation|Success measures|How will we know it worked?",
    Role.EVIDENCE: "Evidence|Evidence to be probed",
    Role.TARGET: "Target date|Target completion date|Timescale|By when|Due|Date due|Deadline|To be completed by|When",
    Role.REVIEW: "Review date",
    Role.COMPLETED: "Date completed|Date action completed|Closed",
    Role.COMPLETED_AND_OUTCOME: "Date of completion and outcome",
    Role.OUTCOME: "Outcome|Impact|Desired outcome",
    Role.PROGRESS: "Progress to date|Update|Comments|Progress update (May 2021)|Latest position",
    Role.STATUS: "RAG|BRAG rating|Status|Current status|Completed Y/N",
    Role.OTHER: "Priority|Resources|DHR action plan|Recommendation 6|",
}
EACH = [(spelling, role) for role, spellings in SPELLINGS.items() for spelling in spellings.split("|")]


@pytest.mark.parametrize(("spelling", "role"), EACH)
def test_a_heading_names_its_role(spelling: str, role: Role) -> None:
    assert role_of(spelling) is role


def grid(*rows: tuple[str, ...]) -> Table:
    return Table("body", 1, [[Cell(text, r, c) for c, text in enumerate(row, 1)] for r, row in enumerate(rows, 1)])


def test_headings_are_found_below_titles_and_instructions() -> None:
    layout = find_layout(
        grid(
            ("Our plan", "", ""),
            ("Insert the recommendation", "Describe the action", "Enter the lead"),
            ("Recommendation", "Action", "Lead"),
            ("R", "A", "L"),
        )
    )
    assert layout is not None
    assert (layout.top, layout.body) == (2, 3)


def test_a_cover_table_has_no_headings() -> None:
    assert find_layout(grid(("Review", "Sarah - action plan"), ("Document", "recommendation list"))) is None


def test_a_completion_date_without_a_target_date_is_the_target() -> None:
    layout = find_layout(grid(("Recommendation", "Action", "Completion date"), ("R", "A", "May 2020")))
    assert layout is not None
    assert layout.roles[2] is Role.TARGET


def test_guidance_under_the_statutory_headings_is_an_instruction() -> None:
    assert is_instruction(["What is the overarching recommendation?", "Which agency is responsible?", "(date)"])
    assert not is_instruction(["Provide training", "Every team trained", "Police"])
