"""A form takes its own fields and nothing else: posted with every name that a model has, it does what it does without them."""

from __future__ import annotations

import importlib
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from darddr import clock
from darddr.forms.people import CharacteristicsForm
from darddr.models.action import Action, ActionMove
from darddr.models.finding import Finding
from darddr.models.home_office import HomeOfficeRound
from darddr.models.redaction import Redaction
from darddr.models.registry import MODELS
from darddr.models.review import Publication, Review
from darddr.models.sealing import SEAL_CLASS
from darddr.vocabulary.home_office import LetterOutcome
from darddr.vocabulary.records import PersonRole, PublicationKind
from darddr.workflow.states import ActionState, ReviewState
from tests.access import bodies
from tests.access.effects import EFFECTS
from tests.access.stage import Stage, rules, url_of, values_for
from tests.factories import LONG_AGO

FORMS = {
    "accounts.add": "accounts.AccountForm",
    "accounts.end": "accounts.EndForm",
    "action_milestones.add": "action_milestones.ActionMilestoneForm",
    "action_milestones.edit": "action_milestones.ActionMilestoneForm",
    "action_milestones.remove": "base.Form",
    "actions.add": "actions.ActionForm",
    "actions.edit": "actions.ActionForm",
    "actions.move": "actions.MoveForm",
    "actions.note": "actions.NoteForm",
    "actions.take_back": "base.Form",
    "agencies.add": "agencies.AgencyForm",
    "agencies.add_group": "agencies.GroupForm",
    "agencies.edit": "agencies.AgencyForm",
    "auth.extend": "base.Form",
    "auth.password": "auth.PasswordForm",
    "auth.sign_out": "base.Form",
    "bulk_changes.choose": "bulk_changes.ChangeForm",
    "bulk_changes.preview": "bulk_changes.GoAheadForm",
    "chases.action": "chases.ChaseForm",
    "chases.agency": "chases.ChaseForm",
    "chases.national": "chases.ChaseForm",
    "documents.build": "base.Form",
    "documents.section": "documents.SectionForm",
    "duties.add": "duties.PriorityForm",
    "duties.edit": "duties.PriorityForm",
    "family.add": "family.EntryForm",
    "family.edit": "family.EntryForm",
    "family_contacts.add": "family.ContactForm",
    "family_contacts.edit": "family.ContactForm",
    "family_tributes.add": "family.TributeForm",
    "family_tributes.edit": "family.TributeForm",
    "linked_processes.add": "linked_processes.ProcessForm",
    "linked_processes.edit": "linked_processes.ProcessForm",
    "findings.add": "findings.FindingForm",
    "findings.agree": "findings.AgreeForm",
    "findings.edit": "findings.FindingForm",
    "findings.remove": "findings.RemoveForm",
    "impact.record": "impact.ImpactForm",
    "imports.preview": "imports.ConfirmForm",
    "clock_settings.closed_days": "clock_settings.ClosedDayForm",
    "clock_settings.open_day": "base.Form",
    "clock_settings.rules": "clock_settings.ReviewRuleForm",
    "clock_settings.set_target": "clock_settings.TargetForm",
    "clock_settings.take_back": "base.Form",
    "holds.begin": "holds.HoldForm",
    "holds.change": "holds.HoldForm",
    "holds.end": "holds.EndHoldForm",
    "imports.upload": "imports.UploadForm",
    "documents.layout": "documents.LayoutForm",
    "wordings.edit": "house.WordingForm",
    "wordings.nation": "house.NationForm",
    "wordings.publish": "base.Form",
    "wordings.retire": "base.Form",
    "house_templates.index": "house.TemplateForm",
    "house_templates.publish": "base.Form",
    "house_templates.retire": "base.Form",
    "leak_hits.allow_hit": "leak_hits.AllowForm",
    "leak_hits.check": "leak_hits.CheckForm",
    "leak_hits.withdraw": "base.Form",
    "live_reviews.bring_in": "live_reviews.LiveReviewForm",
    "meetings.add": "meetings.MeetingForm",
    "meetings.edit": "meetings.MeetingForm",
    "meetings.ratify": "base.Form",
    "memberships.add": "memberships.MemberForm",
    "memberships.end": "memberships.EndForm",
    "memberships.exclude": "memberships.ConflictForm",
    "memberships.withdraw": "memberships.WithdrawForm",
    "names.watch": "base.Form",
    "national.edit": "national.NationalForm",
    "notifications.check": "base.Form",
    "notifications.start": "notifications.PlainForm",
    "notifications.step": "notifications.CircumstancesForm",
    "pasted.check": "pasted.PastedForm",
    "pasted.paste": "pasted.PasteForm",
    "packs.disclose": "packs.DisclosureForm",
    "packs.make": "packs.PackForm",
    "packs.report": "packs.ReportedForm",
    "people.add": "people.PersonForm",
    "people.characteristics": "people.CharacteristicsForm",
    "people.edit": "people.KnownForm",
    "people.identity": "people.IdentityForm",
    "plans.edit": "plans.PlanForm",
    "plans.make": "plans.PlanForm",
    "publication.beside": "base.Form",
    "publication.approve": "publication.ApproveForm",
    "publication.prepare": "publication.PrepareForm",
    "questions.edit": "questions.QuestionForm",
    "questions.write": "questions.QuestionForm",
    "redactions.index": "redactions.RedactionForm",
    "redactions.withdraw": "base.Form",
    "register.add": "register.EntryForm",
    "register.answer": "register.SuggestionForm",
    "register.take_back": "base.Form",
    "recommendations.add": "recommendations.RecommendationForm",
    "recommendations.edit": "recommendations.RecommendationForm",
    "returns.check": "returns.TakeForm",
    "returns.discard": "base.Form",
    "returns.tray": "returns.TrayForm",
    "repeats.before": "repeats.BeforeForm",
    "repeats.link": "repeats.LinkForm",
    "reviews.extend": "reviews.ExtensionForm",
    "reviews.milestone": "reviews.MilestoneForm",
    "reviews.move": "reviews.MoveForm",
    "reviews.waive": "reviews.WaiverForm",
    "closures.end_hold": "closures.EndHoldForm",
    "closures.hold": "closures.HoldForm",
    "closures.retention": "closures.RetentionForm",
    "closures.show": "closures.MinuteForm",
    "home_office_letters.check": "rounds.LoggedForm",
    "home_office_letters.read": "rounds.LetterForm",
    "letter_points.add": "rounds.PointForm",
    "letter_points.answer": "rounds.PointForm",
    "releases.edit": "releases.EditionForm",
    "releases.record": "releases.EditionForm",
    "releases.take_down": "releases.TakeDownForm",
    "rounds.checklist": "rounds.ChecklistForm",
    "rounds.edit": "rounds.RoundForm",
    "rounds.send": "rounds.SendForm",
    "withheld.look_again": "releases.LookAgainForm",
    "themes.add": "themes.NewThemeForm",
    "themes.edit": "themes.ThemeForm",
    "update_forms.of_partnership": "update_forms.IssueForm",
    "update_forms.of_plan": "update_forms.IssueForm",
    "update_forms.withdraw": "base.Form",
}
"""The form of every view that is posted to; base.Form where it takes nothing but the request itself."""

