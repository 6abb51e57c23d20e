"""The gate refuses every hostile file for its own reason and lets every genuine one in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darddr.uploads import check
from darddr.uploads.addresses import is_remote
from darddr.uploads.kinds import BY_KIND, WAYS_OUT
from darddr.uploads.verdict import REASONS
from tests.unit.uploads import builders
from tests.unit.uploads.genuine import genuine
from tests.unit.uploads.hostile import HOSTILE

_GENUINE = list(genuine())


def test_the_collections_are_as_large_as_promised() -> None:
    assert len(HOSTILE) >= 60
    assert len(_GENUINE) >= 30


@pytest.mark.parametrize(
    ("name", "data", "reason"), [entry[1:] for entry in HOSTILE], ids=[entry[0] for entry in HOSTILE]
)
def test_hostile_file_is_answered_with_its_own_reason(name: str, data: bytes, reason: str) -> None:
    verdict = check(name, data, largest_mb=1)
    assert verdict.reason == reason
    assert verdict.verdict == REASONS[reason][0] != "accept"


@pytest.mark.parametrize(("name", "data"), _GENUINE, ids=[name for name, _ in _GENUINE])
def test_genuine_file_is_accepted(name: str, data: bytes) -> None:
    assert check(name, data).message == f"{name} is accepted."


def test_real_plans_are_accepted(shared_data: Path) -> None:
    answers = {path.name: check(path.name, path).verdict for path in sorted((shared_data / "files").iterdir())}
    assert len(answers) >= 20
    assert set(answers.values()) == {"accept"}, answers


@pytest.mark.parametrize(
    ("name", "data", "reason"), [entry[1:] for entry in HOSTILE], ids=[entry[0] for entry in HOSTILE]
)
def test_message_is_one_sentence_that_names_the_file(name: str, data: bytes, reason: str) -> None:
    message = check(name, data, largest_mb=1).message
    assert message.startswith("".join(char if char.isprintable() else "?" for char in name) + " ")
    assert message.endswith(".")
    assert "{" not in message
    assert ". " not in message.removeprefix(name)


def test_every_reason_that_can_be_given_has_its_file() -> None:
    """Exhaustion of the limited process has a test of its own."""
    assert {entry[3] for entry in HOSTILE} | {"too-costly"} == set(REASONS)


def test_every_way_out_is_a_known_reason() -> None:
    assert {reason for reason, _ in (*WAYS_OUT.values(), *BY_KIND.values())} <= set(REASONS)


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large.docx"
    with large.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))
    assert check("large.docx", large).reason == "too-large"


def test_a_wrong_picture_ending_does_not_hide_a_worse_fault() -> None:
    data = builders.png(after=builders.archive({"a": "a"}))
    assert check("p.jpg", data).reason == "polyglot"


@pytest.mark.parametrize(
    ("target", "remote"),
    [
        ("https://example.org/a", True),
        ("\\\\server\\share", True),
        ("//server/share", True),
        ("file://server/share", True),
        ("file:///\\\\server\\share", True),
        ("file:%5C%5Cserver%5Cshare", True),
        ("ms-word:ofe|u|https://example.org", True),
        ("C:\\a.dotx", False),
        ("file:///C:/a.dotx", False),
        ("file:///usr/share/a.ott", False),
        ("Normal.dotm", False),
        ("../media/a.png", False),
        ("", False),
    ],
)
def test_remote_addresses(target: str, remote: bool) -> None:
    assert is_remote(target) is remote


@settings(deadline=None, max_examples=150)
@given(place=st.integers(0, 10_000), change=st.binary(min_size=1, max_size=8), which=st.integers(0, len(_GENUINE) - 1))
def test_damage_anywhere_is_answered_never_raised(place: int, change: bytes, which: int) -> None:
    name, data = _GENUINE[which]
    at = place % len(data)
    assert check(name, data[:at] + change + data[at + len(change) :]).reason in {*REASONS, "ok"}


@settings(deadline=None, max_examples=100)
@given(data=st.binary(max_size=300))
def test_arbitrary_bytes_are_answered(data: bytes) -> None:
    for name in ("a.docx", "a.pdf", "a.png", "a.csv"):
        for start in (b"", b"PK\x03\x04", b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
            assert check(name, start + data).reason in {*REASONS, "ok"}
