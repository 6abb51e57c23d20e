"""WordprocessingML as text: people's words made safe, then runs, paragraphs and fields around them.

Everything here returns finished XML. Words go through `escape` or `words` once, on their way in, and nowhere else.
"""

import re
from collections.abc import Iterable

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_OPEN = '<w:t xml:space="preserve">'
_BREAK = f"</w:t><w:br/>{_OPEN}"
_TAB = f"</w:t><w:tab/>{_OPEN}"


def clean(text: str) -> str:
    """Take out what XML 1.0 or Word cannot hold; every kind of line end becomes a newline, tabs stay.

    Source of the allowed characters: XML 1.0 (fifth edition), section 2.2. Lone surrogates are dropped because they
    cannot be written as UTF-8.
    """
    return text if text.isprintable() else _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def escape(text: str) -> str:
    """Cleaned text, fit for an XML element or a double-quoted attribute."""
    text = clean(text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


def words(text: str) -> str:
    """One run of plain text; newlines become line breaks and tabs stay tabs."""
    return f"<w:r>{_OPEN}{_laid_out(text)}</w:t></w:r>"


def said(text: str, otherwise: str) -> str:
    """One run of plain text, or of `otherwise` where the text holds nothing to read."""
    return words(text if clean(text).strip() else otherwise)


def strong(text: str) -> str:
    """One run of bold text, for the lead of a paragraph that goes on in plain text."""
    return f"<w:r><w:rPr><w:b/><w:bCs/></w:rPr>{_OPEN}{_laid_out(text)}</w:t></w:r>"


def on_ground(text: str, colour: str, ground: str) -> str:
    """One run of bold text of a colour on a ground, both RRGGBB."""
    return (
        f'<w:r><w:rPr><w:b/><w:bCs/><w:color w:val="{colour}"/><w:shd w:val="clear" w:color="auto" w:fill="{ground}"/></w:rPr>'
        f"{_OPEN}{_laid_out(text)}</w:t></w:r>"
    )


def sized(text: str, half_points: int) -> str:
    """One run of text in a size of its own, in half points."""
    size = f'<w:rPr><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    return f"<w:r>{size}{_OPEN}{_laid_out(text)}</w:t></w:r>"


def spoken(xml: str, language: str) -> str:
    """Finished runs, each marked as words of a language (WCAG 2.2, 3.1.2)."""
    mark = f'<w:lang w:val="{language}"/></w:rPr>'
    return xml.replace("</w:rPr>", mark).replace("<w:r><w:t", f"<w:r><w:rPr>{mark}<w:t")


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """One paragraph in the style of this id; `properties` is XML that follows the style inside w:pPr."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


def bookmarked(name: str, number: int, *runs: str) -> str:
    """Runs inside a bookmark; `number` must be used once in the document."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{"".join(runs)}<w:bookmarkEnd w:id="{number}"/>'


def link_inside(name: str, *runs: str) -> str:
    """Runs that lead to a bookmark of the same document."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{"".join(runs)}</w:hyperlink>'


def field(instruction: str, shown: str) -> str:
    """A whole field that shows `shown` until Word works it out afresh."""
    return f"{field_start(instruction)}{words(shown)}{field_end()}"


def field_start(instruction: str) -> str:
    """The opening runs of a field whose result follows."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_end() -> str:
    """The closing run of a field."""
    return '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def lines(*pairs: tuple[str, str]) -> str:
    """Runs for "Label: value" lines, one under the other; pairs without a value are left out."""
    return join_lines(strong(f"{label}: ") + words(value) for label, value in pairs if value)


def join_lines(runs: Iterable[str]) -> str:
    """Runs put under one another with line breaks."""
    return "<w:r><w:br/></w:r>".join(runs)


def _laid_out(text: str) -> str:
    text = escape(text)
    if "\n" in text:
        text = text.replace("\n", _BREAK)
    return text.replace("\t", _TAB) if "\t" in text else text
