"""What else Word holds: tracked changes, hidden text, boxes, tables in cells, content controls, its own numbers."""

from __future__ import annotations

from tests.unit.importers.builders import C, deleted, inserted, paragraph, run, table, text_box
from tests.unit.importers.test_word_plans import HEAD, dates, one, read, unplaced


def test_inserted_words_count_and_deleted_and_hidden_ones_do_not() -> None:
    plan = read(
        paragraph("Top", inner=text_box("Boxed words")),
        table(
            HEAD,
            (
                C(xml=paragraph("One ", inner=inserted("new words ") + deleted("old words"))),
                C(xml=paragraph("Do it ", inner=run("secret", "<w:vanish/>"))),
                "Police",
                "",
                "",
            ),
        ),
        header1=paragraph("Head"),
        footer1=paragraph("Foot"),
        comments=paragraph("Remark"),
        footnotes=paragraph("Note"),
    )
    recommendation, action = one(plan)
    assert (recommendation.text, action.text) == ("One new words", "Do it")
    assert unplaced(plan) == {
        ("body", "Top"),
        ("text box", "Boxed words"),
        ("deleted text", "old words"),
        ("hidden text", "secret"),
        ("header", "Head"),
        ("footer", "Foot"),
        ("comment", "Remark"),
        ("footnote", "Note"),
    }


def test_a_table_inside_a_cell_is_part_of_it_or_a_plan_of_its_own() -> None:
    inner = read(table(HEAD, ("One", C(xml=table(("1", "do a"), ("2", "do b")) + paragraph("")), "Police", "", "")))
    assert [action.text for action in inner.recommendations[0].actions] == ["do a", "do b"]
    outer = read(table((C(xml=paragraph("frame") + table(HEAD, ("One", "a", "Police", "", "")) + paragraph("")),)))
    assert one(outer)[1].text == "a"
    assert unplaced(outer) == {("body", "frame")}


def test_rows_in_content_controls_are_read() -> None:
    whole = table(HEAD, ("One", "a", "Police", "", ""))
    start = whole.index("<w:tr>", whole.index("</w:tr>"))
    wrapped = (
        f"{whole[:start]}<w:sdt><w:sdtContent>{whole[start:].replace('</w:tbl>', '</w:sdtContent></w:sdt></w:tbl>')}"
    )
    assert one(read(wrapped))[1].text == "a"


def test_numbers_word_prints_by_itself_are_seen() -> None:
    def item(text: str, number: int) -> str:
        return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')

    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    )
    actions, targets = item("one", 1) + item("two", 1), item("May 2020", 2) + item("June 2020", 2)
    plan = read(table(HEAD, ("One", C(xml=actions), "Police", C(xml=targets), "")), numbering=numbering)
    assert [action.number for action in plan.recommendations[0].actions] == ["1", "2"]
    assert dates(plan) == ["2020-05-01", "2020-06-01"]


def field(inner: str) -> str:
    """Write an old form field."""
    return f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inner}</w:ffData></w:fldChar></w:r>'


def test_ticks_boxes_and_entries_chosen_from_a_list_are_words() -> None:
    tick = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    chosen = field(
        '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Police"/><w:listEntry w:val="NHS Trust"/></w:ddList>'
    )
    box = field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>') + run(" agreed")
    plan = read(
        table(
            HEAD,
            ("One", "a", C(xml=paragraph(inner=chosen)), C(xml=paragraph(inner=box)), C(xml=paragraph(inner=tick))),
        )
    )
    action = plan.recommendations[0].actions[0]
    assert (action.lead_agencies, action.target_date.text, action.progress) == (("NHS Trust",), "☒ agreed", "✓")


def test_a_symbol_that_is_no_character_and_a_list_without_the_entry_are_nothing() -> None:
    odd = "".join(f'<w:r><w:sym w:char="{code}"/></w:r>' for code in ("D800", "0000", "XYZ", ""))
    gone = field('<w:ddList><w:result w:val="9"/><w:listEntry w:val="Police"/></w:ddList>')
    plan = read(table(HEAD, ("One", C(xml=paragraph("a", inner=odd + gone)), "", "", "")))
    assert plan.recommendations[0].actions[0].text == "a"
