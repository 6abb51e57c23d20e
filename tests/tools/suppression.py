"""`make suppression`: nobody can work out a withheld count from the public tables, tried by brute force.

A reader is taken to know the rule, every table and every total. For every table that can be counted with so many categories and people,
all tables that would be published in the same way are gathered: each withheld count must be at least two different numbers among them.
Then random people are counted by several things at once, as the reports do, and every table is attacked with the totals of all.
Exits 0 only where nothing is given back.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from darddr.services.suppression import LEAST, Told, suppressed

Counts = tuple[int, ...]


def main() -> int:
    """Try tables of every small size and random ones; how many give something back, at most 1."""
    options = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    options.add_argument("--people", type=int, default=26, help="the largest population tried whole")
    options.add_argument("--categories", type=int, default=5)
    options.add_argument("--random", type=int, default=20_000, help="how many random sets of tables")
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    began = time.monotonic()
    tried, faults = every_table(asked.people, asked.categories)
    sets, more = random_sets(asked.random, asked.people, asked.seed)
    for fault in (faults + more)[:40]:
        print(f"FAULT: {fault}")
    found = len(faults) + len(more)
    print(
        f"{tried} tables and {sets} sets of random tables: {found} counts given back; {time.monotonic() - began:.0f} s"
    )
    return 1 if found else 0


def every_table(people: int, categories: int) -> tuple[int, list[str]]:
    """Every table of up to so many people in up to so many categories, attacked."""
    tried, faults = 0, []
    for width in range(1, categories + 1):
        for total in range(people + 1):
            for told, preimages in published(width, total).items():
                tried += len(preimages)
                faults += given_back(told, preimages)
    return tried, faults


def random_sets(count: int, people: int, seed: int) -> tuple[int, list[str]]:
    """Random people, counted by several things at once; each table is attacked with the total that any of them tells."""
    dice, faults = random.Random(seed), []
    for _ in range(count):
        total = dice.randrange(people + 1)
        tables = [_random_table(dice, total) for _ in range(dice.randrange(1, 5))]
        told = [suppressed(table) for table in tables]
        totals = {each.total for each in told}
        if len(totals) > 1:
            faults.append(f"the total is told in some of {tables} and withheld in others")
        for table, each in zip(tables, told, strict=True):
            if any(shown is not None and 0 < shown < LEAST for shown in (*each.counts, each.total)):
                faults.append(f"{table} tells a count under {LEAST}")
            known = range(1, LEAST) if each.total is None else (each.total,)
            same = [found for each_total in known for found in published(len(table), each_total).get(each, [])]
            faults += given_back(each, same)
    return count, faults


def _random_table(dice: random.Random, total: int) -> Counts:
    """So many people in two to four categories, some of them rare."""
    width = dice.randrange(2, 5)
    weights = [dice.choice((0.1, 1, 5)) for _ in range(width)]
    found = dice.choices(range(width), weights, k=total)
    return tuple(found.count(each) for each in range(width))


@cache
def published(width: int, total: int) -> dict[Told, list[Counts]]:
    """All tables of one size by what is told of them."""
    found: dict[Told, list[Counts]] = defaultdict(list)
    for counts in tables_of(width, total):
        found[suppressed(counts)].append(counts)
    return found


def tables_of(width: int, total: int) -> Iterator[Counts]:
    """Every way to put so many people into so many categories."""
    if width == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables_of(width - 1, total - first):
            yield (first, *rest)


def given_back(told: Told, preimages: Sequence[Counts]) -> list[str]:
    """The withheld counts that are the same number in every table which would be published like this.

    Where the total is withheld too, tables of other totals are published alike, so those of one total are not the reader's choice.
    """
    if told.total is None:
        every = [each for total in range(1, LEAST) for each in published(len(told.counts), total).get(told, [])]
        preimages = every or preimages
    return [
        f"count {at} of {preimages[0]}"
        for at, shown in enumerate(told.counts)
        if shown is None and len({found[at] for found in preimages}) < 2
    ]


if __name__ == "__main__":
    sys.exit(main())
