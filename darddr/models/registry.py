"""Imports every model, so that the metadata is whole."""

from darddr.models import (
    action,
    action_milestone,
    audit,
    chasing,
    document,
    draft,
    duty,
    evidence_file,
    finding,
    impact,
    installation,
    job,
    meeting,
    pack,
    partnership,
    person,
    plan,
    review,
    submission,
    update_form,
    user,
)
from darddr.models.base import Base

ALL = (
    action,
    action_milestone,
    audit,
    chasing,
    document,
    draft,
    duty,
    evidence_file,
    finding,
    impact,
    installation,
    job,
    meeting,
    pack,
    partnership,
    person,
    plan,
    review,
    submission,
    update_form,
    user,
)

MODELS = tuple(mapper.class_ for mapper in Base.registry.mappers)
"""Every model of darddr; taken here, before tests add models of their own."""

TABLES = tuple(Base.metadata.sorted_tables)
"""Every table of darddr, parents first; likewise."""
