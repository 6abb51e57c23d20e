"""From the rows of one recommendation to the recommendation and its actions, understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from darddr.importers.colours import colour_name
from darddr.importers.dates import DateReading, find_dates, read_date
from darddr.importers.drafts import FIELDS, Draft, printed_number, share, split_actions
from darddr.importers.grid import Cell, Table
from darddr.importers.headers import PRINTED_NUMBER, Layout, Role
from darddr.importers.leads import is_body, read_leads, split_bodies
from darddr.importers.plan import Action, Ignored, Place, Problem, Recommendation, Unplaced
from darddr.importers.splitting import split_items
from darddr.importers.statuses import NO_STATUS, Status, find_status, read_status
from darddr.workflow.states import ActionState

LEADING_NUMBER = re.compile(
    r"(?P<number>rec(?:ommendation)?s?\.?\s*(?:no\.?|number)?\s*#?\d{1,3}(?:\.\d{1,3})*[a-z]?|R\d{1,3}|\(?\d{1,3}(?:\.\d{1,3})*[a-z]?[.)]"
    r"|\d{1,3}(?:\.\d{1,3})+|\(?[a-z]\)|\d{1,2}(?=\s+[A-Z][a-z]))[ \t]*[:.\-–—]*\s+(?=\S)",
    re.IGNORECASE,
)
SCOPES = ("national", "regional", "local")
SPARE = re.compile(r"[\W_]+|\b(?:on|in|by|the|date|of|and)\b", re.IGNORECASE)
OWNER_DONE = (ActionState.OWNER_COMPLETE, ActionState.SIGNED_OFF)


@dataclass(slots=True)
class Findings:
    """Everything understood so far, in reading order."""

    recommendations: list[Recommendation] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """One recommendation as printed, with the rows that belong to it."""

    text: str = ""
    issue: str = ""
    theme: str | None = None
    scope: str = ""
    addressees: str = ""
    rows: list[tuple[Table, Layout, list[Cell]]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    """The number column's cell begun in each row; several in one group number its actions."""


def understand(group: Group, findings: Findings) -> None:
    """Turn one group into a recommendation; what cannot be placed goes to the other lists of `findings`."""
    number, text, spare = _number_and_text(group)
    addressees = split_bodies(group.addressees)
    if not addressees:
        text, tail = _addressed_last(text)
        addressees = split_bodies(tail)
    drafts = _drafts(group, findings)
    table = group.rows[0][0] if group.rows else None
    row = group.rows[0][2][0].row if group.rows and group.rows[0][2] else None
    if drafts and not text and not number and table:
        findings.problems.append(Problem("action with no recommendation above it", "", table.index, drafts[0].row))
    actions = tuple(_action(draft, group, findings) for draft in drafts)
    theme = group.theme
    if spare and theme is None and len(spare.split()) <= 12:
        theme, spare = spare, ""
    if spare and table:
        findings.unplaced.append(Unplaced(table.where, spare, table.index, row))
    scope = _scope(group.scope)
    if group.scope and (scope is None or group.scope.lower().strip(" .") != scope):
        findings.unplaced.append(
            Unplaced(table.where if table else "body", group.scope, table.index if table else None, row)
        )
    findings.recommendations.append(Recommendation(text, number or None, scope, theme, addressees, actions))


def _number_and_text(group: Group) -> tuple[str, str, str]:
    """Tell the printed number from the words; a column of bare numbers takes its words from the issue beside it.

    The third value is the issue where it is not the recommendation's own text.
    """
    numbers, text, spare = set(filter(None, group.numbers)), group.text, group.issue
    of_actions = len(numbers) > 1 or not (group.rows and group.rows[0][1].has(Role.RECOMMENDATION, Role.ISSUE))
    number = "" if of_actions else "".join(numbers)
    if text and PRINTED_NUMBER.fullmatch(text) and (spare or not number):
        number, text, spare = (text if not number else f"{number} {text}"), spare, ""
    if not number and text:
        leading = LEADING_NUMBER.match(text)
        if leading and len([item for item in split_items(text, ranges=False) if item.keys]) <= 1:
            number, text = printed_number(leading.group("number")) or "", text[leading.end() :]
    return number, text.strip(), spare


def _addressed_last(text: str) -> tuple[str, str]:
    """Take the addressee from the last paragraph of a recommendation where that paragraph is nothing but a body's name."""
    head, _, tail = text.rstrip().rpartition("\n")
    tail = tail.strip()
    if head.strip() and len(tail.split()) <= 8 and not tail.endswith((".", "?", ":", ";")) and is_body(tail):
        if tail[:1].isupper() and not re.match(r"(?:[a-z]\)|\d|[•\-*])", tail):
            return head.strip(), tail
    return text, ""


