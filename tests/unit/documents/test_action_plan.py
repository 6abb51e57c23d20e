import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from darddr.documents.action_plan import GROUNDS, action_plan
from darddr.documents.audit import audit
from darddr.documents.facts import ActionFacts, RecommendationFacts
from darddr.importers.read import read_plan
from darddr.vocabulary.standing import Brag

from .samples import MARKING, plan, recommendations
from .word import part

STATUTORY = [
    "Recommendation",
    "Scope",
    "Action to take",
    "Lead agency",
    "Key milestones achieved in enacting recommendation",
    "Target date",
    "Date of completion and outcome",
]


def opened(facts):
    """The document python-docx reads back."""
    return Document(io.BytesIO(action_plan(facts)))


def cells(facts):
    """Texts of the table, row by row."""
    return [[cell.text for cell in row.cells] for row in opened(facts).tables[0].rows]


def one(**changes):
    """A plan of one recommendation with one action."""
    action = ActionFacts(**{"number": "1.1", "text": "Agree a form.", **changes})
    return plan(recommendations=(RecommendationFacts("1", "Work together.", actions=(action,)),))


def test_columns_are_the_seven_of_the_statutory_template():
    assert cells(plan())[0] == STATUTORY


def test_every_action_is_printed_once_in_a_row_of_its_own():
    rows = cells(plan())
    assert len(rows) == 1 + 6
    for number in (1, 2, 3):
        for each in (1, 2):
            assert sum(f"ACTIONTOKEN{number}X{each}END" in row[2] for row in rows) == 1


def test_recommendation_text_stands_once_and_later_rows_refer_to_it():
    rows = cells(plan())
    assert rows[1][0].startswith("Recommendation 1\nHealth and housing")
    assert rows[2][0] == "Recommendation 1, continued"


def test_no_cell_is_empty_even_when_nothing_is_known():
    rows = cells(one())
    assert rows[1] == [
        "Recommendation 1\nWork together.",
        "Not stated",
        "1.1  Agree a form.",
        "Not yet assigned",
        "None recorded yet",
        "No date set",
        "Not yet complete",
    ]


def test_a_recommendation_without_actions_keeps_its_row():
    rows = cells(plan(recommendations=(RecommendationFacts("4", "Tell ministers."),)))
    assert len(rows) == 2
    assert "Tell ministers." in rows[1][0]
    assert rows[1][2] == "No action recorded yet"


def test_a_plan_without_recommendations_says_so():
    document = opened(plan(recommendations=()))
    assert not document.tables
    assert "Not yet recorded: recommendations and actions." in [p.text for p in document.paragraphs]


def test_moved_target_shows_both_dates():
    assert (
        cells(one(target_date="1 May 2026", original_target="1 May 2025"))[1][5] == "1 May 2026\nFirst set: 1 May 2025"
    )
    assert cells(one(target_date="1 May 2026", original_target="1 May 2026"))[1][5] == "1 May 2026"


def test_pages_are_landscape_and_the_header_row_repeats():
    document = opened(plan())
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    body = part(action_plan(plan()))
    assert body.count("<w:tblHeader/>") == 1
    assert body.count("<w:tr>") == body.count("<w:cantSplit/>") == 7
    assert '<w:tblLayout w:type="fixed"/>' in body


def test_marking_is_in_the_header_and_the_first_line():
    document = opened(plan())
    assert document.paragraphs[0].text == MARKING
    assert document.sections[0].header.paragraphs[0].text == f"{MARKING}\tDARDR-2026-004"


def test_a_published_plan_carries_no_marking():
    made = action_plan(plan(marking=""))
    assert MARKING not in part(made)
    assert MARKING not in part(made, "word/header2.xml")
    assert Document(io.BytesIO(made)).core_properties.category == "Published"
    assert audit("plan.docx", made) == ()


def test_footer_counts_pages():
    footer = part(action_plan(plan()), "word/footer2.xml")
    assert " PAGE " in footer
    assert " NUMPAGES " in footer


