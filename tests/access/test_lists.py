"""Every list holds exactly what the policies allow row by row, for every actor, and an exclusion leaves no trace in any figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from darddr import clock
from darddr.models.action import Action
from darddr.models.partnership import Partnership
from darddr.models.plan import Plan, Recommendation
from darddr.models.review import Review
from darddr.policies import Actor, allows, visible
from darddr.services import national, plans, progress, progress_reviews, repeats
from darddr.services.action_list import actions_page
from darddr.services.action_wanted import Show
from darddr.services.action_wanted import Wanted as WantedActions
from darddr.services.repeats import Sought
from darddr.services.review_list import Wanted as WantedReviews
from darddr.services.review_list import reviews_page
from darddr.services.work import work_of
from darddr.vocabulary.permissions import Permission as P
from darddr.workflow.states import ReviewState
from tests.access.stage import Stage
from tests.access.world import ACTORS, World
from tests.factories import Make

OF_PARTNERSHIP = (
    "progress",
    "progress/reviews",
    "plans",
    "plans/new",
    "notifications/new",
    "agencies",
    "national",
    "agenda",
)
Listed = Callable[[Session, Actor], Iterable[UUID]]


def _where(model: Any, clause: Callable[[Actor], ColumnElement[bool]]) -> Listed:
    return lambda session, actor: session.scalars(select(model.id).where(clause(actor)))


def _reviews_page(session: Session, actor: Actor) -> Iterable[UUID]:
    found = reviews_page(session, actor, WantedReviews(), clock.today())
    assert found.total == len(found.lines)
    return [line.id for line in found.lines]


def _actions_page(session: Session, actor: Actor) -> Iterable[UUID]:
    found = actions_page(session, actor, WantedActions(show=Show.ALL), clock.today())
    assert found.total == len(found.lines)
    return [line.id for line in found.lines]


def _plans_of(session: Session, actor: Actor) -> Iterable[UUID]:
    found = [plans.plans_of(session, actor, place, clock.today()).lines for place in _places(session)]
    return [line.plan.id for lines in found for line in lines]


def _nationals(session: Session, actor: Actor) -> Iterable[UUID]:
    found = [national.national_of(session, actor, place, clock.today(), 84) for place in _places(session)]
    assert all(page.total == len(page.lines) for page in found)
    return [line.recommendation.id for page in found for line in page.lines]


def _alike(session: Session, actor: Actor) -> Iterable[UUID]:
    """Every recommendation of the world is worded like one that is sought."""
    day, sought = clock.today(), "Recommendation to teach everybody"
    for row in session.scalars(select(Recommendation)):
        row.text = sought
    session.flush()
    found = [repeats.alike(session, actor, place, Sought(sought), day) for place in _places(session)]
    return [one.id for page in found for one in page]


def _citable(session: Session, actor: Actor) -> Iterable[UUID]:
    return [row.id for place in _places(session) for row in plans.citable_reviews(session, actor, place)]


def _standings(session: Session, actor: Actor) -> Iterable[UUID]:
    day, states = clock.today(), tuple(ReviewState)
    found = [progress_reviews.standings(session, actor, place, states, day) for place in _places(session)]
    return [standing.review_id for page in found for standing in page.lines]


def _work(session: Session, actor: Actor) -> Iterable[UUID]:
    return [due.id for due in work_of(session, actor, clock.today()).reviews]


def _cited(session: Session, actor: Actor) -> Iterable[UUID]:
    """What a plan says it draws on, of the reviews that are cited at all."""
    found = [plans.cited_references(session, actor, plan) for plan in session.scalars(select(Plan))]
    named = [reference for references in found for reference in references]
    return session.scalars(select(Review.id).where(Review.reference.in_(named)))


def _places(session: Session) -> Iterable[UUID]:
    return session.scalars(select(Partnership.id)).all()


LISTS: tuple[tuple[str, Any, P, Listed], ...] = (
    ("readable_reviews", Review, P.REVIEW_READ, _where(Review, visible.readable_reviews)),
    ("followed_reviews", Review, P.REVIEW_PROGRESS, _where(Review, visible.followed_reviews)),
    ("led_reviews", Review, P.REVIEW_LEAD, _where(Review, visible.led_reviews)),
    ("readable_plans", Plan, P.PLAN_READ, _where(Plan, visible.readable_plans)),
    ("readable_actions", Action, P.ACTION_READ, _where(Action, visible.readable_actions)),
    ("reviews_page", Review, P.REVIEW_READ, _reviews_page),
    ("actions_page", Action, P.ACTION_READ, _actions_page),
    ("plans_of", Plan, P.PLAN_READ, _plans_of),
    ("national_of", Recommendation, P.PLAN_READ, _nationals),
    ("alike", Recommendation, P.PLAN_READ, _alike),
    ("citable_reviews", Review, P.REVIEW_READ, _citable),
    ("standings", Review, P.REVIEW_PROGRESS, _standings),
    ("work_of", Review, P.REVIEW_READ, _work),
)


def test_every_query_of_visible_is_held_against_its_permission() -> None:
    """The branches of actions are held by the page of actions, which is made of them."""
    queries = {name for name, made in vars(visible).items() if callable(made) and made.__module__ == visible.__name__}
    assert {name for name in queries if not name.startswith("_")} - {"action_branches"} <= {name for name, *_ in LISTS}


@pytest.mark.parametrize(("model", "permission", "listed"), [one[1:] for one in LISTS], ids=[one[0] for one in LISTS])
def test_a_list_holds_what_the_policies_allow(
    session: Session, make: Make, world: World, model: Any, permission: P, listed: Listed
) -> None:
    for name in (*ACTORS, "suspended", "one_time_password"):
        actor = make.actor(world.people[name])
        allowed = {row.id for row in session.scalars(select(model)) if allows(actor, permission, row)}
        assert sorted(listed(session, actor)) == sorted(allowed), name


def test_figures_count_what_the_policies_allow(session: Session, make: Make, world: World) -> None:
    for name in ACTORS:
        actor = make.actor(world.people[name])
        for place in _places(session):
            actions = list(session.scalars(select(Action).filter_by(partnership_id=place)))
            reviews = list(session.scalars(select(Review).filter_by(partnership_id=place)))
            cells = progress.action_cells(session, actor, place, clock.today())
            counts = progress.review_counts(session, actor, place)
            assert progress.total(cells) == sum(allows(actor, P.ACTION_READ, row) for row in actions), name
            assert counts.total() == sum(allows(actor, P.REVIEW_PROGRESS, row) for row in reviews), name


def test_a_plan_names_only_reviews_that_its_reader_may_follow(session: Session, make: Make, world: World) -> None:
    cited = {world.url_values["review_id"]}
    for name in ACTORS:
        actor = make.actor(world.people[name])
        review = session.get_one(Review, world.url_values["review_id"])
        allowed = cited if allows(actor, P.REVIEW_PROGRESS, review) else set()
        assert set(_cited(session, actor)) == allowed, name


@pytest.mark.parametrize("name", ["excluded", "excluded_executive", "excluded_owner", "excluded_chair"])
def test_whatever_happens_on_a_review_changes_no_page_of_somebody_kept_out_of_it(name: str, stage: Stage) -> None:
    browser, place = stage.sign_in(stage.world.people[name]), stage.world.url_values["partnership_id"]
    theme = stage.world.places["theme"]
    pages = [f"/partnerships/{place}/{page}" for page in OF_PARTNERSHIP]
    pages += ["/my-work", "/reviews", "/progress", "/actions?show=all", f"/plans/{theme['plan_id']}"]
    pages.append(f"/agencies/{theme['agency_id']}/standing")
    before = {page: browser.ask(page) for page in pages}
    review_id = stage.world.url_values["review_id"]
    with stage.session() as session:
        session.execute(update(Review).where(Review.id == review_id).values(state=ReviewState.NOTIFIED))
        session.execute(update(Action).where(Action.review_id == review_id).values(is_open=False, due_on=clock.today()))
    changed = [page for page, answer in before.items() if _told(browser.ask(page).text) != _told(answer.text)]
    assert not changed


def _told(page: str) -> str:
    """A page without the tokens of its forms, which tell the second they were made in."""
    return "\n".join(line for line in page.splitlines() if "csrf" not in line)
