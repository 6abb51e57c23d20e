"""What lies in a folder, to show that nothing of it changed."""

from __future__ import annotations

from pathlib import Path


def everything(folder: Path) -> dict[Path, bytes]:
    """Every file below a folder, by its bytes."""
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
