"""What is said of a file: where each hit stands, and whether all of it could be read."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from darddr.leaks.check import check_files, find_leaks
from darddr.leaks.register import Register
from tests.unit.leaks import builders
from tests.unit.leaks.corpus import PLACES, REGISTER

_REGISTER = Register.from_json(REGISTER)


def _hits(data: bytes) -> list[tuple[str, str, str]]:
    return [(hit.found, hit.part, hit.where) for hit in find_leaks("file", data, _REGISTER).hits]


@pytest.mark.parametrize(
    ("place", "part", "where"),
    [
        ("body", "word/document.xml", "paragraph 1"),
        ("footnote", "word/footnotes.xml", "footnote 2"),
        ("endnote", "word/endnotes.xml", "endnote 2"),
        ("comment", "word/comments.xml", "comment 2"),
        ("comment's author", "word/comments.xml", "author of a change or comment"),
        ("header", "word/header1.xml", "header 1, paragraph 1"),
        ("text box", "word/document.xml", "text box (paragraph 2)"),
        ("bookmark", "word/document.xml", "bookmark"),
        ("alt text", "word/document.xml", "alt text"),
        ("field code", "word/document.xml", "field code"),
        ("link target", "word/_rels/document.xml.rels", "link target"),
        ("core properties", "docProps/core.xml", "author"),
        ("custom XML", "customXml/item1.xml", "custom data (XML)"),
        ("document variable", "word/settings.xml", "document variable"),
        ("shared string", "xl/sharedStrings.xml", "sheet Plan, cell C7"),
        ("inline string", "xl/worksheets/sheet1.xml", "sheet Plan, cell B2"),
        ("formula's value", "xl/worksheets/sheet1.xml", "sheet Plan, cell B2"),
        ("cell note", "xl/comments1.xml", "note on cell B4"),
        ("hidden sheet's name", "xl/workbook.xml", "name of a sheet"),
        ("number format", "xl/styles.xml", "number format"),
        ("embedded workbook", "word/embeddings/Sheet1.xlsx > xl/worksheets/sheet1.xml", "sheet Plan, cell A1"),
        ("PDF note", "page 1", "note or link on page 1"),
        ("PNG text", "metadata", "picture’s own notes"),
        ("table with commas", "text", "line 1"),
    ],
)
def test_where(place: str, part: str, where: str) -> None:
    assert (("Kowalczyk", part, where)) in _hits(PLACES[place]("Kowalczyk"))


def test_split_runs_are_said_to_be_split() -> None:
    hits = find_leaks("file", PLACES["split runs"]("Kowalczyk"), _REGISTER).hits
    assert [(hit.match, hit.found) for hit in hits] == [("split", "Kowalczyk")]


def test_a_sheet_named_after_somebody_is_not_repeated() -> None:
    data = builders.sheet(
        '<c r="A1" t="inlineStr"><is><t>Dariusz</t></is></c>', '<sheet name="Kowalczyk" sheetId="1" r:id="rId1"/>'
    )
    assert ("Dariusz", "xl/worksheets/sheet1.xml", "a sheet named after somebody, cell A1") in _hits(data)


def test_days_kept_as_numbers() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Plan"
    sheet["C7"] = date(1984, 3, 7)
    sheet["C8"] = 30748  # the same number, shown as a number
    out = io.BytesIO()
    workbook.save(out)
    assert _hits(out.getvalue()) == [("1984-03-07", "xl/worksheets/sheet1.xml", "sheet Plan, cell C7")]


def test_names_of_files_and_parts() -> None:
    report = find_leaks("Kowalczyk_final.txt", b"Nothing.", _REGISTER)
    assert [(hit.part, hit.where) for hit in report.hits] == [("file name", "file name")]
    data = builders.word(**{"word/media/Kowalczyk.bin": b""})
    assert _hits(data) == [("Kowalczyk", "word/media/Kowalczyk.bin", "name of a part")]


def test_typefaces_and_built_in_styles_name_nobody() -> None:
    register = Register.from_json({"people": [{"names": ["Georgia Verdana", "Emphasis Caption"]}]})
    data = builders.word(
        '<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Georgia"/></w:rPr>'
        "<w:t>Nobody is here</w:t></w:r></w:p>",
        **{
            "word/theme/theme1.xml": '<a:t xmlns:a="urn:a"><a:latin typeface="Verdana"/></a:t>',
            "word/fontTable.xml": f'<w:fonts xmlns:w="{builders.W}"><w:font w:name="Georgia"/></w:fonts>',
            "word/styles.xml": f'<w:styles xmlns:w="{builders.W}"><w:lsdException w:name="Emphasis"/>'
            '<w:style w:styleId="Caption"><w:name w:val="Caption"/></w:style></w:styles>',
        },
    )
    assert find_leaks("file", data, register).clean
    custom = (
        f'<w:styles xmlns:w="{builders.W}"><w:style w:customStyle="1"><w:name w:val="Georgia"/></w:style></w:styles>'
    )
    assert len(find_leaks("file", builders.word(**{"word/styles.xml": custom}), register).hits) == 1


def test_deleted_end_of_a_paragraph_joins_two() -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    body = f"<w:p>{mark}<w:r><w:t>Kowal</w:t></w:r></w:p><w:p><w:r><w:t>czyk</w:t></w:r></w:p>"
    assert [hit[0] for hit in _hits(builders.word(body))] == ["Kowalczyk"]


def test_words_broken_at_the_end_of_a_line() -> None:
    assert [hit[0] for hit in _hits(b"We met Sa-\nrah there.")] == ["Sarah"]


@pytest.mark.parametrize(
    ("name", "data", "checked"),
    [
        ("plain.txt", b"Nothing here.", True),
        ("report.docx", builders.word(builders.run("nobody")), True),
        ("letter.pdf", builders.pdf(), True),
        ("empty.txt", b"", False),
        ("photo.png", builders.png("nothing"), False),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, False),
        ("rich.rtf", b"{\\rtf1 nothing}", False),
        ("broken.docx", builders.word()[:-30], False),
        ("broken part.docx", builders.word(**{"word/x.xml": "<a>"}), False),
        ("object.docx", builders.word(**{"word/embeddings/o.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 99}), False),
        ("picture.docx", builders.word(builders.run("nobody"), **{"word/media/i.png": builders.png("nothing")}), True),
        ("scan.docx", builders.word(**{"word/media/i.png": builders.png("nothing")}), False),
        ("empty.docx", builders.word(), False),
        ("broken.pdf", b"%PDF-1.7\nnothing", False),
        ("unknown", b"\0\1\2\3", False),
    ],
)
def test_what_cannot_be_read_is_never_clean(name: str, data: bytes, checked: bool) -> None:
    report = find_leaks(name, data, _REGISTER)
    assert (report.checked, report.clean, report.hits) == (checked, checked, ())


def test_a_scan_and_a_locked_pdf_are_not_checked() -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 40)).save(out, "PDF")
    assert not find_leaks("scan.pdf", out.getvalue(), _REGISTER).checked
    locked = builders.pdf().replace(b"/Info 8 0 R", b"/Info 8 0 R/Encrypt<</Filter/X>>/ID[<00><00>]")
    assert not find_leaks("locked.pdf", locked, _REGISTER).checked


def test_hits_are_reported_even_where_a_part_is_damaged() -> None:
    report = find_leaks("file", builders.word(**{"word/x.xml": "<a><b>Kowalczyk</b>"}), _REGISTER)
    assert [(hit.found, hit.where) for hit in report.hits] == [("Kowalczyk", "damaged part")]
    assert not report.checked


def test_an_archive_in_an_archive_is_followed_to_its_bound() -> None:
    data = builders.word(builders.run("Kowalczyk"))
    for _ in range(3):
        data = builders.archive({"inner.zip": data})
    assert len(find_leaks("file", data, _REGISTER).hits) == 1
    for _ in range(4):
        data = builders.archive({"inner.zip": data})
    assert not find_leaks("file", data, _REGISTER).checked


def test_a_remark_of_the_archive() -> None:
    out = io.BytesIO(builders.word())
    with zipfile.ZipFile(out, "a") as package:
        package.comment = b"for Kowalczyk"
    assert [hit[2] for hit in _hits(out.getvalue())] == ["remark of the archive"]


def test_the_answer_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Dariusz")
    (tmp_path / "b.txt").write_text("Nobody")
    answer = check_files([tmp_path / "a.txt", tmp_path / "b.txt"], _REGISTER)
    hit = {
        "identifier": "Dariusz Kowalczyk",
        "kind": "name",
        "match": "exact",
        "found": "Dariusz",
        "part": "text",
        "where": "line 1",
    }
    assert answer == {
        "files": [
            {"file": "a.txt", "clean": False, "checked": True, "hits": [hit]},
            {"file": "b.txt", "clean": True, "checked": True, "hits": []},
        ]
    }


@settings(deadline=None, max_examples=100)
@given(place=st.integers(0, 100_000), change=st.binary(min_size=1, max_size=6), which=st.sampled_from(sorted(PLACES)))
def test_damaged_files_are_answered_never_raised(place: int, change: bytes, which: str) -> None:
    data = PLACES[which]("Kowalczyk")
    at = place % len(data)
    report = find_leaks("file", data[:at] + change + data[at + len(change) :], _REGISTER)
    assert report.clean == (report.checked and not report.hits)
