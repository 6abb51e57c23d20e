"""Files that show what was done for an action."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import UpdateKind
from darddr.services import actions, evidence
from darddr.services.errors import RealNameTyped
from darddr.services.evidence import Offered
from darddr.services.plans import plan_of
from tests.factories import Make


def test_a_real_name_in_the_name_of_a_file_needs_a_reason(session: Session, make: Make) -> None:
    partnership = make.partnership()
    review = make.review(partnership)
    make.person(review, names=["Ottoline Brackwater"])
    actor = make.actor(make.coordinator(partnership))
    action = make.action(make.recommendation(plan_of(session, review)))
    update = actions.make_update(actor, action, UpdateKind.EVIDENCE, "The new form.", clock.today())
    make.keep(update)
    offered = Offered("ottoline brackwater.pdf", "pdf", b"%PDF-1.7")
    with pytest.raises(RealNameTyped):
        evidence.keep_file(session, actor, action, update, offered)
    assert not evidence.files_of(session, action)
    evidence.keep_file(session, actor, action, update, offered, "It is the title of a published report.")
    assert [row.name for row in evidence.files_of(session, action)[update.id]] == ["ottoline brackwater.pdf"]
