from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from darddr.documents.xml import NAMESPACES, clean, escape, words

from .word import W

ANYTHING = st.text(st.characters(), max_size=60)


def shown(run: str) -> str:
    """What Word would show of a run."""
    root = etree.fromstring(f"<w:p {NAMESPACES}>{run}</w:p>")
    nodes = root.iter(f"{W}t", f"{W}br", f"{W}tab")
    return "".join({f"{W}br": "\n", f"{W}tab": "\t"}.get(node.tag, node.text or "") for node in nodes)


@given(ANYTHING)
@example("a\x00b\x1bc\ufffe\ud800")
@example("<w:t>&amp;{{7*7}}]]>")
@settings(deadline=None, max_examples=150)
def test_any_text_comes_out_as_it_was_cleaned(text):
    assert shown(words(text)) == clean(text)


@given(ANYTHING)
@settings(deadline=None, max_examples=150)
def test_escaped_text_is_safe_in_an_attribute(text):
    value = etree.fromstring(f'<a b="{escape(text)}"/>'.encode()).get("b")
    assert value.replace("\n", " ").replace("\t", " ") == clean(text).replace("\n", " ").replace("\t", " ")


def test_printable_text_of_any_script_is_left_alone():
    text = "Siân ‘O’Neill’, العربية, עברית, 漢字, 👩‍👧 & {{7*7}}"
    assert clean(text) == text


def test_control_characters_go_and_line_ends_become_newlines():
    assert clean("a\x00\x07b\x0bc\r\nd\u2028e\ud83df\x85g") == "ab\nc\nd\nef\ng"


def test_right_to_left_marks_stay():
    assert clean("\u200fשלום\u202e") == "\u200fשלום\u202e"
