"""Which column is which: headings of many spellings, the row (or two rows) that holds them, words of instruction."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum, auto
from functools import lru_cache

from darddr.importers.colours import colour_name
from darddr.importers.grid import Cell, Table


class Role(StrEnum):
    """What a column holds."""

    NUMBER = auto()
    RECOMMENDATION = auto()
    ISSUE = auto()
    THEME = auto()
    SCOPE = auto()
    ADDRESSEE = auto()
    ACTION_NUMBER = auto()
    ACTION = auto()
    AGENCY = auto()
    LEAD = auto()
    OWNER = auto()
    MILESTONES = auto()
    EVIDENCE = auto()
    TARGET = auto()
    REVIEW = auto()
    COMPLETED = auto()
    COMPLETED_AND_OUTCOME = auto()
    OUTCOME = auto()
    PROGRESS = auto()
    STATUS = auto()
    OTHER = auto()


HEADINGS: tuple[tuple[Role, str], ...] = (
    (
        Role.NUMBER,
        r"^(#|(rec(ommendation)?s?|ref(erence)?|item|serial|row|unique)?\s*(no|nos|num|numbers?|ref(erence)?|id|#)|item|s/?n)$",
    ),
    (Role.ACTION_NUMBER, r"^(action|task|act)s?\s*(no|nos|num|numbers?|ref(erence)?|id|#)$"),
    (Role.SCOPE, r"\bscope\b|^(local|regional|national)\s?(/|or|,|and|&)|^(level|tier)$"),
    (Role.COMPLETED_AND_OUTCOME, r"\b(complet|closure|achiev)\w*.*\boutcomes?\b|\boutcomes?\b.*\bdate\b.*complet"),
    (
        Role.MILESTONES,
        r"milestone|success (measure|criteri)|measures? of success|how (will|would|do) (we|you|it) know|interim step"
        r"|performance (measure|indicator)|\bkpis?\b|success look",
    ),
    (
        Role.TARGET,
        r"\b(target|due|deadlines?|time ?-?scales?|time ?-?frames?|by when|planned|expected|anticipated|proposed|agreed|estimated)\b"
        r"(?=.*\b(date|by|completion|time|deadlines?|when)|$)|^(when|by when|dates?)\??$"
        r"|\b(date|to be) (for|completed?|to be) ?(completion|completed|by)|\btime ?-?scales?\b|\btime ?-?frames?\b|\bdeadlines?\b|^target\b",
    ),
    (Role.REVIEW, r"\breview (date|by)\b|\bdate (of|for) (next )?review|\bnext review"),
    (
        Role.STATUS,
        r"\bb?rag(g(ed|ing))?\b|\bstatus\b|^rating|^(is it )?complete\??$|^completed?\s*(\?|y/n|yes/no)|^state$"
        r"|^action complete\w*\??$|\btraffic light",
    ),
    (
        Role.COMPLETED,
        r"\b(date|when|actual).*\b(complet|achiev|clos|implement|sign)\w*|\bcomplet(ed|ion) (date|on)\b|^(completion|completed|closed)$",
    ),
    (Role.LEAD, r"(?=.*\b(agenc|organi[sz]ation))(?=.*\b(officer|person|owner|individual|manager|name|post))"),
    (
        Role.OWNER,
        r"\bowners?\b|\b(lead|responsible|accountable|named|nominated|key) "
        r"(officer|person|individual|manager|professional|practitioner|name|contact|people)"
        r"|\b(person|officer|individual|people|manager)s?(\(s\))? (responsible|accountable|leading)|^(named|strategic|operational) lead|\bpost ?holder",
    ),
    (
        Role.AGENCY,
        r"\b(lead|responsible|owning|accountable|partner|relevant) ?-?(agenc|organi[sz]ation|bod(y|ies)|partner|service|department)"
        r"|^(multi-?|single )?agenc(y|ies)(\(s\))?( responsible| lead)?$|^(organi[sz]ations?|partners?|departments?|services?)( responsible)?$"
        r"|\bagenc(y|ies) (responsible|leading)",
    ),
    (
        Role.ADDRESSEE,
        r"\baddress(ed|ee)|\bdirected (to|at)|^(recommendation )?(to|for)$|^for (whom|agency)|\brecipient",
    ),
    (
        Role.PROGRESS,
        r"\bprogress|\bupdates?\b|\bcomments?\b|^(further )?notes?\b|\bcommentary\b|\bcurrent (state|situation)|\bposition\b"
        r"|\bactions? (taken|completed|undertaken) to date|\bwork (done|undertaken|to date)|^responses?\b|\bnarrative\b|\bremarks?\b",
    ),
    (
        Role.EVIDENCE,
        r"\bevidence|\bassurance|\bhow (will|is|was).*(measur|evidenc|monitor|demonstrat)|^(measures?|monitoring|outputs?)\b",
    ),
    (Role.OUTCOME, r"\boutcomes?\b|\bimpact\b|^results?$|\bdifference\b|\bbenefits?\b"),
    (Role.LEAD, r"\bleads?\b|\bby whom\b|^who\b|^by who\b|\bresponsib|\baccountab|\bled by\b|\bassigned"),
    (
        Role.ACTION,
        r"\bactions?\b|\bwhat (will|needs?|must|is|are|we|do)\b|^what\??$|\bhow (will|are|we)\b|^(tasks?|activit(y|ies)|steps?|intervention)\b"
        r"|\b(agency|partnership) response",
    ),
    (Role.RECOMMENDATION, r"\brecommendations?\b|^recs?$|^improvement"),
    (
        Role.ISSUE,
        r"\bissues?\b|\blearning\b|\blessons?\b|\bfindings?\b|\bconcerns?\b|\bgaps?\b|\brationale\b|\bcontext\b|^key line",
    ),
    (
        Role.THEME,
        r"\bthemes?\b|\btopics?\b|^category|^(priority )?area\b|^section$|^(strategic )?(objective|aim)s?$|^workstream|^priority theme",
    ),
)
PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in HEADINGS)
DESCRIBING = (Role.OTHER, Role.NUMBER, Role.RECOMMENDATION, Role.ISSUE, Role.THEME, Role.SCOPE, Role.ADDRESSEE)
CORE = {Role.RECOMMENDATION, Role.ACTION, Role.ISSUE}
NO_HEADING = re.compile(r"^rec(ommendation)?s?\W*(no |number )?\d|\b(action|improvement) plan|^recommendations? (list|summary|table)|^https?|@")
"""A numbered recommendation, and the title of a document, are no headings."""
INSTRUCTION = re.compile(
    r"^\W*(please|insert|enter|describe|complete (this|the|all|each)|type|add|note to|guidance|instructions?|use this|e\.?g\.?\b|for example|"
    r"example|state|list|outline|give|set out|select|choose|what is the|who (is|will)|when will|how will|should be|to be completed by|"
    r"this (column|section|table)|in this|column|copy|delete|record|include|provide|specify|identify who|name of|date (when|by which)|local or|must be|smart)\b",
    re.IGNORECASE,
)
ONE_INSTRUCTION = re.compile(
    r"^\W*(please\b|insert\b|enter\b|guidance\b|instructions?\b|notes?\b\W|n\.?b\.?\W|e\.?g\.?\W|for example\b|example\b|how to\b|complete (this|the|all|each|one)\b"
    r"|this (column|section|table|form)\b|use this\b|key\b\W|one row\b|delete\b)",
    re.IGNORECASE,
)
QUESTION = re.compile(r"(?:what|which|who|when|how|should|have|has|is|are|does|do|why|where)\b[^?]{8,}\?|[^?]{20,}\?$", re.IGNORECASE)
BRACKETED = re.compile(r"[(\[<].*[)\]>]", re.DOTALL)
PRINTED_NUMBER = re.compile(
    r"(?:rec(?:ommendation)?\.?\s*)?(?:no\.?\s*)?#?\(?[A-Z]{0,4}\.?\s?\d{1,3}(?:\.\d{1,3})*[a-z]?[.)]?", re.IGNORECASE
)


@lru_cache(maxsize=1024)
def role_of(heading: str) -> Role:
    """Give the role a heading's words name: the first, most particular, spelling that fits; OTHER when none does."""
    words = re.sub(r"\([^)]*\)", " ", heading.lower())
    words = re.sub(r"[\s*:.]+", " ", words).strip(" -–*") or heading.lower().strip(" ()")
    if not words or len(words.split()) > 14 or NO_HEADING.search(words):
        return Role.OTHER
    return next((role for role, pattern in PATTERNS if pattern.search(words)), Role.OTHER)


