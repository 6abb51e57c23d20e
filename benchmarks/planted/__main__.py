"""Every planted identifier must be found in every hiding place, and prose that names nobody must stay quiet.

`python -m benchmarks.planted` prints and writes `planted.md`; it fails below recall 1.000 or above one false alarm in 50 pages.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from benchmarks.planted.identifiers import Identifier, people
from benchmarks.planted.pdffiles import PDF
from benchmarks.planted.prose import REGISTER, pages_of, prose
from benchmarks.planted.wordfiles import WORD, run, word
from benchmarks.planted.workbooks import EXCEL
from darddr.leaks.check import find_leaks
from darddr.leaks.register import Register

PAGES = 240
SEEDS = (16, 17)
ALARMS_TO_A_PAGE = 1 / 50
RESULT = Path(__file__).parent.parent / "planted.md"
_NAME = "file name"


def main() -> int:
    """Print the tables and say whether both limits are held."""
    start = time.process_time()
    missed: list[tuple[str, Identifier]] = []
    counts: dict[str, Counter[str]] = {}
    total = 0
    for seed in SEEDS:
        data, planted = people(seed)
        register = Register.from_json(data)
        for place in [*WORD, *EXCEL, *PDF, _NAME]:
            found = _found(place, planted, register)
            total += len(planted)
            for each in planted:
                counts.setdefault(each.way, Counter())[place] += each in found
                if each not in found:
                    missed.append((place, each))
    alarms, pages = _alarms()
    recall = 1 - len(missed) / total
    held = not missed and alarms / pages <= ALARMS_TO_A_PAGE
    lines = _report(counts, total, missed, alarms, pages)
    print("\n".join(lines))
    for place, each in missed:
        print(f"  missed: {each.way} ({each.written!r}) in {place}")
    print(
        f"{time.process_time() - start:.0f} s of processor time; {'held' if held else 'NOT HELD'} (recall {recall:.3f})"
    )
    if held:
        RESULT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if held else 1


def _found(place: str, planted: list[Identifier], register: Register) -> set[Identifier]:
    """Which identifiers one place gives away: each belongs to a person of its own, so a find is told by whose it is."""
    if place == _NAME:
        return {
            each
            for each in planted
            if _hits(find_leaks(f"{each.written.replace('/', '-')}.txt", b"Nothing to say.", register).hits, each)
        }
    build = WORD.get(place) or EXCEL.get(place) or PDF[place]
    found: set[Identifier] = set()
    shared = [each for each in planted if [other.identifier for other in planted].count(each.identifier) > 1]
    whole = find_leaks("file", build([each.written for each in planted if each not in shared]), register)
    found |= {each for each in planted if each not in shared and _hits(whole.hits, each)}
    for each in shared:  # two writings of one address are told apart by a file for each
        found |= {each} if _hits(find_leaks("file", build([each.written]), register).hits, each) else set()
    return found


def _hits(hits: object, sought: Identifier) -> bool:
    return any(hit.identifier == sought.identifier and hit.kind == sought.kind for hit in hits)  # type: ignore[attr-defined]


def _alarms() -> tuple[int, float]:
    """False alarms on prose as Word and as PDF would hold it."""
    text = prose(PAGES)
    register = Register.from_json(REGISTER)
    hits = find_leaks("report.docx", word("".join(run(paragraph) for paragraph in text.split("\n\n"))), register).hits
    for hit, times in Counter((hit.kind, hit.identifier, hit.found) for hit in hits).most_common(20):
        print("  false alarm:", times, hit)
    return len(hits), pages_of(text)


def _report(
    counts: dict[str, Counter[str]], total: int, missed: list[tuple[str, Identifier]], alarms: int, pages: float
) -> list[str]:
    groups = {"Word": list(WORD), "Excel": list(EXCEL), "PDF": list(PDF), "File names": [_NAME]}
    sizes = " | ".join(f"{name} ({len(places)})" for name, places in groups.items())
    rows = [
        "# What the leak check finds of what is planted",
        "",
        f"{len(counts)} ways of writing an identifier in {sum(map(len, groups.values()))} hiding places, {len(SEEDS)} sets of invented",
        f"people: {total - len(missed)} of {total} found, recall {1 - len(missed) / total:.3f}. Ordinary prose: {alarms} false alarms "
        f"on {pages:.0f} pages.",
        "Made by `make planted`.",
        "",
        f"| written as | {sizes} |",
        "| --- |" + " --- |" * len(groups),
    ]
    for way, found in counts.items():
        cells = []
        for places in groups.values():
            here, most = sum(found[place] for place in places), len(places) * len(SEEDS)
            cells.append(f"{here}/{most}")
        rows.append(f"| {way} | {' | '.join(cells)} |")
    return rows


if __name__ == "__main__":
    sys.exit(main())
