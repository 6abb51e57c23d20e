"""What the conditions may know: plain values, so that the tables are tested without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from darddr.vocabulary.home_office import LetterOutcome
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PublicationKind
from darddr.workflow.states import ActionState, ReviewState


@dataclass(frozen=True)
class ReviewFacts:
    """A review as its moves see it: counts, dates, and who did the last thing. No text of the review is in here.

    `letter_outcome` is what the letter of the latest round with the Home Office decides, None until it is logged.
    """

    milestones: Mapping[Milestone, date] = field(default_factory=dict)
    victims: int = 0
    has_source: bool = False
    has_chair: bool = False
    panel_members: int = 0
    questions: int = 0
    findings: int = 0
    findings_not_agreed: int = 0
    recommendations: int = 0
    recommendations_without_action: int = 0
    actions_without_owner_or_date: int = 0
    open_actions: int = 0
    draft_built: bool = False
    open_points: int = 0
    letter_outcome: LetterOutcome | None = None
    publication: PublicationKind | None = None
    publication_approved_by: UUID | None = None
    publication_has_reason: bool = False
    release_ready: bool = False
    processes_holding: int = 0
    came_from: ReviewState | None = None
    last_moved_by: UUID | None = None
    waived: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ActionFacts:
    """An action as its moves see it. `entered_by` are those who entered its completion, for themselves or for somebody else,
    or its agreement for somebody else. An action of a review `has_group` without one: its review's partnership answers for it.
    """

    has_owner: bool = False
    has_target_date: bool = False
    has_evidence: bool = False
    has_group: bool = False
    owner_id: UUID | None = None
    entered_by: frozenset[UUID] = frozenset()
    came_from: ActionState | None = None
    last_moved_by: UUID | None = None
    waived: frozenset[str] = frozenset()
