"""From the rows of one recommendation to the recommendation and its actions, understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from darddr.importers.colours import colour_name
from darddr.importers.dates import DateReading, find_dates, read_date
from darddr.importers.drafts import FIELDS, MAYBE_MARKED, Draft, printed_number, share, split_actions
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
class Row:
    """One row of a plan; `shared` is its number where the column may count recommendations or actions."""

    table: Table
    layout: Layout
    cells: list[Cell]
    number: int
    shared: str = ""


class Span:
    """One cell and the actions in the rows it covers."""

    __slots__ = ("cell", "column", "drafts", "role", "row")

    def __init__(self, cell: Cell, role: Role, row: Row, column: int, drafts: list[Draft]) -> None:
        self.cell, self.role, self.row, self.column, self.drafts = cell, role, row, column, drafts


@dataclass(slots=True)
class Group:
    """One recommendation as printed, with the rows that belong to it."""

    text: str = ""
    issue: str = ""
    theme: str | None = None
    scope: str = ""
    addressees: str = ""
    rows: list[Row] = field(default_factory=list)

    def counts_actions(self) -> bool:
        """Say whether the number column counts actions: it has several numbers here, or there are no recommendations."""
        numbers = {row.shared for row in self.rows if row.shared}
        return len(numbers) > 1 or not any(row.layout.has(Role.RECOMMENDATION, Role.ISSUE) for row in self.rows)


def understand(group: Group, findings: Findings) -> None:
    """Turn one group into a recommendation; what cannot be placed goes to the other lists of `findings`."""
    number, text, spare = _number_and_text(group)
    addressed = group.addressees
    if not addressed:
        text, addressed = _addressed_last(text)
    addressees, joining = split_bodies(addressed)
    drafts = _drafts(group, findings)
    table, row = (group.rows[0].table, group.rows[0].number) if group.rows else (None, None)
    if drafts and not text and not number and table:
        findings.problems.append(Problem("action with no recommendation above it", "", table.index, drafts[0].place.row))
    actions = tuple(_action(draft, group, findings) for draft in drafts)
    if joining and table:
        findings.ignored.append(Ignored(table.place(row or 0), joining, "words that join the addressees"))
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
    text, spare = group.text, group.issue
    number = "" if group.counts_actions() else next((row.shared for row in group.rows if row.shared), "")
    if 0 < len(text) < 30 and PRINTED_NUMBER.fullmatch(text) and (spare or not number):
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
    for row in group.rows:
        cell = _first(row, Role.ACTION)
        if cell is not None and cell is before:
            beside.append(beside[-1])
            continue
        before = cell
        if cell is not None:
            made = _row_drafts(row, cell, findings)
            drafts += made
        elif drafts or not _has_fields(row):
            made = beside[-1] if beside else []
        else:
            made = [Draft("", None, row.table.place(row.number))]
            drafts += made
        beside.append(made)
    _number_drafts(group, beside)
    _share_cells(group.rows, beside, findings)
    return drafts


def _first(row: Row, role: Role) -> Cell | None:
    """Give the first cell with words in the columns of a role."""
    for column in row.layout.columns(role):
        if column < len(row.cells) and row.cells[column].text:
            return row.cells[column]
    return None


def _row_drafts(row: Row, cell: Cell, findings: Findings) -> list[Draft]:
    """Split the row's action cell; words of a second action column have no place of their own."""
    target, beside = "", []
    if "\n" in cell.text:
        first = _first(row, Role.TARGET)
        target = first.text if first else ""
        beside = [each.text for each in (_first(row, role) for role in FIELDS) if each and "\n" in each.text]
    place = row.table.place(row.number)
    made = [Draft(words, number, place) for number, words in split_actions(cell.text, beside, target)]
    for column in row.layout.columns(Role.ACTION)[1:]:
        other = row.cells[column] if column < len(row.cells) else cell
        if other is not cell and other.text:
            findings.unplaced.append(row.table.unplaced(other))
    return made


def _has_fields(row: Row) -> bool:
    """Say whether a row without an action has words, or a colour, that only an action can hold."""
    held = ((row.cells[column], role) for column, role in row.layout.fields if column < len(row.cells))
    return any(cell.text or (role is Role.STATUS and colour_name(cell.fill)) for cell, role in held)


