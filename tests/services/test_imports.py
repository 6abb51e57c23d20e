"""Plans from files: what is added, what a second reading changes, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr import audit, clock
from darddr.importers import plan as read
from darddr.importers.dates import read_date
from darddr.importers.read import read_plan
from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.models.draft import Draft
from darddr.models.finding import Change
from darddr.models.plan import Recommendation
from darddr.models.review import Review
from darddr.policies import NotAllowed
from darddr.services import action_moves, actions, import_drafts, plans, recommendations
from darddr.services.actions import Undertaking
from darddr.services.errors import NotNow, RealNameTyped
from darddr.services.import_drafts import frozen, thawed
from darddr.services.imports import Counts, import_plan
from darddr.services.recommendations import Proposal
from darddr.vocabulary.records import RecommendationScope
from darddr.workflow.errors import ConditionsUnmet
from darddr.workflow.states import ActionState, ReviewState
from tests.factories import Make

HERE = read.Place("body", 1, 2)


def printed(text: str = "Train every officer.", **values) -> read.Action:
    given = {"number": "1.1", "target_date": read_date("June 2027"), **values}
    return read.Action(text, HERE, **given)


def a_plan(*under: read.Action, **values) -> read.Plan:
    one = read.Recommendation(
        "The council must train its officers in risk.", **{"number": "1", "actions": under, **values}
    )
    return read.Plan("plan.docx", (one,))


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def plan(session: Session, make: Make, home):
    return plans.plan_of(session, make.review(home, ReviewState.MONITORING))


@pytest.fixture
def actor(make: Make, home):
    return make.actor(make.coordinator(home))


def test_a_file_becomes_rows_with_their_words(session, make, home, plan, actor) -> None:
    housing = make.agency(home, "Example Housing & Homes")
    row = printed(
        lead_agencies=("Probation", "EXAMPLE HOUSING  and homes".replace("and", "&")),
        owner="Head of Housing",
        milestones="Spring course.",
        status=ActionState.OWNER_COMPLETE,
        status_text="Complete",
        completed_date=read_date("4 May 2026"),
        progress="All trained.",
        outcome="Safer practice.",
    )
    counts = import_plan(
        session, actor, plan, a_plan(row, scope="national", theme="training", addressees=("Home Office",))
    )
    session.expire_all()
    assert counts == Counts(2, 0, 0)
    recommendation = session.scalars(select(Recommendation)).one()
    assert (recommendation.number, recommendation.scope_tier, recommendation.theme) == (
        "1",
        RecommendationScope.NATIONAL,
        "Training",
    )
    action = session.scalars(select(Action)).one()
    assert (action.lead_agency_id, action.lead_agencies) == (housing.id, ["Probation"])
    assert (action.owner_post, action.has_owner, action.target_text) == ("Head of Housing", True, "June 2027")
    assert (action.state, action.completed_on, action.is_open) == (
        ActionState.OWNER_COMPLETE,
        read_date("4 May 2026").value,
        True,
    )
    assert (action.due_on.isoformat(), action.status_text, action.outcome) == (
        "2027-06-30",
        "Complete",
        "Safer practice.",
    )
    move = session.scalars(select(ActionMove)).one()
    assert (move.trigger, move.source, move.dest) == ("brought_in", ActionState.PROPOSED, ActionState.OWNER_COMPLETE)
    update = session.scalars(select(ActionUpdate)).one()
    assert (update.kind, update.text, update.on_behalf_of) == (
        UpdateKind.PROGRESS,
        "Progress: All trained.",
        "the file “plan.docx”",
    )
    assert audit.verify(session).ok


def test_whoever_brought_in_a_completion_may_not_sign_it_off(session, make, home, plan, actor) -> None:
    import_plan(session, actor, plan, a_plan(printed(status=ActionState.OWNER_COMPLETE)))
    action = session.scalars(select(Action)).one()
    second = make.actor(make.coordinator(home))
    with pytest.raises(ConditionsUnmet):
        action_moves.advance(session, second, action, "sign_off")
    actions.note(
        session, make.actor(make.coordinator(home)), action, UpdateKind.EVIDENCE, "Register.", clock.today(), "Owner"
    )
    with pytest.raises(ConditionsUnmet):
        action_moves.advance(session, actor, action, "sign_off")
    action_moves.advance(session, second, action, "sign_off")


def test_a_theme_that_is_on_no_list_is_kept_sealed(session, plan, actor) -> None:
    import_plan(session, actor, plan, a_plan(theme="Dogs"))
    row = session.scalars(select(Recommendation)).one()
    assert (row.theme, row.theme_text) == (None, "Dogs")


def test_the_same_file_again_changes_nothing_whatever_was_changed_here_meanwhile(session, plan, actor) -> None:
    twins = (printed("Do it."), printed("Do it.", number="1.2"), printed("", number=None), printed("Do it."))
    parsed = a_plan(*twins)
    assert import_plan(session, actor, plan, parsed) == Counts(5, 0, 0)
    assert import_plan(session, actor, plan, parsed) == Counts(0, 0, 5)
    first = session.scalars(select(Action).order_by(Action.position)).first()
    told = Undertaking(
        "Do it better.", target="July 2028", date_reason="Agreed.", agreed_by="The board", owner_post="Head"
    )
    actions.edit_action(session, actor, first, first.version_id, told)
    session.flush()
    version = first.version_id
    assert import_plan(session, actor, plan, parsed) == Counts(0, 0, 5)
    session.flush()
    assert (first.text, first.target_text, first.slips, first.version_id) == ("Do it better.", "July 2028", 1, version)
    assert session.scalar(select(func.count()).select_from(Action)) == 4


def test_a_new_status_and_date_update_the_row_and_keep_history(session, plan, actor) -> None:
    import_plan(session, actor, plan, a_plan(printed(status=ActionState.IN_PROGRESS, status_text="Ongoing")))
    later = printed(
        status=ActionState.OWNER_COMPLETE,
        status_text="Complete",
        completed_date=read_date("May 2026"),
        progress="Done.",
        target_date=read_date("September 2027"),
    )
    assert import_plan(session, actor, plan, a_plan(later)) == Counts(0, 1, 1)
    session.flush()
    action = session.scalars(select(Action)).one()
    assert (action.state, action.status_text, action.slips) == (ActionState.IN_PROGRESS, "Complete", 1)
    assert action.first_target_on.isoformat() == "2027-06-01"
    words = {update.kind: update.text for update in session.scalars(select(ActionUpdate))}
    assert words[UpdateKind.PROGRESS] == "Status: Complete\nCompleted: May 2026\nProgress: Done."
    assert words[UpdateKind.DATE_MOVED].startswith("From “June 2027” to “September 2027”.")
    kept = {name: text for change in session.scalars(select(Change)) for name, text in change.learning_before.items()}
    assert kept == {"status_text": "Ongoing", "target_text": "June 2027"}
    assert import_plan(session, actor, plan, a_plan(later)) == Counts(0, 0, 2)


def test_a_reworded_row_of_the_same_number_is_changed_and_not_added_twice(session, plan, actor) -> None:
    import_plan(session, actor, plan, a_plan(printed("Train every officer of the council in risk.")))
    again = a_plan(printed("Train every officer of the council in risk and harm."))
    assert import_plan(session, actor, plan, again) == Counts(0, 1, 1)
    assert session.scalars(select(Action)).one().text == "Train every officer of the council in risk and harm."
    other = a_plan(printed("Publish a leaflet for relatives."))
    assert import_plan(session, actor, plan, other) == Counts(1, 0, 1)


def test_rows_made_by_hand_are_recognised_by_their_words(session, plan, actor) -> None:
    row = recommendations.add_recommendation(
        session, actor, plan, Proposal("The council must train its officers in RISK", number="7")
    )
    action = actions.add_action(
        session, actor, row, Undertaking("Train every officer", target="June 2027", owner_post="Head")
    )
    session.flush()
    counts = import_plan(session, actor, plan, a_plan(printed(number=None, owner=None), number=None))
    assert counts == Counts(0, 0, 2)
    assert (action.owner_post, row.number) == ("Head", "7")


def test_a_dry_run_counts_and_changes_nothing(session, plan, actor) -> None:
    assert import_plan(session, actor, plan, a_plan(printed()), dry_run=True) == Counts(2, 0, 0)
    session.flush()
    assert session.scalar(select(Recommendation.id)) is None


def test_a_file_that_names_somebody_needs_a_reason(session, make, plan, actor) -> None:
    make.person(session.get_one(Review, plan.review_id), names=["Ottoline Brackwater"])
    parsed = a_plan(printed(progress="Ottoline Brackwater’s sister spoke."))
    with pytest.raises(RealNameTyped):
        import_plan(session, actor, plan, parsed)
    assert session.scalar(select(Recommendation.id)) is None
    assert import_plan(session, actor, plan, parsed, name_reason="A fund bears the name.").added == 2


def test_a_closed_reviews_file_may_update_and_not_add(session, plan, actor) -> None:
    import_plan(session, actor, plan, a_plan(printed()))
    session.get_one(Review, plan.review_id).state = ReviewState.CLOSED
    for changed in (a_plan(printed(), scope="local"), read.Plan("b.csv", (read.Recommendation("Quite another."),))):
        with pytest.raises(NotNow):
            import_plan(session, actor, plan, changed)
    assert import_plan(session, actor, plan, a_plan(printed(outcome="Better."))) == Counts(0, 1, 1)


def test_only_those_who_edit_the_plan_import(session, make, home, plan) -> None:
    with pytest.raises(NotAllowed):
        import_plan(session, make.actor(make.executive(home)), plan, a_plan(printed()))


def test_control_characters_never_reach_the_record(session, plan, actor) -> None:
    import_plan(session, actor, plan, a_plan(printed("Train\x07 all\ufffe {{7*7}} 🕊")))
    assert session.scalars(select(Action)).one().text == "Train all {{7*7}} 🕊"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=12)


@st.composite
def plans_read(draw) -> read.Plan:
    action = st.builds(
        read.Action,
        WORDS,
        st.just(HERE),
        number=st.none() | WORDS,
        lead_agencies=st.lists(WORDS, max_size=2).map(tuple),
        status=st.none() | st.sampled_from(ActionState),
        target_date=WORDS.map(read_date) | st.sampled_from(["June 2027", "31/12/2026", "Q2 2027"]).map(read_date),
        completed_date=st.none() | st.just(read_date("4 May 2026")),
        progress=WORDS,
    )
    recommendation = st.builds(
        read.Recommendation, WORDS, number=st.none() | WORDS, actions=st.lists(action, max_size=3).map(tuple)
    )
    return read.Plan(
        "a.csv",
        tuple(draw(st.lists(recommendation, max_size=3))),
        tuple(draw(st.lists(st.builds(read.Ignored, st.just(HERE), WORDS, WORDS), max_size=2))),
        tuple(draw(st.lists(st.builds(read.Unplaced, WORDS, WORDS), max_size=2))),
        tuple(draw(st.lists(st.builds(read.Problem, WORDS), max_size=2))),
    )


@settings(deadline=None, max_examples=60)
@given(plans_read())
def test_what_a_draft_keeps_is_what_was_read(parsed: read.Plan) -> None:
    assert thawed(frozen(parsed)).as_json() == frozen(parsed)
    assert frozen(thawed(frozen(parsed))) == frozen(parsed)


def test_any_plan_imported_twice_adds_nothing_the_second_time(session, make, home, actor) -> None:
    @settings(deadline=None, max_examples=25)
    @given(plans_read())
    def twice(parsed: read.Plan) -> None:
        plan = make.plan(home)
        rows = len(parsed.recommendations) + sum(len(one.actions) for one in parsed.recommendations)
        assert import_plan(session, actor, plan, parsed) == Counts(rows, 0, 0)
        assert import_plan(session, actor, plan, parsed) == Counts(0, 0, rows)

    twice()


def test_a_draft_is_its_owners_alone_and_expires(session, make, home, plan, actor) -> None:
    draft = import_drafts.keep_draft(session, actor, plan, a_plan(printed()))
    assert import_drafts.own_draft(session, actor, draft.id) is draft
    assert import_drafts.own_draft(session, make.actor(make.coordinator(home)), draft.id) is None
    draft.expires_at = clock.now() - timedelta(seconds=1)
    session.flush()
    assert import_drafts.own_draft(session, actor, draft.id) is None
    import_drafts.keep_draft(session, actor, plan, a_plan())
    assert session.scalar(select(func.count()).select_from(Draft)) == 1


@pytest.mark.parametrize("kind", ["plain.docx", "messy.xlsx", "cover_table.docx"])
def test_real_plans_imported_twice_change_nothing_the_second_time(
    session, make, home, actor, shared_data, kind
) -> None:
    path = shared_data / "files" / f"tower_hamlets_dhr7__{kind}"
    parsed = replace(read_plan(path.name, path.read_bytes()), source="plan.docx")
    plan = make.plan(home)
    rows = len(parsed.recommendations) + sum(len(one.actions) for one in parsed.recommendations)
    assert import_plan(session, actor, plan, parsed) == Counts(rows, 0, 0)
    assert import_plan(session, actor, plan, parsed) == Counts(0, 0, rows)
