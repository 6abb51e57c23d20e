"""The figures of a view counted in plain Python over raw rows, for `make recount`."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.models.action_milestone import ActionMilestone
from darddr.models.finding import Change
from darddr.models.plan import Recommendation
from darddr.models.review import Review, ReviewMilestone, ReviewMove
from darddr.services import figure_tables, figure_trend
from darddr.services.figure_views import COLUMNS, View, Waits
from darddr.services.figures import FIGURES
from darddr.services.progress import Age
from darddr.services.standing import standing_of
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.standing import Brag
from darddr.workflow.states import ActionState


@dataclass
class Raw:
    """The rows of one partnership as they lie in the database."""

    actions: list[Any]
    reviews: list[Any]
    themes: dict[UUID, tuple[Any, Any]]
    action_moves: dict[UUID, list[Any]]
    review_moves: dict[UUID, list[Any]]
    notices: dict[UUID, date]
    updates: dict[UUID, list[Any]]
    milestones: dict[UUID, list[Any]]
    changes: dict[UUID, list[tuple[datetime, dict[str, str]]]]

    @classmethod
    def read(cls, session: Session, partnership_id: UUID) -> Raw:
        """Everything that figures are counted from, without a condition but the partnership."""

        def rows(model: Any) -> list[Any]:
            table = model.__table__
            return list(session.execute(sa.select(table).where(table.c.partnership_id == partnership_id)))

        def by(found: list[Any], key: str, order: str = "step") -> dict[UUID, list[Any]]:
            grouped: dict[UUID, list[Any]] = defaultdict(list)
            for row in sorted(found, key=lambda row: getattr(row, order)):
                grouped[getattr(row, key)].append(row)
            return grouped

        changes = defaultdict(list)
        kept = session.scalars(sa.select(Change).filter_by(partnership_id=partnership_id, subject_table="actions"))
        for row in sorted(kept, key=lambda row: row.recorded_at):
            changes[row.subject_id].append((row.recorded_at, row.learning_before or {}))
        return cls(
            rows(Action),
            rows(Review),
            {row.id: (row.theme, row.scope_tier) for row in rows(Recommendation)},
            by(rows(ActionMove), "action_id"),
            by(rows(ReviewMove), "review_id"),
            {
                row.review_id: row.happened_on
                for row in rows(ReviewMilestone)
                if row.kind == Milestone.NOTICE_RECEIVED and not row.replaced
            },
            by(rows(ActionUpdate), "action_id", "recorded_at"),
            by(rows(ActionMilestone), "action_id", "position"),
            changes,
        )


class Count:
    """The figures of one view, counted by hand."""

    def __init__(self, raw: Raw, view: View) -> None:
        self.raw, self.view, self.day = raw, view, view.day

    def state(self, row: Any, moves: dict[UUID, list[Any]], day: date) -> Any:
        """Where it stood at the end of a day."""
        if day >= clock.today():
            return row.state
        own = moves.get(row.id, [])
        by_then = [move.dest for move in own if move.happened_on <= day]
        since = [move.source for move in own if move.happened_on > day]
        return (by_then[-1:] or since[:1] or [row.state])[0]

    def was_there(self, row: Any, day: date) -> bool:
        """Whether an action was kept, or had moved, by the end of a day."""
        if day >= clock.today() or any(move.happened_on <= day for move in self.raw.action_moves.get(row.id, [])):
            return True
        return entered(row) <= day

    def review_was_there(self, row: Any, day: date) -> bool:
        """Whether notice of a review had come by a day."""
        return day >= clock.today() or self.raw.notices.get(row.id, entered(row)) <= day

    def shared(self, row: Any, name: str) -> Any:
        """What an action is counted under."""
        if name in ("theme", "scope"):
            return self.raw.themes[row.recommendation_id][name == "scope"]
        column = {"agency": "lead_agency_id", "group": "group_id", "review": "review_id", "priority": "priority_id"}
        return getattr(row, column[name])

    def then(self, row: Any) -> Any:
        """An action as it was at the end of the day: each change since taken back, the latest first."""
        was = SimpleNamespace(**row._asdict())
        if self.day >= clock.today():
            return was
        for recorded_at, before in reversed(self.raw.changes.get(row.id, [])):
            if recorded_at.astimezone(clock.LONDON).date() > self.day:
                _take_back(was, before)
        was.slips = max(0, was.slips)
        was.concern = self.concern(row)
        steps = [step for step in self.raw.milestones.get(row.id, []) if entered(step) <= self.day]
        was.milestone_due_on = min(
            (step.due_on for step in steps if step.done_on is None or step.done_on > self.day), default=None
        )
        return was

    def concern(self, row: Any) -> Any:
        """How the last update by the day saw an action, unless it was complete or ended afterwards."""
        told = [
            update
            for update in self.raw.updates.get(row.id, [])
            if update.happened_on <= self.day and update.kind != UpdateKind.DATE_MOVED
        ]
        if not told:
            return None
        over = any(
            move.happened_on <= self.day
            and move.recorded_at > told[-1].recorded_at
            and (move.dest.is_end or move.dest == ActionState.OWNER_COMPLETE)
            for move in self.raw.action_moves.get(row.id, [])
        )
        return None if over else told[-1].kind

    def brag(self, row: Any) -> Brag:
        """Its colour by the rule in Python, `row` being as it was on the day."""
        return standing_of(
            SimpleNamespace(**{**vars(row), "state": self.state(row, self.raw.action_moves, self.day)}), self.day
        ).brag

    def is_cut_in(self, row: Any) -> bool:
        """Whether an action is among those that the view is cut to."""
        cut = self.view.cut
        for name in COLUMNS:
            wanted = None if name in cut.missing else getattr(cut, name)
            if (wanted is not None or name in cut.missing) and self.shared(row, name) != wanted:
                return False
        if cut.waits is not None and self.waits(row) != cut.waits:
            return False
        if cut.brag is not None and self.brag(row) != cut.brag:
            return False
        return cut.age is None or (row.due_on is not None and self.age(row) == cut.age)

    def waits(self, row: Any) -> Waits:
        """For whom an action waits."""
        state = self.state(row, self.raw.action_moves, self.day)
        if state == ActionState.PROPOSED:
            return Waits.AGENCY
        if state == ActionState.OWNER_COMPLETE:
            return Waits.EXECUTIVE
        return Waits.OWNER if row.has_owner else Waits.NOBODY

    def age(self, row: Any) -> Age:
        """How late an action is."""
        late = (self.day - row.due_on).days
        return (
            Age.LATE_30 if late <= 30 else Age.LATE_90 if late <= 90 else Age.LATE_365 if late <= 365 else Age.LATE_LONG
        )

    def counts(self, row: Any, key: str, day: date) -> bool:
        """Whether a figure counts an action as at a day."""
        state = self.state(row, self.raw.action_moves, day)
        late = row.due_on is not None and row.due_on < day
        soon = row.due_on is not None and day <= row.due_on < day + timedelta(days=28)
        return {
            "open": not state.is_end,
            "overdue": not state.is_end and late,
            "soon": not state.is_end and soon,
            "awaiting": state == ActionState.OWNER_COMPLETE,
            "signed_off": state == ActionState.SIGNED_OFF,
            "not_implemented": state == ActionState.NOT_IMPLEMENTED,
        }[key]

    def there(self) -> list[Any]:
        """The actions of the view."""
        found = [self.then(row) for row in self.raw.actions if self.was_there(row, self.day)]
        return [row for row in found if self.is_cut_in(row)]

    def listed(self, key: str) -> set[UUID]:
        """The rows a figure counts."""
        figure = FIGURES[key]
        if figure.of == "actions":
            return {row.id for row in self.there() if self.counts(row, key, self.day)}
        cut = self.view.cut.review
        return {
            row.id
            for row in self.raw.reviews
            if cut in (None, row.id)
            and self.review_was_there(row, self.day)
            and self.state(row, self.raw.review_moves, self.day) in figure.states
        }

    def grouped(self, by: str) -> dict[Any, Counter[str]]:
        """Counts by what actions share."""
        found: dict[Any, Counter[str]] = defaultdict(Counter)
        for row in self.there():
            own = found[self.shared(row, by)]
            own.update(figure.key for figure in figure_tables.GROUPED if self.counts(row, figure.key, self.day))
            own[self.brag(row).value] += 1
        return found

    def trend(self) -> list[tuple[int, int, int]]:
        """Opened, ended and overdue in each quarter."""
        today = Count(self.raw, replace(self.view, day=clock.today(), then=None))
        mine = [row for row in self.raw.actions if today.is_cut_in(today.then(row))]
        moves = [move for row in mine for move in self.raw.action_moves.get(row.id, [])]
        return [
            (
                sum(each.first <= entered(row) <= each.last for row in mine),
                sum(
                    move.dest.is_end and not move.source.is_end and each.first <= move.happened_on <= each.last
                    for move in moves
                ),
                sum(self.was_there(row, each.last) and self.counts(row, "overdue", each.last) for row in mine),
            )
            for each in figure_trend.quarters_to(self.day)
        ]


def _take_back(was: Any, before: dict[str, str]) -> None:
    """What an action was before one change."""
    for name, words in before.items():
        if name == "has_owner":
            was.has_owner = words == "True"
        elif name == "target_text":
            earlier = date.fromisoformat(words) if words[:1].isdigit() else None
            if earlier is not None and (was.due_on is None or was.due_on > earlier):
                was.slips -= 1
            was.due_on = earlier
        else:
            setattr(was, name, UUID(words) if words else None)


def entered(row: Any) -> date:
    """The day a row was entered, in England and Wales."""
    return row.recorded_at.astimezone(clock.LONDON).date()
