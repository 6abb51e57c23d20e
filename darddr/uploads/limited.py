"""Asks the gate in its own process. The file passes through a pipe: nothing of it touches the disk."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from darddr.uploads.gate import LARGEST_MB, MEGABYTE, too_large
from darddr.uploads.verdict import Verdict

SECONDS = 10
"""Five of work, and as many for a busy machine to start the process."""


def check_in_subprocess(name: str, data: bytes, largest_mb: int = LARGEST_MB) -> Verdict:
    """The gate's verdict on one file; one that exhausts its process is refused."""
    if len(data) > largest_mb * MEGABYTE:
        return too_large(name, largest_mb)
    encoded = name.encode("utf-8", "replace")
    request = len(encoded).to_bytes(4, "big") + largest_mb.to_bytes(4, "big") + encoded + data
    command = [sys.executable, "-I", "-m", "darddr.uploads.worker"]
    try:
        answer = subprocess.run(command, input=request, capture_output=True, timeout=SECONDS, check=True, env={})  # noqa: S603
        return Verdict(**json.loads(answer.stdout))
    except (subprocess.SubprocessError, ValueError):
        return Verdict(
            name,
            "reject",
            "too-costly",
            f"{name}: The file could not be looked at within its limits. Save it again, smaller.",
        )


def check_files(paths: Iterable[Path], largest_mb: int = LARGEST_MB) -> dict[str, Any]:
    """The answer of `uploads check --json`. Raises OSError for a file that is not there."""
    return {"files": [_check_path(path, largest_mb).as_json() for path in paths]}


def _check_path(path: Path, largest_mb: int) -> Verdict:
    if path.stat().st_size > largest_mb * MEGABYTE:
        return too_large(path.name, largest_mb)
    return check_in_subprocess(path.name, path.read_bytes(), largest_mb)
