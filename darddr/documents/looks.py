"""How our documents look: one row per style, the lists, and the one table style.

Type is Arial at 11 points, headings in one deep blue-green (contrast 10:1 on white), tables ruled with thin grey lines
so that a printed copy stays quiet. Every colour here passes WCAG 2.2 criterion 1.4.3 on the ground it stands on.
"""

from dataclasses import dataclass

INK = "1B1F23"
DEEP = "17404E"
QUIET = "4A5560"
TINT = "E3ECEF"
RULE = "9AA9B1"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True)
class Look:
    """One paragraph style: sizes and spacing in points; `extra` is further w:pPr XML, placed in schema order."""

    name: str
    size: float = 11
    before: float = 0
    after: float = 8
    line: float = 1.15
    bold: bool = False
    italic: bool = False
    colour: str = INK
    base: str | None = "Normal"
    then: str | None = None
    keep_with_next: bool = False
    builtin: bool = True
    extra: tuple[str, ...] = ()


def _extra(tag: str, attributes: str) -> str:
    return f"<w:{tag} {_W} {attributes}/>"


def _listed(number: int, level: int = 0) -> str:
    return f'<w:numPr {_W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _ruled(side: str, colour: str, size: int, space: int) -> str:
    return f'<w:pBdr {_W}><w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'


def _outline(level: int) -> str:
    return _extra("outlineLvl", f'w:val="{level - 1}"')


LOOKS = (
    Look("Normal", base=None),
    Look(
        "Heading 1",
        size=18,
        before=28,
        after=10,
        line=1.0,
        bold=True,
        colour=DEEP,
        then="Normal",
        keep_with_next=True,
        extra=(_listed(1), _outline(1)),
    ),
    Look(
        "Heading 2",
        size=13.5,
        before=18,
        after=6,
        line=1.0,
        bold=True,
        colour=DEEP,
        then="Normal",
        keep_with_next=True,
        extra=(_outline(2),),
    ),
    Look(
        "Heading 3",
        size=11.5,
        before=12,
        after=4,
        line=1.0,
        bold=True,
        then="Normal",
        keep_with_next=True,
        extra=(_outline(3),),
    ),
    Look("Title", size=32, before=150, after=10, line=1.0, bold=True, colour=DEEP, then="Subtitle"),
    Look("Subtitle", size=17, after=26, line=1.1, colour=QUIET, then="Normal"),
    Look(
        "Title Details",
        size=11.5,
        after=0,
        line=1.45,
        builtin=False,
        extra=(_ruled("top", DEEP, 12, 14),),
    ),
    Look("Caption", size=10, before=8, after=4, bold=True, colour=QUIET, keep_with_next=True),
    Look("Numbered Paragraph", builtin=False, extra=(_listed(1, 1),)),
    Look("List Bullet", after=4, extra=(_listed(2),)),
    Look("List Number", after=4, extra=(_listed(3),)),
    Look("Question", size=11, after=8, italic=True, colour=QUIET, builtin=False, keep_with_next=True),
    Look("Not Recorded", italic=True, builtin=False, extra=(_ruled("left", RULE, 18, 8),)),
    Look("Marking", size=11, bold=True, colour=DEEP, builtin=False),
    Look("TOC Heading", size=18, after=12, line=1.0, bold=True, colour=DEEP, keep_with_next=True),
    Look("TOC 1", before=3, after=2, extra=(_extra("ind", 'w:left="567" w:right="567" w:hanging="567"'),)),
    Look("TOC 2", size=10.5, after=1, extra=(_extra("ind", 'w:left="567" w:right="567"'),)),
    Look("Header", size=9, after=0, line=1.0, colour=QUIET),
    Look("Footer", size=9, after=0, line=1.0, colour=QUIET),
    Look("Table Text", size=9.5, before=2, after=2, line=1.05, builtin=False),
    Look("Table Heading", size=9.5, before=3, after=3, line=1.05, bold=True, colour=DEEP, builtin=False),
)

TABLE_STYLE = (
    f'<w:style {_W} w:type="table" w:customStyle="1" w:styleId="darddrTable"><w:name w:val="darddr Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/><w:tblPr><w:tblBorders>'
    f'<w:top w:val="single" w:sz="12" w:space="0" w:color="{DEEP}"/>'
    f'<w:bottom w:val="single" w:sz="6" w:space="0" w:color="{DEEP}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>'
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="90" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
    '<w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    f'<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr>'
    "</w:tblStylePr></w:style>"
)


def _level(number: int, form: str, text: str, left: int, hanging: int, style: str = "", run: str = "") -> str:
    link = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{link}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{run}</w:lvl>'
    )


_PLAIN = f'<w:rPr><w:b w:val="0"/><w:i w:val="0"/><w:color w:val="{QUIET}"/></w:rPr>'
_ABSTRACTS = (
    (
        "multilevel",
        _level(0, "decimal", "%1", 737, 737, "Heading1")
        + _level(1, "decimal", "%1.%2", 737, 737, "NumberedParagraph", _PLAIN)
        + _level(2, "decimal", "%1.%2.%3", 907, 907, "", _PLAIN),
    ),
    ("singleLevel", _level(0, "bullet", "•", 1134, 340, "ListBullet")),
    ("singleLevel", _level(0, "decimal", "%1.", 1134, 397, "ListNumber")),
    ("singleLevel", _level(0, "decimal", "%1.", 737, 737, "", _PLAIN)),
)

NUMBERING = (
    f"<w:numbering {_W}>"
    + "".join(
        f'<w:abstractNum w:abstractNumId="{index}"><w:multiLevelType w:val="{kind}"/>{levels}</w:abstractNum>'
        for index, (kind, levels) in enumerate(_ABSTRACTS, start=1)
    )
    + "".join(
        f'<w:num w:numId="{index}"><w:abstractNumId w:val="{index}"/></w:num>'
        for index in range(1, len(_ABSTRACTS) + 1)
    )
    + "</w:numbering>"
)
