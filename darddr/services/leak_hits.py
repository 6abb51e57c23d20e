"""Hits of the search for names: each with the words around it, where they stand in the record, and whether it may stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.crypto import ring
from darddr.leaks.check import find_leaks
from darddr.leaks.folding import fold
from darddr.leaks.report import Hit
from darddr.models.document import Document
from darddr.models.leak_allowance import LeakAllowance
from darddr.models.review import Review
from darddr.models.user import User
from darddr.policies import Actor, require
from darddr.services.errors import NotNow, Unfit
from darddr.services.leak_contexts import Contexts
from darddr.services.register import initials_of, register_of
from darddr.services.report_texts import RecordText, texts_of
from darddr.vocabulary.permissions import Permission

Told = dict[str, str]
"""One hit as it is kept: found, kind, match, where, part, before, after, mark."""

UPLOADED = "uploaded"
"""What stands for the kind of a file that was not built here."""


@dataclass(frozen=True)
class Searched:
    """What a file gives away; `checked` is false where some of it could not be read, and such a file is never clean."""

    checked: bool
    hits: tuple[Told, ...]


@dataclass(frozen=True)
class Shown:
    """A hit for a reader: what is kept of it, why it may stay and who said so, and the texts of the record that say it."""

    hit: Told
    allowance: LeakAllowance | None
    allowed_by: str
    sources: tuple[RecordText, ...]


def search(session: Session, review: Review, name: str, data: bytes, kind: str) -> Searched:
    """Search every part of a file for today's register. Opens identities; its caller has asked a policy."""
    report = find_leaks(name, data, register_of(session, review))
    initials = initials_of(session, review)
    hits = [hit for hit in report.hits if hit.identifier not in initials or hit.found.isupper()]
    return Searched(report.checked, tuple(_told(hits, Contexts(data), kind)))


def _told(hits: Sequence[Hit], contexts: Contexts, kind: str) -> Iterable[Told]:
    """Each hit as often as its words stand in its part: a search says once what it finds twice in one place."""
    waiting: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        waiting.setdefault((hit.part, hit.found), []).append(hit)
    for (part, found), several in waiting.items():
        around = contexts.around(part, found)
        for index in range(max(len(several), len(around))):
            hit = several[min(index, len(several) - 1)]
            before, after = around[index] if index < len(around) else ("", "")
            place = () if before or after else (hit.where, hit.part)
            said = "\x1f".join((kind, hit.identifier, hit.kind, found, before, after, *place))
            yield {
                "found": found,
                "kind": hit.kind,
                "match": hit.match,
                "where": hit.where,
                "part": part,
                "before": before,
                "after": after,
                "mark": ring().mac("leak hit", said.encode()).hex(),
            }


def allowances_of(session: Session, review: Review) -> dict[str, LeakAllowance]:
    """What may stay today, by its mark."""
    found = select(LeakAllowance).where(LeakAllowance.review_id == review.id, LeakAllowance.withdrawn_at.is_(None))
    return {allowance.mark.hex(): allowance for allowance in session.scalars(found.order_by(LeakAllowance.id))}


def count_open(session: Session, review: Review, hits: Iterable[Told]) -> int:
    """How many hits nobody has let stay."""
    allowed = allowances_of(session, review)
    return sum(hit.get("mark", "") not in allowed for hit in hits)


def shown(session: Session, review: Review, hits: Iterable[Told]) -> list[Shown]:
    """Hits for a reader, those that are open first."""
    allowed, texts = allowances_of(session, review), texts_of(session, review)
    ids = {each.recorded_by_id for each in allowed.values()}
    names = {user.id: user.name or "" for user in session.scalars(select(User).where(User.id.in_(ids)))} if ids else {}
    lines = []
    for hit in hits:
        allowance = allowed.get(hit.get("mark", ""))
        by = names.get(allowance.recorded_by_id, "") if allowance and allowance.recorded_by_id else ""
        lines.append(Shown(hit, allowance, by, _sources(hit, texts)))
    return sorted(lines, key=lambda line: line.allowance is not None)


def hit_marked(document: Document, mark: str) -> Told | None:
    """The hit of a document with a mark."""
    return next((hit for hit in document.hits or () if hit.get("mark") == mark), None)


def allow(session: Session, actor: Actor, review: Review, document: Document, mark: str, reason: str) -> LeakAllowance:
    """Let one hit stay in this kind of document, while the words around it are the same. Raises Unfit, NotNow."""
    require(actor, Permission.IDENTITY_READ, review)
    hit = hit_marked(document, mark)
    if hit is None or mark in allowances_of(session, review):
        raise NotNow("This hit has been dealt with already. Look at the list again.")
    if not reason.strip():
        raise Unfit("Say why these words may stay.", "reason")
    allowance = LeakAllowance(
        partnership_id=review.partnership_id,
        review_id=review.id,
        document_kind=document.kind,
        mark=bytes.fromhex(mark),
        recorded_by_id=actor.user_id,
        found=hit["found"],
        reason=reason.strip(),
    )
    session.add(allowance)
    session.flush()
    if document.hit_count is not None:
        document.hit_count = count_open(session, review, document.hits or ())
    audit.record(session, actor.user_id, audit.Tag.HIT_ALLOWED, review, document=document.id, allowance=allowance.id)
    return allowance


def withdraw(session: Session, actor: Actor, review: Review, allowance: LeakAllowance) -> None:
    """What was let stay may stay no longer; every file of the kind counts it again. Raises NotNow."""
    require(actor, Permission.IDENTITY_READ, review)
    if allowance.withdrawn_at is not None:
        raise NotNow("This has been withdrawn already.")
    allowance.withdrawn_at, allowance.withdrawn_by_id = clock.now(), actor.user_id
    session.flush()
    wanted = {"review_id": review.id, "kind": allowance.document_kind}
    for document in session.scalars(select(Document).filter_by(**wanted)):
        if document.hit_count is not None and hit_marked(document, allowance.mark.hex()):
            document.hit_count = count_open(session, review, document.hits or ())
    audit.record(session, actor.user_id, audit.Tag.HIT_FORBIDDEN, review, allowance=allowance.id)


def _sources(hit: Told, texts: Sequence[RecordText]) -> tuple[RecordText, ...]:
    """The texts that say the same words in the same place, else those that say what was found at all."""
    found = _plain(hit.get("found", ""))
    near = _plain(" ".join((*hit.get("before", "").split()[-2:], found, *hit.get("after", "").split()[:2])))
    for words in (near, found):
        if words and (here := tuple(text for text in texts if words in _plain(text.text))):
            return here[:5]
    return ()


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
