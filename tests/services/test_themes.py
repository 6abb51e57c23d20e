"""A partnership's own themes: begun from the library's list, added to, renamed, retired; used wherever a theme is."""

from __future__ import annotations

import pytest

from darddr.importers.read import read_plan
from darddr.models.plan import Recommendation
from darddr.models.subject import Place
from darddr.models.theme import Theme
from darddr.policies import NotAllowed
from darddr.services import plans, recommendations, themes
from darddr.services.errors import RealNameTyped, Stale, Unfit
from darddr.services.imports import import_plan
from darddr.services.recommendations import Proposal
from darddr.vocabulary.library import THEMES
from tests.factories import Make


@pytest.fixture
def home(make: Make):
    return make.partnership()


@pytest.fixture
def place(home) -> Place:
    return Place(home.id)


@pytest.fixture
def coordinator(make: Make, home):
    return make.actor(make.coordinator(home))


def called(session, place, label: str) -> themes.Listed:
    return next(theme for theme in themes.themes_of(session, place.partnership_id) if theme.label == label)


def change(session, actor, place, label: str, to: str = "", **more) -> None:
    theme = called(session, place, label)
    told = {"is_retired": False, **more}
    themes.change(session, actor, place, theme, theme.version, to or label, **told)


def test_the_list_is_the_librarys_until_it_is_changed_and_only_for_that_partnership(
    session, make, place, coordinator
) -> None:
    assert list(themes.labels(session, place.partnership_id).values()) == list(THEMES)
    assert session.query(Theme).count() == 0
    themes.add(session, coordinator, place, "  Housing  and homelessness ")
    assert list(themes.labels(session, place.partnership_id)) == [*THEMES, "Housing and homelessness"]
    assert list(themes.labels(session, make.partnership().id)) == list(THEMES)


def test_renaming_changes_what_is_read_and_not_what_is_kept(session, make, place, coordinator, home) -> None:
    row = make.recommendation(make.plan(home), theme="Training")
    change(session, coordinator, place, "Training", "Courses for staff")
    assert row.theme == "Training"
    assert themes.labels(session, home.id)["Training"] == "Courses for staff"
    assert (
        themes.by_words(session, home.id)["courses for staff"]
        == themes.by_words(session, home.id)["training"]
        == "Training"
    )


def test_a_retired_theme_is_chosen_no_more_but_kept_where_it_was(session, make, place, coordinator, home) -> None:
    plan = make.plan(home)
    row = make.recommendation(plan, theme="Training", text="Teach.")
    session.flush()
    change(session, coordinator, place, "Training", is_retired=True)
    assert "Training" not in themes.choices(session, home.id)
    assert "Training" in themes.choices(session, home.id, row.theme)
    with pytest.raises(Unfit):
        recommendations.add_recommendation(session, coordinator, plan, Proposal("Teach more.", theme="Training"))
    told = Proposal("Teach all.", theme="Training")
    recommendations.edit_recommendation(session, coordinator, row, row.version_id, told)
    assert (row.text, row.theme) == ("Teach all.", "Training")
    change(session, coordinator, place, "Training")
    assert "Training" in themes.choices(session, home.id)


def test_a_file_is_matched_against_the_partnerships_own_list(session, make, place, coordinator, home) -> None:
    review = make.review(home)
    themes.add(session, coordinator, place, "Housing")
    change(session, coordinator, place, "Policy", is_retired=True)
    text = "No,Theme,Recommendation,Action\n1,HOUSING,Give a home.,Ask.\n2,Policy,Write one.,Write.\n"
    import_plan(session, coordinator, plans.plan_of(session, review), read_plan("plan.csv", text.encode()))
    rows = session.query(Recommendation).order_by(Recommendation.position)
    assert [(row.theme, row.theme_text) for row in rows] == [("Housing", None), (None, "Policy")]


@pytest.mark.parametrize("label", ["", "x" * 121, "training", "TRAINING."])
def test_a_name_that_does_not_fit_is_refused(session, place, coordinator, label) -> None:
    with pytest.raises(Unfit):
        themes.add(session, coordinator, place, label)


def test_a_list_of_themes_ends_somewhere(session, place, coordinator, monkeypatch) -> None:
    monkeypatch.setattr(themes, "MOST", len(THEMES) + 1)
    themes.add(session, coordinator, place, "Housing")
    with pytest.raises(Unfit):
        themes.add(session, coordinator, place, "Money")


def test_a_real_name_is_no_theme(session, make, place, coordinator, home) -> None:
    review = make.review(home)
    make.person(review, names=["Quillon Brasker"])
    session.flush()
    with pytest.raises(RealNameTyped):
        themes.add(session, coordinator, place, "The lessons of Quillon Brasker")


def test_the_second_of_two_changes_hears_of_the_first(session, place, coordinator) -> None:
    seen = called(session, place, "Policy")
    change(session, coordinator, place, "Policy", "Policies")
    now = called(session, place, "Policies")
    with pytest.raises(Stale):
        themes.change(session, coordinator, place, now, seen.version, "Rules", is_retired=False)


def test_only_a_coordinator_keeps_the_list(session, make, place, home) -> None:
    with pytest.raises(NotAllowed):
        themes.add(session, make.actor(make.executive(home)), place, "Housing")
