"""Random plans as files of every kind: a grid of values first, then the grid in each format's own way."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

import openpyxl
from openpyxl.styles import PatternFill

from tests.unit.importers.builders import C, docx, paragraph, saved, table
from tests.unit.importers.opendocument import Box, Sheet, sheets
from tests.unit.importers.random_plans import INSTRUCTIONS, Act, Layout, Rec

LANDSCAPE = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'


@dataclass(frozen=True)
class V:
    """One value of the grid: its text, or a true date with its number format; its fill; how many rows it covers."""

    text: str = ""
    true: date | None = None
    form: str = ""
    fill: str = ""
    down: int = 1
    covered: bool = False


Grid = list[list[V]]


def file_of(recs: tuple[Rec, ...], layout: Layout) -> tuple[str, bytes]:
    """A file's name and bytes."""
    groups = [_group(rec, layout) for rec in recs]
    return f"plan.{layout.kind}", WRITERS[layout.kind](groups, layout)


def _group(rec: Rec, layout: Layout) -> Grid:
    """The rows of one recommendation."""
    if layout.lists:
        return [[_listed(rec, role, layout) for role in layout.columns]]
    return [
        [_value(rec, act, role, layout, first=at == 0) for role in layout.columns] for at, act in enumerate(rec.acts)
    ]


def _value(rec: Rec, act: Act, role: str, layout: Layout, *, first: bool) -> V:
    if role in {"recommendation", "number"}:
        text = rec.number if role == "number" else _named(rec, layout)
        if layout.rest == "merged":
            return V(text if first else "", down=len(rec.acts) if first else 1, covered=not first)
        return V(text if first or layout.rest == "repeated" else "")
    if role == "date":
        return V(act.when.text, act.when.true, act.when.form)
    if role == "status":
        return V(act.status[0], fill=act.status[1])
    texts = {"action": act.text, "lead": "\n".join(act.leads), "progress": act.progress}
    return V(texts.get(role, "X42" if layout.fill_extra else ""))


def _listed(rec: Rec, role: str, layout: Layout) -> V:
    """One cell that speaks of every action of a recommendation, a line for each."""
    if role in {"recommendation", "number"}:
        return V(rec.number if role == "number" else _named(rec, layout))
    if role in {"action", "date"}:
        told = [act.text if role == "action" else act.when.text for act in rec.acts]
        lines = [f"{at}. {text}" for at, text in enumerate(told, 1) if text]
        return V("\n".join(lines))
    return _value(rec, rec.acts[0], role, layout, first=True)


def _named(rec: Rec, layout: Layout) -> str:
    return rec.text if layout.numbers == "column" else layout.numbers.format(rec.number) + rec.text


def _top(layout: Layout) -> Grid:
    head = [V(layout.headings[role]) for role in layout.columns]
    told = [V(INSTRUCTIONS[role]) for role in layout.columns]
    title = [[V("Action plan of the Northshire partnership"), *(V() for _ in head[1:])]] if layout.title else []
    return {"": [*title, head], "above": [*title, told, head], "below": [*title, head, told]}[layout.instructions]


def _grid(groups: list[Grid], layout: Layout) -> Grid:
    """All rows, headings printed again after so many recommendations."""
    head = [V(layout.headings[role]) for role in layout.columns]
    rows = _top(layout)
    for at, group in enumerate(groups):
        rows += [head] if layout.again and at and at % layout.again == 0 else []
        rows += group
    return rows


def _docx(groups: list[Grid], layout: Layout) -> bytes:
    if not layout.split or len(groups) < 2:
        tables = [_grid(groups, layout)]
    else:
        half = len(groups) // 2
        rest = [row for group in groups[half:] for row in group]
        head = [V(layout.headings[role]) for role in layout.columns]
        tables = [_grid(groups[:half], layout), [head, *rest] if layout.split == "headed" else rest]
    turned = paragraph("Continued overleaf", properties=LANDSCAPE)
    body = turned.join(table(*([_word(value) for value in row] for row in rows)) for rows in tables)
    return docx(paragraph("Front words"), body, paragraph("Back words"), header1=paragraph("OFFICIAL"))


def _word(value: V) -> C:
    merge = "restart" if value.down > 1 else "continue" if value.covered else ""
    return C(value.text, merge=merge, fill=value.fill)


def _xlsx(groups: list[Grid], layout: Layout) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row, values in enumerate(_grid(groups, layout), 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, value.true or value.text or None)
            if value.true:
                cell.number_format = value.form
            if value.fill:
                cell.fill = PatternFill("solid", fgColor=f"FF{value.fill}")
            if value.down > 1:
                sheet.merge_cells(start_row=row, end_row=row + value.down - 1, start_column=column, end_column=column)
    return saved(book)


def _ods(groups: list[Grid], layout: Layout) -> bytes:
    rows = [[_box(value) for value in values] for values in _grid(groups, layout)]
    return sheets(Sheet(rows))


def _box(value: V) -> Box:
    form = {"dd/mm/yyyy": "d-m-yyyy", "d mmmm yyyy": "d-mmmm-yyyy"}.get(value.form, value.form)
    shown = value.text if value.true else ""
    return Box(value.true or value.text, shown, down=value.down, fill=value.fill, form=form, covered=value.covered)


def _csv(groups: list[Grid], layout: Layout) -> bytes:
    held = io.StringIO()
    csv.writer(held).writerows([value.text for value in values] for values in _grid(groups, layout))
    return held.getvalue().encode()


WRITERS = {"docx": _docx, "xlsx": _xlsx, "ods": _ods, "csv": _csv}
