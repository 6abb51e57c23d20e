"""For every form a body that fits, so that each door is tried by somebody who knows how to fill it in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from darddr import clock
from darddr.documents.template import house_template
from darddr.services.bulk_changes import stamp
from tests.access.canaries import token
from tests.access.world import World
from tests.factories import LONG_AGO

Body = dict[str, Any]
PASSWORDS = {"present": "four unconnected words", "password": "five other unconnected words"}
PLAN = "No,Recommendation,Action\n7,Teach everybody.,Hold one more course.\n"


def day(name: str, on: date | None = None) -> Body:
    """A date in its three boxes; today where none is said."""
    on = on or clock.today()
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def body_for(endpoint: str, world: World) -> Body:
    """A body that fits the form of a view; empty where the view has none. Rows are at their second version: made, then planted."""
    made = BODIES.get(endpoint)
    return made(world) if made is not None else {}


def _person(_world: World) -> Body:
    known = {"role": "child", "life": "living", "pseudonym": "Robin", "chosen_by": "aunt", "relation": "child"}
    return {**known, "sex": "female", "manner": "unknown", "version": "2"}


def _identity(_world: World) -> Body:
    return {
        "names": "Quillon Brasker",
        "addresses": "4 Nowhere Row",
        "version": "2",
        **day("date_of_birth", date(1990, 5, 6)),
    }


def _entry(_world: World) -> Body:
    told = {"text": "All was shown.", "shown": "Version 2", "by_whom": "The chair", "answer": "Thanked."}
    return {**told, **day("happened_on"), **day("answered_on")}


def _contact(_world: World) -> Body:
    told = {
        "name": "Quillon Brasker",
        "kind": "friend",
        "relation": "friend",
        "reached_at": "By post",
        "how": "A letter",
    }
    days = {"birthday": "29 February", "avoid": "24 December to 2 January: rest"}
    return {**told, **days, "advocate_answer": "accepted", **day("advocate_offered_on")}


def _tribute(_world: World) -> Body:
    given = {"kind": "tribute", "text": "Much loved.", "for_report": "y"}
    return {**given, **day("given_on", date(2026, 1, 5)), **day("withdrawn_on")}


def _process(_world: World) -> Body:
    told = {"kind": "trial", "lead_body": "A court", "status": "concluded", "holds_publication": "y", "note": "Heard."}
    return {**told, "words_1": "Verdict", **day("day_1")}


def _finding(world: World) -> Body:
    place = world.places["home"]
    chosen = {"question_id": str(place["question_id"]), "agency_id": str(place["agency_id"]), "kind": "learning"}
    return {**chosen, "text": "Nobody asked.", "evidence": "Minutes.", "version": "2", **day("happened_on")}


def _action(world: World) -> Body:
    place = world.places["home"]
    chosen = {"agency_id": str(place["agency_id"]), "group_id": str(place["group_id"]), "priority_id": ""}
    told = {"text": "Teach.", "number": "9", "owner_post": "Head", "target_text": "June 2027", "milestones": "Two"}
    return {
        **chosen,
        **told,
        "owner_email": world.emails["owner"],
        "date_reason": "Later.",
        "agreed_by": "The board",
        "version": "2",
    }


def _recommendation(world: World) -> Body:
    told = {
        "text": "Ask everybody.",
        "lesson": "Nobody did.",
        "number": "8",
        "scope": "local",
        "theme": "",
        "addressees": "All",
    }
    return {**told, "findings": str(world.places["home"]["finding_id"]), "version": "2"}


def _update_form(world: World) -> Body:
    chosen = {"agencies": str(world.places["home"]["agency_id"]), "kind": "docx", "way": "files"}
    return {**chosen, **day("due_on", clock.today() + timedelta(days=14))}


def _chase(_world: World) -> Body:
    return {"how": "call", "said": "It will be done.", **day("chased_on")}


def _national(_world: World) -> Body:
    told = {"department": "health", "confirmed_by": "Private office", "chaser": "Head of policy", "version": "2"}
    came = {"answer_kind": "accepted", "answer": "Yes."}
    return {**told, **came, **day("confirmed_on"), **day("sent_on"), **day("answered_on")}


def _live(_world: World) -> Body:
    died = {"died_1_name": "Quillon Brasker", "died_1_pseudonym": "Robin"}
    return {"state": "notified", "circumstances": "As told.", **died, **day("notice_received")}


def _milestone(_world: World) -> Body:
    return {"text": "Train the first twenty.", "version": "2", **day("due_on", date(2027, 1, 31)), **day("done_on")}


def _hold(_world: World) -> Body:
    told = {"requester": "cps", "reason": "The trial.", "may_continue": "Records.", "told": "All.", "version": "2"}
    return {**told, **day("began_on", clock.today() - timedelta(days=9)), **day("review_on")}


def _plan(world: World) -> Body:
    return {"title": "Sharing", "theme": "Training", "reviews": str(world.places["second"]["review_id"])}


def _point(world: World) -> Body:
    told = {"text": "Say why.", "category": "analysis", "owner_id": str(world.people["panel"].id), "version": "3"}
    done = {"answer": "accepted", "response": "We did.", "change_made": "A section.", "where_made": "Page 4"}
    return {**told, **done, **day("done_on")}


def _edition(_world: World) -> Body:
    told = {"address": "https://example.org/reviews/1", "library_name": "Robin, May 2025", "version": "2"}
    return {**told, **day("published_on")}


BODIES: dict[str, Callable[[World], Body]] = {
    "accounts.add": lambda _: {
        "email": "new@example.org",
        "name": "Somebody New",
        "role": "auditor",
        **day("started_on"),
    },
    "accounts.end": lambda _: day("ended_on"),
    "action_milestones.add": _milestone,
    "action_milestones.edit": _milestone,
    "actions.add": _action,
    "actions.edit": _action,
    "actions.move": lambda _: {"reason": "Done.", "on_behalf_of": "Head of service", **day("happened_on")},
    "actions.note": lambda _: {"kind": "progress", "text": "Begun.", "on_behalf_of": "Head", **day("happened_on")},
    "agencies.add": lambda _: {"name": "Housing North", "is_responsible_authority": "y"},
    "agencies.add_group": lambda _: {"name": "Board North", "kind": "board"},
    "agencies.edit": lambda _: {"name": "Housing South", "version": "1", **day("agreement_signed_on")},
    "auth.password": lambda _: PASSWORDS,
    "bulk_changes.choose": lambda world: {
        "action": str(world.url_values["action_id"]),
        "owner_post": "Head of Housing",
    },
    "bulk_changes.preview": lambda world: {
        "seen": stamp([SimpleNamespace(id=world.url_values["action_id"], version_id=2)]),
    },
    "clock_settings.closed_days": lambda _: {"kind": "local", **day("day", date(2027, 6, 2))},
    "clock_settings.rules": lambda _: {
        "edition": "2016",
        "legal_basis": "s9_dhr",
        "display_name": "dardr",
        "trigger": "death",
        **day("from_on"),
    },
    "clock_settings.set_target": lambda _: {"is_on": "y", "length": "40", "unit": "days", "version": "1"},
    "chases.action": _chase,
    "chases.agency": _chase,
    "chases.national": _chase,
    "documents.layout": lambda _: {
        "lines": "Analysis\nOwn",
        "numbering": "running",
        "summary": "bound",
        "version": "2",
    },
    "closures.end_hold": lambda _: {"reason": "It was settled.", **day("ended_on")},
    "closures.hold": lambda _: {"reason": "A claim.", **day("began_on")},
    "closures.retention": lambda _: {"retention_years": "7", "version": "2"},
    "closures.show": lambda _: {"text": "It was closed.", "version": "2"},
    "home_office_letters.check": lambda _: {"kept": "0", "outcome": "amend", **day("received_on")},
    "home_office_letters.read": lambda _: {"text": "1. Say why."},
    "letter_points.add": _point,
    "letter_points.answer": _point,
    "documents.section": lambda _: {"text": "A preface.", "version": "2"},
    "duties.add": lambda _: {"title": "Protect people", "measure": "Fewer repeats", **day("starts_on")},
    "duties.edit": lambda _: {"title": "Protect people", "measure": "Fewer repeats", "version": "2"},
    "family.add": lambda world: {
        **_entry(world),
        "kind": "terms_shown",
        "contact_id": str(world.places["home"]["contact_id"]),
    },
    "family.edit": lambda world: {**_entry(world), "version": "2"},
    "family_contacts.add": _contact,
    "family_contacts.edit": lambda world: {**_contact(world), "version": "2"},
    "family_tributes.add": _tribute,
    "family_tributes.edit": lambda world: {**_tribute(world), "version": "2"},
    "linked_processes.add": _process,
    "linked_processes.edit": lambda world: {**_process(world), "version": "2"},
    "findings.add": _finding,
    "findings.agree": lambda _: day("agreed_on"),
    "findings.edit": lambda world: {**_finding(world), "version": "3"},
    "impact.record": lambda _: {
        "result": "achieved",
        "measure": "An audit.",
        "text": "It is done.",
        "again": "none",
        **day("happened_on"),
    },
    "wordings.nation": lambda _: {"nation": "england"},
    "holds.begin": _hold,
    "holds.change": lambda world: {**_hold(world), **day("ended_on")},
    "holds.end": lambda _: day("ended_on"),
    "wordings.edit": lambda _: {"subject": "Notice", "text": "Dear {{ addressee }}", "version": "0"},
    "house_templates.index": lambda _: {"file": (BytesIO(house_template()), "own.docx")},
    "imports.upload": lambda _: {"file": (BytesIO(PLAN.encode()), "plan.csv")},
    "leak_hits.allow_hit": lambda _: {"reason": "It is the month."},
    "leak_hits.check": lambda _: {"file": (BytesIO(PLAN.encode()), "plan.csv")},
    "live_reviews.bring_in": _live,
    "meetings.add": lambda world: {"note": "All came.", "came": str(world.url_values["agency_id"]), **day("held_on")},
    "meetings.edit": lambda world: {
        "note": "Few came.",
        "version": "2",
        **day("held_on", clock.today() - timedelta(days=2)),
    },
    "memberships.add": lambda world: {"email": world.emails["former_panel"], "role": "author", **day("started_on")},
    "memberships.end": lambda _: day("ended_on"),
    "memberships.exclude": lambda world: {
        "email": world.emails["author"],
        "reason": "They are related.",
        **day("declared_on"),
    },
    "memberships.withdraw": lambda world: {
        "exclusion_id": str(world.url_values["exclusion_id"]),
        "reason": "They are not related.",
    },
    "pasted.check": lambda _: {"on_behalf_of": "Head of service", **day("happened_on")},
    "pasted.paste": lambda _: {"text": "Ref\tAction\tProgress\n9.9\tTeach.\tBegun.\n"},
    "returns.check": lambda _: {"rows": "2", "seen": "2:2", "on_behalf_of": "Head of service", **day("happened_on")},
    "returns.tray": lambda _: {"files": (BytesIO(PLAN.encode()), "plan.csv")},
    "themes.add": lambda _: {"label": "Housing"},
    "themes.edit": lambda _: {"label": "Courses", "is_retired": "y", "version": "1"},
    "update_forms.of_partnership": _update_form,
    "update_forms.of_plan": _update_form,
    "names.watch": lambda _: {"text": "Nobody of that name."},
    "national.edit": _national,
    "notifications.step": lambda _: {"circumstances": "As told."},
    "packs.disclose": lambda _: {"allowed": "yes", "reason": "Large numbers.", **day("decided_on")},
    "packs.make": lambda _: day("as_at"),
    "packs.report": lambda _: {"body": "The board", **day("reported_on")},
    "people.add": lambda world: {**_person(world), **_identity(world)},
    "people.characteristics": lambda _: {"ethnicity": "White - British", "version": "2"},
    "people.edit": _person,
    "people.identity": _identity,
    "plans.edit": lambda world: {**_plan(world), "version": "2"},
    "plans.make": lambda world: _plan(world),
    "publication.approve": lambda _: day("approved_on"),
    "publication.prepare": lambda _: {
        "kind": "withheld",
        "reason": "A child.",
        **day("review_on", clock.today() + timedelta(days=9)),
    },
    "questions.edit": lambda _: {"text": "Who asked?", "version": "2"},
    "questions.write": lambda _: {"text": "Who knew?"},
    "redactions.index": lambda _: {"passage": token("home", "reviews", "sections"), "reason": "A child."},
    "register.add": lambda _: {"kind": "place", "text": "Nowhere Green"},
    "register.answer": lambda _: {"kind": "other", "text": "Brasker", "answer": "dismiss"},
    "recommendations.add": _recommendation,
    "recommendations.edit": _recommendation,
    "repeats.before": lambda _: {"text": "Ask everybody.", "agency_id": ""},
    "repeats.link": lambda world: {"earlier": str(world.places["second"]["recommendation_id"])},
    "releases.edit": _edition,
    "withheld.look_again": lambda _: {
        "reason": "A child.",
        "version": "2",
        **day("review_on", clock.today() + timedelta(days=9)),
    },
    "releases.record": _edition,
    "releases.take_down": lambda _: {"reason": "A child.", **day("taken_down_on")},
    "rounds.checklist": lambda _: {"judged": "bias", "seen": "why"},
    "rounds.edit": lambda _: {
        "sent_by": "Head",
        "outcome": "publish",
        "version": "2",
        **day("sent_on", LONG_AGO),
        **day("received_on", LONG_AGO),
    },
    "rounds.send": lambda _: {"sent_by": "Head", **day("sent_on")},
    "reviews.extend": lambda _: {
        "reason": "Agreed.",
        "agreed_by": "The board",
        **day("agreed_on"),
        **day("due_on", clock.today() + timedelta(days=90)),
    },
    "reviews.milestone": lambda _: {"note": "All came.", **day("happened_on")},
    "reviews.move": lambda _: {"reason": "Ready.", "on_behalf_of": "The board", **day("happened_on")},
    "reviews.waive": lambda _: {"reason": "No need."},
}
