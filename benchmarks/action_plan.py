"""Action plan: 8,000 rows against a bare writer of the same content, four times the rows, and peak memory.

Run: python benchmarks/action_plan.py. Limits: docs say at most 1.5 x the bare writer, 4.4 x the time for 4 x the rows,
and 12 MB over what the facts themselves take. The bare writer knows nothing of styles, headers or properties; it makes
the same table with the same XML features, and its cells are checked to be the same before anything is timed.
"""

import io
import random
import re
import statistics
import sys
import zipfile
from datetime import date

from fresh import measure, measure_memory, paired, rounds, sample, told

from darddr.documents.action_plan import COLUMNS, GROUNDS, action_plan
from darddr.documents.facts import ActionFacts, ActionPlanFacts, RecommendationFacts
from darddr.documents.template import house

LARGE, SMALL = 8000, 2000
WORDS = (
    "review",
    "panel",
    "agency",
    "ensure",
    "policy",
    "training",
    "audit",
    "& evidence",
    "<record>",
    "update",
    "home",
)
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTROL = str.maketrans("", "", "".join(chr(code) for code in range(32) if code not in (9, 10, 13)))


def facts(rows: int) -> ActionPlanFacts:
    """A plan of this many actions, two to a recommendation."""
    dice = random.Random(5)

    def text(count: int) -> str:
        return " ".join(dice.choices(WORDS, k=count))

    actions = [
        ActionFacts(
            number=f"{row // 2 + 1}.{row % 2 + 1}",
            text=text(20),
            lead_agency=text(2),
            owner_post=text(2),
            milestones=text(8),
            target_date=f"{row % 28 + 1} March 2026",
            completed_on="" if row % 3 else f"{row % 28 + 1} May 2026",
            outcome="" if row % 3 else text(8),
            status=("In progress", "Overdue", "")[row % 3],
            answer="" if row % 4 else f"Accepted in part: {text(5)}",
            brag=("Green", "Red", "Blue")[row % 3],
            why=("on track", "overdue", "signed off")[row % 3],
            measure=text(6) if row % 2 else "",
            steps=(f"Milestone due 1 May 2026: {text(6)}", f"Milestone done 2 May 2026: {text(6)}") if row % 3 else (),
        )
        for row in range(rows)
    ]
    recommendations = tuple(
        RecommendationFacts(str(at // 2 + 1), text(12), "Local", "", tuple(actions[at : at + 2]))
        for at in range(0, rows, 2)
    )
    return ActionPlanFacts("R1", "Review", "Northshire", ("Sarah",), "OFFICIAL", date(2026, 6, 4), recommendations)


def bare(plan: ActionPlanFacts) -> bytes:
    """The limit: the table alone, written straight into a zip file."""
    grid = "".join(f'<w:gridCol w:w="{1300 + index}"/>' for index in range(7))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
            '"/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.'
            'main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        with archive.open("word/document.xml", "w") as document:
            head = "".join(bare_cell(index, run(column.title)) for index, column in enumerate(COLUMNS))
            document.write(
                f"<w:document {NAMESPACE}><w:body><w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>"
                f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>".encode()
            )
            block: list[str] = []
            for recommendation in plan.recommendations:
                bare_rows(recommendation, block)
                if len(block) >= 200:
                    document.write("".join(block).encode())
                    block = []
            document.write(("".join(block) + "</w:tbl><w:p/></w:body></w:document>").encode())
    return made.getvalue()


def bare_rows(recommendation: RecommendationFacts, block: list[str]) -> None:
    """Rows of one recommendation."""
    first = bold(f"Recommendation {recommendation.number}") + BREAK + run(recommendation.text)
    for action in recommendation.actions:
        ending = [run(action.completed_on or "Not yet complete")]
        ending += [run(action.outcome)] if action.outcome else []
        ending += [run(f"Status: {action.status}")] if action.status else []
        ending += [run("Standing: ") + coloured(action.brag) + run(f": {action.why}")]
        lead = [run(action.lead_agency), run(f"Owner: {action.owner_post}")]
        lead += [run(f"Agency’s answer: {action.answer}")] if action.answer else []
        text = [bold(f"{action.number}  ") + run(action.text)]
        text += [run(f"Outcome measure: {action.measure}")] if action.measure else []
        cells = (
            first,
            run(recommendation.scope),
            BREAK.join(text),
            BREAK.join(lead),
            BREAK.join([run(action.milestones), *(run(step) for step in action.steps)]),
            run(action.target_date),
            BREAK.join(ending),
        )
        row = "".join([bare_cell(index, inside) for index, inside in enumerate(cells)])
        block.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>")
        first = run(f"Recommendation {recommendation.number}, continued")


BREAK = "<w:r><w:br/></w:r>"


def safe(text: str) -> str:
    """Escaped, control characters out."""
    if not text.isprintable():
        text = text.translate(CONTROL)
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def run(text: str) -> str:
    """A run."""
    return f'<w:r><w:t xml:space="preserve">{safe(text)}</w:t></w:r>'


def bold(text: str) -> str:
    """A bold run."""
    return f'<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">{safe(text)}</w:t></w:r>'


def coloured(brag: str) -> str:
    """A bold run on its ground."""
    colour, ground = GROUNDS[brag]
    return (
        f'<w:r><w:rPr><w:b/><w:bCs/><w:color w:val="{colour}"/><w:shd w:val="clear" w:color="auto" w:fill="{ground}"/></w:rPr>'
        f'<w:t xml:space="preserve">{safe(brag)}</w:t></w:r>'
    )


def bare_cell(index: int, inside: str) -> str:
    """A cell with its width and paragraph style."""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{1300 + index}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/>'
        f"</w:pPr>{inside}</w:p></w:tc>"
    )


def shown(data: bytes) -> list[str]:
    """Texts of the table, run by run."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    return re.findall(r"<w:t [^>]*>([^<]*)</w:t>", body[body.index("<w:tbl>") : body.index("</w:tbl>")])


def main() -> int:
    """Check that both write the same, then measure."""
    few = facts(20)
    if shown(action_plan(few)) != shown(bare(few)):
        print("The bare writer no longer writes the same table.")
        return 1
    variants = [("ours", LARGE), ("bare", LARGE), ("ours", SMALL), ("bare", SMALL)]
    taken = rounds(__file__, variants)
    for variant, samples in taken.items():
        seconds = statistics.median(each["seconds"] for each in samples)
        print(f"{variant[0]} {variant[1]:5d} rows: {seconds * 1000:6.1f} ms, {samples[0]['size'] / 1024:.0f} KB")
    ours = taken["ours", LARGE]
    return told(
        [
            ("8,000 rows, times the bare writer", paired(ours, taken["bare", LARGE]), 1.5),
            ("8,000 rows, times 2,000 rows", paired(ours, taken["ours", SMALL]), 4.4),
            ("8,000 rows, peak memory over baseline (MB)", sample(__file__, "memory", LARGE)["peak"], 12),
        ]
    )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        house()
        asked = facts(int(sys.argv[2]))
        if sys.argv[1] == "memory":
            measure_memory(lambda: action_plan(asked))
        else:
            measure(lambda: (action_plan if sys.argv[1] == "ours" else bare)(asked))
    else:
        sys.exit(main())
