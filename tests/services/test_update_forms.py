"""Update forms: which actions they ask about, and what may be taken in of what comes back."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from uuid import UUID

import openpyxl
import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from darddr import audit, clock
from darddr.importers.update_forms import read_form
from darddr.models.action import Action, ActionMove, ActionUpdate, UpdateKind
from darddr.models.draft import Draft
from darddr.models.subject import Place
from darddr.models.update_form import UpdateForm, UpdateFormRow
from darddr.policies import NotAllowed
from darddr.services import action_history, action_moves, actions, outgoing, returns, update_forms
from darddr.services.answers import Taking
from darddr.services.errors import RealNameTyped, Unfit
from darddr.services.plans import plan_of
from darddr.services.returns import Opened, Ticked
from darddr.workflow.states import ActionState as S
from tests.factories import Make
from tests.returned_forms import FIRST_SHEET_ROW, filled_sheet, filled_word, saved
from tests.services.test_plans import statements


class Case:
    """A partnership with one agency that leads three open actions, and a form about them."""

    def __init__(self, session: Session, make: Make) -> None:
        self.session, self.make = session, make
        self.home = make.partnership()
        self.agency, self.user = make.agency(self.home, "Probation"), make.coordinator(self.home)
        self.actor, self.place = make.actor(self.user), Place(self.home.id)
        self.review = make.review(self.home)
        self.plan = plan_of(session, self.review)
        self.recommendation = make.recommendation(self.plan)
        self.actions = [self.action(number=f"1.{at}", position=at) for at in (1, 2, 3)]
        self.form = self.issue()

    def action(self, **values) -> Action:
        """One more action of the agency."""
        day = clock.today() + timedelta(days=30)
        given = {"lead_agency_id": self.agency.id, "has_owner": True, "target_on": day, "due_on": day, **values}
        return self.make.action(self.recommendation, **given)

    def issue(self) -> UpdateForm:
        """A form about the plan."""
        due = clock.today() + timedelta(days=14)
        return update_forms.issue(self.session, self.actor, self.plan, self.agency, due)

    def word(self, answers, **about) -> bytes:
        """The Word form filled in."""
        return filled_word(update_forms.file_of(self.session, self.form, "docx"), answers, **about)

    def sheet(self, answers, **about) -> bytes:
        """The Excel form filled in."""
        return filled_sheet(update_forms.file_of(self.session, self.form, "xlsx"), answers, **about)

    def drop(self, data: bytes, name: str = "back.docx", actor=None) -> Draft:
        """A file put in the tray."""
        return returns.keep(self.session, actor or self.actor, self.place, Opened(name, read_form(name, data)))

    def look(self, draft: Draft, actor=None) -> returns.Return:
        """What the tray says of it."""
        return returns.look_at(self.session, actor or self.actor, draft)

    def take(
        self, draft: Draft, rows=None, moves=(), dates=(), on_behalf_of="Head of service, Probation", agreed_by=""
    ) -> returns.Taken:
        """Take rows in, all that are open where none is named."""
        shown = self.look(draft).open_rows
        seen = {row.row.at: row.action.version_id for row in shown}
        ticked = Ticked(frozenset(rows if rows is not None else seen), frozenset(moves), frozenset(dates), seen)
        taking = Taking(on_behalf_of, clock.today(), agreed_by=agreed_by)
        return returns.take(self.session, self.actor, draft, ticked, taking)

    def updates(self, action: Action) -> list[tuple[UpdateKind, str, str]]:
        """What was noted under an action."""
        rows = self.session.scalars(select(ActionUpdate).filter_by(action_id=action.id))
        return sorted((row.kind, row.text, row.on_behalf_of) for row in rows)


@pytest.fixture
def case(session: Session, make: Make) -> Case:
    return Case(session, make)


def test_a_form_asks_about_the_agencys_open_actions_that_its_issuer_may_read(case: Case, make: Make) -> None:
    case.action(state=S.SIGNED_OFF, number="1.4")
    case.action(lead_agency_id=make.agency(case.home).id, number="1.5")
    second = make.recommendation(plan_of(case.session, make.review(case.home)))
    elsewhere = make.action(second, lead_agency_id=case.agency.id)
    walled = make.review(case.home)
    make.action(make.recommendation(plan_of(case.session, walled)), lead_agency_id=case.agency.id)
    make.excluded(walled, case.user)
    actor = make.actor(case.user)
    due = clock.today() + timedelta(days=1)
    of_plan = update_forms.issue(case.session, actor, case.plan, case.agency, due)
    of_all = update_forms.issue(case.session, actor, case.place, case.agency, due)
    ids = [row.action_id for row in update_forms.rows_of(case.session, of_plan)]
    assert ids == [action.id for action in case.actions]
    assert {row.action_id for row in update_forms.rows_of(case.session, of_all)} == {*ids, elsewhere.id}
    assert [(agency.id, count) for agency, count in update_forms.agencies_asked(case.session, actor, case.place)].count(
        (case.agency.id, 4)
    ) == 1


def test_only_coordinators_issue_and_only_with_a_day_to_come_and_not_about_too_much(
    case: Case, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for user in (make.executive(case.home), make.user(), make.coordinator(make.partnership())):
        with pytest.raises(NotAllowed):
            update_forms.issue(case.session, make.actor(user), case.plan, case.agency, clock.today())
    with pytest.raises(Unfit):
        update_forms.issue(case.session, case.actor, case.plan, case.agency, clock.today() - timedelta(days=1))
    with pytest.raises(Unfit):
        update_forms.issue(case.session, case.actor, case.plan, make.agency(case.home), clock.today())
    monkeypatch.setattr(update_forms, "MOST", 2)
    with pytest.raises(Unfit) as refused:
        case.issue()
    assert "more than 2 open actions" in refused.value.sentence


def test_a_form_names_nobody_of_the_case_and_two_actions_of_one_number_have_two_refs(case: Case, make: Make) -> None:
    make.person(case.review, names=["Ottoline Brackwater"])
    case.action(number="1.1", position=9)
    form = case.issue()
    refs = [row.ref for row in update_forms.rows_of(case.session, form)]
    assert len(set(refs)) == len(refs) == 4
    for kind in update_forms.KINDS:
        with zipfile.ZipFile(io.BytesIO(update_forms.file_of(case.session, form, kind))) as package:
            words = b"".join(package.read(name) for name in package.namelist())
        assert b"Ottoline" not in words
        assert b"Pseudonym" not in words
        assert b"Circumstances" not in words
        assert case.actions[0].text.encode() in words


def test_drafts_are_unsent_messages_with_the_form_attached(case: Case) -> None:
    case.agency.contact_email = "probation.forms@example.org"
    with zipfile.ZipFile(io.BytesIO(outgoing.drafts_zip(case.session, [case.form], "xlsx"))) as package:
        (name,) = package.namelist()
        message = message_from_bytes(package.read(name), policy=default)
    reference = update_forms.reference_of(case.form)
    assert name == f"{reference} Probation.eml"
    assert (message["X-Unsent"], message["To"]) == ("1", "probation.forms@example.org")
    assert message["From"] is None
    assert reference in message["Subject"]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"{reference}.xlsx"
    assert read_form("a.xlsx", attached.get_content()).form_id == case.form.id.hex
    case.agency.contact_email = None
    assert message_from_bytes(outgoing.draft_of(case.session, case.form, "docx"), policy=default)["To"] == ""


def test_an_answer_becomes_notes_on_behalf_of_the_agency_and_the_move_it_asks_for(case: Case) -> None:
    answers = {
        0: {"progress": "All trained.", "status": "Complete", "evidence": "Register of attendance, kept by HR."},
        1: {"progress": "=HYPERLINK(1)"},
    }
    draft = case.drop(case.word(answers, name="A. Post"))
    seen = case.look(draft)
    assert (seen.form.id, seen.agency, seen.said_by) == (case.form.id, "Probation", "A. Post")
    assert [row.answer.trigger for row in seen.open_rows] == ["complete", ""]
    assert case.session.scalar(select(func.count()).select_from(ActionUpdate)) == 0
    done = case.take(draft, moves=[row.row.at for row in seen.open_rows])
    assert (done.rows, done.moves, done.dates) == (2, 1, 0)
    first, second, third = case.actions
    behalf = "Head of service, Probation"
    assert case.updates(first) == [
        (UpdateKind.EVIDENCE, "Register of attendance, kept by HR.", behalf),
        (UpdateKind.PROGRESS, "All trained.", behalf),
    ]
    assert first.state is S.OWNER_COMPLETE
    assert case.session.scalars(select(ActionMove)).one().on_behalf_of == behalf
    assert case.updates(second) == [(UpdateKind.PROGRESS, "=HYPERLINK(1)", behalf)]
    assert case.updates(third) == []
    assert case.session.get(Draft, draft.id) is None
    tags = [entry.said["tag"] for entry in audit.entries_of(case.session, case.home.id)]
    assert "update_form.returned" in tags
    signing = {
        offer.move.trigger for offer in action_moves.offers_for(case.session, case.actor, first) if offer.is_open
    }
    assert "sign_off" not in signing


def test_complete_without_evidence_and_words_that_lead_nowhere_are_kept_and_offered_no_move(case: Case) -> None:
    answers = {
        0: {"status": "Complete"},
        1: {"status": "Cannot be done", "progress": "No funds."},
        2: {"status": "Nearly there, honest"},
    }
    draft = case.drop(case.word(answers))
    assert [(row.answer.trigger, len(row.answer.told)) for row in case.look(draft).open_rows] == [("", 1)] * 3
    case.take(draft, moves=[2, 3, 4])
    assert [case.updates(action)[0][1] for action in case.actions] == [
        "Status given: Complete.",
        "No funds.\nStatus given: Cannot be done.",
        "Status given: Nearly there, honest.",
    ]
    assert {action.state for action in case.actions} == {S.IN_PROGRESS}


def test_a_date_is_a_request_until_it_is_ticked_and_needs_a_reason(case: Case) -> None:
    asked = clock.today() + timedelta(days=200)
    words = f"{asked.day} {asked:%B %Y}"
    draft = case.drop(
        case.word(
            {
                0: {"asked": f"{words}, because the trainer left"},
                1: {"asked": words},
                2: {"asked": "31 September 2030, late"},
            }
        )
    )
    first, second, third = case.look(draft).open_rows
    assert (first.answer.target.due_on, first.answer.reason) == (asked, "the trainer left")
    assert second.answer.target is None
    assert "without a reason" in second.answer.told[0]
    assert third.answer.target is None
    assert "no such day" in third.answer.told[0]
    before = case.actions[0].due_on
    with pytest.raises(Unfit) as refused, case.session.begin_nested():
        case.take(draft, rows=[first.row.at], dates=[first.row.at])
    assert (refused.value.field, refused.value.sentence) == ("agreed_by", "Say who agreed the later date.")
    case.take(draft, rows=[first.row.at], dates=[first.row.at], agreed_by="The chair of the executive")
    action = case.actions[0]
    assert (action.due_on, action.slips) == (asked, 1)
    (moved,) = case.updates(action)
    assert moved[0] is UpdateKind.DATE_MOVED
    assert moved[1].endswith("the trainer left. Asked for by Head of service, Probation.")
    (entry,) = [entry for entry in action_history.history_of(case.session, action) if entry.what == "Target date"]
    assert entry.reason == (
        "the trainer left. Asked for by Head of service, Probation. Agreed by The chair of the executive."
    )
    assert before != asked
    assert len(case.look(draft).rows) == 2, "the others stay in the tray"


def test_an_unticked_date_moves_nothing(case: Case) -> None:
    draft = case.drop(case.word({0: {"progress": "Begun.", "asked": "1 June 2031 as staff left"}}))
    before = case.actions[0].due_on
    case.take(draft)
    assert (case.actions[0].due_on, case.actions[0].slips) == (before, 0)


def test_an_action_changed_since_stands_beside_the_answer_and_a_change_while_looking_stops_it(case: Case) -> None:
    draft = case.drop(case.word({0: {"progress": "Ours."}, 1: {"progress": "Ours."}}))
    actions.note(case.session, case.actor, case.actions[0], UpdateKind.PROGRESS, "Theirs.", clock.today(), "Somebody")
    case.session.flush()
    first, second = case.look(draft).open_rows
    assert "Theirs." in first.since[0]
    assert second.since == ()
    shown = {row.row.at: row.action.version_id for row in (first, second)}
    case.actions[1].slips += 1
    case.session.flush()
    assert case.look(draft).open_rows[1].since == ("The action itself was changed.",)
    ticked = Ticked(frozenset(shown), frozenset(), frozenset(), shown)
    with pytest.raises(Unfit, match="Unfit") as refused:
        returns.take(case.session, case.actor, draft, ticked, Taking("Head", clock.today()))
    assert "changed while you were looking" in refused.value.sentence
    case.take(draft)
    assert [text for _, text, _ in case.updates(case.actions[0])] == ["Ours.", "Theirs."]


def test_a_form_is_taken_in_once(case: Case) -> None:
    data = case.word({0: {"progress": "Once."}})
    one, two = case.drop(data), case.drop(data)
    case.take(one)
    (row,) = case.look(two).rows
    assert "returned twice" in row.refusal
    seen = {row.row.at: row.action.version_id}
    ticked = Ticked(frozenset(seen), frozenset(), frozenset(), seen)
    with pytest.raises(Unfit) as refused:
        returns.take(case.session, case.actor, two, ticked, Taking("Head", clock.today()))
    assert refused.value.sentence == row.refusal
    assert len(case.updates(case.actions[0])) == 1


def test_an_action_that_has_ended_since_takes_nothing(case: Case) -> None:
    draft = case.drop(case.word({0: {"progress": "Late."}}))
    case.actions[0].state = S.SUPERSEDED
    (row,) = case.look(draft).rows
    assert "has ended since (Superseded)" in row.refusal
    with pytest.raises(Unfit):
        case.take(draft, rows=[row.row.at])


def sheet_with(case: Case, change) -> bytes:
    """The Excel form with an answer in each row, after `change(sheet)`."""
    data = case.sheet({at: {"progress": f"Answer {at}."} for at in range(3)})
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book["Update form"])
    return saved(book)


def test_edited_copied_and_swapped_ids_are_refused(case: Case) -> None:
    top = FIRST_SHEET_ROW

    def edit(sheet):
        sheet.cell(top, 1).value = "ddrow_" + "0" * 32

    def copy(sheet):
        sheet.cell(top, 1).value = sheet.cell(top + 1, 1).value

    def swap(sheet):
        one, two = sheet.cell(top, 1), sheet.cell(top + 1, 1)
        one.value, two.value = two.value, one.value

    for change, refused, sentence in (
        (edit, [0], "not one this form was issued with"),
        (copy, [0, 1], "carry the same id"),
        (swap, [0, 1], "moved or copied"),
    ):
        rows = case.look(case.drop(sheet_with(case, change), "f.xlsx")).rows
        assert [at for at, row in enumerate(rows) if row.refusal] == refused, change.__name__
        assert sentence in rows[0].refusal


def test_ids_of_another_form_open_nothing(case: Case) -> None:
    other = case.issue()
    marks = [update_forms.row_mark(other.id, action.id, action.version_id) for action in case.actions]

    def foreign(sheet):
        for at, mark in enumerate(marks):
            sheet.cell(FIRST_SHEET_ROW + at, 1).value = mark

    rows = case.look(case.drop(sheet_with(case, foreign), "f.xlsx")).rows
    assert all("copied from another form" in row.refusal for row in rows)


def test_rows_of_a_form_about_another_review_speak_of_nothing_here(case: Case, make: Make) -> None:
    other = plan_of(case.session, make.review(case.home))
    make.action(make.recommendation(other), lead_agency_id=case.agency.id, has_owner=True, number="1.1")
    theirs = update_forms.issue(case.session, case.actor, other, case.agency, clock.today() + timedelta(days=14))
    (row,) = update_forms.rows_of(case.session, theirs)

    def paste(sheet):
        sheet.cell(FIRST_SHEET_ROW, 1).value = update_forms.row_mark(theirs.id, row.action_id, row.issued_version)
        sheet.cell(FIRST_SHEET_ROW, 2).value = row.ref

    def paste_without_id(sheet):
        paste(sheet)
        sheet.cell(FIRST_SHEET_ROW, 1).value = None

    for change, sentence in ((paste, "copied from another form"), (paste_without_id, "this form did not ask about it")):
        first, *others = case.look(case.drop(sheet_with(case, change), "f.xlsx")).rows
        assert (sentence in first.refusal, first.action) == (True, None)
        assert not any(each.refusal for each in others)


def test_a_formula_in_an_answer_is_told_and_never_taken_for_words(case: Case) -> None:
    def calculate(sheet):
        sheet.cell(FIRST_SHEET_ROW, 6).value = '=HYPERLINK("https://example.org","All done")'

    found = case.look(case.drop(sheet_with(case, calculate), "f.xlsx"))
    (problem,) = found.problems
    assert problem.startswith("Row 6, column F: “=HYPERLINK(")
    assert "a formula without its result" in problem
    assert [row.answer.progress for row in found.open_rows] == ["Answer 1.", "Answer 2."]


def test_a_form_that_lost_its_ids_is_known_by_its_reference_and_refs(case: Case) -> None:
    def lose(sheet):
        sheet.delete_cols(1)

    found = case.look(case.drop(sheet_with(case, lose), "f.xlsx"))
    assert found.form.id == case.form.id
    assert [row.action.id for row in found.open_rows] == [action.id for action in case.actions]
    assert all("recognised by its Ref" in row.answer.told[0] for row in found.rows)

    def invent(sheet):
        lose(sheet)
        sheet.cell(FIRST_SHEET_ROW, 1).value = "ABC 9.9"
        sheet.cell(FIRST_SHEET_ROW + 2, 1).value = sheet.cell(FIRST_SHEET_ROW + 1, 1).value

    assert all(row.refusal for row in case.look(case.drop(sheet_with(case, invent), "f.xlsx")).rows)


def test_a_form_of_another_partnership_and_a_plan_are_no_forms_here(case: Case, session: Session, make: Make) -> None:
    other = Case(session, make)
    found = case.look(case.drop(other.word({0: {"progress": "Theirs."}})))
    assert found.form is None
    assert "no update form that was issued here" in found.sentence
    with pytest.raises(Unfit):
        case.take(found.draft, rows=[2])


def test_answers_about_ones_own_actions_are_somebodys_too(case: Case) -> None:
    case.actions[0].owner_id = case.user.id
    draft = case.drop(case.word({0: {"progress": "Begun."}}))
    with pytest.raises(Unfit) as refused:
        case.take(draft, on_behalf_of=" ")
    assert refused.value.field == "on_behalf_of"


def test_a_coordinator_kept_out_of_a_review_takes_in_none_of_its_rows(case: Case, make: Make) -> None:
    other = make.coordinator(case.home)
    make.excluded(case.review, other)
    actor = make.actor(other)
    draft = case.drop(case.word({0: {"progress": "Known."}}), actor=actor)
    (row,) = case.look(draft, actor).rows
    assert "you may not update" in row.refusal
    assert row.action is None


def test_a_real_name_in_an_answer_needs_a_reason(case: Case, make: Make) -> None:
    make.person(case.review, names=["Ottoline Brackwater"])
    draft = case.drop(case.word({0: {"progress": "We wrote to Ottoline Brackwater."}}))
    with pytest.raises(RealNameTyped):
        case.take(draft)


def test_a_real_name_of_any_plan_is_found_in_any_row_and_in_no_row_of_another(case: Case, make: Make) -> None:
    make.person(case.review, names=["Ottoline Brackwater"])
    other = make.review(case.home)
    make.person(other, names=["Peregrine Ashdown"])
    recommendation = make.recommendation(plan_of(case.session, other))
    make.action(recommendation, number="9.1", lead_agency_id=case.agency.id)
    due = clock.today() + timedelta(days=14)
    case.form = update_forms.issue(case.session, case.actor, case.place, case.agency, due)
    reviews = {action.id: action.review_id for action in case.actions} | {
        row.action_id: other.id for row in update_forms.rows_of(case.session, case.form) if row.ref.endswith("9.1")
    }
    rows = [reviews[row.action_id] for row in update_forms.rows_of(case.session, case.form)]
    own = {case.review.id: "Ottoline Brackwater", other.id: "Peregrine Ashdown"}
    strange = {case.review.id: "Peregrine Ashdown", other.id: "Ottoline Brackwater"}
    for at in range(4):
        said = {each: {"progress": f"Met {strange[review]}."} for each, review in enumerate(rows)}
        said[at] = {"evidence": f"A letter to {own[rows[at]]}."}
        with pytest.raises(RealNameTyped) as refused:
            case.take(case.drop(case.word(said)))
        assert refused.value.names == (own[rows[at]],)
        case.session.expunge_all()
    assert case.take(case.drop(case.word({at: {"progress": f"Met {strange[rows[at]]}."} for at in range(4)}))).rows == 4


def test_many_rows_take_as_many_statements_as_few(case: Case, engine: Engine) -> None:
    taken = []
    for more in (0, 30):
        for at in range(more):
            case.action(number=f"2.{at}", position=9 + at)
        form = case.form = case.issue()
        draft = case.drop(case.word({at: {"progress": f"Done {at}."} for at in range(3 + more)}))
        with statements(engine) as sent:
            assert case.take(draft).rows == 3 + more
            case.session.flush()
        taken.append(len(sent))
        answered = select(func.count()).select_from(UpdateFormRow).filter_by(form_id=form.id, returned_on=clock.today())
        assert case.session.scalar(answered) == 3 + more
    assert taken[0] == taken[1] < 25
    noted = [entry for entry in audit.entries_of(case.session, case.home.id, limit=500) if "noted" in entry.tag]
    assert len(noted) == 6 + 30


def test_a_row_that_somebody_else_took_in_meanwhile_is_not_taken_twice(case: Case) -> None:
    draft = case.drop(case.word({0: {"progress": "Once."}}))
    seen = case.look(draft)
    case.session.execute(
        update(UpdateFormRow).where(UpdateFormRow.form_id == case.form.id).values(returned_on=clock.today()),
        execution_options={"synchronize_session": False},
    )
    ticked = Ticked(frozenset({row.row.at for row in seen.rows}), frozenset(), frozenset(), {2: 1})
    with pytest.raises(StaleDataError):
        returns.take(case.session, case.actor, draft, ticked, Taking("Head", clock.today()))


def test_a_real_name_in_the_reason_for_a_date_needs_a_reason_too(case: Case, make: Make) -> None:
    make.person(case.review, names=["Ottoline Brackwater"])
    draft = case.drop(case.word({0: {"asked": "1 June 2031 because Ottoline Brackwater left"}}))
    (row,) = case.look(draft).open_rows
    with pytest.raises(RealNameTyped):
        case.take(draft, dates=[row.row.at], agreed_by="The board")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("back.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .docx"),
        ("back.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "back.msg"),
        ("scan.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF", "scan.pdf"),
        ("plan.csv", b"No,Recommendation,Action\n1,Train.,Hold a course.\n", "no update form"),
        ("empty.docx", b"", "empty.docx"),
    ],
)
def test_a_file_that_is_no_form_is_told_what_to_do_with(name: str, data: bytes, sentence: str) -> None:
    opened = returns.open_file(name, data)
    assert sentence in opened.sentence
    assert not opened.returned.rows


def test_no_two_rows_of_one_form_ask_about_one_action(case: Case) -> None:
    rows = case.session.scalars(select(UpdateFormRow).filter_by(form_id=case.form.id)).all()
    marks = {update_forms.row_mark(case.form.id, row.action_id, row.issued_version) for row in rows}
    assert len(marks) == 3
    assert all(len(mark) <= 40 for mark in marks), "Word keeps 40 characters of a bookmark"


def test_a_file_with_more_rows_than_any_form_is_not_taken_apart() -> None:
    lines = [
        "Form reference: UF-00000000",
        "Ref,Action,Progress since last time",
        *(f"A {at},x,y" for at in range(returns.MOST_ROWS + 1)),
    ]
    opened = returns.open_file("many.csv", "\n".join(lines).encode())
    assert "more rows than any form" in opened.sentence
    assert not opened.returned.rows


def test_a_printed_reference_that_two_forms_share_opens_neither(case: Case) -> None:
    twin = UpdateForm(
        id=UUID(case.form.id.hex[:8] + "0" * 24),
        partnership_id=case.home.id,
        agency_id=case.agency.id,
        issued_on=clock.today(),
        due_on=clock.today(),
    )
    case.make.keep(twin)

    def lose(sheet):
        sheet.delete_cols(1)

    assert case.look(case.drop(sheet_with(case, lose), "f.xlsx")).form is None


def test_an_agreed_action_starts_and_a_first_date_needs_no_slip(case: Case) -> None:
    action = case.actions[0]
    action.state, action.due_on, action.target_on = S.AGREED, None, None
    case.session.flush()
    case.form = case.issue()
    draft = case.drop(case.word({0: {"status": "In progress", "asked": "June 2031, when the trainer comes"}}))
    (row,) = case.look(draft).open_rows
    assert (row.answer.trigger, row.since) == ("start", ())
    case.take(draft, moves=[row.row.at], dates=[row.row.at])
    assert (action.state, action.slips, action.target_text) == (S.IN_PROGRESS, 0, "June 2031")
    assert action.due_on.isoformat() == "2031-06-30"
