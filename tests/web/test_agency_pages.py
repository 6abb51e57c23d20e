"""The pages of what agencies were asked and how they stand open, say what they should, and lead where they should."""

from __future__ import annotations

from darddr.models.action_milestone import ActionMilestone
from darddr.models.subject import Place
from darddr.services import meetings, update_forms
from darddr.services.meetings import Sitting
from darddr.services.plans import plan_of
from darddr.workflow.states import ReviewState
from tests.factories import LONG_AGO, Make


def test_forms_meetings_milestones_and_themes_are_kept_through_pages(session, make: Make, sign_in) -> None:
    home = make.partnership()
    agency, plan = make.agency(home, "Housing"), plan_of(session, make.review(home, ReviewState.MONITORING))
    action = make.action(make.recommendation(plan), lead_agency_id=agency.id)
    place = {"partnership_id": home.id, "review_id": action.review_id}
    step = make.keep(ActionMilestone(**place, action_id=action.id, position=1, due_on=LONG_AGO, text="Write it."))
    user = make.coordinator(home)
    actor = make.actor(user)
    form = update_forms.issue(session, actor, plan, agency, update_forms.clock.today())
    meeting = meetings.record_meeting(session, actor, Place(home.id), Sitting(LONG_AGO, None, "All.", (agency.id,)))
    session.commit()
    client, here = sign_in(user), f"/partnerships/{home.id}"
    for address, said in (
        (f"{here}/update-forms/issued", update_forms.reference_of(form)),
        (f"/plans/{plan.id}/update-forms/issued", "Not yet"),
        (f"/agencies/{agency.id}/standing", "1 of 1"),
        (f"{here}/meetings", "Housing"),
        (f"/meetings/{meeting.id}", "Change the meeting of"),
        (f"{here}/themes", "Record keeping"),
        (f"{here}/themes/3", "Training"),
        (f"/action-milestones/{step.id}/remove", "Write it."),
        (f"/update-forms/{form.id}/withdraw", "Nobody waits for this form any more"),
    ):
        answer = client.get(address)
        assert (answer.status_code, said in answer.text) == (200, True), address
    assert client.get(f"/update-forms/{form.id}/xlsx").data[:2] == b"PK"
    assert client.get(f"/update-forms/{form.id}/exe").status_code == 404
    assert client.post(f"{here}/themes/3", data={"label": "Courses", "version": "0"}).status_code == 302
    assert "Courses" in client.get(f"{here}/themes").text
    assert client.post(f"/update-forms/{form.id}/withdraw").status_code == 302
    assert "Withdrawn on" in client.get(f"{here}/update-forms/issued").text
    assert client.post(f"/action-milestones/{step.id}/remove").status_code == 302
