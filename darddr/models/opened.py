"""Sealed fields of rows that were read without making objects of them, as lists do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson

from darddr import crypto
from darddr.crypto.scopes import Scope
from darddr.models.sealing import Sealing


def opened(
    model: type[Sealing],
    record: str,
    blob: bytes | None,
    row_id: UUID,
    partnership_id: UUID | None = None,
    review_id: UUID | None = None,
) -> dict[str, Any]:
    """The fields of one record of a row whose place is known: no partnership and no review means the installation.

    Raises DataKeyMissing, CannotOpen as an object would.
    """
    if blob is None:
        return {}
    if review_id is not None:
        scope = Scope.review(review_id)
    else:
        scope = Scope.partnership(partnership_id) if partnership_id is not None else Scope.installation()
    plain = crypto.ring().open(blob, scope, model.sealed_records[record], model.__tablename__, row_id)
    fields: dict[str, Any] = orjson.loads(plain)
    return fields
