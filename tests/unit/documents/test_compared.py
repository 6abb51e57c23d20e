"""Two files as tracked changes: nothing lost, nothing named, and in a time that grows with the length."""

from __future__ import annotations

import io
import random
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from shutil import which

import pytest
from lxml import etree

from darddr.documents.aligned import SMALL, aligned
from darddr.documents.audit import audit
from darddr.documents.compared import NotComparable, compared, lines_of
from darddr.documents.package import PORTRAIT, Particulars, section, write
from darddr.documents.story import Story
from darddr.documents.tables import Column
from darddr.documents.template import house
from darddr.documents.xml import words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ABOUT = Particulars("Changes", "Two files", "Alderwick & Partners", "ALD-1", "OFFICIAL-SENSITIVE", date(2026, 1, 5))
OLD = ["Nobody asked her alone.", "The GP wrote twice.", "She rang <999> & waited.", "The end."]
NEW = ["Nobody ever asked her alone.", "A new paragraph.", "She rang <999> & waited.", "The last end."]


def word_file(paragraphs: list[str], style: str = "Normal") -> bytes:
    """A Word file of some paragraphs."""
    story = Story(house())
    for text in paragraphs:
        story.add(style, words(text))
    story.raw(section(PORTRAIT))
    return write(house(), ABOUT, (PORTRAIT,), story.pieces())


def paragraphs_as(data: bytes, *, accepted: bool) -> list[str]:
    """The paragraphs of a file once all its changes are accepted, or rejected, by the letter of ECMA-376 (17.13.5)."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    out, found = ("del", "ins")[not accepted], []
    for paragraph in root.iter(f"{W}p"):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{out}") is not None:
            assert not "".join(paragraph.itertext(f"{W}t" if out == "del" else f"{W}delText"))
            continue
        gone = {text for change in paragraph.iter(f"{W}{out}") for text in change.iter(f"{W}t", f"{W}delText")}
        found.append("".join(t.text or "" for t in paragraph.iter(f"{W}t", f"{W}delText") if t not in gone))
    return found


def test_accepting_gives_the_newer_words_and_rejecting_the_older() -> None:
    made = compared(word_file(OLD), word_file(NEW), ABOUT, "From one to the other.")
    assert paragraphs_as(made, accepted=True)[3:-1] == NEW
    assert paragraphs_as(made, accepted=False)[3:-1] == OLD


def test_words_are_compared_within_a_paragraph() -> None:
    part = zipfile.ZipFile(io.BytesIO(compared(word_file(OLD), word_file(NEW), ABOUT, ""))).read("word/document.xml")
    root = etree.fromstring(part)
    put = ["".join(each.itertext(f"{W}t")) for each in root.iter(f"{W}ins")]
    gone = ["".join(each.itertext(f"{W}delText")) for each in root.iter(f"{W}del")]
    assert [text for text in put if text] == ["ever ", "A new paragraph.", "last "]
    assert [text for text in gone if text] == ["The GP wrote twice."]


def test_the_partnership_is_the_only_author_and_every_change_has_a_number_of_its_own() -> None:
    made = compared(word_file(OLD), word_file(NEW), ABOUT, "")
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml"))
    changes = list(root.iter(f"{W}ins", f"{W}del"))
    assert {each.get(f"{W}author") for each in changes} == {"Alderwick & Partners"}
    numbers = [each.get(f"{W}id") for each in changes]
    assert len(numbers) == len(set(numbers)) > 4


HEADS = ("Action", "Lead", "Target")
ROWS = [
    ("Train staff at the front door", "Police", "May 2026"),
    ("Write guidance for carers", "Health", "June 2026"),
    ("Audit forty records of last year", "Housing", "July 2026"),
]


def tables_file(*tables: list[tuple[str, ...]]) -> bytes:
    """A Word file of tables, a paragraph before each."""
    story = Story(house())
    story.add("Marking", words("OFFICIAL-SENSITIVE"))
    story.heading(1, "Plan", numbered=False)
    for number, rows in enumerate(tables):
        story.add("Normal", words(f"Table {number}"))
        columns = [Column(title, 1) for title in rows[0]]
        story.table(PORTRAIT, "", columns, [tuple(words(cell) for cell in row) for row in rows[1:]])
    story.add("Normal", words("The end."))
    story.raw(section(PORTRAIT))
    return write(house(), ABOUT, (PORTRAIT,), story.pieces())


def tables_as(data: bytes, *, accepted: bool) -> list[list[tuple[str, ...]]]:
    """The rows of every table once all changes are accepted, or rejected; a table without rows is gone."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    out, found = ("del", "ins")[not accepted], []
    for table in root.iter(f"{W}tbl"):
        rows = []
        for row in table.iter(f"{W}tr"):
            if row.find(f"{W}trPr/{W}{out}") is None:
                cells = []
                for cell in row.iter(f"{W}tc"):
                    gone = {text for change in cell.iter(f"{W}{out}") for text in change.iter(f"{W}t", f"{W}delText")}
                    cells.append("".join(t.text or "" for t in cell.iter(f"{W}t", f"{W}delText") if t not in gone))
                rows.append(tuple(cells))
        found += [rows] if rows else []
    return found


