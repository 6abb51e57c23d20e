"""Files that are damaged, locked, scanned, boundless or wrapped in one another: answered in one sentence, never clean."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from darddr.leaks import reading
from darddr.leaks.check import LARGEST_FILE, check_each, find_leaks
from darddr.leaks.register import Register
from darddr.leaks.report import FileReport
from tests.unit.leaks import builders

_REGISTER = Register.from_json({"people": [{"names": ["Dariusz Kowalczyk"]}]})
_SAID = "Nobody is named on this page of the report, which has text enough."


def _report(data: bytes, name: str = "file") -> FileReport:
    return find_leaks(name, data, _REGISTER)


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (MS-CFB, version 3) whose streams are as long as needed not to be small ones."""
    held = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    sectors, table, entries = [], [], [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in held.items():
        entries.append((name, 2, len(sectors), len(content)))
        cut = [content[i : i + 512].ljust(512, b"\0") for i in range(0, len(content), 512)]
        table += [*range(len(sectors) + 1, len(sectors) + len(cut)), 0xFFFFFFFE]
        sectors += cut
    listing = b"".join(_entry(*entry) for entry in entries).ljust((len(entries) + 3) // 4 * 512, b"\0")
    first = len(sectors)
    cut = [listing[i : i + 512] for i in range(0, len(listing), 512)]
    table += [*range(first + 1, first + len(cut)), 0xFFFFFFFE]
    sectors += cut
    fats = (len(table) + 127 + 1) // 128
    where = list(range(len(sectors), len(sectors) + fats))
    table = [*table, *[0xFFFFFFFD] * fats]
    packed = b"".join(each.to_bytes(4, "little") for each in table).ljust(fats * 512, b"\xff")
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    head[26:34] = b"\x03\x00\xfe\xff\x09\x00\x06\x00"[0:2] + b"\xfe\xff" + b"\x09\x00\x06\x00"
    numbers = {44: fats, 48: first, 56: 4096, 60: 0xFFFFFFFE, 68: 0xFFFFFFFE}
    for at, number in numbers.items():
        head[at : at + 4] = number.to_bytes(4, "little")
    for place in range(109):
        head[76 + 4 * place : 80 + 4 * place] = (where[place] if place < fats else 0xFFFFFFFF).to_bytes(4, "little")
    return bytes(head) + b"".join(sectors) + packed


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    spelt = (name + "\0").encode("utf-16-le")
    entry = bytearray(spelt.ljust(64, b"\0") + len(spelt).to_bytes(2, "little") + bytes([kind, 1]) + b"\xff" * 12)
    entry += b"\0" * (116 - len(entry)) + start.to_bytes(4, "little") + size.to_bytes(8, "little")
    return bytes(entry)


def test_a_file_of_three_hundred_megabytes_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "Kowalczyk.docx"
    with large.open("wb") as out:
        out.truncate(300 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("opened"))
    (report,) = check_each([large], _REGISTER)
    assert (report.checked, report.clean) == (False, False)
    assert report.reason == "it is larger than 150 MB; save it with smaller pictures, or in parts"
    assert [hit.part for hit in report.hits] == ["file name"]
    assert large.stat().st_size > LARGEST_FILE


def test_a_small_file_that_unpacks_to_a_large_one_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, package.open("word/document.xml", "w") as part:
        for _ in range(40):
            part.write(b" " * 1024 * 1024)
    report = _report(out.getvalue())
    assert (report.checked, report.reason) == (False, "one of its parts is longer than can be searched")


def test_all_that_is_unpacked_is_counted_over_files_in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 3_000_000)
    inner = builders.archive({f"{n}.txt": b" " * 300_000 for n in range(4)})
    assert _report(inner).reason == "it holds no text that can be read, such as a scan or a picture"
    report = _report(builders.archive({f"{n}.zip": inner for n in range(4)}))
    assert (report.checked, report.reason) == (False, "it unpacks to more than can be searched")


def test_entities_are_not_unfolded() -> None:
    rows = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "Kowalczyk">{rows}]><a>&l9;</a>'
    report = _report(builders.word(builders.run(_SAID), **{"customXml/item1.xml": bomb}))
    assert report.hits


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"\n \n", "it is empty"),
        (builders.word()[:200], "it is damaged and cannot be opened"),
        (b"%PDF-1.7\nnothing", "it is damaged and cannot be opened"),
        (
            compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}),
            "it is locked by a password; save it without one",
        ),
        (
            compound({"WordDocument": "An old letter.".encode("utf-16-le")}),
            "it is in an old format of Word; save it in today’s",
        ),
        (compound({"Workbook": b"An old sheet."}), "it is in an old format of Excel; save it in today’s"),
        (builders.png("nothing"), "it is a picture, and what it shows cannot be read"),
        (b"{\\rtf1 nothing}", "it is in Rich Text Format; save it as .docx"),
        (builders.word(), "it holds no text that can be read, such as a scan or a picture"),
        (b"\x00\x01\x02", "it is damaged, or of a kind that cannot be read; save it as .docx, .xlsx or PDF"),
    ],
)
def test_why_a_file_cannot_be_checked(data: bytes, reason: str) -> None:
    report = _report(data)
    assert (report.checked, report.clean, report.hits, report.reason) == (False, False, (), reason)


