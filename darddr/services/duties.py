"""The partnership's own duties, kept in five books: duties, priorities, seats, scrutiny, other boards' reviews.

Every row has clear columns (kinds, dates, states) and words that are sealed; a change keeps the earlier words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.duty import BoardReview, Duty, OfPartnership, Priority, ScrutinyPoint, Seat
from darddr.models.opened import opened
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services.errors import Unfit
from darddr.services.versions import changed, check_version, keep_learning
from darddr.vocabulary.days import day_in_words
from darddr.vocabulary.duties import (
    EXPECTED_SEATS,
    BoardReviewKind,
    BoardReviewState,
    DutyKind,
    ScrutinyState,
    SeatKind,
)
from darddr.vocabulary.permissions import Permission

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Book:
    """One kind of row: its key in addresses, what one is called, its model, its columns, its words, and what it must fit."""

    key: str
    one: str
    model: Any
    columns: tuple[str, ...]
    texts: tuple[str, ...]
    check: Callable[[Told], None]

    @property
    def fields(self) -> tuple[str, ...]:
        """Everything a form asks for."""
        return (*self.columns, *self.texts)


def _check_duty(told: Told) -> None:
    done, due = told["last_done_on"], told["next_due_on"]
    if done is not None and done > clock.today():
        raise Unfit("It cannot have been done after today.", "last_done_on")
    if done is not None and not told["evidence"].strip():
        raise Unfit("Say what shows that it was done.", "evidence")
    if due is not None and done is not None and due <= done:
        raise Unfit("It must be due again after it was last done.", "next_due_on")


def _check_priority(told: Told) -> None:
    if not told["title"].strip():
        raise Unfit("Give the priority its title.", "title")
    _check_period(told, "starts_on", "ends_on", "The priority cannot end before it starts.")


def _check_seat(told: Told) -> None:
    if not told["holder"].strip():
        raise Unfit("Say who holds the seat.", "holder")
    if told["started_on"] is None:
        raise Unfit("Enter the day from which they held it.", "started_on")
    _check_period(told, "started_on", "ended_on", "A seat cannot end before it began.")


def _check_scrutiny(told: Told) -> None:
    if not told["text"].strip():
        raise Unfit("Write what the committee recommended.", "text")
    if told["received_on"] is None:
        raise Unfit("Enter the day it was received.", "received_on")
    if told["state"] != ScrutinyState.RECEIVED and not (told["answer"].strip() and told["answered_on"]):
        raise Unfit("Write the answer and the day it was given.", "answer")
    _check_period(told, "received_on", "answered_on", "It cannot have been answered before it was received.")


def _check_board_review(told: Told) -> None:
    if not told["reference"].strip():
        raise Unfit("Give the other board’s reference.", "reference")
    if not told["lead_board"].strip():
        raise Unfit("Say which board leads it.", "lead_board")


def _check_period(told: Told, first: str, last: str, sentence: str) -> None:
    if told[first] is not None and told[last] is not None and told[last] < told[first]:
        raise Unfit(sentence, last)


BOOKS = {
    book.key: book
    for book in (
        Book(
            "duties",
            "a duty",
            Duty,
            ("kind", "last_done_on", "next_due_on"),
            ("evidence", "owner_post"),
            _check_duty,
        ),
        Book(
            "priorities",
            "a priority",
            Priority,
            ("starts_on", "ends_on"),
            ("title", "measure", "roles"),
            _check_priority,
        ),
        Book("seats", "a seat", Seat, ("kind", "started_on", "ended_on"), ("holder", "post"), _check_seat),
        Book(
            "scrutiny",
            "a recommendation of scrutiny",
            ScrutinyPoint,
            ("received_on", "due_on", "answered_on", "state"),
            ("text", "answer"),
            _check_scrutiny,
        ),
        Book(
            "boards",
            "another board’s review",
            BoardReview,
            ("kind", "state"),
            ("reference", "lead_board", "note"),
            _check_board_review,
        ),
    )
}
WORDS: dict[tuple[str, str], Any] = {
    ("duties", "kind"): DutyKind,
    ("seats", "kind"): SeatKind,
    ("scrutiny", "state"): ScrutinyState,
    ("boards", "kind"): BoardReviewKind,
    ("boards", "state"): BoardReviewState,
}
"""The word list of every column that holds a word."""


def book_of(row: OfPartnership) -> Book:
    """The book a row is kept in."""
    return next(book for book in BOOKS.values() if isinstance(row, book.model))


def add(session: Session, actor: Actor, place: Place, book: Book, told: Told) -> Any:
    """A new row of a book. Raises Unfit for what does not fit, or for a duty that is kept already."""
    require(actor, Permission.PARTNERSHIP_DUTIES, place)
    values = _fitting(session, place.partnership_id, book, told)
    row = book.model(partnership_id=place.partnership_id, recorded_by_id=actor.user_id, **values)
    if book.model is Priority:
        row.position = _last_position(session, place.partnership_id) + 1
    session.add(row)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.DUTY_RECORDED, place, book=book.key, row=row.id)
    return row


def edit(session: Session, actor: Actor, row: Any, version: int, told: Told) -> None:
    """Change a row; its earlier words are kept. Raises Unfit, or Stale with what is now kept."""
    require(actor, Permission.PARTNERSHIP_DUTIES, row)
    book = book_of(row)
    check_version(row, version, book.fields)
    values = _fitting(session, row.partnership_id, book, told, row.id)
    before = changed(row, values)
    if not before:
        return
    keep_learning(session, actor.user_id, row, before)
    for name in book.columns:
        setattr(row, name, values[name])
    row.fill(**{name: values[name] for name in book.texts})
    facts = {"book": book.key, "row": row.id, "fields": sorted(before)}
    audit.record(session, actor.user_id, audit.Tag.DUTY_CHANGED, Place(row.partnership_id), **facts)


def _fitting(
    session: Session, partnership_id: UUID, book: Book, told: Told, own_id: UUID | None = None
) -> dict[str, Any]:
    texts = {name: (told.get(name) or "") for name in book.texts}
    columns = {name: _worded(book, name, told.get(name)) for name in book.columns}
    book.check({**columns, **texts})
    if book.model is Duty:
        held = session.scalar(select(Duty.id).filter_by(partnership_id=partnership_id, kind=columns["kind"]))
        if held not in (None, own_id):
            raise Unfit("This duty is kept already; change its row instead.", "kind")
    return {**columns, **{name: text.strip() for name, text in texts.items()}}


def _worded(book: Book, name: str, value: Any) -> Any:
    listed = WORDS.get((book.key, name))
    if listed is None:
        return value
    found = next((word for word in listed if word.value == value), None)
    if found is None:
        raise Unfit("Choose one of the list.", name)
    return found


def _last_position(session: Session, partnership_id: UUID) -> int:
    return session.scalar(select(func.max(Priority.position)).filter_by(partnership_id=partnership_id)) or 0


def rows_of(session: Session, partnership_id: UUID, key: str) -> list[Any]:
    """The rows of a book: duties in the order of the law, seats in the order of the table, the rest as they came."""
    book = BOOKS[key]
    rows = list(session.scalars(select(book.model).filter_by(partnership_id=partnership_id)))
    order: dict[str, Callable[[Any], Any]] = {
        "duties": lambda row: list(DutyKind).index(row.kind),
        "priorities": lambda row: row.position,
        "seats": lambda row: (list(SeatKind).index(row.kind), row.ended_on is not None, row.started_on),
        "scrutiny": lambda row: (row.state is not ScrutinyState.RECEIVED, row.received_on),
        "boards": lambda row: (row.state.value, row.reference or ""),
    }
    return sorted(rows, key=lambda row: (order[key](row), str(row.id)))


def priority_titles(session: Session, partnership_id: UUID) -> dict[UUID, str]:
    """The titles of a partnership's priorities, in their order. Every page with filters asks them, so no objects are made."""
    rows = session.connection().execute(_PRIORITIES, {"partnership": partnership_id})
    return {
        row_id: opened(Priority, "learning_record", record, row_id, partnership_id).get("title", "")
        for row_id, record in rows
    }


