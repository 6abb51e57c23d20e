"""The gate in a process of its own: little memory, five seconds, no file and no connection to open."""

from __future__ import annotations

import codecs
import json
import resource
import sys

from darddr.uploads.gate import check

MEMORY, SECONDS = 512 * 1024 * 1024, 5
_CODECS = ("cp437", "utf-16", "utf-16-le", "utf-16-be", "utf-8", "ascii", "latin-1", "cp1252", "unicode_escape")


def confine() -> None:
    """Set the limits; what is imported later could no longer be opened, so encodings are fetched before."""
    for name in _CODECS:
        codecs.lookup(name)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))  # standard input, output, error: no file, no socket besides


def main() -> None:
    """Read a name's length, the limit, the name and the file from standard input; answer with the verdict as JSON."""
    confine()
    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    largest = int.from_bytes(sys.stdin.buffer.read(4), "big")
    name = sys.stdin.buffer.read(size).decode("utf-8", "surrogateescape")
    verdict = check(name, sys.stdin.buffer.read(), largest)
    sys.stdout.write(json.dumps(verdict.as_json()))


if __name__ == "__main__":
    main()
