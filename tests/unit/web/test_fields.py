"""Forms as drawn: what was typed stays, messages lead to their boxes, hidden values travel once."""

from __future__ import annotations

from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, IntegerField, StringField
from wtforms.widgets import HiddenInput

from .pages import GALLERY, all_of, by_name, draw, fragment, parsed, words


def test_refused_form_leads_to_each_box_and_says_so_in_the_title(pages: dict[str, str]) -> None:
    tree = parsed(pages["form"])
    assert words(all_of(tree, "title")[0]).startswith("Error: Add a finding")
    links = [link.get("href") for link in all_of(tree, "a") if link.get("href", "").startswith("#")]
    assert links == ["#main-content", "#name", "#happened-month", "#kind"]


def test_refused_form_keeps_what_was_typed(pages: dict[str, str]) -> None:
    tree = parsed(pages["form"])
    assert by_name(tree, "text")[0].text == "First line\n  <second> line"
    assert [by_name(tree, f"happened-{part}")[0].get("value") for part in ("day", "month", "year")] == [
        "4",
        "13",
        "2026",
    ]
    assert [option.get("value") for option in all_of(tree, "option") if "selected" in option.attrib] == ["police"]


def test_only_the_date_box_at_fault_is_marked(pages: dict[str, str]) -> None:
    tree = parsed(pages["form"])
    marked = [
        part for part in ("day", "month", "year") if "--error" in by_name(tree, f"happened-{part}")[0].get("class", "")
    ]
    assert marked == ["month"]


def test_hidden_fields_and_token_stand_once_in_each_form_without_ids(pages: dict[str, str]) -> None:
    (form,) = [form for form in all_of(parsed(pages["form"]), "form") if "data-guard" in form.attrib]
    hidden = [box for box in all_of(form, "input") if box.get("type") == "hidden"]
    assert [box.get("name") for box in hidden] == ["csrf_token", "row_version"]
    assert not any(box.get("id") for box in hidden)
    assert hidden[1].get("value") == "7"
    assert form.get("enctype") == "multipart/form-data"
    assert form.get("data-autosave") == "/draft"


def test_every_posting_form_carries_the_token(pages: dict[str, str]) -> None:
    forms = [form for page in pages.values() for form in all_of(parsed(page), "form") if form.get("method") == "post"]
    assert len(forms) > len(pages)
    assert all(by_name(form, "csrf_token")[0].get("value") for form in forms)


def test_password_is_never_sent_back(app: Flask) -> None:
    with app.test_request_context("/"):
        form = GALLERY["FindingForm"](MultiDict({"secret": "correct horse"}), meta={"csrf": False})
    page = draw(app, '{% from "components/forms.html" import field %}{{ field(form.secret) }}', form=form)
    assert "correct horse" not in page
    assert by_name(fragment(page), "secret")[0].get("type") == "password"


def test_optional_fields_say_so_and_watched_ones_name_their_watcher(pages: dict[str, str]) -> None:
    tree = parsed(pages["form"])
    assert "What was found (optional)" in {words(label) for label in all_of(tree, "label")}
    assert by_name(tree, "text")[0].get("data-name-watch") == "/names"


class PlainForm(Form):
    title = StringField("Title", render_kw={"maxlength": 80, "class": "mine", "autocomplete": "off"})
    version = IntegerField(widget=HiddenInput(), default=3)


def test_message_about_the_whole_form_is_listed_without_a_link(app: Flask) -> None:
    form = PlainForm()
    form.form_errors.append("Two people cannot both be chair.")
    page = draw(app, '{% from "components/forms.html" import error_summary %}{{ error_summary(form) }}', form=form)
    assert words(all_of(fragment(page), "li")[0]) == "Two people cannot both be chair."
    assert not all_of(fragment(page), "a")


def test_row_version_and_asked_for_attributes_reach_the_page(app: Flask) -> None:
    source = (
        '{% from "components/forms.html" import field, save_form %}'
        "{% call save_form(form) %}{{ field(form.title) }}{% endcall %}"
    )
    tree = fragment(draw(app, source, form=PlainForm()))
    assert by_name(tree, "version")[0].get("value") == "3"
    assert by_name(tree, "title")[0].get("maxlength") == "80"
    assert by_name(tree, "title")[0].get("autocomplete") == "off"
    assert "enctype" not in all_of(tree, "form")[0].attrib


def test_no_summary_when_all_is_well(app: Flask) -> None:
    page = draw(
        app, '{% from "components/forms.html" import error_summary %}{{ error_summary(form) }}', form=PlainForm()
    )
    assert page.strip() == ""
