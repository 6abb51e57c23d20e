"""The .docx package: parts, properties, pages with their header and footer, and the body written as it comes.

The body is a stream of XML pieces compressed as they are made, so a long table never stands in memory whole. Nothing
touches the disk: drafts are confidential.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from darddr.documents.letterhead import LOGO
from darddr.documents.template import LANGUAGE, Template
from darddr.documents.xml import DECLARATION, NAMESPACES, escape, field, paragraph, spoken, strong, words
from darddr.documents.zipped import content_types, relationships, stamped
from darddr.vocabulary.languages import Language

PUBLISHED = "Published"
"""Core property "category" of a document that carries no marking because it is published."""

MARGIN = 1134
_BLOCK = 64 * 1024


@dataclass(frozen=True)
class Page:
    """Paper of a section, in twentieths of a point; `name` distinguishes its header and footer parts."""

    name: str
    width: int
    height: int

    @property
    def text_width(self) -> int:
        """Width between the margins."""
        return self.width - 2 * MARGIN


PORTRAIT = Page("1", 11906, 16838)
LANDSCAPE = Page("2", 16838, 11906)


@dataclass(frozen=True)
class Particulars:
    """What the file says about itself; an empty marking means the document is published. The language is that of most of its words."""

    title: str
    subject: str
    partnership: str
    reference: str
    marking: str
    as_at: date
    language: str = LANGUAGE


def write(template: Template, about: Particulars, pages: Iterable[Page], body: Iterable[str]) -> bytes:
    """A whole .docx; `body` is everything inside w:body, its last piece being `section(page)` of the last page."""
    pages = tuple(pages)
    moment = _moment(about.as_at)
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _parts(template, about, pages, moment).items():
            archive.writestr(stamped(name, moment), part)
        with archive.open(stamped("word/document.xml", moment), "w") as document:
            document.write(f"{DECLARATION}<w:document {NAMESPACES}><w:body>".encode())
            for block in _blocks(body):
                document.write(block)
            document.write(b"</w:body></w:document>")
    return package.getvalue()


def section(page: Page) -> str:
    """The properties of a section: paper, margins, header and footer."""
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="header{page.name}"/>'
        f'<w:footerReference w:type="default" r:id="footer{page.name}"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar w:top="1418" w:right="{MARGIN}" w:bottom="1247" w:left="{MARGIN}" w:header="624" w:footer="567" '
        'w:gutter="0"/></w:sectPr>'
    )


def day(moment: date) -> str:
    """A date as we print it: 4 June 2026."""
    return f"{moment.day} {moment:%B %Y}"


def _moment(as_at: date) -> datetime:
    """The stamp of the file; a plain date means its first moment, a clock time without a zone is UTC."""
    if not isinstance(as_at, datetime):
        return datetime(as_at.year, as_at.month, as_at.day, tzinfo=UTC)
    return as_at.astimezone(UTC) if as_at.tzinfo else as_at.replace(tzinfo=UTC)


def _blocks(pieces: Iterable[str]) -> Iterable[bytes]:
    """Pieces joined into larger blocks: compressing many small writes costs more than compressing a few."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()


def _parts(template: Template, about: Particulars, pages: tuple[Page, ...], moment: datetime) -> Mapping[str, bytes]:
    parts = dict(template.parts)
    logo = template.letterhead.logo
    beside: dict[str, bytes] = {}
    for page in pages:
        parts[f"word/header{page.name}.xml"] = _header(template, about, page).encode()
        parts[f"word/footer{page.name}.xml"] = _footer(template, about, page).encode()
        if logo:
            beside[f"word/_rels/header{page.name}.xml.rels"] = relationships(
                {"logo": ("image", LOGO.removeprefix("word/"))}
            ).encode()
    parts["word/settings.xml"] = _SETTINGS.replace(LANGUAGE, about.language).encode()
    if about.language != LANGUAGE:
        parts["word/styles.xml"] = _LANG.sub(rf"\g<1>{about.language}".encode(), parts["word/styles.xml"])
    parts["docProps/core.xml"] = _core(about, moment).encode()
    inside = {name.removeprefix("word/"): _kind(name) for name in parts if name.startswith("word/")}
    parts["word/_rels/document.xml.rels"] = relationships(
        {_relation_id(name): (kind, name) for name, kind in inside.items()}
    ).encode()
    parts["_rels/.rels"] = relationships(
        {"rId1": ("officeDocument", "word/document.xml"), "rId2": ("core-properties", "docProps/core.xml")}
    ).encode()
    overrides = {f"word/{name}": kind for name, kind in inside.items()}
    parts["[Content_Types].xml"] = content_types(
        overrides | {"word/document.xml": "document.main", "docProps/core.xml": "core-properties"}
    ).encode()
    first = {"[Content_Types].xml": parts.pop("[Content_Types].xml"), "_rels/.rels": parts.pop("_rels/.rels")}
    return first | parts | beside | ({LOGO: logo.data} if logo else {})


def _kind(name: str) -> str:
    """Part kind from its file name: word/header1.xml is a header, word/theme/theme1.xml a theme."""
    return name.rsplit("/", 1)[1].removesuffix(".xml").rstrip("0123456789")


def _relation_id(name: str) -> str:
    return name.rsplit("/", 1)[-1].removesuffix(".xml")


def _ruled(style: str, page: Page, left: str, right: str) -> str:
    """One line with something at each margin."""
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{page.text_width}"/></w:tabs>'
    return paragraph(style, left, "<w:r><w:tab/></w:r>", right, properties=stop)


def _header(template: Template, about: Particulars, page: Page) -> str:
    marking = spoken(strong(about.marking), LANGUAGE) if about.language != LANGUAGE else strong(about.marking)
    left = marking if about.marking else words(about.partnership)
    line = _ruled(template.ids["Header"], page, left, words(about.reference))
    above = template.letterhead.above(template.ids["Header"])
    return f"{DECLARATION}<w:hdr {NAMESPACES}>{above}{line}</w:hdr>"


def _footer(template: Template, about: Particulars, page: Page) -> str:
    page_word, of = _PAGE_OF.get(about.language, _PAGE_OF[LANGUAGE])
    number = words(f"{page_word} ") + field("PAGE", "1") + words(f" {of} ") + field("NUMPAGES", "1")
    line = _ruled(template.ids["Footer"], page, words(about.title), number)
    below = template.letterhead.below(template.ids["Footer"])
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{below}{line}</w:ftr>"


def _core(about: Particulars, moment: datetime) -> str:
    when = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    category = "" if about.marking else f"<cp:category>{PUBLISHED}</cp:category>"
    return (
        f"{DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(about.title)}</dc:title><dc:subject>{escape(about.subject)}</dc:subject>"
        f"<dc:creator>{escape(about.partnership)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(about.partnership)}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified>{category}'
        f"<dc:language>{about.language}</dc:language></cp:coreProperties>"
    )


_LANG = re.compile(rb'(<w:lang [^>]*?\bw:val=")en-GB')
_PAGE_OF = {Language.ENGLISH.value: ("Page", "of"), Language.WELSH.value: ("Tudalen", "o")}


_SETTINGS = (
    f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-GB"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
