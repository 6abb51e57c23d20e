"""How fast an action plan in Word is read, against unzipping and parsing the same file and nothing more.

    python benchmarks/plan_read.py [--rounds N]

Two claims. A plan of 500 rows and one of 8,000 rows take at most 5 times the bare unzip-and-parse. Reading is linear:
with 16 times the rows it slows by at most half as much again as the bare parse does (a reader that slowed with the
square would show 16). Each round runs every measure once, in rotating order; a figure is the median of the rounds' own
ratios, so a busy machine slows both sides alike. Exits 1 when a claim does not hold.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from operator import truediv

from lxml import etree

from darddr.importers.read import read_plan

SIZES = (500, 8000)
LIMIT = 5.0
LINEAR_LIMIT = 1.5
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADINGS = (
    "Recommendation",
    "Scope",
    "Action to take",
    "Lead agency",
    "Key milestones",
    "Target date",
    "Progress",
    "Date of completion and outcome",
)
BODIES = ("County Police", "Adult Social Care", "Borough Council", "NHS Trust", "Probation Service")


def cell(text: str, merge: str = "") -> str:
    """Write one cell the way Word does, properties included."""
    joined = f"<w:vMerge{merge}/>" if merge else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="1900" w:type="dxa"/>{joined}</w:tcPr><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
        f'<w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
    )


def row(number: int) -> str:
    """Write one row; every other recommendation spans two actions."""
    pair, second = number // 2, number % 2
    spans = pair % 2 == 0
    merge = ("" if second else ' w:val="restart"') if spans else ""
    begun = (lambda text: cell("" if second else text, merge or " ")) if spans else cell
    texts = (
        cell(f"Action {number}: the service asks about abuse as a matter of routine and audits that it does."),
        cell(BODIES[number % len(BODIES)]),
        cell(f"Audit of {number % 90 + 10} records shared with the board"),
        cell(f"{number % 28 + 1}/{number % 12 + 1}/2027"),
        cell(
            "Training delivered to every team and recorded. Complete" if number % 3 else "Draft policy out for comment"
        ),
        cell("" if number % 4 else f"{number % 28 + 1} March 2027: staff report more confidence"),
    )
    recommendation = begun(f"{pair + 1}. Every agency to show how practice changed after learning point {pair + 1}.")
    return f"<w:tr>{recommendation}{cell('Local')}{''.join(texts)}</w:tr>"


def plan(rows: int) -> bytes:
    """Write a plan of that many rows as a .docx."""
    body = "".join(row(number) for number in range(rows))
    head = f"<w:tr>{''.join(cell(heading) for heading in HEADINGS)}</w:tr>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid/>{head}{body}</w:tbl>"
    document = f'<w:document xmlns:w="{W}"><w:body>{table}<w:sectPr/></w:body></w:document>'
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
    return held.getvalue()


def unzip_and_parse(data: bytes) -> None:
    """Do the least that any reader must."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        etree.fromstring(package.read("word/document.xml"), etree.XMLParser(resolve_entities=False, no_network=True))


def timed(work: Callable[[], object]) -> float:
    """Time one run in seconds."""
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> int:
    """Measure, print, and judge."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=9)
    rounds = max(arguments.parse_args().rounds, 7)
    files = {size: plan(size) for size in SIZES}
    for size, data in files.items():
        found = read_plan("plan.docx", data)
        if sum(len(each.actions) for each in found.recommendations) != size:
            print(f"the plan of {size} rows was not read as {size} actions")
            return 1
    works: dict[tuple[str, int], Callable[[], object]] = {}
    for size, data in files.items():
        works["bare", size] = lambda data=data: unzip_and_parse(data)
        works["read", size] = lambda data=data: read_plan("plan.docx", data)
    times: dict[tuple[str, int], list[float]] = {key: [] for key in works}
    keys = list(works)
    for turn in range(rounds):
        for key in keys[turn % len(keys) :] + keys[: turn % len(keys)]:
            times[key].append(timed(works[key]))
    ok = True
    for size in SIZES:
        bare, read = times["bare", size], times["read", size]
        ratio = statistics.median(mine / least for mine, least in zip(read, bare, strict=True))
        ok &= ratio <= LIMIT
        print(
            f"{size:>5} rows: {statistics.median(read) * 1000:7.1f} ms, bare {statistics.median(bare) * 1000:7.1f} ms, "
            f"ratio {ratio:.2f} (limit {LIMIT})"
        )
    shares = {size: list(map(truediv, times["read", size], times["bare", size])) for size in SIZES}
    growth = statistics.median(map(truediv, shares[8000], shares[500]))
    ok &= growth <= LINEAR_LIMIT
    print(f"16 times the rows: {growth:.2f} times what the bare parse slows by (limit {LINEAR_LIMIT})")
    print("holds" if ok else "DOES NOT HOLD")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
