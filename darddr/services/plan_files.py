"""A file somebody chose, past the gate and read as a plan."""

from __future__ import annotations

from darddr.importers.errors import PlanUnreadable
from darddr.importers.plan import Plan
from darddr.importers.read import read_plan
from darddr.services.errors import Unfit
from darddr.uploads import check_in_subprocess
from darddr.vocabulary.printable import printable


def read_file(name: str, data: bytes) -> tuple[Plan, str]:
    """What a file says, and the gate's warning where it let the file in with one.

    Nothing opens the file before the gate, a process of its own, has looked at it. Raises Unfit with one sentence.
    """
    name = printable(name) or "The file"
    verdict = check_in_subprocess(name, data)
    if verdict.verdict == "reject":
        raise Unfit(verdict.message, "file")
    try:
        return read_plan(name, data), verdict.message if verdict.verdict == "flag" else ""
    except PlanUnreadable as refused:
        raise Unfit(str(refused), "file") from None
