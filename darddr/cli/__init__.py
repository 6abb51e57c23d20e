"""The `darddr` command. One file per noun; every message names what and where."""

from darddr.cli.main import main

__all__ = ["main"]
