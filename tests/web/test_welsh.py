"""Documents in Welsh: letters of a partnership in Wales worded in Welsh, and reports whose author writes in it, seen in the XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from sqlalchemy.orm import Session

from darddr.documents.audit import audit
from darddr.documents.package import PORTRAIT, Particulars, section, write
from darddr.documents.story import Story
from darddr.documents.template import house
from darddr.models.subject import Place
from darddr.models.user import User
from darddr.policies import NotAllowed
from darddr.services import partnerships, report_layout, reports, wordings
from darddr.services.errors import Unfit
from darddr.services.papers import welsh
from darddr.services.wordings import Welsh
from darddr.vocabulary.languages import GoesOut, Language, Nation, parted
from darddr.vocabulary.layout import Numbering
from darddr.vocabulary.letters import FIELDS
from darddr.vocabulary.milestones import Milestone
from darddr.vocabulary.records import DisplayName
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def languages(data: bytes) -> dict[str, str]:
    """Every text of the body with the language of its run, that of the document where the run names none."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        styles = etree.fromstring(package.read("word/styles.xml"))
    usual = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang").get(f"{W}val")
    found = {}
    for run in body.iter(f"{W}r"):
        own = run.find(f"{W}rPr/{W}lang")
        found["".join(text.text or "" for text in run.iter(f"{W}t"))] = usual if own is None else own.get(f"{W}val")
    return found


def part(data: bytes, name: str) -> str:
    """A part of a Word file."""
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


@pytest.fixture
def wales(make: Make) -> dict[str, Any]:
    """A partnership in Wales with a review and two agencies."""
    partnership = make.partnership("Partneriaeth Diogelwch Cymunedol")
    partnership.nation = Nation.WALES.value
    review = make.review(partnership, ReviewState.ANALYSIS)
    coordinator = make.coordinator(partnership)
    make.person(review, pseudonym="Sarah")
    agencies = [make.agency(partnership, name) for name in ("Heddlu", "Bwrdd Iechyd")]
    make.on_review(review, ReviewRole.PANEL, agency=agencies[0])
    make.session.commit()
    return {"review": review, "partnership": partnership, "coordinator": coordinator, "agencies": agencies}


def told(goes_out: GoesOut, **more: str) -> dict[str, str]:
    """A whole form of a letter in both languages."""
    return {
        "subject": "About {{ reference }}",
        "text": "Dear {{ addressee }}\n\nWe write about {{ pseudonyms }}.\n\n[cy] Croeso i chi ysgrifennu yn Gymraeg.",
        "language": goes_out.value,
        "welsh_subject": "Ynglŷn â {{ reference }}",
        "welsh_text": "Annwyl {{ addressee }}\n\nRydym yn ysgrifennu ar {{ today }}.\n\n- {{ decision }}{{ recommendations }}"
        "\n\n[en] You may write in English.",
        "version": "0",
        **more,
    }


def put_to_use(client: StrictClient, wales: dict[str, Any], key: str, form: dict[str, str]) -> None:
    """Word a letter through its page, and put it to use."""
    url = f"/partnerships/{wales['partnership'].id}/letters/{key}"
    answer = client.post(url, data=form)
    assert answer.status_code == 302, answer.text
    assert client.post(f"{url}/publish").status_code == 302


def test_a_letter_worded_in_welsh_alone_is_a_welsh_document(
    session: Session, make: Make, wales: dict[str, Any], sign_in: SignIn
) -> None:
    client = sign_in(wales["coordinator"])
    form = told(GoesOut.WELSH, welsh_text="Annwyl {{ addressee }}\n\nAr {{ today }}.\n\n[en] You may write in English.")
    put_to_use(client, wales, "family-first", form)
    page = client.get(f"/partnerships/{wales['partnership'].id}/letters/family-first").text
    assert "How it reads in Welsh" in page
    assert 'lang="cy"' in page
    session.expire_all()
    data = reports.draw(session, make.actor(wales["coordinator"]), wales["review"], "family-first")
    assert audit("letter.docx", data) == ()
    said = languages(data)
    assert said["Annwyl [enw i’w ysgrifennu â llaw]"] == "cy-GB"
    assert said["You may write in English."] == "en-GB"
    assert said[f"Ynglŷn â {wales['review'].reference}"] == "cy-GB"
    assert said["Dyddiad: "] == said["Ein cyfeirnod: "] == "cy-GB"
    assert said["OFFICIAL-SENSITIVE"] == "en-GB"
    assert "<dc:language>cy-GB</dc:language>" in part(data, "docProps/core.xml")
    assert 'w:themeFontLang w:val="cy-GB"' in part(data, "word/settings.xml")
    assert "Tudalen " in part(data, "word/footer1.xml")
    assert "[en]" not in "".join(said)
    assert not any(month in "".join(said) for month in welsh.MONTHS if month not in welsh.MONTHS.values())


