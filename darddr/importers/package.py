"""Open the zip package of a Word file or workbook: parts by name, sizes capped, XML parsed without entities or
network.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from darddr.importers.errors import Damaged, TooLarge

LIMIT = 200 * 1024 * 1024
"""Most bytes a package may unpack to: an 8,000-row plan needs about 30 MB."""
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    KeyError,
    ValueError,
)
"""What zipfile raises on a damaged package."""
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of one file. Raises Damaged or TooLarge, each naming the file."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGES as error:
            raise Damaged(f"{name} is damaged and cannot be opened.") from error
        self.parts = frozenset(self._zip.namelist())
        if sum(entry.file_size for entry in self._zip.infolist()) > LIMIT:
            raise TooLarge(f"{name} unpacks to more than {LIMIT // 1024 // 1024} MB, which is too large for a plan.")

    def read(self, part: str) -> bytes:
        """Unpack one part."""
        try:
            return self._zip.read(part)
        except DAMAGES as error:
            raise Damaged(f"{self.name} is damaged and cannot be opened.") from error

    def xml(self, part: str) -> etree._Element:
        """Parse one part, its namespaces those of the transitional form."""
        data = self.read(part)
        for strict, usual in STRICT.items():
            if strict in data[:8192]:
                data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise Damaged(f"{self.name} is damaged: its part {part} cannot be read.") from error

    def named(self, folder: str, *starts: str) -> list[str]:
        """Give the XML parts of a folder whose names begin with one of `starts`, in order."""
        wanted = tuple(f"{folder}{start}" for start in starts)
        return sorted(part for part in self.parts if part.startswith(wanted) and part.endswith(".xml"))

    def main_part(self, usual: str) -> str:
        """Find the part the package calls its document."""
        if usual in self.parts or "_rels/.rels" not in self.parts:
            return usual
        for relation in self.xml("_rels/.rels").iter(RELATIONSHIP):
            if str(relation.get("Type")).endswith("/officeDocument"):
                return posixpath.normpath(str(relation.get("Target")).lstrip("/"))
        return usual
