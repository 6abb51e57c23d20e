"""A partnership's own template: checked, tried, put to use, and then seen in its documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from darddr.documents.audit import audit
from darddr.documents.template import house_template
from darddr.models.house import HouseTemplate
from darddr.models.user import User
from darddr.services import reports
from darddr.workflow.states import ReviewState
from tests.factories import Make
from tests.strict_client import StrictClient
from tests.unit.documents.test_letterhead import template
from tests.unit.documents.word import altered

SignIn = Callable[[User], StrictClient]


def test_a_template_is_tried_put_to_use_and_taken_out_of_use(make: Make, session: Session, sign_in: SignIn) -> None:
    home = make.partnership()
    review = make.review(home, ReviewState.ANALYSIS)
    coordinator = make.coordinator(home)
    actor = make.actor(coordinator)
    session.commit()
    client, page = sign_in(coordinator), f"/partnerships/{home.id}/templates"
    begun = client.get(f"{page}/starter")
    assert audit("template.docx", reports.draw(session, actor, review, "overview")) == ()
    assert zipfile.ZipFile(io.BytesIO(begun.data)).testzip() is None
    session.rollback()
    for lines in ("Larkfield Council", "Larkfield Borough"):
        sent = client.post(page, data={"file": (io.BytesIO(template(lines)), f"{lines}.docx")}, follow_redirects=True)
        assert "The template fits." in sent.text
    rows = session.query(HouseTemplate).order_by(HouseTemplate.recorded_at).all()
    first, second = (f"/templates/{row.id}" for row in rows)
    session.rollback()
    for kind in ("overview", "action-plan"):
        assert "Larkfield Council" in header(client.get(f"{first}/sample/{kind}").data)
    assert client.get(f"{first}/sample/other").status_code == 404
    assert "Larkfield" not in header(reports.draw(session, actor, review, "overview"))
    session.rollback()
    client.post(f"{first}/publish")
    assert "Larkfield Council" in header(reports.draw(session, actor, review, "action-plan"))
    session.rollback()
    assert client.post(f"{first}/publish").status_code == 409
    client.post(f"{second}/publish")
    assert "Larkfield Borough" in header(reports.draw(session, actor, review, "summary"))
    session.rollback()
    assert client.get(page).text.count("In use") == 1
    client.post(f"{second}/retire")
    assert client.post(f"{second}/retire").status_code == 409
    assert "Larkfield" not in header(reports.draw(session, actor, review, "overview"))


def header(data: bytes) -> str:
    """Every header of a Word file."""
    package = zipfile.ZipFile(io.BytesIO(data))
    return "".join(package.read(name).decode() for name in package.namelist() if name.startswith("word/header"))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("own.docx", altered(house_template(), "word/styles.xml", 'w:val="Marking"', 'w:val="Other"'), "Marking"),
        (
            "own.docx",
            altered(house_template(), "word/styles.xml", 'w:val="17404E"', 'w:val="EEEEEE"'),
            "stands out by only",
        ),
        ("own.docx", template(words=""), "alternative text"),
        ("own.docx", b"PK broken", "own.docx"),
        ("own.pdf", b"%PDF-1.4\n%%EOF", "own.pdf"),
        ("own.csv", b"Style,Size\nNormal,12\n", "A template is a Word document (.docx)"),
        ("own.docx", template(more=5000), "styles, more than the 1,000"),
    ],
)
def test_a_template_that_would_make_unsound_documents_is_refused_in_words(
    name: str, data: bytes, said: str, make: Make, session: Session, sign_in: SignIn
) -> None:
    home = make.partnership()
    coordinator = make.coordinator(home)
    session.commit()
    answer = sign_in(coordinator).post(f"/partnerships/{home.id}/templates", data={"file": (io.BytesIO(data), name)})
    assert answer.status_code == 422
    assert said in answer.text
    assert session.query(HouseTemplate).count() == 0
