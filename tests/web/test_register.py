"""The register, hits that may stay, redaction, comparison, and the search of a finished file, through the pages."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from darddr.documents.package import PORTRAIT, Particulars, section, write
from darddr.documents.template import house
from darddr.documents.xml import paragraph, words
from darddr.leaks.register import Register
from darddr.models.document import Document
from darddr.models.leak_allowance import LeakAllowance
from darddr.models.partnership import Partnership
from darddr.models.register_entry import IdentityChange, RegisterEntry
from darddr.models.user import User
from darddr.policies import NotAllowed
from darddr.services import leak_hits, publication, redactions, register_entries, register_page, reports
from darddr.services.comparison import changes_between
from darddr.services.errors import NotNow, RealNameTyped, Unfit
from darddr.services.finished_files import search_file
from darddr.services.register import names_typed, refuse_real_names, register_of
from darddr.services.register_stamp import register_stamp
from darddr.services.register_suggestions import suggestions
from darddr.storage.database import reading
from darddr.vocabulary.records import PublicationKind
from darddr.vocabulary.register import RegisterKind
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]
SECRET = "the neighbour’s son of Oakfield heard “no” twice"
TEXT = f"In May she moved to Quillgate Row. At Quillgate Row {SECRET}, and nobody asked."


@pytest.fixture
def case(make: Make) -> dict[str, Any]:
    """A cleared review of May Whitlock’s death, with a chair whom the report names."""
    partnership = make.partnership()
    review = make.review(partnership, ReviewState.CLEARED)
    made: dict[str, Any] = {
        "review": review,
        "coordinator": make.coordinator(partnership),
        "chair": make.on_review(review, ReviewRole.CHAIR, user=make.user("Ann Chairwood")),
        "person": make.person(
            review,
            names=["Jane Whitlock"],
            pseudonym="Rose",
            aliases=["Jen Blacklock"],
            nicknames=["Bunnykins"],
            initials=["JW"],
            schools=["Quillgate Primary"],
            workplaces=["Harlow Biscuits"],
            places=["Thistle Green"],
            date_of_birth="1984-03-07",
        ),
    }
    made["finding"] = make.finding(
        review, make.question(review), make.agency(partnership), made["chair"], text="Nobody asked Rose alone."
    )
    review.sections = {"background": TEXT}
    make.session.flush()
    return made


def parts(data: bytes) -> dict[str, str]:
    """Every part of a package, unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}


def finished(*texts: str) -> bytes:
    """A Word file as somebody finished it."""
    about = Particulars("Report", "A report", "Partnership", "REF", "", date(2026, 1, 5))
    body = [paragraph(house().ids["Normal"], words(text)) for text in texts]
    return write(house(), about, (PORTRAIT,), [*body, section(PORTRAIT)])


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Then Blacklock came.", "Blacklock"),
        ("They called her bunnykins.", "bunnykins"),
        ("She taught at quillgate primary.", "quillgate primary"),
        ("A shift at Harlow Biscuits.", "Harlow Biscuits"),
        ("A house in Thistle Green.", "Thistle Green"),
        ("A note by JW.", "JW"),
    ],
)
def test_all_of_the_register_is_searched_for_and_watched(
    session: Session, case: dict[str, Any], said: str, found: str
) -> None:
    review = case["review"]
    searched = leak_hits.search(session, review, "report.docx", finished("Nothing.", said), "overview")
    assert found in {hit["found"] for hit in searched.hits}
    assert found in names_typed(session, review, said)
    with pytest.raises(RealNameTyped):
        refuse_real_names(session, review, said)


def test_initials_count_in_capitals_alone(session: Session, make: Make) -> None:
    review = make.review(make.partnership())
    make.person(review, names=["Ada Marl"], pseudonym="Rose", initials=["AM"])
    searched = leak_hits.search(session, review, "r.docx", finished("At 9 am.", "Seen by AM today."), "overview")
    assert [hit["found"] for hit in searched.hits] == ["AM"]
    assert names_typed(session, review, "I am here") == ()


def test_whoever_leads_is_named_without_being_asked_and_others_with_a_reason(
    session: Session, make: Make, case: dict[str, Any]
) -> None:
    review, actor = case["review"], make.actor(case["coordinator"])
    assert "Ann Chairwood" in register_of(session, review).allowed
    stamp = register_stamp(session, review)
    with pytest.raises(Unfit):
        register_entries.add_entry(session, actor, review, RegisterKind.NAMED, "Dr Jane Poole")
    for name in ("Jane Whitlock", "whitlock"):
        with pytest.raises(Unfit):
            register_entries.add_entry(session, actor, review, RegisterKind.NAMED, name, "She asked.")
    entry = register_entries.add_entry(session, actor, review, RegisterKind.NAMED, "Dr Jane Poole", "The coroner.")
    assert "Dr Jane Poole" in register_of(session, review).allowed
    assert names_typed(session, review, "Dr Jane Poole wrote.") == ()
    assert register_stamp(session, review) != stamp
    register_entries.take_back(session, actor, review, entry)
    assert "Dr Jane Poole" not in register_of(session, review).allowed
    with pytest.raises(NotNow):
        register_entries.take_back(session, actor, review, entry)


