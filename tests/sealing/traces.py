"""Invented names, and everything a process writes, file by file, in which they are looked for."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SYLLABLES = [
    "quor",
    "zel",
    "phin",
    "mab",
    "tor",
    "wex",
    "ild",
    "gro",
    "vash",
    "nim",
    "cald",
    "ebri",
    "thox",
    "pell",
    "urn",
    "skev",
]


def invented(dice: random.Random) -> str:
    """A word of four syllables: too long to stand in ciphertext by chance, and no word of ours."""
    return "".join(dice.choices(SYLLABLES, k=4)).capitalize()


class Traces:
    """Everything the process wrote, file by file, at every moment it was looked at."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.held = folder, dict[str, bytes]()

    def look(self) -> None:
        """Read every file there is now."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                self.held[path.name] = self.held.get(path.name, b"") + path.read_bytes().lower()

    @contextmanager
    def watching(self, folder: Path) -> Iterator[None]:
        """Look at one folder over and over, for files that are soon removed."""
        stop = threading.Event()

        def watch() -> None:
            while not stop.wait(0.002):
                for path in folder.rglob("*"):
                    try:
                        self.held[path.name] = path.read_bytes().lower()
                    except OSError:
                        self.held.setdefault(path.name, b"")

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            stop.set()
            watcher.join()

    def where(self, secret: str) -> list[str]:
        """Files in which a secret stands, in any case, as UTF-8 or UTF-16."""
        forms = [secret.lower().encode(coding) for coding in ("utf-8", "utf-16-le")]
        return [name for name, held in self.held.items() if any(form in held for form in forms)]
