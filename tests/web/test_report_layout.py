"""The layout of a report: lines in order make chapters, and nothing written is lost."""

from __future__ import annotations

import io

import pytest
from docx import Document
from sqlalchemy.orm import Session

from darddr.models.review import Review
from darddr.services import report_layout, reports
from darddr.storage.database import reading
from darddr.vocabulary.roles import ReviewRole
from darddr.workflow.states import ReviewState
from tests.factories import Make


def test_lines_make_the_report(make: Make, session: Session, sign_in, engine) -> None:
    review = make.review(make.partnership(), ReviewState.ANALYSIS)
    make.person(review, names=["Ottoline Brackwater"], pseudonym="Sarah")
    chair = make.on_review(review, ReviewRole.CHAIR)
    actor = make.actor(chair)
    session.commit()
    url, client = f"/reviews/{review.id}", sign_in(chair)
    shown = client.get(f"{url}/report-layout").text
    assert "Introduction" in shown
    version = review.version_id
    session.rollback()
    lines = "Analysis\nWas this preventable?\n introduction \nGlossary\nAppendix: Letters"
    told = {"lines": lines, "numbering": "running", "summary": "bound", "version": str(version)}
    assert client.post(f"{url}/report-layout", data={**told, "lines": f"{lines}\nBrackwater"}).status_code == 422
    assert client.post(f"{url}/report-layout", data=told).status_code == 302
    assert client.post(f"{url}/report-layout", data={**told, "lines": "Overview"}).status_code == 422, "stale"
    with reading(engine) as fresh:
        kept = fresh.get_one(Review, review.id)
        assert kept.layout == {
            "order": ["analysis", "own-1", "introduction", "glossary"],
            "own": {"own-1": "Was this preventable?", "appendix-1": "Letters"},
            "numbering": "running",
            "bound_in": True,
        }
        assert report_layout.lines_of(kept)[:4] == ["Analysis", "Was this preventable?", "Introduction", "Glossary"]
        version = kept.version_id
    page = client.get(f"{url}/documents").text
    assert "Was this preventable?" in page
    for key, text in (
        ("own-1", "The panel says no."),
        ("appendix-1", "A letter."),
        ("glossary", "MARAC: a conference"),
    ):
        with reading(engine) as fresh:
            told = {"text": text, "version": str(fresh.get_one(Review, review.id).version_id)}
        assert client.post(f"{url}/sections/{key}", data=told).status_code == 302
    assert client.get(f"{url}/sections/own-2").status_code == 404
    with reading(engine) as fresh:
        made = Document(io.BytesIO(reports.draw(fresh, actor, fresh.get_one(Review, review.id), "overview")))
    headings = [line.text for line in made.paragraphs if line.style.name == "Heading 1"]
    assert "Executive summary" in headings
    assert headings.index("Analysis") < headings.index("Was this preventable?") < headings.index("Introduction")
    assert headings[-1] == "Appendix B: Letters"


@pytest.mark.parametrize(
    "lines", ["Analysis\nanalysis", "A" * 201, "Appendix:", "\n".join(f"Own {n}" for n in range(26))]
)
def test_lines_that_cannot_be_are_refused_in_words(lines: str, make: Make, session: Session, sign_in) -> None:
    review = make.review(make.partnership(), ReviewState.ANALYSIS)
    chair = make.on_review(review, ReviewRole.CHAIR)
    session.commit()
    told = {"lines": lines, "numbering": "running", "summary": "bound", "version": "1"}
    answer = sign_in(chair).post(f"/reviews/{review.id}/report-layout", data=told)
    assert answer.status_code == 422
    assert "ine " in answer.text or "more than 25" in answer.text
    session.expire_all()
    assert review.layout is None