def test_the_register_is_read_by_those_who_must_and_suggestions_take_one_click(
    sign_in: SignIn, engine: Engine, session: Session, case: dict[str, Any]
) -> None:
    session.commit()
    url = f"/reviews/{case['review'].id}/register"
    shown = sign_in(case["chair"]).get(url).text
    for word in ("Jen Blacklock", "Harlow Biscuits", "Ann Chairwood", "Quillgate Row"):
        assert word in html.unescape(shown)
    assert ">Add<" not in shown
    client = sign_in(case["coordinator"])
    client.get(url)
    for answer, words_ in (("accept", "Quillgate Row"), ("dismiss", "Oakfield")):
        client.post(f"{url}/suggestions", data={"text": words_, "kind": "other", "answer": answer, "person": ""})
    with reading(engine) as after:
        kept = {entry.text: entry.kind for entry in after.query(RegisterEntry).all()}
        assert kept == {"Quillgate Row": RegisterKind.OTHER, "Oakfield": RegisterKind.DISMISSED}
        left = {one.text for one in suggestions(after, after.get_one(type(case["review"]), case["review"].id))}
        assert not left & {"Quillgate Row", "Oakfield"}


def test_initials_postcodes_dates_and_numbers_are_suggested(session: Session, make: Make) -> None:
    review = make.review(make.partnership())
    make.person(review, names=["Una de Sorrel Quick"], pseudonym="Rose")
    review.sections = {"background": "She was born on 7 March 1984, lived in ZZ99 9ZZ; 01632 960123, u@example.org."}
    found = {(one.text, one.kind) for one in suggestions(session, review)}
    assert {
        ("USQ", RegisterKind.OTHER),
        ("1984-03-07", RegisterKind.DATE),
        ("ZZ99 9ZZ", RegisterKind.POSTCODE),
        ("01632 960123", RegisterKind.PHONE),
        ("u@example.org", RegisterKind.EMAIL),
    } <= found


def test_an_identity_changed_keeps_what_it_said(
    sign_in: SignIn, engine: Engine, session: Session, case: dict[str, Any]
) -> None:
    session.commit()
    url = f"/people/{case['person'].id}/identity"
    client = sign_in(case["coordinator"])
    client.get(url)
    client.post(url, data={"names": "Jane Whitlock\nJane Ashgrove", "version": "1"})
    with reading(engine) as after:
        assert after.query(IdentityChange).one().before == {"names": "Jane Whitlock"}
    shown = client.get(f"/reviews/{case['review'].id}/register").text
    assert "Jane Ashgrove" in shown
    assert "Before: real names: Jane Whitlock" in re.sub(r"\s+", " ", shown)


def test_the_register_goes_out_in_the_shape_the_leak_check_reads(
    session: Session, make: Make, case: dict[str, Any]
) -> None:
    told = register_page.exported(session, make.actor(case["chair"]), case["review"])
    register = Register.from_json(json.loads(json.dumps(told)))
    assert "Jen Blacklock" in register.people[-1].names
    assert register == register_of(session, case["review"])


def test_a_hit_is_shown_in_context_and_blocks_until_it_is_let_stay(
    sign_in: SignIn, engine: Engine, session: Session, make: Make, case: dict[str, Any]
) -> None:
    review, coordinator = case["review"], make.actor(case["coordinator"])
    review.sections = {"background": "The coroner wrote to Jane Poole about it. In spring Jane Whitlock rang."}
    document = reports.build(session, coordinator, review, "overview", for_publication=True)
    count = document.hit_count
    assert count
    session.commit()
    client = sign_in(case["chair"])
    page = client.get(f"/documents/{document.id}/hits").text
    assert "wrote to <mark>Jane</mark> Poole about it." in html.unescape(page)
    assert f"/reviews/{review.id}/sections/background" in page
    hit = next(hit for hit in document.hits if hit["found"] == "Jane")
    url = f"/documents/{document.id}/hits/{hit['mark']}"
    client.get(url)
    assert client.post(url, data={"reason": "  "}).status_code == 422
    assert client.post(url, data={"reason": "The coroner is public."}).status_code == 302
    with reading(engine) as after:
        assert after.get_one(Document, document.id).hit_count == count - 1
        allowance = after.query(LeakAllowance).one()
        assert (allowance.found, allowance.reason) == ("Jane", "The coroner is public.")
        assert b"coroner" not in (allowance.identity_record or b"")
    page = client.get(f"/documents/{document.id}/hits").text
    assert "The coroner is public." in page
    assert client.post(url, data={"reason": "Again."}).status_code == 409


