"""The tables of moves, as a Mermaid drawing and as data."""

from __future__ import annotations

from typing import Any

from darddr.workflow.engine import TABLES
from darddr.workflow.moves import Table


def mermaid(table: Table) -> str:
    """A Mermaid state diagram of one table; corrections are left out, since each only undoes a line that is drawn."""
    lines = ["stateDiagram-v2", f"    [*] --> {table.initial.value}"]
    lines += [
        f"    {move.source.value} --> {move.dest.value}: {move.trigger}"
        for move in table.moves
        if move.trigger != "correct"
    ]
    lines += [f"    {state.value} --> [*]" for state in table.states if state.is_end]  # type: ignore[attr-defined]
    return "\n".join(lines) + "\n"


def as_data() -> dict[str, Any]:
    """Every table as plain data: `{"review": {"states": [...], "moves": [...]}, "action": {...}}`."""
    return {table.name: {"states": _states(table), "moves": _moves(table)} for table in TABLES}


def _states(table: Table) -> list[dict[str, Any]]:
    return [
        {"name": state.value, "phase": getattr(state, "phase", None), "end": state.is_end}
        for state in table.states  # type: ignore[attr-defined]
    ]


def _moves(table: Table) -> list[dict[str, Any]]:
    return [
        {
            "trigger": move.trigger,
            "source": move.source.value,
            "dest": move.dest.value,
            "permission": move.permission.value,
            "conditions": [need.name for need in move.conditions],
        }
        for move in table.moves
    ]
