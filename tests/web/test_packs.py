"""The pack from the page and from the command line: one button, one file, and who may not have it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from darddr import clock
from darddr.cli import main
from darddr.models.user import User
from darddr.settings import Settings
from tests.factories import Make
from tests.strict_client import StrictClient

SignIn = Callable[[User], StrictClient]


def test_one_button_makes_the_pack_and_sends_it(make: Make, session: Session, sign_in: SignIn) -> None:
    partnership = make.partnership()
    coordinator, executive = make.coordinator(partnership), make.executive(partnership)
    kept_out = make.excluded(make.review(partnership), make.executive(partnership))
    session.commit()
    here, client = f"/partnerships/{partnership.id}/packs", sign_in(coordinator)
    answer = client.post(f"{here}/new", follow_redirects=True)
    assert answer.mimetype == "application/zip"
    assert f"{partnership.code}-pack-{clock.today()}.zip" in answer.headers["Content-Disposition"]
    assert len(zipfile.ZipFile(io.BytesIO(answer.data)).namelist()) == 5
    address = answer.request.path
    told = {
        "body": "Overview and scrutiny",
        "reported_on-day": "1",
        "reported_on-month": "1",
        "reported_on-year": "2001",
    }
    assert client.post(f"{address}/reported", data=told).status_code == 422
    today = clock.today()
    day = {"reported_on-day": today.day, "reported_on-month": today.month, "reported_on-year": today.year}
    assert client.post(f"{address}/reported", data={**told, **day}).status_code == 302
    reader = sign_in(executive)
    assert "Overview and scrutiny" in reader.get(here).text
    assert reader.get(address).data == answer.data
    assert sign_in(kept_out).get(address).mimetype == "text/html"


def test_the_command_writes_the_pack_for_a_coordinator_and_for_nobody_else(
    make: Make, session: Session, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partnership = make.partnership()
    coordinator, executive = make.coordinator(partnership), make.executive(partnership)
    session.commit()
    monkeypatch.setenv("DARDDR_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DARDDR_DATABASE_URL", settings.database_url)
    out = tmp_path / "pack.zip"
    for user, code in ((executive, 1), (coordinator, 0)):
        words = ["pack", partnership.code, "--as", user.email, "--as-at", "2026-01-05", "--out", str(out)]
        answer = CliRunner().invoke(main, words)
        assert answer.exit_code == code
        assert out.exists() is (code == 0)
        assert ("There is no partnership" in answer.stderr) is (code == 1)
    assert "executive-report.docx" in zipfile.ZipFile(out).namelist()
