"""The bookkeeping parts of a .docx: content types, relationships, and entries with a stated date."""

import zipfile
from collections.abc import Mapping
from datetime import datetime

_TYPES = "application/vnd.openxmlformats-officedocument"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def content_types(kinds: Mapping[str, str]) -> str:
    """[Content_Types].xml for parts by name and kind (ECMA-376 Part 2, 10.1.2.2)."""
    named = "".join(f'<Override PartName="/{name}" ContentType="{_type(kind)}"/>' for name, kind in kinds.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_vendor("relationships")}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{named}</Types>"
    )


def relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    """A .rels part from relation id to (kind, target)."""
    each = "".join(
        f'<Relationship Id="{name}" Type="{_relation(kind)}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def stamped(name: str, moment: datetime) -> zipfile.ZipInfo:
    """A compressed entry dated `moment`; a zip file cannot tell of days before 1980."""
    entry = zipfile.ZipInfo(name, max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _type(kind: str) -> str:
    if kind == "core-properties":
        return _vendor(kind)
    return f"{_TYPES}.theme+xml" if kind == "theme" else f"{_TYPES}.wordprocessingml.{kind}+xml"


def _vendor(kind: str) -> str:
    return f"application/vnd.openxmlformats-package.{kind}+xml"


def _relation(kind: str) -> str:
    return f"{_PACKAGE}/relationships/metadata/core-properties" if kind == "core-properties" else f"{_OFFICE}/{kind}"
