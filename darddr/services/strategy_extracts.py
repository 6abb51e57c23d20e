"""The pack's extracts for two strategies: themes for the strategic assessment, actions per priority for the partnership plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from darddr.documents.tabled import PartFacts, TabledFacts, TableFacts
from darddr.services import figure_history, figure_tables
from darddr.services.duties import priority_titles
from darddr.services.figure_tables import NO_COUNTS
from darddr.services.figure_views import View, action_state, actions_of, of_actions
from darddr.services.pack_facts import Frame, caveat_of, coloured
from darddr.services.themes import labels
from darddr.services.wording import counted
from darddr.workflow.states import OPEN_ACTIONS, ActionState

A_YEAR = timedelta(days=365)


def assessment_extract(session: Session, frame: Frame) -> TabledFacts:
    """Themes, their change since last year, and how far the actions of last year were carried out."""
    before_view = figure_history.as_of(session, replace(frame.view, day=frame.view.day - A_YEAR, then=None))
    now = {row.key: row for row in figure_tables.grouped(session, frame.view, "theme")}
    before = {row.key: row for row in figure_tables.grouped(session, before_view, "theme")}
    rows = tuple(
        (label, then.all, new.all, new.all - then.all)
        for theme, label in _themes(session, frame.view.partnership_id)
        for new, then in ((now.get(theme, NO_COUNTS), before.get(theme, NO_COUNTS)),)
        if new.all or then.all
    )
    carried, became = _carried_out(session, frame.view, before_view)
    columns = ("Theme", "A year before", "Now", "Change")
    themes = TableFacts("Actions by theme", columns, rows, "No action has a theme.")
    return frame.report(
        "Extract for the strategic assessment",
        carried,
        PartFacts("Themes and how they changed", caveat_of(before_view), (themes,)),
        PartFacts("How far last year’s plan was carried out", (carried,), (became,)),
    )


def _themes(session: Session, partnership_id: UUID) -> list[tuple[str | None, str]]:
    return [*labels(session, partnership_id).items(), (None, "No theme of the list")]


def _carried_out(session: Session, view: View, before: View) -> tuple[str, TableFacts]:
    """What became of the actions that were open a year before, in a sentence and a table."""
    state = action_state(view).label("state")
    last_year = of_actions(before, select(state)).where(actions_of(before), action_state(before).in_(OPEN_ACTIONS))
    each = last_year.subquery().c
    rows = session.execute(select(each.state, func.count()).group_by(each.state))
    found: Counter[ActionState] = Counter({row.state: row[1] for row in rows})
    whole = found.total()
    still = sum(found[one] for one in OPEN_ACTIONS)
    done, undone = found[ActionState.SIGNED_OFF], found[ActionState.NOT_IMPLEMENTED]
    sentence = (
        f"{counted(whole, 'action').capitalize()} {'was' if whole == 1 else 'were'} open a year before; "
        f"of them {counted(done)} {'has' if done == 1 else 'have'} since been signed off, {counted(undone)} ended without being done, "
        f"and {counted(still)} {'is' if still == 1 else 'are'} still open."
    )
    became = tuple((one.label, found[one]) for one in ActionState if found[one])
    table = TableFacts(
        "Actions open a year before, by state now",
        ("State now", "Actions"),
        became,
        "No action was open a year before.",
    )
    return sentence, table


def plan_extract(session: Session, frame: Frame) -> TabledFacts:
    """Actions under each priority of the partnership plan."""
    titles = priority_titles(session, frame.view.partnership_id)
    found = {row.key: row for row in figure_tables.grouped(session, frame.view, "priority")}
    rows = [(title, found.get(key, NO_COUNTS)) for key, title in titles.items()]
    rows.append(("Under no priority", found.get(None, NO_COUNTS)))
    placed = sum(row.all for key, row in found.items() if key is not None)
    headline = (
        f"{counted(placed, 'action').capitalize()} {'carries' if placed == 1 else 'carry'} out a priority of the plan."
    )
    table = coloured("Actions by priority", "Priority", rows, "No action has been recorded.")
    return frame.report(
        "Extract for the partnership plan",
        headline,
        PartFacts("Actions by priority", caveat_of(frame.view), (table,)),
    )
