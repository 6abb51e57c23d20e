"""What templates print is escaped, however it is printed, and markup stands as it is."""

from __future__ import annotations

import jinja2
import pytest
from markupsafe import Markup

from darddr.web import escaping

SHOWN = "{{ value }}"
BY_MACRO = "{% macro shown(one) %}<i>{{ one }}</i>{% endmacro %}{{ shown(value) }}"
BY_BLOCK = "{% set kept %}<i>{{ value }}</i>{% endset %}{{ kept }}"
BY_CALL = "{% macro shown() %}<i>{{ caller() }}</i>{% endmacro %}{% call shown() %}{{ value }}{% endcall %}"


class Told(str):
    """Text of another class."""


@pytest.mark.parametrize("template", [SHOWN, BY_MACRO, BY_BLOCK, BY_CALL, "{{ value ~ '' }}"])
@pytest.mark.parametrize("value", ["<b>\"&'", Told("<b>\"&'"), 7, None, Markup("<b>safe</b>"), Markup("&amp;")])
def test_a_page_is_what_jinja_itself_makes_of_it(template, value):
    ours, plain = jinja2.Environment(autoescape=True), jinja2.Environment(autoescape=True)
    escaping.install(ours)
    made = ours.from_string(template).render(value=value)
    assert made == plain.from_string(template).render(value=value)
    assert '<b>"' not in made


def test_what_is_not_escaped_by_its_name_is_left_alone():
    env = jinja2.Environment(autoescape=False)
    escaping.install(env)
    assert env.from_string(SHOWN).render(value="a < b") == "a < b"