READ_FROM_THE_REQUEST = {"names.watch": {"text"}}
DROPPED = {"actions.add": {"date_reason", "agreed_by", "measure"}, "family.edit": {"kind"}}
DONE_BY = {
    "accounts": "administrator",
    "agencies": "administrator",
    "clock_settings.rules": "administrator",
    "clock_settings.take_back": "administrator",
    "packs.disclose": "executive_chair",
}
"""Fields of a form class that its view takes away again: they count as names of somebody else's."""

Rows = dict[tuple[str, UUID], dict[str, Any]]
Effect = dict[str, list[Any]]


def test_every_view_that_is_posted_to_has_its_form_here(app: Flask) -> None:
    posted = {rule.endpoint for rule in rules(app) if "POST" in (rule.methods or ())} - {"auth.sign_in"}
    assert posted == set(FORMS) == set(EFFECTS)


@pytest.mark.parametrize("noun", sorted({endpoint.split(".")[0] for endpoint in FORMS}))
def test_a_form_changes_what_its_own_fields_say_and_no_more(noun: str, stage: Stage) -> None:
    _make_ready(stage, noun)
    with stage.session() as session:
        before = _rows(session)
    for rule in rules(stage.app):
        if rule.endpoint not in FORMS or not rule.endpoint.startswith(f"{noun}."):
            continue
        values = values_for(rule, stage.world)
        assert values is not None
        who = DONE_BY.get(rule.endpoint) or DONE_BY.get(noun, "coordinator")
        browser = stage.sign_in(stage.world.people[who])
        url, own = url_of(stage.app, rule, values), own_fields(rule.endpoint)
        done = []
        for names in ({}, _strange_names(stage, own)):
            body = {**names, **bodies.body_for(rule.endpoint, stage.world)}
            answer = browser.ask(url, "POST", data=body, query_string=names)
            assert answer.status_code < 400, (rule.endpoint, answer.status_code)
            with stage.session() as session:
                done.append((answer.status_code, _effect(before, _rows(session))))
            stage.put_back()
        assert done[0] == done[1], rule.endpoint
        assert sorted(done[0][1]) == sorted(EFFECTS[rule.endpoint]), rule.endpoint


