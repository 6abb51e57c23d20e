"""Everything that one review, or a partnership's own plan, can hold: one row at least of every model."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from darddr import clock
from darddr.deadlines.rules import Unit
from darddr.documents.template import house_template
from darddr.importers.read import read_plan
from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.models.action_milestone import ActionMilestone
from darddr.models.chasing import Chase, NationalAnswer
from darddr.models.clock_setting import ClosedDay, LocalTarget, ReviewRule
from darddr.models.closure import ClosureMinute, LegalHold
from darddr.models.document import Document
from darddr.models.draft import Draft
from darddr.models.duty import BoardReview, Duty, Priority, ScrutinyPoint, Seat
from darddr.models.evidence_file import EvidenceFile
from darddr.models.family import FamilyContact, FamilyContactChange, FamilyEntry, FamilyTribute
from darddr.models.finding import Change
from darddr.models.hold import Hold
from darddr.models.home_office import HomeOfficeRound, LetterPoint, SubmissionCheck
from darddr.models.house import HouseTemplate, Wording
from darddr.models.impact import ImpactCheck
from darddr.models.leak_allowance import LeakAllowance
from darddr.models.linked_process import LinkedProcess
from darddr.models.meeting import Attendance, Meeting
from darddr.models.pack import Disclosure, Pack
from darddr.models.partnership import Agency, Group, Partnership
from darddr.models.person import Person
from darddr.models.plan import Plan, PlanCitation, Recommendation, RecommendationFinding
from darddr.models.redaction import Redaction
from darddr.models.register_entry import IdentityChange, RegisterEntry
from darddr.models.release import Release
from darddr.models.review import Extension, Publication, Review, ReviewMilestone, ReviewMove, Waiver
from darddr.models.theme import Theme
from darddr.models.update_form import UpdateForm, UpdateFormRow
from darddr.models.user import User
from darddr.services import builds, bulk_changes, home_office_letters, import_drafts, notifications, pasted, returns
from darddr.services.update_forms import row_mark
from darddr.vocabulary.clocks import ClosedDayKind, HoldRequester, RuleTrigger
from darddr.vocabulary.duties import BoardReviewKind, DutyKind, SeatKind
from darddr.vocabulary.family import ContactKind, EntryKind, TributeKind
from darddr.vocabulary.home_office import Judged, LetterOutcome, PointCategory
from darddr.vocabulary.house import Stage
from darddr.vocabulary.linked_processes import ProcessKind, ProcessStatus
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.national import ChasedBy, ChaseKind, Department, NationalAnswerKind
from darddr.vocabulary.records import DisplayName, LegalBasis, PublicationKind, RecommendationScope
from darddr.vocabulary.register import RegisterKind
from darddr.vocabulary.standing import Acceptance, Impact
from darddr.workflow.actions import ACTION_TABLE
from darddr.workflow.reviews import REVIEW_TABLE
from darddr.workflow.states import ActionState, ReviewState
from tests.access.canaries import token
from tests.access.planting import ALLOWED
from tests.factories import LONG_AGO, Make

Values = dict[str, Any]


def whole_review(
    make: Make, agency: Agency, group: Group, coordinator: User, owner: User, conflicted: User
) -> tuple[Review, Values]:
    """A review under analysis with one of everything, and the values of its URLs."""
    review = make.review(make.session.get_one(Partnership, agency.partnership_id), ReviewState.ANALYSIS)
    place = {"partnership_id": agency.partnership_id, "review_id": review.id, "recorded_by_id": coordinator.id}
    make.excluded(review, conflicted)
    question = make.question(review)
    finding = make.finding(review, question, agency, coordinator)
    make.keep(Change(**place, subject_table="findings", subject_id=finding.id))
    _steps(make, place)
    document, earlier = _document(make, place), _document(make, place)
    make.keep(Publication(**place, kind=PublicationKind.REDACTED, document_id=document.id))
    plan = make.session.query(Plan).filter_by(review_id=review.id).one()
    recommendation, action = _planned(make, plan, place, agency, group, owner)
    make.keep(RecommendationFinding(**place, recommendation_id=recommendation.id, finding_id=finding.id))
    return review, {
        "partnership_id": agency.partnership_id,
        "review_id": review.id,
        "person_id": make.session.query(Person).filter_by(review_id=review.id).one().id,
        "question_id": question.id,
        "finding_id": finding.id,
        "plan_id": plan.id,
        "recommendation_id": recommendation.id,
        **_of_action(make, action),
        "agency_id": agency.id,
        "group_id": group.id,
        "document_id": document.id,
        "earlier_id": earlier.id,
        **_register(make, place),
        "hold_id": make.keep(Hold(**place, requester=HoldRequester.CORONER, began_on=LONG_AGO, review_on=LONG_AGO)).id,
        **_end(make, place),
        **_family(make, place),
    }


def whole_theme(make: Make, agency: Agency, group: Group, coordinator: User, owner: User, cited: Review) -> Values:
    """A partnership's own plan that draws on a review."""
    plan = make.plan(make.session.get_one(Partnership, agency.partnership_id))
    make.keep(PlanCitation(partnership_id=agency.partnership_id, plan_id=plan.id, review_id=cited.id))
    place = {"partnership_id": agency.partnership_id, "review_id": None, "recorded_by_id": coordinator.id}
    recommendation, action = _planned(make, plan, place, agency, group, owner)
    return {
        "partnership_id": agency.partnership_id,
        "plan_id": plan.id,
        "recommendation_id": recommendation.id,
        "agency_id": agency.id,
        **_of_action(make, action),
    }


