"""The finished files as another program reads them."""

import re
import shutil
import subprocess

import pytest

from darddr.documents.action_plan import action_plan
from darddr.documents.facts import Layout
from darddr.documents.overview import overview
from darddr.documents.summary import summary

from .samples import plan, report, short_report

pytestmark = [
    pytest.mark.xdist_group("documents in LibreOffice"),  # it is started once for them all
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"),
]


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Text LibreOffice finds in each document, by name."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "plan.docx").write_bytes(action_plan(plan()))
    (folder / "report.docx").write_bytes(overview(report()))
    (folder / "summary.docx").write_bytes(summary(short_report()))
    for numbering in ("sections", "running"):
        laid_out = report(layout=Layout(numbering=numbering, summary_bound_in=True))
        (folder / f"{numbering}.docx").write_bytes(overview(laid_out))
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
    names = ("plan", "report", "summary", "sections", "running")
    subprocess.run(
        [*command, "txt:Text (encoded):UTF8", "--outdir", str(folder), *(f"{name}.docx" for name in names)],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: (folder / f"{name}.txt").read_text(encoding="utf-8-sig") for name in names}


def test_each_action_is_read_exactly_once_in_both(read):
    for text in (read["plan"], read["report"]):
        found = re.findall(r"ACTIONTOKEN\d+X\d+END", text)
        assert len(found) == len(set(found)) == 6


def test_each_finding_is_read_exactly_once_in_the_report(read):
    found = re.findall(r"FINDINGTOKEN\d+END", read["report"])
    assert len(found) == len(set(found)) == 8


def test_paragraphs_and_chapters_are_numbered(read):
    assert re.search(r"^ *1 Introduction$", read["report"], re.MULTILINE)
    assert re.search(r"^ *1\.1 This report of a Domestic Abuse Related Death Review", read["report"], re.MULTILINE)
    assert re.search(r"^ *Preface$", read["report"], re.MULTILINE)


def test_the_summary_is_numbered_and_says_each_recommendation_once(read):
    assert re.search(r"^ *11 Recommendations$", read["summary"], re.MULTILINE)
    assert [read["summary"].count(f"Recommendation {n} (") for n in (1, 2, 3)] == [1, 1, 1]


def test_paragraphs_are_numbered_as_the_review_wants_them(read):
    numbers = {
        name: re.findall(r"^ *(\d+(?:\.\d+)*\.?) \S", read[name], re.MULTILINE) for name in ("sections", "running")
    }
    assert {"1", "1.1", "1.3.1", "2.1"} <= set(numbers["sections"])
    inside = [number for number in numbers["sections"] if number.count(".") == 2 and not number.endswith(".")]
    assert len(inside) == len(set(inside))
    run = [int(number[:-1]) for number in numbers["running"] if number.endswith(".")]
    assert run[:3] == [1, 2, 3]
    assert max(run) > 20
    assert not any("." in number.rstrip(".") for number in numbers["running"])
