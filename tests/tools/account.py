"""Account for every word: whatever a plan file holds must come out of the reader somewhere.

    python tests/tools/account.py [FILE...]        (default: ../shared/data/files/*)

The words of each file are gathered here by other means than the reader's: for packages, from the raw XML of every text
element (deleted text, comments, notes, text boxes and hidden sheets too); for other formats, from the cells. A word
that occurs three times in the file must occur at least three times in what was read. Prints what was lost, file by
file, and exits 1 if anything was.

Not words of the file: the fallback copy Word keeps of each text box, a merged workbook cell's hidden repeats, and the
sheet names and properties of the package.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from python_calamine import CalamineWorkbook

from darddr.importers.errors import PlanUnreadable
from darddr.importers.read import read_plan

WORD = re.compile(r"\w+")
SKIPPED_PARTS = re.compile(
    r"(_rels/|docProps/|customXml/|\[Content_Types\]|theme/|styles|settings|fontTable|numbering|glossary/)"
)
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXTS = {"t", "delText"}
PARTERS = {"p", "tc", "br", "tab", "cr", "ptab", "del", "ins", "moveFrom", "moveTo", "delText", "vanish"}
DEFAULT = Path(__file__).parents[3] / "shared" / "data" / "files"


def words(text: str) -> Counter[str]:
    """Count the words of a text, case and accents kept."""
    return Counter(WORD.findall(text))


def words_of_file(name: str, data: bytes) -> Counter[str]:
    """Count the words of a file by reading its raw contents."""
    if not data.startswith(b"PK"):
        return words_of_csv(data) if name.endswith((".csv", ".tsv", ".txt")) else words_of_cells(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.namelist()
        if any(part.startswith("xl/") for part in parts):
            drawn = [part for part in parts if part.startswith("xl/drawings/drawing")]
            return words_of_workbook(data) + sum((words(xml_text(package.read(part))) for part in drawn), Counter())
        if "content.xml" in parts:
            return words_of_sheets(package.read("content.xml"))
        stories = [
            part
            for part in parts
            if part.endswith(".xml") and part.startswith("word/") and not SKIPPED_PARTS.search(part)
        ]
        return sum((words(xml_text(package.read(part))) for part in stories), Counter())


def xml_text(data: bytes) -> str:
    """Join every text element of a part, paragraphs and cells kept apart, the fallback of a text box left out."""
    pieces: list[str] = []
    within = 0
    for event, element in etree.iterparse(
        io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True
    ):
        if not isinstance(element.tag, str):
            continue
        if element.tag == FALLBACK:
            within += 1 if event == "start" else -1
        kind = etree.QName(element).localname
        if within or event != "end":
            pieces.append("\n" if kind in PARTERS and not within else "")
        elif kind in TEXTS:
            pieces.append(f"\n{element.text}\n" if kind == "delText" else element.text or "")
        elif kind == "noBreakHyphen":
            pieces.append("-")
        elif kind in PARTERS:
            pieces.append("\n")
    return "".join(pieces)


def words_of_workbook(data: bytes) -> Counter[str]:
    """Count the words of every cell of every sheet as shown, and of comments and page margins."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    found: Counter[str] = Counter()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                found += words(as_shown(cell)) if cell.value is not None else Counter()
                found += words(cell.comment.text) if cell.comment else Counter()
        for margin in (sheet.oddHeader, sheet.oddFooter):
            for part in (margin.left, margin.center, margin.right):
                found += words(part.text or "")
    return found


def as_shown(cell: Any) -> str:
    """Give a cell's words; of a date only the year, since the reader writes the rest in British order."""
    if cell.is_date and hasattr(cell.value, "year"):
        years = re.search(r"yy+", cell.number_format.lower())
        return (
            str(cell.value.year)
            if years is None or len(years.group()) > 2 or "d" in cell.number_format.lower()
            else f"{cell.value:%y}"
        )
    if isinstance(cell.value, float):
        return str(int(cell.value))
    return str(cell.value).upper() if isinstance(cell.value, bool) else str(cell.value)


def words_of_cells(data: bytes) -> Counter[str]:
    """Count the words of an .ods or .xls file's text cells."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return words("\n".join(value for row in rows for value in row if isinstance(value, str)))


def words_of_sheets(content: bytes) -> Counter[str]:
    """Count the words of every paragraph of an .ods file as often as its cell and row are repeated.

    Dates are left out, since the reader writes them from their value in British order.
    """
    found: Counter[str] = Counter()
    root = etree.fromstring(content)
    for paragraph in root.iter("{*}p", "{*}h"):
        holders = list(paragraph.iterancestors())
        names = [etree.QName(each).localname for each in holders]
        if "annotation" in names or names[0] not in {"table-cell", "covered-table-cell"}:
            found += words("".join(paragraph.itertext()))
            continue
        dated = next((value for name, value in holders[0].attrib.items() if name.endswith("}date-value")), "")
        within = [each for each, name in zip(holders, names, strict=True) if name in {"table-cell", "table-row"}]
        times = 1
        for each in within:
            times *= int(next((value for name, value in each.attrib.items() if name.endswith("-repeated")), "1"))
        for element in paragraph.iter("{*}tab", "{*}line-break", "{*}s"):
            element.tail = f" {element.tail or ''}"
        if not dated:
            text = "".join(paragraph.itertext())
            found += Counter({word: count * times for word, count in words(text).items()})
    return found


def words_of_csv(data: bytes) -> Counter[str]:
    """Count the words of a text file, separators and quotes aside."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return words("\n".join(field for row in csv.reader(io.StringIO(text)) for field in row))


def words_of_plan(plan: dict[str, Any]) -> Counter[str]:
    """Count the words of everything the reader gave back, leaving out what it says in its own words."""
    own = {"where", "why", "table", "row", "column", "value", "precision", "recurs", "status", "source", "scope"}
    found: Counter[str] = Counter()
    waiting: list[Any] = [plan["recommendations"], plan["ignored"], plan["unplaced"]]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, dict):
            waiting.extend(value for key, value in thing.items() if key not in own)
            if thing.get("scope"):
                found += words(thing["scope"].capitalize()) + words(thing["scope"])
        elif isinstance(thing, list):
            waiting.extend(thing)
        elif isinstance(thing, str):
            found += words(thing)
    return found


def lost_words(name: str, data: bytes) -> Counter[str]:
    """Count the words the reader did not account for."""
    return words_of_file(name, data) - words_of_plan(read_plan(name, data).as_json())


def main(arguments: list[str]) -> int:
    """Account for each file and print the sum."""
    paths = [Path(argument) for argument in arguments] or sorted(path for path in DEFAULT.glob("*") if path.is_file())
    if not paths:
        sys.stdout.write(f"no files given and none in {DEFAULT}\n")
        return 0
    total = 0
    for path in paths:
        data = path.read_bytes()
        try:
            lost = lost_words(path.name, data)
        except PlanUnreadable as error:
            sys.stdout.write(f"{path.name}: not read: {error}\n")
            continue
        total += lost.total()
        if lost:
            sys.stdout.write(f"{path.name}: {lost.total()} lost: {' '.join(sorted(lost.elements()))[:400]}\n")
    sys.stdout.write(f"{len(paths)} files, {total} words lost\n")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