def test_a_letter_in_both_languages_has_welsh_first_and_marks_the_english(
    session: Session, make: Make, wales: dict[str, Any], sign_in: SignIn
) -> None:
    make.milestone(wales["review"], Milestone.DECIDED)
    session.commit()
    put_to_use(sign_in(wales["coordinator"]), wales, "family-first", told(GoesOut.BOTH))
    session.expire_all()
    data = reports.draw(session, make.actor(wales["coordinator"]), wales["review"], "family-first")
    assert audit("letter.docx", data) == ()
    said = languages(data)
    texts = list(said)
    assert next(said[text] for text in texts if text.startswith("We write about")) == "en-GB"
    assert said["Croeso i chi ysgrifennu yn Gymraeg."] == "cy-GB"
    assert said["i gynnal Adolygiad Lladdiad Domestigdim argymhelliad"] == "cy-GB"
    assert texts.index("Annwyl [enw i’w ysgrifennu â llaw]") < texts.index("Dear [name to be written in by hand]")


def test_letters_to_several_agencies_mark_each_language_and_the_page_in_front_is_english(
    session: Session, make: Make, wales: dict[str, Any], sign_in: SignIn
) -> None:
    make.on_review(wales["review"], ReviewRole.PANEL, agency=wales["agencies"][1])
    session.commit()
    put_to_use(
        sign_in(wales["coordinator"]),
        wales,
        "imr-request",
        told(GoesOut.BOTH, text="Dear {{ agency }}", welsh_text="Annwyl {{ agency }}"),
    )
    session.expire_all()
    data = reports.draw(session, make.actor(wales["coordinator"]), wales["review"], "imr-request")
    said = languages(data)
    assert audit("letters.docx", data) == ()
    assert {said["Annwyl Heddlu"], said["Annwyl Bwrdd Iechyd"]} == {"cy-GB"}
    assert {said["Dear Heddlu"], said["Dear Bwrdd Iechyd"]} == {"en-GB"}
    assert next(said[text] for text in said if text.startswith("Here are two letters")) == "en-GB"


def test_half_a_letter_in_welsh_is_refused_where_it_is_to_go_out_and_said_in_one_sentence(
    wales: dict[str, Any], sign_in: SignIn
) -> None:
    client, url = sign_in(wales["coordinator"]), f"/partnerships/{wales['partnership'].id}/letters/family-first"
    refused = client.post(url, data=told(GoesOut.WELSH, welsh_text=" "))
    assert refused.status_code == 422
    assert "Write something: an empty letter cannot be sent." in refused.text
    unknown = client.post(url, data=told(GoesOut.ENGLISH, welsh_text="{{ enw }}"))
    assert unknown.status_code == 422
    assert "There is no field “enw”." in unknown.text
    assert client.post(url, data=told(GoesOut.ENGLISH, welsh_text="")).status_code == 302


def test_in_england_there_is_no_welsh(session: Session, make: Make, sign_in: SignIn) -> None:
    home = make.partnership()
    coordinator, review = make.coordinator(home), make.review(home, ReviewState.DRAFTING)
    session.commit()
    client, url = sign_in(coordinator), f"/partnerships/{home.id}/letters/family-first"
    assert "in Welsh" not in client.get(url).text
    refused = client.post(url, data=told(GoesOut.BOTH))
    assert refused.status_code == 422
    assert "Language the author writes in" not in client.get(f"/reviews/{review.id}/report-layout").text
    actor, place = make.actor(coordinator), Place(home.id)
    with pytest.raises(Unfit) as unfit:
        wordings.write(session, actor, place, "family-first", "A", "B", welsh=Welsh("C", "D", GoesOut.WELSH))
    assert unfit.value.field == "language"
    asked = report_layout.Arranged(["Analysis"], Numbering.RUNNING, False, language=Language.WELSH)
    with pytest.raises(Unfit) as unfit:
        report_layout.arrange(session, actor, review, review.version_id, asked)
    assert unfit.value.field == "language"


def test_where_the_partnership_is_can_be_changed_by_whoever_words_its_letters(
    session: Session, make: Make, sign_in: SignIn
) -> None:
    home = make.partnership()
    coordinator, other = make.coordinator(home), make.executive_chair(home)
    session.commit()
    client, url = sign_in(coordinator), f"/partnerships/{home.id}/nation"
    assert client.post(url, data={}).status_code == 422
    assert client.post(url, data={"nation": "wales"}).status_code == 302
    assert "The partnership is in Wales" in client.get(f"/partnerships/{home.id}/letters").text
    assert "Letter in Welsh" in client.get(f"/partnerships/{home.id}/letters/family-first").text
    with pytest.raises(NotAllowed):
        partnerships.locate(session, make.actor(other), Place(home.id), Nation.ENGLAND)


