"""The gate in a process of its own with little memory, no files to write and a few seconds to live."""

from __future__ import annotations

import json
import resource
import sys

MEMORY, SECONDS = 512 * 1024 * 1024, 5


def main() -> None:
    """Read a name's length, the name and the file from standard input; answer with the verdict as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    from darddr.uploads.gate import check  # after the limits, so that they hold for all of it

    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    largest = int.from_bytes(sys.stdin.buffer.read(4), "big")
    name = sys.stdin.buffer.read(size).decode("utf-8", "replace")
    verdict = check(name, sys.stdin.buffer.read(), largest)
    sys.stdout.write(json.dumps(verdict.as_json()))


if __name__ == "__main__":
    main()