def own_duties(make: Make, values: Values, coordinator: User) -> Values:
    """One row at least of everything that a partnership answers for beside its reviews."""
    place = {"partnership_id": values["partnership_id"], "recorded_by_id": coordinator.id}
    priority = make.keep(Priority(**place, position=1))
    make.keep(Theme(**place, key="Training", label="Training", position=1))
    for held_on in (LONG_AGO, clock.today() - timedelta(days=9)):
        meeting = make.keep(Meeting(**place, held_on=held_on))
        make.keep(Attendance(**place, meeting_id=meeting.id, agency_id=values["agency_id"], came=True))
    states = {"source": ReviewState.DECIDING, "dest": ReviewState.COMMISSIONING}
    decided = {"trigger": "decide_review", "happened_on": clock.today() - timedelta(days=20), **states}
    move = make.keep(ReviewMove(**place, review_id=values["review_id"], step=2, **decided))
    closed = make.keep(ClosedDay(**place, day=date(2027, 6, 1), kind=ClosedDayKind.LOCAL))
    make.keep(LocalTarget(**place, name="chair", is_on=False, length=56, unit=Unit.DAYS))
    rule = ReviewRule(
        **place,
        edition="2016",
        legal_basis=LegalBasis.S9_DHR,
        display_name=DisplayName.DARDR,
        trigger=RuleTrigger.DECISION,
        from_on=LONG_AGO,
        taken_back_on=None,
    )
    make.keep(rule)
    pack = Pack(**place, as_at=LONG_AGO)
    pack.keep(b"a pack")
    own = HouseTemplate(**place)
    own.keep(house_template())
    for row in (
        Duty(**place, kind=DutyKind.PLAN),
        Seat(**place, kind=SeatKind.POLICE, started_on=LONG_AGO),
        ScrutinyPoint(**place, received_on=LONG_AGO),
        BoardReview(**place, kind=BoardReviewKind.SAR),
        Disclosure(**place, allowed=False, decided_on=LONG_AGO),
        pack,
        own,
        Wording(**place, letter="scoping-letter"),
        Wording(**place, letter="family-first", stage=Stage.PUBLISHED),
    ):
        make.keep(row)
    table, action = Action.__table__, make.session.get_one(Action, values["action_id"])
    named = table.update().where(table.c.id == action.id).values(priority_id=priority.id)
    make.session.connection().execute(named)  # beside the session, so that the row stays at the version it was made in
    make.session.expire(action)
    places = {"meeting_id": meeting.id, "move_id": move.id, "pack_id": pack.id, "template_id": own.id}
    return {"row_id": priority.id, "day_id": closed.id, "rule_id": rule.id, **places}


