"""An owner says how an action goes, from the first page on."""

from __future__ import annotations

import re

from sqlalchemy import select

from darddr import clock
from darddr.models.action import ActionUpdate
from darddr.services.plans import plan_of
from darddr.storage.database import reading
from tests.factories import Make
from tests.web.test_update_forms import dates


def test_from_my_work_to_a_saved_update_in_two_clicks(session, make: Make, sign_in, engine) -> None:
    review = make.review(make.partnership())
    owner = make.user()
    action = make.action(make.recommendation(plan_of(session, review)), owner_id=owner.id, has_owner=True)
    session.commit()
    client = sign_in(owner)
    (first,) = re.findall(rf'href="(/actions/{action.id}/updates/new)"', client.get("/my-work").text)
    form = client.get(first).text
    assert re.search(r'value="progress"[^>]*checked', form), "progress is what most updates are"
    assert f'name="happened_on-day" type="text" value="{clock.today().day}"' in form
    answer = client.post(first, data={"kind": "progress", "text": "Begun.", **dates("happened_on", clock.today())})
    assert answer.status_code == 302
    with reading(engine) as fresh:
        assert [row.text for row in fresh.scalars(select(ActionUpdate))] == ["Begun."]
