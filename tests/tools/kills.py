"""`make kills`: kill the server 200 times, let eight people save one text, send one form eight times at once. Nothing may be lost.

Prints figures and exits 0 only where all of them hold, on SQLite, and on PostgreSQL where DARDDR_TEST_POSTGRES_URL names a database.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import darddr.cli  # noqa: F401 - everything is imported before servers are forked
from tests.kills.crash import Figures, lane
from tests.kills.editors import save_at_once
from tests.kills.identical import sent_together

LANES = 4
OWN_PROCESS = multiprocessing.get_context("fork")


def main() -> int:
    """Run what was asked for; how many faults there are, at most 1."""
    options = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    options.add_argument("--on", choices=("sqlite", "postgresql"), help="one database only")
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--lanes", type=int, default=LANES)
    options.add_argument("--editors", type=int, default=8)
    options.add_argument("--saves", type=int, default=50)
    options.add_argument("--rounds", type=int, default=25)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    databases = [asked.on] if asked.on else ["sqlite"]
    if not asked.on and os.environ.get("DARDDR_TEST_POSTGRES_URL"):
        databases.append("postgresql")
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in databases:
            faults += crashes(kind, Path(folder) / kind, asked.kills, asked.lanes, asked.seed)
            faults += editors(kind, Path(folder) / kind, asked.editors, asked.saves, asked.seed)
            faults += identical(kind, Path(folder) / kind, asked.rounds)
    for fault in faults[:40]:
        print(f"FAULT: {fault}")
    print("Everything holds." if not faults else f"{len(faults)} faults.")
    return 1 if faults else 0


def crashes(kind: str, folder: Path, kills: int, lanes: int, seed: int) -> list[str]:
    """The kills, in several processes at once, each with a database of its own."""
    began = time.monotonic()
    shares = [kills // lanes + (number < kills % lanes) for number in range(lanes)]
    with ProcessPoolExecutor(lanes, OWN_PROCESS) as pool:
        running = [
            pool.submit(lane, kind, folder / f"lane{number}", share, seed * 100 + number)
            for number, share in enumerate(shares)
        ]
        seen: list[Figures] = [one.result() for one in running]
    acknowledged: Counter[str] = sum((one.acknowledged for one in seen), Counter())
    statuses: Counter[int] = sum((one.statuses for one in seen), Counter())
    faults = [fault for one in seen for fault in one.faults]
    killed, in_flight = sum(one.kills for one in seen), sum(one.in_flight for one in seen)
    slowest = max(start for one in seen for start in one.starts)
    print(
        f"{kind}: {killed} kills, {in_flight} of them amid a request; {acknowledged.total()} forms acknowledged "
        f"({', '.join(f'{count} {name}' for name, count in sorted(acknowledged.items()))}); {statuses[0]} answers broken off, "
        f"{sum(one.sent_again for one in seen)} sent again; slowest start {slowest:.1f} s; {len(faults)} faults; "
        f"{time.monotonic() - began:.0f} s",
        flush=True,
    )
    if killed != kills or in_flight < kills * 0.9:
        faults.append(f"{killed} kills, {in_flight} amid a request")
    faults += [f"{count} answers of {status}" for status, count in statuses.items() if status >= 500]
    return [f"{kind}: {fault}" for fault in faults]


def editors(kind: str, folder: Path, people: int, each: int, seed: int) -> list[str]:
    """Everybody saves one finding and one section."""
    began = time.monotonic()
    with ProcessPoolExecutor(1, OWN_PROCESS) as pool:
        saves = pool.submit(save_at_once, kind, folder / "editors", people, each, seed).result()
    print(
        f"{kind}: {people} editors, {len(saves.acknowledged)} saves acknowledged, {saves.lost} lost, {saves.conflicts} conflicts, "
        f"{saves.conflicts - saves.without_both_texts} with both texts, {saves.locked} times locked, "
        f"answers {dict(sorted(saves.statuses.items()))}; {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return [f"{kind}: {fault}" for fault in saves.faults(people * each)]


def identical(kind: str, folder: Path, rounds: int) -> list[str]:
    """Eight identical posts at once."""
    began = time.monotonic()
    with ProcessPoolExecutor(1, OWN_PROCESS) as pool:
        seen = pool.submit(sent_together, kind, folder / "identical", rounds).result()
    print(
        f"{kind}: {seen.rounds} forms sent 8 times at once, {len(seen.faults)} faults; {time.monotonic() - began:.0f} s",
        flush=True,
    )
    faults = [] if seen.rounds == rounds else [f"{seen.rounds} of {rounds} forms"]
    return [f"{kind}: {fault}" for fault in [*faults, *seen.faults]]


if __name__ == "__main__":
    sys.exit(main())
