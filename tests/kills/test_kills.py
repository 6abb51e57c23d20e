"""What `make kills` proves, in short: nothing acknowledged is lost, and nothing is done twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import KINDS

ROOT = Path(__file__).parent.parent.parent
SHORT = ("--kills", "6", "--lanes", "2", "--editors", "3", "--saves", "5", "--rounds", "1")


@pytest.mark.parametrize("kind", KINDS)
def test_killed_servers_crowded_editors_and_forms_sent_eight_times_lose_nothing(kind: str) -> None:
    """In a process of its own, which forks its servers while it has no thread beside."""
    if kind == "postgresql" and not os.environ.get("DARDDR_TEST_POSTGRES_URL"):
        pytest.skip("DARDDR_TEST_POSTGRES_URL names no PostgreSQL database")
    command = [sys.executable, "-m", "tests.tools.kills", "--on", kind, *SHORT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    for words in ("6 kills", "15 saves acknowledged, 0 lost", "1 forms sent 8 times at once, 0 faults"):
        assert words in done.stdout
