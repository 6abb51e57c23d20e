"""Variants run in one process, each once a round in turning order: a busy machine slows all of them alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping

from fresh import ROUNDS

Times = Mapping[str, list[float]]


def interleaved(works: Mapping[str, Callable[[], object]], rounds: int = ROUNDS, repeat: int = 1) -> Times:
    """Seconds of every variant in every round, after one round that only warms; each runs `repeat` times a round."""
    times: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    for turn in range(rounds + 1):
        for name in (*names[turn % len(names) :], *names[: turn % len(names)]):
            gc.collect()
            start = time.perf_counter()
            for _ in range(repeat):
                works[name]()
            if turn:
                times[name].append((time.perf_counter() - start) / repeat)
    return times


def ratio(times: Times, ours: str, theirs: str) -> float:
    """Median of the ratios of times taken in the same round."""
    return statistics.median(ratios(times, ours, theirs))


def ratios(times: Times, ours: str, theirs: str) -> list[float]:
    """The ratio of every round."""
    return [one / other for one, other in zip(times[ours], times[theirs], strict=True)]


def shown(heading: str, times: Times) -> None:
    """Print the median of each variant in milliseconds."""
    for name, taken in times.items():
        print(f"  {heading}: {name:44s} {statistics.median(taken) * 1000:9.3f} ms")


def beside(name: str, times: Times, ours: str, peer: str) -> None:
    """Print what a named peer takes beside ours; no limit stands on it."""
    print(f"{name:58s} {ratio(times, peer, ours):7.2f}  x ours")
