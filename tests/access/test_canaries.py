"""The canaries themselves: every field holds one, every one is seen by somebody, and a leak is noticed."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr.models.document import Document
from darddr.models.duty import OfPartnership
from darddr.models.review import Review
from tests.access.canaries import (
    CODED,
    MAY_SEE,
    NEVER_SHOWN,
    class_of,
    day_of,
    fields,
    forbidden,
    sealed_models,
    seen_in,
    seen_in_bytes,
    token,
)
from tests.access.planting import DATES
from tests.access.stage import Stage, rules, url_of, values_for
from tests.access.world import ACTORS, BARRED, World


def test_the_table_speaks_of_everybody() -> None:
    assert set(MAY_SEE) == set(ACTORS)
    assert not set(MAY_SEE) & set(BARRED)


def test_every_sealed_field_of_a_review_holds_the_canary_of_its_place(session: Session, world: World) -> None:
    """A field that a model seals tomorrow fails here until there is a row of it and it is planted."""
    review = session.get_one(Review, world.url_values["review_id"])
    bare = []
    for model in sealed_models():
        place, review_id = ("theme", None) if issubclass(model, OfPartnership) else ("home", review.id)
        rows = [row for row in session.scalars(select(model)) if getattr(row, "review_id", None) == review_id]
        for name in model.sealed_fields if model.__tablename__ != "users" else ():
            field = f"{model.__tablename__}.{name}"
            word = day_of(place, field) if field in DATES else token(place, model.__tablename__, name)
            if field not in CODED and not any(word in str(getattr(row, name)) for row in rows):
                bare.append(field)
    assert not bare


def test_every_account_and_every_file_holds_the_canary_of_its_place(session: Session, world: World) -> None:
    for name, place in (("coordinator", "home"), ("outsider_coordinator", "far")):
        user = world.people[name]
        assert token(place, "users", "name") in (user.name or "")
        assert token(place, "users", "email") in (user.email or "")
    document = session.get_one(Document, world.url_values["document_id"])
    assert token("home", "documents", "content").encode() in document.data()


def test_every_canary_is_seen_by_somebody(stage: Stage) -> None:
    """A search that finds nothing anywhere would pass every other test here."""
    browser = stage.sign_in(stage.world.people["coordinator"])
    for rule in rules(stage.app):
        values = values_for(rule, stage.world)
        if values is not None and "GET" in (rule.methods or ()):
            browser.ask(url_of(stage.app, rule, values))
    seen = {field for place, _, field in browser.seen if place in ("home", "theme")}
    unseen = set(fields()) - seen - CODED
    assert unseen == set(NEVER_SHOWN)


@pytest.mark.parametrize("place", ["home", "second", "far"])
@pytest.mark.parametrize("field", ["people.names", "people.date_of_birth", "findings.text", "documents.hits"])
def test_a_leak_is_noticed_however_it_is_written(place: str, field: str) -> None:
    word = day_of(place, field) if field in DATES else token(place, *field.split("."))
    one = (place, class_of(field), field)
    shown = [f"<p>{word}</p>"]
    if field not in DATES:
        shown += [word.upper(), f"<w:t>{word[:7]}</w:t></w:r><w:r><w:t>{word[7:]}</w:t>", f"Location: /x?y={word}"]
    for text in shown:
        assert seen_in(text) == {one}, text
        assert one in forbidden("nobody", seen_in(text))
        assert one in forbidden("executive", seen_in(text))


def test_a_leak_is_noticed_in_a_file_inside_a_file() -> None:
    word = token("home", "findings", "text")
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("xl/worksheets/sheet1.xml", f"<t>{word[:9]}</t><t>{word[9:]}</t>")
    with zipfile.ZipFile(outer, "w") as package:
        package.writestr("word/embeddings/book.xlsx", inner.getvalue())
    assert seen_in_bytes(outer.getvalue()) == {("home", "narrative", "findings.text")}


def test_a_template_that_shows_too_much_is_noticed(stage: Stage) -> None:
    """What an owner is shown of an action, with the review's circumstances slipped in."""
    shown = [""]
    stage.app.context_processor(lambda: {"actor_name": shown[0]})
    before = stage.sign_in(stage.world.people["owner"])
    url = f"/actions/{stage.world.url_values['action_id']}"
    before.ask(url)
    assert not forbidden("owner", before.seen)
    with stage.session() as session:
        shown[0] = session.get_one(Review, stage.world.url_values["review_id"]).circumstances or ""
    after = stage.sign_in(stage.world.people["owner"])
    after.ask(url)
    assert forbidden("owner", after.seen) == {("home", "narrative", "reviews.circumstances")}
