"""The held-out corpus: found sentence by sentence, in files that LibreOffice makes, and in files written by hand."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
from pathlib import Path

import pytest
import xlsxwriter

from darddr.leaks.check import find_leaks
from darddr.leaks.register import Register
from darddr.leaks.scanner import Scanner
from tests.unit.leaks.builders import sheet, word
from tests.unit.leaks.heldout import PLANTED, QUIET, REGISTER

_REGISTER = Register.from_json(REGISTER)
_SCANNER = Scanner(_REGISTER)
_TEXTS = [text for text, _, _ in PLANTED]
# Letters outside Western European, which a PDF written by hand or an old encoding has no code for.
_WESTERN = [
    (text, who, kind) for text, who, kind in PLANTED if text.encode("cp1252", "replace").decode("cp1252") == text
]
_OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")


def _missed(
    data: bytes, name: str = "file", planted: tuple[tuple[str, str, str], ...] | list[tuple[str, str, str]] = PLANTED
) -> list[str]:
    report = find_leaks(name, data, _REGISTER)
    assert report.checked, report.reason
    told = {(hit.identifier, hit.kind) for hit in report.hits}
    return [text for text, who, kind in planted if (who, kind) not in told]


@pytest.mark.parametrize(("text", "who", "kind"), PLANTED)
def test_each_sentence_gives_somebody_away(text: str, who: str, kind: str) -> None:
    assert (who, kind) in {(found.identifier, found.kind) for found in _SCANNER.search([text])}


def test_ordinary_sentences_give_nobody_away() -> None:
    assert [found.text for found in _SCANNER.search(QUIET.splitlines())] == []
    assert find_leaks("report.docx", word("".join(_paragraph(line) for line in QUIET.splitlines())), _REGISTER).clean


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'


def _page() -> str:
    rows = "".join(f"<p>{html.escape(text)}</p>" for text in _TEXTS)
    return f'<html><head><meta charset="utf-8"><title>Report</title></head><body>{rows}</body></html>'


@pytest.mark.office
@_OFFICE
@pytest.mark.parametrize("kind", ["odt", "docx", "pdf", "fodt"])
def test_files_that_libreoffice_writes(kind: str, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(_page(), encoding="utf-8")
    _convert(tmp_path / "report.html", kind, tmp_path, "--writer")
    planted = [each for each in PLANTED if kind != "pdf" or each[0].isascii() or each in _WESTERN]
    assert _missed((tmp_path / f"report.{kind}").read_bytes(), planted=planted) == []


@pytest.mark.office
@_OFFICE
@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_sheets_that_libreoffice_writes(kind: str, tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("\n".join(f'"{text}",1' for text in _TEXTS), encoding="utf-8")
    _convert(tmp_path / "plan.csv", kind, tmp_path, "--infilter=CSV:44,34,76")
    assert _missed((tmp_path / f"plan.{kind}").read_bytes()) == []


def _convert(path: Path, kind: str, folder: Path, *options: str) -> None:
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        *options,
        "--convert-to",
        kind,
    ]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=240)


def test_inline_strings_and_rich_text() -> None:
    cells = "".join(
        f'<c r="A{n}" t="inlineStr"><is><t>{html.escape(text)}</t></is></c>' for n, text in enumerate(_TEXTS, 1)
    )
    assert _missed(sheet(cells)) == []


def test_a_workbook_of_another_maker() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    plan, lists = book.add_worksheet("Plan"), book.add_worksheet("Lists")
    lists.very_hidden()
    plan.write("A1", "Actions of the review")
    bold = book.add_format({"bold": True})
    for number, text in enumerate(_TEXTS):
        half = len(text) // 2
        lists.write_rich_string(number, 0, text[:half], bold, text[half:])
    book.close()
    assert _missed(out.getvalue()) == []


def test_a_pdf_with_split_text_operators() -> None:
    def shown(text: str) -> bytes:
        bits = [text[i : i + 3] for i in range(0, len(text), 3)]
        return b" ".join(
            b"(" + bit.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj"
            for bit in bits
        )

    stream = b"\n".join(
        b"BT /F1 9 Tf 40 %d Td " % (820 - 10 * n) + shown(text) + b" ET" for n, (text, _, _) in enumerate(_WESTERN)
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R]/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(stream) + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + held + b"endobj\n"
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    assert _missed(bytes(out), planted=_WESTERN) == []


def test_a_template_with_macros_is_read_but_for_its_script() -> None:
    body = "".join(_paragraph(text) for text in _TEXTS)
    report = find_leaks("template.docm", word(body, **{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0broken"}), _REGISTER)
    assert not report.checked
    assert {(who, kind) for _, who, kind in PLANTED} <= {(hit.identifier, hit.kind) for hit in report.hits}
