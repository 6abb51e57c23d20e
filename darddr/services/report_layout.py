"""How the report of a review is laid out: which chapters in which order, how paragraphs are numbered, where the summary stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from darddr import audit
from darddr.documents.chapters import APPENDIX, CHAPTERS, GLOSSARY
from darddr.documents.facts import Layout
from darddr.documents.summary import OWN_CHAPTERS
from darddr.models.partnership import Partnership
from darddr.models.review import Review
from darddr.policies import Actor, require
from darddr.services.errors import Stale, Unfit
from darddr.services.register import refuse_real_names
from darddr.services.versions import keep_narrative
from darddr.vocabulary.languages import Language, Nation
from darddr.vocabulary.layout import Numbering
from darddr.vocabulary.permissions import Permission

OWN = "own-"
"""What the key of a chapter of the author's own begins with."""
APPENDIX_LINE = "appendix:"
"""How a line begins that names an appendix."""
LONGEST_TITLE = 200
MOST_OWN = 25
"""Chapters and appendices of the author's own; appendices are lettered."""

ORDERED = {chapter.key: chapter.title for chapter in (*CHAPTERS, GLOSSARY)}
"""Chapters whose order a review may choose, with their usual titles."""
SECTIONS = {"preface": "Preface", **ORDERED, **{chapter.key: chapter.title for chapter in OWN_CHAPTERS}}
"""The sections every report has: those of the overview report, then the executive summary's own."""


@dataclass(frozen=True)
class Arranged:
    """What is asked for: one line for each chapter, in order."""

    lines: Sequence[str]
    numbering: Numbering
    summary_bound_in: bool
    name_reason: str = ""
    language: Language | None = None


def layout_of(review: Review) -> Layout:
    """How a review's report is laid out; without a choice as in the template of the 2016 guidance, its summary apart."""
    kept = review.layout or {}
    return Layout(
        tuple(kept.get("order", ())),
        kept.get("numbering", Numbering.CHAPTERS.value),
        bool(kept.get("bound_in")),
        kept.get("language", ""),
    )


def may_be_welsh(session: Session, review: Review) -> bool:
    """Whether the author may write in Welsh: for a partnership in Wales."""
    return session.get_one(Partnership, review.partnership_id).nation == Nation.WALES.value


def own_titles(review: Review) -> dict[str, str]:
    """Titles of the chapters and appendices of the author's own, by key."""
    return dict((review.layout or {}).get("own", {}))


def sections_of(review: Review) -> dict[str, str]:
    """Every section an author writes, by key, with its title."""
    return {**SECTIONS, **own_titles(review)}


def lines_of(review: Review) -> list[str]:
    """The chapters as they stand now, a line each."""
    own, order = own_titles(review), layout_of(review).order
    usual = [key for key in ORDERED if key not in order]
    listed = [*order, *usual] if order else [*usual, *(key for key in own if not key.startswith(APPENDIX))]
    titles = {**ORDERED, **own}
    chapters = [titles[key] for key in listed if key in titles]
    return [*chapters, *(f"Appendix: {title}" for key, title in own.items() if key.startswith(APPENDIX))]


def arrange(session: Session, actor: Actor, review: Review, version: int, asked: Arranged) -> None:
    """Lay the report out. A line that names no chapter yet makes one; what no line names keeps its usual place and its text.

    Raises Unfit for two lines alike or one too long, and for a language outside Wales, Stale, RealNameTyped.
    """
    require(actor, Permission.DOCUMENT_BUILD, review)
    if asked.language is not None and not may_be_welsh(session, review):
        raise Unfit("The language of a report is chosen where the partnership is in Wales.", "language")
    if review.version_id != version:
        raise Stale({"lines": "\n".join(lines_of(review))}, review.version_id)
    refuse_real_names(session, review, *asked.lines, reason=asked.name_reason)
    order, own = _read(asked.lines, own_titles(review))
    layout = {"order": order, "own": own, "numbering": asked.numbering.value, "bound_in": asked.summary_bound_in}
    if asked.language is not None:
        layout["language"] = asked.language.value
    if layout == (review.layout or {}):
        return
    keep_narrative(session, actor.user_id, review, {"layout": "\n".join(lines_of(review))})
    review.layout = layout
    audit.record(session, actor.user_id, audit.Tag.REVIEW_EDITED, review, fields=["layout"])


def _read(lines: Sequence[str], before: dict[str, str]) -> tuple[list[str], dict[str, str]]:
    """The keys of the chapters in order, and every title of the author's own."""
    known = {title.casefold(): key for key, title in {**ORDERED, **before}.items()}
    order: list[str] = []
    own = dict(before)
    for number, line in enumerate((each.strip() for each in lines if each.strip()), 1):
        appended = line.casefold().startswith(APPENDIX_LINE)
        title = line[len(APPENDIX_LINE) :].strip() if appended else line
        if not title or len(title) > LONGEST_TITLE:
            raise Unfit(f"Line {number} is no title of at most {LONGEST_TITLE} characters.", "lines")
        key = known.get(title.casefold())
        if key is None:
            key = _new_key(own, APPENDIX if appended else OWN)
            own[key], known[title.casefold()] = title, key
        if key in order:
            raise Unfit(f"Line {number} names “{title[:60]}” a second time.", "lines")
        order.append(key)
    if len(own) > MOST_OWN:
        raise Unfit(f"There are {len(own)} chapters and appendices of your own, more than {MOST_OWN}.", "lines")
    return [key for key in order if not key.startswith(APPENDIX)], own


def _new_key(own: dict[str, str], kind: str) -> str:
    numbers = [int(key.removeprefix(kind)) for key in own if key.startswith(kind)]
    return f"{kind}{max(numbers, default=0) + 1}"
