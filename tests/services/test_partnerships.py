"""Partnerships as they are made."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr.models.partnership import Partnership
from darddr.services.errors import Unfit
from darddr.services.partnerships import make_partnership


@pytest.mark.parametrize(
    ("name", "code", "field"),
    [
        ("Alderbeck", "A", "code"),
        ("Alderbeck", "A" * 13, "code"),
        ("Alderbeck", "ald", "code"),
        ("Alderbeck", "AL\n", "code"),
        ("Larkfield", "ALD", "name"),
        ("Alderbeck", "LAR", "name"),
    ],
)
def test_a_partnership_has_a_short_code_and_a_name_of_its_own(
    session: Session, name: str, code: str, field: str
) -> None:
    make_partnership(session, None, "Larkfield", "LAR")
    before = session.scalar(select(func.count()).select_from(Partnership))
    with pytest.raises(Unfit) as refused:
        make_partnership(session, None, name, code)
    assert refused.value.field == field
    assert session.scalar(select(func.count()).select_from(Partnership)) == before
