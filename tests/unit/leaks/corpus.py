"""Identities and hiding places for the leak check: every one of the first is put into every one of the second."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from tests.unit.leaks.builders import NAMESPACES, archive, inserted, jpeg, pdf, png, run, sheet, split, word, word_part

REGISTER = {
    "people": [
        {
            "role": "victim",
            "pseudonym": "Ellen",
            "names": ["Sarah Jane Whitlock", "Siân O'Brien"],
            "dates_of_birth": ["1984-03-07"],
            "dates_of_death": ["2024-02-11"],
            "addresses": ["14 Larkspur Close, Netherby, ZZ99 9ZZ"],
            "phones": ["01632 960123", "07700 900456"],
            "emails": ["swift-owl@example.org"],
            "nhs_numbers": ["943 476 5919"],
            "other": ["Crime ref 44/1234/24"],
        },
        {"role": "perpetrator", "pseudonym": "Adult B", "names": ["Dariusz Kowalczyk", "Grace Young"]},
        {"role": "child", "pseudonym": "Child C", "names": ["Abdul-Rahman Al-Hassan", "Elizabeth Smith-Jones"]},
    ],
    "places": ["Netherby Mill"],
    "allowed": ["Dr Sarah Chen", "Helen Priest"],
}

# (as written, the identifier it must be found as, its kind)
IDENTITIES: tuple[tuple[str, str, str], ...] = (
    ("Sarah Jane Whitlock", "Sarah Jane Whitlock", "name"),
    ("Sarah Whitlock", "Sarah Jane Whitlock", "name"),
    ("WHITLOCK", "Sarah Jane Whitlock", "name"),
    ("Sarah", "Sarah Jane Whitlock", "name"),
    ("Mrs Whitlock", "Sarah Jane Whitlock", "name"),
    ("Whitlock's", "Sarah Jane Whitlock", "name"),
    ("Whitlock, Sarah", "Sarah Jane Whitlock", "name"),
    ("S. Whitlock", "Sarah Jane Whitlock", "name"),
    ("S. W.", "Sarah Jane Whitlock", "name"),
    ("S.J.W.", "Sarah Jane Whitlock", "name"),
    ("SarahWhitlock", "Sarah Jane Whitlock", "name"),
    ("sarah-whitlock", "Sarah Jane Whitlock", "name"),
    ("S a r a h  W h i t l o c k", "Sarah Jane Whitlock", "name"),
    ("Sarah\u00a0Whitlock", "Sarah Jane Whitlock", "name"),
    ("Whit\u00adlock", "Sarah Jane Whitlock", "name"),
    ("Whit\u200block", "Sarah Jane Whitlock", "name"),
    ("Ｗｈｉｔｌｏｃｋ", "Sarah Jane Whitlock", "name"),
    ("Whitlоck", "Sarah Jane Whitlock", "name"),
    ("Whitlok", "Sarah Jane Whitlock", "name"),
    ("Sian O’Brien", "Siân O'Brien", "name"),
    ("SIÂN OBRIEN", "Siân O'Brien", "name"),
    ("Dariusz", "Dariusz Kowalczyk", "name"),
    ("Kowalczyk", "Dariusz Kowalczyk", "name"),
    ("Kowalcyzk", "Dariusz Kowalczyk", "name"),
    ("Grace Young", "Grace Young", "name"),
    ("Mr Young", "Grace Young", "name"),
    ("Abdul Rahman", "Abdul-Rahman Al-Hassan", "name"),
    ("Al-Hassan", "Abdul-Rahman Al-Hassan", "name"),
    ("Liz Smith-Jones", "Elizabeth Smith-Jones", "name"),
    ("Ms Smith Jones", "Elizabeth Smith-Jones", "name"),
    ("7 March 1984", "1984-03-07", "date"),
    ("07/03/84", "1984-03-07", "date"),
    ("7.3.1984", "1984-03-07", "date"),
    ("March 7th 1984", "1984-03-07", "date"),
    ("7th of March, 1984", "1984-03-07", "date"),
    ("1984-03-07", "1984-03-07", "date"),
    ("11 Feb 2024", "2024-02-11", "date"),
    ("14 Larkspur Close, Netherby", "14 Larkspur Close, Netherby, ZZ99 9ZZ", "address"),
    ("14, Larkspur Cl", "14 Larkspur Close, Netherby, ZZ99 9ZZ", "address"),
    ("zz999zz", "ZZ99 9ZZ", "postcode"),
    ("ZZ99  9ZZ", "ZZ99 9ZZ", "postcode"),
    ("+44 (0)1632 960 123", "01632 960123", "phone"),
    ("07700900456", "07700 900456", "phone"),
    ("swift-owl@example.org", "swift-owl@example.org", "email"),
    ("swift-owl at example dot org", "swift-owl@example.org", "email"),
    ("943-476-5919", "943 476 5919", "nhs"),
    ("9434765919", "943 476 5919", "nhs"),
    ("crime ref 44-1234-24", "Crime ref 44/1234/24", "other"),
    ("Netherby  Mill", "Netherby Mill", "place"),
)


_TXBX = "<w:p><w:r><w:t>Before</w:t></w:r><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r><w:r><w:t>after</w:t></w:r></w:p>"
_FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> AUTHOR {} </w:instrText></w:r></w:p>'
_LINK = '<Relationships><Relationship Id="r1" TargetMode="External" Target={}/></Relationships>'
_THREAD = "<ThreadedComments><threadedComment><text>{}</text></threadedComment></ThreadedComments>"
_PIVOT = "<pivotCacheDefinition><sharedItems><s v={}/></sharedItems></pivotCacheDefinition>"
_OPEN_TEXT = (
    '<o xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<text:p>To {}<text:span>{}</text:span> again.</text:p></o>"
)

# Where it is hidden -> the file with the text in that place.
PLACES: dict[str, Callable[[str], bytes]] = {
    "body": lambda t: word(run(t)),
    "table cell": lambda t: word(f"<w:tbl><w:tr><w:tc>{run(t)}</w:tc></w:tr></w:tbl>"),
    "split runs": lambda t: word(split(t)),
    "single letters": lambda t: word(split(t, 1)),
    "half inserted": lambda t: word(inserted(t)),
    "deleted": lambda t: word(f"<w:p><w:del><w:r><w:delText>{escape(t)}</w:delText></w:r></w:del></w:p>"),
    "moved": lambda t: word(f"<w:p><w:moveFrom><w:r><w:t>{escape(t)}</w:t></w:r></w:moveFrom></w:p>"),
    "hidden text": lambda t: word(run(t, "<w:rPr><w:vanish/></w:rPr>")),
    "footnote": word_part("word/footnotes.xml", "footnotes"),
    "endnote": word_part("word/endnotes.xml", "endnotes"),
    "comment": word_part("word/comments.xml", "comments"),
    "comment's author": lambda t: word(
        **{"word/comments.xml": f'<w:comments {NAMESPACES}><w:comment w:id="1" w:author={quoteattr(t)}/></w:comments>'}
    ),
    "header": lambda t: word(**{"word/header1.xml": f"<w:hdr {NAMESPACES}>{run(t)}</w:hdr>"}),
    "footer": lambda t: word(**{"word/footer2.xml": f"<w:ftr {NAMESPACES}>{run(t)}</w:ftr>"}),
    "text box": lambda t: word(_TXBX.format(run(t))),
    "content control's tag": lambda t: word(f"<w:sdt><w:sdtPr><w:tag w:val={quoteattr(t)}/></w:sdtPr></w:sdt>"),
    "placeholder": lambda t: word(
        **{
            "word/glossary/document.xml": f"<w:glossaryDocument {NAMESPACES}><w:docPartBody>{run(t)}</w:docPartBody></w:glossaryDocument>"
        }
    ),
    "field code": lambda t: word(_FIELD.format(escape(t))),
    "simple field": lambda t: word(f"<w:p><w:fldSimple w:instr={quoteattr('AUTHOR ' + t)}/></w:p>"),
    "bookmark": lambda t: word(f'<w:p><w:bookmarkStart w:id="1" w:name={quoteattr(t)}/></w:p>'),
    "link target": lambda t: word(
        **{"word/_rels/document.xml.rels": _LINK.format(quoteattr("https://example.org/?q=" + t))}
    ),
    "alt text": lambda t: word(
        f'<w:p><w:r><w:drawing><wp:docPr id="1" name="Picture" descr={quoteattr("Photograph of " + t)}/></w:drawing></w:r></w:p>'
    ),
    "core properties": lambda t: word(
        **{"docProps/core.xml": f'<p xmlns:dc="urn:dc"><dc:creator>{escape(t)}</dc:creator></p>'}
    ),
    "own properties": lambda t: word(
        **{"docProps/custom.xml": f"<Properties><property name={quoteattr(t)}/></Properties>"}
    ),
    "document variable": lambda t: word(
        **{
            "word/settings.xml": f'<w:settings {NAMESPACES}><w:docVars><w:docVar w:name="x" w:val={quoteattr(t)}/></w:docVars></w:settings>'
        }
    ),
    "custom XML": lambda t: word(**{"customXml/item1.xml": f"<case><who>{escape(t)}</who></case>"}),
    "remark in markup": lambda t: word(f"<w:p/><!-- {escape(t).replace('--', '- ')} -->"),
    "chart": lambda t: word(
        **{"word/charts/chart1.xml": f"<c:chart {NAMESPACES}><c:pt><c:v>{escape(t)}</c:v></c:pt></c:chart>"}
    ),
    "SmartArt": lambda t: word(
        **{"word/diagrams/data1.xml": f"<dgm:d {NAMESPACES}><a:p><a:r><a:t>{escape(t)}</a:t></a:r></a:p></dgm:d>"}
    ),
    "picture in a document": lambda t: word(**{"word/media/image1.png": png(t)}),
    "embedded workbook": lambda t: word(
        **{"word/embeddings/Sheet1.xlsx": sheet(f'<c r="A1" t="inlineStr"><is><t>{escape(t)}</t></is></c>')}
    ),
    "UTF-16 part": lambda t: word(
        **{"customXml/item2.xml": f'<?xml version="1.0" encoding="UTF-16"?><a>{escape(t)}</a>'.encode("utf-16")}
    ),
    "shared string": lambda t: sheet(
        '<c r="C7" t="s"><v>0</v></c>',
        **{"xl/sharedStrings.xml": f"<sst><si><r><t>{escape(t[:1])}</t></r><r><t>{escape(t[1:])}</t></r></si></sst>"},
    ),
    "inline string": lambda t: sheet(f'<c r="B2" t="inlineStr"><is><t>{escape(t)}</t></is></c>'),
    "formula's value": lambda t: sheet(f'<c r="B2" t="str"><f>A1</f><v>{escape(t)}</v></c>'),
    "hidden sheet's name": lambda t: sheet(
        workbook=f'<sheet name={quoteattr(t)} state="hidden" sheetId="1" r:id="rId1"/>'
    ),
    "cell note": lambda t: sheet(
        **{
            "xl/comments1.xml": f'<comments><commentList><comment ref="B4"><text><r><t>{escape(t)}</t></r></text></comment></commentList></comments>'
        }
    ),
    "threaded comment": lambda t: sheet(**{"xl/threadedComments/threadedComment1.xml": _THREAD.format(escape(t))}),
    "defined name": lambda t: sheet(
        extra=f'<definedNames><definedName name="x">{escape(t)}</definedName></definedNames>'
    ),
    "sheet's header": lambda t: sheet(
        **{
            "xl/worksheets/sheet2.xml": f"<worksheet><headerFooter><oddHeader>&amp;C{escape(t)}</oddHeader></headerFooter></worksheet>"
        }
    ),
    "number format": lambda t: sheet(
        **{
            "xl/styles.xml": f"<styleSheet><numFmts><numFmt numFmtId='170' formatCode={quoteattr(chr(34) + t + chr(34))}/></numFmts></styleSheet>"
        }
    ),
    "pivot cache": lambda t: sheet(**{"xl/pivotCache/pivotCacheDefinition1.xml": _PIVOT.format(quoteattr(t))}),
    "OpenDocument text": lambda t: archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": _OPEN_TEXT.format(escape(t[:2]), escape(t[2:])),
        }
    ),
    "PDF properties": lambda t: pdf(info=t),
    "PDF note": lambda t: pdf(note=t),
    "PDF outline": lambda t: pdf(outline=t),
    "PDF alternative text": lambda t: pdf(alt=t),
    "PNG text": png,
    "PNG compressed text": lambda t: png(t, compressed=True),
    "JPEG title for Windows": lambda t: jpeg(t, 0x9C9B),
    "UTF-16 text file": lambda t: f"We spoke to {t} about it.".encode("utf-16"),
    "table with commas": lambda t: f'1,"{t}",2\n'.encode(),
}