@pytest.mark.parametrize(("chosen", "own"), [(Language.WELSH, "cy-GB"), (Language.ENGLISH, "en-GB")])
def test_the_author_of_a_report_writes_in_welsh_and_our_words_stay_english(
    session: Session, make: Make, wales: dict[str, Any], sign_in: SignIn, chosen: Language, own: str
) -> None:
    review, client = wales["review"], sign_in(wales["coordinator"])
    url = f"/reviews/{review.id}/report-layout"
    form = {"lines": "Cefndir\nAnalysis", "numbering": "running", "summary": "bound", "language": chosen.value}
    assert client.post(url, data={**form, "version": str(review.version_id)}).status_code == 302
    assert f'value="{chosen.value}" checked' in client.get(url).text
    session.expire_all()
    key = next(iter(report_layout.own_titles(review)))
    texts = {"preface": "Rhagair.", "key_issues": "Materion.\n[en] Said in English.", key: "[cy] Hanes.\n• Pwynt."}
    review.sections = texts
    session.flush()
    actor = make.actor(wales["coordinator"])
    data = reports.draw(session, actor, review, "overview")
    said = languages(data)
    assert audit("report.docx", data) == ()
    assert {said["Rhagair."], said["Materion."], said["Pwynt."]} == {own}
    assert (said["Hanes."], said["Said in English."]) == ("cy-GB", "en-GB")
    assert said["Preface"] == "en-GB"
    assert said["Cefndir"] == own
    assert "<dc:language>en-GB</dc:language>" in part(data, "docProps/core.xml")
    assert languages(reports.draw(session, actor, review, "summary"))["Materion."] == own


def test_without_a_choice_marks_are_words_like_others(session: Session, make: Make) -> None:
    home = make.partnership()
    review = make.review(home, ReviewState.DRAFTING)
    review.sections = {"preface": "[cy] Rhagair."}
    session.flush()
    said = languages(reports.draw(session, make.actor(make.coordinator(home)), review, "overview"))
    assert said["[cy] Rhagair."] == "en-GB"


def test_a_document_in_a_language_that_is_neither_is_a_fault() -> None:
    story = Story(house())
    story.add("Marking", "")
    story.heading(1, "Titre", numbered=False)
    story.raw(section(PORTRAIT))
    about = Particulars("T", "S", "P", "R", "", date(2026, 1, 5), language="fr-FR")
    faults = audit("x.docx", write(house(), about, (PORTRAIT,), story.pieces()))
    assert "language" in {fault.rule for fault in faults}


@pytest.mark.parametrize("name", list(DisplayName))
def test_a_decision_and_what_the_record_says_have_their_welsh_words(name: DisplayName) -> None:
    assert welsh.decided("", name) == ""
    assert welsh.decided("not to hold a review", name) == f"i beidio â chynnal {welsh.NAMES[name]}"
    assert welsh.decided("to hold a review, as the Secretary of State directed", name).endswith(
        "yr Ysgrifennydd Gwladol"
    )
    assert welsh.dated("4 March 2026") == "4 Mawrth 2026"
    assert welsh.named("Tom, Sarah and Ann") == "Tom, Sarah ac Ann"
    assert welsh.named("Sarah and Tom") == "Sarah a Tom"
    assert welsh.counted("three recommendations", "argymhelliad") == "3 argymhelliad"
    assert welsh.counted("no actions", "cam gweithredu") == "dim cam gweithredu"
    assert {key for key, field in FIELDS.items() if field.blank} == set(welsh.BLANKS)


@given(
    st.sampled_from(["", "[cy]", "[en]", "[cy] ", "[en]\t", "[fr] ", "x [cy] "]), st.text(max_size=20).map(str.strip)
)
@settings(max_examples=60, deadline=None)
def test_a_mark_counts_only_at_the_beginning_and_before_words(mark: str, text: str) -> None:
    language, words = parted(mark + text, "cy-GB")
    if re.fullmatch(r"\[(cy|en)\][ \t]+", mark) and text:
        assert (language, words) == ({"cy": "cy-GB", "en": "en-GB"}[mark[1:3]], text)
    elif not re.match(r"\[(cy|en)\][ \t]+\S", mark + text):
        assert (language, words) == ("cy-GB", mark + text)