def own_action(make: Make, values: Values, agency: Agency, owner: User) -> Action:
    """One more action of a review, owned by somebody."""
    recommendation = make.session.get_one(Recommendation, values["recommendation_id"])
    return make.action(recommendation, owner_id=owner.id, has_owner=True, lead_agency_id=agency.id)


def _steps(make: Make, place: Values) -> None:
    """What happened on the way: a dated event, an agreed deadline, a move, a condition set aside."""
    entered = next(move for move in REVIEW_TABLE.moves if move.dest is ReviewState.ANALYSIS)
    day = clock.today() - timedelta(days=30)
    make.keep(Extension(**place, limit="report", due_on=day, agreed_on=day))
    make.keep(Waiver(**place, condition="agency_returns_in"))
    make.milestone(make.session.get_one(Review, place["review_id"]), Milestone.SCOPE_CHECKED)
    make.keep(
        ReviewMove(**place, step=1, trigger=entered.trigger, source=entered.source, dest=entered.dest, happened_on=day)
    )
    make.milestone(make.session.get_one(Review, place["review_id"]), Milestone.DECIDED)
    for event in make.session.query(ReviewMilestone).filter_by(review_id=place["review_id"]):
        event.recorded_by_id = place["recorded_by_id"]


def _planned(
    make: Make, plan: Plan, place: Values, agency: Agency, group: Group, owner: User
) -> tuple[Recommendation, Action]:
    """A recommendation and an action with its story."""
    recommendation = make.recommendation(plan, scope_tier=RecommendationScope.NATIONAL)
    action = make.action(
        recommendation,
        owner_id=owner.id,
        has_owner=True,
        lead_agency_id=agency.id,
        group_id=group.id,
        acceptance=Acceptance.PART,
    )
    make.keep(Change(**place, subject_table="actions", subject_id=action.id))
    started = next(move for move in ACTION_TABLE.moves if move.dest is ActionState.IN_PROGRESS)
    _chased(make, place, recommendation, action)
    update = make.keep(ActionUpdate(**place, action_id=action.id, kind=UpdateKind.EVIDENCE, happened_on=LONG_AGO))
    _life(make, place, action, update)
    make.keep(
        ActionMove(
            **place,
            action_id=action.id,
            step=1,
            trigger=started.trigger,
            source=started.source,
            dest=started.dest,
            happened_on=LONG_AGO,
        )
    )
    return recommendation, action


def _life(make: Make, place: Values, action: Action, update: ActionUpdate) -> None:
    """A milestone, a file under an update, and one look back."""
    make.keep(ActionMilestone(**place, action_id=action.id, position=1, due_on=LONG_AGO))
    file = EvidenceFile(**place, action_id=action.id, update_id=update.id, kind="docx")
    file.keep(b"a Word file")
    make.keep(file)
    make.keep(ImpactCheck(**place, action_id=action.id, happened_on=LONG_AGO, result=Impact.PARTLY))


def _of_action(make: Make, action: Action) -> Values:
    """The values of URLs that stand under an action."""
    milestone = make.session.query(ActionMilestone).filter_by(action_id=action.id).one()
    file = make.session.query(EvidenceFile).filter_by(action_id=action.id).one()
    return {"action_id": action.id, "milestone_id": milestone.id, "file_id": file.id}


def _chased(make: Make, place: Values, recommendation: Recommendation, action: Action) -> None:
    """An answered national recommendation, and a chase of each kind but that of the agency."""
    answered = {"department": Department.OTHER, "answered_on": LONG_AGO, "answer_kind": NationalAnswerKind.PARTLY}
    rest = {"plan_id": recommendation.plan_id, "recommendation_id": recommendation.id}
    make.keep(NationalAnswer(**place, **rest, **answered))
    how = {"chased_on": LONG_AGO, "how": ChasedBy.CALL}
    make.keep(Chase(**place, **how, kind=ChaseKind.ACTION, action_id=action.id))
    make.keep(Chase(**place, **how, kind=ChaseKind.NATIONAL, recommendation_id=recommendation.id))