def test_what_was_let_stay_holds_for_a_rebuild_of_the_same_words_and_for_nothing_else(
    session: Session, make: Make, case: dict[str, Any]
) -> None:
    review, actor = case["review"], make.actor(case["coordinator"])
    said = "The coroner wrote to Jane Poole about it. Some weeks went by and no answer came."
    review.sections = {"background": said}
    document = reports.build(session, actor, review, "overview")
    (hit,) = document.hits or ()
    allowance = leak_hits.allow(session, actor, review, document, hit["mark"], "The coroner.")
    assert document.hit_count == 0
    assert reports.build(session, actor, review, "overview", for_publication=True).hit_count == 0
    review.sections = {"background": f"{said} Later Jane rang."}
    assert reports.build(session, actor, review, "overview").hit_count == 1
    review.sections = {"background": "The coroner wrote to Jane about it."}
    assert reports.build(session, actor, review, "overview").hit_count == 1
    stamp = register_stamp(session, review)
    leak_hits.withdraw(session, actor, review, allowance)
    for again in (
        lambda: leak_hits.withdraw(session, actor, review, allowance),
        lambda: leak_hits.allow(session, actor, review, document, "00" * 32, "The coroner."),
    ):
        with pytest.raises(NotNow):
            again()
    assert document.hit_count == 1
    assert register_stamp(session, review) != stamp


def test_a_finished_file_is_clean_or_names_somebody_or_cannot_be_checked(
    sign_in: SignIn, engine: Engine, session: Session, make: Make, case: dict[str, Any]
) -> None:
    session.commit()
    client, url = sign_in(case["chair"]), f"/reviews/{case['review'].id}/check-file"
    client.get(url)

    def answer(name: str, data: bytes) -> str:
        found = client.post(url, data={"file": (io.BytesIO(data), name)})
        return html.unescape(re.sub(r"\s+", " ", found.text))

    assert "Names nobody." in answer("report.docx", finished("Rose was not asked."))
    told = answer("report.docx", finished("Then Mrs Whitlock rang the surgery twice."))
    assert "Whitlock</mark> rang the surgery" in told
    assert "Names nobody." not in told
    picture = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    assert "Names nobody." not in answer("scan.jpg", picture)
    assert "Names nobody." not in answer("old.zip", b"PK\x05\x06" + b"\0" * 18)
    with reading(engine) as after:
        assert after.query(Document).count() == 0
    chair = make.actor(case["chair"])
    with pytest.raises(Unfit):
        search_file(session, chair, case["review"], "old.zip", b"PK\x05\x06" + b"\0" * 18)


def test_a_marked_passage_is_in_no_part_of_what_is_published(
    sign_in: SignIn, session: Session, make: Make, case: dict[str, Any]
) -> None:
    review, coordinator = case["review"], make.actor(case["coordinator"])
    plain = SECRET.replace("’", "'").replace("“", '"').replace("”", '"')
    with pytest.raises(Unfit):
        redactions.mark_passage(session, coordinator, review, "words that stand nowhere", "A child.")
    redactions.mark_passage(session, coordinator, review, plain, "A child.")
    redactions.mark_passage(session, coordinator, review, "asked Rose alone", "A child.")
    review.sections = {"background": f"Before.\n{TEXT} After."}
    session.flush()
    with pytest.raises(Unfit):
        publication.prepare(session, coordinator, review, PublicationKind.FULL, "", None)
    for kind in (PublicationKind.REDACTED, PublicationKind.SUMMARY):
        made = publication.prepare(session, coordinator, review, kind, "A child.", None)
        data = session.get_one(Document, made.document_id).data()
        for name, part in {**parts(data), "whole": data.decode("latin-1")}.items():
            told = html.unescape(re.sub(r"<[^>]*>", "", part))
            assert not [each for each in (SECRET, "son of Oakfield", "asked Rose alone") if each in told], name
        assert "[redacted]" in parts(data)["word/document.xml"]
    assert (
        "son of Oakfield" in parts(reports.build(session, coordinator, review, "overview").data())["word/document.xml"]
    )


def test_a_passage_reworded_since_holds_publication_up(session: Session, make: Make, case: dict[str, Any]) -> None:
    review, coordinator = case["review"], make.actor(case["coordinator"])
    mark = redactions.mark_passage(session, coordinator, review, "nobody asked", "A child.")
    review.sections = {"background": "Nobody had asked."}  # a finding still says “Nobody asked”
    session.flush()
    with pytest.raises(NotNow):
        publication.prepare(session, coordinator, review, PublicationKind.REDACTED, "A child.", None)
    redactions.withdraw(session, coordinator, review, mark)
    publication.prepare(session, coordinator, review, PublicationKind.REDACTED, "A child.", None)


