"""A report laid out as its review wants it: order, numbering, the summary bound in, glossary and appendices."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document

from darddr.documents.audit import audit
from darddr.documents.chapters import CHAPTERS
from darddr.documents.facts import Layout, OverviewFacts, SectionFacts
from darddr.documents.overview import overview
from darddr.documents.summary import summary
from darddr.vocabulary.layout import Numbering
from tests.unit.documents.samples import report

OWN = (
    SectionFacts("own-1", "Was this death preventable?", ("The panel does not say so.",)),
    SectionFacts(
        "glossary", "", ("MARAC: multi-agency risk assessment conference", "an annual one", "DASH: checklist: long")
    ),
    SectionFacts("appendix-1", "Terms of reference", ("As agreed.",)),
    SectionFacts("appendix-2", "", ("Letters.",)),
)


def laid_out(**layout: object) -> OverviewFacts:
    """A full report with chapters of its own, laid out."""
    facts = report()
    return replace(facts, sections=(*facts.sections, *OWN), layout=Layout(**layout))  # type: ignore[arg-type]


def chapters(data: bytes) -> list[str]:
    """Headings of the first level."""
    return [line.text for line in Document(io.BytesIO(data)).paragraphs if line.style.name == "Heading 1"]


@pytest.mark.parametrize("numbering", [each.value for each in Numbering])
@pytest.mark.parametrize("bound", [True, False])
def test_however_laid_out_it_is_sound(numbering: str, bound: bool) -> None:
    facts = laid_out(numbering=numbering, summary_bound_in=bound, order=("lessons", "own-1"))
    assert audit("report.docx", overview(facts)) == ()
    assert audit("summary.docx", summary(facts)) == ()


def test_chapters_stand_as_ordered_and_the_others_after_what_they_usually_follow() -> None:
    usual = chapters(overview(laid_out()))
    titles = [chapter.title for chapter in CHAPTERS]
    assert [title for title in usual if title in titles] == titles
    assert usual.index("Was this death preventable?") == usual.index("Conclusions") - 1
    assert usual[-4:] == ["Glossary", "Appendix A: action plan", "Appendix B: Terms of reference", "Appendix C"]
    ordered = chapters(overview(laid_out(order=("glossary", "introduction", "own-1", "nonsense", "own-1"))))
    assert ordered[:4] == ["Preface", "Glossary", "Introduction", "Timescales"]
    assert ordered.index("Introduction") < ordered.index("Was this death preventable?")
    assert sorted(ordered) == sorted(usual)
    assert ordered.index("Methodology") == ordered.index("Terms of reference") + 1


def test_the_summary_is_bound_in_as_the_first_chapter() -> None:
    made = overview(laid_out(summary_bound_in=True))
    assert chapters(made)[1:3] == ["Executive summary", "Introduction"]
    assert "Key issues arising from the review" in {line.text for line in Document(io.BytesIO(made)).paragraphs}


def test_a_glossary_is_a_table_in_the_order_of_the_alphabet() -> None:
    made = Document(io.BytesIO(overview(laid_out())))
    found = next(table for table in made.tables if table.cell(0, 0).text == "Term")
    assert [[cell.text for cell in row.cells] for row in found.rows][1:] == [
        ["DASH", "checklist: long"],
        ["MARAC", "multi-agency risk assessment conference an annual one"],
    ]
