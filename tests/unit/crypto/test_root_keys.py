"""The text of a root key, and the contract every provider of one keeps."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.crypto.errors import RootKeyExists, RootKeyExposed, RootKeyMalformed, RootKeyMissing
from darddr.crypto.providers import EnvProvider, FileProvider, RootKeyProvider, provider_for
from darddr.crypto.rootkey import RootKey
from darddr.settings import Settings

KEY = RootKey(3, date(2026, 2, 11), bytes(range(32)))

Supply = Callable[[str | None], RootKeyProvider]


@pytest.fixture(params=["file", "env"])
def supply(request: pytest.FixtureRequest, tmp_path: Path) -> Supply:
    """A provider of each kind that holds the text given, or nothing."""

    def from_file(text: str | None) -> RootKeyProvider:
        path = tmp_path / "keys" / "root.key"
        if text is not None:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            path.chmod(0o600)
        return FileProvider(path)

    return from_file if request.param == "file" else EnvProvider


def test_the_key_comes_back_with_its_name(supply: Supply) -> None:
    provider = supply(KEY.text())
    assert provider.current() == KEY
    assert provider.fingerprint() == KEY.fingerprint
    assert KEY.named == f"root key {KEY.fingerprint} (made 11 February 2026)"


def test_line_breaks_do_not_matter(supply: Supply) -> None:
    assert supply(" ".join(KEY.text().split())).current() == KEY


def test_nothing_there_is_missing(supply: Supply) -> None:
    provider = supply(None)
    with pytest.raises(RootKeyMissing) as refused:
        provider.current()
    assert provider.describe().removeprefix("the file ").removeprefix("the setting ") in str(refused.value)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda text: "", "does not hold|is empty"),
        (lambda text: text[: len(text) // 2], "incomplete or garbled"),
        (lambda text: text.replace("key AAAQ", "key AAAR"), "check digits do not agree"),
        (lambda text: text.replace("made 2026-02-11", "made 2026-02-12"), "check digits do not agree"),
        (lambda text: text.replace("made 2026-02-11", "made 2026-02-31"), "incomplete or garbled"),
        (lambda text: text.replace(" EAYE", ""), "of 30 bytes instead of 32"),
        (lambda text: text.replace("darddr-root-key 1", "darddr-root-key 9"), "format this version"),
        (lambda text: "hunter2 " + text, "does not hold a darddr root key"),
        (lambda text: text.replace("key AAAQ", "key 🔑AAQ"), "incomplete or garbled"),
    ],
)
def test_a_spoilt_key_is_named_and_not_shown(supply: Supply, spoil: Callable[[str], str], why: str) -> None:
    text = spoil(KEY.text())
    assert text != KEY.text()
    with pytest.raises((RootKeyMalformed, RootKeyMissing)) as refused:
        supply(text).current()
    message = str(refused.value)
    assert re.search(why, message)
    assert message.endswith("Nothing has been changed.")
    assert "AAAQ" not in message
    assert "hunter2" not in message


@given(st.binary(min_size=32, max_size=32), st.integers(1, 99999), st.dates(date(2020, 1, 1)))
@settings(deadline=None, max_examples=30)
def test_every_key_survives_its_text(key: bytes, version: int, made_on: date) -> None:
    assert RootKey.parse(RootKey(version, made_on, key).text(), "here") == RootKey(version, made_on, key)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_no_mistyped_letter_goes_unnoticed(data: st.DataObject) -> None:
    text = KEY.text()
    letters = [i for i in range(text.index("key A") + 4, text.index("check")) if text[i].isalnum()]
    at = data.draw(st.sampled_from(letters[:-1]))
    other = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").filter(lambda letter: letter != text[at]))
    with pytest.raises(RootKeyMalformed):
        RootKey.parse(text[:at] + other + text[at + 1 :], "here")


def test_the_bytes_never_show() -> None:
    assert "\\x01" not in repr(KEY)
    assert KEY.bytes.hex() not in repr(KEY)
    assert KEY.bytes.hex() not in KEY.fingerprint + KEY.named


def test_a_new_file_is_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "root.key"
    first = FileProvider.create(path).current()
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(RootKeyExists):
        FileProvider.create(path)
    assert FileProvider(path).current() == first


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    provider = FileProvider.create(tmp_path / "root.key")
    provider.path.chmod(mode)
    with pytest.raises(RootKeyExposed):
        provider.current()


def test_a_key_beside_the_data_is_refused_however_it_got_there(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with pytest.raises(RootKeyExposed):
        FileProvider.create(data / "keys" / "root.key", [data])
    assert list(data.iterdir()) == []
    FileProvider.create(data / "root.key")
    os.symlink(data / "root.key", tmp_path / "root.key")
    with pytest.raises(RootKeyExposed):
        FileProvider(tmp_path / "root.key", [data]).current()


def test_settings_choose_the_provider(tmp_path: Path) -> None:
    by_file = Settings.for_instance(tmp_path)
    FileProvider.create(by_file.root_key_file, by_file.data_folders)
    assert provider_for(by_file).describe() == f"the file {tmp_path / 'keys' / 'root.key'}"
    by_env = Settings.for_instance(tmp_path, root_key_provider="env", root_key=KEY.text())
    assert provider_for(by_env).current() == KEY
    astray = Settings.for_instance(tmp_path, root_key_file=tmp_path / "keystore" / "root.key")
    with pytest.raises(RootKeyExposed):
        provider_for(astray).current()
