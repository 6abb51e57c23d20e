"""What a workbook holds beside its cells' words: formulas without results, colours given by rules, page margins, boxes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from darddr.importers.docx_text import read_words
from darddr.importers.grid import Contents, Table, column_number
from darddr.importers.package import RELATIONSHIP, Package
from darddr.importers.plan import Unplaced

ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
MARGINS = (
    ("header", "oddHeader"),
    ("footer", "oddFooter"),
    ("header", "evenHeader"),
    ("footer", "evenFooter"),
    ("header", "firstHeader"),
    ("footer", "firstFooter"),
)


def tell_formulas(package: Package, tables: dict[str, Table], contents: Contents) -> None:
    """Tell of each formula whose result is not in the file: programs that write workbooks often leave it out."""
    for title, part in _sheet_parts(package):
        if title not in tables or part not in package.parts or not HAS_FORMULA.search(package.read(part)):
            continue
        for cell in package.xml(part).iter("{*}c"):
            formula, value = cell.find("{*}f"), cell.find("{*}v")
            has_result = value is not None and (value.text or cell.get("t") == "str")
            at = ADDRESS.fullmatch(str(cell.get("r")))
            if formula is not None and at and not has_result:
                contents.tell_formula(tables[title], f"={formula.text or ''}", int(at[2]), column_number(at[1]))


def _sheet_parts(package: Package) -> Iterator[tuple[str, str]]:
    """Yield each sheet's title and the part its cells are in."""
    main = package.main_part("xl/workbook.xml")
    folder, _, name = main.rpartition("/")
    links = f"{folder}/_rels/{name}.rels"
    if main not in package.parts or links not in package.parts:
        return
    targets = {str(each.get("Id")): str(each.get("Target")) for each in package.xml(links).iter(RELATIONSHIP)}
    for sheet in package.xml(main).iter("{*}sheet"):
        target = targets.get(str(sheet.get(RELATION) or sheet.get(STRICT_RELATION)), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        yield str(sheet.get("name")), part


def tell_rules(sheet: Worksheet, table: Table, contents: Contents) -> None:
    """Tell of the rules that colour a sheet's cells."""
    for group in sheet.conditional_formatting:
        rules = [rule for rule in group.rules if _colours(rule)]
        areas = [(each.min_row, each.min_col, each.max_row, each.max_col) for each in group.sqref.ranges]
        if rules and areas:
            told = dict.fromkeys(" ".join([str(rule.type), *map(str, rule.formula or ())]) for rule in rules)
            contents.tell_rule(table, areas, "; ".join(told))


def _colours(rule: object) -> bool:
    """Say whether a rule fills cells or draws in them."""
    style = getattr(rule, "dxf", None)
    drawn = any(getattr(rule, name, None) is not None for name in ("colorScale", "iconSet"))
    return drawn or (style is not None and style.fill is not None)


def keep_margins(sheet: Worksheet, contents: Contents) -> None:
    """Keep the words printed above and below each page of a sheet."""
    for where, name in MARGINS:
        margin = getattr(sheet, name)
        for part in (margin.left, margin.center, margin.right):
            if part is not None and part.text and part.text.strip():
                contents.loose.append(Unplaced(where, part.text.strip()))


def keep_boxes(package: Package, contents: Contents) -> None:
    """Keep the words of text boxes, charts and diagrams."""
    for part in package.named("xl/", "drawings/drawing", "charts/chart", "diagrams/data"):
        words = read_words(package.xml(part))
        texts = (*words.paragraphs, *(text for _, text in words.asides))
        contents.loose.extend(Unplaced("text box", text.strip()) for text in texts if text.strip())