@dataclass(slots=True)
class Layout:
    """Where the headings of a table stand and what each column holds; `body` is the index of the first row after them."""

    roles: list[Role]
    names: list[str]
    top: int
    body: int

    fields: list[tuple[int, Role]] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    _index: dict[Role, list[int]] = field(default_factory=dict)

    def columns(self, role: Role) -> list[int]:
        """Give the columns of a role, left to right."""
        return self._index.get(role, [])

    def settle(self) -> Layout:
        """Index the columns once their roles are final: `fields` are those an action holds, `others` the rest but actions."""
        self._index = {role: [] for role in Role}
        for column, role in enumerate(self.roles):
            self._index[role].append(column)
        self.others = sorted(column for role in DESCRIBING for column in self._index[role])
        besides = {*DESCRIBING, Role.ACTION, Role.ACTION_NUMBER}
        self.fields = [(column, role) for column, role in enumerate(self.roles) if role not in besides]
        return self

    def has(self, *roles: Role) -> bool:
        """Say whether any column holds one of these roles."""
        return any(role in self.roles for role in roles)


def find_layout(table: Table, within: int = 25) -> Layout | None:
    """Find the heading row, or pair of rows, among the first rows of a table; None where no row reads as headings."""
    for index, row in enumerate(table.rows[:within]):
        if is_instruction([cell.text for cell in row if cell.text]):
            continue
        layout = _as_headings([cell.text for cell in row], index, index + 1)
        below = table.rows[index + 1] if index + 1 < len(table.rows) else None
        if below is not None and _may_be_second(row, below):
            both = _as_headings(_joined(row, below), index, index + 2)
            if both and (layout is None or _known(both) > _known(layout)):
                layout = both
        if layout:
            _settle(layout, table)
            return layout.settle()
    return None


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
    return len(texts) >= 2 and all(len(text.split()) <= 6 and not re.search(r"\d", text) for text in texts)


