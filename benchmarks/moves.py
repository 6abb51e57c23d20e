"""Ratios 1 and 2: what the workflow costs a review that is loaded, and one that is moved.

Run: python benchmarks/moves.py. 10,000 loaded reviews ready to move take at most 1.25 x the time and memory of plain
objects, each variant in a fresh process. Loading one review and making one guarded move takes at most 0.2 x what it takes
with a `transitions` machine of the same moves and conditions that the review is added to. The shared machine is made once,
when the program starts, and is not counted on either side. The peer is measured on 250 reviews and scaled.
"""

from __future__ import annotations

import statistics
import sys
from datetime import date
from typing import Any
from uuid import UUID

from fresh import measure, measure_memory, paired, rounds, told
from side_by_side import interleaved, ratio, shown
from transitions import Machine

from darddr.vocabulary.milestones import Milestone
from darddr.workflow.engine import find, fire
from darddr.workflow.facts import ReviewFacts
from darddr.workflow.moves import Condition, Inputs
from darddr.workflow.reviews import REVIEW_TABLE
from darddr.workflow.states import ReviewState

REVIEWS = 10_000
PEERS = 250
FACTS = ReviewFacts(milestones={Milestone.NOTICE_RECEIVED: date(2026, 1, 5)}, victims=1, has_source=True)
INPUTS = Inputs(UUID(int=1), date(2026, 1, 6))


class Loaded:
    """A review as it comes from a database."""

    def __init__(self, number: int) -> None:
        self.state = ReviewState.NOTIFIED
        self.number = number
        self.reference = f"DARDR-2026-{number:05d}"
        self.partnership_id = UUID(int=number)
        self.month_of_death = date(2025, 5, 1)


def move(review: Loaded) -> None:
    """Find a move, ask its conditions, make it."""
    chosen = find(REVIEW_TABLE, review.state, "accept", FACTS)
    fire(REVIEW_TABLE, review, chosen, FACTS, INPUTS)


def _asked(need: Condition) -> Any:
    return lambda event: need.holds(event.kwargs["facts"], event.kwargs["inputs"])


def bound_machine() -> Machine:
    """The same moves and conditions, as the library's own examples have it: for models to be added to."""
    rows = [
        {
            "trigger": each.trigger,
            "source": each.source.value,
            "dest": each.dest.value,
            "conditions": [_asked(need) for need in each.conditions],
        }
        for each in REVIEW_TABLE.moves
    ]
    return Machine(
        model=None, states=[s.value for s in ReviewState], transitions=rows, initial="notified", send_event=True
    )


MACHINE = bound_machine()
KEPT: list[Any] = []


def plain() -> bytes:
    """Plain objects, which know of no workflow."""
    KEPT.extend(Loaded(number) for number in range(REVIEWS))
    return b""


def ours() -> bytes:
    """The same objects, and proof that the last is ready to move."""
    KEPT.extend(Loaded(number) for number in range(REVIEWS))
    move(KEPT[-1])
    return b""


def bound() -> bytes:
    """Objects added to a machine."""
    for number in range(PEERS):
        review = Loaded(number)
        MACHINE.add_model(review, initial="notified")
        KEPT.append(review)
    return b""


WORKS = {"plain": plain, "ours": ours, "bound": bound}


def load_and_move() -> None:
    """One request of ours."""
    review = Loaded(1)
    move(review)
    assert review.state is ReviewState.SCOPING


def load_add_and_move() -> None:
    """One request with a bound machine."""
    review: Any = Loaded(1)
    MACHINE.add_model(review, initial="notified")
    review.accept(facts=FACTS, inputs=INPUTS)
    MACHINE.remove_model(review)
    assert review.state == "scoping"


def loaded() -> list[tuple[str, float, float]]:
    """Ratio 1."""
    times = rounds(__file__, [("time", name) for name in WORKS])
    memory = rounds(__file__, [("memory", name) for name in WORKS])
    peaks = {name: statistics.median(one["peak"] for one in memory["memory", name]) for name in WORKS}
    scale = REVIEWS / PEERS
    slower = paired(times["time", "bound"], times["time", "plain"]) * scale
    print(f"1  peer, {REVIEWS:,} reviews added to a machine: {slower:.0f} x the time and ", end="")
    print(f"{peaks['bound'] * scale / peaks['plain']:.0f} x the memory of plain objects (scaled from {PEERS})")
    return [
        (f"1  {REVIEWS:,} reviews ready to move: time", paired(times["time", "ours"], times["time", "plain"]), 1.25),
        (f"1  {REVIEWS:,} reviews ready to move: memory", peaks["ours"] / peaks["plain"], 1.25),
    ]


def main() -> int:
    """Take one sample, or all of them."""
    if len(sys.argv) == 3:
        (measure if sys.argv[1] == "time" else measure_memory)(WORKS[sys.argv[2]])
        return 0
    times = interleaved({"ours": load_and_move, "transitions, add_model": load_add_and_move}, repeat=100)
    shown("2 ", times)
    return told(
        [*loaded(), ("2  load one review, one guarded move", ratio(times, "ours", "transitions, add_model"), 0.2)]
    )


if __name__ == "__main__":
    sys.exit(main())
