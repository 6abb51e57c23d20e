"""Whatever people type, every document open and pass our own audit."""

import io
from dataclasses import fields, replace

from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.documents.action_plan import action_plan
from darddr.documents.audit import audit
from darddr.documents.facts import (
    ActionFacts,
    ChronologyRow,
    FindingFacts,
    PanelMemberFacts,
    PersonFacts,
    QuestionFacts,
    RecommendationFacts,
    SectionFacts,
)
from darddr.documents.overview import KEYS, overview
from darddr.documents.summary import KEYS as SUMMARY_KEYS
from darddr.documents.summary import summary

from .samples import plan, report

PIECES = (
    "", " ", "\x00", "\n", "\t", "•", "• one", "- two", "1. three", "<w:p>", "&", "{{7*7}}", '"', "\ud800", "\ufffe",
    "\u202e", "שלום", "👩‍👧", "https://www.example.org", "Background", "long words " * 30, "%s", "\\o", "%(a)s", "]]>",
)  # fmt: skip
TYPED = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)
SEVERAL = st.lists(TYPED, max_size=3).map(tuple)


def some(kind, **known):
    """Up to three of these facts, every text of them typed by somebody."""
    return st.lists(st.builds(kind, **{name: known.get(name, TYPED) for name in names(kind)}), max_size=3).map(tuple)


def names(kind):
    """Names of the fields of a facts class."""
    return kind._fields if issubclass(kind, tuple) else [field.name for field in fields(kind)]


RECOMMENDATIONS = some(RecommendationFacts, actions=some(ActionFacts))
MARKED = st.sampled_from(["OFFICIAL-SENSITIVE", "Restricted until publication", "Private & personal", ""])


@given(recommendations=RECOMMENDATIONS, marking=MARKED, display_name=TYPED, pseudonyms=SEVERAL)
@settings(deadline=None, max_examples=25)
def test_action_plan(**typed):
    made = action_plan(replace(plan(), **typed))
    assert audit("plan.docx", made) == ()
    assert Document(io.BytesIO(made)).paragraphs


@given(
    recommendations=RECOMMENDATIONS,
    marking=MARKED,
    people=some(PersonFacts),
    panel=some(PanelMemberFacts),
    questions=some(QuestionFacts),
    findings=some(FindingFacts),
    sections=some(SectionFacts, key=st.one_of(st.sampled_from((*KEYS, *SUMMARY_KEYS)), TYPED), paragraphs=SEVERAL),
    chronology=some(ChronologyRow),
    contributors=SEVERAL,
    lessons=SEVERAL,
    missing=SEVERAL,
    pseudonyms=SEVERAL,
    chair=TYPED,
    month_of_death=TYPED,
    legal_basis=TYPED,
)
@settings(deadline=None, max_examples=25)
def test_overview_and_summary(**typed):
    for build in (overview, summary):
        made = build(replace(report(), **typed))
        assert audit("report.docx", made) == ()
        assert Document(io.BytesIO(made)).paragraphs
