"""`plan read` past the gate: every format, and what a person must settle said in a line each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from darddr.cli import main
from tests.unit.importers.builders import xlsx
from tests.unit.importers.test_broken_files import sound


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods", "csv"])
def test_every_format_is_read_through_the_gate(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"plan.{kind}"
    file.write_bytes(sound(kind))
    answer = CliRunner().invoke(main, ["plan", "read", str(file), "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert [each["text"] for each in told["recommendations"]][:2] == ["Ask alone", "Share"]
    assert told["recommendations"][0]["actions"][0]["lead_agencies"] == ["Police", "NHS Trust"]


def test_what_a_person_must_settle_is_said_in_a_line_each_with_what_is_known_of_its_place(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True

    rows = [("Recommendation", "Action", "Due"), ("One", "=A2", "31 September 2028")]
    (tmp_path / "plan.xlsx").write_bytes(xlsx(rows, change))
    answer = CliRunner().invoke(main, ["plan", "read", str(tmp_path / "plan.xlsx")])
    assert [line for line in answer.stdout.splitlines() if line.startswith("Problem")] == [
        "Problem in table 1: 1 row hidden in sheet Plan, read like the others",
        "Problem in table 1, row 2, column B: “=A2”: "
        "a formula without its result; open the file, let it calculate, save it and choose it again",
        "Problem in table 1, row 2, column Due: “31 September 2028”: no such day",
    ]
