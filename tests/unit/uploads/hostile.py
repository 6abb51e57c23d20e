"""Files the gate must not let in quietly: name, content, and the one reason each is to be given."""

from __future__ import annotations

import io

from PIL import Image

from tests.unit.uploads import builders as b

_VBA = b.compound("_VBA_PROJECT")
_NATIVE = b.compound("\x01Ole10Native")
_WORD, _BOOK = b.word(), b.book()


def jpeg(after: bytes = b"") -> bytes:
    """A small photograph."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    return out.getvalue() + after


def _embedded(content: bytes, name: str = "word/embeddings/object1.bin") -> bytes:
    return b.word(more={name: content})


def _types(kind: str, part: str = "/word/x.bin") -> str:
    return f'<Override PartName="{part}" ContentType="{kind}"/>'


_DOCTYPE = f'<!DOCTYPE w [<!ENTITY a "aaaa">]><w:document xmlns:w="{b.W}"><w:body/></w:document>'
_EXTERNAL = f'<!DOCTYPE w SYSTEM "http://example.org/x.dtd"><w:document xmlns:w="{b.W}"/>'
_OTHER_BOOK = b.book(more={"xl/externalLinks/_rels/e1.xml.rels": b.links(("externalLinkPath", "other.xlsx", True))})
_DEEP = "<w:sdt>" * 400 + "</w:sdt>" * 400

HOSTILE: tuple[tuple[str, str, bytes, str], ...] = (
    # what it is, its name, its content, the reason
    ("nothing at all", "plan.docx", b"", "empty"),
    ("an older Word file", "plan.doc", b.compound("WordDocument"), "legacy"),
    ("an older workbook", "plan.xls", b.compound("Workbook"), "legacy"),
    ("an older Word file renamed", "plan.docx", b.compound("WordDocument"), "legacy"),
    ("an Outlook message", "mail.msg", b.compound("__substg1.0_0037001F"), "message"),
    ("a mail", "mail.eml", b"From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\n\r\nHello", "message"),
    ("a mail called text", "mail.txt", b"Received: by x\nFrom: a@example.org\nTo: b@example.org\n\nHello", "message"),
    ("a locked Word file", "plan.docx", b.compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    ("a locked zip", "plan.docx", b.locked_zip(), "encrypted"),
    (
        "a locked OpenDocument",
        "a.odt",
        b.open_document(more={"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        "encrypted",
    ),
    ("a locked PDF", "a.pdf", b.pdf(trailer="/Encrypt 9 0 R"), "encrypted"),
    ("a zip", "files.zip", b.archive({"a.txt": "a"}), "archive"),
    ("a zip renamed", "plan.docx", b.archive({"a.txt": "a"}), "archive"),
    ("another archive", "plan.7z", b"7z\xbc\xaf\x27\x1c\0\4", "archive"),
    ("a program", "setup.exe", b"MZ\x90\0", "program"),
    ("a program renamed", "plan.docx", b"MZ\x90\0", "program"),
    ("a script", "run.js", b"var a = 1", "program"),
    ("a program in a document", "plan.docx", b.word(more={"word/tool.exe": b"MZ"}), "program"),
    ("a web page", "page.html", b"<!DOCTYPE html><html></html>", "not-accepted"),
    ("a web page called a table", "plan.csv", b"  <html><script>1</script>", "not-accepted"),
    ("rich text", "plan.rtf", b"{\\rtf1 Hello}", "not-accepted"),
    ("rich text renamed", "plan.docx", b"{\\rtf1 Hello}", "not-accepted"),
    ("another kind of picture", "p.gif", b"GIF89a\1\0\1\0", "not-accepted"),
    (
        "a presentation",
        "s.pptx",
        b.word(kind="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
        "not-accepted",
    ),
    ("a template", "t.dotx", b.word(kind=b.DOCX.replace("document.main", "template.main")), "not-accepted"),
    ("unknown bytes", "plan.docx", b"\0\1\2\3" * 9, "not-accepted"),
    ("a Word file called a workbook", "plan.xlsx", _WORD, "wrong-ending"),
    ("a PDF called a Word file", "plan.docx", b.pdf(), "wrong-ending"),
    ("text called a PDF", "plan.pdf", b"one,two", "wrong-ending"),
    ("a Word file with macros' ending", "plan.docm", _WORD, "not-accepted"),
    ("a JPEG called a PNG", "p.png", jpeg(), "picture-ending"),
    ("a name that reads backwards", "plan\u202excod.docx", _WORD, "name"),
    ("a file too large", "plan.txt", b"a" * (1024 * 1024 + 1), "too-large"),
    (
        "a part that unpacks without end",
        "plan.docx",
        b.word(more={"word/x.xml": b"<a>" + b" " * 30_000_000 + b"</a>"}),
        "zip-bomb",
    ),
    ("too many parts", "plan.docx", b.word(more={f"word/p{n}.bin": b"" for n in range(5_001)}), "zip-bomb"),
    ("a zip in a document", "plan.docx", _embedded(b.archive({"a.txt": "a"})), "nested-archive"),
    ("a part outside its folder", "plan.docx", b.word(more={"../../evil.xml": "<a/>"}), "zip-slip"),
    ("a part at the root", "plan.docx", b.word(more={"/etc/evil.xml": "<a/>"}), "zip-slip"),
    ("a part on a drive", "plan.docx", b.word(more={"C:\\evil.xml": "<a/>"}), "zip-slip"),
    ("a part twice", "plan.docx", b.twice(b.word_parts(), "word/document.xml"), "duplicate-part"),
    ("a part twice but for capitals", "plan.docx", b.word(more={"WORD/Document.xml": "<a/>"}), "duplicate-part"),
    ("half a file", "plan.docx", _WORD[: len(_WORD) // 2], "damaged"),
    ("markup cut short", "plan.docx", b.word("<w:p>"), "damaged"),
    ("markup nested too deeply", "plan.docx", b.word(_DEEP), "damaged"),
    ("a damaged part", "plan.docx", _WORD.replace(b"word/document.xml", b"word/documant.xml", 1), "damaged"),
    (
        "no main part",
        "plan.docx",
        b.archive({k: v for k, v in b.word_parts().items() if k != "word/document.xml"}),
        "no-main-part",
    ),
    ("no list of parts", "plan.docx", b.archive({"word/document.xml": "<a/>"}), "no-main-part"),
    ("no content", "plan.odt", b.archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "no-main-part"),
    ("declared entities", "plan.docx", b.word(more={"word/document.xml": _DOCTYPE}), "entities"),
    ("entities from elsewhere", "plan.docx", b.word(more={"word/document.xml": _EXTERNAL}), "entities"),
    ("entities in UTF-16", "plan.docx", b.word(more={"word/document.xml": _DOCTYPE.encode("utf-16")}), "entities"),
    ("a macro", "plan.docx", b.word(more={"word/vbaProject.bin": _VBA}), "macros"),
    ("a macro under another name", "plan.docx", b.word(more={"word/media/image9.png": _VBA}), "macros"),
    ("a macro by its type", "plan.docx", b.word(more_types=_types("application/vnd.ms-office.vbaProject")), "macros"),
    (
        "a macro document renamed",
        "plan.docx",
        b.word(kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "macros",
    ),
    ("a macro sheet", "plan.xlsx", b.book(more_types=_types("application/vnd.ms-excel.macrosheet+xml")), "macros"),
    ("an OpenDocument macro", "a.odt", b.open_document(more={"Basic/Standard/script-lb.xml": "<a/>"}), "macros"),
    (
        "an OpenDocument event",
        "a.odt",
        b.open_document(body='<script:event-listener xlink:href="vnd.sun.star.script:x"/>'),
        "macros",
    ),
    ("a control", "plan.docx", b.word(more={"word/activeX/activeX1.bin": b"x"}), "controls"),
    ("an embedded program", "plan.docx", _embedded(_NATIVE), "embedded-program"),
    ("the old equation editor", "plan.docx", _embedded(b.compound("Equation Native")), "embedded-program"),
    ("a program called a picture", "plan.docx", _embedded(b"MZ\x90\0", "word/media/image1.png"), "embedded-program"),
    ("another program's object", "plan.docx", _embedded(b.compound("Word.Document")), "embedded-object"),
    ("a workbook in a document", "plan.docx", _embedded(_BOOK, "word/embeddings/book.xlsx"), "embedded-file"),
    (
        "macros in a workbook in a document",
        "plan.docx",
        _embedded(b.book(more={"xl/vbaProject.bin": _VBA}), "word/e.xlsx"),
        "macros",
    ),
    (
        "a page as a part",
        "plan.docx",
        b.word(more={"word/_rels/document.xml.rels": b.links(("aFChunk", "a.html", False))}),
        "embedded-page",
    ),
    ("a template from the web", "plan.docx", b.with_template("https://example.org/t.dotm"), "external-template"),
    ("a template from a share", "plan.docx", b.with_template("file://server/share/t.dotm"), "external-template"),
    (
        "a template from a share, in Windows",
        "plan.docx",
        b.with_template("\\\\server\\share\\t.dotm"),
        "external-template",
    ),
    ("a picture from the web", "plan.docx", b.linked("image", "http://example.org/p.png"), "external-part"),
    ("an object from the web", "plan.docx", b.linked("oleObject", "mhtml:http://example.org/x!x"), "external-part"),
    ("a frame from the web", "plan.docx", b.linked("frame", "http://example.org/f.htm"), "external-part"),
    ("a subdocument from a share", "plan.docx", b.linked("subDocument", "\\\\server\\s\\d.docx"), "external-part"),
    ("a picture on a drive", "plan.docx", b.linked("image", "file:///C:/p.png"), "linked-file"),
    (
        "a field with a text from the web",
        "plan.docx",
        b.word(b.field('INCLUDETEXT "http://example.org/x"')),
        "external-part",
    ),
    (
        "a field with a picture from a share",
        "plan.docx",
        b.word(b.field('INCLUDEPICTURE "\\\\\\\\server\\\\p.png"')),
        "external-part",
    ),
    (
        "an OpenDocument picture from the web",
        "a.odt",
        b.open_document(body='<draw:image xlink:href="https://example.org/p"/>'),
        "external-part",
    ),
    ("a field that starts a program", "plan.docx", b.word(b.field("DDEAUTO c:\\\\cmd.exe")), "dde"),
    ("the same in pieces", "plan.docx", b.word(b.field("DD", "EAU", "TO cmd")), "dde"),
    ("the same in numbers", "plan.docx", b.word(b.field("QUOTE 68 68 69 65 85")), "dde"),
    ("a simple field that starts a program", "plan.docx", b.word('<w:p><w:fldSimple w:instr="DDE cmd"/></w:p>'), "dde"),
    ("a formula that starts a program", "plan.xlsx", b.formula("cmd|'/c calc'!A0"), "dde"),
    (
        "a link that starts a program",
        "plan.xlsx",
        b.book(more={"xl/externalLinks/e1.xml": '<e><ddeLink ddeService="cmd"/></e>'}),
        "dde",
    ),
    ("a table that starts a program", "plan.csv", b"1,=cmd|'/c calc'!A0\n", "dde"),
    (
        "an OpenDocument link that starts one",
        "a.ods",
        b.open_document("spreadsheet", '<office:dde-source office:name="x"/>'),
        "dde",
    ),
    ("a formula that calls the web", "plan.xlsx", b.formula('WEBSERVICE("http://example.org")'), "calling-formula"),
    ("a formula with another book", "plan.xlsx", b.formula("[1]Sheet1!A1"), "external-link"),
    (
        "a link to another book",
        "plan.xlsx",
        _OTHER_BOOK,
        "external-link",
    ),
    ("a data connection", "plan.xlsx", b.book(more={"xl/connections.xml": "<connections/>"}), "data-connection"),
    (
        "an add-in",
        "plan.docx",
        b.word(more={"_rels/x.xml.rels": b.links(("webextensiontaskpanes", "t.xml", False))}),
        "add-in",
    ),
    ("junk before a Word file", "plan.docx", b"PK\3\4junk" + _WORD, "polyglot"),
    ("two archives in one", "plan.docx", _WORD + b"%PDF-1.4 more", "polyglot"),
    ("a PDF and a zip", "a.pdf", b.pdf() + b.archive({"a.txt": "a"}), "polyglot"),
    ("junk before a PDF", "a.pdf", b"GIF\n" + b.pdf(), "polyglot"),
    ("a picture and a zip", "p.png", b.png(after=b.archive({"a": "a"})), "polyglot"),
    ("a picture and a program", "p.jpg", jpeg(b"MZ\x90\0"), "polyglot"),
    ("half a picture", "p.jpg", jpeg()[:200], "damaged"),
    ("a picture without end", "p.png", b.png()[:-8], "damaged"),
    ("a picture of no end of pixels", "p.png", b.png(100_000, 100_000), "picture-too-large"),
    ("half a PDF", "a.pdf", b.pdf()[:60], "damaged"),
    ("a PDF that starts a program", "a.pdf", b.pdf("/OpenAction<</S/Launch/F(cmd)>>"), "launch"),
    ("the same, spelled in numbers", "a.pdf", b.pdf("/OpenAction<</S/L#61unch/F(cmd)>>"), "launch"),
    ("the same, packed away", "a.pdf", b.pdf("", b.packed_object(b"<</S/Launch/F(cmd)>>")), "launch"),
    ("a PDF that runs a script", "a.pdf", b.pdf("/OpenAction<</S/JavaScript/JS(1)>>"), "script-on-opening"),
    (
        "the same from another object",
        "a.pdf",
        b.pdf("/OpenAction 4 0 R", b"<</S/JavaScript/JS(1)>>"),
        "script-on-opening",
    ),
    ("a PDF form with scripts", "a.pdf", b.pdf("/AcroForm 4 0 R", b"<</AA<</F<</S/JavaScript/JS(1)>>>>>>"), "script"),
    ("a PDF with a file in it", "a.pdf", b.pdf("", b"<</Type/EmbeddedFile/Length 0>>"), "embedded-file"),
    (
        "a PDF with a program in it",
        "a.pdf",
        b.pdf("", b"<</F(run.exe)/EF<</F 5 0 R>>>>", b"<</Type/EmbeddedFile>>"),
        "embedded-program",
    ),
)
