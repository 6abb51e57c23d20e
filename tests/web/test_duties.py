"""The page of the partnership's duties: what is missing is said, coordinators fill it, the executive reads."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from darddr.models.user import User
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]


def test_a_coordinator_records_a_duty_and_the_executive_reads_it(make: Make, session: Session, sign_in: SignIn) -> None:
    partnership = make.partnership()
    coordinator, executive = make.coordinator(partnership), make.executive(partnership)
    session.commit()
    client, address = sign_in(coordinator), f"/partnerships/{partnership.id}/duties"
    assert "Strategic assessment: nothing is recorded as done." in client.get(address).text
    answer = client.post(
        f"{address}/duties/new?kind=assessment",
        data={
            "kind": "assessment",
            "last_done_on-day": "2",
            "last_done_on-month": "3",
            "last_done_on-year": "2026",
            "next_due_on-day": "2",
            "next_due_on-month": "3",
            "next_due_on-year": "2100",
            "evidence": "Paper 4 of the group",
            "owner_post": "Community safety manager",
        },
    )
    assert answer.status_code == 302
    page = sign_in(executive).get(address).text
    assert "Strategic assessment: nothing" not in page
    assert "Paper 4 of the group" in page
    assert "Community safety manager" in page
    assert "2 March 2026" in page
    assert "/duties/duties/new" not in page
