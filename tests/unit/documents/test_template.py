import io

import pytest
from docx import Document

from darddr.documents.action_plan import action_plan
from darddr.documents.audit import audit
from darddr.documents.template import REQUIRED, TemplateUnfit, check_template, house_template, read_template

from .samples import plan
from .word import altered, part, replaced, saved


def test_house_template_is_fit_and_opens_in_python_docx():
    check_template(house_template())
    names = {style.name for style in Document(io.BytesIO(house_template())).styles}
    assert set(REQUIRED) <= names


def test_house_template_tells_nothing_of_its_making():
    text = part(house_template(), "word/styles.xml")
    assert "en-US" not in text
    with pytest.raises(KeyError):
        part(house_template(), "docProps/core.xml")


def test_missing_styles_are_named():
    lacking = altered(house_template(), "word/styles.xml", 'w:val="Marking"', 'w:val="Something else"')
    with pytest.raises(TemplateUnfit, match="Marking") as caught:
        check_template(lacking)
    assert caught.value.missing == ("Marking",)


def test_a_plain_word_file_lacks_our_own_styles():
    with pytest.raises(TemplateUnfit) as caught:
        check_template(saved(Document()))
    assert "darddr Table" in caught.value.missing
    assert "Heading 1" not in caught.value.missing


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04 torn"])
def test_what_is_not_a_word_file_is_refused_in_words(data):
    with pytest.raises(TemplateUnfit, match="not a Word document"):
        check_template(data)


def test_picture_bullets_are_refused():
    with_picture = altered(
        house_template(),
        "word/numbering.xml",
        "<w:abstractNum ",
        "<w:numPicBullet><w:pict/></w:numPicBullet><w:abstractNum ",
    )
    with pytest.raises(TemplateUnfit, match="pictures as bullets"):
        check_template(with_picture)


def test_a_partnership_s_own_template_gives_styles_by_name_whatever_their_ids():
    own = altered(house_template(), "word/styles.xml", 'w:styleId="TableText"', 'w:styleId="Tabelle7"')
    made = action_plan(plan(), read_template(own))
    assert 'w:val="Tabelle7"' in part(made)
    assert 'w:val="TableText"' not in part(made)
    assert audit("plan.docx", made) == ()


def test_a_template_s_theme_comes_along():
    theme = '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="County"/>'
    made = action_plan(plan(), read_template(replaced(house_template(), "word/theme/theme1.xml", theme)))
    assert part(made, "word/theme/theme1.xml") == theme
    assert 'Target="theme/theme1.xml"' in part(made, "word/_rels/document.xml.rels")
    assert 'PartName="/word/theme/theme1.xml"' in part(made, "[Content_Types].xml")
    assert Document(io.BytesIO(made)).tables


def test_nothing_of_a_template_but_its_styles_reaches_the_document():
    with_words = altered(house_template(), "word/document.xml", "<w:p/>", "<w:p><w:r><w:t>Old draft</w:t></w:r></w:p>")
    assert "Old draft" not in part(action_plan(plan(), read_template(with_words)))
