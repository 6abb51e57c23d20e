"""Letters of the Home Office: however their points are numbered they are read back whole, and no word of a letter is lost."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import date

import pytest
from docx import Document as Word
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.importers.errors import Damaged, NoTable, TooLarge, WrongType
from darddr.importers.letter import Letter, read_letter, read_letter_text
from darddr.vocabulary.home_office import LetterOutcome

LETTER = """Interpersonal Abuse Unit
2 Marsham Street
31 October 2022

Dear coordinator,

Thank you for submitting the report (Robin) to the Quality Assurance Panel. The report was considered at the meeting of the Panel on 28th September.

The Panel felt that there are some aspects which may benefit from revision, but on completion of these changes the report may be published.

Areas for final development:

1. Unconscious bias is named
but not analysed.

2. Coercive control is thin.

A definition is wanted.

3. Equality and diversity:
 a) disability
 b) age
   • carers

At 1.6 the sequence is unclear.

Once completed, please send us a digital copy.

Yours sincerely,
J. Smith
"""

WORDS = st.lists(
    st.sampled_from(
        ["the", "panel", "would", "like", "more", "on", "age", "faith", "work", "and", "why", "nobody", "asked"]
    ),
    min_size=2,
    max_size=9,
)
SENTENCE = WORDS.map(lambda words: f"{' '.join(words).capitalize()}.")
PLAIN = st.lists(SENTENCE, max_size=3)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
STYLES = {
    "1.": lambda at: f"{at + 1}.",
    "1)": lambda at: f"{at + 1})",
    "(1)": lambda at: f"({at + 1})",
    "1.1": lambda at: f"1.{at + 1}",
    "2.1.": lambda at: f"2.{at + 1}.",
    "a)": lambda at: f"{LETTERS[at]})",
    "(a)": lambda at: f"({LETTERS[at]})",
    "a.": lambda at: f"{LETTERS[at]}.",
    "i)": lambda at: f"{ROMAN[at]})",
    "(i)": lambda at: f"({ROMAN[at]})",
    "•": lambda at: "•",
    "-": lambda at: "-",
    "o": lambda at: "o",
    "At": lambda at: f"At {at + 1}.6",
}


def counted(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def whole(letter: Letter) -> str:
    """Everything that was read, once each: of a path the last mark alone, since the others are marks of other points."""
    points = [f"{point.printed} {point.text}" for point in letter.points]
    return "\n".join([*points, *letter.rest])


@settings(deadline=None, max_examples=120)
@given(
    style=st.sampled_from(sorted(STYLES)),
    points=st.lists(st.lists(SENTENCE, min_size=1, max_size=3), min_size=1, max_size=9),
    before=PLAIN,
    after=PLAIN,
    heading=st.booleans(),
    apart=st.booleans(),
)
def test_points_of_any_numbering_are_read_back_complete_and_no_word_is_lost(
    style: str, points: list[list[str]], before: list[str], after: list[str], heading: bool, apart: bool
) -> None:
    marks = [STYLES[style](at) for at in range(len(points))]
    needs_heading = style == "At"
    lines = [*before, *(["Areas for final development"] if heading or needs_heading else [])]
    paragraphs = [f"{mark} " + "\n".join(told) for mark, told in zip(marks, points, strict=True)]
    between = "\n\n" if apart or needs_heading else "\n"
    text = "\n\n".join([*lines, between.join(paragraphs), *after])
    letter = read_letter_text(text)
    assert [(point.printed, point.text) for point in letter.points] == [
        (mark, "\n".join(told)) for mark, told in zip(marks, points, strict=True)
    ]
    assert list(letter.rest) == [*lines, *after]
    assert counted(whole(letter)) == counted(text)


@settings(deadline=None, max_examples=60)
@given(text=st.text(alphabet="ab1.)( -•o\nAt26i", max_size=200).filter(str.strip))
def test_whatever_is_pasted_no_line_is_lost(text: str) -> None:
    letter = read_letter_text(text)
    read = [*letter.rest, *(line for point in letter.points for line in point.text.split("\n"))]
    kept = Counter("".join(read)) + Counter("".join(point.printed for point in letter.points))
    lost = Counter(text) - kept
    assert not {char for char in lost if not char.isspace()}, lost


def test_a_whole_letter_is_understood() -> None:
    letter = read_letter_text(LETTER)
    assert [(point.printed, point.text) for point in letter.points] == [
        ("1.", "Unconscious bias is named\nbut not analysed."),
        ("2.", "Coercive control is thin.\nA definition is wanted."),
        ("3.", "Equality and diversity:"),
        ("3. a)", "disability"),
        ("3. b)", "age"),
        ("3. b) •", "carers"),
        ("At 1.6", "the sequence is unclear."),
    ]
    assert letter.rest[-3:] == ("Once completed, please send us a digital copy.", "Yours sincerely,", "J. Smith")
    assert (letter.letter_on, letter.outcome) == (date(2022, 10, 31), LetterOutcome.AMEND)
    assert (letter.panel_on, letter.panel_words) == (None, "28th September")


@pytest.mark.parametrize(
    ("said", "day", "words"),
    [
        ("The Panel met on 6th September 2023.", date(2023, 9, 6), ""),
        ("Your report was considered at the panel on 25 February 2023. It was good.", date(2023, 2, 25), ""),
        ("The panel met on the 1st of March.", None, "1st of March"),
        ("The panel met on 31 February 2023.", None, ""),
        ("We met on 6 September 2023. The panel thanks you.", None, ""),
    ],
)
def test_the_panels_day_is_read_and_a_missing_year_is_said(said: str, day: date | None, words: str) -> None:
    letter = read_letter_text(said)
    assert (letter.panel_on, letter.panel_words) == (day, words)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("The report may be published.", LetterOutcome.PUBLISH),
        ("The panel judged the report and plan adequate.", LetterOutcome.PUBLISH),
        ("After revision it may be published.", LetterOutcome.AMEND),
        ("It may be published once these are done.\n1. Say why.", LetterOutcome.AMEND),
        ("The report is not adequate and should be resubmitted.", LetterOutcome.RESUBMIT),
        ("Please re-submit the report.", LetterOutcome.RESUBMIT),
        ("It should not yet be published.", LetterOutcome.RESUBMIT),
        ("Thank you.", None),
    ],
)
def test_the_verdict_is_offered_where_the_letter_says_one(said: str, outcome: LetterOutcome | None) -> None:
    assert read_letter_text(said).outcome is outcome


def test_letters_and_roman_figures_are_told_apart() -> None:
    letter = read_letter_text("\n".join(f"{letter}) Ask." for letter in "ghijk"))
    assert [point.printed for point in letter.points] == ["g)", "h)", "i)", "j)", "k)"]
    nested = read_letter_text("a) One.\ni) Two.\nii) Three.\nb) Four.")
    assert [point.printed for point in nested.points] == ["a)", "a) i)", "a) ii)", "b)"]


def test_numbers_with_points_stand_for_themselves() -> None:
    letter = read_letter_text("1. One.\n1.1 Two.\n1.2 Three.\na) Four.\n2. Five.")
    assert [point.printed for point in letter.points] == ["1.", "1.1", "1.2", "1.2 a)", "2."]


def test_a_word_file_is_read_with_the_numbers_word_prints_itself() -> None:
    document = Word()
    for line in ("12 March 2024", "The panel met on 1 February 2024.", "Areas for final development"):
        document.add_paragraph(line)
    document.add_paragraph("Say why.", style="List Number")
    document.add_paragraph("Say when.", style="List Number")
    document.add_paragraph("By whom.", style="List Bullet")
    document.add_paragraph("Please send a copy.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "7", "The age is wrong."
    made = io.BytesIO()
    document.save(made)
    letter = read_letter("letter.docx", made.getvalue())
    assert [(point.printed, point.text) for point in letter.points] == [
        ("1.", "Say why."),
        ("2.", "Say when."),
        ("2. •", "By whom.\nPlease send a copy."),
        ("7.", "The age is wrong."),
    ]
    assert (letter.letter_on, letter.panel_on) == (date(2024, 3, 12), date(2024, 2, 1))


def test_a_text_file_of_either_encoding_is_read() -> None:
    for encoding in ("utf-8-sig", "cp1252"):
        letter = read_letter("letter.TXT", "1. Say “why” é.".encode(encoding))
        assert letter.points[0].text == "Say “why” é."


@pytest.mark.parametrize(
    ("name", "data", "refusal", "words"),
    [
        ("letter.pdf", b"%PDF", WrongType, "Copy the words of this one and paste them."),
        ("letter.docx", b"PK no zip", Damaged, "letter.docx is damaged"),
        ("letter.txt", b" \n ", NoTable, "There are no words in it."),
        ("letter.txt", b"1. Ask.\n" * 201, TooLarge, "201 points were read"),
        ("letter.txt", b"word " * 90_000, TooLarge, "longer than any letter"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    name: str, data: bytes, refusal: type[Exception], words: str
) -> None:
    with pytest.raises(refusal, match=re.escape(words)):
        read_letter(name, data)


def test_a_word_file_too_long_for_a_letter_is_refused() -> None:
    document = Word()
    document.add_paragraph("word " * 90_000)
    made = io.BytesIO()
    document.save(made)
    with pytest.raises(TooLarge, match="longer than any letter"):
        read_letter("letter.docx", made.getvalue())
