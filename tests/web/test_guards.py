"""Every door is shut by its own guard: to a stranger it is not there, whatever the service behind it would have said."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from darddr import clock
from darddr.models.action import Action, ActionUpdate, UpdateKind
from darddr.models.action_milestone import ActionMilestone
from darddr.models.clock_setting import ClosedDay, ReviewRule
from darddr.models.closure import LegalHold
from darddr.models.document import Document
from darddr.models.draft import Draft
from darddr.models.duty import Priority
from darddr.models.evidence_file import EvidenceFile
from darddr.models.family import FamilyContact, FamilyEntry, FamilyTribute
from darddr.models.hold import Hold
from darddr.models.home_office import HomeOfficeRound, LetterPoint
from darddr.models.house import HouseTemplate
from darddr.models.leak_allowance import LeakAllowance
from darddr.models.linked_process import LinkedProcess
from darddr.models.meeting import Meeting
from darddr.models.pack import Pack
from darddr.models.partnership import Partnership
from darddr.models.plan import Plan
from darddr.models.redaction import Redaction
from darddr.models.register_entry import RegisterEntry
from darddr.models.release import Release
from darddr.models.review import Review, ReviewMove
from darddr.models.update_form import UpdateForm
from darddr.models.user import Membership, User
from darddr.services import home_office_letters, import_drafts, notifications
from darddr.vocabulary.clocks import ClosedDayKind, HoldRequester, RuleTrigger
from darddr.vocabulary.family import ContactKind, EntryKind, TributeKind
from darddr.vocabulary.home_office import LetterOutcome, PointCategory
from darddr.vocabulary.linked_processes import ProcessKind
from darddr.vocabulary.permissions import Permission
from darddr.vocabulary.records import DisplayName, LegalBasis, PublicationKind
from darddr.vocabulary.register import RegisterKind
from darddr.vocabulary.roles import ReviewRole
from darddr.web import blueprints
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

EXAMPLES = {
    "trigger": "begin_drafting",
    "condition": "first_panel",
    "limit": "report",
    "key": "preface",
    "step": "notice",
    "book": "priorities",
    "figure": "open",
    "target": "chair",
    "mark": "ab" * 32,
}
OTHERWISE: dict[tuple[str, str], Any] = {
    ("documents", "kind"): "overview",
    ("publication", "kind"): "briefing",
    ("house_templates", "kind"): "overview",
    ("update_forms", "kind"): "docx",
    ("themes", "position"): 1,
    ("wordings", "letter"): "family-first",
    ("reviews", "kind"): "first_panel",
    ("actions", "trigger"): "complete",
}


def doors() -> list[tuple[str, str, str]]:
    """Every route under a guard that asks a policy of something, with each of its methods."""
    app = Flask("doors")
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    marks = {name: getattr(view, "permission", None) for name, view in app.view_functions.items()}
    return [
        (rule.endpoint, method, rule.rule)
        for rule in app.url_map.iter_rules()
        if marks[rule.endpoint] not in (None, Permission.OWN_WORK)
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


DOORS = doors()
Knock = Callable[[str, str], TestResponse]


@pytest.fixture
def stranger(make: Make) -> User:
    """Somebody who coordinates elsewhere."""
    return make.coordinator(make.partnership())


@pytest.fixture
def values(make: Make, session: Session, stranger: User) -> dict[str, object]:
    """What the URLs ask for. Even the drafts are the stranger's own, from before their role here ended."""
    home = make.partnership()
    review = make.review(home, ReviewState.ANALYSIS)
    agency, panel = make.agency(home), make.on_review(review, ReviewRole.CHAIR)
    plan = session.scalars(select(Plan).filter_by(review_id=review.id)).one()
    recommendation, question = make.recommendation(plan), make.question(review)
    document = Document(
        partnership_id=home.id, review_id=review.id, kind="overview", hit_count=0, hits=[{"mark": "ab" * 32}]
    )
    document.keep(b"a Word file")
    draft = Draft(
        partnership_id=home.id,
        owner_id=stranger.id,
        kind=notifications.KIND,
        expires_at=clock.now() + timedelta(hours=1),
        subject_id=None,
        content={},
    )
    action = make.action(recommendation)
    made = {
        "partnership": home,
        "review": review,
        "agency": agency,
        "plan": plan,
        "recommendation": recommendation,
        "question": question,
        "person": make.person(review),
        "finding": make.finding(review, question, agency, panel),
        "action": action,
        "membership": session.scalars(select(Membership).filter_by(user_id=panel.id)).one(),
        "role": session.scalars(select(Membership).filter_by(user_id=make.coordinator(home).id)).one(),
        "document": make.keep(document),
        "draft": make.keep(draft),
        **_of_partnership(make, home, review),
        **_of_action(make, action),
        **_of_register(make, review),
        **_of_the_end(make, review),
        **_of_family(make, review),
    }
    session.commit()
    return {**EXAMPLES, **{f"{name}_id": row.id for name, row in made.items()}}


def _of_partnership(make: Make, home: Partnership, review: Review) -> dict[str, Any]:
    """A row of a book of duties, a pack, and a decision between meetings that the last one may ratify."""
    day = clock.today()
    meeting = make.keep(Meeting(partnership_id=home.id, held_on=day))
    agency = make.agency(home)
    form = make.keep(UpdateForm(partnership_id=home.id, agency_id=agency.id, issued_on=day, due_on=day))
    decided = {"trigger": "decide_review", "source": ReviewState.DECIDING, "dest": ReviewState.COMMISSIONING}
    move = ReviewMove(
        partnership_id=home.id, review_id=review.id, step=1, happened_on=day - timedelta(days=9), **decided
    )
    pack = Pack(partnership_id=home.id, as_at=day)
    pack.keep(b"a pack")
    own = HouseTemplate(partnership_id=home.id)
    own.keep(b"a template")
    row = Priority(partnership_id=home.id, position=1)
    kept = {"row": row, "move": move, "pack": pack, "template": own, **_of_clocks(home, review)}
    return {"meeting": meeting, "form": form, **{name: make.keep(each) for name, each in kept.items()}}