def _document(make: Make, place: Values) -> Document:
    document = Document(**place, kind="overview", hit_count=1)
    document.keep(b"a Word file")
    return make.keep(document)


def _register(make: Make, place: Values) -> Values:
    """A line of the register, an identity changed, a hit that may stay, and a passage to be left out."""
    person = make.session.query(Person).filter_by(review_id=place["review_id"]).one()
    make.keep(IdentityChange(**place, person_id=person.id))
    allowance = LeakAllowance(**place, document_kind="overview", mark=bytes.fromhex(ALLOWED))
    return {
        "entry_id": make.keep(RegisterEntry(**place, kind=RegisterKind.OTHER)).id,
        "allowance_id": make.keep(allowance).id,
        "redaction_id": make.keep(Redaction(**place)).id,
    }


def _end(make: Make, place: Values) -> Values:
    """Two rounds with the Home Office, the first one answered; an edition, a closing minute and a hold."""
    told = {"received_on": LONG_AGO, "outcome": LetterOutcome.AMEND}
    first = make.keep(HomeOfficeRound(**place, number=1, sent_on=LONG_AGO, **told))
    second = make.keep(HomeOfficeRound(**place, number=2, sent_on=LONG_AGO))
    asked = {"round_id": first.id, "position": 1, "category": PointCategory.ANALYSIS}
    make.keep(SubmissionCheck(**place, round_number=3, judged=Judged.WHY))
    make.keep(ClosureMinute(**place))
    published = {"edition": 1, "kind": PublicationKind.FULL, "published_on": LONG_AGO}
    down = {"taken_down_on": LONG_AGO, **published, "edition": 2}
    make.keep(Release(**place, **down))
    return {
        "round_id": first.id,
        "waiting_round_id": second.id,
        "point_id": make.keep(LetterPoint(**place, **asked)).id,
        "release_id": make.keep(Release(**place, **published)).id,
        "legal_hold_id": make.keep(LegalHold(**place, began_on=LONG_AGO)).id,
    }


def letter_draft(make: Make, values: Values, owner: User) -> UUID:
    """A letter somebody read and has not yet logged."""
    word = token("home", "drafts", "content")
    content = {"points": [["1.", word]], "rest": [word], "days": {}, "panel_words": "", "outcome": "amend"}
    place = {"review_id": values["review_id"], "subject_id": values["waiting_round_id"]}
    return _draft(make, values, owner, home_office_letters.KIND, content, **place)


def _family(make: Make, place: Values) -> Values:
    """A contact of the family that was changed once, an entry of the log, a tribute, and a process linked with the review."""
    days = {"advocate_offered_on": LONG_AGO, "no_contact_since": LONG_AGO}
    contact = make.keep(FamilyContact(**place, number=1, kind=ContactKind.FAMILY, **days))
    make.keep(FamilyContactChange(**place, contact_id=contact.id))
    entry = FamilyEntry(**place, contact_id=contact.id, kind=EntryKind.COMMENTED, happened_on=LONG_AGO)
    tribute = FamilyTribute(**place, contact_id=contact.id, kind=TributeKind.TRIBUTE, given_on=LONG_AGO)
    process = LinkedProcess(**place, kind=ProcessKind.INQUEST, status=ProcessStatus.UNDER_WAY)
    return {
        "contact_id": contact.id,
        "family_entry_id": make.keep(entry).id,
        "tribute_id": make.keep(tribute).id,
        "process_id": make.keep(process).id,
    }


