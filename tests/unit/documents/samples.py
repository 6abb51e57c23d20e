"""Facts of one invented review, large enough to fill every part of both documents."""

from dataclasses import replace
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

MARKING = "OFFICIAL-SENSITIVE"
AS_AT = date(2026, 6, 4)
CALM = (
    "The panel looked at every contact in the period under review and asked of each what was known, what was shared "
    "and what was done. Records were read beside the accounts of those who wrote them. "
)


def recommendations(actions_each: int = 2) -> tuple[RecommendationFacts, ...]:
    """Three recommendations; each action's text carries a token found nowhere else."""
    return tuple(
        RecommendationFacts(
            number=str(number),
            text=f"Health and housing bodies should agree how a risk known to one reaches the other ({number}).",
            scope=scope,
            lesson="Risk was held in separate records and never seen as a whole.",
            actions=tuple(
                ActionFacts(
                    number=f"{number}.{each}",
                    text=f"Write and test a joint referral form, ACTIONTOKEN{number}X{each}END, with all partners.",
                    lead_agency="Northshire Integrated Care Board",
                    owner_post="Head of Safeguarding",
                    milestones="Draft agreed by the board\nStaff briefed in each team" if each % 2 else "",
                    target_date="31 March 2026",
                    original_target="31 December 2025" if each % 2 else "",
                    completed_on="2 April 2026" if each % 2 else "",
                    outcome="Audit of 40 referrals found the form used in 38." if each % 2 else "",
                    status="" if each % 2 else "In progress",
                    answer="Accepted" if each % 2 else "Accepted in part: only where both bodies hold records.",
                    brag="Blue" if each % 2 else "Amber",
                    why="signed off" if each % 2 else "a milestone is late",
                    measure="" if each % 2 else "Half of referrals reach both bodies within two days.",
                    steps=("Milestone done 3 March 2026: Train the first twenty.",) if each % 2 else (),
                )
                for each in range(1, actions_each + 1)
            ),
        )
        for number, scope in enumerate(("Local", "Regional", "National"), start=1)
    )


def plan(**changes: object) -> ActionPlanFacts:
    """An action plan, with any of its facts changed."""
    facts: dict[str, object] = {
        "reference": "DARDR-2026-004",
        "display_name": "Domestic Abuse Related Death Review",
        "partnership": "Northshire Community Safety Partnership",
        "pseudonyms": ("Sarah",),
        "marking": MARKING,
        "as_at": AS_AT,
        "recommendations": recommendations(),
    }
    return ActionPlanFacts(**{**facts, **changes})  # type: ignore[arg-type]


def short_report(**changes: object) -> OverviewFacts:
    """The facts of an executive summary that lacks nothing."""
    facts = report()
    own = tuple(SectionFacts(key, "", (f"{key.upper()}TOKEN. {CALM}",)) for key in ("summary_chronology", "key_issues"))
    return replace(facts, **{"sections": (*facts.sections, *own), **changes})  # type: ignore[arg-type]


def report(**changes: object) -> OverviewFacts:
    """An overview report that lacks nothing, with any of its facts changed."""
    texts = (
        "timescales", "methodology", "involvement", "independence", "parallel_reviews", "equality", "dissemination",
        "background", "overview", "conclusions",
    )  # fmt: skip
    facts: dict[str, object] = {
        "reference": "DARDR-2026-004",
        "display_name": "Domestic Abuse Related Death Review",
        "legal_basis": "It is held under section 9 of the Domestic Violence, Crime and Victims Act 2004.",
        "partnership": "Northshire Community Safety Partnership",
        "pseudonyms": ("Sarah",),
        "month_of_death": "May 2024",
        "chair": "Margaret Ellwood",
        "author": "Margaret Ellwood",
        "completed": "June 2026",
        "marking": MARKING,
        "as_at": AS_AT,
        "people": (
            PersonFacts("Sarah", "Person who died", "Wife of Tom", "35-44", "Her sister"),
            PersonFacts("Tom", "Perpetrator (convicted)", "Husband of Sarah", "45-54", "The panel"),
            PersonFacts("Child A", "Child", "Child of both", "", ""),
        ),
        "panel": (
            PanelMemberFacts("Margaret Ellwood", "Independent", "Chair and author"),
            PanelMemberFacts("Idris Pell", "Northshire Police", "Detective Superintendent"),
            PanelMemberFacts("Wanda Okoro", "Haven Northshire", "Domestic abuse specialist"),
        ),
        "contributors": ("Northshire Police", "Northshire Integrated Care Board", "Oakvale Borough Council"),
        "questions": tuple(
            QuestionFacts(str(n), text)
            for n, text in enumerate(
                (
                    "What did each agency know of abuse in the relationship, and when?",
                    "Was risk assessed, and was the assessment shared with those who could act on it?",
                    "What stood in the way of asking for help?",
                ),
                start=1,
            )
        ),
        "findings": tuple(
            FindingFacts(
                ref=f"F{n}",
                question=str(n % 4 + 1),
                agency="Northshire Police" if n % 2 else "Oakvale Borough Council",
                kind="Good practice" if n % 3 == 0 else "Learning",
                text=f"FINDINGTOKEN{n}END. " + CALM,
                recorded="March 2026",
            )
            for n in range(1, 9)
        ),
        "lessons": ("Risk was held in separate records and never seen as a whole.", CALM),
        "sections": (
            *(SectionFacts(key, "", (CALM, CALM + CALM)) for key in texts),
            SectionFacts(
                "barriers", "Barriers to asking for help", (CALM, "- Cost of leaving\n", "- Fear for the children")
            ),
        ),
        "chronology": tuple(
            ChronologyRow("3 March 2023", "" if n % 3 else "14:20", "Northshire Police", CALM, "Notes made and shared.")
            for n in range(18)
        ),
        "recommendations": recommendations(),
    }
    return OverviewFacts(**{**facts, **changes})  # type: ignore[arg-type]