def test_a_locked_part_is_said_to_be_locked() -> None:
    data = bytearray(builders.word(builders.run(_SAID)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    assert _report(bytes(data)).reason == "it is locked by a password; save it without one"


def test_a_page_scanned_under_a_line_of_text_cannot_be_checked() -> None:
    out = io.BytesIO()
    Image.new("L", (1240, 1754)).save(out, "PDF")
    assert "scan" in _report(out.getvalue()).reason


def test_letters_without_their_meaning_cannot_be_checked() -> None:
    data = builders.pdf(_SAID).replace(b"/Encoding/WinAnsiEncoding", b"/Encoding<</Differences[65/g1/g2/g3]>>")
    report = _report(data.replace(b"WinAnsi", b"WinAnsi"))
    assert not report.checked


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda inner: builders.word(builders.run(_SAID), **{"word/embeddings/o.bin": compound({"Package": inner})}),
        lambda inner: builders.word(
            builders.run(_SAID), **{"word/embeddings/o.bin": compound({"\x01Ole10Native": b"\0\0name\0" + inner})}
        ),
        lambda inner: builders.word(
            builders.run(_SAID), **{"word/media/i.emz": _gzip("Kowalczyk".encode("utf-16-le"))}
        ),
        lambda inner: builders.word(
            builders.run(_SAID),
            **{
                "word/afchunk.mht": b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\nKowal=\nczyk"
            },
        ),
        lambda inner: builders.archive({"a.docx": builders.word(**{"word/embeddings/b.xlsx": inner})}),
    ],
)
def test_what_is_wrapped_in_a_document_is_searched(wrapped: object) -> None:
    inner = builders.sheet('<c r="A1" t="inlineStr"><is><t>Kowalczyk</t></is></c>')
    assert "Kowalczyk" in {hit.found for hit in _report(wrapped(inner)).hits}  # type: ignore[operator]


def _gzip(data: bytes) -> bytes:
    pack = zlib.compressobj(wbits=31)
    return pack.compress(data) + pack.flush()


def test_macros_are_unpacked() -> None:
    # MS-OVBA 3.2.1: a container of one chunk in which nothing is repeated.
    script = b"Attribute VB_Name\r\n' for Kowalczyk\r\n"
    tokens = b"".join(b"\0" + script[i : i + 8] for i in range(0, len(script), 8))
    container = b"\x01" + (0xB000 | len(tokens) - 1).to_bytes(2, "little") + tokens
    book = compound({"VBA": b"", "Module1": b"\xff\xff" + container})
    report = _report(builders.word(builders.run(_SAID), **{"word/vbaProject.bin": book}))
    assert "macro" in {hit.where for hit in report.hits}
