"""Files broken in every way: a plan, or one sentence that names the file, and never anything else.

DARDDR_TEST_EXAMPLES=5000 python -m pytest tests/unit/importers/test_broken_files.py        (a long, random run)
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from darddr.importers.errors import PlanUnreadable
from darddr.importers.read import read_plan
from darddr.uploads import check
from tests.unit.importers.builders import xlsx
from tests.unit.importers.opendocument import Box, Sheet, sheets
from tests.unit.importers.random_plans import examples

HEAD = ("Recommendation", "Action", "Lead agency", "Target date")
ROWS = (("1. Ask alone", "1. Train\n2. Audit", "Police; NHS Trust", "31/03/2028"), ("2. Share", "Agree", "", "Q3 2028"))
MAGIC = (
    b"",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xfe",
    b"%PDF-",
    b"{\\rtf",
    b"\xef\xbb\xbf",
)
STRANGE = ("-1", "0", "99999999999", "1048576", "x", "", "\u0661", "1e9", "../../etc", "\U0001f54a")
HURTS = st.lists(
    st.tuples(
        st.sampled_from(["cut", "double", "flip", "value", "tag", "drop"]), st.integers(0, 2**31), st.integers(1, 400)
    ),
    min_size=1,
    max_size=4,
)


@cache
def sound(kind: str) -> bytes:
    """A file of this kind with nothing wrong with it."""
    if kind == "csv":
        return "\r\n".join(",".join(f'"{text}"' for text in row) for row in (HEAD, *ROWS)).encode()
    if kind == "xlsx":
        return xlsx((HEAD, *ROWS, ("=A1", "b", "c", 47000)), lambda sheet: sheet.merge_cells("A3:A4"))
    if kind == "ods":
        return sheets(
            Sheet((HEAD, *ROWS, (Box("x", down=2, note="n"), Box(47000, times=3, fill="FF0000"))), repeated={3: 2})
        )
    document = python_docx.Document()
    grid = document.add_table(0, 4)
    for texts in (HEAD, *ROWS):
        for cell, text in zip(grid.add_row().cells, texts, strict=True):
            cell.text = text
    grid.cell(2, 1).merge(grid.cell(2, 2))
    document.add_paragraph("After", style="List Number")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def hurt(data: bytes, how: str, at: int, size: int) -> bytes:
    """One piece of damage."""
    at = at % max(len(data), 1)
    if how == "cut":
        return data[:at] + data[at + size :]
    if how == "double":
        return data[: at + size] + data[at:]
    if how == "flip":
        return data[:at] + bytes([data[at] ^ (size % 255 + 1)]) + data[at + 1 :] if data else data
    pattern = rb'="[^"<>]*"' if how == "value" else rb"<[\w:]+"
    places = list(re.finditer(pattern, data))
    if not places:
        return data
    place = places[at % len(places)]
    value = STRANGE[size % len(STRANGE)].encode()
    new = b'="' + value + b'"' if how == "value" else b"<w:tbl" if size % 2 else b"<table:table-cell"
    return data[: place.start()] + new + data[place.end() :]


def hurt_inside(data: bytes, hurts: list[tuple[str, int, int]]) -> bytes:
    """Damage to the parts of a package, which stays a whole zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for how, at, size in hurts:
        likely = [
            name
            for name in parts
            if re.search(r"document|sheet\d|content\.xml|workbook|styles|numbering|strings", name)
        ]
        name = sorted(likely or parts)[at % len(likely or parts)] if parts else ""
        if how == "drop":
            parts.pop(name, None)
        elif name:
            parts[name] = hurt(parts[name], how, at * 7919, size)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return held.getvalue()


def told_in_a_sentence(name: str, data: bytes) -> None:
    """Past the gate or not, the reader gives a plan or one sentence that names the file."""
    verdict = check(name, data)
    assert verdict.verdict in {"accept", "flag", "reject"}
    assert "\n" not in verdict.message
    try:
        plan = read_plan(name, data)
    except PlanUnreadable as refused:
        told = str(refused)
    else:
        told = f"{name} is read." if plan.as_json() else ""
    assert re.fullmatch(rf"{re.escape(name)} [^\n]*\.", told)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods", "csv"])
def test_a_sound_file_passes_the_gate_and_is_read(kind: str) -> None:
    assert check(f"plan.{kind}", sound(kind)).verdict in {"accept", "flag"}
    assert len(read_plan(f"plan.{kind}", sound(kind)).recommendations) >= 2


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods", "csv", "xls", "txt"])
@given(start=st.sampled_from(MAGIC), rest=st.binary(max_size=600))
@examples(15)
def test_random_bytes(kind: str, start: bytes, rest: bytes) -> None:
    told_in_a_sentence(f"plan.{kind}", start + rest)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods", "csv"])
@given(hurts=HURTS)
@examples(15)
def test_a_file_with_bytes_changed(kind: str, hurts: list[tuple[str, int, int]]) -> None:
    data = sound(kind)
    for how, at, size in hurts:
        data = hurt(data, how, at, size)
    told_in_a_sentence(f"plan.{kind}", data)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods"])
@given(hurts=HURTS)
@examples(20)
def test_a_package_with_its_parts_changed(kind: str, hurts: list[tuple[str, int, int]]) -> None:
    told_in_a_sentence(f"plan.{kind}", hurt_inside(sound(kind), hurts))