def _number_drafts(group: Group, beside: list[list[Draft]]) -> None:
    """Number actions from a column of action numbers, or from a number column that counts actions."""
    counted = group.counts_actions()
    for row, made in zip(group.rows, beside, strict=True):
        if len(made) != 1 or not (counted or row.layout.columns(Role.ACTION_NUMBER)):
            continue
        own = _first(row, Role.ACTION_NUMBER)
        for number in (own.text if own else "", row.shared if counted else ""):
            inner = made[0].number
            if number and inner != number:
                made[0].number = number if inner is None or number.rstrip(".").endswith(inner) else f"{number} {inner}"


def _share_cells(rows: list[Row], beside: list[list[Draft]], findings: Findings) -> None:
    """Give each cell to the actions of all the rows it covers."""
    marks: list[str] = []
    under_way: dict[int, Span] = {}
    single = len(rows) == 1
    for row, made in zip(rows, beside, strict=True):
        cells = row.cells
        before: Cell | None = None
        for column, role in row.layout.fields:
            cell = cells[column] if column < len(cells) else None
            if cell is None or cell is before or not (cell.text or (role is Role.STATUS and cell.fill)):
                continue
            before = cell
            if single:
                _share_span(Span(cell, role, row, column, made), marks, findings)
                continue
            span = under_way.get(column)
            if span is not None and span.cell is cell:
                span.drafts = span.drafts + [draft for draft in made if draft not in span.drafts]
                continue
            if span is not None:
                _share_span(span, marks, findings)
            under_way[column] = Span(cell, role, row, column, made)
    for span in under_way.values():
        _share_span(span, marks, findings)
    if marks:
        place = rows[0].table.place(rows[0].number)
        findings.ignored.append(Ignored(place, " ".join(marks), "list numbers, used to pair cells with actions"))


def _share_span(span: Span, marks: list[str], findings: Findings) -> None:
    """Give one cell's words and status colour to its actions."""
    cell, table = span.cell, span.row.table
    if not span.drafts:
        if cell.text:
            findings.unplaced.append(table.unplaced(cell))
        return
    if span.role is Role.STATUS:
        for draft in span.drafts:
            draft.colour = draft.colour or colour_name(cell.fill)
    if not cell.text:
        return
    words, name = cell.text, span.row.layout.names[span.column]
    if span.role is Role.REVIEW:
        words = f"{name}: {words}"
    if len(span.drafts) == 1 and not MAYBE_MARKED.match(words):
        span.drafts[0].add(FIELDS[span.role], words)
        return
    for item in share(FIELDS[span.role], words, span.drafts, marks):
        words = f"{item.mark} {item.text}"
        why = f"no action numbered {item.mark.rstrip('.')} to go with this"
        findings.unplaced.append(Unplaced(table.where, words, table.index, cell.row, cell.column))
        findings.problems.append(Problem(why, words, table.index, cell.row, name))


def _action(draft: Draft, group: Group, findings: Findings) -> Action:
    """Understand one draft: dates, leads, status and completion."""
    place, layout = draft.place, group.rows[0].layout
    target = read_date(draft.target)
    if target.problem:
        name = next((layout.names[column] for column in layout.columns(Role.TARGET)), None)
        words = target.about or target.text
        findings.problems.append(Problem(target.problem, words, place.table, place.row, name))
    leads = read_leads(draft.lead) if draft.lead else read_leads(draft.owner, person_column=True)
    owner = leads.owner
    if draft.lead and draft.owner:
        own = draft.owner.replace("\n", "; ")
        owner = own if owner is None or owner in own else f"{owner}; {own}"
    if leads.spare:
        findings.ignored.append(Ignored(place, leads.spare, "words that join or label the leads"))
    status, completed, outcome = _status(draft)
    return Action(
        draft.text,
        place,
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
    planned = (draft.milestones, draft.outcome, draft.target)
    noted = [find_status(draft.progress)] if draft.progress else []
    return noted + [find_status(words, starts_only=True) for words in planned if words]


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
