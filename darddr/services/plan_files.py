"""A file somebody chose, past the gate and read as a plan."""

from __future__ import annotations

from darddr.importers.errors import PlanUnreadable
from darddr.importers.plan import Plan
from darddr.importers.read import read_plan
from darddr.services.errors import Unfit


def read_file(name: str, data: bytes) -> Plan:
    """What a file says. Nothing opens it before the gate, a process of its own, has let it in. Raises Unfit with one sentence."""
    from darddr.uploads import check_in_subprocess

    verdict = check_in_subprocess(name, data)
    if verdict.verdict == "reject":
        raise Unfit(verdict.message, "file")
    try:
        return read_plan(name, data)
    except PlanUnreadable as refused:
        raise Unfit(str(refused), "file") from None
