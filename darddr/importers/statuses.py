"""States a plan declares: in a status column, by a colour, or in words at the start or end of a progress note.

"Complete" is `owner_complete`: a second person signs off later. "Complete and ongoing" declares the work done and kept
up, so it is `owner_complete` too. Red, amber and green say how work under way stands; blue says complete (BRAG as
councils use it); grey, in words, says not started. A colour that a key in the file explains otherwise follows the key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from darddr.importers.dates import DATE, DateReading, find_dates
from darddr.workflow.states import ActionState

WORDS: tuple[tuple[ActionState, str], ...] = (
    (
        ActionState.SUPERSEDED,
        r"superseded|no longer (?:required|needed|applicable|relevant)|overtaken by events"
        r"|replaced by (?:action|recommendation) \S+",
    ),
    (
        ActionState.NOT_IMPLEMENTED,
        r"not (?:to be )?implemented|will not be implemented|not progressed|abandoned|not taken forward",
    ),
    (ActionState.REJECTED, r"rejected|not accepted|not agreed|declined"),
    (ActionState.SIGNED_OFF, r"signed[ -]off|complete(?:d)?,? (?:and|&) signed[ -]off"),
    (
        ActionState.PROPOSED,
        r"(?:not (?:yet )?(?:started|commenced|begun|actioned)|yet to (?:start|commence)"
        r"|outstanding|to be (?:started|commenced)|proposed|awaiting start)",
    ),
    (
        ActionState.IN_PROGRESS,
        r"(?:partially|partly|part|nearly|almost|not yet|not) (?:complete|completed|achieved"
        r"|implemented|met)|incomplete"
        r"|on[ -]?going|in[ -]progress|progressing|on[ -](?:track|target|schedule)|under ?way"
        r"|work in progress|started|commenced"
        r"|continuing|delayed|behind schedule|at risk|off[ -]track|overdue|slipp(?:ed|ing)|open"
        r"|active|being progressed",
    ),
    (ActionState.RETURNED, r"returned to (?:owner|lead)"),
    (
        ActionState.OWNER_COMPLETE,
        r"(?:fully |now |all (?:actions? )?|action |recommendation |task )*(?:completed?|achieved"
        r"|implemented|closed|done|discharged|finished|delivered)"
        r"(?: (?:and|&|but|/)? ?on[ -]?going)?",
    ),
    (ActionState.AGREED, r"agreed|accepted"),
)
Key = tuple[tuple[str, ActionState], ...]
"""What a file's own key says its colours mean."""
COLOURS = {
    "blue": ActionState.OWNER_COMPLETE,
    "green": ActionState.IN_PROGRESS,
    "amber": ActionState.IN_PROGRESS,
    "yellow": ActionState.IN_PROGRESS,
    "orange": ActionState.IN_PROGRESS,
    "red": ActionState.IN_PROGRESS,
    "grey": ActionState.PROPOSED,
    "gray": ActionState.PROPOSED,
    "b": ActionState.OWNER_COMPLETE,
    "g": ActionState.IN_PROGRESS,
    "a": ActionState.IN_PROGRESS,
    "r": ActionState.IN_PROGRESS,
}
ANY = "|".join(f"(?P<{state.value}>{words})" for state, words in WORDS)
WHOLE = re.compile(rf"\W*(?:status|rag|brag)?\W*(?:{ANY})\b", re.IGNORECASE)
NOTE = "|".join(
    f"(?P<{state.value}>{words})" for state, words in WORDS if state not in {ActionState.AGREED, ActionState.RETURNED}
)
START = re.compile(
    rf"^[\s•*–-]*(?:\(?\d{{1,2}}[.)]\s+)?(?:status\s*[:–-]\s*"
    rf"|update\s*[:–-]\s*)?(?:{NOTE})\b(?=\s*$|\s*[.,:;(–—-]|\s+(?:and|but|as|by|on|in|since|at"
    rf"|from|during|with|–)\b|\s*\d"
    r"|\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.IGNORECASE,
)
END = re.compile(
    rf"(?:^|(?<=[\s.,;:–—(-]))(?:{NOTE})[\s.,;:)–—-]*(?:(?:on|in"
    rf"|by)\s+)?(?P<date>[\d/.\- ]{{6,12}}|(?:\d{{1,2}}(?:st|nd|rd"
    rf"|th)?\s+)?[A-Z][a-z]+,?\s+\d{{4}})?[\s.)]*$",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"(?:\bnot|\bn['’]t|\byet|\bbe|\buntil|\bonce|\bwhen|\bif|\bafter|\bbefore|\bto|\bhave"
    r"|\bhas|\bbeing|\bare|\bwill|\bwas|\bwere|\bfully|\bget|\bthe|\ba|\ban|\bof)\s*$",
    re.IGNORECASE,
)
PLAIN_END = re.compile(r"(?:completed?|on[ -]?going|in progress|under ?way|outstanding|not started)", re.IGNORECASE)
LINKED = re.compile(
    r"(?:\bis|\bnow|\ball|\bare|\bhas been|\bhave been|\bbeen|\bwas|\bwere|\bfully|\bwork|\bremains?)\s*$",
    re.IGNORECASE,
)


