"""Ordinary prose raises no alarm, whoever is on the register; the same words do where they are people."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from darddr.leaks.check import find_leaks
from darddr.leaks.register import Register
from tests.unit.leaks.prose import PROSE

_NAMES = """Grace Hope, Mark Young, May Rose, Will Marsh, Martin Harding, Norman Page, Helen Price, Peter Field,
    Daniel Grant, Clare White, Faith Black, Joy Brown, Summer Dean, Dawn West, Victoria Church, Sarah Law, Martha Judge,
    James Bishop, Rob Major, Frank Case, Bill Close, Amber Ward, Tracey Moore, Diane Parker, Marcus Collinson,
    Leanne Doyley, Karen Yorke, Robert Kent, April Reading, Jack Deal, Megan Mourning, Joanne Warrener"""
_TROUBLESOME = [" ".join(name.split()) for name in _NAMES.split(",")]
_REGISTER = Register.from_json(
    {
        "people": [
            {
                "names": [name],
                "dates_of_birth": ["1984-03-12"],
                "dates_of_death": ["2024-02-11"],
                "nhs_numbers": ["9434765919"],
            }
            for name in _TROUBLESOME
        ],
        "places": ["Hope", "Reading"],
    }
)
_PAGE = 400
"""Words to a page."""


def test_ordinary_prose_raises_no_alarm() -> None:
    hits = find_leaks("report.txt", PROSE.encode(), _REGISTER).hits
    print(f"{len(hits)} false alarms on {len(PROSE.split()) / _PAGE:.1f} pages of the hardest words")
    assert [(hit.found, hit.where) for hit in hits] == []


def _words(path: Path) -> int:
    """Roughly how many words a file shows."""
    if path.suffix != ".docx":
        return len(path.read_text(encoding="utf-8").split())
    with zipfile.ZipFile(path) as package:
        return len(re.sub(rb"<[^>]*>", b" ", package.read("word/document.xml")).split())


def test_published_material_raises_at_most_one_alarm_in_fifty_pages(shared_data: Path) -> None:
    """Plans as published: a name alone that another person bears is no false alarm, so none of these occurs in them."""
    register = Register.from_json(
        {
            "people": [
                {"names": [name]}
                for name in ("Grace Hopewell", "Mark Youngman", "May Rosewood", "Will Marshall", "Martin Harding")
            ]
        }
    )
    files = sorted((shared_data / "files").glob("*.docx")) + sorted(shared_data.glob("*/*.json"))
    words, hits = 0, []
    for path in files:
        found = find_leaks("a file", path.read_bytes(), register).hits
        hits += [(path.name, hit.found, hit.where) for hit in found]
        words += _words(path)
    print(f"{len(hits)} false alarms on {words / _PAGE:.0f} pages")
    assert len(hits) <= words / _PAGE / 50, hits


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The officer spoke to Grace at home.", ["Grace"]),
        ("Grace told her mother.", ["Grace"]),
        ("Grace's mother rang.", ["Grace's"]),
        ("When Will came home he was calm.", ["Will"]),
        ("They saw May on Tuesday.", ["May"]),
        ("We told Mr Young that.", ["Young"]),
        ("It was Mark Young.", ["Mark Young"]),
        ("MARK YOUNG", ["MARK YOUNG"]),
        ("H. Price was seen.", ["H. Price"]),
        ("The White family moved.", ["White"]),
        ("Dr Judge saw her.", ["Judge"]),
        ("mark young people's work", []),
        ("We went to Grace's house.", ["Grace"]),
        ("in May", []),
        ("Status: Amber", []),
        ("We told Amber that.", ["Amber"]),
        ("They saw Grace Adeyemi, the chair.", []),
        ("Young people", []),
    ],
)
def test_ordinary_words_are_names_by_their_company(text: str, found: list[str]) -> None:
    hits = find_leaks("a file", text.encode(), _REGISTER).hits
    assert [hit.found for hit in hits] == [word.removesuffix("'s") for word in found]


def test_prose_holds_the_words_it_is_meant_to_test() -> None:
    assert sum(part in PROSE for name in _TROUBLESOME for part in name.split()) > len(_TROUBLESOME)
