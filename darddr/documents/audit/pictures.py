"""Pictures that say what they show, stand in the text, and links that say where they lead."""

import re
from collections.abc import Iterator

from darddr.documents.audit.faults import Fault
from darddr.documents.audit.opened import Element, Opened, R, W, text_of

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_VML = "{urn:schemas-microsoft-com:vml}"
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf)|(?:picture|image) ?\d*", re.IGNORECASE)
_BARE = re.compile(r"(?:https?://|www\.|mailto:|ftp://)\S*", re.IGNORECASE)
_EMPTY_WORDS = {"here", "click here", "link", "this link", "read more", "more"}
_INSTRUCTION = re.compile(r"\s*HYPERLINK\b")


def pictures(file: Opened) -> Iterator[Fault]:
    """Every drawing has alternative text or is marked decorative (WCAG 2.2, 1.1.1), and none floats."""
    for part, root in file.story_parts():
        for index, drawing in enumerate(root.iter(f"{W}drawing"), start=1):
            where = f"picture {index} in {part}"
            if not _is_described(drawing):
                yield Fault("alt-text", where, "A picture has no alternative text and is not marked as decorative.")
            if drawing.find(f"{_WP}anchor") is not None:
                yield Fault("floating", where, "A picture floats over the text; set its layout to “In line with text”.")
        for shape in root.iter(f"{W}pict"):
            drawn = [each for each in shape.iter() if isinstance(each.tag, str) and each.tag.startswith(_VML)]
            if not _in_fallback(shape) and drawn and not any(each.get("alt") for each in drawn):
                yield Fault("alt-text", f"shape in {part}", "An old-style shape or picture has no alternative text.")


def _is_described(drawing: Element) -> bool:
    about = next(drawing.iter(f"{_WP}docPr"), None)
    if about is None:
        return False
    if any(mark.get("val") in {"1", "true"} for mark in drawing.iter(_DECORATIVE)):
        return True
    text = about.get("descr", "").strip()
    return bool(text) and not _FILE_NAME.fullmatch(text)


def _in_fallback(shape: Element) -> bool:
    """Whether a shape only repeats a drawing for old programs."""
    return any(str(each.tag).endswith("}Fallback") for each in shape.iterancestors())


def links(file: Opened) -> Iterator[Fault]:
    """A link reads as words, not as an address or “here” (WCAG 2.2, 2.4.4); e-mail addresses may stand as they are."""
    for part, root in file.story_parts():
        shown = [text_of(link) for link in root.iter(f"{W}hyperlink") if link.get(f"{R}id") is not None]
        shown += [text_of(link) for link in root.iter(f"{W}fldSimple") if _INSTRUCTION.match(link.get(f"{W}instr", ""))]
        shown += list(_field_links(root))
        for text in shown:
            where = f"link “{text[:40]}” in {part}"
            if not text:
                yield Fault("link-words", f"empty link in {part}", "A link shows no words.")
            elif _BARE.fullmatch(text) or text.lower().rstrip(".") in _EMPTY_WORDS:
                yield Fault("link-words", where, "A link should say in words where it leads.")


def _field_links(root: Element) -> Iterator[str]:
    """Words shown by HYPERLINK fields, which Word writes as loose runs."""
    for code in root.iter(f"{W}instrText"):
        run = code.getparent()
        if not _INSTRUCTION.match(code.text or "") or run is None:
            continue
        if "\\l" in (code.text or ""):
            continue
        shown: list[str] = []
        for after in run.itersiblings():
            ends = after.find(f"{W}fldChar")
            if ends is not None and ends.get(f"{W}fldCharType") == "end":
                break
            shown.append(text_of(after) if after.find(f"{W}t") is not None else "")
        yield " ".join(" ".join(shown).split())
