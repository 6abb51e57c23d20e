"""How a partnership words its letters: in its own words once it has published some, else in ours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.documents.letters import LetterUnfit, check, fields_in, fill
from darddr.models.house import Wording
from darddr.models.partnership import Partnership
from darddr.models.subject import Place
from darddr.policies import Actor, require
from darddr.services.errors import NotNow, Unfit
from darddr.services.register import refuse_names_known_to
from darddr.services.versions import check_version
from darddr.services.wording import joined
from darddr.vocabulary import letters
from darddr.vocabulary.house import Stage
from darddr.vocabulary.languages import GoesOut, Nation
from darddr.vocabulary.letters import FIELDS, LETTERS
from darddr.vocabulary.permissions import Permission

LONGEST = 20_000
"""Characters of a letter; ours have under 2,500."""


@dataclass(frozen=True)
class Worded:
    """One letter: ours, the partnership's own in use, and a draft of its own, where there are any."""

    key: str
    ours: letters.Wording
    published: Wording | None
    draft: Wording | None


def worded(session: Session, partnership_id: UUID) -> list[Worded]:
    """Every letter, in the order of our list."""
    rows = session.scalars(
        select(Wording).where(Wording.partnership_id == partnership_id, Wording.stage != Stage.RETIRED)
    )
    found = {(row.letter, row.stage): row for row in rows}
    return [
        Worded(key, ours, found.get((key, Stage.PUBLISHED)), found.get((key, Stage.DRAFT)))
        for key, ours in LETTERS.items()
    ]


def letter(session: Session, partnership_id: UUID, key: str) -> Worded:
    """One letter. Raises KeyError for one that does not exist."""
    return next(each for each in worded(session, partnership_id) if each.key == key)


def wording_of(session: Session, partnership_id: UUID, key: str) -> letters.Wording:
    """The words a letter is made in. Raises KeyError for one that does not exist."""
    ours = LETTERS[key]
    own = session.scalar(select(Wording).filter_by(partnership_id=partnership_id, letter=key, stage=Stage.PUBLISHED))
    if own is None:
        return ours
    english = letters.Wording(ours.title, own.subject or ours.subject, own.text or ours.text)
    welsh = {"welsh_subject": own.welsh_subject or "", "welsh_text": own.welsh_text or ""}
    return replace(english, **welsh, goes_out=goes_out(own)) if all(welsh.values()) else english


def goes_out(row: Wording) -> GoesOut:
    """In which languages a letter worded like this goes out."""
    return next((each for each in GoesOut if each.value == row.language), GoesOut.ENGLISH)


def may_be_welsh(session: Session, partnership_id: UUID) -> bool:
    """Whether a partnership may word its letters in Welsh too: one in Wales may."""
    return session.get_one(Partnership, partnership_id).nation == Nation.WALES.value


@dataclass(frozen=True)
class Welsh:
    """A letter's Welsh words, and in which languages it goes out."""

    subject: str = ""
    text: str = ""
    goes_out: GoesOut = GoesOut.ENGLISH


def write(
    session: Session,
    actor: Actor,
    place: Place,
    key: str,
    subject: str,
    text: str,
    version: int = 0,
    name_reason: str = "",
    welsh: Welsh | None = None,
) -> Wording:
    """Keep a draft of a letter. Raises Unfit naming fields that do not exist or Welsh that is not there, Stale, RealNameTyped."""
    require(actor, Permission.HOUSE_STYLE, place)
    said = welsh or Welsh()
    _check(("subject", subject), ("text", text))
    _check_welsh(session, place, said)
    refuse_names_known_to(
        session, actor, place.partnership_id, subject, text, said.subject, said.text, reason=name_reason
    )
    row = letter(session, place.partnership_id, key).draft
    if row is not None:
        check_version(row, version, ("subject", "text", "welsh_subject", "welsh_text"))
    else:
        row = Wording(partnership_id=place.partnership_id, recorded_by_id=actor.user_id, letter=key)
        session.add(row)
    row.fill(
        subject=subject.strip(),
        text=text.strip(),
        language=said.goes_out.value if said.goes_out is not GoesOut.ENGLISH else None,
        welsh_subject=said.subject.strip() or None,
        welsh_text=said.text.strip() or None,
    )
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.WORDING_WRITTEN, place, wording=row.id, letter=key)
    return row


def _check_welsh(session: Session, place: Place, welsh: Welsh) -> None:
    """A letter goes out in Welsh where there is Welsh for all of it, from a partnership in Wales; half of it may wait in a draft."""
    given = [(name, words) for name, words in (("welsh_subject", welsh.subject), ("welsh_text", welsh.text))]
    wanted = welsh.goes_out is not GoesOut.ENGLISH
    if (wanted or any(words.strip() for _, words in given)) and not may_be_welsh(session, place.partnership_id):
        raise Unfit("Letters may be in Welsh where the partnership is in Wales.", "language")
    _check(*[(name, words) for name, words in given if wanted or words.strip()])


def _check(*told_in: tuple[str, str]) -> None:
    for field, told in told_in:
        if not told.strip():
            raise Unfit("Write something: an empty letter cannot be sent.", field)
        if len(told) > LONGEST:
            raise Unfit(f"Use at most {LONGEST:,} characters.", field)
        if unknown := [name for name in fields_in(told) if name not in FIELDS]:
            named = joined([f"“{name[:40]}”" for name in unknown])
            raise Unfit(f"There is no field {named}. The list beside the letter names every field.", field)


def sample(subject: str, text: str) -> tuple[str, tuple[str, ...]]:
    """A letter with every field filled by its own description, to be read before it is used."""
    values = {name: f"[{field.label}]" for name, field in FIELDS.items()}
    try:
        check((subject, text), values)
    except LetterUnfit:
        return subject, (text,)
    return " ".join(fill(subject, values)), fill(text, values)


def publish(session: Session, actor: Actor, place: Place, key: str) -> None:
    """Word a letter as in its draft from now on. Raises NotNow without a draft."""
    require(actor, Permission.HOUSE_STYLE, place)
    now = letter(session, place.partnership_id, key)
    if now.draft is None:
        raise NotNow("There is no draft of this letter. Write one first.")
    if now.published is not None:
        now.published.stage = Stage.RETIRED
        session.flush()
    now.draft.stage = Stage.PUBLISHED
    audit.record(session, actor.user_id, audit.Tag.WORDING_PUBLISHED, place, wording=now.draft.id, letter=key)


def retire(session: Session, actor: Actor, place: Place, key: str) -> None:
    """Word a letter in our words again. Raises NotNow where that is so already."""
    require(actor, Permission.HOUSE_STYLE, place)
    own = letter(session, place.partnership_id, key).published
    if own is None:
        raise NotNow("This letter is in our words already.")
    own.stage = Stage.RETIRED
    audit.record(session, actor.user_id, audit.Tag.WORDING_RETIRED, place, wording=own.id, letter=key)
