"""Invented names, and everything a process writes, file by file, in which they are looked for."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

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


TABLES = {
    "sqlite": sa.text("SELECT name FROM sqlite_master WHERE type = 'table'"),
    "postgresql": sa.text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"),
}


def stored(engine: Engine) -> bytes:
    """Every table of the database as bytes: what a copy of it would hold."""
    with engine.connect() as connection:
        tables = list(connection.scalars(TABLES[engine.dialect.name]))
        found = [connection.exec_driver_sql(f'SELECT * FROM "{table}"').all() for table in tables]
    values = (value for rows in found for row in rows for value in row)
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def pages_of(engine: Engine) -> bytes:
    """PostgreSQL's own files of every table, with what does not fit in a row and what has been deleted."""
    files = sa.text(
        "SELECT pg_relation_filepath(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'i') UNION ALL"
        " SELECT pg_relation_filepath(c.reltoastrelid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = current_schema() AND c.reltoastrelid <> 0"
    )
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("CHECKPOINT")
        paths = list(connection.scalars(files))
        return b"\n".join(bytes(connection.scalar(sa.select(sa.func.pg_read_binary_file(path)))) for path in paths)
