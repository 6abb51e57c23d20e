"""Overview report of 39,000 words and a chronology of 1,500 rows, against a bare writer of the same body.

Run: python benchmarks/overview.py. Limit: at most 1.5 x. The bare writer puts the same paragraphs and the same table, with
the same styles named, straight into a zip file; every word the reader sees is checked to be the same first.
"""

import io
import random
import re
import statistics
import sys
import zipfile
from datetime import date

from action_plan import BREAK, NAMESPACE, WORDS, bold, run
from fresh import measure, paired, rounds, told

from darddr.documents.chapters import CHAPTERS
from darddr.documents.facts import ChronologyRow, FindingFacts, OverviewFacts, QuestionFacts, SectionFacts
from darddr.documents.overview import overview
from darddr.documents.template import house

TOTAL_WORDS, ROWS = 39_000, 1500
PARAGRAPH = re.compile(r"<w:p>(.*?)</w:p>", re.DOTALL)
TEXT = re.compile(r"<w:t [^>]*>([^<]*)</w:t>")


def facts() -> OverviewFacts:
    """540 paragraphs of 60 words in the chapters, 90 findings of 73 words, and the chronology."""
    dice = random.Random(1)

    def text(count: int) -> str:
        return " ".join(dice.choices(WORDS, k=count))

    keys = [chapter.key for chapter in CHAPTERS] + [f"own{number}" for number in range(11)]
    sections = tuple(SectionFacts(key, f"Chapter {key}", tuple(text(60) for _ in range(18))) for key in keys)
    findings = tuple(
        FindingFacts(f"F{n}", str(n % 10), "Police", "learning", text(73), "May 2026") for n in range(1, 91)
    )
    rows = tuple(
        ChronologyRow(f"{n % 28 + 1} May 2024", "14:20", text(3), text(25), text(6)) for n in range(ROWS)
    )
    return OverviewFacts(
        reference="R1",
        display_name="Review",
        legal_basis="Section 9.",
        partnership="Northshire",
        pseudonyms=("Sarah",),
        month_of_death="May 2024",
        chair="A Chair",
        author="A Chair",
        completed="June 2026",
        marking="OFFICIAL",
        as_at=date(2026, 6, 4),
        questions=tuple(QuestionFacts(str(n), text(12)) for n in range(10)),
        findings=findings,
        sections=sections,
        chronology=rows,
    )


def parts(data: bytes) -> list[tuple[str, list[list[str]]]]:
    """The body as a plain list: ("p", runs of each paragraph in a row) or ("row", runs of each cell)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    found: list[tuple[str, list[list[str]]]] = []
    for piece in re.split(r"(<w:tr>.*?</w:tr>)", body):
        texts = [TEXT.findall(paragraph) for paragraph in PARAGRAPH.findall(piece)]
        found.append(("row" if piece.startswith("<w:tr>") else "p", texts))
    return found
