"""The writer of every other paper: its blocks, what it lacks, its pages, and whatever people type."""

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.documents.audit import audit
from darddr.documents.letters import LetterUnfit, fields_in, fill
from darddr.documents.package import LANDSCAPE
from darddr.documents.paper import (
    Bullets,
    Fields,
    Heading,
    Letter,
    Missing,
    Numbered,
    PaperFacts,
    Table,
    Text,
    Turn,
    lacking,
    paper,
)

from .test_any_facts import MARKED, SEVERAL, TYPED
from .word import part

PAIRS = st.lists(st.tuples(TYPED, TYPED), max_size=3).map(tuple)
ROWS = st.lists(st.tuples(TYPED, TYPED), max_size=3).map(tuple)
BLOCKS = st.one_of(
    st.builds(Text, TYPED),
    st.builds(Bullets, SEVERAL),
    st.builds(Numbered, SEVERAL),
    st.builds(Missing, TYPED),
    st.builds(Fields, st.just("Caption"), PAIRS),
    st.builds(Table, st.just("Caption"), st.just((("A", 1.0), ("B", 1.0))), ROWS),
    st.just(Heading("Part")),
    st.builds(
        Letter,
        st.just(("Us",)),
        TYPED.map(lambda agency: ("[name]", agency)),
        st.just((("Date", "today"),)),
        st.just("Subject"),
        SEVERAL,
    ),
    st.just(Turn("Turned.", LANDSCAPE)),
)


def facts(*blocks, **more):
    """A paper of these blocks."""
    known = {
        "title": "Paper",
        "kind": "Paper",
        "reference": "R1",
        "partnership": "Northshire",
        "marking": "OFFICIAL-SENSITIVE",
    }
    return PaperFacts(**{**known, "as_at": date(2026, 6, 4), "blocks": blocks, **more})


@given(blocks=st.lists(BLOCKS, max_size=6), marking=MARKED, captioned=st.booleans())
@settings(deadline=None, max_examples=60)
def test_whatever_is_typed_into_any_block_passes_the_audit(blocks, marking, captioned):
    made = paper(facts(*blocks, marking=marking, is_captioned=captioned))
    assert audit("paper.docx", made) == ()
    assert Document(io.BytesIO(made)).paragraphs


def test_what_is_missing_is_marked_in_its_place_and_listed_once():
    made = facts(
        Fields("Dates", (("Day of the decision", ""), ("Chair", "A Chair"))),
        Table("People", (("Name", 1.0),), (), needs="people"),
        Table("Letters", (("Day", 1.0),), (), empty="none came."),
        Missing("circumstances"),
        Missing("people"),
    )
    assert lacking(made) == ("day of the decision", "people", "circumstances")
    document = Document(io.BytesIO(paper(made)))
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["Day of the decision", "Not yet recorded"]
    text = [paragraph.text for paragraph in document.paragraphs]
    assert "Not yet recorded: people." in text
    assert "Letters: none came." in text


def test_a_paper_turns_its_pages_and_turns_them_back():
    upright = facts(Text("One."))
    wide = replace(upright, page=LANDSCAPE)
    both = facts(Text("One."), Turn("The table follows.", LANDSCAPE), Table("T", (("A", 1.0),), (("x",),)))
    shapes = [
        [section.orientation for section in Document(io.BytesIO(paper(each))).sections]
        for each in (upright, wide, both)
    ]
    assert shapes == [[WD_ORIENT.PORTRAIT], [WD_ORIENT.LANDSCAPE], [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]]
    assert audit("both.docx", paper(both)) == ()


def test_a_table_under_a_heading_needs_no_caption_and_another_does():
    table = Table("Caption words", (("A", 1.0),), (("x",),))
    assert "Caption words" not in part(paper(facts(Heading("Part"), table, is_captioned=False)))
    assert "Caption words" in part(paper(facts(Heading("Part"), Text("Words."), table, is_captioned=False)))
    assert "Caption words" in part(paper(facts(Heading("Part"), table)))


