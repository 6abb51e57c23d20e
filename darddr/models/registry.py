"""Imports every model, so that the metadata is whole."""

from darddr.models import (
    action,
    audit,
    document,
    draft,
    finding,
    installation,
    partnership,
    person,
    plan,
    review,
    submission,
    user,
)

ALL = (action, audit, document, draft, finding, installation, partnership, person, plan, review, submission, user)
