"""What is drawn: who, on which review, and which of several."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.workflow_machine.table import listed, triggers
from tests.workflow_machine.world import REVIEWS

Drawn = tuple[int, bool]
SOMETIMES = st.integers(0, 3).map(bool)
WHO = st.tuples(st.integers(0, 99), st.integers(0, 4).map(bool))
"""Somebody by number, and whether it is to be somebody who may."""

REVIEW = st.sampled_from(("one", "one", *REVIEWS))
PICK = st.integers(0, 199)
STALE = st.integers(0, 3).map(lambda number: number == 0)


def chosen(pick: int, several: Any) -> Any:
    """One of several, or None of none."""
    found = list(several)
    return found[pick % len(found)] if found else None


def trigger_of(table: str, state: str, pick: int) -> str:
    """Mostly a move that the state offers, now and then any other."""
    offered = sorted([*listed(table, state), "correct"])
    return str(chosen(pick, offered if pick < 170 else triggers(table)))
