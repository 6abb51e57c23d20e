"""Invented facts to try a template on: every style we write in is used, and nobody is named."""

from datetime import date

from darddr.documents.facts import (
    ActionFacts,
    ActionPlanFacts,
    ChronologyRow,
    FindingFacts,
    OverviewFacts,
    PanelMemberFacts,
    PersonFacts,
    QuestionFacts,
    RecommendationFacts,
    SectionFacts,
)

_TEXT = (
    "This is a sample, to show how your documents will look. Nothing in it happened. A paragraph of an ordinary report runs "
    "over several lines, so that the distance between them and the width of the page can be judged."
)
_ACTION = ActionFacts(
    "1.1",
    "Train everybody at the front desk to ask alone.",
    lead_agency="Health board",
    owner_post="Head of safeguarding",
    milestones="First course held",
    target_date="31 March 2027",
    status="In progress",
)
_RECOMMENDATIONS = (
    RecommendationFacts("1", "Ask every patient alone.", "Local", "Nobody asked.", (_ACTION,)),
    RecommendationFacts("2", "Publish guidance on records.", "National"),
)


def sample_report(partnership: str, as_at: date) -> OverviewFacts:
    """A short overview report of an invented review."""
    return OverviewFacts(
        reference="SAMPLE-1",
        display_name="Domestic Homicide Review",
        pseudonyms=("Sarah",),
        marking="OFFICIAL-SENSITIVE",
        partnership=partnership,
        as_at=as_at,
        legal_basis="This is a sample.",
        month_of_death="January 2026",
        chair="The independent chair",
        author="The author",
        completed="March 2027",
        people=(PersonFacts("Sarah", "Person who died", age_band="30 to 39", chosen_by="Family"),),
        panel=(PanelMemberFacts("A panel member", "Health board", "Head of safeguarding"),),
        contributors=("Health board",),
        questions=(QuestionFacts("1", "What was known of abuse?"),),
        findings=(FindingFacts("F1", "1", "Health board", "learning", _TEXT),),
        lessons=("Ask alone.",),
        sections=(SectionFacts("preface", "Preface", (_TEXT, _TEXT)),),
        chronology=(
            ChronologyRow("3 January 2026", "10:15", "Health board", "Seen at the surgery.", "No question asked."),
        ),
        recommendations=_RECOMMENDATIONS,
    )


def sample_plan(partnership: str, as_at: date) -> ActionPlanFacts:
    """A short action plan of an invented review."""
    return ActionPlanFacts(
        reference="SAMPLE-1",
        display_name="Domestic Homicide Review",
        pseudonyms=("Sarah",),
        marking="OFFICIAL-SENSITIVE",
        partnership=partnership,
        as_at=as_at,
        recommendations=_RECOMMENDATIONS,
    )
