"""Names, dates, numbers and addresses in every common writing, and what wins over them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.leaks.folding import Folded, fold
from darddr.leaks.register import Register
from darddr.leaks.scanner import Found, Scanner
from darddr.leaks.typing import NameWatch
from tests.unit.leaks.corpus import REGISTER

_REGISTER = Register.from_json(REGISTER)
_SCANNER = Scanner(_REGISTER)


def _found(text: str, *, label: bool = False) -> list[Found]:
    return list(_SCANNER.search([text], label))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("Sarah Jane Whitlock", "exact"),
        ("Whitlock", "exact"),
        ("whitlock", "folded"),
        ("Wh\u200bitlock", "folded"),
        ("Whitlok", "near"),
        ("Lizzie Smith-Jones", "near"),
        ("WhitIock", "near"),
        ("01632 960123", "exact"),
        ("01632960123", "folded"),
        ("her birthday on 7 March", "near"),
    ],
)
def test_match_says_how_it_was_written(text: str, match: str) -> None:
    assert [found.match for found in _found(text)] == [match]


@pytest.mark.parametrize(
    "text",
    [
        "7 Mar 84",
        "7 March '84",
        "Wednesday, the 7th day of March 1984",
        "seventh of March nineteen eighty-four",
        "March 7, 1984",
        "1984 March 7",
        "07-03-1984",
        "07 03 1984",
        "03/07/1984",
        "1984.03.07",
        "19840307",
        "07031984",
        "7\u00a0March\u00a01984",
        "7/March/1984",
        "6 and 7 March 1984",
        "7–8 March 1984",
        "1984-03-07T00:00:00Z",
        "11 February two thousand and twenty-four",
        "11/2/24",
        "2/11/2024",
        "born on 7 March",
        "died on 11 February",
    ],
)
def test_full_dates(text: str) -> None:
    assert {found.kind for found in _found(text)} == {"date"}


@pytest.mark.parametrize(
    "text",
    [
        "February 2024",
        "11 February",
        "7 March",
        "March 1984",
        "17 March 1984",
        "7 March 1985",
        "107/03/84",
        "7.3.19841",
        "in 1984",
    ],
)
def test_month_and_year_may_be_published(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ellen",
        "Ellen's sister",
        "Adult B",
        "Dr Sarah Chen",
        "Sarah Chen",
        "Chen, Sarah",
        "sarah.chen@council.example",
        "Helen Priest",
        "Sarah's Law",
        "Jane Smithson",
        "114 Larkspur Close",
        "ZZ99 9ZZA",
        "1943 476 5919 2",
        "Don't",
        "e.g. and i.e.",
    ],
)
def test_what_may_stay(text: str) -> None:
    assert _found(text) == []


def test_a_longer_name_is_not_excused_by_a_shorter_allowed_one() -> None:
    data = {"people": [{"pseudonym": "Sarah", "names": ["Sarah Whitlock"]}], "allowed": ["Whitlock"]}
    scanner = Scanner(Register.from_json(data))
    assert [found.text for found in scanner.search(["Sarah and Whitlock, then Sarah Whitlock"])] == ["Sarah Whitlock"]


def test_allowed_wins_over_the_same_name() -> None:
    data = {"people": [{"names": ["Sarah Whitlock"]}], "allowed": ["Sarah Whitlock"]}
    assert list(Scanner(Register.from_json(data)).search(["Sarah Whitlock said, and Mrs Other said"])) == []


def test_a_shared_surname_goes_to_the_one_who_is_named() -> None:
    scanner = Scanner(Register.from_json({"people": [{"names": ["Sarah Whitlock"]}, {"names": ["Tom Whitlock"]}]}))
    assert [(f.text, f.identifier) for f in scanner.search(["Tom Whitlock and Sarah"])] == [
        ("Tom Whitlock", "Tom Whitlock"),
        ("Sarah", "Sarah Whitlock"),
    ]


@pytest.mark.parametrize(
    ("name", "writing"),
    [
        ("Maria de Souza", "Mrs Souza"),
        ("Anna née Petrov Lindqvist", "Petrov"),
        ("Robert (Bobby) Tindall", "Bobby Tindall"),
        ("Dr Ngozi Okonkwo-Bell OBE", "Okonkwo"),
        ("Tindall, Robert", "Robert Tindall"),
        ("Zoë Müller", "Zoe Muller"),
        ("Łukasz Błaszczyk", "lukasz blaszczyk"),
        ("Li Wei", "Li Wei"),
        ("Catherine Ashdown", "Katherine Ashdown"),
    ],
)
def test_kinds_of_names(name: str, writing: str) -> None:
    found = list(Scanner(Register.from_json({"people": [{"names": [name]}]})).search([f"They saw {writing} there."]))
    assert [(f.identifier, f.text.removeprefix("Mrs ")) for f in found] == [(name, writing.removeprefix("Mrs "))]


def test_finds_do_not_run_from_one_text_into_the_next() -> None:
    assert list(_SCANNER.search(["14", "Larkspur Close", "7 March", "1984", "S.", "W."])) == []


def test_watch_while_typing_waits_for_near_spellings() -> None:
    watch = NameWatch(_REGISTER)
    assert watch.names_in("We met Sarah Whitlock, sarah whitlock and Whitlok with Ellen.") == (
        "Sarah Whitlock",
        "sarah whitlock",
    )
    assert watch.names_in("Ellen moved in May.") == ()


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_folding_finds_its_way_back(texts: list[str]) -> None:
    folded = Folded(texts)
    for start in range(len(folded.text)):
        if folded.text[start] != "\x1e":
            index, begin, end = folded.original(start, start + 1)
            assert folded.text[start] in fold(folded.originals[index][begin:end])


@settings(deadline=None, max_examples=150)
@given(before=st.text(alphabet="ab .,;\n'é", max_size=20), after=st.text(alphabet=" .,;\n’)”", max_size=20))
def test_a_full_name_is_found_whatever_surrounds_it(before: str, after: str) -> None:
    found = _found(f"{before} Dariusz Kowalczyk{after}")
    assert [(f.text, f.identifier) for f in found] == [("Dariusz Kowalczyk", "Dariusz Kowalczyk")]
