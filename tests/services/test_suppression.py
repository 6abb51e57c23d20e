"""The one rule of suppression: what it withholds, what it tells, and that nothing withheld is given back."""

from __future__ import annotations

import pytest

from darddr.services import suppression
from darddr.services.suppression import suppressed
from tests.tools import suppression as attack

NO = None


@pytest.mark.parametrize(
    ("counts", "told", "total"),
    [
        ((10, 20), (10, 20), 30),
        ((0, 0), (0, 0), 0),
        ((1, 2), (NO, NO), NO),
        ((4,), (NO,), NO),
        ((5,), (5,), 5),
        ((3, 20), (NO, NO), 23),
        ((3, 9, 20), (NO, NO, 20), 32),
        ((3, 9, 9, 20), (NO, NO, NO, 20), 41),
        ((2, 3, 20), (NO, NO, 20), 25),
        ((4, 4, 9, 20), (NO, NO, NO, 20), 37),
        ((0, 0, 9, 20), (NO, NO, NO, 20), 29),
        ((0, 1, 9), (NO, NO, 9), 10),
        ((4, 4), (NO, NO), 8),
    ],
)
def test_what_is_told(counts: tuple[int, ...], told: tuple[int | None, ...], total: int | None) -> None:
    found = suppressed(counts)
    assert (found.counts, found.total) == (told, total)
    assert found.is_whole is (NO not in told)


def test_a_count_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="below nothing"):
        suppressed((5, -1))


def test_nothing_withheld_is_given_back_by_any_small_table_or_set_of_tables() -> None:
    tried, faults = attack.every_table(people=16, categories=4)
    sets, more = attack.random_sets(500, people=16, seed=2)
    assert not faults + more
    assert tried > 4000
    assert sets == 500


def test_the_attack_finds_what_a_weaker_rule_gives_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suppression, "_can_be_shared_out", lambda small: True)
    attack.published.cache_clear()
    _, faults = attack.every_table(people=12, categories=3)
    attack.published.cache_clear()
    assert faults