_priorities = Priority.__table__.c
_PRIORITIES = (
    select(_priorities.id, _priorities.learning_record)
    .where(_priorities.partnership_id == bindparam("partnership"))
    .order_by(_priorities.position, _priorities.id)
)


DUE_SOON = timedelta(days=28)


def gaps(session: Session, partnership_id: UUID, day: date) -> list[str]:
    """What is missing on a day, each in a sentence: duties never done or due, empty seats, unanswered scrutiny."""
    kept = {row.kind: row for row in rows_of(session, partnership_id, "duties")}
    found = [sentence for kind in DutyKind if (sentence := _duty_gap(kind, kept.get(kind), day))]
    held = {row.kind for row in rows_of(session, partnership_id, "seats") if row.is_held(day)}
    found += [f"Nobody holds the seat: {kind.label}." for kind in EXPECTED_SEATS if kind not in held]
    open_points = [
        row
        for row in rows_of(session, partnership_id, "scrutiny")
        if row.state is ScrutinyState.RECEIVED and row.due_on
    ]
    late = [row for row in open_points if row.due_on < day]
    return found + [
        f"Scrutiny’s recommendation due by {day_in_words(row.due_on)} has not been answered." for row in late
    ]


def _duty_gap(kind: DutyKind, row: Duty | None, day: date) -> str:
    if row is None or row.last_done_on is None:
        return f"{kind.label}: nothing is recorded as done."
    if row.next_due_on is None:
        return f"{kind.label}: no next date is set."
    if row.next_due_on < day:
        return f"{kind.label}: was due again by {day_in_words(row.next_due_on)}."
    return ""
