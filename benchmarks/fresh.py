"""Samples taken each in a process of its own, so that time is not warmed and memory not hidden by an earlier sample."""

import gc
import json
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence

ROUNDS = 9


def measure(work: Callable[[], bytes]) -> None:
    """Run `work` once and print its seconds and the size of what it made."""
    gc.collect()
    gc.freeze()  # what was prepared before must not be walked again while the clock runs
    start = time.perf_counter()
    made = work()
    print(json.dumps({"seconds": time.perf_counter() - start, "size": len(made)}))


def measure_memory(work: Callable[[], bytes]) -> None:
    """Run `work` once and print the most memory it held at a time, in MB, the finished file counted.

    Counted by tracemalloc: the process's own high-water mark would hide what fits into memory freed before.
    """
    gc.collect()
    tracemalloc.start()
    work()
    print(json.dumps({"peak": tracemalloc.get_traced_memory()[1] / 2**20}))


def sample(script: str, *arguments: object) -> dict[str, float]:
    """What `measure` printed in a fresh process running this script with these arguments."""
    command = [sys.executable, script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def rounds(script: str, variants: Sequence[tuple[object, ...]]) -> dict[tuple[object, ...], list[dict[str, float]]]:
    """Every variant once a round, the order turned by one each time."""
    taken: dict[tuple[object, ...], list[dict[str, float]]] = {variant: [] for variant in variants}
    for turn in range(ROUNDS):
        at = turn % len(variants)
        for variant in (*variants[at:], *variants[:at]):
            taken[variant].append(sample(script, *variant))
    return taken


def paired(ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> float:
    """Median of the ratios of times taken in the same round."""
    return statistics.median(one["seconds"] / other["seconds"] for one, other in zip(ours, theirs, strict=True))


def told(figures: Sequence[tuple[str, float, float]]) -> int:
    """Print each figure beside its limit; 1 if any is over, else 0."""
    for name, figure, limit in figures:
        print(f"{name:58s} {figure:7.2f}  limit {limit:5.2f}  {'held' if figure <= limit else 'NOT HELD'}")
    return int(any(figure > limit for _, figure, limit in figures))
