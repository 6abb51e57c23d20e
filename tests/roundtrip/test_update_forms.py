"""Forms re-saved by another office program: the same rows are recognised, and what was written stays."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from darddr.documents.update_form import update_form
from darddr.documents.update_sheet import update_sheet
from darddr.importers.update_forms import ReturnedForm, read_form
from darddr.uploads import check
from tests.returned_forms import filled_sheet, filled_word
from tests.unit.documents.test_update_form import HOSTILE, facts

pytestmark = [
    pytest.mark.office,
    pytest.mark.xdist_group("forms in LibreOffice"),  # it is started once for them all
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"),
]

WORD = {
    0: {"progress": "All trained.\nTwo left.", "status": "Complete", "evidence": "Register, kept by HR."},
    1: {"progress": HOSTILE, "asked": "1 May 2027 because of leave"},
}
SHEET = {
    0: {"progress": "All trained.", "status": "Complete", "evidence": "Register, kept by HR."},
    1: {"progress": HOSTILE, "asked": datetime(2027, 5, 1), "why": "Leave."},
}
TRIPS = {
    "docx": ("docx", "docx"),
    "xlsx": ("xlsx", "xlsx"),
    "ods": ("xlsx", "ods"),
}
"""Each trip: what goes in, what comes out."""


@pytest.fixture(scope="module")
def resaved(tmp_path_factory) -> dict[str, tuple[ReturnedForm, ReturnedForm, bytes]]:
    """By trip: what the form said before, what it says re-saved, and its bytes then."""
    folder = tmp_path_factory.mktemp("office")
    made = {
        "docx": filled_word(update_form(facts()), WORD, "A. Post, Probation", "1 December 2026"),
        "xlsx": filled_sheet(update_sheet(facts()), SHEET, "A. Post, Probation", datetime(2026, 12, 1)),
    }
    found = {}
    for trip, (before, after) in TRIPS.items():
        (folder / f"form.{before}").write_bytes(made[before])
        out = folder / trip
        _convert(folder, f"form.{before}", after, out)
        data = (out / f"form.{after}").read_bytes()
        found[trip] = read_form(f"f.{before}", made[before]), read_form(f"f.{after}", data), data
    return found


def _convert(folder: Path, name: str, kind: str, out: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(out), name], cwd=folder, check=True, capture_output=True, timeout=120)


@pytest.mark.parametrize("trip", TRIPS)
def test_a_form_resaved_says_what_it_said_of_the_same_rows(trip: str, resaved) -> None:
    before, after, data = resaved[trip]
    assert check(f"form.{TRIPS[trip][1]}", data).verdict == "accept"
    assert (after.form_id, after.reference, after.name, after.date) == (
        before.form_id,
        before.reference,
        "A. Post, Probation",
        "1 December 2026",
    )
    assert [row.mark for row in after.rows] == [row.mark for row in facts().rows]
    assert after.rows == before.rows
    assert after.problems == ()


def test_text_that_looks_like_a_formula_is_text_after_another_program_saved_it(resaved) -> None:
    _, after, data = resaved["xlsx"]
    assert after.rows[1].progress == HOSTILE
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Update form"]
    assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
