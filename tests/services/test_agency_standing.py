"""One agency as the executive asks about it: its returns on time, its attendance, and forms that went out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from darddr import clock
from darddr.importers.update_forms import ReturnedForm
from darddr.models.finding import Change
from darddr.models.meeting import Attendance, Ratification
from darddr.models.subject import Place
from darddr.models.update_form import UpdateForm, UpdateFormRow
from darddr.policies import NotAllowed
from darddr.services import chases, issued_forms, meetings, returns, update_forms
from darddr.services.agency_standing import standing_of
from darddr.services.chases import Chasing
from darddr.services.errors import NotNow, RealNameTyped, Stale, Unfit
from darddr.services.meetings import Sitting
from darddr.services.plans import plan_of
from darddr.services.returns import Opened
from darddr.vocabulary.national import ChasedBy
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.services.test_meetings import moved

TODAY = clock.today()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


class Home:
    """A partnership whose two agencies lead an action each of one review."""

    def __init__(self, session, make: Make) -> None:
        self.session, self.make = session, make
        self.partnership = make.partnership()
        self.place = Place(self.partnership.id)
        self.agencies = [make.agency(self.partnership, name) for name in ("Housing", "Probation")]
        self.review = make.review(self.partnership, ReviewState.MONITORING)
        self.plan = plan_of(session, self.review)
        self.recommendation = make.recommendation(self.plan)
        self.actions = [make.action(self.recommendation, lead_agency_id=agency.id) for agency in self.agencies]
        self.user = make.coordinator(self.partnership)
        self.coordinator = make.actor(self.user)
        session.flush()

    def form(self, due: int, *returned: int | None, at: int = 0, plan: bool = False) -> UpdateForm:
        """A form due so many days ago, with a row for each day on which one came back, or None."""
        own = {"partnership_id": self.partnership.id}
        told = {"agency_id": self.agencies[at].id, "plan_id": self.plan.id if plan else None}
        form = self.make.keep(UpdateForm(**own, **told, issued_on=ago(due + 14), due_on=ago(due)))
        for position, days in enumerate(returned, start=1):
            action = self.actions[at]
            if position > 1:
                action = self.make.action(self.recommendation, lead_agency_id=self.agencies[at].id)
            row = {"form_id": form.id, "action_id": action.id, "position": position, "ref": f"A {position}"}
            on = None if days is None else ago(days)
            self.make.keep(UpdateFormRow(**own, **row, issued_version=1, returned_on=on))
        return form

    def standing(self, actor=None):
        return standing_of(self.session, actor or self.coordinator, self.agencies[0], TODAY)


@pytest.fixture
def home(session, make: Make) -> Home:
    return Home(session, make)


def test_returns_are_on_time_late_or_overdue(home) -> None:
    home.form(20, 25)
    home.form(20, 20)
    home.form(20, 17, 21)
    home.form(9, 12, None)
    home.form(-5, None)
    home.form(30, None, at=1)
    withdrawn = home.form(40, None)
    issued_forms.withdraw(home.session, home.coordinator, withdrawn)
    found = home.standing().returns
    assert (found.issued, found.on_time, found.late, found.overdue) == (5, 2, 1, 1)
    late = {one.form.due_on: one.days_late(TODAY) for one in found.lines if one.days_late(TODAY)}
    assert late == {ago(20): 3, ago(9): 9}


def test_outstanding_forms_are_those_of_the_place_that_have_not_come_whole(home) -> None:
    whole, part, other = home.form(20, 25), home.form(9, 12, None, plan=True), home.form(30, None, at=1)
    listed = issued_forms.awaited(home.session, home.coordinator, home.place)
    assert [(one.form.id, one.agency, one.returned, one.rows) for one in listed] == [
        (other.id, "Probation", 0, 1),
        (part.id, "Housing", 1, 2),
    ]
    assert [one.form.id for one in issued_forms.awaited(home.session, home.coordinator, home.plan)] == [part.id]
    assert [one.form.id for one in issued_forms.settled(home.session, home.coordinator, home.place)] == [whole.id]


def test_a_form_about_a_review_one_is_kept_out_of_is_not_there(home) -> None:
    form = home.form(9, None)
    kept_out = home.make.coordinator(home.partnership)
    home.make.excluded(home.review, kept_out)
    actor = home.make.actor(kept_out)
    assert issued_forms.awaited(home.session, actor, home.place) == []
    assert home.standing(actor).returns.issued == 0
    assert issued_forms.own_form(home.session, actor, form.id) is None
    assert issued_forms.own_form(home.session, home.coordinator, form.id) is form


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_form_fetched_again_carries_the_same_ids(home, kind) -> None:
    form = update_forms.issue(home.session, home.coordinator, home.place, home.agencies[0], TODAY)
    first = update_forms.file_of(home.session, form, kind)
    home.actions[0].text = "Hold courses in every school."
    home.session.flush()
    again = issued_forms.fetch(home.session, home.coordinator, form, kind)
    read = [returns.open_file(f"form.{kind}", data).returned for data in (first, again)]
    assert read[0].form_id == read[1].form_id == form.id.hex
    assert [row.mark for row in read[0].rows] == [row.mark for row in read[1].rows] != []


def test_nothing_is_fetched_or_taken_in_of_a_form_that_was_withdrawn(home) -> None:
    form = home.form(9, None)
    issued_forms.withdraw(home.session, home.coordinator, form)
    assert form.withdrawn_on == TODAY
    with pytest.raises(NotNow):
        issued_forms.fetch(home.session, home.coordinator, form, "docx")
    with pytest.raises(NotNow):
        issued_forms.withdraw(home.session, home.coordinator, form)
    draft = returns.keep(
        home.session, home.coordinator, home.place, Opened("a.docx", ReturnedForm(form_id=form.id.hex))
    )
    seen = returns.look_at(home.session, home.coordinator, draft)
    assert "was withdrawn on" in seen.sentence
    assert seen.form is None
    with pytest.raises(NotAllowed):
        issued_forms.withdraw(home.session, home.make.actor(home.make.executive(home.partnership)), form)


def held(home, days: int, *came: int):
    told = Sitting(ago(days), None, "Quorate.", tuple(home.agencies[at].id for at in came))
    return meetings.record_meeting(home.session, home.coordinator, home.place, told)


def test_attendance_counts_meetings_whose_attendance_was_kept(home) -> None:
    held(home, 30, 0, 1)
    held(home, 20, 1)
    held(home, 10)
    found = home.standing().attended
    assert (found.came, found.kept) == (1, 2)
    assert found.lines == ((ago(20), False), (ago(30), True))


def test_an_agency_that_joined_later_is_not_missing_from_earlier_meetings(home) -> None:
    meeting = held(home, 30, 0)
    late = home.make.agency(home.partnership, "Refuge")
    told = Sitting(meeting.held_on, None, "Quorate.", (home.agencies[1].id,))
    meetings.edit_meeting(home.session, home.coordinator, meeting, meeting.version_id, told)
    home.session.flush()
    assert standing_of(home.session, home.coordinator, late, TODAY).attended.kept == 0
    assert home.standing().attended.lines == ((ago(30), False),)


def test_a_meeting_is_changed_and_what_it_said_is_kept(home) -> None:
    meeting = held(home, 30, 0, 1)
    version = meeting.version_id
    told = Sitting(ago(29), TODAY, "Not quorate.", (home.agencies[1].id,))
    meetings.edit_meeting(home.session, home.coordinator, meeting, version, told)
    home.session.flush()
    assert (meeting.held_on, meeting.next_on, meeting.note) == (ago(29), TODAY, "Not quorate.")
    ((_, by, before),) = meetings.earlier_of(home.session, meeting)
    assert by == home.user.name
    assert before == {"held_on": str(ago(30)), "next_on": "", "note": "Quorate.", "came": "Housing\nProbation"}
    with pytest.raises(Stale) as stale:
        meetings.edit_meeting(home.session, home.coordinator, meeting, version, told)
    assert stale.value.theirs["came"] == str(home.agencies[1].id)
    same = Sitting(ago(29), TODAY, "Not quorate.", (home.agencies[1].id,))
    meetings.edit_meeting(home.session, home.coordinator, meeting, meeting.version_id, same)
    assert home.session.query(Change).filter_by(subject_table="meetings").count() == 1


def test_attendance_can_be_taken_away_and_no_agency_of_elsewhere_comes(home) -> None:
    meeting = held(home, 30, 0)
    told = Sitting(ago(30), None, "Quorate.")
    meetings.edit_meeting(home.session, home.coordinator, meeting, meeting.version_id, told)
    home.session.flush()
    assert home.session.query(Attendance).count() == 0
    foreign = home.make.agency(home.make.partnership())
    with pytest.raises(Unfit):
        meetings.edit_meeting(
            home.session, home.coordinator, meeting, meeting.version_id, Sitting(ago(30), None, "", (foreign.id,))
        )


def test_a_meeting_stays_after_the_decision_it_ratified(home) -> None:
    meeting, move = held(home, 10), moved(home.make, home.review, 20)
    place = {"partnership_id": home.partnership.id, "review_id": home.review.id}
    home.make.keep(Ratification(**place, move_id=move.id, meeting_id=meeting.id))
    with pytest.raises(Unfit) as refused:
        meetings.edit_meeting(home.session, home.coordinator, meeting, meeting.version_id, Sitting(ago(20)))
    assert "ratified" in refused.value.sentence
    meetings.edit_meeting(home.session, home.coordinator, meeting, meeting.version_id, Sitting(ago(19)))


def test_what_an_agency_said_is_watched_for_names_of_its_reviews(home) -> None:
    home.make.person(home.review, names=["Quillon Brasker"])
    home.make.person(home.make.review(home.partnership), names=["Tamsin Wrexford"])
    home.session.flush()

    def chased(said: str, reason: str = "", by=None) -> None:
        told = Chasing(TODAY, ChasedBy.CALL, said, reason)
        chases.chase(home.session, by or home.coordinator, home.agencies[0], told)

    with pytest.raises(RealNameTyped):
        chased("They asked after Quillon Brasker.")
    chased("They asked after Quillon Brasker.", "He is their director.")
    chased("Tamsin Wrexford will answer.")
    chased("They asked after Quillon Brasker.", by=home.make.actor(home.make.executive(home.partnership)))
