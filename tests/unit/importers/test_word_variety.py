"""Word plans as they come: among other tables, split over pages, marked up, in controls, numbered by their styles."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
import pytest
from docx.enum.section import WD_ORIENT

from darddr.importers.plan import Plan
from darddr.importers.read import read_plan
from tests.tools import account
from tests.unit.importers.builders import NAMESPACES, C, deleted, inserted, paragraph, run, table, text_box
from tests.unit.importers.builders import docx as written
from tests.unit.importers.test_word_plans import HEAD, read, unplaced

LIST = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
    '<w:pStyle w:val="Actions"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/>'
    '<w:pStyle w:val="Parts"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Actions"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Parts"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="Actions"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Plain"><w:basedOn w:val="Nowhere"/></w:style>'
)


def styled(style: str, text: str, more: str = "") -> str:
    return paragraph(text, properties=f'<w:pStyle w:val="{style}"/>{more}')


def actions(plan: Plan) -> list[tuple[str | None, str]]:
    return [(action.number, action.text) for each in plan.recommendations for action in each.actions]


def test_numbers_that_come_from_a_style_alone_part_the_actions() -> None:
    cell = C(xml=styled("Actions", "Train staff") + styled("Child", "Audit records") + styled("Plain", "every year"))
    plan = read(table(HEAD, ("One", cell, "Police", "1. May 2028\n2. June 2028", "")), numbering=LIST, styles=STYLES)
    assert actions(plan) == [("1", "Train staff"), ("2", "Audit records\nevery year")]
    found = [action.target_date.text for action in plan.recommendations[0].actions]
    assert found == ["May 2028", "June 2028"]


def test_a_style_numbers_at_the_depth_its_list_links_it_to_and_a_paragraph_may_refuse() -> None:
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    cell = C(xml=styled("Parts", "first") + styled("Parts", "second") + styled("Parts", "unnumbered", none))
    plan = read(table(HEAD, ("One", cell, "Police", "", "")), numbering=LIST, styles=STYLES)
    assert actions(plan) == [("a)", "first"), ("b)", "second\nunnumbered")]


def test_styles_that_number_nothing_leave_the_words_alone() -> None:
    cell = C(xml=styled("Plain", "first") + styled("Plain", "second"))
    plan = read(table(HEAD, ("One", cell, "Police", "", "")), numbering=LIST, styles=STYLES)
    assert actions(plan) == [(None, "first\nsecond")]


def test_the_plan_is_the_third_of_five_tables() -> None:
    plan = read(
        table(("Section", "Page"), ("1 Introduction", "3"), ("2 Recommendations", "12")),
        table(("Term", "Meaning"), ("IDVA", "Independent domestic violence adviser"), ("MARAC", "A conference")),
        table(HEAD, ("1. Ask alone", "Train staff", "Police", "31/03/2028", "Complete")),
        table(("Name", "Agency"), ("Idris Pell", "Northshire Police")),
        table(("Signed", "Date"), ("", "4 June 2026")),
    )
    assert actions(plan) == [(None, "Train staff")]
    assert plan.recommendations[0].actions[0].source.as_json() == {"where": "body", "table": 3, "row": 2}
    assert {each.table for each in plan.unplaced} == {1, 2, 4, 5}
    assert len(plan.unplaced) == 6 + 6 + 4 + 3


def test_a_plan_split_over_two_tables_is_one_plan() -> None:
    for second in ((HEAD, ("2. Two", "b", "Police", "", "")), (("2. Two", "b", "Police", "", ""),)):
        plan = read(
            table(HEAD, ("1. One", "a", "Police", "", "")),
            paragraph("Page two"),
            table(HEAD[:0] or second[0], *second[1:]),
        )
        assert [(each.number, each.actions[0].text) for each in plan.recommendations] == [("1", "a"), ("2", "b")]
        assert unplaced(plan) == {("body", "Page two")}


def test_a_recommendation_that_runs_over_the_page_goes_on_in_the_next_table() -> None:
    plan = read(
        table(HEAD, ("1. One", "a", "Police", "", "")),
        table(HEAD, ("", "b", "Housing", "", ""), ("2. Two", "c", "", "", "")),
    )
    assert [[action.text for action in each.actions] for each in plan.recommendations] == [["a", "b"], ["c"]]


def test_headings_printed_again_on_every_page_are_no_actions() -> None:
    rows = [(f"{n}. Recommendation number {n} of many", f"action {n}", "Police", "", "") for n in range(1, 41)]
    pages = [row for at, row in enumerate(rows) for row in ([HEAD, row] if at % 10 == 0 else [row])]
    plan = read(table(*pages))
    assert [action.text for each in plan.recommendations for action in each.actions] == [
        f"action {n}" for n in range(1, 41)
    ]
    assert [each.why for each in plan.ignored] == ["column headings", *["column headings repeated"] * 3]


def test_tables_nested_in_a_cell_give_their_words_to_that_cell() -> None:
    inner = table(("May 2028", "draft"), ("June 2028", C(xml=table(("deep", "deeper")) + paragraph())))
    plan = read(table(HEAD, ("One", "a", "Police", C(xml=inner + paragraph()), "")))
    target = plan.recommendations[0].actions[0].target_date
    assert target.text == "May 2028\tdraft\nJune 2028\tdeep\tdeeper"
    assert plan.unplaced == ()


def test_tracked_changes_are_read_as_if_accepted_and_what_was_deleted_is_kept_apart() -> None:
    moved = f'<w:moveFrom w:id="3" w:author="A">{run("moved away")}</w:moveFrom>'
    here = f'<w:moveTo w:id="4" w:author="A">{run("moved here")}</w:moveTo>'
    rows = (
        C(xml=paragraph(inner=deleted("Old one") + inserted("New one"))),
        C(xml=paragraph("act ", inner=moved + here)),
        "Police",
        C(xml=paragraph(inner=deleted("May 2028") + inserted("June 2028"))),
        "",
    )
    plan = read(table(HEAD, rows))
    assert (plan.recommendations[0].text, actions(plan)) == ("New one", [(None, "act moved here")])
    assert plan.recommendations[0].actions[0].target_date.text == "June 2028"
    assert unplaced(plan) == {("deleted text", text) for text in ("Old one", "moved away", "May 2028")}


def control(inner: str) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="t"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'


def test_content_controls_around_tables_rows_cells_and_words_change_nothing() -> None:
    row = (C(xml=paragraph("One")), C(xml=paragraph(inner=control(run("a")))), "Police", "May 2028", "Complete")
    plain = read(table(HEAD, row))
    body = table(HEAD, row)
    start = body.rindex("<w:tr>")
    end = body.rindex("</w:tr>") + len("</w:tr>")
    around_row = body[:start] + control(body[start:end]) + body[end:]
    for made in (
        control(body),
        around_row,
        body.replace("<w:tc>", "<w:sdt><w:sdtContent><w:tc>").replace("</w:tc>", "</w:tc></w:sdtContent></w:sdt>"),
    ):
        assert read(made).as_json() == plain.as_json()


def test_boxes_and_notes_inside_the_plan_are_kept_beside_their_cell() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    plan = read(
        table(HEAD, ("One", C(xml=paragraph("a", inner=text_box("In a box") + note)), "Police", "", "")),
        footnotes=f'<w:footnote w:id="2">{paragraph("See the policy")}</w:footnote>',
        endnotes=paragraph("The end"),
    )
    assert actions(plan) == [(None, "a")]
    assert {(each.where, each.text, each.row, each.column) for each in plan.unplaced} == {
        ("text box", "In a box", 2, 2), ("footnote", "See the policy", None, None), ("endnote", "The end", None, None),
    }  # fmt: skip


def test_a_plan_of_eight_thousand_rows_is_read_whole() -> None:
    rows = [(f"{n}. Recommendation {n}", f"Action {n}", "Police", "31/03/2028", "Complete") for n in range(1, 8001)]
    plan = read_plan("plan.docx", written(table(HEAD, *rows)))
    assert [(each.number, each.text) for each in plan.recommendations] == [
        (str(n), f"Recommendation {n}") for n in range(1, 8001)
    ]
    assert [action.text for each in plan.recommendations for action in each.actions] == [row[1] for row in rows]
    assert (len(plan.ignored), plan.unplaced, plan.problems) == (1, (), ())


def test_a_file_that_word_itself_could_have_written_is_read() -> None:
    document = python_docx.Document()
    document.add_heading("Action plan", 1)
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.header.paragraphs[0].text = "OFFICIAL"
    grid = document.add_table(3, 3)
    for row, texts in zip(
        grid.rows,
        (("Recommendation", "Action", "By when"), ("One", "a", "May 2028"), ("", "b", "Q3 2028")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    grid.cell(1, 0).merge(grid.cell(2, 0))
    grid.cell(1, 1).paragraphs[0].style = "List Number"
    held = io.BytesIO()
    document.save(held)
    assert not account.lost_words("plan.docx", held.getvalue())
    plan = read_plan("plan.docx", held.getvalue())
    assert actions(plan) == [("1", "a"), (None, "b")]
    assert {("header", "OFFICIAL"), ("body", "Action plan")} <= unplaced(plan)


@pytest.mark.parametrize("part", ["styles", "numbering"])
def test_a_broken_style_part_is_one_sentence(part: str) -> None:
    held = io.BytesIO()
    body = table(HEAD, (C(xml=styled("Actions", "a")), "b", "", "", ""))
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        for name in ("styles", "numbering"):
            package.writestr(f"word/{name}.xml", "<broken" if name == part else f"<w:x {NAMESPACES}/>")
    with pytest.raises(Exception, match=rf"^plan\.docx is damaged: its part word/{part}\.xml cannot be read\.$"):
        read_plan("plan.docx", held.getvalue())


def test_a_lone_action_beside_a_merged_recommendation_is_no_section_heading() -> None:
    head = ("Action", "Lead agency", "Recommendation")
    plan = read(
        table(
            head,
            ("Train", "Police", C("1. Every agency asks alone", merge="restart")),
            ("Audit", "", C(merge="continue")),
        )
    )
    assert [action.text for action in plan.recommendations[0].actions] == ["Train", "Audit"]


def test_an_action_alone_in_the_first_column_is_no_section_heading() -> None:
    head = ("Action", "Lead agency", "Recommendation")
    plan = read(table(head, ("Train", "Police", "1. Every agency asks alone"), ("Audit", "", "")))
    assert [action.text for action in plan.recommendations[0].actions] == ["Train", "Audit"]


def test_instructions_that_name_columns_are_no_headings_taking_over() -> None:
    plan = read(
        table(
            ("Progress", "Recommendation", "Action", "Lead agency", "Deadline"),
            (
                "Describe progress",
                "Insert the recommendation here",
                "Describe what will be done",
                "Enter the agency",
                "Date",
            ),
            ("", "1. Ask alone", "Train", "Police", "May 2028"),
        )
    )
    assert [each.why for each in plan.ignored] == ["column headings", "instruction row"]
    assert actions(plan) == [(None, "Train")]


def test_a_number_printed_in_every_row_of_a_recommendation_is_accounted_for() -> None:
    head = ("No.", "Recommendation", "Action", "Lead agency")
    plan = read(table(head, ("7", "Ask alone", "Train", "Police"), ("7", "Ask alone", "Audit", "Police")))
    assert [(each.number, len(each.actions)) for each in plan.recommendations] == [("7", 2)]
    assert ("7", "number repeated") in [(each.text, each.why) for each in plan.ignored]
