"""Settings are complete at the start, derived from one folder, and do not tell their secrets."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from pydantic import ValidationError

from darddr import clock
from darddr.crypto.errors import RootKeyMissing
from darddr.crypto.providers import provider_for
from darddr.settings import Settings, SettingsMissing, SettingsWrong


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from outside, and a working folder with no demo in it."""
    for name in list(os.environ):
        if name.startswith("DARDDR_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_one_folder_is_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DARDDR_INSTANCE", str(tmp_path / "county"))
    settings = Settings.from_env()
    assert settings.database_url == f"sqlite:///{tmp_path}/county/data/darddr.db"
    assert settings.keystore_url == f"sqlite:///{tmp_path}/county/keystore/keystore.db"
    assert settings.root_key_file == tmp_path / "county" / "keys" / "root.key"
    assert (settings.demo, settings.secure_cookies, settings.trusted_proxies) == (False, True, 0)
    assert (settings.max_upload_mb, settings.session_idle_minutes, settings.session_absolute_minutes) == (25, 20, 480)
    assert settings == Settings.for_instance(tmp_path / "county")


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(SettingsMissing, match="Set DARDDR_INSTANCE"):
        Settings.from_env()


def test_a_missing_root_key_is_left_to_the_check_that_knows_which_one_is_needed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DARDDR_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DARDDR_ROOT_KEY_PROVIDER", "env")
    with pytest.raises(RootKeyMissing, match="The setting DARDDR_ROOT_KEY is empty"):
        provider_for(Settings.from_env()).current()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DARDDR_MAX_UPLOAD_MB", "lots-of-hunter2"),
        ("DARDDR_SESSION_IDLE_MINUTES", "0"),
        ("DARDDR_ROOT_KEY_PROVIDER", "hunter2"),
        ("DARDDR_DATABASE_URL", "mysql://keeper:hunter2@example.org/db"),
    ],
)
def test_an_unusable_value_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv("DARDDR_INSTANCE", str(tmp_path))
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong, match=f"^{name} cannot be used: ") as refused:
        Settings.from_env()
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+psycopg"])
def test_postgres_addresses_get_our_driver(tmp_path: Path, scheme: str) -> None:
    settings = Settings.for_instance(tmp_path, database_url=f"{scheme}://keeper:pw@db.example.org/darddr")
    assert settings.database_url == "postgresql+psycopg://keeper:pw@db.example.org/darddr"


def test_secrets_do_not_show(tmp_path: Path) -> None:
    settings = Settings.for_instance(
        tmp_path,
        database_url="postgresql://keeper:hunter2@db.example.org/darddr",
        keystore_url="postgresql://keeper:hunter3@keys.example.org/keys",
        root_key_provider="env",
        root_key="hunter4",
    )
    for secret in ("hunter2", "hunter3", "hunter4"):
        assert secret not in repr(settings) + str(settings)


def test_an_instance_folder_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The demo never touches the real database, whatever the shell it is started from says."""
    monkeypatch.setenv("DARDDR_DATABASE_URL", "postgresql://real.example.org/darddr")
    monkeypatch.setenv("DARDDR_ROOT_KEY_FILE", "/real/root.key")
    settings = Settings.for_instance(tmp_path / "demo", demo=True)
    assert settings.database_url.startswith(f"sqlite:///{tmp_path}/demo/")
    assert settings.root_key_file.is_relative_to(tmp_path / "demo")


def test_the_demo_alone_is_found(tmp_path: Path) -> None:
    (tmp_path / "instance" / "demo").mkdir(parents=True)
    settings = Settings.from_env()
    assert (settings.demo, settings.secure_cookies) == (True, False)
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/demo/data/darddr.db"
    (tmp_path / "instance" / "data").mkdir()
    with pytest.raises(SettingsMissing):
        Settings.from_env()


def test_settings_do_not_change(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        Settings.for_instance(tmp_path).demo = True  # type: ignore[misc]


def test_folders_no_root_key_may_lie_in(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path, database_url=f"sqlite:///{tmp_path}/elsewhere/darddr.db")
    assert set(settings.data_folders) == {tmp_path / "data", tmp_path / "keystore", tmp_path / "elsewhere"}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 4, 22, 59, tzinfo=UTC), date(2026, 6, 4)),
        (datetime(2026, 6, 4, 23, 1, tzinfo=UTC), date(2026, 6, 5)),
        (datetime(2026, 12, 4, 23, 59, tzinfo=UTC), date(2026, 12, 4)),
    ],
)
def test_today_is_london_s(moment: datetime, day: date) -> None:
    with time_machine.travel(moment, tick=False):
        assert clock.now() == moment
        assert clock.now().tzinfo is UTC
        assert clock.today() == day
