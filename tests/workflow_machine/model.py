"""What ought to be so, in plain Python: people and what they hold, reviews, actions, texts, and how long each log is.

It asks neither the policies nor the tables of the program. Moves come from the reviewed copy, rights from the words of the roles.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from darddr import clock
from tests.workflow_machine.table import MAY, Row, rows_of

WORKS_ON = {"coordinator", "chair", "author", "panel"}
FOLLOWS = WORKS_ON | {"executive", "executive_chair"}
LEADS = {"coordinator", "chair"}
DRAFTS = LEADS | {"author"}
DECIDES = {"coordinator", "executive_chair"}

FINDINGS_OPEN = {"commissioning", "gathering", "analysis", "drafting", "consultation", "amending", "resubmitting"}
UNDER_WAY = {
    "commissioning",
    "gathering",
    "analysis",
    "drafting",
    "consultation",
    "sign_off",
    "with_home_office",
    "amending",
    "resubmitting",
}
ENDED = {"no_review_closed", "transferred", "closed"}
ACTION_ENDED = {"rejected", "signed_off", "not_implemented", "superseded"}

RECORDS = {
    "decide_review": "decided",
    "decide_no_review": "decided",
    "circulate_draft": "draft_circulated",
    "request_sign_off": "panel_final",
    "approve": "executive_approved",
    "publish": "published",
    "close": "closed",
    "reconsider": "decision_reopened",
    "reopen_notified": "decision_reopened",
    "reopen_deciding": "decision_reopened",
    "reopen_analysis": "review_reopened",
}
"""Moves that are dated events themselves."""

LEFT_BEHIND = {"decision_reopened": "decided", "review_reopened": "submitted"}
"""Events that a move alone records, each with what was done before it."""

AFTER = {
    "acknowledged": "notice_received",
    "decided": "notice_received",
    "submitted": "decided",
    "letter_received": "submitted",
}
"""What cannot have happened before another."""


def today() -> date:
    return clock.today()


@dataclass
class Held:
    """A role somebody has or had, in a partnership or on a review."""

    who: str
    place: str
    role: str
    started: date
    ended: date | None = None
    agency: bool = False

    @property
    def counts(self) -> bool:
        """Whether it counts today."""
        return self.started <= today() and (self.ended is None or today() < self.ended)

    @property
    def will_count(self) -> bool:
        """Whether it counts today or later."""
        return self.ended is None or today() < self.ended


@dataclass
class Words:
    """A text with all its earlier wordings, oldest first."""

    text: str
    saves: int = 1
    earlier: list[str] = field(default_factory=list)

    def reword(self, text: str) -> bool:
        """Put another text; whether it differs."""
        if text == self.text:
            return False
        self.earlier.append(self.text)
        self.text = text
        return True


@dataclass
class Finding(Words):
    by: str = ""
    agreed: bool = False


@dataclass
class Action(Words):
    """An action: where it stands, who owns it, who entered what."""

    recommendation: str = ""
    state: str = "proposed"
    owner: str | None = None
    has_owner: bool = False
    has_date: bool = False
    evidence: set[str] = field(default_factory=set)
    completed_by: set[str] = field(default_factory=set)
    last: tuple[str, str, str] | None = None

    @property
    def is_open(self) -> bool:
        return self.state not in ACTION_ENDED


@dataclass
class Review:
    """A review: where it stands, its dated events, and what is written in it by id."""

    place: str
    state: str
    events: dict[str, date] = field(default_factory=dict)
    waived: set[str] = field(default_factory=set)
    opened: dict[str, list[date]] = field(default_factory=dict)
    last: tuple[str, str, str] | None = None
    moves: int = 0
    questions: dict[str, Words] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    removed: dict[str, Finding] = field(default_factory=dict)
    recommendations: dict[str, Words] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    drafts: int = 0
    rounds: int = 0
    outcome: str | None = None
    open_points: int = 0
    prepared: bool = False
    approved_by: str | None = None
    agreed_date: date | None = None

    def sends_again(self, kind: str, day: date) -> bool:
        """Whether the report goes to the Home Office once more after a letter that the executive has answered."""
        letter, approved = self.events.get("letter_received"), self.events.get("executive_approved")
        return kind == "submitted" and bool(letter and approved) and letter <= approved <= day and letter < day

    def happened(self, kind: str, day: date) -> None:
        """Keep a dated event; a report sent again waits for another letter."""
        if self.sends_again(kind, day):
            self.events.pop("letter_received")
        self.events[kind] = day

    def opened_again(self, event: str) -> None:
        """Keep the day of an opening, and the one it takes the place of."""
        self.opened.setdefault(event, []).append(self.events.get(event) or date.min)

    def taken_back(self) -> None:
        """A corrected move that had opened the review again: the opening before it stands."""
        event = RECORDS.get(self.last[0], "") if self.last else ""
        if event in LEFT_BEHIND:
            self.events.pop(event, None)
            before = self.opened[event].pop()
            if before != date.min:
                self.events[event] = before

    @property
    def is_sent(self) -> bool:
        """Whether the report was sent since the review was last opened again."""
        sent, opened = self.events.get("submitted"), self.events.get("review_reopened")
        return sent is not None and not (opened is not None and sent <= opened)

    def day_fits(self, kind: str, day: date) -> bool:
        """Whether an event can have happened on a day."""
        if self.sends_again(kind, day):
            return day <= today() and day >= self.events.get("decided", day)
        if day > today() or (kind in AFTER and AFTER[kind] in self.events and day < self.events[AFTER[kind]]):
            return False
        left = self.events.get(LEFT_BEHIND.get(kind, ""))
        if left is not None and day < left and not left > self.events.get(kind, left):
            return False
        return all(
            not (first == kind and later in self.events and self.events[later] < day) for later, first in AFTER.items()
        )


@dataclass
class Model:
    """Everything that ought to be so."""

    reviews: dict[str, Review] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    excluded: set[tuple[str, str]] = field(default_factory=set)
    suspended: set[str] = field(default_factory=set)
    entries: dict[str, int] = field(default_factory=dict)

    def wears(self, who: str, name: str, action: Action | None = None) -> set[str]:
        """What somebody is to a review today, or to one action of it; nothing, where they are kept out."""
        if (who, name) in self.excluded:
            return set()
        places = {name, self.reviews[name].place}
        hats = {held.role for held in self.held if held.who == who and held.place in places and held.counts}
        hats.discard("agency_approver")
        if action is not None and action.owner == who:
            hats.add("owner")
        if any(h.who == who and h.place == name and h.role == "agency_approver" and h.counts for h in self.held):
            hats.add("approver")
        return hats

    def holds_in(self, who: str, place: str, role: str) -> bool:
        """Whether somebody holds a role in a partnership today."""
        return any((h.who, h.place, h.role) == (who, place, role) and h.counts for h in self.held)

    def on(self, name: str, role: str) -> int:
        """How many hold a role on a review today."""
        return len([held for held in self.held if held.place == name and held.role == role and held.counts])

    def row(self, table: str, state: str, trigger: str, last: tuple[str, str, str] | None) -> Row | None:
        """The move of a trigger, if there is one; a correction goes back where the last move came from, once."""
        for row in rows_of(table):
            undoes = trigger != "correct" or (last is not None and last[0] != "correct" and last[1] == row.dest)
            if (row.source, row.trigger) == (state, trigger) and undoes:
                return row
        return None

    def may_move(self, table: str, trigger: str, hats: set[str]) -> bool:
        """Whether somebody wearing these may make a move."""
        return bool(MAY[table][trigger] & hats)

    def lacks(self, who: str, name: str, row: Row, reason: str, behalf: str) -> set[str]:
        """What a move of a review still lacks."""
        review, hats = self.reviews[name], self.wears(who, name)
        open_actions = [action for action in review.actions.values() if action.is_open]
        acted_on = {action.recommendation for action in review.actions.values()}
        holds = {
            "has_reason": bool(reason),
            "decision_is_owned": "executive_chair" in hats or bool(behalf),
            "second_person": review.last is None or review.last[2] != who,
            "has_victim": True,
            "has_source": True,
            "has_chair": self.on(name, "chair") > 0,
            "has_panel": self.on(name, "panel") > 1,
            "has_questions": bool(review.questions),
            "has_findings": bool(review.findings),
            "findings_are_agreed": all(finding.agreed for finding in review.findings.values()),
            "draft_is_built": review.drafts > 0,
            "has_recommendations": bool(review.recommendations),
            "recommendations_have_actions": set(review.recommendations) <= acted_on,
            "actions_have_owner_and_date": all(action.has_owner and action.has_date for action in open_actions),
            "points_are_answered": review.open_points == 0,
            "letter_asks_amendments": review.outcome == "amend",
            "letter_asks_resubmission": review.outcome == "resubmit",
            "letter_clears": review.outcome == "publish",
            "publication_is_decided": review.approved_by is not None,
            "withholding_has_reason": True,
            "report_names_nobody": review.prepared,
            "linked_processes_let_publish": True,
            "two_people_release": review.approved_by is None or review.approved_by != who,
            "actions_have_ended": not open_actions,
        }
        met = {need for need, is_so in holds.items() if is_so} | set(review.events)
        return {need for need in row.needs if need not in met and not (need in review.waived and row.may_waive(need))}

    def action_lacks(self, who: str, action: Action, row: Row, reason: str) -> set[str]:
        """What a move of an action still lacks."""
        holds = {
            "has_reason": bool(reason),
            "second_person": action.last is None or action.last[2] != who,
            "decision_is_owned": True,
            "says_which_part": True,
            "action_has_group": True,
            "action_has_owner": action.has_owner,
            "action_has_evidence": bool(action.evidence),
            "signed_off_by_another": who not in {action.owner, *action.evidence, *action.completed_by},
        }
        return {need for need in row.needs if not holds[need]}

    def readable(self, who: str) -> set[str]:
        """The reviews whose content somebody may read."""
        return {name for name in self.reviews if self.wears(who, name) & WORKS_ON}

    def followed(self, who: str) -> set[str]:
        """The reviews whose progress somebody may follow."""
        return {name for name in self.reviews if self.wears(who, name) & FOLLOWS}

    def actions_of(self, who: str) -> set[str]:
        """The actions somebody may read."""
        return {
            key
            for name, review in self.reviews.items()
            for key, action in review.actions.items()
            if self.wears(who, name, action) & (FOLLOWS | {"owner", "approver"})
        }


DAY = timedelta(days=1)
