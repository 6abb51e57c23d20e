"""What each component shows: in words, in order, with its links, and never taking text for markup."""

from __future__ import annotations

import pytest
from flask import Flask, render_template

from darddr.web import components

from .pages import GALLERY, all_of, by_name, draw, fragment, parsed, words


@pytest.mark.parametrize(
    "source",
    [
        '{% from "components/banner.html" import success %}{{ success(evil) }}',
        '{% from "components/summary.html" import summary %}{{ summary([{"key": evil, "value": evil}]) }}',
        '{% from "components/tables.html" import plain_table %}{{ plain_table(evil, [{"title": evil}], [[evil]]) }}',
        '{% from "components/timeline.html" import timeline %}'
        '{{ timeline([{"title": evil, "text": evil, "who": evil}]) }}',
        '{% from "components/conflict.html" import conflict %}'
        '{{ conflict([{"name": "t", "label": evil, "mine": evil, "theirs": evil}], evil, evil) }}',
        '{% from "components/names.html" import name_warning %}'
        '{{ name_warning([{"found": evil, "pseudonym": evil}]) }}',
        '{% from "components/charts.html" import stacked_bars %}'
        '{{ stacked_bars("c", evil, evil, [evil], [{"label": evil, "numbers": [1]}]) }}',
        '{% from "components/forms.html" import post_button %}{{ post_button(evil, "/", {"a": evil}) }}',
    ],
)
def test_text_is_never_taken_for_markup(app: Flask, source: str) -> None:
    page = draw(app, source, evil='"><script>alert(1)</script>')
    assert "&lt;script&gt;" in page
    assert not all_of(fragment(page), "script")


def test_table_says_how_it_is_sorted_and_scrolls_in_a_named_region(pages: dict[str, str]) -> None:
    tree = parsed(pages["list"])
    heads = {
        words(head).rstrip("▲▼↕ "): head.get("aria-sort") for head in all_of(tree, "th") if head.get("scope") == "col"
    }
    assert (heads["Reference"], heads["Due"], heads["Action"]) == ("ascending", "none", None)
    for table in all_of(tree, "table"):
        region = next(element for element in tree.iter() if table in list(element))
        assert (region.get("role"), region.get("tabindex")) == ("region", "0")
        assert words(all_of(table, "caption")[0]) in region.get("aria-label", "")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ('count_line(1, "review")', "1 review"),
        ('count_line(0, "review")', "0 reviews"),
        ('count_line(25, "action", 94310)', "25 of 94,310 actions"),
        ('count_line(3, "agency", plural="agencies")', "3 agencies"),
    ],
)
def test_count_is_said_politely(app: Flask, call: str, text: str) -> None:
    page = draw(app, '{% from "components/tables.html" import count_line %}{{ ' + call + " }}")
    assert words(all_of(fragment(page), "p")[0]) == text


def test_pager_shows_only_ways_that_exist(app: Flask) -> None:
    page = draw(app, '{% from "components/tables.html" import pager %}{{ pager(next="/b") }}')
    assert [link.get("rel") for link in all_of(fragment(page), "a")] == ["next"]
    assert draw(app, '{% from "components/tables.html" import pager %}{{ pager() }}').strip() == ""


def test_present_phase_and_state_are_said_in_words(pages: dict[str, str]) -> None:
    items = all_of(parsed(pages["review"]), "li")
    (step,) = [item for item in items if item.get("aria-current") == "step"]
    (state,) = [item for item in items if item.get("aria-current") == "true"]
    assert words(step).startswith("Drafting Now")
    assert words(state) == "Consultation (now, since 4 June 2026)"


def test_blocked_move_lists_what_is_missing_with_its_remedy(pages: dict[str, str]) -> None:
    links = {words(link) for link in all_of(parsed(pages["review"]), "a")}
    assert "Ask for sign-off: The executive must sign the report off." in links
    assert "Go ahead without it, with a reason: One agency report is late." in links


def test_chart_bars_follow_the_numbers_and_the_table_repeats_them(app: Flask) -> None:
    source = (
        '{% from "components/charts.html" import stacked_bars %}'
        '{{ stacked_bars("c", "Actions", "Most are late.", ["Late", "Done"], rows) }}'
    )
    rows = [{"label": "Police", "numbers": [3, 1]}, {"label": "Health", "numbers": [0, 2]}]
    tree = fragment(draw(app, source, rows=rows))
    svg = next(element for element in tree.iter() if element.get("role") == "img")
    bars = [
        (bar.get("x"), bar.get("width"))
        for bar in svg.iter()
        if (bar.get("fill") or "").startswith("#") and bar.get("width")
    ]
    assert bars == [("0.0%", "75.0%"), ("75.0%", "25.0%"), ("0.0%", "50.0%")]
    cells = [words(cell) for cell in all_of(tree, "td")]
    assert cells == ["3", "1", "0", "2"]


def test_figures_are_links_with_grouped_digits(pages: dict[str, str]) -> None:
    text = words(parsed(pages["executive"]))
    assert "94,310 actions open A third belong to one agency." in text


def test_conflict_loses_neither_text(pages: dict[str, str]) -> None:
    tree = parsed(pages["conflict"])
    assert by_name(tree, "mine-text")[0].get("value") == "The referral was sent\nbut not read."
    assert (
        by_name(tree, "combined-text")[0].text == "The referral was not sent.\n\nThe referral was sent\nbut not read."
    )
    assert by_name(tree, "combined-lesson")[0].text == "Check receipt each time."
    assert [choice.get("value") for choice in by_name(tree, "keep-lesson") if "checked" in choice.attrib] == ["theirs"]


def test_name_warning_offers_the_pseudonym_and_both_ways_on(pages: dict[str, str]) -> None:
    tree = parsed(pages["confirm"])
    assert "Whitlock: use the pseudonym Sarah." in words(tree)
    assert [button.get("value") for button in by_name(tree, "names")] == ["change", "keep", "change"]


@pytest.mark.parametrize("name", GALLERY["ERROR_PAGES"])
def test_error_page_stands_alone(name: str) -> None:
    bare = Flask("darddr")
    components.install(bare)
    with bare.test_request_context("/"):
        tree = parsed(render_template(f"errors/{name}.html"))
    assert words(all_of(tree, "title")[0]) == f"{words(all_of(tree, 'h1')[0])} – darddr"
    assert not all_of(tree, "form")
