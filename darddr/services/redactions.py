"""Passages no published file may hold: marked by their exact words, so that a mark survives whatever is changed around them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from html import unescape
from typing import Any, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.redaction import Redaction
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.services.errors import NotNow, Unfit
from darddr.services.report_texts import RecordText, texts_of
from darddr.vocabulary.permissions import Permission

IN_ITS_PLACE = "[redacted]"
"""What a published file says instead: the same for every passage, so that its length tells nothing, and a screen reader says it."""

SHORTEST, LONGEST = 3, 5_000
_SAME = {
    "'": "['’‘]",
    "’": "['’‘]",
    "‘": "['’‘]",
    '"': '["“”]',
    "“": '["“”]',
    "”": '["“”]',
    "-": "[-‐‑–—]",
    "–": "[-‐‑–—]",
}
Facts = TypeVar("Facts")


def redactions_of(session: Session, review: Review) -> list[Redaction]:
    """The marks that hold today, oldest first."""
    found = select(Redaction).where(Redaction.review_id == review.id, Redaction.withdrawn_at.is_(None))
    return list(session.scalars(found.order_by(Redaction.recorded_at, Redaction.id)))


def told_redactions(session: Session, review: Review) -> list[tuple[Redaction, str, list[RecordText]]]:
    """Each mark with who made it and the texts it stands in today; one without any was changed since and protects nothing."""
    marks = redactions_of(session, review)
    texts = texts_of(session, review) if marks else []
    ids = {mark.recorded_by_id for mark in marks}
    names = {user.id: user.name or "" for user in session.scalars(select(User).where(User.id.in_(ids)))} if ids else {}
    return [
        (mark, names.get(mark.recorded_by_id, ""), _standing(mark, texts))  # type: ignore[arg-type]
        for mark in marks
    ]


def mark_passage(session: Session, actor: Actor, review: Review, passage: str, reason: str) -> Redaction:
    """Mark words to be left out. Raises Unfit where they are too few, too many, or in no text of the report."""
    require(actor, Permission.DOCUMENT_BUILD, review)
    passage = passage.strip()
    pieces = _pieces(passage)
    if not pieces or any(len(piece) < SHORTEST for piece in pieces):
        raise Unfit(f"Mark at least {SHORTEST} characters in each paragraph.", "passage")
    if len(passage) > LONGEST:
        raise Unfit("Use at most 5,000 characters. Mark longer passages in parts.", "passage")
    texts = texts_of(session, review)
    if len({place.split()[0] for place in _places(passage, texts)}) < len(pieces):
        raise Unfit("These words are not in the texts of the report. Copy them exactly as they stand there.", "passage")
    if not reason.strip():
        raise Unfit("Say why this must not be published.", "reason")
    mark = Redaction(
        partnership_id=review.partnership_id,
        review_id=review.id,
        recorded_by_id=actor.user_id,
        passage=passage,
        reason=reason.strip(),
        stood_in=sorted(_places(passage, texts)),
    )
    session.add(mark)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.PASSAGE_MARKED, review, redaction=mark.id)
    return mark


def withdraw(session: Session, actor: Actor, review: Review, mark: Redaction) -> None:
    """The words may be published after all. Raises NotNow where that was said before."""
    require(actor, Permission.DOCUMENT_BUILD, review)
    if mark.withdrawn_at is not None:
        raise NotNow("This mark has been withdrawn already.")
    mark.withdrawn_at, mark.withdrawn_by_id = clock.now(), actor.user_id
    audit.record(session, actor.user_id, audit.Tag.PASSAGE_UNMARKED, review, redaction=mark.id)


def require_standing(session: Session, review: Review) -> None:
    """Raises NotNow where a marked passage stands in no text any longer: reworded, it would be published unnoticed."""
    if any(not texts for _mark, _by, texts in told_redactions(session, review)):
        raise NotNow(
            "A passage marked for redaction is no longer in the texts word for word. Mark the new words, or withdraw the mark."
        )


def redacted(session: Session, review: Review, facts: Facts) -> Facts:
    """The same facts with every marked passage left out, in whatever text it stands."""
    patterns = [_pattern(piece) for mark in redactions_of(session, review) for piece in _pieces(mark.passage or "")]
    if not patterns:
        return facts

    def without(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(IN_ITS_PLACE, text)
        return text

    return cast(Facts, _everywhere(facts, without))


def refuse_leftovers(session: Session, review: Review, data: bytes) -> None:
    """Raises NotNow where any part of a finished file still holds a marked passage, tags or none between its words."""
    patterns = [_pattern(piece) for mark in redactions_of(session, review) for piece in _pieces(mark.passage or "")]
    if patterns and any(pattern.search(text) for text in _texts_in(data) for pattern in patterns):
        raise NotNow(
            "The file still held a passage marked for redaction, so it was not kept. Mark each paragraph by itself."
        )


def _standing(mark: Redaction, texts: Sequence[RecordText]) -> list[RecordText]:
    """Where the marked words stand; nowhere as soon as one of the texts they stood in says them no longer, and is still there."""
    patterns = [_pattern(piece) for piece in _pieces(mark.passage or "")]
    there = {_key(text) for text in texts}
    lost = set(mark.stood_in or ()) - _places(mark.passage or "", texts)
    if any(place.partition(" ")[2] in there for place in lost):
        return []
    return [text for text in texts if any(pattern.search(text.text) for pattern in patterns)]


def _places(passage: str, texts: Sequence[RecordText]) -> set[str]:
    """The number of each paragraph of a passage with each text it stands in."""
    return {
        f"{number} {_key(text)}"
        for number, piece in enumerate(_pieces(passage))
        for text in texts
        if _pattern(piece).search(text.text)
    }


def _key(text: RecordText) -> str:
    return f"{text.form} {text.key}"


def _pieces(passage: str) -> list[str]:
    """A paragraph of its own each, as the texts of a report are cut."""
    return [" ".join(line.split()) for line in passage.splitlines() if line.strip()]


def _pattern(piece: str) -> re.Pattern[str]:
    """The words of a passage, whatever the space and the kind of quotation marks and dashes between them; whole words at both ends."""
    words = r"\s+".join("".join(_SAME.get(char, re.escape(char)) for char in word) for word in piece.split())
    start = r"(?<!\w)" if piece[:1].isalnum() else ""
    end = r"(?!\w)" if piece[-1:].isalnum() else ""
    return re.compile(f"{start}{words}{end}", re.IGNORECASE)


def _everywhere(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        made = [_everywhere(each, change) for each in value]
        return type(value)(*made) if hasattr(value, "_fields") else tuple(made)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _everywhere(getattr(value, each.name), change) for each in fields(value)})
    return value


def _texts_in(data: bytes) -> Iterable[str]:
    """Every part of a package as its markup and as it reads without tags."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            markup = package.read(name).decode("utf-8", "replace")
            yield unescape(markup)
            yield unescape(re.sub(r"<[^>]*>", "", markup))
