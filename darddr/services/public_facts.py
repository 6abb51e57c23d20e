"""The public report for overview and scrutiny: a fixed set of tables, each of one whole population, under the one rule of suppression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from darddr.documents.tabled import PartFacts, TabledFacts, TableFacts
from darddr.models.action import Action
from darddr.models.opened import opened
from darddr.models.person import Person
from darddr.models.plan import Recommendation
from darddr.models.review import Review
from darddr.services import themes
from darddr.services.duties import priority_titles
from darddr.services.figure_views import View, action_state, actions_of, held, of_actions, review_state, reviews_of
from darddr.services.pack_facts import Frame, caveat_of
from darddr.services.suppression import LEAST, suppressed
from darddr.vocabulary.records import Manner, PersonRole, RecommendationScope, Sex
from darddr.workflow.states import OPEN_ACTIONS, ActionState, Phase

MARKING = "OFFICIAL"
WITHHELD = "Withheld"
RULE = (
    f"A count under {LEAST} is withheld. Where it could be worked out from the others, another is withheld with it, "
    f"whatever its size; of fewer than {LEAST} in all, nothing is counted."
)
STANDINGS = {
    "late": "Open, past its date",
    "open": "Open, not past its date",
    "signed_off": "Signed off",
    "not_implemented": "Not implemented",
    "other": "Rejected or superseded",
}


def scrutiny_report(session: Session, frame: Frame, *, sex_and_manner: bool) -> TabledFacts:
    """The public report; sex and manner of death only where the chair's recorded decision allows them."""
    view = frame.view
    tables = [
        _told("Reviews, by phase", "Phase", _reviews(session, view), {phase: phase.label for phase in Phase}),
        _told("Actions, by how they stand", "How they stand", _standing(session, view), STANDINGS),
        _told("Actions, by scope", "Scope", _by(session, view, Recommendation.scope_tier), _scopes()),
        _themes(session, view),
        _told(
            "Actions, by priority of the plan",
            "Priority",
            _by(session, view, held(view, "priority")),
            _titles(session, view),
        ),
    ]
    died = "Sex and manner of death are not told: the chair of the executive has not decided that they may be."
    if sex_and_manner:
        sexes, manners = _people(session, view)
        tables += [
            _told("People who died, by sex", "Sex", sexes, Sex.choices()),
            _told("People who died, by manner of death", "Manner", manners, Manner.choices()),
        ]
        died = "Sex and manner of death are told by a recorded decision of the chair of the executive."
    return frame.report(
        "Report to overview and scrutiny",
        "Reviews of deaths related to domestic abuse, and the actions that followed them.",
        PartFacts("How to read this report", (RULE, died)),
        PartFacts("Figures", caveat_of(view), tuple(tables)),
        marking=MARKING,
    )


def _told(caption: str, title: str, counts: Mapping[Any, int], labels: Mapping[Any, str]) -> TableFacts:
    """A table of fixed categories, each count under the rule, with its total."""
    assert set(counts) <= set(labels), "a public table leaves nobody out"
    found = suppressed([counts.get(key, 0) for key in labels])
    rows = [(label, _cell(count)) for label, count in zip(labels.values(), found.counts, strict=True)]
    return TableFacts(caption, (title, "Number"), (*rows, ("All", _cell(found.total))))


def _cell(count: int | None) -> int | str:
    return WITHHELD if count is None else count


def _reviews(session: Session, view: View) -> Counter[Phase]:
    state = review_state(view).label("state")
    there = select(state).where(reviews_of(view)).subquery()
    found: Counter[Phase] = Counter()
    for row in session.execute(select(there.c.state, func.count()).group_by(there.c.state)):
        found[row.state.phase] += row[1]
    return found


def _standing(session: Session, view: View) -> dict[str, int]:
    state = action_state(view)
    standing = case(
        (and_(state.in_(OPEN_ACTIONS), held(view, "due_on") < view.day), "late"),
        (state.in_(OPEN_ACTIONS), "open"),
        (state == ActionState.SIGNED_OFF, "signed_off"),
        (state == ActionState.NOT_IMPLEMENTED, "not_implemented"),
        else_="other",
    ).label("standing")
    there = of_actions(view, select(standing)).where(actions_of(view)).subquery()
    rows = session.execute(select(there.c.standing, func.count()).group_by(there.c.standing))
    return {row.standing: row[1] for row in rows}


def _by(session: Session, view: View, column: Any) -> dict[Any, int]:
    wanted = of_actions(view, select(column, func.count())).join(
        Recommendation, Recommendation.id == Action.recommendation_id
    )
    found: Counter[Any] = Counter()
    for key, number in session.execute(wanted.where(actions_of(view)).group_by(column)):
        found[key] += number
    return dict(found)


def _scopes() -> dict[Any, str]:
    return {**{scope: scope.label for scope in RecommendationScope}, None: "Not stated"}


def _themes(session: Session, view: View) -> TableFacts:
    """By the partnership's own list, retired themes too; what is on no list counts as none."""
    labels: dict[Any, str] = {**themes.labels(session, view.partnership_id), None: "No theme of the list"}
    found: Counter[Any] = Counter()
    for key, number in _by(session, view, Recommendation.theme).items():
        found[key if key in labels else None] += number
    return _told("Actions, by theme", "Theme", found, labels)


def _titles(session: Session, view: View) -> dict[Any, str]:
    return {**priority_titles(session, view.partnership_id), None: "Under no priority"}


def _people(session: Session, view: View) -> tuple[Counter[str], Counter[str]]:
    """How many of those who died, by sex and by manner; opened in the class of learning."""
    rows = session.execute(
        select(Person.id, Person.partnership_id, Person.review_id, Person.learning_record)
        .join(Review, Review.id == Person.review_id)
        .where(Person.role == PersonRole.VICTIM, reviews_of(view))
    )
    known = [
        opened(Person, "learning_record", row.learning_record, row.id, row.partnership_id, row.review_id)
        for row in rows
    ]
    return _counted(known, "sex", Sex), _counted(known, "manner", Manner)


def _counted(known: Sequence[Mapping[str, Any]], name: str, listed: Any) -> Counter[str]:
    return Counter(listed(person.get(name) or listed.UNKNOWN).value for person in known)