def _scope(words: str) -> str | None:
    """Give the widest scope the words name."""
    return next((scope for scope in SCOPES if scope in words.lower()), None)


def _drafts(group: Group, findings: Findings) -> list[Draft]:
    """Make the actions of a group's rows, then give every other cell to the actions whose rows it covers."""
    drafts: list[Draft] = []
    beside: list[list[Draft]] = []
    before: Cell | None = None
    for table, layout, cells in group.rows:
        cell = _action_cell(layout, cells)
        if cell is not None and cell is before and beside:
            beside.append(beside[-1])
            continue
        before = cell
        made = _row_drafts(layout, cells, cell, table, findings) if cell is not None else []
        if not made and _has_fields(layout, cells):
            made = beside[-1] if beside and beside[-1] else [Draft("", None, cells[0].row)]
        drafts.extend(draft for draft in made if draft not in drafts[-len(made) :])
        beside.append(made)
    _number_drafts(group, beside)
    _share_cells(group, beside, findings)
    return drafts


def _action_cell(layout: Layout, cells: list[Cell]) -> Cell | None:
    """Give the row's action cell if it has words; of several action columns the first with words."""
    for column in layout.columns(Role.ACTION):
        if column < len(cells) and cells[column].text:
            return cells[column]
    return None


def _row_drafts(layout: Layout, cells: list[Cell], cell: Cell, table: Table, findings: Findings) -> list[Draft]:
    """Split the row's action cell; words of a second action column join the actions of the first."""
    beside = target = ""
    if "\n" in cell.text:
        others = [cells[column] for column, role in enumerate(layout.roles) if role in FIELDS and column < len(cells)]
        target = "\n".join(cells[column].text for column in layout.columns(Role.TARGET) if column < len(cells))
        beside = [other.text for other in others if "\n" in other.text]
    made = [
        Draft(words, number, cells[0].row if cell.row < cells[0].row else cell.row)
        for number, words in split_actions(cell.text, beside or [], target)
    ]
    for column in layout.columns(Role.ACTION):
        other = cells[column] if column < len(cells) else cell
        if other is not cell and other.text:
            findings.unplaced.append(table.unplaced(other))
    return made


def _has_fields(layout: Layout, cells: list[Cell]) -> bool:
    """Say whether a row without an action has words, or a colour, that only an action can hold."""
    return any(
        cell.text or (role is Role.STATUS and colour_name(cell.fill))
        for cell, role in zip(cells, layout.roles, strict=False)
        if role in FIELDS
    )


def _number_drafts(group: Group, beside: list[list[Draft]]) -> None:
    """Number actions from a column of action numbers, or from a number column that counts actions, not recommendations."""
    counted = len(set(filter(None, group.numbers))) > 1
    for (_, layout, cells), made, shared in zip(group.rows, beside, group.numbers, strict=True):
        own = [cells[column].text for column in layout.columns(Role.ACTION_NUMBER) if column < len(cells)]
        if counted or not layout.has(Role.RECOMMENDATION, Role.ISSUE):
            own.append(shared)
        for number in own:
            if number and len(made) == 1:
                inner = made[0].number
                made[0].number = number if inner is None or number.rstrip(".").endswith(inner) else f"{number} {inner}"


def _share_cells(group: Group, beside: list[list[Draft]], findings: Findings) -> None:
    """Walk each column once; a cell speaks of all actions in the rows it covers."""
    marks: list[str] = []
    width = max((len(layout.roles) for _, layout, _ in group.rows), default=0)
    for column in range(width):
        cell: Cell | None = None
        covered: list[Draft] = []
        for (table, layout, cells), made in zip(group.rows, beside, strict=True):
            if column >= len(cells) or column >= len(layout.roles) or layout.roles[column] not in FIELDS:
                continue
            if column and cells[column] is cells[column - 1]:
                continue
            if cells[column] is cell:
                covered.extend(draft for draft in made if draft not in covered)
                continue
            if cell is not None:
                _share_cell(cell, covered, role, table, name, marks, findings)
            cell, covered = cells[column], list(made)
            role, name = layout.roles[column], layout.names[column]
        if cell is not None:
            _share_cell(cell, covered, role, table, name, marks, findings)
    if marks:
        place = group.rows[0][0].place(group.rows[0][2][0].row)
        findings.ignored.append(Ignored(place, " ".join(marks), "list numbers, used to pair cells with actions"))


