"""Imports every model, so that the metadata is whole."""

from darddr.models import (
    action,
    audit,
    document,
    draft,
    duty,
    finding,
    installation,
    meeting,
    pack,
    partnership,
    person,
    plan,
    review,
    submission,
    user,
)
from darddr.models.base import Base

ALL = (
    action,
    audit,
    document,
    draft,
    duty,
    finding,
    installation,
    meeting,
    pack,
    partnership,
    person,
    plan,
    review,
    submission,
    user,
)

TABLES = tuple(Base.metadata.sorted_tables)
"""Every table of darddr, parents first; taken here, before tests add tables of their own."""
