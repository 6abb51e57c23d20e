"""What the gate answers about one file, and every reason it may give."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Answer = Literal["accept", "flag", "reject"]

_AGAIN = "save it again and send that copy"

# Each reason: the answer, and the rest of a sentence that begins with the file's name and ends with the way out.
REASONS: dict[str, tuple[Answer, str]] = {
    "empty": ("reject", "is empty: send it again from where it is kept"),
    "too-large": ("reject", "is larger than {detail} MB: split it or leave pictures out"),
    "too-costly": ("reject", "could not be looked at within its limits: save it again, smaller"),
    "name": ("reject", "has hidden characters in its name: rename it with plain letters"),
    "wrong-ending": ("reject", "is really {detail}: give it the right ending, or send the file you meant"),
    "picture-ending": ("flag", "is really {detail} picture, whatever its name says: it is kept as what it is"),
    "legacy": ("reject", "is an older kind of file: {detail}"),
    "not-accepted": ("reject", "is a kind of file that is not accepted: {detail}"),
    "message": ("reject", "is an e-mail message: save its attachment or its text as .docx or .pdf"),
    "archive": ("reject", "is an archive of other files: unpack it and send them one by one"),
    "nested-archive": (
        "reject",
        "holds an archive of other files ({detail}): take it out and send those files by themselves",
    ),
    "program": ("reject", "is or holds a program: programs are never accepted, so send the document alone"),
    "encrypted": ("reject", "is locked with a password: remove the password and send it again"),
    "damaged": ("reject", "is damaged or was cut short ({detail}): " + _AGAIN),
    "no-main-part": ("reject", "lacks its main part: " + _AGAIN),
    "duplicate-part": ("reject", "holds two parts of one name, which programs read differently: " + _AGAIN),
    "zip-slip": ("reject", "holds a part that would be written outside its folder: save it again in Word or Excel"),
    "zip-bomb": ("reject", "unpacks to more than can be read safely: send the content in a smaller file"),
    "polyglot": ("reject", "is two kinds of file at once: open it, save it again and send that copy"),
    "macros": ("reject", "holds macros: save it without them as .docx or .xlsx (.odt or .ods)"),
    "controls": ("reject", "holds ActiveX controls: save it as .docx or .xlsx without them, or as .pdf"),
    "embedded-program": ("reject", "holds a program or package inside: delete that object in it and save it again"),
    "embedded-page": ("reject", "holds a web page or other text file as a part: paste its text in and save it again"),
    "embedded-object": (
        "flag",
        "holds an object of another program, which was not looked into: do not open that object",
    ),
    "embedded-file": ("flag", "holds another file, whose text is not read: send that file by itself as well"),
    "external-template": (
        "reject",
        "fetches its template from elsewhere: attach the Normal template and save it again",
    ),
    "external-part": ("reject", "fetches a part of itself from elsewhere: paste that part in and save it again"),
    "linked-file": (
        "flag",
        "refers to a file on somebody’s computer, which was not looked into: check that nothing is missing",
    ),
    "external-link": ("flag", "refers to another workbook, whose figures were not checked: paste them in as values"),
    "data-connection": ("flag", "is connected to other data, which are never fetched: paste them in as values"),
    "dde": ("reject", "holds a field or formula that would start a program: delete it and save the file again"),
    "calling-formula": ("reject", "holds a formula that would call an address or a program: paste it in as a value"),
    "entities": (
        "reject",
        "declares entities in its markup, which no office program writes: save it again in Word or Excel",
    ),
    "add-in": ("flag", "would open an add-in of another maker, which is never loaded: save it again without it"),
    "launch": ("reject", "would start a program when opened: print it to a new .pdf and send that"),
    "script-on-opening": ("reject", "would run a script when opened: print it to a new .pdf and send that"),
    "script": (
        "flag",
        "holds scripts or a form that sends data, which are never run here: check it before you rely on it",
    ),
    "picture-too-large": ("reject", "has more pixels than can be shown safely: make the picture smaller"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Accept, flag (let in with a warning) or reject; `reason` is a stable code, `message` one sentence for a person."""

    file: str
    verdict: Answer
    reason: str
    message: str

    @classmethod
    def on(cls, file: str, fault: Fault | None) -> Verdict:
        """The verdict a fault leads to, or acceptance."""
        if fault is None:
            return cls(file, "accept", "ok", f"{file} is accepted.")
        answer, rest = REASONS[fault.reason]
        shown = "".join(char if char.isprintable() else "?" for char in file)
        return cls(file, answer, fault.reason, f"{shown} {rest.format(detail=fault.detail)}.")

    def as_json(self) -> dict[str, Any]:
        """The shape of `uploads check --json` for one file."""
        return asdict(self)


class Fault(Exception):
    """Something amiss with a file: one of REASONS, and the detail its sentence asks for."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail

    @property
    def rejects(self) -> bool:
        """Whether the file must stay outside."""
        return REASONS[self.reason][0] == "reject"
