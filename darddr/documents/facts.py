"""What the documents are made from: frozen, plain data, opened and chosen by the caller.

Every text is ready to print (dates in words, names already pseudonyms). An empty string means "not recorded", and the
document says so in a visible sentence. `marking` is empty only in a published document.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True)
class ActionFacts:
    """One action of a plan; dates as they are to be read, `status` in the reader's words.

    `answer` is what its agency answered, in words; `brag` the colour of its standing and `why` the reason; `steps` its milestones of
    today, each a whole line, while `milestones` are those a file printed.
    """

    number: str
    text: str
    lead_agency: str = ""
    owner_post: str = ""
    milestones: str = ""
    target_date: str = ""
    original_target: str = ""
    completed_on: str = ""
    outcome: str = ""
    status: str = ""
    answer: str = ""
    brag: str = ""
    why: str = ""
    measure: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecommendationFacts:
    """One recommendation with the actions that carry it out; `lesson` is the learning it follows from."""

    number: str
    text: str
    scope: str = ""
    lesson: str = ""
    actions: tuple[ActionFacts, ...] = ()


@dataclass(frozen=True)
class ActionPlanFacts:
    """An action plan of one review, or of a partnership, as it stood on `as_at`."""

    reference: str
    display_name: str
    partnership: str
    pseudonyms: tuple[str, ...]
    marking: str
    as_at: date
    recommendations: tuple[RecommendationFacts, ...] = ()


@dataclass(frozen=True)
class PersonFacts:
    """One person the review is about, by pseudonym; `chosen_by` says who chose it."""

    pseudonym: str
    role: str
    relationship: str = ""
    age_band: str = ""
    chosen_by: str = ""


@dataclass(frozen=True)
class PanelMemberFacts:
    """One member of the panel, who is named in the report."""

    name: str
    agency: str
    role: str = ""


@dataclass(frozen=True)
class QuestionFacts:
    """One numbered question of the terms of reference."""

    number: str
    text: str


@dataclass(frozen=True)
class FindingFacts:
    """One finding; `question` is the number of the question it answers, `kind` is "learning" or "good practice"."""

    ref: str
    question: str
    agency: str
    kind: str
    text: str
    recorded: str = ""


@dataclass(frozen=True)
class SectionFacts:
    """The author's text for one section; `key` is one of `overview.KEYS`, any other key makes a section of its own."""

    key: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """How a review lays its report out. `order` lists keys of chapters, the author's own among them; what it leaves out keeps
    its usual place. `numbering` is a word of `vocabulary.layout.Numbering`. `language` is that of the author's own words, where it has
    been chosen; then a paragraph may name another (`[cy]`, `[en]`).
    """

    order: tuple[str, ...] = ()
    numbering: str = "chapters"
    summary_bound_in: bool = False
    language: str = ""


class ChronologyRow(NamedTuple):
    """One contact or event of the combined chronology."""

    date: str
    time: str
    agency: str
    event: str
    response: str


@dataclass(frozen=True)
class OverviewFacts:
    """Everything an overview report says; `missing` names what the caller knows to be absent."""

    reference: str
    display_name: str
    legal_basis: str
    partnership: str
    pseudonyms: tuple[str, ...]
    month_of_death: str
    chair: str
    author: str
    completed: str
    marking: str
    as_at: date
    people: tuple[PersonFacts, ...] = ()
    panel: tuple[PanelMemberFacts, ...] = ()
    contributors: tuple[str, ...] = ()
    questions: tuple[QuestionFacts, ...] = ()
    findings: tuple[FindingFacts, ...] = ()
    lessons: tuple[str, ...] = ()
    sections: tuple[SectionFacts, ...] = ()
    chronology: tuple[ChronologyRow, ...] = ()
    involvement: tuple[str, ...] = ()
    parallel: tuple[str, ...] = ()
    recommendations: tuple[RecommendationFacts, ...] = ()
    missing: tuple[str, ...] = ()
    layout: Layout = Layout()
