"""The program's migrations with versions of a test's own added, in a copy that the program uses until the test ends."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import indent

import pytest

from darddr.services import opening

SCRIPTS = opening.SCRIPTS
HEAD = (SCRIPTS / "HEAD").read_text(encoding="ascii").strip()

_SCRIPT = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{after}"


def upgrade():
{up}


def downgrade():
{down}
"""


def add_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch, revision: str, up: str, down: str = "pass", after: str = HEAD
) -> None:
    """Add a version after the head, or after another that a test added. `up` and `down` are the bodies of its functions."""
    copy = folder / "migrations"
    if not copy.exists():
        shutil.copytree(SCRIPTS, copy, ignore=shutil.ignore_patterns("__pycache__"))
        monkeypatch.setattr(opening, "SCRIPTS", copy)
    script = _SCRIPT.format(revision=revision, after=after, up=indent(up, "    "), down=indent(down, "    "))
    (copy / "versions" / f"{revision}.py").write_text(script, encoding="utf-8")


COPY = """
triggers = op.get_bind().exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
for name, _ in triggers:
    op.get_bind().exec_driver_sql(f"DROP TRIGGER {{name}}")
for table in {tables}:
    with op.batch_alter_table(table, recreate="always"):
        pass
for _, sql in triggers:
    op.get_bind().exec_driver_sql(sql)
"""
"""How a migration copies tables on SQLite: triggers go first and are made again, as a table's own would be lost with it."""
