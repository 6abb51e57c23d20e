"""What commands print: one JSON object on standard output, or sentences; and the refusals they know."""

from __future__ import annotations

import json
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from darddr.audit import CheckpointUnfit
from darddr.crypto.errors import KeyProblem
from darddr.importers.errors import PlanUnreadable
from darddr.leaks.register import RegisterError
from darddr.policies import NotAllowed
from darddr.services.errors import RealNameTyped, Refusal
from darddr.settings import SettingsMissing, SettingsWrong
from darddr.storage.database import is_full
from darddr.workflow.errors import MoveRefused

REFUSALS = (
    CheckpointUnfit,
    KeyProblem,
    PlanUnreadable,
    RegisterError,
    NotAllowed,
    Refusal,
    RealNameTyped,
    SettingsMissing,
    SettingsWrong,
    MoveRefused,
    DBAPIError,
    OSError,
)

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


def sentence_of(refusal: BaseException) -> str:
    """What a refusal says to somebody at a terminal."""
    if isinstance(refusal, Refusal):
        return refusal.sentence
    if isinstance(refusal, MoveRefused):
        return "The move was refused. " + " ".join(refusal.reasons)
    if isinstance(refusal, RealNameTyped):
        return f"The file holds real names of the review ({len(refusal.names)} found). Take them out, or say why they must stay."
    if isinstance(refusal, NotAllowed):
        return "There is no such thing here for this person."
    if isinstance(refusal, DBAPIError):
        why = "there is no room left for it" if is_full(refusal) else type(refusal.orig).__name__
        return f"The database cannot be used ({why}). Nothing of this command has been saved."
    if isinstance(refusal, OSError) and refusal.filename:
        return f"{refusal.filename}: {refusal.strerror}."
    return str(refusal)


def print_json(data: Any) -> None:
    """Print one JSON object."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
