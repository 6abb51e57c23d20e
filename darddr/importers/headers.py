"""Where a table's headings stand, in one row or two, or down a card's first column; and what each column holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from darddr.importers.colours import colour_name
from darddr.importers.dates import REVISED
from darddr.importers.grid import Cell, Table
from darddr.importers.headings import PRINTED_NUMBER, Role, is_instruction, role_of

DESCRIBING = (Role.OTHER, Role.NUMBER, Role.RECOMMENDATION, Role.ISSUE, Role.THEME, Role.SCOPE, Role.ADDRESSEE)
CORE = {Role.RECOMMENDATION, Role.ACTION, Role.ISSUE}
COMPLETION_DUE = re.compile(r"completion( date)?|date (of|for) completion")
NEEDS_ACTION = {Role.ACTION, Role.TARGET, Role.STATUS, Role.PROGRESS, Role.OWNER, Role.COMPLETED_AND_OUTCOME}
"""Columns without which a table is a list of recommendations, and whoever is named in it is addressed."""


@dataclass(slots=True)
class Layout:
    """Where the headings of a table stand and what each column holds; `body` is the index of the first row after."""

    roles: list[Role]
    names: list[str]
    top: int
    body: int

    fields: list[tuple[int, Role, str]] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    recommends: bool = False
    describes: bool = False
    _index: dict[Role, list[int]] = field(default_factory=dict)

    def columns(self, role: Role) -> list[int]:
        """Give the columns of a role, left to right."""
        return self._index[role]

    def first(self, cells: list[Cell], role: Role) -> Cell | None:
        """Give the first cell with words in the columns of a role, of a row as wide as this layout."""
        for column in self._index[role]:
            if cells[column].text:
                return cells[column]
        return None

    def _label(self, column: int) -> str:
        """Give the words a column's cells need before them: when a review is due, that a target was changed."""
        name = self.names[column]
        changed = self.roles[column] is Role.TARGET and REVISED.search(name)
        return f"{name}: " if changed or self.roles[column] is Role.REVIEW else ""

    def settle(self) -> Layout:
        """Index the columns once their roles are final: `fields` are those an action holds, `others` the rest but
        actions.
        """
        self.recommends = Role.RECOMMENDATION in self.roles or Role.ISSUE in self.roles
        self.describes = not {Role.THEME, Role.SCOPE, Role.ADDRESSEE, Role.ISSUE}.isdisjoint(self.roles)
        self._index = {role: [] for role in Role}
        for column, role in enumerate(self.roles):
            self._index[role].append(column)
        self.others = sorted(column for role in DESCRIBING for column in self._index[role])
        besides = {*DESCRIBING, Role.ACTION, Role.ACTION_NUMBER}
        self.fields = [(at, role, self._label(at)) for at, role in enumerate(self.roles) if role not in besides]
        return self


def find_layout(table: Table, within: int = 25) -> Layout | None:
    """Find the heading row, or pair of rows, among the first rows of a table; None where no row reads as headings."""
    for index, row in enumerate(table.rows[:within]):
        if is_instruction([cell.text for cell in row if cell.text]):
            continue
        layout = _as_headings([cell.text for cell in row], index, index + 1)
        below = table.rows[index + 1] if index + 1 < len(table.rows) else None
        if below is not None and _may_be_second(row, below) and not _is_title(row, below):
            both = _as_headings(_joined(row, below), index, index + 2)
            if both and (layout is None or _known(both) > _known(layout)):
                layout = both
        if layout:
            _settle(layout, table)
            return layout.settle()
    return None


def turned(table: Table) -> Table | None:
    """Turn a card, field names in its first column and their values in its second, into a heading row and one row."""
    pairs = [(row[0], row[1]) for row in table.rows if len(row) == 2]
    roles = {role_of(name.text) for name, _ in pairs} - {Role.OTHER}
    if len(pairs) < 3 or len(pairs) != len(table.rows) or len(roles) < 3 or not roles & CORE:
        return None
    rows = [
        [Cell(name.text, 1, column, name.fill) for column, (name, _) in enumerate(pairs, 1)],
        [Cell(value.text, 2, column, value.fill) for column, (_, value) in enumerate(pairs, 1)],
    ]
    return Table(table.where, table.index, rows, table.inside)


