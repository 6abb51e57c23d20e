"""What takes longest is begun first, so that no worker is left alone with it at the end.

Workers are handed one test at a time, in the order given here; tests that share something dear are one group.
"""

from __future__ import annotations

import pytest

FIRST = (
    "tests/browser/",
    "tests/test_demo.py",
    "tests/kills/",
    "tests/workflow_machine/test_stateful.py",
    "tests/access/test_doors.py",
    "tests/migrations/test_killed.py",
    "tests/migrations/test_filled.py",
    "tests/web/test_statement_counts.py",
    "tests/services/test_figures.py",
    "tests/workflow_machine/",
    "tests/access/",
    "tests/migrations/",
)


def place(item: pytest.Item) -> int:
    """How early a test is begun; those not named here keep their order after the others."""
    return next((at for at, start in enumerate(FIRST) if item.nodeid.startswith(start)), len(FIRST))


def hand_out(config: pytest.Config) -> None:
    """What `--dist loadgroup --no-loadscope-reorder` says, where there are workers and nobody has said otherwise."""
    if getattr(config.option, "numprocesses", None) and config.option.dist == "no":
        config.option.dist, config.option.loadscopereorder = "loadgroup", False
