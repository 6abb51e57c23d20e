"""Whether a link's target lies on this computer or would be fetched from another."""

from __future__ import annotations

import re
from urllib.parse import unquote

_DRIVE = re.compile(r"[A-Za-z]:")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:")


def is_remote(target: str) -> bool:
    """Web addresses, network shares and every scheme but file: are remote; drives and relative paths are not."""
    plain = unquote(target).strip().replace("\\", "/")
    if not plain or (_DRIVE.match(plain) and not _SCHEME.match(plain)):
        return False
    on_disk = plain.lower().startswith("file:")
    path = plain[5:] if on_disk else plain
    if not on_disk and _SCHEME.match(path):
        return True
    slashes = len(path) - len(path.lstrip("/"))
    if slashes < 2 or _DRIVE.match(path[slashes:]):
        return False
    return not (on_disk and slashes == 3)
