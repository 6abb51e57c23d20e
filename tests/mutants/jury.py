"""Tests run in a process of their own, which has loaded darddr in its own way: the witnesses of one mutant, or of none."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.loading import Removing, Watching
from tests.mutants.mutant import Mutant

LONGEST = 300
"""Seconds after which a run has hung."""

BROKEN = ("ImportError", "NameError", "SyntaxError", "ModuleNotFoundError")
"""What a mutant that is itself at fault raises; a guard taken out never does."""


@dataclass
class Heard:
    """What a pytest run said: how long each test took, which guards each asked, and what failed."""

    seconds: dict[str, float] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


class Clerk:
    """Writes down what a pytest run says."""

    def __init__(self) -> None:
        self.heard, self.now_asked = Heard(), set[str]()

    def seen(self, name: str) -> None:
        """A guard was asked."""
        self.now_asked.add(name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """One test from its fixtures to its end."""
        self.now_asked.clear()
        begun = time.process_time()
        answer = yield
        self.heard.seconds[item.nodeid] = round(time.process_time() - begun, 4)
        self.heard.asked[item.nodeid] = sorted(self.now_asked)
        return answer

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What became of it."""
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            said = (crash.message if crash else str(report.longrepr)).splitlines()[0][:200]
            self.heard.failed[report.nodeid] = said
            if said.startswith(BROKEN):
                self.heard.broken.append(said)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot even be read."""
        if report.failed:
            self.heard.broken.append(f"{report.nodeid}: {str(report.longrepr)[-300:]}")


def watch_everything(tests: list[str], folder: Path) -> Heard:
    """Run tests over the code as it is, with every guard watched."""
    clerk = Clerk()
    Watching(clerk.seen).install()
    _pytest(tests, folder, clerk)
    return clerk.heard


def try_without(mutant: Mutant, tests: list[str], folder: Path) -> Heard:
    """Run tests without one guard, until one of them fails."""
    clerk = Clerk()
    Removing(mutant).install()
    _pytest(["-x", *tests], folder, clerk)
    return clerk.heard


def _pytest(arguments: list[str], folder: Path, clerk: Clerk) -> None:
    plain = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"--basetemp={folder / 'tmp'}"]
    status = pytest.main([*plain, *arguments], plugins=[clerk])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        clerk.heard.broken.append(f"pytest ended with {status!r}")


def in_a_fork(folder: Path, work: Callable[[Path], Any]) -> int:
    """Do something in a fork, in a folder of its own, where its answer will stand as JSON; the number of its process."""
    folder.mkdir(parents=True)
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    signal.alarm(LONGEST)
    output = os.open(folder / "output", os.O_CREAT | os.O_WRONLY)
    os.dup2(output, 1)
    os.dup2(output, 2)
    try:
        answer = work(folder)
        (folder / "answer").write_text(json.dumps(answer, default=vars))
    finally:
        sys.stdout.flush()
        os._exit(0)
    raise AssertionError


def answer_of(folder: Path) -> Any:
    """What a fork answered; None where it died."""
    path = folder / "answer"
    return json.loads(path.read_text()) if path.exists() else None
