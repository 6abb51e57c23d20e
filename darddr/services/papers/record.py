"""What the record holds of one review, opened once and at most once, by pseudonym; every paper is made from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import clock
from darddr.documents.facts import FindingFacts, OverviewFacts, PersonFacts
from darddr.documents.paper import Block, Fields, PaperFacts
from darddr.documents.template import Template
from darddr.models.partnership import Agency, Partnership
from darddr.models.review import Review, ReviewMove
from darddr.models.user import Membership, User
from darddr.policies import Actor
from darddr.services.clocks import deadlines_of
from darddr.services.house_templates import template_for
from darddr.services.memberships import coordinators_of, members_of
from darddr.services.milestones import milestones_of
from darddr.services.people import people_of
from darddr.services.report_facts import day_text, overview_facts
from darddr.services.wording import joined
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import PersonRole
from darddr.vocabulary.roles import ReviewRole

BY_HAND = "To be written in"
"""What stands wherever a person, and not the record, has the answer."""

DECISIONS = ("decide_review", "decide_no_review", "direct")


def to_write(caption: str, *labels: str) -> Fields:
    """Labels with room for somebody's answers."""
    return Fields(caption, tuple((label, BY_HAND) for label in labels), heads=("What we ask", "Your answer"))


def silent(line: str) -> None:
    """Say nothing of how far a long paper has got."""


class Record:
    """One review while a paper is made of it. Nobody's real name is in here but those of officers, chair and panel."""

    def __init__(
        self, session: Session, actor: Actor, review: Review, marking: str, say: Callable[[str], None] = silent
    ) -> None:
        """The record of this review; `say` hears of each file of a pack."""
        self.session, self.actor, self.review, self.marking, self.say = session, actor, review, marking, say
        self.today = clock.today()

    @cached_property
    def template(self) -> Template:
        """What the partnership's documents are written in."""
        return template_for(self.session, self.review.partnership_id)

    def paper(self, title: str, *blocks: Block, closing: str = "", is_titled: bool = True) -> PaperFacts:
        """A paper on this review as at today."""
        return PaperFacts(
            title=title,
            kind=title,
            reference=self.review.reference,
            partnership=self.partnership.name,
            marking=self.marking,
            as_at=self.today,
            blocks=blocks,
            opening=(
                ("Review", self.name),
                ("Reference", self.review.reference),
                ("Partnership", self.partnership.name),
                ("Position at", day_text(self.today)),
            ),
            closing=closing,
            is_titled=is_titled,
            is_captioned=False,
        )

    @cached_property
    def name(self) -> str:
        """What the review is called: its kind and whom it is about, by pseudonym."""
        about = joined(self.victims)
        return f"{self.review.display_name.label}: {about}" if about else self.review.display_name.label

    @cached_property
    def partnership(self) -> Partnership:
        """Whose review it is."""
        return self.session.get_one(Partnership, self.review.partnership_id)

    @cached_property
    def overview(self) -> OverviewFacts:
        """What the reports say of it."""
        return overview_facts(self.session, self.review, self.marking)

    @property
    def victims(self) -> tuple[str, ...]:
        """The pseudonyms of whoever died."""
        return tuple(person.pseudonym for person in self.people if person.role == PersonRole.VICTIM.label)

    @cached_property
    def people(self) -> tuple[PersonFacts, ...]:
        """Everybody the review is about, professionals excepted."""
        return tuple(
            PersonFacts(row.pseudonym or "", row.role.label, row.relation or "", "", row.chosen_by or "")
            for row in people_of(self.session, self.review)
            if row.role is not PersonRole.PROFESSIONAL
        )

    @cached_property
    def dates(self) -> dict[Milestone, date]:
        """The present date of every event."""
        return milestones_of(self.session, self.review)

    def day(self, kind: Milestone) -> str:
        """The day of an event in words, empty where it is not recorded."""
        return day_text(self.dates.get(kind))

    def due(self, name: str) -> str:
        """The day a limit runs out, in words."""
        found = (each.due_on for each in deadlines_of(self.session, self.review) if each.name == name)
        return day_text(next(found, None))

    @cached_property
    def members(self) -> list[tuple[Membership, User, Agency | None]]:
        """Whoever is on the review today."""
        return [row for row in members_of(self.session, self.review) if row[0].is_current(self.today)]

    def named(self, role: ReviewRole) -> str:
        """Whoever holds a role on the review today, as a sentence lists them."""
        return joined([user.name or "" for membership, user, _ in self.members if membership.role == role])

    @property
    def panel(self) -> tuple[tuple[str, str, str], ...]:
        """Name, agency and part of the chair and of every panel member."""
        parts = {ReviewRole.CHAIR.value: "Independent chair", ReviewRole.PANEL.value: "Panel member"}
        return tuple(
            (user.name or "", agency.name if agency else "Independent", parts[membership.role])
            for membership, user, agency in sorted(self.members, key=lambda row: row[0].role != ReviewRole.CHAIR)
            if membership.role in parts
        )

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies that take part, by name; while none does, all of the partnership."""
        taking_part = {agency.name for _, _, agency in self.members if agency is not None}
        if taking_part:
            return tuple(sorted(taking_part))
        listed = select(Agency.name).filter_by(partnership_id=self.review.partnership_id).order_by(Agency.name)
        return tuple(self.session.scalars(listed))

    @cached_property
    def coordinator(self) -> str:
        """Who leads the review for the partnership, else who coordinates."""
        lead = self.session.get(User, self.review.lead_id) if self.review.lead_id else None
        if lead is not None and lead.name:
            return lead.name
        return joined([user.name or "" for user in coordinators_of(self.session, self.review)])

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """Number and words of each question."""
        return tuple((question.number, question.text) for question in self.overview.questions)

    @property
    def findings(self) -> tuple[FindingFacts, ...]:
        """Every finding."""
        return self.overview.findings

    def section(self, key: str) -> str:
        """The author's words for a section of the reports; in an edition for publication as the report prints them, redacted."""
        if self.marking:
            return (self.review.sections or {}).get(key, "")
        return "\n".join(text for part in self.overview.sections if part.key == key for text in part.paragraphs)

    @cached_property
    def decision(self) -> ReviewMove | None:
        """The last move that decided whether there is a review."""
        moves = select(ReviewMove).filter_by(review_id=self.review.id).where(ReviewMove.trigger.in_(DECISIONS))
        return self.session.scalars(moves.order_by(ReviewMove.step.desc()).limit(1)).first()