def _of_clocks(home: Partnership, review: Review) -> dict[str, Any]:
    """A hold, a closed day, and a rule for new reviews."""
    day, place = clock.today(), {"partnership_id": home.id}
    chosen = {"legal_basis": LegalBasis.S9_DHR, "display_name": DisplayName.DHR, "trigger": RuleTrigger.DEATH}
    held = {"requester": HoldRequester.CPS, "began_on": day, "review_on": day}
    return {
        "hold": Hold(**place, review_id=review.id, **held),
        "day": ClosedDay(**place, day=day, kind=ClosedDayKind.LOCAL),
        "rule": ReviewRule(**place, edition="2016", from_on=day, **chosen),
    }


def _of_register(make: Make, review: Review) -> dict[str, Any]:
    """A line of the register, a hit that may stay, a passage to be left out, and an older file to compare with."""
    place = {"partnership_id": review.partnership_id, "review_id": review.id}
    earlier = Document(**place, kind="overview", hits=[{"found": "May", "mark": "ab" * 32}])
    earlier.keep(b"an older Word file")
    return {
        "earlier": make.keep(earlier),
        "entry": make.keep(RegisterEntry(**place, kind=RegisterKind.PLACE, text="Nowhere Green")),
        "allowance": make.keep(LeakAllowance(**place, document_kind="overview", mark=b"\xab" * 32)),
        "redaction": make.keep(Redaction(**place, passage="Nobody asked.")),
    }


def _of_the_end(make: Make, review: Review) -> dict[str, Any]:
    """A round with the Home Office and a point of its letter, an edition, a legal hold."""
    place, day = {"partnership_id": review.partnership_id, "review_id": review.id}, clock.today()
    told = {"number": 1, "sent_on": day, "received_on": day, "outcome": LetterOutcome.AMEND}
    row = make.keep(HomeOfficeRound(**place, **told, sent_by="A clerk"))
    asked = {"round_id": row.id, "position": 1, "category": PointCategory.OTHER}
    published = {"edition": 1, "kind": PublicationKind.FULL, "published_on": day}
    return {
        "round": row,
        "point": make.keep(LetterPoint(**place, **asked, text="Say why.")),
        "release": make.keep(Release(**place, **published)),
        "legal_hold": make.keep(LegalHold(**place, began_on=day, reason="A claim.")),
    }


def _of_family(make: Make, review: Review) -> dict[str, Any]:
    """A contact of the family, an entry, a tribute, and a linked process."""
    place, day = {"partnership_id": review.partnership_id, "review_id": review.id}, clock.today()
    process = LinkedProcess(**place, kind=ProcessKind.TRIAL, lead_body="A court")
    return {
        "contact": make.keep(FamilyContact(**place, number=1, kind=ContactKind.FAMILY, name="Somebody")),
        "family_entry": make.keep(FamilyEntry(**place, kind=EntryKind.MET, happened_on=day)),
        "tribute": make.keep(FamilyTribute(**place, kind=TributeKind.TRIBUTE, given_on=day, text="Loved.")),
        "process": make.keep(process),
    }


def _of_action(make: Make, action: Action) -> dict[str, Any]:
    """A milestone of an action and a file under an update of it."""
    day = clock.today()
    under = {"partnership_id": action.partnership_id, "review_id": action.review_id, "action_id": action.id}
    update = make.keep(ActionUpdate(**under, kind=UpdateKind.EVIDENCE, happened_on=day))
    file = EvidenceFile(**under, update_id=update.id, kind="docx")
    file.keep(b"a Word file")
    milestone = ActionMilestone(**under, position=1, due_on=day)
    return {"milestone": make.keep(milestone), "file": make.keep(file)}


@pytest.fixture
def knock(
    app: Flask,
    values: dict[str, object],
    stranger: User,
    sign_in: Callable[[User], StrictClient],
    monkeypatch: pytest.MonkeyPatch,
) -> Knock:
    """Ask for a door as the stranger, while every service believes whoever asks."""
    for name, module in list(sys.modules.items()):
        if name.startswith("darddr.services.") and hasattr(module, "require"):
            monkeypatch.setattr(module, "require", lambda *_: None)
    for module in (import_drafts, home_office_letters):
        monkeypatch.setattr(module, "KIND", notifications.KIND)
    client = sign_in(stranger)

    def ask(endpoint: str, method: str) -> TestResponse:
        blueprint = endpoint.split(".")[0]
        rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
        given = {name: OTHERWISE.get((blueprint, name)) or values[name] for name in rule.arguments}
        if blueprint == "accounts" and "membership_id" in given:
            given["membership_id"] = values["role_id"]
        return client.open(app.url_map.bind("localhost").build(endpoint, given), method=method)

    return ask


@pytest.mark.parametrize("noun", sorted({endpoint.split(".")[0] for endpoint, *_ in DOORS}))
def test_no_door_of_a_noun_is_there_for_a_stranger(noun: str, knock: Knock) -> None:
    """They share a place and its people: a door that is shut changes nothing, and each that opens is named."""
    asked = [door for door in DOORS if door[0].split(".")[0] == noun]
    answers = {(method, rule): knock(endpoint, method).status_code for endpoint, method, rule in asked}
    assert answers == {(method, rule): 404 for _, method, rule in asked}
