import re

import pytest

from darddr.documents.audit import audit
from darddr.documents.chapters import CHAPTERS as OVERVIEW_CHAPTERS
from darddr.documents.facts import SectionFacts
from darddr.documents.overview import overview
from darddr.documents.summary import CHAPTERS, KEYS, summary

from .samples import CALM, MARKING, report, short_report
from .word import paragraphs, part

ORDER = [
    "The review process",
    "Confidentiality",
    "Contributors to the review",
    "Review panel members",
    "Author of the overview report",
    "Terms of reference",
    "Summary of what happened",
    "Key issues arising from the review",
    "Conclusions",
    "Lessons to be learnt",
    "Recommendations",
]


def texts(facts, *styles):
    """Texts of the paragraphs in these styles, or of all."""
    return [text for style, text in paragraphs(summary(facts)) if not styles or style in styles]


def test_chapters_stand_in_the_order_of_the_guidance():
    assert texts(short_report(), "Heading1") == ORDER


def test_the_audit_finds_nothing():
    assert audit("summary.docx", summary(short_report())) == ()


def test_it_says_by_itself_that_it_is_a_summary():
    lines = texts(short_report())
    assert lines[:3] == [MARKING, "Domestic Abuse Related Death Review", "Executive summary: Sarah\nDied in May 2024"]
    assert "Executive summary: DARDR-2026-004" in part(summary(short_report()), "docProps/core.xml")


def test_chronology_actions_and_other_chapters_stay_in_the_overview_report():
    everything = part(summary(short_report()))
    assert "3 March 2023" not in everything
    assert "ACTIONTOKEN" not in everything
    assert "Barriers to asking for help" not in everything
    assert "What did each agency know of abuse in the relationship, and when?" in everything


def test_the_authors_key_issues_stand_in_place_of_the_findings():
    everything = "\n".join(texts(short_report()))
    assert everything.count("KEY_ISSUESTOKEN") == 1
    assert everything.count("SUMMARY_CHRONOLOGYTOKEN") == 1
    assert "FINDINGTOKEN" not in everything


def test_without_key_issues_each_finding_is_said_once():
    facts = report()
    found = re.findall(r"FINDINGTOKEN\d+END", "\n".join(texts(facts)))
    assert len(found) == len(set(found)) == 8
    assert texts(facts, "ListBullet")[3].endswith("(Northshire Police, learning)")
    assert audit("summary.docx", summary(facts)) == ()


def test_every_recommendation_is_said_once_with_its_reach():
    leads = [text for text in texts(short_report(), "NumberedParagraph") if text.startswith("Recommendation ")]
    assert [text.split(".")[0] for text in leads] == [
        "Recommendation 1 (local)",
        "Recommendation 2 (regional)",
        "Recommendation 3 (national)",
    ]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.key)
def test_what_is_absent_is_named_where_it_belongs_and_in_front(chapter):
    nothing = dict.fromkeys(("sections", "people", "panel", "contributors", "questions", "findings", "lessons"), ())
    facts = short_report(**nothing, recommendations=())
    told = texts(facts, "NotRecorded")
    assert told.count(f"Not yet recorded: {chapter.what}.") == 2
    assert texts(facts, "Heading1")[0] == "What is not yet recorded"


def test_only_what_a_summary_holds_is_called_missing():
    told = texts(short_report(chronology=(), sections=()), "NotRecorded")
    assert not any("chronology" in text or "methodology" in text for text in told)
    assert "Not yet recorded: summary of what happened." in told


def test_a_whole_summary_has_no_list_of_gaps():
    assert texts(short_report(), "NotRecorded") == []


def test_a_published_summary_carries_no_marking_anywhere():
    made = summary(short_report(marking=""))
    assert MARKING not in "".join(part(made, f"word/{name}.xml") for name in ("document", "header1"))
    assert audit("summary.docx", made) == ()


def test_the_same_facts_give_the_same_bytes():
    assert summary(short_report()) == summary(short_report())


@pytest.mark.parametrize("key", KEYS)
def test_the_summarys_own_sections_make_no_chapter_in_the_overview_report(key):
    facts = report(sections=(SectionFacts(key, "", ("Only here.",)),))
    assert "Only here." in texts(facts)
    assert "Only here." not in part(overview(facts))
    assert CALM not in part(overview(report(sections=(), findings=(), lessons=(), chronology=())))
    assert not set(KEYS) & {chapter.key for chapter in OVERVIEW_CHAPTERS}
