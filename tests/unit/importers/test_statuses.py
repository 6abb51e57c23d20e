"""States a plan declares."""

from __future__ import annotations

import pytest

from darddr.importers.statuses import find_status, read_key, read_status
from darddr.workflow.states import ActionState as S


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Complete", S.OWNER_COMPLETE),
        ("Completed.", S.OWNER_COMPLETE),
        ("Complete and ongoing", S.OWNER_COMPLETE),
        ("Closed", S.OWNER_COMPLETE),
        ("Signed off", S.SIGNED_OFF),
        ("Ongoing", S.IN_PROGRESS),
        ("On-going", S.IN_PROGRESS),
        ("In Progress", S.IN_PROGRESS),
        ("On track", S.IN_PROGRESS),
        ("Partially complete", S.IN_PROGRESS),
        ("Not complete", S.IN_PROGRESS),
        ("Not started", S.PROPOSED),
        ("Outstanding", S.PROPOSED),
        ("Not implemented", S.NOT_IMPLEMENTED),
        ("Rejected", S.REJECTED),
        ("No longer required", S.SUPERSEDED),
        ("Green", S.IN_PROGRESS),
        ("G", S.IN_PROGRESS),
        ("Red - overdue", S.IN_PROGRESS),
        ("Blue", S.OWNER_COMPLETE),
        ("Grey", S.PROPOSED),
        ("Yes", None),
        ("100%", None),
        ("", None),
    ],
)
def test_the_words_of_a_status_cell(words: str, state: S | None) -> None:
    assert read_status(words).state is state
    assert read_status(words).text == words


@pytest.mark.parametrize(
    ("colour", "state"),
    [("red", S.IN_PROGRESS), ("amber", S.IN_PROGRESS), ("green", S.IN_PROGRESS), ("blue", S.OWNER_COMPLETE)],
)
def test_a_colour_alone_is_a_status_and_is_named(colour: str, state: S) -> None:
    status = read_status("", colour)
    assert (status.state, status.text) == (state, f"{colour} (cell colour)")


def test_a_key_in_the_file_says_what_its_colours_mean() -> None:
    key = read_key(["Key: Green = completed; Amber = in progress", "Red | Not started"])
    assert read_status("", "green", key).state is S.OWNER_COMPLETE
    assert read_status("R", None, key).state is S.PROPOSED
    assert read_status("Complete", "red", key).state is S.OWNER_COMPLETE


@pytest.mark.parametrize(
    ("note", "state", "completed"),
    [
        ("Complete 31/01/2020", S.OWNER_COMPLETE, "31/01/2020"),
        ("Completed - June 2020.", S.OWNER_COMPLETE, "June 2020"),
        ("Complete and occurs every two months.", S.OWNER_COMPLETE, None),
        ("Complete and shown on the templates in use -20/01/2020. Since then", S.OWNER_COMPLETE, "20/01/2020"),
        ("Search built to test it \n\nCompleted: 31 October 2016", S.OWNER_COMPLETE, "31 October 2016"),
        ("Audit process \n\nComplete and ongoing: 31 October 2016", S.OWNER_COMPLETE, "31 October 2016"),
        ("Terms of Reference added to Datix Complete 04/03/2020.", S.OWNER_COMPLETE, "04/03/2020"),
        ("Policy agreed and circulated. COMPLETE", S.OWNER_COMPLETE, None),
        ("Staff briefed, audit complete", S.OWNER_COMPLETE, None),
        ("04/11/2020 - Complete", S.OWNER_COMPLETE, None),
        ("1. Set out.\n2. Complete. The model is agreed", S.OWNER_COMPLETE, None),
        ("Policy reviewed. Ongoing", S.IN_PROGRESS, None),
        ("not yet complete", S.IN_PROGRESS, None),
        ("Not yet started", S.PROPOSED, None),
        ("No longer required as the service closed", S.SUPERSEDED, None),
        ("Piloted, reviewed and in place.", None, None),
        ("work to be completed", None, None),
        ("To be completed by the team", None, None),
        ("This will be complete", None, None),
        ("Completed forms are sent on", None, None),
        ("Ongoing monitoring of cases", None, None),
        ("Full review completed 02/03/2020 and reported on", None, None),
    ],
)
def test_a_note_declares_a_state_at_its_start_or_its_end_only(
    note: str, state: S | None, completed: str | None
) -> None:
    status = find_status(note)
    assert status.state is state
    assert (status.completed.text if status.completed else None) == completed


def test_a_plan_to_complete_is_no_completion() -> None:
    assert find_status("Staff trained and policy completed", True).state is None
    assert find_status("Policy\nCompleted: May 2019", True).state is S.OWNER_COMPLETE
