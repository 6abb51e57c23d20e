"""From the rows of one recommendation to the recommendation and its actions, understood."""

from __future__ import annotations

import re

from darddr.importers.colours import colour_name
from darddr.importers.completion import declared
from darddr.importers.dates import find_dates, read_date
from darddr.importers.drafts import FIELDS, Draft, may_be_marked, share, split_actions
from darddr.importers.gathered import Findings, Group, Row
from darddr.importers.grid import Cell
from darddr.importers.headings import Role
from darddr.importers.leads import is_body, read_leads, split_bodies
from darddr.importers.numbers import account_numbers, number_and_text, number_drafts
from darddr.importers.plan import Action, Ignored, Problem, Recommendation, Unplaced
from darddr.importers.splitting import LINE_MARK

SCOPES = ("national", "regional", "local")


class Span:
    """One cell and the actions in the rows it covers."""

    __slots__ = ("cell", "column", "drafts", "label", "role", "row")

    def __init__(self, cell: Cell, role: Role, row: Row, column: int, label: str, drafts: list[Draft]) -> None:
        self.cell, self.role, self.row, self.column, self.label, self.drafts = cell, role, row, column, label, drafts


def understand(group: Group, findings: Findings) -> None:
    """Turn one group into a recommendation; what cannot be placed goes to the other lists of `findings`."""
    number, text, spare = number_and_text(group)
    addressed = group.addressees
    if not addressed:
        text, addressed = _addressed_last(text)
    addressees, joining = split_bodies(addressed) if addressed else ((), "")
    drafts = _drafts(group, findings)
    account_numbers(group, findings)
    table, row = (group.rows[0].table, group.rows[0].number) if group.rows else (None, None)
    if drafts and not text and not number and table:
        why = "action with no recommendation above it"
        findings.problems.append(Problem(why, "", table.index, drafts[0].place.row))
    actions = tuple(_action(draft, group, findings) for draft in drafts)
    if joining and table:
        findings.ignored.append(Ignored(table.place(row or 0), joining, "words that join the addressees"))
    theme = group.theme
    if spare and theme is None and len(spare.split()) <= 12:
        theme, spare = spare, ""
    if spare and table:
        findings.unplaced.append(Unplaced(table.where, spare, table.index, row))
    scope = _scope(group.scope) if group.scope else None
    if table and group.scope and group.scope.lower().strip(" .") != scope:
        findings.unplaced.append(Unplaced(table.where, group.scope, table.index, row))
    findings.recommendations.append(Recommendation(text, number or None, scope, theme, addressees, actions))


def _addressed_last(text: str) -> tuple[str, str]:
    """Take the addressee from the last paragraph of a recommendation where that paragraph is nothing but a body's
    name.
    """
    if "\n" not in text:
        return text, ""
    head, _, tail = text.rstrip().rpartition("\n")
    tail = tail.strip()
    named = len(tail.split()) <= 8 and not tail.endswith((".", "?", ":", ";")) and is_body(tail)
    if head.strip() and named and tail[:1].isupper() and not LINE_MARK.match(tail):
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
        cell = row.layout.first(row.cells, Role.ACTION)
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
    number_drafts(group, beside, findings)
    _share_cells(group.rows, beside, findings)
    return drafts


def _row_drafts(row: Row, cell: Cell, findings: Findings) -> list[Draft]:
    """Split the row's action cell; words of a second action column have no place of their own."""
    target, beside = "", []
    if "\n" in cell.text:
        first = row.layout.first(row.cells, Role.TARGET)
        target = first.text if first else ""
        beside = [
            each.text for each in (row.layout.first(row.cells, role) for role in FIELDS) if each and "\n" in each.text
        ]
    place = row.table.place(row.number)
    made = [Draft(words, number, place) for number, words in split_actions(cell.text, beside, target)]
    for column in row.layout.columns(Role.ACTION)[1:]:
        other = row.cells[column]
        if other is not cell and other.text:
            findings.unplaced.append(row.table.unplaced(other))
    return made


def _has_fields(row: Row) -> bool:
    """Say whether a row without an action has words, or a colour, that only an action can hold."""
    held = ((row.cells[column], role) for column, role, _ in row.layout.fields)
    return any(cell.text or (role is Role.STATUS and colour_name(cell.fill)) for cell, role in held)


def _share_cells(rows: list[Row], beside: list[list[Draft]], findings: Findings) -> None:
    """Give each cell to the actions of all the rows it covers."""
    marks: list[str] = []
    under_way: dict[int, Span] = {}
    last = len(rows) - 1
    for at, (row, made) in enumerate(zip(rows, beside, strict=True)):
        below = rows[at + 1].cells if at < last else None
        before: Cell | None = None
        for column, role, label in row.layout.fields:
            cell = row.cells[column]
            if cell is before or not (cell.text or (role is Role.STATUS and cell.fill)):
                continue
            before = cell
            if column in under_way or (below is not None and column < len(below) and below[column] is cell):
                _widen(under_way, Span(cell, role, row, column, label, made), marks, findings)
            elif label or cell.fill or len(made) != 1 or may_be_marked(cell.text):
                _share_span(Span(cell, role, row, column, label, made), marks, findings)
            else:
                made[0].add(FIELDS[role], cell.text)
    for span in under_way.values():
        _share_span(span, marks, findings)
    if marks:
        place = rows[0].table.place(rows[0].number)
        findings.ignored.append(Ignored(place, " ".join(marks), "list numbers, used to pair cells with actions"))


def _widen(under_way: dict[int, Span], span: Span, marks: list[str], findings: Findings) -> None:
    """Let a cell merged over several rows cover the actions of one more; another cell ends the one before it."""
    before = under_way.get(span.column)
    if before is not None and before.cell is span.cell:
        before.drafts = before.drafts + [draft for draft in span.drafts if draft not in before.drafts]
        return
    if before is not None:
        _share_span(before, marks, findings)
    under_way[span.column] = span


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
    name = span.row.layout.names[span.column]
    for item in share(FIELDS[span.role], span.label + cell.text, span.drafts, marks):
        words = f"{item.mark} {item.text}"
        why = f"no action numbered {item.mark.rstrip('.')} to go with this"
        findings.unplaced.append(Unplaced(table.where, words, table.index, cell.row, cell.column))
        findings.problems.append(Problem(why, words, table.index, cell.row, name))


def _action(draft: Draft, group: Group, findings: Findings) -> Action:
    """Understand one draft: dates, leads, status and completion."""
    place, layout = draft.place, group.rows[0].layout
    if not draft.target and draft.lead and not layout.columns(Role.TARGET):
        _part_date_from_lead(draft)
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
    status, completed, outcome = declared(draft, findings.key)
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


def _part_date_from_lead(draft: Draft) -> None:
    """Part "Police, by March 2020" in a column of leads and times where no other column has the dates."""
    dated = find_dates(draft.lead)
    stated = re.search(rf"(?:\b(?:by|before|due)\s+)?{re.escape(dated[-1].text)}", draft.lead) if dated else None
    if stated:
        draft.target = stated.group()
        draft.lead = f"{draft.lead[: stated.start()]}{draft.lead[stated.end() :]}".strip(" ,;()–-\n")
