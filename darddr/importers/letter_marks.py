"""The marks that begin a point of a letter: "1.", "2.3", "a)", "(iv)", a bullet, "At 1.6"; and the path from one inside another."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MARK = re.compile(
    r"""\s*(?P<mark>
        (?P<number>\(\d{1,3}\)|\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+)
        |(?P<letter>\([A-Za-z]\)|[A-Za-z]\)|[a-z]\.)
        |(?P<roman>\([ivxIVX]{2,5}\)|[ivxIVX]{2,5}\)|[ivx]{2,5}\.)
        |(?P<bullet>[•·▪▫◦‣●○■□❖➢✓*–—-]|\uf0b7|\uf0a7|o)
    )[ \t\u00a0]+(?=\S)""",
    re.VERBOSE,
)
AT = re.compile(r"\s*(?P<mark>(?:At|Paragraph|Para\.?|Page|Section)\s+\d+(?:\.\d+)*)(?=[\s,:;–-])")
"""A point that begins with the paragraph it is about, as some letters write them without any number."""

_BARE = re.compile(r"[^A-Za-z]")


@dataclass(frozen=True)
class Mark:
    """The mark of a line: as it is printed, of what kind, and where its words begin."""

    printed: str
    kind: tuple[str, int]
    ends: int


def mark_of(line: str, before: Path) -> Mark | None:
    """The mark a line begins with; None where it has none."""
    found = MARK.match(line)
    if found is None:
        at = AT.match(line)
        return Mark(at["mark"], ("at", 1), at.end()) if at is not None else None
    printed = found["mark"]
    if found["number"] is not None:
        return Mark(printed, ("number", printed.strip("().").count(".") + 1), found.end())
    if found["bullet"] is not None:
        return Mark(printed, (f"bullet {printed}", 1), found.end())
    return Mark(printed, (_letter_or_roman(printed, before), 1), found.end())


def _letter_or_roman(printed: str, before: Path) -> str:
    """Whether "i)", "v)" or "x)" counts letters or in Roman figures: letters where the letter before it stands there already."""
    bare = _BARE.sub("", printed).lower()
    if len(bare) > 1:
        return "roman"
    if bare not in "ivx":
        return "letter"
    if before.last_letter and ord(bare) == ord(before.last_letter) + 1:
        return "letter"
    return "roman"


@dataclass
class Path:
    """The marks of the point under way and of those it stands under."""

    steps: list[Mark] = field(default_factory=list)
    last_letter: str = ""

    def follow(self, mark: Mark) -> str:
        """Go to a mark: beside one of its kind, else below the last. The path as a reader would say it."""
        kinds = [step.kind for step in self.steps]
        if mark.kind[0] == "at":
            self.steps.clear()
        elif mark.kind in kinds:
            del self.steps[kinds.index(mark.kind) :]
        elif mark.kind[0] == "number":
            deeper = [at for at, (name, depth) in enumerate(kinds) if name != "number" or depth > mark.kind[1]]
            if mark.kind[1] > 1 or not self.steps:
                del self.steps[deeper[0] if deeper else len(self.steps) :]
        self.steps.append(mark)
        if mark.kind[0] == "letter":
            self.last_letter = _BARE.sub("", mark.printed).lower()
        told = [step.printed for step in self.steps]
        whole = [at for at, step in enumerate(self.steps) if step.kind[0] == "number" and step.kind[1] > 1]
        return " ".join(told[whole[-1] :] if whole else told)