CHANGED = [
    ROWS[0],
    ("Write guidance for all carers", "Health", "September 2026"),
    ("Meet the coroner each year", "Council", "2027"),
]
TABLES = {
    "a cell, a row gone and one come": ([[HEADS, *ROWS]], [[HEADS, *CHANGED]]),
    "nothing": ([[HEADS, *ROWS]], [[HEADS, *ROWS]]),
    "a table gone": ([[HEADS, *ROWS], [("A", "B"), ("c", "d")]], [[HEADS, *ROWS]]),
    "a table come": ([[HEADS, *ROWS]], [[("A", "B"), ("c", "d")], [HEADS, *ROWS]]),
    "a column come": ([[HEADS, *ROWS]], [[(*HEADS, "Why"), *((*row, "Because") for row in ROWS)]]),
    "two tables alike": ([[HEADS, *ROWS], [HEADS, ROWS[0]]], [[HEADS, *ROWS], [HEADS, ROWS[0], ROWS[1]]]),
}


@pytest.mark.parametrize("what", TABLES)
def test_tables_stay_tables_and_their_rows_and_cells_are_tracked(what: str) -> None:
    old, new = TABLES[what]
    made = compared(tables_file(*old), tables_file(*new), ABOUT, "")
    assert sorted(tables_as(made, accepted=True)) == sorted(new)
    assert sorted(tables_as(made, accepted=False)) == sorted(old)
    assert not audit("changes.docx", made)


def test_a_changed_cell_is_compared_word_by_word() -> None:
    made = compared(tables_file([HEADS, *ROWS]), tables_file([HEADS, *CHANGED]), ABOUT, "")
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml"))
    put = ["".join(each.itertext(f"{W}t")) for each in root.iter(f"{W}ins")]
    gone = ["".join(each.itertext(f"{W}delText")) for each in root.iter(f"{W}del")]
    assert [text for text in put if text] == ["all ", "September", "Meet the coroner each year", "Council", "2027"]
    assert sorted(text for text in gone if text) == ["Audit forty records of last year", "Housing", "July 2026", "June"]
    assert len([row for row in root.iter(f"{W}tr") if row.find(f"{W}trPr/{W}ins") is not None]) == 1


def test_what_is_no_word_file_is_refused() -> None:
    for data in (b"", b"%PDF-1.4", b"PK\x03\x04 cut short"):
        with pytest.raises(NotComparable):
            lines_of(data)


@pytest.mark.parametrize("seed", range(20))
def test_stretches_say_every_item_once_in_order(seed: int) -> None:
    draw = random.Random(seed)
    old = draw.choices("abcdefgh", k=draw.randrange(40))
    new = [item for item in old if draw.random() < 0.8] + draw.choices("abxyz", k=draw.randrange(9))
    draw.random() < 0.3 and draw.shuffle(new)
    found = list(aligned(old, new))
    assert [item for s in found for item in old[s.a : s.b]] == old
    assert [item for s in found for item in new[s.c : s.d]] == new
    assert all(old[s.a : s.b] == new[s.c : s.d] for s in found if s.same)


def test_nothing_alike_costs_no_more_than_it_must() -> None:
    """A thousand paragraphs that occur twice each have no anchor: they are not compared each with each."""
    old, new = [f"a{n % 500}" for n in range(1000)], [f"b{n % 500}" for n in range(1000)]
    assert len(old) * len(new) > SMALL
    assert [tuple(s) for s in aligned(old, new)] == [(False, 0, 1000, 0, 1000)]


@pytest.mark.office
@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
def test_it_opens_in_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "changes.docx").write_bytes(
        compared(tables_file([HEADS, *ROWS]), tables_file([HEADS, *CHANGED]), ABOUT, "From one.")
    )
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path), "changes.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=240)
    read = (tmp_path / "changes.fodt").read_text(encoding="utf-8")
    assert read.count("<text:insertion>") >= 3
    assert "<text:deletion>" in read
    assert "<dc:creator>Alderwick &amp; Partners</dc:creator>" in read