def own_fields(endpoint: str) -> set[str]:
    """The names that a view's form takes."""
    module, name = FORMS[endpoint].split(".")
    form: Any = getattr(importlib.import_module(f"darddr.forms.{module}"), name)
    if form is CharacteristicsForm:
        form = CharacteristicsForm.asked_about(PersonRole.VICTIM)
    fields = {name for name in dir(form) if hasattr(getattr(form, name, None), "field_class")}
    return fields - DROPPED.get(endpoint, set()) | READ_FROM_THE_REQUEST.get(endpoint, set())


def _strange_names(stage: Stage, own: set[str]) -> dict[str, str]:
    """Every column and sealed field of every model, also as the choice of a conflict page and as a date, less the form's own."""
    names = {"id", "created_by", "user", "permission", "scope", "_method"}
    for model in MODELS:
        names |= {column.key for column in sa.inspect(model).columns} | set(getattr(model, "sealed_fields", ()))
    posted: dict[str, str] = {}
    for name in sorted(names - own):
        posted[name] = (
            str(stage.world.places["far"].get(name, stage.world.people["nobody"].id)) if name.endswith("id") else "1"
        )
        posted |= {f"mine-{name}": "1", f"keep-{name}": "mine", f"combined-{name}": "1", f"data-{name}": "1"}
        posted |= {f"{name}-{part}": "1" for part in ("day", "month")} | {f"{name}-year": "2001", f"{name}-0": "1"}
    return posted


def _make_ready(stage: Stage, noun: str) -> None:
    """A wrong click is undone within minutes; a publication is decided once the Home Office has cleared the report, and no passage
    is marked that is not there; a draft is begun once the findings are agreed.
    """
    with stage.session() as session:
        if noun == "publication":
            session.execute(sa.update(Review).values(state=ReviewState.CLEARED))
            for mark in session.scalars(sa.select(Redaction)):
                session.delete(mark)
        if noun == "actions":
            session.execute(sa.update(ActionMove).values(recorded_at=clock.now()))
        if noun == "impact":
            session.execute(sa.update(Action).values(state=ActionState.SIGNED_OFF, is_open=False))
        if noun in ("closures", "releases", "withheld"):
            session.execute(sa.update(Review).values(state=ReviewState.MONITORING))
        if noun == "withheld":
            _by_hand(session, Publication, kind=PublicationKind.WITHHELD)
        if noun == "rounds":
            session.execute(sa.update(Review).values(state=ReviewState.WITH_HOME_OFFICE))
            _by_hand(session, HomeOfficeRound, received_on=LONG_AGO, outcome=LetterOutcome.AMEND)
        if noun == "reviews":
            session.execute(sa.update(Finding).values(agreed_on=clock.today()))
    stage.keep()


def _by_hand(session: Session, model: Any, **values: Any) -> None:
    """Set clear columns of every row, past the log that would note each of them."""
    session.connection().execute(model.__table__.update().values(**values))


def _rows(session: Session) -> Rows:
    """Every row of every table, sealed records opened."""
    found: Rows = {}
    for model in MODELS:
        mapper = sa.inspect(model)
        names = [c.key for c in mapper.column_attrs if SEAL_CLASS not in c.columns[0].info and c.key != "content"]
        names += list(getattr(model, "sealed_fields", ()))
        for row in session.scalars(sa.select(model)):
            found[mapper.local_table.name, row.id] = {name: getattr(row, name) for name in names}
    return found


def _effect(before: Rows, after: Rows) -> Effect:
    """What differs, by table.column, and "table +" or "table -" for rows that came or went. New ids and moments are all one."""
    known = {row_id for _, row_id in before}
    effect: Effect = {}
    for key, values in after.items():
        table, old = key[0], before.get(key)
        if table.startswith("audit") or table in ("readings", "user_sessions"):
            continue
        if old is None:
            effect.setdefault(f"{table} +", []).append(sorted((n, _plain(v, known)) for n, v in values.items()))
            continue
        for name, value in values.items():
            if value != old[name]:
                effect.setdefault(f"{table}.{name}", []).append(_plain(value, known))
    for table, _ in before.keys() - after.keys():
        effect.setdefault(f"{table} -", []).append("")
    return {name: sorted(found, key=repr) for name, found in effect.items()}


def _plain(value: Any, known: set[UUID]) -> str:
    if isinstance(value, UUID) and value not in known:
        return "a new id"
    if isinstance(value, datetime):
        return "a moment"
    if isinstance(value, bytes) or (isinstance(value, str) and value.startswith("$argon2")):
        return "a digest"
    return repr(value)