def test_properties_are_the_partnership_s_own():
    about = opened(plan(as_at=datetime(2026, 6, 4, 9, 30, tzinfo=UTC))).core_properties
    assert (about.author, about.last_modified_by) == ("Northshire Community Safety Partnership",) * 2
    assert (about.title, about.revision, about.language) == ("Action plan: DARDR-2026-004", 1, "en-GB")
    assert about.subject
    assert about.created == about.modified == datetime(2026, 6, 4, 9, 30, tzinfo=UTC)
    assert about.comments == ""


def test_same_facts_give_the_same_bytes():
    assert action_plan(plan()) == action_plan(plan())
    assert action_plan(plan()) != action_plan(plan(as_at=date(2026, 6, 5)))


@pytest.mark.parametrize(
    "text",
    [
        "Health & housing",
        "<w:p/><script>",
        "{{7*7}} {% for %}",
        "مرحبا שלום",
        "👩‍👧 Siân",
        "]]> &amp; 100% \\o",
        'say "yes"',
    ],
)
def test_hostile_and_foreign_text_comes_out_literally(text):
    facts = one(text=text, lead_agency=text, milestones=text)
    row = cells(facts)[1]
    assert (row[2], row[3], row[4]) == (f"1.1  {text}", text, text)
    assert audit("plan.docx", action_plan(facts)) == ()


def test_control_characters_and_lone_surrogates_are_dropped():
    assert cells(one(text="a\x00\x1bb\ud800c\ufffed"))[1][2] == "1.1  abcd"


def test_hostile_text_in_the_frame_is_literal_too():
    made = action_plan(plan(partnership='A & B <CSP> "North"', reference="R&D<1>", pseudonyms=("S&T",)))
    assert Document(io.BytesIO(made)).core_properties.author == 'A & B <CSP> "North"'
    assert audit("plan.docx", made) == ()


def test_two_megabytes_in_one_cell():
    text = "learning " * 233_017
    assert cells(one(text=text))[1][2] == f"1.1  {text}"


def test_newlines_become_line_breaks():
    assert cells(one(milestones="One\r\nTwo\x0bThree"))[1][4] == "One\nTwo\nThree"


def test_audit_finds_nothing_in_a_large_plan():
    assert audit("plan.docx", action_plan(plan(recommendations=recommendations(60)))) == ()


def test_how_an_action_stands_is_told_in_lines_of_its_own():
    told = {
        "answer": "Rejected: no body holds such records.",
        "brag": "Grey",
        "why": "not accepted",
        "measure": "An audit.",
        "steps": ("Milestone due 3 March 2026: Write it.", "Milestone done 2 May 2026: Agree it."),
        "lead_agency": "Probation",
        "status": "Rejected",
    }
    row = cells(one(**told))[1]
    assert row[2] == "1.1  Agree a form.\nOutcome measure: An audit."
    assert row[3] == "Probation\nAgency’s answer: Rejected: no body holds such records."
    assert row[4] == "Milestone due 3 March 2026: Write it.\nMilestone done 2 May 2026: Agree it."
    assert row[6] == "Not yet complete\nStatus: Rejected\nStanding: Grey: not accepted"
    assert audit("plan.docx", action_plan(one(**told))) == ()


@pytest.mark.parametrize("brag", [word.label for word in Brag])
def test_every_colour_is_a_word_that_stands_out_from_its_ground(brag):
    made = action_plan(one(brag=brag, why="so it is"))
    assert f'w:fill="{GROUNDS[brag][1]}"' in part(made)
    assert audit("plan.docx", made) == ()


def test_how_an_action_stands_is_no_word_of_the_plan_when_the_file_is_read_back():
    told = plan()
    bare = [
        replace(
            row, actions=tuple(replace(each, answer="", brag="", why="", measure="", steps=()) for each in row.actions)
        )
        for row in told.recommendations
    ]
    ours, plain = (
        read_plan("plan.docx", action_plan(each)).recommendations
        for each in (told, replace(told, recommendations=tuple(bare)))
    )
    assert ours == plain
    assert [[action.number for action in row.actions] for row in ours] == [
        ["1.1", "1.2"],
        ["2.1", "2.2"],
        ["3.1", "3.2"],
    ]
    first = ours[0].actions[0]
    assert first.text == told.recommendations[0].actions[0].text
    assert first.milestones == told.recommendations[0].actions[0].milestones
    assert (first.target_date.text, first.lead_agencies) == ("31 March 2026", ("Northshire Integrated Care Board",))
