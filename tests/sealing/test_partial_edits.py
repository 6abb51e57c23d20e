"""Whoever edits part of a packed record keeps the rest of it, seen or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import html5lib
import orjson
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from darddr.crypto import ring
from darddr.models.action import Action
from darddr.models.base import Versioned
from darddr.models.finding import Finding
from darddr.models.person import Person
from darddr.models.plan import Recommendation
from darddr.models.review import Review
from darddr.models.sealing import Sealing
from darddr.models.user import User
from darddr.storage.database import open_session, reading, writing
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.sealing import world
from tests.sealing.world import World
from tests.strict_client import StrictClient

MODELS = sorted(world.models(), key=lambda model: model.__tablename__)
VERSIONED = [model for model in MODELS if issubclass(model, Versioned) and len(model.sealed_fields) > 1]
VALUES = st.none() | st.text(max_size=12) | st.lists(st.text(max_size=5), max_size=2)
PLAIN = settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
Fields = dict[str, Any]


def fields_of(row: Sealing) -> Fields:
    """Every sealed field of a row."""
    return {name: getattr(row, name) for name in row.sealed_fields}


def some(model: type[Sealing]) -> st.SearchStrategy[Fields]:
    """Values for some of a model's fields."""
    return st.dictionaries(st.sampled_from(sorted(model.sealed_fields)), VALUES, min_size=1)


def first(session: Session, model: Any) -> Any:
    return session.scalars(sa.select(model).order_by(model.id).limit(1)).one()


@given(data=st.data())
@PLAIN
def test_edits_of_any_fields_in_any_order_keep_all_others(full: World, engine: Engine, data: st.DataObject) -> None:
    """Two sessions in turn, each setting some fields, one by one or together; for every model with sealed records."""
    with open_session(engine, writes=True) as one, open_session(engine, writes=True) as two:
        for model in MODELS:
            row = first(one, model)
            row_id, expected = row.id, fields_of(row)
            one.rollback()
            for changes in data.draw(st.lists(some(model), min_size=2, max_size=3)):
                session = data.draw(st.sampled_from([one, two]))
                session.expire_all()
                mine: Any = session.get_one(model, row_id)
                if data.draw(st.booleans()):
                    mine.fill(**changes)
                else:
                    for name, value in changes.items():
                        setattr(mine, name, value)
                expected |= changes
                assert fields_of(mine) == expected
                session.commit()
            with reading(engine) as fresh:
                assert fields_of(fresh.get_one(model, row_id)) == expected


@pytest.mark.parametrize("model", VERSIONED, ids=lambda model: model.__tablename__)
def test_of_two_who_edit_different_fields_at_once_neither_loses(full: World, engine: Engine, model: Any) -> None:
    """The second is refused, because their record was packed before the first saved; again, both are kept."""
    with open_session(engine, writes=False) as one, open_session(engine, writes=False) as two:
        mine, theirs = first(one, model), first(two, model)
        before = fields_of(theirs)
        kept, other = sorted(model.sealed_fields)[:2]
        two.commit()
        setattr(mine, kept, "Kept by the first.")
        one.commit()
        setattr(theirs, other, "Kept by the second.")
        with pytest.raises(StaleDataError):
            two.flush()
        two.rollback()
        setattr(two.get_one(model, mine.id), other, "Kept by the second.")
        two.commit()
    with reading(engine) as fresh:
        assert fields_of(fresh.get_one(model, mine.id)) == before | {
            kept: "Kept by the first.",
            other: "Kept by the second.",
        }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__tablename__)
def test_a_field_this_version_does_not_know_is_kept(full: World, engine: Engine, model: Any) -> None:
    """A record written by a newer version loses nothing when an older one edits it."""
    with writing(engine) as session:
        row = first(session, model)
        record = next(iter(row.sealed_records))
        told = {**row._open(record), "from a later version": ["kept"]}
        klass, table = row.sealed_records[record], row.__tablename__
        setattr(row, record, ring().seal(orjson.dumps(told), row.scope(), klass, table, row.id))
    name = next(name for name, of in model.sealed_fields.items() if of == record)
    with writing(engine) as session:
        setattr(session.get_one(model, row.id), name, None)
    with reading(engine) as session:
        assert session.get_one(model, row.id)._open(record)["from a later version"] == ["kept"]


# Through pages


@dataclass(frozen=True)
class Case:
    """A page that edits part of a row: its address, what is typed anew, and what may differ afterwards."""

    model: type[Sealing]
    url: str
    typed: dict[str, str]
    changed: set[str]


KEPT_AS = {"text": "sections", "lines": "layout", "numbering": "layout"}
"""The sealed field that keeps what is typed in a box of another name."""

