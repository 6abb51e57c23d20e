"""From the values of a URL to the subject of a view; None where there is none."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from darddr.models.action import Action
from darddr.models.action_milestone import ActionMilestone
from darddr.models.clock_setting import ClosedDay, ReviewRule
from darddr.models.closure import LegalHold
from darddr.models.document import Document
from darddr.models.evidence_file import EvidenceFile
from darddr.models.family import FamilyContact, FamilyEntry, FamilyTribute
from darddr.models.finding import Finding
from darddr.models.hold import Hold
from darddr.models.home_office import HomeOfficeRound, LetterPoint
from darddr.models.leak_allowance import LeakAllowance
from darddr.models.linked_process import LinkedProcess
from darddr.models.meeting import Meeting
from darddr.models.partnership import Agency, Partnership
from darddr.models.person import Person
from darddr.models.plan import Plan, Recommendation
from darddr.models.redaction import Redaction
from darddr.models.register_entry import RegisterEntry
from darddr.models.release import Release
from darddr.models.review import Question, Review
from darddr.models.subject import Place
from darddr.models.user import Membership

Row = TypeVar("Row")


class Under(NamedTuple, Generic[Row]):
    """A row under an action, guarded as its action is: whoever owns or approves that may come to it."""

    action: Action
    row: Row

    @property
    def partnership_id(self) -> UUID:
        """The action's partnership."""
        return self.action.partnership_id

    @property
    def review_id(self) -> UUID | None:
        """The action's review, if any."""
        return self.action.review_id

    @property
    def owner_id(self) -> UUID | None:
        """Who owns the action."""
        return self.action.owner_id

    @property
    def lead_agency_id(self) -> UUID | None:
        """The agency that leads the action."""
        return self.action.lead_agency_id


def review(session: Session, review_id: UUID) -> Review | None:
    """A review."""
    return session.get(Review, review_id)


def person(session: Session, person_id: UUID) -> Person | None:
    """A person of a review."""
    return session.get(Person, person_id)


def question(session: Session, question_id: UUID) -> Question | None:
    """A question of a review's terms of reference."""
    return session.get(Question, question_id)


def finding(session: Session, finding_id: UUID) -> Finding | None:
    """A finding."""
    return session.get(Finding, finding_id)


def membership(session: Session, membership_id: UUID) -> Membership | None:
    """A membership."""
    return session.get(Membership, membership_id)


def review_membership(session: Session, membership_id: UUID) -> Membership | None:
    """A membership of a review."""
    found = session.get(Membership, membership_id)
    return found if found is not None and found.review_id is not None else None


def plan(session: Session, plan_id: UUID) -> Plan | None:
    """A plan."""
    return session.get(Plan, plan_id)


def recommendation(session: Session, recommendation_id: UUID) -> Recommendation | None:
    """A recommendation."""
    return session.get(Recommendation, recommendation_id)


def action(session: Session, action_id: UUID) -> Action | None:
    """An action."""
    return session.get(Action, action_id)


def action_milestone(session: Session, milestone_id: UUID) -> Under[ActionMilestone] | None:
    """A milestone of an action."""
    found = session.get(ActionMilestone, milestone_id)
    return Under(session.get_one(Action, found.action_id), found) if found is not None else None


def evidence_file(session: Session, file_id: UUID) -> Under[EvidenceFile] | None:
    """A file under an action."""
    found = session.get(EvidenceFile, file_id)
    return Under(session.get_one(Action, found.action_id), found) if found is not None else None


def document(session: Session, document_id: UUID) -> Document | None:
    """A built file."""
    return session.get(Document, document_id)


def register_entry(session: Session, entry_id: UUID) -> RegisterEntry | None:
    """A line of a review's register."""
    return session.get(RegisterEntry, entry_id)


def leak_allowance(session: Session, allowance_id: UUID) -> LeakAllowance | None:
    """A hit that may stay."""
    return session.get(LeakAllowance, allowance_id)


def redaction(session: Session, redaction_id: UUID) -> Redaction | None:
    """A passage marked for redaction."""
    return session.get(Redaction, redaction_id)


def hold(session: Session, hold_id: UUID) -> Hold | None:
    """A hold on a review."""
    return session.get(Hold, hold_id)


def closed_day(session: Session, day_id: UUID) -> ClosedDay | None:
    """A day on which a partnership does not work."""
    return session.get(ClosedDay, day_id)


def review_rule(session: Session, rule_id: UUID) -> ReviewRule | None:
    """A rule for a partnership's new reviews."""
    return session.get(ReviewRule, rule_id)


def home_office_round(session: Session, round_id: UUID) -> HomeOfficeRound | None:
    """A round with the Home Office."""
    return session.get(HomeOfficeRound, round_id)


def letter_point(session: Session, point_id: UUID) -> LetterPoint | None:
    """A point of a Home Office letter."""
    return session.get(LetterPoint, point_id)


def release(session: Session, release_id: UUID) -> Release | None:
    """An edition in the register of what was published."""
    return session.get(Release, release_id)


def legal_hold(session: Session, legal_hold_id: UUID) -> LegalHold | None:
    """A legal hold on a review."""
    return session.get(LegalHold, legal_hold_id)


def family_contact(session: Session, contact_id: UUID) -> FamilyContact | None:
    """A contact of a family."""
    return session.get(FamilyContact, contact_id)


def family_entry(session: Session, family_entry_id: UUID) -> FamilyEntry | None:
    """An entry of what happened with a family."""
    return session.get(FamilyEntry, family_entry_id)


def family_tribute(session: Session, tribute_id: UUID) -> FamilyTribute | None:
    """A tribute or photograph."""
    return session.get(FamilyTribute, tribute_id)


def linked_process(session: Session, process_id: UUID) -> LinkedProcess | None:
    """A process linked with a review."""
    return session.get(LinkedProcess, process_id)


def agency(session: Session, agency_id: UUID) -> Agency | None:
    """An agency of a partnership."""
    return session.get(Agency, agency_id)


def meeting(session: Session, meeting_id: UUID) -> Meeting | None:
    """A meeting of an executive."""
    return session.get(Meeting, meeting_id)


def partnership(session: Session, partnership_id: UUID) -> Place | None:
    """A partnership, as the place that its permissions are asked about."""
    found = session.get(Partnership, partnership_id)
    return Place(found.id) if found is not None else None
