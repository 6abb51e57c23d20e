import io
import re

import pytest
from docx import Document

from darddr.documents.audit import audit
from darddr.documents.facts import FindingFacts, QuestionFacts, SectionFacts
from darddr.documents.overview import KEYS, overview

from .samples import MARKING, recommendations, report
from .word import paragraphs, part

ORDER = [
    "Preface",
    "Introduction",
    "Timescales",
    "Confidentiality",
    "Terms of reference",
    "Methodology",
    "Involvement of family, friends, work colleagues, neighbours and the wider community",
    "Contributors to the review",
    "Review panel members",
    "Author of the overview report",
    "Parallel reviews",
    "Equality and diversity",
    "Dissemination",
    "Background information (the facts)",
    "Chronology",
    "Overview",
    "Analysis",
    "Barriers to asking for help",
    "Conclusions",
    "Lessons to be learnt",
    "Recommendations",
    "Appendix A: action plan",
]


def texts(facts, *styles):
    """Texts of the paragraphs in these styles, or of all."""
    return [text for style, text in paragraphs(overview(facts)) if not styles or style in styles]


def test_chapters_stand_in_the_order_of_the_guidance():
    assert texts(report(), "Heading1") == ORDER


def test_the_audit_finds_nothing():
    assert audit("report.docx", overview(report())) == ()


def test_each_finding_and_each_action_is_printed_exactly_once():
    everything = "\n".join(texts(report()))
    tokens = set(re.findall(r"(?:FINDINGTOKEN\d+|ACTIONTOKEN\d+X\d+)END", everything))
    assert len(tokens) == 8 + 6
    assert all(everything.count(token) == 1 for token in tokens)


def test_findings_stand_under_their_question():
    found = texts(report(), "Heading2", "NumberedParagraph")
    at = found.index("Question 2")
    assert found[at + 1].startswith("Finding F1 (Northshire Police, learning). FINDINGTOKEN1END.")
    assert "Recorded March 2026." in found[at + 1]
    assert any("FINDINGTOKEN3END" in text for text in found[found.index("Findings outside the questions") :])


def test_two_questions_of_one_number_do_not_print_a_finding_twice():
    twice = (QuestionFacts("1", "Who knew?"), QuestionFacts("1", "When?"))
    facts = report(questions=twice, findings=(FindingFacts("F1", "1", "", "learning", "ONLYONCE"),))
    assert "\n".join(texts(facts)).count("ONLYONCE") == 1


def test_contents_list_every_heading_with_its_number_and_lead_to_it():
    made = overview(report())
    entries = [text for style, text in paragraphs(made) if style in {"TOC1", "TOC2"}]
    found = [text for style, text in paragraphs(made) if style in {"Heading1", "Heading2"}]
    assert [entry.split("\t")[-1] for entry in entries] == found
    assert entries[:2] == ["Preface", "1\tIntroduction"]
    body = part(made)
    targets, marks = (
        re.findall(r'w:anchor="([^"]+)"', body),
        re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', body),
    )
    assert targets == marks
    assert "TOC \\o &quot;1-2&quot;" in body
    assert "updateFields" not in part(made, "word/settings.xml")


def test_ids_are_unique():
    ids = re.findall(r'<w:bookmarkStart w:id="(\d+)"', part(overview(report())))
    assert len(ids) == len(set(ids)) > 20


def test_title_page_names_what_the_reader_needs():
    lines = texts(report())
    assert lines[:3] == [MARKING, "Domestic Abuse Related Death Review", "Overview report: Sarah\nDied in May 2024"]
    for line in ("Independent chair: Margaret Ellwood", "Reference: DARDR-2026-004", "Report completed: June 2026"):
        assert line in lines[3]


def test_pages_turn_for_the_plan_and_every_header_carries_the_marking():
    document = Document(io.BytesIO(overview(report())))
    assert [section.page_width > section.page_height for section in document.sections] == [False, True]
    assert all(section.header.paragraphs[0].text.startswith(MARKING) for section in document.sections)


def test_what_is_absent_is_named_where_it_belongs_and_in_front():
    facts = report(sections=(), findings=(), chronology=(), people=(), chair="", pseudonyms=(), recommendations=())
    told = texts(facts, "NotRecorded")
    for what in ("family involvement", "findings", "chronology", "people this report is about", "recommendations"):
        assert told.count(f"Not yet recorded: {what}.") == 2
    assert "Not yet recorded: independent chair." in told
    assert "Not yet recorded: pseudonym of the person who died." in told
    assert "Not yet recorded: actions." in told
    assert texts(facts, "Heading1")[0] == "What is not yet recorded"
    assert audit("report.docx", overview(facts)) == ()


def test_what_the_caller_knows_to_be_missing_is_named_once():
    told = texts(report(missing=("the tribute", "the tribute")), "NotRecorded")
    assert told == ["Not yet recorded: the tribute."]


def test_a_whole_report_has_no_list_of_gaps():
    assert "What is not yet recorded" not in texts(report())


def test_a_question_nobody_answered_says_so():
    facts = report(findings=(FindingFacts("F1", "1", "Police", "learning", "Seen."),))
    assert texts(facts).count("No finding is recorded for this question.") == 2


def test_empty_cells_are_worded():
    table = Document(io.BytesIO(overview(report()))).tables[0]
    assert [cell.text for cell in table.rows[3].cells][3:] == ["Not recorded", "Not recorded"]


@pytest.mark.parametrize("key", KEYS)
def test_every_key_puts_the_author_s_words_and_title_in_the_report(key):
    facts = report(sections=(SectionFacts(key, "", ("Only words <here> & now.",)),))
    assert texts(facts).count("Only words <here> & now.") == 1


def test_the_author_may_retitle_a_chapter():
    facts = report(sections=(SectionFacts("overview", "What happened", ("Words.",)),))
    assert "What happened" in texts(facts, "Heading1")
    assert "Overview" not in texts(facts, "Heading1")


def test_typed_bullets_become_real_ones():
    facts = report(sections=(SectionFacts("preface", "", ("Her sister wrote:", "• kind", "1. first", "- brave")),))
    assert {"kind", "brave"} <= set(texts(facts, "ListBullet"))
    assert texts(facts, "ListNumber") == ["first"]
    assert audit("report.docx", overview(facts)) == ()


def test_published_report_carries_no_marking_anywhere():
    made = overview(report(marking=""))
    assert MARKING not in "".join(part(made, f"word/{name}.xml") for name in ("document", "header1", "header2"))
    assert audit("report.docx", made) == ()


def test_long_reports_and_hostile_words_pass_the_audit():
    nasty = "{{7*7}} & <b>\x00\ud800 שלום 👩‍👧\n1. one\n- two"
    facts = report(
        sections=tuple(SectionFacts(key, nasty, (nasty, "word " * 2000)) for key in (*KEYS, "own")),
        findings=(FindingFacts(nasty, nasty, nasty, nasty, nasty),),
        lessons=(nasty,),
        contributors=(nasty,),
        recommendations=recommendations(1),
        legal_basis=nasty,
        chair=nasty,
        missing=(nasty,),
    )
    made = overview(facts)
    assert audit("report.docx", made) == ()
    assert "{{7*7}} & <b> שלום 👩‍👧\n1. one\n- two" in texts(facts, "NumberedParagraph")
