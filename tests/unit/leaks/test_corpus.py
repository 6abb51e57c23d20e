"""Every identity in every hiding place is found: recall over the whole corpus is 1."""

from __future__ import annotations

import pytest

from darddr.leaks.check import find_leaks
from darddr.leaks.register import Register
from tests.unit.leaks.corpus import IDENTITIES, PLACES, REGISTER

_REGISTER = Register.from_json(REGISTER)


def test_corpus_is_as_large_as_promised() -> None:
    assert len(IDENTITIES) >= 40
    assert len(PLACES) >= 30


@pytest.mark.parametrize("place", PLACES)
def test_every_identity_is_found_in(place: str) -> None:
    missed = []
    for written, identifier, kind in IDENTITIES:
        report = find_leaks("file", PLACES[place](written), _REGISTER)
        if not any(hit.identifier == identifier and hit.kind == kind for hit in report.hits):
            missed.append(written)
    found = len(IDENTITIES) - len(missed)
    print(f"{place}: {found}/{len(IDENTITIES)}")
    assert found / len(IDENTITIES) == 1.000, missed


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_found_where_nobody_is_named(place: str) -> None:
    report = find_leaks("file", PLACES[place]("Ellen and Dr Sarah Chen met in February 2024 and agreed"), _REGISTER)
    assert [hit.found for hit in report.hits] == []
