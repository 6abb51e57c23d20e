"""Read an action plan from any of the formats councils send: one entrance, one understanding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from darddr.importers.docx_grid import read_docx
from darddr.importers.docx_text import TABLE_HERE
from darddr.importers.errors import Encrypted, NoTable, WrongType
from darddr.importers.flat import read_csv, read_xls
from darddr.importers.gathered import Findings
from darddr.importers.grid import Contents, Table, cells_once
from darddr.importers.headers import Layout, find_layout, turned
from darddr.importers.headings import is_instruction
from darddr.importers.ods import read_ods
from darddr.importers.package import Package
from darddr.importers.plan import Ignored, Plan, Unplaced
from darddr.importers.prose import read_prose, recommends
from darddr.importers.rows import Rows
from darddr.importers.sheets import read_xlsx
from darddr.importers.statuses import read_key

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS = "save the plan as .docx, .xlsx, .ods or .csv and choose that"
TEXT_ENDINGS = (".csv", ".tsv", ".txt")
HEADED = re.compile(r"\W*rec(?:ommendation)?s?\.?\s*(?:no\.?|number)?\s*#?\d", re.IGNORECASE)


def read_plan(name: str, data: bytes) -> Plan:
    """Read a plan: what it says, what was left out and why, what belongs nowhere, and what a person must settle.

    `name` is the file's name as the messages should print it. Raises PlanUnreadable, one sentence, when the file is
    empty, protected, damaged, of another kind, or has neither a table nor numbered recommendations.
    """
    contents = _contents(name, data)
    has_words = any(True for table in contents.tables for _ in table.cells())
    if not has_words and not recommends(block for block in contents.blocks if isinstance(block, str)):
        raise NoTable(f"{name} has no table in it; an action plan is read from a table.")
    findings = Findings(unplaced=list(contents.loose), problems=list(contents.problems))
    _read_blocks(contents, findings)
    if not findings.recommendations:
        read_prose(findings)
    return Plan(
        name,
        tuple(findings.recommendations),
        tuple(findings.ignored),
        tuple(findings.unplaced),
        tuple(findings.problems),
    )


def _contents(name: str, data: bytes) -> Contents:
    """Choose the format by the file's own first bytes; its name only tells text apart."""
    if not data.strip():
        raise NoTable(f"{name} is empty.")
    if data.startswith(b"PK"):
        return _from_package(name, data)
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Encrypted(f"{name} is protected by a password; save a copy without one and choose that.")
        if "WordDocument".encode("utf-16-le") in data:
            raise WrongType(f"{name} is an old Word file; {KINDS}.")
        return read_xls(name, data)
    if data.startswith((b"%PDF", b"{\\rtf")) or not name.lower().endswith(TEXT_ENDINGS):
        raise WrongType(f"{name} is not a Word file, a workbook or a .csv file; {KINDS}.")
    return read_csv(name, data)


def _from_package(name: str, data: bytes) -> Contents:
    """Tell a Word file, a workbook and an OpenDocument sheet apart by their parts."""
    package = Package(name, data)
    if any(part.startswith("word/") for part in package.parts):
        return read_docx(package)
    if any(part.startswith("xl/") for part in package.parts):
        return read_xlsx(package, data)
    if "content.xml" in package.parts:
        manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package.parts else b""
        if b"encryption-data" in manifest:
            raise Encrypted(f"{name} is protected by a password; save a copy without one and choose that.")
        if b"opendocument.spreadsheet" in package.read("mimetype") if "mimetype" in package.parts else False:
            return read_ods(package)
    raise WrongType(f"{name} is not a Word file, a workbook or a .csv file; {KINDS}.")


