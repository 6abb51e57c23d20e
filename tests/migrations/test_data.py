"""A migration that moves data has data to be tried with, by a rule that looks at every script."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.migrations.scripts import SCRIPTS
from tests.migrations.walk import data_of, upwards

NAMES = [script.revision for script in upwards()]

MOVERS = {"execute", "exec_driver_sql", "bulk_insert", "alter_column", "get_bind"}
SHAPES = ("CREATE ", "DROP ")


def moves_data(source: str) -> bool:
    """Whether a script runs statements of its own, other than such as make or drop a trigger, or alters a column."""
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in MOVERS
        and not _shapes(call)
        for call in ast.walk(ast.parse(source))
    )


def _shapes(call: ast.Call) -> bool:
    """Whether a call names its statement there and then, and the statement makes or drops something."""
    texts = (node.value for given in call.args for node in ast.walk(given) if isinstance(node, ast.Constant))
    return str(next(texts, "")).lstrip().upper().startswith(SHAPES)


def test_every_version_that_moves_data_has_data() -> None:
    scripts = {path.name[:4]: path.read_text(encoding="utf-8") for path in (SCRIPTS / "versions").glob("[0-9]*.py")}
    assert sorted(scripts) == sorted(NAMES), "A script is named for its version, as 0002_what_it_does.py is."
    without = [name for name, source in scripts.items() if moves_data(source) and data_of(name) is None]
    assert not without, f"Versions {without} move data: write tests/migrations/data/m{without[0]}.py."


def test_all_data_belong_to_a_version() -> None:
    data = {path.stem for path in (Path(__file__).parent / "data").glob("m*.py")}
    assert data <= {f"m{name}" for name in NAMES}
    for name in sorted(data):
        assert callable(getattr(data_of(name[1:]), "fill", None)), f"{name}.py needs fill(connection)."
        assert callable(getattr(data_of(name[1:]), "check", None)), f"{name}.py needs check(connection)."


@pytest.mark.parametrize(
    ("statement", "moves"),
    [
        ("op.execute(\"UPDATE actions SET state = 'done'\")", True),
        ("op.execute(sa.text(f'DELETE FROM {table}'))", True),
        ("op.execute(statement)", True),
        ("op.bulk_insert(table, rows)", True),
        ("op.get_bind().exec_driver_sql('SELECT 1')", True),
        ("with op.batch_alter_table('actions') as batch:\n    batch.alter_column('slips', nullable=True)", True),
        ("op.execute('''\n    CREATE TRIGGER one_way BEFORE UPDATE ON actions''')", False),
        ("op.execute(sa.DDL('drop trigger one_way'))", False),
        ("op.create_table('more', sa.Column('id', sa.Uuid()))", False),
        ("with op.batch_alter_table('actions') as batch:\n    batch.add_column(sa.Column('more', sa.Text()))", False),
    ],
)  # fmt: skip
def test_the_rule_tells_moving_data_from_making_tables(statement: str, moves: bool) -> None:
    assert moves_data(statement) is moves
