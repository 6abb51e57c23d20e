"""What a heading names: the roles a column can have, the many spellings of each, and words of instruction."""

from __future__ import annotations

import re
from enum import StrEnum, auto
from functools import lru_cache


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
        r"^(#|(rec(ommendation)?s?|ref(erence)?|item|serial|row|unique)?\s*(no|nos|num|numbers?"
        r"|ref(erence)?|id|#)|item|s/?n)$",
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
        r"^(revised|new|extended|original|amended) (target |due |completion )?(date|deadline)"
        r"|\b(target|due|deadlines?|time ?-?scales?|time ?-?frames?|by when|planned|expected"
        r"|anticipated|proposed|agreed|estimated)\b"
        r"(?=.*\b(date|by|completion|time|deadlines?|when)|$)|^(when|by when|dates?)\??$"
        r"|\b(date|to be) (for|completed?|to be) ?(completion|completed|by)|\btime ?-?scales?\b"
        r"|\btime ?-?frames?\b|\bdeadlines?\b|^target\b",
    ),
    (Role.REVIEW, r"\breview (date|by)\b|\bdate (of|for) (next )?review|\bnext review"),
    (
        Role.STATUS,
        r"\bb?rag(g(ed|ing))?\b|\bstatus\b|^rating|^(is it )?complete\??$|^completed?\s*(\?|y/n|yes/no)|^state$"
        r"|^action complete\w*\??$|\btraffic light",
    ),
    (
        Role.COMPLETED,
        r"\b(date|when|actual).*\b(complet|achiev|clos|implement|sign)\w*|\bcomplet(ed|ion) (date"
        r"|on)\b|^(completion|completed|closed)$",
    ),
    (Role.LEAD, r"(?=.*\b(agenc|organi[sz]ation))(?=.*\b(officer|person|owner|individual|manager|name|post))"),
    (
        Role.OWNER,
        r"\bowners?\b|\bofficers?$|^(person|post|role|names?)$|\b(lead|responsible|accountable|named|nominated|key) "
        r"(officer|person|individual|manager|professional|practitioner|name|contact|people)"
        r"|\b(person|officer|individual|people|manager)s?(\(s\))? (responsible|accountable"
        r"|leading)|^(named|strategic|operational) lead|\bpost ?holder",
    ),
    (
        Role.AGENCY,
        r"\b(lead|responsible|owning|accountable|partner|relevant) ?-?(agenc|organi[sz]ation|bod(y"
        r"|ies)|partner|service|department)"
        r"|^(multi-?|single )?agenc(y|ies)(\(s\))?( responsible| lead)?$|^(organi[sz]ations?"
        r"|partners?|departments?|services?)( responsible)?$"
        r"|\bagenc(y|ies) (responsible|leading)",
    ),
    (
        Role.ADDRESSEE,
        r"\baddress(ed|ee)|\bdirected (to|at)|^(recommendation )?(to|for)$|^for (whom|agency)|\brecipient",
    ),
    (
        Role.PROGRESS,
        r"\bprogress|\bupdates?\b|\bcomments?\b|^(further )?notes?\b|\bcommentary\b"
        r"|\bcurrent (state|situation)|\bposition\b"
        r"|\bactions? (taken|completed|undertaken) to date|\bwork (done|undertaken|to date)"
        r"|^responses?\b|\bnarrative\b|\bremarks?\b",
    ),
    (
        Role.EVIDENCE,
        r"\bevidence|\bassurance|\bhow (will|is|was).*(measur|evidenc|monitor|demonstrat)"
        r"|^(measures?|monitoring|outputs?)\b",
    ),
    (Role.OUTCOME, r"\boutcomes?\b|\bimpact\b|^results?$|\bdifference\b|\bbenefits?\b"),
    (Role.LEAD, r"\bleads?\b|\bby whom\b|^who\b|^by who\b|\bresponsib|\baccountab|\bled by\b|\bassigned"),
    (
        Role.ACTION,
        r"\bactions?\b|\bwhat (will|needs?|must|is|are|we|do)\b|^what\??$|\bhow (will|are|we)\b"
        r"|^(tasks?|activit(y|ies)|steps?|intervention)\b"
        r"|\b(agency|partnership) response",
    ),
    (Role.RECOMMENDATION, r"\brecommendations?\b|^recs?$|^improvement"),
    (
        Role.ISSUE,
        r"\bissues?\b|\blearning\b|\blessons?\b|\bfindings?\b|\bconcerns?\b|\bgaps?\b"
        r"|\brationale\b|\bcontext\b|^key line",
    ),
    (
        Role.THEME,
        r"\bthemes?\b|\btopics?\b|^category|^(priority )?area\b|^section$|^(strategic )?(objective"
        r"|aim)s?$|^workstream|^priority theme",
    ),
)
PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in HEADINGS)
NO_HEADING = re.compile(
    r"^rec(ommendation)?s?\W*(no |number )?\d|\b(action|improvement) plan"
    r"|^recommendations? (list|summary|table)|^https?|@"
)
"""A numbered recommendation, and the title of a document, are no headings."""
INSTRUCTION = re.compile(
    r"^\W*(please|insert|enter|describe|complete (this|the|all|each)|type|add|note to|guidance"
    r"|instructions?|use this|e\.?g\.?\b|for example|"
    r"example|state|list|outline|give|set out|select|choose|what is the|who (is|will)"
    r"|when will|how will|should be|to be completed by|"
    r"this (column|section|table)|in this|column|copy|delete|record|include|provide|specify"
    r"|identify who|name of|date (when|by which)|local or|must be|smart)\b",
    re.IGNORECASE,
)
ONE_INSTRUCTION = re.compile(
    r"^\W*(please\b|insert\b|enter\b|guidance\b|instructions?\b|notes?\b\W|n\.?b\.?\W"
    r"|e\.?g\.?\W|for example\b|example\b|how to\b|complete (this|the|all|each|one)\b"
    r"|this (column|section|table|form)\b|use this\b|key\b\W|one row\b|delete\b)",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"(?:what|which|who|when|how|should|have|has|is|are|does|do|why|where)\b[^?]{3,}\?|[^?]+\?$", re.IGNORECASE
)
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


def is_instruction(texts: list[str]) -> bool:
    """Say whether a row tells people how to fill the table: most of its cells open with words of instruction."""
    if len(texts) == 1:
        return ONE_INSTRUCTION.match(texts[0]) is not None
    told = sum(1 for text in texts if INSTRUCTION.match(text) or QUESTION.match(text) or BRACKETED.fullmatch(text))
    return bool(texts) and told * 2 > len(texts)
