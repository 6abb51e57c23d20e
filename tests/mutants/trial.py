"""The whole trial, inside one pytest run that has collected every test: a control over the code as it is, then each mutant
before the tests that ask its guard. Everything happens in forks, so that nothing is loaded twice and nothing is put back.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from tests.mutants import tables
from tests.mutants.changing import Loaded, modules, names_watching, names_without, removed, watched
from tests.mutants.mutant import Mutant

LONGEST = 300
"""Seconds of work after which a run has hung; on a machine with other work it may take five times as long by the clock."""

BROKEN = ("ImportError", "NameError", "SyntaxError", "ModuleNotFoundError")
"""What a mutant that is itself at fault raises; a guard taken out never does."""


@dataclass
class Heard:
    """What tests said: how long each took, which guards each asked, and what failed."""

    seconds: dict[str, float] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def add(self, other: Heard) -> None:
        """Take in what other tests said."""
        self.seconds |= other.seconds
        self.asked |= other.asked
        self.failed |= other.failed
        self.broken += other.broken


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: killed, survived (also where no test asks its guard) or broken; by what, or why; seconds of work."""

    mutant: Mutant
    said: str
    by: str
    seconds: float


class Jury:
    """The collected tests, which can be run in a fork, and what they say there."""

    def __init__(self, session: pytest.Session) -> None:
        self.session, self.items = session, {item.nodeid: item for item in session.items}
        self.loaded = Loaded()
        self.heard, self.now_asked = Heard(), set[str]()
        session.config.pluginmanager.register(self)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One test's set-up, call or end."""
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            said = (crash.message if crash else str(report.longrepr)).strip().splitlines()[0][:200]
            self.heard.failed.setdefault(report.nodeid, said)
            if said.startswith(BROKEN):
                self.heard.broken.append(said)

    def watch(self, tests: list[str], folder: Path) -> Heard:
        """Run tests over the code as it is, with every guard watched."""
        for module in modules():
            self.loaded.change(module, partial(watched, module), names_watching(self.now_asked.add))
        tables.watch(self.now_asked.add)
        return self._run(tests, folder, stop=False)

    def try_without(self, mutant: Mutant, tests: list[str], folder: Path) -> Heard:
        """Run tests without one guard, until one of them fails."""
        if mutant.kind in ("rule", "condition", "header"):
            tables.weaken(mutant.name)
        else:
            self.loaded.change(mutant.module, partial(removed, mutant), names_without(mutant))
        return self._run(tests, folder, stop=True)

    def _run(self, tests: list[str], folder: Path, *, stop: bool) -> Heard:
        self.session.config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined]
        for test, following in itertools.zip_longest(tests, tests[1:]):
            self.now_asked.clear()
            self.loaded.forget()
            begun = time.process_time()
            item, after = self.items[test], self.items[following] if following else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            self.heard.seconds[test] = round(time.process_time() - begun, 4)
            self.heard.asked[test] = sorted(self.now_asked)
            if stop and self.heard.failed:
                self.session._setupstate.teardown_exact(None)
                break
        return self.heard


Work = Callable[[Path], Heard]
Job = tuple[Work, Callable[[Heard, float], None]]


def in_forks(folder: Path, jobs: Iterable[Job], at_once: int) -> None:
    """Do jobs in forks of this process, several at a time; each gets a folder, and its answer is handed on with its seconds of work."""
    waiting, running, numbers = list(jobs)[::-1], {}, itertools.count()
    while waiting or running:
        while waiting and len(running) < at_once:
            work, then = waiting.pop()
            own = folder / str(next(numbers))
            own.mkdir()
            running[_fork(own, work)] = own, then
        process, _status, used = os.wait4(-1, 0)
        own, then = running.pop(process)
        then(_answer(own), used.ru_utime + used.ru_stime)
        shutil.rmtree(own)


def _fork(folder: Path, work: Work) -> int:
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    signal.alarm(5 * LONGEST)
    output = os.open(folder / "output", os.O_CREAT | os.O_WRONLY)
    os.dup2(output, 1)
    os.dup2(output, 2)
    try:
        (folder / "answer").write_text(json.dumps(vars(work(folder))))
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must be told
        (folder / "answer").write_text(json.dumps(vars(Heard(broken=[repr(error)]))))
    os._exit(0)


def _answer(folder: Path) -> Heard:
    path = folder / "answer"
    if not path.exists():
        return Heard(broken=[f"no answer within {LONGEST} seconds of work"])
    return Heard(**json.loads(path.read_text()))


def control(jury: Jury, folder: Path, at_once: int, tests: list[str]) -> Heard:
    """Run tests over the code as it is; which guards each asks."""
    heard = Heard()
    parts = 4 * at_once
    jobs = [(partial(jury.watch, part), lambda one, _used: heard.add(one)) for part in _parts(tests, parts)]
    in_forks(folder, jobs, at_once)
    return heard


def _parts(tests: list[str], count: int) -> Iterator[list[str]]:
    return (part for part in (tests[start::count] for start in range(count)) if part)


def witnesses(heard: Heard) -> dict[str, list[str]]:
    """The tests that ask each guard; first those that are quick and ask few others. No test asks whether a header is there."""
    found: dict[str, list[str]] = defaultdict(list)
    for test in sorted(heard.asked, key=lambda test: (heard.seconds[test] + 0.01) * (1 + len(heard.asked[test]))):
        for name in heard.asked[test]:
            found[name].append(test)
    answering = found["require app.create_app headers.install(app)"]
    return found | {mutant.name: answering for mutant in tables.mutants() if mutant.kind == "header"}


def judge(
    jury: Jury, folder: Path, at_once: int, tried: list[tuple[Mutant, list[str]]], tell: Callable[[Verdict], None]
) -> None:
    """Try every mutant before its tests, and tell what became of it."""

    def then(mutant: Mutant, tests: list[str], heard: Heard, used: float) -> None:
        if heard.broken:
            tell(Verdict(mutant, "broken", heard.broken[0], used))
        elif heard.failed:
            tell(Verdict(mutant, "killed", next(iter(heard.failed)), used))
        else:
            tell(Verdict(mutant, "survived", f"{len(tests)} tests ask this guard", used))

    jobs = [(partial(jury.try_without, mutant, tests), partial(then, mutant, tests)) for mutant, tests in tried]
    in_forks(folder, jobs, at_once)
