"""Asks the gate in its own process. The file passes through a pipe: nothing of it touches the disk."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from darddr.uploads.gate import LARGEST_MB, MEGABYTE, too_large
from darddr.uploads.verdict import Fault, Verdict

SECONDS = 10
"""Five of work (the process ends itself), and as many for a busy machine to start it."""


def check_in_subprocess(name: str, data: bytes | Path, largest_mb: int = LARGEST_MB) -> Verdict:
    """The gate's verdict on one file; one that exhausts its process is refused. Raises OSError for no such file."""
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    if size > largest_mb * MEGABYTE:
        return too_large(name, largest_mb)
    content = data.read_bytes() if isinstance(data, Path) else data
    encoded = name.encode("utf-8", "surrogateescape")
    request = len(encoded).to_bytes(4, "big") + largest_mb.to_bytes(4, "big") + encoded + content
    command = [sys.executable, "-I", "-B", "-m", "darddr.uploads.worker"]
    try:
        answer = subprocess.run(command, input=request, capture_output=True, timeout=SECONDS, check=True, env={})  # noqa: S603
        return Verdict(**json.loads(answer.stdout))
    except (subprocess.SubprocessError, ValueError, BrokenPipeError):
        return Verdict.on(name, Fault("too-costly"))


def check_files(paths: Iterable[Path], largest_mb: int = LARGEST_MB) -> dict[str, Any]:
    """The answer of `uploads check --json`: each file in a process of its own. Raises OSError for a file that is not there."""
    return {"files": [check_in_subprocess(path.name, path, largest_mb).as_json() for path in paths]}