def _read_blocks(contents: Contents, findings: Findings) -> None:
    """Go through tables and paragraphs in reading order; a table without headings may carry on the one before it."""
    rows = Rows(findings)
    for at, block in enumerate(contents.blocks):
        card = turned(block) if isinstance(block, Table) else None
        contents.blocks[at] = card or block
    layouts = {id(table): find_layout(table) for table in contents.tables}
    _settle_nested(contents, layouts)
    findings.key = read_key(_beside_the_plan(contents, layouts))
    last: Layout | None = None
    waiting: list[str] = []
    for block in contents.blocks:
        if isinstance(block, str):
            waiting.append(block)
            continue
        layout = layouts[id(block)]
        carried = layout is None and last is not None and _carries_on(block, last)
        if layout is not None:
            heading = _heading_above(layout, waiting)
            _leave_paragraphs(waiting, findings)
            _leave_top(block, layout, findings)
            rows.read(block, layout, heading)
            last = layout
        elif carried and last is not None:
            _leave_paragraphs(waiting, findings)
            rows.read(block, Layout(list(last.roles), last.names, 0, 0).settle())
        else:
            _leave_paragraphs(waiting, findings)
            findings.unplaced.extend(block.unplaced(cell) for cell in block.cells())
    rows.close()
    _leave_paragraphs(waiting, findings)


def _beside_the_plan(contents: Contents, layouts: dict[int, Layout | None]) -> Iterator[str]:
    """Yield the texts that may hold a key to colours: paragraphs, loose words, and the rows of tables that are no
    plan.
    """
    for block in contents.blocks:
        if isinstance(block, str):
            yield block
            continue
        layout = layouts[id(block)]
        for row in block.rows[: len(block.rows) if layout is None else layout.top]:
            yield " | ".join(cell.text for cell in cells_once(row))
    for loose in contents.loose:
        yield loose.text


def _settle_nested(contents: Contents, layouts: dict[int, Layout | None]) -> None:
    """Put the words of a table inside a cell where it stood in that cell, unless it is a plan in its own right."""
    for table in reversed(contents.tables):
        if table.inside is None:
            continue
        lines: list[str] = []
        if layouts[id(table)] is None:
            lines = ["\t".join(cell.text for cell in cells_once(row)) for row in table.rows]
            contents.blocks.remove(table)
        before, _, after = table.inside.text.rpartition(TABLE_HERE)
        table.inside.text = "\n".join(filter(None, (before.strip(), *lines, after.strip())))


def _carries_on(table: Table, last: Layout) -> bool:
    """Say whether a table without headings is the rest of the plan before it: as many columns, and some of them
    filled.
    """
    width = max((len(row) for row in table.rows), default=0)
    return width == len(last.roles) and width > 2 and not table.where.startswith("sheet")


def _heading_above(layout: Layout, waiting: list[str]) -> str | None:
    """Take the recommendation printed as a heading above a table that has no column for it."""
    if layout.recommends:
        return None
    start = next((at for at in range(len(waiting) - 1, -1, -1) if HEADED.match(waiting[at])), None)
    if start is None:
        return None
    heading = "\n".join(waiting[start:])
    del waiting[start:]
    return heading


def _leave_paragraphs(waiting: list[str], findings: Findings) -> None:
    """Leave paragraphs outside tables as words without a place in the plan."""
    findings.unplaced.extend(Unplaced("body", text) for text in waiting)
    waiting.clear()


def _leave_top(table: Table, layout: Layout, findings: Findings) -> None:
    """Account for the headings, and for what stands above them inside the table."""
    for index, row in enumerate(table.rows[: layout.body]):
        cells = [cell for cell in cells_once(row) if cell.row == index + 1]
        if not cells:
            continue
        texts = [cell.text for cell in cells]
        if index >= layout.top:
            findings.ignored.append(Ignored(table.place(index + 1), " | ".join(texts), "column headings"))
        elif is_instruction(texts):
            findings.ignored.append(Ignored(table.place(index + 1), " | ".join(texts), "instruction row"))
        else:
            findings.unplaced.extend(table.unplaced(cell) for cell in cells)