def test_a_long_paper_has_a_list_of_contents_and_a_short_one_none():
    blocks = [block for number in range(4) for block in (Heading(f"Part {number}"), Text("word " * 400))]
    assert "TOC " in part(paper(facts(*blocks)))
    assert "TOC " not in part(paper(facts(*blocks[:2])))
    assert audit("paper.docx", paper(facts(*blocks))) == ()


def test_a_papers_own_title_is_not_part_of_its_contents_but_letters_subjects_are():
    blocks = [block for number in range(4) for block in (Heading(f"Part {number}"), Text("word " * 400))]
    body = part(paper(facts(*blocks)))
    assert body.count(f">{facts().title}<") == 1
    assert "TOC \\o &quot;2-2&quot;" in body
    letters = [Letter(("Us",), (name,), (), f"To {name}", ("Dear you", "word " * 400)) for name in "ABCD"]
    body = part(paper(facts(Text("Four letters."), *letters)))
    assert body.count(">To A<") == 2
    assert "TOC \\o &quot;1-2&quot;" in body


def test_lists_stand_near_the_margin_in_text_that_is_not_numbered_and_what_follows_stands_apart():
    body = part(paper(facts(Text("Before.\n• One\nAfter."), Bullets(("Two",)))))
    for listed in ("One", "Two"):
        assert 'w:left="567" w:hanging="340"' in body[: body.index(f">{listed}<")].rpartition("<w:p>")[2]
    assert 'w:spacing w:before="160"' in body[: body.index(">After.<")].rpartition("<w:p>")[2]
    assert "w:spacing" not in body[: body.index(">Before.<")].rpartition("<w:p>")[2]


def test_letters_stand_on_pages_of_their_own():
    letters = [Letter(("Us",), (name,), (("Date", "today"),), "Subject", (f"Dear {name}", "Words.")) for name in "AB"]
    body = part(paper(facts(*letters, is_titled=False)))
    assert body.count("<w:pageBreakBefore/>") == 1
    assert body.index("Dear A") < body.index("Subject") < body.index("Words.") < body.index("Dear B")


def test_a_field_is_filled_as_literal_text_and_never_looked_into():
    values = {"name": "{{ secret }} & <b>", "secret": "no", "place": "a\n\nb"}
    assert fill("Dear {{ name }}\n\nAt {{place}}:\n- {{ name }}\n- two", values) == (
        "Dear {{ secret }} & <b>",
        "At a\n\nb:",
        "- {{ secret }} & <b>",
        "- two",
    )
    assert fields_in("{{ a }}{{7*7}}{{ a }}") == ("a", "7*7")


def test_every_unknown_and_empty_field_is_named_at_once():
    with pytest.raises(LetterUnfit) as unfit:
        fill("{{ a }} {{ b }} {{ c }} {{7*7}} {{ d }}", {"a": "x", "b": " ", "d": ""})
    assert (unfit.value.unknown, unfit.value.empty) == (("c", "7*7"), ("b", "d"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_briefing_of_the_longest_texts_fits_two_pages(tmp_path):
    from darddr.services.papers.learning import LETTERS, POINTS, STORY, shortened

    point, story = (
        shortened("domestic abuse was known " * 99, LETTERS),
        shortened("domestic abuse was known " * 99, STORY),
    )
    points = Bullets((point,) * POINTS)
    blocks = [Text("word " * 45), Heading("What happened"), Text(story)]
    for title in ("In the way", "Done well", "Learned", "Asked"):
        blocks += [Heading(title), points, Text("The report has nine more.")]
    blocks += [Heading("Talk"), Bullets(("A question of a dozen words that asks what somebody would do?",) * 4)]
    blocks += [Heading("Help"), Text("In an emergency ring 999. " * 3)]
    opening = (
        ("Review", "Domestic Homicide Review: Sarah"),
        ("Reference", "R1"),
        ("Partnership", "N"),
        ("Position at", "today"),
    )
    (tmp_path / "briefing.docx").write_bytes(paper(facts(*blocks, opening=opening)))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "briefing.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    import pypdf

    assert len(pypdf.PdfReader(tmp_path / "briefing.pdf").pages) == 2