def test_two_files_are_compared_and_the_log_says_so(
    sign_in: SignIn, session: Session, make: Make, case: dict[str, Any]
) -> None:
    review, coordinator = case["review"], make.actor(case["coordinator"])
    older = reports.build(session, coordinator, review, "overview")
    review.sections = {"background": "In June she moved."}
    newer = reports.build(session, coordinator, review, "overview")
    other = reports.build(session, coordinator, review, "summary")
    session.commit()
    client = sign_in(case["chair"])
    shown = client.get(f"/reviews/{review.id}/comparison").text
    assert f"/documents/{newer.id}/changes-since/{older.id}" in shown or (
        f"/documents/{older.id}/changes-since/{newer.id}" in shown
    )
    made = client.get(f"/documents/{newer.id}/changes-since/{older.id}")
    body = parts(made.data)["word/document.xml"]
    assert "June" in "".join(re.findall(r"<w:ins .*?</w:ins>", body))
    assert "Quillgate" in "".join(re.findall(r"<w:del .*?</w:del>", body))
    assert "Ann Chairwood" not in "".join(re.findall(r'w:author="([^"]*)"', body))
    assert client.get(f"/documents/{newer.id}/changes-since/{other.id}").status_code in (409, 422)
    for one, two in ((uuid4(), older.id), (newer.id, uuid4())):
        assert client.get(f"/documents/{one}/changes-since/{two}").status_code == 404
    chair, elsewhere = make.actor(case["chair"]), make.review(make.partnership())
    unseen = Document(kind="overview", review_id=elsewhere.id, partnership_id=elsewhere.partnership_id)
    for pair in ((unseen, newer), (newer, unseen)):
        with pytest.raises(NotAllowed):
            changes_between(session, chair, review, *pair, {})
    sister = make.review(session.get_one(Partnership, review.partnership_id))
    hers = Document(kind="overview", review_id=sister.id, partnership_id=sister.partnership_id)
    for refused in ((newer, newer), (newer, hers), (hers, newer)):
        with pytest.raises(Unfit):
            changes_between(session, coordinator, review, *refused, {})


def test_two_letters_are_compared_only_for_whoever_may_read_them(
    sign_in: SignIn, session: Session, make: Make, case: dict[str, Any]
) -> None:
    review = case["review"]
    panel = make.on_review(review, ReviewRole.PANEL)
    ids = []
    for text in ("Dear Jane.", "Dear Jane, we write again."):
        letter = Document(partnership_id=review.partnership_id, review_id=review.id, kind="family-first", hit_count=0)
        letter.keep(finished(text))
        ids.append(make.keep(letter).id)
    session.commit()
    changes = f"/documents/{ids[1]}/changes-since/{ids[0]}"
    for user, status in ((case["chair"], 200), (panel, 404)):
        client = sign_in(user)
        shown = client.get(f"/reviews/{review.id}/comparison").text
        assert any(f"/documents/{each}/changes-since/" in shown for each in ids) is (status == 200)
        assert client.get(changes).status_code == status


def test_a_published_edition_is_fresh_and_hides_nothing(session: Session, make: Make, case: dict[str, Any]) -> None:
    """No person as author, no revision ids, comments, tracked changes, hidden text, custom XML, thumbnail, picture or old file name."""
    coordinator, review = make.actor(case["coordinator"]), case["review"]
    made = publication.prepare(session, coordinator, review, PublicationKind.FULL, "", None)
    data = session.get_one(Document, made.document_id).data()
    held = parts(data)
    assert not [
        n for n in held if re.search(r"comment|people|customXml|thumbnail|media/|app\.xml|custom\.xml|embed", n)
    ]
    core = held["docProps/core.xml"]
    partnership = re.search(r"<dc:creator>(.*?)<", core)
    assert partnership
    assert partnership[1].startswith("Partnership")
    assert f"<cp:lastModifiedBy>{partnership[1]}<" in core
    assert "<cp:revision>1<" in core
    for name, part in held.items():
        hiding = r"w:rsid|<w:ins |<w:del |<w:moveFrom|<w:moveTo|w:vanish|w:commentR|w:webHidden|<w:docVars|attachedTemplate|\.docx\b"
        assert not re.search(hiding, part), name
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not package.comment
        assert not [entry for entry in package.infolist() if entry.comment or entry.extra]
    assert Path(reports.file_name(review, "overview")).stem == f"{review.reference}-overview"