COLOUR_WORD = re.compile(r"\W*(blue|green|amber|yellow|orange|red|gr[ea]y)\b", re.IGNORECASE)
KEYED = re.compile(
    r"\b(?P<colour>blue|green|amber|yellow|orange|red|gr[ea]y)\b[\s=:|\t–—-]+(?:means?\s+"
    r"|indicates?\s+|actions?\s+|is\s+|are\s+)*(?P<words>[a-z][^\n;|/]{2,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Status:
    """A declared state, the words that declare it, and the completion date beside them."""

    state: ActionState | None = None
    text: str = ""
    completed: DateReading | None = None


NO_STATUS = Status()


@lru_cache(maxsize=2048)
def read_status(text: str, colour: str | None = None, key: Key = ()) -> Status:
    """Read a status cell: its words decide, then colour words, then the fill; the words are always kept."""
    words, meanings = text.strip(), {**COLOURS, **dict(key), **{name[0]: state for name, state in key}}
    if not words:
        return Status(meanings[colour], f"{colour} (cell colour)") if colour else NO_STATUS
    found = WHOLE.match(words) or END.search(words)
    state = _state(found) if found else meanings.get(re.sub(r"\W", "", words).lower())
    if state is None:
        named = COLOUR_WORD.match(words)
        state = meanings[named.group(1).lower()] if named else find_status(words).state
    if state is None and colour:
        return Status(meanings[colour], f"{words} {colour} (cell colour)")
    dates = find_dates(words) if state in {ActionState.OWNER_COMPLETE, ActionState.SIGNED_OFF} else []
    return Status(state, words, dates[0] if dates else None)


def read_key(texts: Iterable[str]) -> Key:
    """Read what colours mean from a key such as "Green = complete"; only meanings that are a declared state count."""
    found: dict[str, ActionState] = {}
    for text in texts:
        for match in KEYED.finditer(text):
            meant = WHOLE.match(match.group("words"))
            state = _state(meant) if meant else None
            if state is not None:
                found.setdefault(match.group("colour").lower(), state)
    return tuple(found.items())


@lru_cache(maxsize=2048)
def find_status(text: str, starts_only: bool = False) -> Status:
    """Find a state declared in running words: at the start of a line or, unless `starts_only`, as its last words.

    Completion outweighs the rest, since notes run oldest first as often as newest first; a completion denied or awaited
    is none.
    """
    best = NO_STATUS
    for line in text.split("\n"):
        status = _line_status(line, starts_only)
        if status.state is ActionState.OWNER_COMPLETE:
            return status
        if status.state:
            best = status
    return best


def _line_status(line: str, starts_only: bool) -> Status:
    """Read one line of a note."""
    dated = DATE.match(line.lstrip(" •*-–"))
    rest = line if dated is None else line.lstrip(" •*-–")[dated.end() :].lstrip(" -–:")
    found = START.match(rest)
    if found:
        words = _words(found)
        sentence = re.split(r"(?<=[a-z])\.\s", rest[found.start() :], maxsplit=1)[0]
        return _complete(found, words, sentence)
    line = line[-90:]
    found = None if starts_only else END.search(line)
    if found is None or _is_denied(line[: found.start()], found):
        return NO_STATUS
    return _complete(found, _words(found), line[found.start() :])


def _is_denied(before: str, found: re.Match[str]) -> bool:
    """Say whether the words before a last word take it back: "to be completed", "once complete"."""
    words = _words(found)
    if not before.strip() or before.rstrip()[-1] in ".;:–—-(\n":
        return False
    if LINKED.search(before) and not re.search(r"\b(?:not|to|will|once|when|until|if)\b[^.]*$", before, re.IGNORECASE):
        return False
    return DENIED.search(before) is not None or not (words[:1].isupper() or PLAIN_END.fullmatch(words))


def _words(found: re.Match[str]) -> str:
    return next((found.group(state.value) for state, _ in WORDS if found.groupdict().get(state.value)), "")


def _state(found: re.Match[str]) -> ActionState | None:
    return next((state for state, _ in WORDS if found.groupdict().get(state.value)), None)


def _complete(found: re.Match[str], words: str, sentence: str) -> Status:
    """Add the completion date that stands in the same sentence."""
    state = _state(found)
    done = state in {ActionState.OWNER_COMPLETE, ActionState.SIGNED_OFF}
    dates = [each for each in find_dates(sentence) if each.value] if done else []
    return Status(state, words, dates[0] if dates else None)
