"""The large review of the demonstration: as large as it says, walked by its real moves, and its pack sound and naming nobody."""

from __future__ import annotations

from collections import Counter

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr.cli import demo as command
from darddr.cli import main
from darddr.demo import cast, large, large_words
from darddr.demo.build import Made
from darddr.demo.place import make_place
from darddr.documents.audit import audit
from darddr.models.action import Action
from darddr.models.finding import Finding
from darddr.services import reports
from darddr.workflow.states import ReviewState


@pytest.mark.sqlite
def test_it_comes_to_the_home_office_and_its_pack_is_sound(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "FINDINGS", 24)
    monkeypatch.setattr(large, "RECOMMENDATIONS", 3)
    passwords = {person.email: "a password of many words" for person in cast.FENNMOOR_PEOPLE}
    place = make_place(session, cast.FENNMOOR, "FEN", cast.FENNMOOR_PEOPLE, passwords)
    review = large.seed_large(session, place)
    assert review.state is ReviewState.WITH_HOME_OFFICE
    count = {
        model: session.scalar(select(func.count()).select_from(model).where(model.review_id == review.id))
        for model in (Finding, Action)
    }
    assert count == {Finding: 24, Action: 12}
    document = reports.build(session, place.coordinator, review, "pack")
    assert document.hit_count == 0
    for name, part in reports.files_of(review, "pack", document.data()):
        assert audit(name, part) == (), name


def test_no_two_of_its_findings_read_alike_and_each_kind_is_there() -> None:
    told = [large_words.finding(number) for number in range(large.FINDINGS)]
    assert len({text for text, _ in told}) == large.FINDINGS
    assert Counter(is_good for _, is_good in told) == {False: 250, True: 50}
    assert large.RECOMMENDATIONS * large.ACTIONS_OF_EACH == 200
    asked = [large_words.recommendation(number)[0] for number in range(large.RECOMMENDATIONS)]
    assert len(set(asked)) == large.RECOMMENDATIONS


@pytest.mark.parametrize("words", [["--large"], []])
def test_it_is_made_where_it_is_asked_for(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(command.demonstration, "exists", lambda: False)
    monkeypatch.setattr(command.demonstration, "remove", lambda: None)
    monkeypatch.setattr(
        command.demonstration, "build", lambda _say, *, large: asked.append(large) or Made({}, [], [], "Made.")
    )
    assert CliRunner().invoke(main, ["demo", "--no-serve", *words]).exit_code == 0
    assert asked == [bool(words)]
