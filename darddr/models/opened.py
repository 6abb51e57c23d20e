"""Sealed fields of rows that were read without making objects of them, as lists do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson

from darddr import crypto
from darddr.crypto.scopes import Scope
from darddr.models.sealing import Sealing


def opened(
    model: type[Sealing], record: str, blob: bytes | None, row_id: UUID, partnership_id: UUID, review_id: UUID | None
) -> dict[str, Any]:
    """The fields of one record of a row whose place is known. Raises DataKeyMissing, CannotOpen as an object would."""
    if blob is None:
        return {}
    scope = Scope.review(review_id) if review_id is not None else Scope.partnership(partnership_id)
    plain = crypto.ring().open(blob, scope, model.sealed_records[record], model.__tablename__, row_id)
    fields: dict[str, Any] = orjson.loads(plain)
    return fields
