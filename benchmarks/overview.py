"""Overview report of 39,000 words and a chronology of 1,500 rows, against a bare writer of the same body.

Run: python benchmarks/overview.py. Limit: at most 1.5 x. The bare writer is given every paragraph and cell ready in
reading order, with its style and its bold leads, and has only to escape the words and write them into a zip file: no
chapters, headers, properties, bookmarks or links. That both show the same words is checked before anything is timed.
"""

import io
import random
import re
import statistics
import sys
import zipfile
from collections.abc import Iterator
from datetime import date

from action_plan import BREAK, NAMESPACE, WORDS, bold, run
from fresh import measure, paired, rounds, told
from lxml import etree

from darddr.documents.chapters import CHAPTERS
from darddr.documents.facts import ChronologyRow, FindingFacts, OverviewFacts, QuestionFacts, SectionFacts
from darddr.documents.overview import overview
from darddr.documents.template import house

ROWS = 1500
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Paragraph = tuple[str, list[tuple[bool, str]]]


def facts() -> OverviewFacts:
    """540 paragraphs of 60 words, 90 findings of 73 words, and the chronology."""
    dice = random.Random(1)

    def text(count: int) -> str:
        return " ".join(dice.choices(WORDS, k=count))

    keys = [chapter.key for chapter in CHAPTERS] + [f"own{number}" for number in range(11)]
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
        findings=tuple(
            FindingFacts(f"F{n}", str(n % 10), "Police", "learning", text(73), "May 2026") for n in range(90)
        ),
        sections=tuple(SectionFacts(key, f"Part {key}", tuple(text(60) for _ in range(18))) for key in keys),
        chronology=tuple(
            ChronologyRow(f"{n % 28 + 1} May 2024", "14:20", text(3), text(25), text(6)) for n in range(ROWS)
        ),
    )


def reading_order(data: bytes) -> list[Paragraph | list[Paragraph]]:
    """The body as a bare writer wants it: paragraphs, and rows as lists of their cells' paragraphs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))[0]
    found: list[Paragraph | list[Paragraph]] = []
    for block in body.iterchildren(f"{W}p", f"{W}tbl"):
        if block.tag == f"{W}p":
            found.append(paragraph(block))
        else:
            found += [[paragraph(each) for each in row.iter(f"{W}p")] for row in block.iter(f"{W}tr")]
    return found


def paragraph(element: etree._Element) -> Paragraph:
    """Style and (is bold, words) of each piece of text; a line break is a newline."""
    pieces = [
        (each.find(f"{W}rPr/{W}b") is not None, "\n" if node.tag == f"{W}br" else node.text or "")
        for each in element.iter(f"{W}r")
        for node in each.iter(f"{W}t", f"{W}br")
    ]
    return element.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), pieces


def bare(blocks: list[Paragraph | list[Paragraph]]) -> bytes:
    """The limit: blocks straight into a zip file, 200 at a time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        part.write(f"<w:document {NAMESPACE}><w:body>".encode())
        pieces = list(bare_blocks(blocks))
        for at in range(0, len(pieces), 200):
            part.write("".join(pieces[at : at + 200]).encode())
        part.write(b"</w:body></w:document>")
    return made.getvalue()


def bare_blocks(blocks: list[Paragraph | list[Paragraph]]) -> Iterator[str]:
    """XML of each block; rows that follow one another stand in one table."""
    inside = False
    for block in blocks:
        if isinstance(block, list) is not inside:
            inside = not inside
            yield "<w:tbl><w:tblPr/>" if inside else "</w:tbl>"
        if isinstance(block, list):
            cells = [
                f'<w:tc><w:tcPr><w:tcW w:w="{900 + index}" w:type="dxa"/></w:tcPr>{bare_paragraph(each)}</w:tc>'
                for index, each in enumerate(block)
            ]
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
        else:
            yield bare_paragraph(block)


def bare_paragraph(block: Paragraph) -> str:
    """XML of a paragraph."""
    style, pieces = block
    if len(pieces) == 1 and not pieces[0][0]:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(pieces[0][1])}</w:p>'
    inside = "".join([BREAK if text == "\n" else bold(text) if strong else run(text) for strong, text in pieces])
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inside}</w:p>'


def shown(data: bytes) -> list[str]:
    """Every text of the body in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return re.findall(r"<w:t [^>]*>([^<]*)</w:t>", archive.read("word/document.xml").decode())


def main() -> int:
    """Check that both show the same words, then measure."""
    ours = overview(facts())
    if shown(ours) != shown(bare(reading_order(ours))):
        print("The bare writer no longer shows the same words.")
        return 1
    print(f"{len(' '.join(shown(ours)).split()):,} words in all, the chronology's {ROWS:,} rows among them")
    taken = rounds(__file__, [("ours",), ("bare",)])
    for (variant,), samples in taken.items():
        seconds = statistics.median(each["seconds"] for each in samples)
        print(f"{variant}: {seconds * 1000:6.1f} ms, {samples[0]['size'] / 1024:.0f} KB")
    return told([("overview report, times the bare writer", paired(taken["ours",], taken["bare",]), 1.5)])


if __name__ == "__main__":
    if len(sys.argv) == 2:
        house()
        asked = facts()
        ready = reading_order(overview(asked))  # in both processes, so that both start with the same memory in use
        measure(lambda: overview(asked) if sys.argv[1] == "ours" else bare(ready))
    else:
        sys.exit(main())
