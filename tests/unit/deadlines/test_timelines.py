"""Timelines worked out by hand, to the day."""

from __future__ import annotations

from datetime import date

import pytest

from darddr.deadlines.calendars import Calendar
from darddr.deadlines.editions import limits_of
from darddr.deadlines.holds import Held
from darddr.deadlines.reckoning import Agreed, Deadline, reckon
from darddr.deadlines.targets import SUGGESTED
from tests.timelines import TIMELINES, Timeline, day, differs


def reckoned(timeline: Timeline) -> dict[str, Deadline]:
    """Every deadline of a timeline by its name."""
    kept = timeline.kept
    calendar = Calendar(kept["nation"], [date.fromisoformat(each) for each in kept.get("closed", ())])
    holds = [Held(date.fromisoformat(each["began"]), day(each["ended"])) for each in kept["holds"]]
    agreed = [Agreed(date.fromisoformat(each["due_on"]), day(each["agreed_on"])) for each in kept["agreed"]]
    rules = [*limits_of("2016"), *(SUGGESTED[name] for name in kept.get("targets", ()))]
    found = (
        reckon(rule, timeline.dates, timeline.as_at, agreed=agreed, holds=holds, calendar=calendar) for rule in rules
    )
    return {each.name: each for each in found if each is not None}


@pytest.mark.parametrize("timeline", TIMELINES, ids=str)
def test_every_due_day_is_the_one_worked_out_by_hand(timeline: Timeline) -> None:
    found = reckoned(timeline)
    wrong = {
        expected["limit"]: wrong
        for expected in timeline.kept["expect"]
        if (wrong := differs(expected, found.get(expected["limit"]), timeline.as_at))
    }
    assert not wrong


def test_the_file_holds_what_it_promises() -> None:
    built = [each for each in TIMELINES if each.kept["source"] == "Built"]
    assert len(built) >= 12
    assert len(TIMELINES) - len(built) >= 4
    assert len({str(each) for each in TIMELINES}) == len(TIMELINES)
    assert all(each.kept["arithmetic"] and each.kept["expect"] for each in TIMELINES)
