"""The boards and groups that answer for actions: each named, and named once in its partnership."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from darddr.models.subject import Place
from darddr.services import partnerships
from darddr.services.errors import Unfit
from darddr.vocabulary.records import GroupKind
from tests.factories import Make


def test_a_group_has_a_name_of_its_own(session: Session, make: Make) -> None:
    home = make.partnership()
    group, place = make.group(home), Place(home.id)
    for name in ("  ", f" {group.name} "):
        with pytest.raises(Unfit) as refused:
            partnerships.add_group(session, None, place, name, GroupKind.BOARD)
        assert refused.value.field == "name"
    assert partnerships.add_group(session, None, place, "Another board", GroupKind.BOARD).name == "Another board"


def test_a_board_of_the_same_name_elsewhere_does_not_matter(session: Session, make: Make) -> None:
    group, elsewhere = make.group(make.partnership()), make.partnership()
    assert partnerships.add_group(session, None, Place(elsewhere.id), group.name, GroupKind.BOARD).name == group.name