def headings_of(table: Table, index: int) -> Layout | None:
    """Read one row of a table as headings, if it is a row of headings."""
    layout = _as_headings([cell.text for cell in table.rows[index]], index, index + 1)
    if layout is None or _known(layout) < 3:
        return None
    _settle(layout, table)
    return layout.settle()


def _as_headings(texts: list[str], top: int, body: int) -> Layout | None:
    """Take a row as headings if it names recommendations, actions or issues, and one more column, in few words."""
    roles = [role_of(text) if text else Role.OTHER for text in texts]
    filled = {text: role for text, role in zip(texts, roles, strict=True) if text}
    known = {role for role in filled.values() if role is not Role.OTHER}
    if not (known & CORE) or len(known) < 2 or len(known) * 2 < len(filled):
        return None
    if sum(len(text.split()) for text in filled) > (3 if len(filled) == 2 else 6) * len(filled):
        return None
    return Layout(roles, [" ".join(text.split()) for text in texts], top, body)


def _known(layout: Layout) -> int:
    return len({role for role in layout.roles if role is not Role.OTHER})


def _may_be_second(row: list[Cell], below: list[Cell]) -> bool:
    """Say whether a row can be the lower half of headings: few words, no figures, under something printed above."""
    texts = [cell.text for cell, upper in zip(below, row, strict=False) if cell is not upper and cell.text]
    return (
        len(texts) >= 2
        and not is_instruction(texts)
        and all(len(text.split()) <= 6 and not re.search(r"\d", text) for text in texts)
    )


def _is_title(row: list[Cell], below: list[Cell]) -> bool:
    """Say whether a row's one text is a title above headings that need no upper half."""
    filled = {id(cell): cell for cell in row if cell.text}
    return (
        len(filled) == 1
        and not any(cell in below for cell in filled.values())
        and _as_headings([cell.text for cell in below], 0, 1) is not None
    )


def _joined(row: list[Cell], below: list[Cell]) -> list[str]:
    """Join the two halves of each heading; a lower half that names a role by itself needs no upper one."""
    width = max(len(row), len(below))
    texts = []
    for column in range(width):
        upper = row[column] if column < len(row) else None
        lower = below[column] if column < len(below) else None
        top = upper.text if upper else ""
        bottom = lower.text if lower is not None and lower is not upper else ""
        texts.append(f"{top} {bottom}".strip() if role_of(bottom) is Role.OTHER else bottom)
    return texts


def _settle(layout: Layout, table: Table) -> None:
    """Settle what one heading alone cannot say, from its neighbours and the cells below."""
    roles, names = layout.roles, [name.lower() for name in layout.names]
    if Role.ACTION not in roles:
        _change_first(roles, names, {Role.MILESTONES, Role.PROGRESS}, re.compile(r".*\bactions?\b.*"), Role.ACTION)
    elif roles.count(Role.ACTION) > 1:
        _change_first(roles, names, {Role.ACTION}, re.compile(r".*\bactions? taken\b.*"), Role.PROGRESS)
    if Role.TARGET not in roles:
        _change_first(roles, names, {Role.COMPLETED}, COMPLETION_DUE, Role.TARGET)
    leads = Role.OWNER if Role.AGENCY in roles else Role.LEAD
    if not NEEDS_ACTION & set(roles):
        leads = Role.ADDRESSEE
        roles[:] = [Role.ADDRESSEE if role is Role.AGENCY else role for role in roles]
    roles[:] = [leads if role is Role.LEAD else role for role in roles]
    for column, name in enumerate(names):
        if not name:
            roles[column] = _untitled(table, layout.body, column)


def _change_first(roles: list[Role], names: list[str], old: set[Role], pattern: re.Pattern[str], new: Role) -> None:
    """Give the first column of these roles whose name fits a new role."""
    fitting = (column for column, role in enumerate(roles) if role in old and pattern.fullmatch(names[column]))
    column = next(fitting, None)
    if column is not None:
        roles[column] = new


def _untitled(table: Table, body: int, column: int) -> Role:
    """Tell what a column without a heading holds: numbers, or the colours of a status."""
    cells = [row[column] for row in table.rows[body : body + 30] if column < len(row)]
    texts = [cell.text for cell in cells if cell.text]
    if texts and all(PRINTED_NUMBER.fullmatch(text) for text in texts):
        return Role.NUMBER
    if not texts and any(colour_name(cell.fill) for cell in cells):
        return Role.STATUS
    return Role.OTHER