def _joined(row: list[Cell], below: list[Cell]) -> list[str]:
    """Join the two halves of each heading; under a spanning title only the lower half counts when it names a role."""
    width = max(len(row), len(below))
    texts = []
    for column in range(width):
        upper = row[column] if column < len(row) else None
        lower = below[column] if column < len(below) else None
        top = upper.text if upper else ""
        bottom = lower.text if lower is not None and lower is not upper else ""
        texts.append(f"{top} {bottom}".strip() if role_of(bottom) is Role.OTHER or not top else f"{bottom} {top}")
    return texts


def _settle(layout: Layout, table: Table) -> None:
    """Settle what one heading alone cannot say, from its neighbours and the cells below."""
    roles, names = layout.roles, [name.lower() for name in layout.names]
    if Role.ACTION not in roles:
        for column, name in enumerate(names):
            if roles[column] in {Role.MILESTONES, Role.PROGRESS} and re.search(r"\bactions?\b", name):
                roles[column] = Role.ACTION
                break
    elif "action taken" in " ".join(names) and roles.count(Role.ACTION) > 1:
        column = next(column for column, name in enumerate(names) if "action" in name and "taken" in name)
        roles[column] = Role.PROGRESS
    if Role.AGENCY in roles:
        roles[:] = [Role.OWNER if role is Role.LEAD else role for role in roles]
    if Role.TARGET not in roles:
        for column, name in enumerate(names):
            if roles[column] is Role.COMPLETED and re.fullmatch(r"completion( date)?|date (of|for) completion", name):
                roles[column] = Role.TARGET
                break
    for column, name in enumerate(names):
        if not name:
            roles[column] = _untitled(table, layout.body, column)


def _untitled(table: Table, body: int, column: int) -> Role:
    """Tell what a column without a heading holds: numbers, or the colours of a status."""
    cells = [row[column] for row in table.rows[body : body + 30] if column < len(row)]
    texts = [cell.text for cell in cells if cell.text]
    if texts and all(PRINTED_NUMBER.fullmatch(text) for text in texts):
        return Role.NUMBER
    if not texts and any(colour_name(cell.fill) for cell in cells):
        return Role.STATUS
    return Role.OTHER


def is_instruction(texts: list[str]) -> bool:
    """Say whether a row tells people how to fill the table: most of its cells open with words of instruction."""
    if len(texts) == 1:
        return ONE_INSTRUCTION.match(texts[0]) is not None
    told = sum(1 for text in texts if INSTRUCTION.match(text) or QUESTION.match(text) or BRACKETED.fullmatch(text))
    return bool(texts) and told * 2 > len(texts)
