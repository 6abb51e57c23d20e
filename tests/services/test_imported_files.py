"""Plans in files, through the services: every row arrives once, and the same file again changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr.importers.read import read_plan
from darddr.models.action import Action, ActionMove, ActionUpdate
from darddr.models.plan import Recommendation
from darddr.services.imports import Counts, import_plan
from tests.factories import Make
from tests.unit.importers.random_files import file_of
from tests.unit.importers.random_plans import Layout, Rec, examples, layouts, plans


@pytest.mark.parametrize("kind", ["docx", "ods"])
def test_any_file_imported_twice_changes_nothing_the_second_time(session: Session, make: Make, kind: str) -> None:
    home = make.partnership()
    actor = make.actor(make.coordinator(home))

    @examples(5)
    @given(recs=plans(), layout=layouts(kind))
    def twice(recs: tuple[Rec, ...], layout: Layout) -> None:
        plan = make.plan(home)
        name, data = file_of(recs, layout)
        rows = len(recs) + sum(len(rec.acts) for rec in recs)
        assert import_plan(session, actor, plan, read_plan(name, data)) == Counts(rows, 0, 0)
        kept = written(session)
        assert import_plan(session, actor, plan, read_plan(name, data)) == Counts(0, 0, rows)
        assert written(session) == kept

    twice()


def test_one_plan_in_another_format_is_the_same_plan(session: Session, make: Make) -> None:
    home = make.partnership()
    actor = make.actor(make.coordinator(home))

    @examples(4)
    @given(recs=plans(), docx=layouts("docx"))
    def both(recs: tuple[Rec, ...], docx: Layout) -> None:
        plan = make.plan(home)
        rows = len(recs) + sum(len(rec.acts) for rec in recs)
        first = read_plan(*file_of(recs, docx))
        assert import_plan(session, actor, plan, first).added == rows
        other = replace(docx, kind="xlsx", split="")
        assert import_plan(session, actor, plan, read_plan(*file_of(recs, other))) == Counts(0, 0, rows)

    both()


def written(session: Session) -> list[int]:
    """How many rows of each kind there are."""
    session.flush()
    tables = (Recommendation, Action, ActionMove, ActionUpdate)
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
