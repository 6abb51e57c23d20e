"""What is drawn: who, on which review, and which of several."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.workflow_machine.table import listed, triggers
from tests.workflow_machine.world import REVIEWS

Drawn = tuple[int, int]
SOMETIMES = st.integers(0, 3).map(bool)
WHO = st.tuples(st.integers(0, 99), st.sampled_from((2, 2, 2, 2, 1, 1, 0)))
"""Somebody by number: 2 of those who may, 1 of those who could but for a conflict, an end or a closed account, 0 anybody."""

REVIEW = st.sampled_from(("one", "one", *REVIEWS))
PICK = st.integers(0, 199)
NEW = st.sampled_from((False, False, True))
STALE = st.sampled_from((False, False, True))


def chosen(pick: int, several: Any) -> Any:
    """One of several, or None of none."""
    found = list(several)
    return found[pick % len(found)] if found else None


def trigger_of(table: str, state: str, pick: int) -> str:
    """Mostly a move that the state offers, now and then any other."""
    offered = sorted([*listed(table, state), "correct"])
    return str(chosen(pick, offered if pick < 170 else triggers(table)))
