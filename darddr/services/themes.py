"""The themes of a partnership's recommendations: the national library's list, until the partnership keeps one of its own.

Rows keep a theme's key, which never changes; what is read is its label.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.models.subject import Place
from darddr.models.theme import Theme
from darddr.policies import Actor, require
from darddr.services.errors import Stale, Unfit
from darddr.services.import_keys import folded
from darddr.services.register import refuse_names_known_to
from darddr.vocabulary.library import THEMES
from darddr.vocabulary.permissions import Permission

LONGEST = 120
MOST = 60
"""Themes one partnership may keep, retired ones included."""


@dataclass(frozen=True)
class Listed:
    """One theme as a page shows it; `position` is what addresses call it by."""

    position: int
    key: str
    label: str
    is_retired: bool = False
    version: int = 0


def themes_of(session: Session, partnership_id: UUID) -> list[Listed]:
    """Every theme in its order, retired ones too."""
    rows = _rows(session, partnership_id)
    if not rows:
        return [Listed(position, theme, theme) for position, theme in enumerate(THEMES, start=1)]
    return [Listed(row.position, row.key, row.label, row.retired_on is not None, row.version_id) for row in rows]


def labels(session: Session, partnership_id: UUID) -> dict[str, str]:
    """What every theme is called, by its key, in its order, retired ones too."""
    rows = session.connection().execute(_LABELS, {"partnership": partnership_id})
    kept: dict[str, str] = {row.key: row.label for row in rows}
    return kept or {theme: theme for theme in THEMES}


_themes = Theme.__table__.c
_LABELS = (
    select(_themes.key, _themes.label)
    .where(_themes.partnership_id == bindparam("partnership"))
    .order_by(_themes.position)
)
"""Made once: every page with filters asks it."""


def choices(session: Session, partnership_id: UUID, kept: str | None = None) -> dict[str, str]:
    """The themes to choose from, and the one that a row keeps already even where it was retired."""
    listed = themes_of(session, partnership_id)
    offered = {theme.key: theme.label for theme in listed if not theme.is_retired or theme.key == kept}
    return offered if kept is None or kept in offered else {**offered, kept: kept}


def by_words(session: Session, partnership_id: UUID) -> dict[str, str]:
    """The key of every theme in use by the folded words a file may call it by: its label, or what it was first called."""
    listed = [theme for theme in themes_of(session, partnership_id) if not theme.is_retired]
    return {folded(theme.key): theme.key for theme in listed} | {folded(theme.label): theme.key for theme in listed}


def check_chosen(session: Session, partnership_id: UUID, theme: str | None, kept: str | None = None) -> None:
    """Raises Unfit for a theme that is not to be chosen."""
    if theme is not None and theme not in choices(session, partnership_id, kept):
        raise Unfit("Choose a theme from the list.", "theme")


def add(session: Session, actor: Actor, place: Place, label: str) -> Theme:
    """A new theme at the end; from then on the partnership keeps its own list. Raises Unfit, RealNameTyped."""
    require(actor, Permission.PARTNERSHIP_DUTIES, place)
    label = _fitting(session, actor, place, label)
    rows = _own_rows(session, actor, place)
    if len(rows) >= MOST:
        raise Unfit(f"A partnership keeps at most {MOST} themes.", "label")
    row = _row(actor, place, label, rows[-1].position + 1)
    session.add(row)
    session.flush()
    audit.record(session, actor.user_id, audit.Tag.THEME_RECORDED, place, theme=row.id, change="added")
    return row


def change(
    session: Session, actor: Actor, place: Place, theme: Listed, version: int, label: str, *, is_retired: bool
) -> None:
    """Call a theme otherwise, take it out of the choices, or put it back. Raises Unfit, RealNameTyped, Stale."""
    require(actor, Permission.PARTNERSHIP_DUTIES, place)
    if theme.version != version:
        raise Stale({"label": theme.label, "is_retired": str(theme.is_retired)}, theme.version)
    label = _fitting(session, actor, place, label, but=theme.key)
    if (label, is_retired) == (theme.label, theme.is_retired):
        return
    row = next(row for row in _own_rows(session, actor, place) if row.position == theme.position)
    row.label = label
    if is_retired != theme.is_retired:
        row.retired_on = clock.today() if is_retired else None
    session.flush()
    done = "renamed" if label != theme.label else "retired" if is_retired else "put_back"
    audit.record(session, actor.user_id, audit.Tag.THEME_RECORDED, place, theme=row.id, change=done)


def _fitting(session: Session, actor: Actor, place: Place, label: str, but: str = "") -> str:
    label = " ".join(label.split())
    if not label or len(label) > LONGEST:
        raise Unfit(f"Name the theme, in at most {LONGEST} characters.", "label")
    others = [theme for theme in themes_of(session, place.partnership_id) if theme.key != but]
    if folded(label) in {folded(words) for theme in others for words in (theme.key, theme.label)}:
        raise Unfit("There is a theme of this name already, perhaps among the retired ones.", "label")
    refuse_names_known_to(session, actor, place.partnership_id, label)
    return label


def _own_rows(session: Session, actor: Actor, place: Place) -> list[Theme]:
    """The partnership's own list, begun from the library's where there is none yet."""
    rows = _rows(session, place.partnership_id)
    if not rows:
        rows = [_row(actor, place, theme, position) for position, theme in enumerate(THEMES, start=1)]
        session.add_all(rows)
        session.flush()
    return rows


def _row(actor: Actor, place: Place, label: str, position: int) -> Theme:
    told = {"key": label, "label": label, "position": position, "recorded_by_id": actor.user_id}
    return Theme(partnership_id=place.partnership_id, **told)


def _rows(session: Session, partnership_id: UUID) -> list[Theme]:
    return list(session.scalars(select(Theme).filter_by(partnership_id=partnership_id).order_by(Theme.position)))
