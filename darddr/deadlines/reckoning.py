"""When something is due: a pure function of a rule, a review's dates, its holds, days agreed instead, and a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from darddr.deadlines.calendars import Calendar
from darddr.deadlines.holds import Held, Span, spans
from darddr.deadlines.months import add_months
from darddr.deadlines.rules import OPENINGS, SINCE, Rule, Unit
from darddr.vocabulary.days import day_in_words
from darddr.vocabulary.milestones import Milestone

ENGLAND = Calendar()
NOBODY: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Agreed:
    """Another day formally agreed; `source` is the row that keeps why and by whom."""

    due_on: date
    agreed_on: date | None = None
    source: UUID | None = None


@dataclass(frozen=True)
class Revision:
    """The due day became another. `span` are the days on hold that moved it, `agreed` what was agreed; neither where it rolled."""

    due_on: date
    days: int
    span: Span | None = None
    agreed: Agreed | None = None


@dataclass(frozen=True)
class Deadline:
    """When something is due, whether it has been done, and how the day was worked out.

    `first_on` is the day without any hold or agreement, `counted_to` the day it was done, or up to which it was reckoned; `idle` are
    days on hold that move nothing, begun after it was due or after another day was agreed.
    """

    rule: Rule
    began_by: Milestone
    began_on: date
    first_on: date
    due_on: date
    done_on: date | None
    counted_to: date
    revisions: tuple[Revision, ...] = ()
    paused: tuple[Span, ...] = ()
    idle: tuple[Span, ...] = ()

    @property
    def name(self) -> str:
        """The name of its rule."""
        return self.rule.name

    @property
    def may_be_agreed(self) -> bool:
        """Whether another day may be formally agreed."""
        return self.rule.may_be_agreed

    @property
    def on_hold(self) -> bool:
        """Whether its clock stands still."""
        return bool(self.paused) and self.paused[-1].is_open and self.done_on is None

    @property
    def slip_days(self) -> int:
        """By how many days the due day has moved since it was first set."""
        return (self.due_on - self.first_on).days

    @property
    def elapsed_days(self) -> int:
        """Days gone since the clock started."""
        return max(0, (self.counted_to - self.began_on).days)

    @property
    def paused_days(self) -> int:
        """Days of those on which the clock stood still."""
        return sum(span.days for span in self.paused)

    @property
    def counted_days(self) -> int:
        """Days of those that count."""
        return self.elapsed_days - self.paused_days

    def days_late(self, day: date) -> int:
        """Days between the due day and the day it was done, or `day` where it has not been; none is 0."""
        return max(0, ((self.done_on or day) - self.due_on).days)

    @property
    def sentence(self) -> str:
        """How the day was worked out."""
        counted = f"{self.rule.length_in_words} after {SINCE[self.began_by]} ({day_in_words(self.began_on)})"
        due = f"{self.rule.words[0].upper()}{self.rule.words[1:]} is due by {day_in_words(self.due_on)}"
        agreed = next((each.agreed for each in reversed(self.revisions) if each.agreed is not None), None)
        after = "that date was agreed" if agreed is not None else "it was due"
        idle = "".join(
            f" The hold begun on {day_in_words(span.first)} came after {after} and moves nothing." for span in self.idle
        )
        if agreed is not None and self.due_on != self.first_on:
            moved = self._moved_since(agreed)
            return f"{due}, the date formally agreed instead of {day_in_words(self.first_on)}, {counted}{moved}.{idle}"
        if not self.revisions or agreed is not None:
            return f"{due}: {counted}.{idle}"
        return f"{due}: {counted} is {day_in_words(self.first_on)}{self._moved_since(None)}.{idle}"

    def _moved_since(self, agreed: Agreed | None) -> str:
        """What moved the day after it was counted or agreed."""
        places = [place for place, each in enumerate(self.revisions) if each.agreed is not None]
        later = self.revisions[places[-1] + 1 :] if agreed is not None and places else self.revisions
        held = [each.span for each in later if each.span is not None]
        words = "".join(f"; {each}" for each in map(_held, held))
        return words + ("; nobody works that day, so the next working day" if _rolled(later) else "")


def reckon(
    rule: Rule,
    dates: Mapping[Milestone, date],
    day: date,
    *,
    agreed: Sequence[Agreed] = (),
    holds: Iterable[Held] = NOBODY,
    calendar: Calendar = ENGLAND,
) -> Deadline | None:
    """What a rule means for a review on a day; None where its clock has not started.

    Holds that last still are counted up to the day. `agreed` are the days agreed one after the other; the last one stands.
    What was agreed before a clock started anew was agreed for the old one.
    """
    began = rule.start(dates)
    if began is None:
        return None
    began_by, began_on = began
    done_on = rule.done_on(dates, began_by, began_on)
    horizon = done_on or day
    first_on = _counted(rule, began_on, calendar)
    paused = spans(holds, began_on, horizon, resumes_on_end=rule.resumes_on_end) if rule.pausable and holds else []
    if began_by in OPENINGS:
        agreed = [each for each in agreed if each.agreed_on is None or each.agreed_on >= began_on]
    idle: Sequence[Span] = ()
    if rule.may_be_agreed and agreed:
        due, revisions = _agreed(rule, first_on, agreed, holds, paused, horizon, calendar)
        idle = _since_agreed(rule, agreed[-1], paused)
    else:
        due, revisions, moving = _moved(rule, first_on, paused, calendar)
        paused, idle = moving, [span for span in paused if span not in moving]
    if rule.rolls and (rolled := calendar.or_next(due)) != due:
        revisions.append(Revision(rolled, (rolled - due).days))
        due = rolled
    return Deadline(
        rule, began_by, began_on, first_on, due, done_on, horizon, tuple(revisions), tuple(paused), tuple(idle)
    )


def _counted(rule: Rule, start: date, calendar: Calendar) -> date:
    if rule.unit is Unit.MONTHS:
        return add_months(start, rule.length)
    if rule.unit is Unit.DAYS:
        return start + timedelta(days=rule.length)
    return calendar.after(start, rule.length)


def _moved(
    rule: Rule, due: date, paused: Sequence[Span], calendar: Calendar
) -> tuple[date, list[Revision], list[Span]]:
    """The due day once each span on hold has moved it; a span begun too late moves nothing and stops no clock."""
    revisions: list[Revision] = []
    moving: list[Span] = []
    for span in paused:
        if not _in_time(rule, span, due):
            continue
        before = due
        if rule.unit is Unit.WORKING_DAYS:
            due = calendar.after(due, calendar.between(span.first, span.until))
        else:
            due += timedelta(days=span.days)
        moving.append(span)
        revisions.append(Revision(due, (due - before).days, span=span))
    return due, revisions, moving


def _in_time(rule: Rule, span: Span, due: date) -> bool:
    if span.first < due:
        return True
    return rule.on_due_day if span.first == due else rule.after_due_day


def _agreed(
    rule: Rule,
    due: date,
    agreed: Sequence[Agreed],
    holds: Iterable[Held],
    paused: Sequence[Span],
    horizon: date,
    calendar: Calendar,
) -> tuple[date, list[Revision]]:
    """The last day agreed, with what moved the day before the first agreement; later holds move it only where the rule says so."""
    first, last = agreed[0].agreed_on, agreed[-1]
    earlier = [span for span in paused if first is None or span.first < first]
    due, revisions, _ = _moved(rule, due, earlier, calendar)
    for each in agreed:
        revisions.append(Revision(each.due_on, (each.due_on - due).days, agreed=each))
        due = each.due_on
    if rule.pausable and rule.hold_moves_agreed and last.agreed_on is not None:
        since = [hold for hold in holds if hold.began_on >= last.agreed_on]
        later = spans(since, last.agreed_on, horizon, resumes_on_end=rule.resumes_on_end)
        due, moved, _ = _moved(rule, due, later, calendar)
        revisions += moved
    return due, revisions


def _since_agreed(rule: Rule, last: Agreed, paused: Sequence[Span]) -> list[Span]:
    """The days on hold begun after a day was agreed that stands against them."""
    if rule.hold_moves_agreed or last.agreed_on is None:
        return []
    return [span for span in paused if span.first >= last.agreed_on]


def _held(span: Span) -> str:
    days = f"{span.days:,} day{'' if span.days == 1 else 's'}"
    if span.is_open:
        return f"on hold since {day_in_words(span.first)}, {days} so far"
    return f"moved on by {days} on hold ({day_in_words(span.first)} to {day_in_words(span.until)}, when work resumed)"


def _rolled(revisions: Sequence[Revision]) -> bool:
    return any(each.span is None and each.agreed is None for each in revisions)
