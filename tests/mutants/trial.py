"""The whole trial: a control over the code as it is, then each mutant before the tests that ask its guard."""

from __future__ import annotations

import importlib
import itertools
import os
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.mutants.jury import Heard, answer_of, in_a_fork, try_without, watch_everything
from tests.mutants.loading import tabled
from tests.mutants.mutant import Mutant

FIRST = 25
"""How many tests a mutant meets first; the others only where it survives these."""

Job = tuple[Callable[[Path], Any], Callable[[Any, Path, float], "Job | None"]]


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: killed, survived (also where no test asks its guard) or broken; and by what, or why."""

    mutant: Mutant
    said: str
    by: str
    seconds: float


class Court:
    """Does work in forks of this process, as many at a time as there are processors."""

    def __init__(self, folder: Path, at_once: int) -> None:
        self.folder, self.at_once, self.numbers = folder, at_once, itertools.count()

    def hear(self, jobs: Iterable[Job]) -> None:
        """Do all jobs. What is made of an answer may be another job, which comes next."""
        waiting, running = list(jobs)[::-1], {}
        while waiting or running:
            while waiting and len(running) < self.at_once:
                work, then = waiting.pop()
                folder = self.folder / str(next(self.numbers))
                running[in_a_fork(folder, work)] = (folder, then, time.monotonic())
            process, _status = os.wait()
            if process not in running:
                continue
            folder, then, begun = running.pop(process)
            if (another := then(answer_of(folder), folder, time.monotonic() - begun)) is not None:
                waiting.append(another)
            shutil.rmtree(folder)


def warm() -> None:
    """Import here everything that darddr and its tests import from elsewhere, so that forks begin with it."""
    code = "import sys, darddr.app, darddr.cli, tests.conftest, darddr.demo.build; print('\\n'.join(sys.modules))"
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    for name in names:
        if name.split(".")[0] not in ("darddr", "tests", "migrations", "__main__", "__mp_main__"):
            try:
                importlib.import_module(name)
            except ImportError:
                continue


def mutants_of_tables(court: Court) -> list[Mutant]:
    """The mutants that only a process that has imported darddr can list."""
    found: list[Mutant] = []

    def take(answer: Any, folder: Path, seconds: float) -> None:
        found.extend(Mutant(**each) for each in answer)

    court.hear([(lambda folder: tabled(), take)])
    return found


def control(court: Court, files: list[str]) -> Heard:
    """Run every file over the code as it is; which guards each test asks."""
    heard = Heard()

    def take(answer: Any, folder: Path, seconds: float) -> None:
        if answer is None:
            heard.broken.append((folder / "output").read_text()[-2000:])
            return
        one = Heard(**answer)
        heard.seconds |= one.seconds
        heard.asked |= one.asked
        heard.failed |= one.failed
        heard.broken += one.broken

    court.hear([(partial(watch_everything, part), take) for part in _parts(files, 8)])
    return heard


def _parts(files: list[str], count: int) -> Iterator[list[str]]:
    return (part for part in (files[start::count] for start in range(count)) if part)


def witnesses(heard: Heard) -> dict[str, list[str]]:
    """The tests that ask each guard; first those that are quick and ask few others."""
    found: dict[str, list[str]] = defaultdict(list)
    for test in sorted(heard.asked, key=lambda test: (heard.seconds[test] + 0.01) * len(heard.asked[test])):
        for name in heard.asked[test]:
            found[name].append(test)
    return found


def judge(
    court: Court, mutants: list[Mutant], by_name: dict[str, list[str]], tell: Callable[[Verdict], None]
) -> list[Verdict]:
    """Try every mutant."""
    verdicts: list[Verdict] = []

    def say(verdict: Verdict) -> None:
        verdicts.append(verdict)
        tell(verdict)

    jobs = []
    for mutant in mutants:
        if tests := by_name.get(mutant.name):
            jobs.append(_trying(mutant, tests, 0.0, say))
        else:
            say(Verdict(mutant, "survived", "no test asks this guard", 0))
    court.hear(jobs)
    return verdicts


def _trying(mutant: Mutant, tests: list[str], spent: float, say: Callable[[Verdict], None]) -> Job:
    first, rest = tests[:FIRST], tests[FIRST:]

    def then(answer: Any, folder: Path, seconds: float) -> Job | None:
        heard = Heard(**answer) if answer is not None else Heard(broken=[(folder / "output").read_text()[-500:]])
        total = spent + seconds
        if heard.broken:
            say(Verdict(mutant, "broken", heard.broken[0], total))
        elif heard.failed:
            say(Verdict(mutant, "killed", next(iter(heard.failed)), total))
        elif rest:
            return _trying(mutant, rest, total, say)
        else:
            say(Verdict(mutant, "survived", f"{len(tests)} tests ask this guard", total))
        return None

    return partial(try_without, mutant, first), then