def _share_cell(
    cell: Cell, drafts: list[Draft], role: Role, table: Table, name: str, marks: list[str], findings: Findings
) -> None:
    """Give one cell's words and status colour to its actions."""
    if not drafts:
        if cell.text:
            findings.unplaced.append(table.unplaced(cell))
        return
    if role is Role.STATUS:
        for draft in drafts:
            draft.colour = draft.colour or colour_name(cell.fill)
    if cell.text:
        words = f"{name}: {cell.text}" if role is Role.REVIEW else cell.text
        for item in share(FIELDS[role], words, drafts, marks):
            words = f"{item.mark} {item.text}"
            findings.unplaced.append(Unplaced(table.where, words, table.index, cell.row, cell.column))
            findings.problems.append(
                Problem(
                    f"no action numbered {item.mark.rstrip('.')} to go with this", words, table.index, cell.row, name
                )
            )


def _action(draft: Draft, group: Group, findings: Findings) -> Action:
    """Understand one draft: dates, leads, status and completion."""
    table = group.rows[0][0]
    target = read_date(draft.target)
    if target.problem:
        layout = group.rows[0][1]
        names = [layout.names[column] for column in layout.columns(Role.TARGET)]
        findings.problems.append(
            Problem(target.problem, target.about or target.text, table.index, draft.row, names[0] if names else None)
        )
    leads = read_leads(draft.lead) if draft.lead else read_leads(draft.owner, person_column=True)
    owner = draft.owner.replace("\n", "; ") if draft.lead and draft.owner else leads.owner
    if leads.owner and draft.lead and draft.owner and leads.owner != owner:
        owner = f"{leads.owner}; {owner}"
    if leads.labels:
        findings.ignored.append(Ignored(table.place(draft.row), " ".join(leads.labels), "labels inside the lead cell"))
    status, completed, outcome = _status(draft)
    return Action(
        draft.text,
        Place(table.where, table.index, draft.row),
        draft.number,
        leads.agencies,
        owner,
        draft.milestones,
        target,
        status.state,
        status.text,
        draft.progress,
        completed,
        outcome,
    )


def _status(draft: Draft) -> tuple[Status, DateReading | None, str]:
    """Find the declared state: the status column, then the completion column, then progress, milestones, outcome, target."""
    status = read_status(draft.status, draft.colour) if draft.status or draft.colour else NO_STATUS
    completed, outcome, closing = _completion(draft.completed)
    if draft.outcome:
        outcome = f"{outcome}\n{draft.outcome}" if outcome else draft.outcome
    noted = NO_STATUS
    if status.state is None or completed is None:
        noted = next((each for each in _notes(draft) if each.state), NO_STATUS)
    if status.state is None:
        stated = closing if closing.state else noted
        status = Status(
            stated.state, "\n".join(filter(None, (status.text, stated.text))), status.completed or stated.completed
        )
    elif closing.text and closing.text not in outcome and (completed is None or closing.text not in completed.text):
        outcome = f"{closing.text}\n{outcome}".strip()
    if completed is None and status.state in OWNER_DONE:
        completed = status.completed or noted.completed
    return status, completed, outcome


def _notes(draft: Draft) -> list[Status]:
    """Look for a declared state in each of the action's running texts; planned texts declare one only at a line's start."""
    found = []
    if draft.progress:
        found.append(find_status(draft.progress))
    for planned in (draft.milestones, draft.outcome, draft.target):
        if planned:
            found.append(find_status(planned, starts_only=True))
    return found


def _completion(text: str) -> tuple[DateReading | None, str, Status]:
    """Read a cell of completion date and outcome: the date, the words that are left to tell the outcome, the state.

    A date of completion declares the action complete, whether or not the word stands beside it.
    """
    if not text:
        return None, "", NO_STATUS
    closing = find_status(text)
    dated = [each for each in find_dates(text) if each.value]
    if closing.state not in (None, *OWNER_DONE):
        dated = []
    rest = text.replace(closing.text, " ", 1)
    for each in dated[:1]:
        rest = rest.replace(each.text, " ", 1)
    if SPARE.sub("", rest):
        outcome, completed = text, dated[0] if dated else None
    else:
        outcome, completed = "", read_date(text) if dated else None
    if closing.state is None and completed is not None and text.lstrip().startswith(completed.text):
        closing = Status(ActionState.OWNER_COMPLETE)
    return completed, outcome, closing
