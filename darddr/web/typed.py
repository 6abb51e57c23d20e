"""What somebody typed, for a page that could not take it: nothing that was written is lost with an error."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException

from darddr.vocabulary.printable import printable

NEVER_SHOWN = ("csrf_token", "form_key", "version")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")


@dataclass(frozen=True)
class Box:
    """One value of a form: its name, what a reader calls it, and whether it is shown or only sent again."""

    name: str
    label: str
    value: str
    shown: bool


@dataclass(frozen=True)
class Typed:
    """A form as it arrived. `whole` is whether it can be sent again from here: files cannot, and passwords are never shown."""

    boxes: tuple[Box, ...]
    whole: bool

    @property
    def shown(self) -> list[Box]:
        """What its writer would want to copy."""
        return [box for box in self.boxes if box.shown]


def typed() -> Typed:
    """The form of this request; empty where it could not be read or holds a password."""
    try:
        posted = [(printable(name), printable(value)) for name, value in request.form.items(multi=True)]
        has_files = any(file.filename for file in request.files.values())
    except HTTPException:
        return Typed((), whole=False)
    fields = [(name, value) for name, value in posted if name != "csrf_token"]
    if any("password" in name for name, _ in fields):
        return Typed((), whole=False)
    return Typed(tuple(Box(name, _label(name), value, _is_words(name, value)) for name, value in fields), not has_files)


def _label(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _is_words(name: str, value: str) -> bool:
    return bool(value.strip()) and name not in NEVER_SHOWN and not _ID.match(value)