def return_draft(make: Make, values: Values, owner: User) -> UUID:
    """A form that came back and lies in somebody's tray."""
    place = {"partnership_id": values["partnership_id"], "recorded_by_id": owner.id}
    today = clock.today()
    form = make.keep(UpdateForm(**place, agency_id=values["agency_id"], issued_on=today, due_on=today))
    values["form_id"] = form.id
    asked = {"action_id": values["action_id"], "position": 1, "ref": "A 1", "issued_version": 2}
    make.keep(UpdateFormRow(**place, form_id=form.id, **asked))
    row = {
        "at": 2,
        "mark": row_mark(form.id, values["action_id"], 2),
        "ref": "A 1",
        "progress": f"Begun {token('home', 'drafts', 'content')}.",
    }
    read = {"form_id": form.id.hex, "reference": "", "name": "", "date": "", "rows": [row], "problems": []}
    return _draft(make, values, owner, returns.KIND, {"name": "form.docx", "returned": read})


def pasted_draft(make: Make, values: Values, owner: User) -> UUID:
    """Rows somebody pasted and has not yet added."""
    number = make.session.get_one(Action, values["action_id"]).number
    row = {"at": 2, "ref": number, "progress": f"Begun {token('home', 'drafts', 'content')}."}
    return _draft(
        make, values, owner, pasted.KIND, {"rows": [row]}, review_id=values["review_id"], subject_id=values["plan_id"]
    )


def _draft(make: Make, values: Values, owner: User, kind: str, content: Values, **more: Any) -> UUID:
    expires_at = clock.now() + timedelta(hours=20)
    given = {"partnership_id": values["partnership_id"], "owner_id": owner.id, "expires_at": expires_at}
    return make.keep(Draft(**given, kind=kind, content=content, **more)).id


def build_draft(make: Make, values: Values, owner: User) -> UUID:
    """A pack somebody asked for and that could not be made."""
    content = {"kind": "pack", "made": 2, "of": 6, "why": f"It lacks {token('home', 'drafts', 'content')}."}
    return _draft(make, values, owner, builds.KIND, content, review_id=values["review_id"])


def import_draft(make: Make, values: Values, owner: User) -> UUID:
    """A file somebody looked at and has not yet brought in."""
    text = f"No,Recommendation,Action\n1,Train staff {token('home', 'drafts', 'content')}.,Hold courses.\n"
    return make.keep(
        Draft(
            partnership_id=values["partnership_id"],
            review_id=values["review_id"],
            owner_id=owner.id,
            kind=import_drafts.KIND,
            subject_id=values["plan_id"],
            expires_at=clock.now() + timedelta(hours=20),
            content=import_drafts.frozen(read_plan("plan.csv", text.encode())),
        )
    ).id


def change_draft(make: Make, values: Values, owner: User) -> UUID:
    """One change of an action that somebody looked at and has not yet confirmed."""
    told = {"owner_post": token("home", "drafts", "content"), "owner_email": "", "agency_id": "", "group_id": ""}
    content = {
        "ids": [str(values["action_id"])],
        "change": {**told, "target": "", "date_reason": "", "agreed_by": ""},
    }
    return make.keep(
        Draft(
            partnership_id=values["partnership_id"],
            owner_id=owner.id,
            kind=bulk_changes.KIND,
            expires_at=clock.now() + timedelta(hours=20),
            content=content,
        )
    ).id


def notification_draft(make: Make, partnership_id: UUID, owner: User) -> UUID:
    """A notification somebody has answered whole and not yet recorded."""
    word = token("theme", "drafts", "content")
    died = {"names": [word], "pseudonym": "Robin", "sex": "female", "manner": "homicide"}
    content = {
        "received_on": "2026-01-05",
        "source": "police",
        "died": [{**died, "date_of_birth": "", "date_of_death": ""}],
        "alleged": [],
        "circumstances": word,
        "name_reason": word,
    }
    return make.keep(
        Draft(
            partnership_id=partnership_id,
            owner_id=owner.id,
            kind=notifications.KIND,
            expires_at=clock.now() + timedelta(hours=20),
            content=content,
        )
    ).id
