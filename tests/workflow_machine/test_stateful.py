"""Fifteen people of two partnerships do whatever they like in any order; a plain model knows how each attempt must end.

`DARDDR_TEST_LONG=1` plays many more games, each longer and different every time.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from tests.workflow_machine.rules_of_actions import Actions
from tests.workflow_machine.rules_of_moves import Moves
from tests.workflow_machine.rules_of_roles import Roles
from tests.workflow_machine.rules_of_words import Words

LONG = bool(os.environ.get("DARDDR_TEST_LONG"))

PROFILE = settings(
    max_examples=int(os.environ.get("DARDDR_TEST_EXAMPLES", "600")) if LONG else 14,
    stateful_step_count=60 if LONG else 40,
    derandomize=not LONG,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


def test_whatever_people_try_ends_as_it_must(engine: Engine) -> None:
    class Played(Moves, Words, Actions, Roles):
        """The game in this test's own database."""

    Played.engine = engine
    run_state_machine_as_test(Played, settings=PROFILE)
