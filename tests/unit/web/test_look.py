"""The look: every page is sound, unbranded and script-free markup, and its colours can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from darddr.web import components

from .pages import ALL_PAGES, GALLERY, all_of, parsed, words

PACKAGE = Path(components.__file__).parent.parent
TEMPLATES = PACKAGE / "templates"
STATIC = PACKAGE / "static"


@pytest.mark.parametrize("name", ALL_PAGES)
def test_page_is_sound_html_with_nothing_inline(pages: dict[str, str], name: str) -> None:
    tree = parsed(pages[name])
    assert not all_of(tree, "style")
    assert all(script.get("src") and not (script.text or "").strip() for script in all_of(tree, "script"))
    for element in tree.iter():
        assert not [key for key in element.attrib if key == "style" or key.startswith("on")], element.attrib


@pytest.mark.parametrize("name", ALL_PAGES)
def test_page_ids_are_unique_and_every_reference_finds_one(pages: dict[str, str], name: str) -> None:
    elements = list(parsed(pages[name]).iter())
    ids = [element.get("id") for element in elements if element.get("id")]
    assert sorted(ids) == sorted(set(ids))
    for element in elements:
        wanted = " ".join(element.get(key, "") for key in ("for", "aria-describedby", "aria-labelledby")).split()
        href = element.get("href", "")
        if len(href) > 1 and href.startswith("#"):
            wanted.append(href[1:])
        assert set(wanted) <= set(ids), element.attrib


@pytest.mark.parametrize("name", ALL_PAGES)
def test_page_has_language_marking_skip_link_one_heading_and_named_boxes(pages: dict[str, str], name: str) -> None:
    tree = parsed(pages[name])
    assert tree.get("lang") == "en-GB"
    assert "OFFICIAL-SENSITIVE" in pages[name]
    assert words(all_of(tree, "a")[0]) == "Skip to main content"
    assert len(all_of(tree, "h1")) == 1
    labelled = {label.get("for") for label in all_of(tree, "label")}
    boxes = [*all_of(tree, "input"), *all_of(tree, "textarea"), *all_of(tree, "select")]
    assert {box.get("id") for box in boxes if box.get("type") != "hidden"} <= labelled


@pytest.mark.parametrize("brand", ["GDS Transport", "govuk-crest", "GOV.UK", "Crown copyright"])
def test_nothing_carries_another_bodys_brand(pages: dict[str, str], brand: str) -> None:
    sources = [path.read_text() for path in STATIC.iterdir()]
    assert not [text for text in [*pages.values(), *sources] if brand.lower() in text.lower()]


def test_every_macro_is_shown_in_the_gallery() -> None:
    shown = "".join((GALLERY["FOLDER"] / f"{name}.html").read_text() for name in GALLERY["PAGES"])
    shown += (TEMPLATES / "components" / "forms.html").read_text() + (
        TEMPLATES / "components" / "tables.html"
    ).read_text()
    for path in (TEMPLATES / "components").glob("*.html"):
        for macro in re.findall(r"{% macro ([a-z]\w*)\(", path.read_text()):
            assert re.search(rf"(?<!macro )\b{macro}\(", shown), f"{path.name}: {macro}"


def test_every_import_in_a_component_is_used() -> None:
    for path in (TEMPLATES / "components").glob("*.html"):
        source = path.read_text()
        for names in re.findall(r"{%-? from \S+ import ([^%]+?) -?%}", source):
            assert not [name for name in names.split(", ") if len(re.findall(rf"\b{name}\b", source)) < 2], path.name


def test_sizes_stay_within_bounds() -> None:
    assert (STATIC / "darddr.css").stat().st_size <= 30 * 1024
    assert len((STATIC / "darddr.js").read_text().splitlines()) <= 320
    ours = [TEMPLATES / "base.html", *(TEMPLATES / "components").glob("*.html"), *(TEMPLATES / "errors").glob("*.html")]
    assert max(len(path.read_text().splitlines()) for path in ours) <= 70


def test_stylesheet_and_script_fetch_nothing_and_build_no_markup_from_text() -> None:
    css, script = ((STATIC / name).read_text() for name in ("darddr.css", "darddr.js"))
    assert not re.search(r"@import|@font-face|url\(|https?:", css)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?:|\.style\b", script)


# Colours: WCAG 2.2, success criterion 1.4.3 (4.5 to 1 for text) and 1.4.11 (3 to 1 for edges)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_colours_can_be_read_on_every_ground() -> None:
    tokens = dict(re.findall(r"--([\w-]+): (#\w+);", (STATIC / "darddr.css").read_text().split("}", 1)[0]))
    for ink in ("text", "quiet", "brand", "brand-dark", "visited", "error", "good", "warn"):
        for ground in ("page", "panel", "brand-tint"):
            assert contrast(tokens[ink], tokens[ground]) >= 4.5, (ink, ground)
    assert contrast("#000000", tokens["focus"]) >= 4.5
    assert contrast(tokens["edge"], tokens["page"]) >= 3
    assert contrast("#ffffff", tokens["brand"]) >= 4.5


def test_tags_can_be_read_and_every_colour_of_the_guide_exists() -> None:
    css = (STATIC / "darddr.css").read_text()
    pairs = re.findall(r"\.govuk-tag--(\w+), \.moj-badge--\1 { --tag: (#\w+); --ink: (#\w+); }", css)
    assert {name for name, _, _ in pairs} == {"green", "teal", "blue", "purple", "pink", "red", "orange", "yellow"}
    assert all(contrast(ground, ink) >= 4.5 and contrast("#ffffff", ink) >= 4.5 for _, ground, ink in pairs)