CASES = {
    "what is known of a person": Case(Person, "/people/{id}", {"relation": "Sister"}, {"relation"}),
    "a person's characteristics": Case(Person, "/people/{id}/characteristics", {}, {"characteristics"}),
    "an identity": Case(Person, "/people/{id}/identity", {"phones": "01632 960002"}, {"phones"}),
    "a recommendation": Case(Recommendation, "/recommendations/{id}", {"lesson": "Ask twice."}, {"lesson"}),
    "an action": Case(Action, "/actions/{id}/edit", {"milestones": "By spring."}, {"milestones"}),
    "a finding": Case(Finding, "/findings/{id}", {"evidence": "Two letters."}, {"evidence"}),
    "a layout": Case(
        Review,
        "/reviews/{id}/report-layout",
        {"lines": "A chapter of ours", "numbering": "running"},
        {"layout"},
    ),
    "a section": Case(Review, "/reviews/{id}/sections/preface", {"text": "It began."}, {"sections"}),
}


def shown(client: StrictClient, url: str) -> dict[str, Any]:
    """What a browser would post of a page that nobody touched."""
    tree = html5lib.parse(client.get(url).text, namespaceHTMLElements=False)
    form = next(
        one for one in tree.iter("form") if one.get("method") == "post" and "sign-out" not in (one.get("action") or "")
    )
    posted: dict[str, Any] = {}
    for field in form.iter():
        name, kind = field.get("name"), field.get("type")
        if field.tag == "textarea":
            posted[name] = "".join(field.itertext()).removeprefix("\n")
        elif field.tag == "select":
            chosen = [one.get("value") for one in field.iter("option") if one.get("selected") is not None]
            posted[name] = chosen or [next(field.iter("option")).get("value")] * (field.get("multiple") is None)
        elif (
            field.tag == "input"
            and name
            and (kind not in ("radio", "checkbox", "submit") or field.get("checked") is not None)
        ):
            posted[name] = field.get("value") or ""
    return posted


WITH_THE_WORDS = {"name_reason"}
"""Why a real name must stay is asked anew of whoever saves words that hold one, and belongs to those words."""

FILLED: dict[type[Sealing], Fields] = {
    Person: {
        "names": ["Zelphine Quorrel"],
        "date_of_birth": "1984-03-07",
        "addresses": ["12 Vashnim Road"],
        "phones": ["01632 960001"],
        "emails": ["z@example.org"],
        "nhs_numbers": ["999 000 0018"],
        "other_identifiers": ["A blue van"],
        "pseudonym": "Vale",
        "chosen_by": "Her sister",
        "relation": "Daughter",
        "sex": "female",
        "manner": "homicide",
        "characteristics": {"unlisted question": ["kept"]},
    },
    Recommendation: {
        "text": "Ask.",
        "lesson": "Nobody asked.",
        "addressees": ["The council"],
        "theme_text": "A theme on no list",
        "imported": {"text": "Ask."},
        "name_reason": "A quotation.",
    },
    Action: {
        "text": "Train.",
        "owner_post": "Head of service",
        "lead_agencies": ["Housing"],
        "milestones": "By winter.",
        "status_text": "Ongoing, they say",
        "outcome": "Known.",
        "imported": {"text": "Train."},
        "name_reason": "A quotation.",
    },
    Finding: {"text": "Nobody asked.", "evidence": "A letter.", "name_reason": "A quotation."},
    Review: {"circumstances": "Told by letter.", "sections": {"a section of long ago": "kept"}},
}


@pytest.fixture
def editor(make: Make, session: Session) -> tuple[User, dict[type[Sealing], UUID]]:
    """A coordinator, and one row of each kind with every field filled."""
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.DRAFTING)
    coordinator, agency = make.coordinator(partnership), make.agency(partnership)
    plan = session.scalars(sa.select(world._mapped("plans")).filter_by(review_id=review.id)).one()
    recommendation = make.recommendation(plan)
    rows: dict[type[Sealing], Any] = {
        Person: make.session.scalars(sa.select(Person).filter_by(review_id=review.id)).one(),
        Recommendation: recommendation,
        Action: make.action(recommendation),
        Finding: make.finding(review, make.question(review), agency, coordinator),
        Review: review,
    }
    for model, row in rows.items():
        row.fill(**FILLED[model])
    session.commit()
    return coordinator, {model: row.id for model, row in rows.items()}


@pytest.mark.parametrize("name", CASES)
def test_a_page_that_edits_part_of_a_row_keeps_the_rest(
    editor: tuple[User, dict[type[Sealing], UUID]], sign_in: Callable[[User], StrictClient], engine: Engine, name: str
) -> None:
    case, (user, rows) = CASES[name], editor
    client, url = sign_in(user), case.url.format(id=rows[case.model])
    with reading(engine) as session:
        before = fields_of(session.get_one(case.model, rows[case.model]))
    assert {field for field, value in FILLED[case.model].items() if before[field] != value} == set()
    if case.model is Finding:
        with writing(engine) as session:
            session.get_one(Review, rows[Review]).state = ReviewState.ANALYSIS
    answer = client.post(url, data=shown(client, url) | case.typed)
    assert answer.status_code == 302, answer.text[-2500:]
    with reading(engine) as session:
        after = fields_of(session.get_one(case.model, rows[case.model]))
    differing = {field for field in before if (before[field] or None) != (after[field] or None)}
    assert differing - WITH_THE_WORDS <= case.changed
    for field, text in case.typed.items():
        assert text in str(after[KEPT_AS.get(field, field)])
    if case.model is Review:
        assert after["sections"]["a section of long ago"] == "kept"
