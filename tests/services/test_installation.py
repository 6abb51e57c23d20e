"""Making an installation, changing its root key, destroying keys: no key is ever made over what exists."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.audit.chain import INSTALLATION_CHAIN
from darddr.crypto.errors import (
    DataKeyExists,
    DataKeyMissing,
    KeyProblem,
    KeyStoreInUse,
    RootKeyMalformed,
    WrongRootKey,
)
from darddr.crypto.providers import EnvProvider
from darddr.crypto.rootkey import RootKey
from darddr.crypto.scopes import Scope, SealClass
from darddr.models.installation import Installation
from darddr.models.partnership import Partnership
from darddr.services.errors import Refusal
from darddr.services.installation import initialise, rotate_root
from darddr.services.opening import Opened, make_installation, open_installation
from darddr.settings import Settings
from darddr.storage.database import reading, writing
from tests.databases import all_held

OTHER = RootKey(1, date(2026, 6, 4), bytes(32))
UNCHANGED = "Nothing has been changed."
NARRATIVE = SealClass.NARRATIVE


def test_an_installation_is_made_once(settings: Settings) -> None:
    before = all_held(settings)
    with pytest.raises(KeyStoreInUse) as failed:
        make_installation(settings)
    assert str(failed.value).endswith(UNCHANGED)
    assert all_held(settings) == before


def test_no_key_is_made_over_a_filled_database(settings: Settings) -> None:
    """Root key and key store both lost: neither is made anew, for what was sealed would then look merely damaged."""
    settings.root_key_file.unlink()
    shutil.rmtree(settings.instance / "keystore")
    before = all_held(settings)
    with pytest.raises(KeyStoreInUse, match="The database already holds data"):
        make_installation(settings)
    assert all_held(settings) == before


@pytest.mark.sqlite
def test_no_database_is_made_over_a_filled_key_store(settings: Settings) -> None:
    shutil.rmtree(settings.instance / "data")
    before = all_held(settings)
    with pytest.raises(KeyStoreInUse, match="The key store already holds keys"):
        make_installation(settings)
    assert all_held(settings) == before
    with pytest.raises(Refusal) as failed:
        open_installation(settings)
    assert failed.value.sentence.startswith("There is no database at ")
    assert all_held(settings) == before


def test_a_root_key_already_there_is_used_and_kept(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path / "new")
    settings.root_key_file.parent.mkdir(parents=True)
    settings.root_key_file.write_text(OTHER.text())
    settings.root_key_file.chmod(0o600)
    made = make_installation(settings)
    with reading(made.engine) as session:
        assert session.scalars(select(Installation)).one().root_fingerprint == OTHER.fingerprint
    made.engine.dispose()
    assert settings.root_key_file.read_text() == OTHER.text()


@pytest.mark.parametrize("text", [OTHER.text()[:60], "nonsense"])
def test_a_bad_root_key_starts_nothing(tmp_path: Path, text: str) -> None:
    settings = Settings.for_instance(tmp_path / "new", root_key_provider="env", root_key=text)
    with pytest.raises(RootKeyMalformed):
        make_installation(settings)
    assert not (tmp_path / "new").exists()


def test_files_of_a_new_installation_are_their_owner_s(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path / "new")
    make_installation(settings).engine.dispose()
    assert settings.root_key_file.stat().st_mode & 0o777 == 0o600
    for folder in ("keys", "data", "keystore"):
        assert (settings.instance / folder).stat().st_mode & 0o777 == 0o700


def test_a_database_is_set_up_once(installation: Opened, session: Session) -> None:
    with pytest.raises(Refusal) as failed:
        initialise(session, installation.keyring, is_demo=False)
    assert "is an installation already" in failed.value.sentence


def test_the_sentence_names_the_day_the_key_was_made(tmp_path: Path) -> None:
    """Not the day the installation was: the key may have been in its envelope for months."""
    old = RootKey(1, date(2026, 2, 11), bytes(range(32)))
    settings = Settings.for_instance(tmp_path / "new", root_key_provider="env", root_key=old.text())
    make_installation(settings).engine.dispose()
    with pytest.raises(WrongRootKey, match=rf"needs root key {old.fingerprint} \(made 11 February 2026\)"):
        open_installation(settings.model_copy(update={"root_key": SecretStr(OTHER.text())}))


def given(settings: Settings, key: RootKey) -> Settings:
    return settings.model_copy(update={"root_key_provider": "env", "root_key": SecretStr(key.text())})


def test_a_new_root_key_takes_over_and_the_old_one_opens_nothing(installation: Opened, settings: Settings) -> None:
    ring = installation.keyring
    before = ring.secret("flask")
    with writing(installation.engine) as session:
        rotate_root(session, None, ring, EnvProvider(OTHER.text()))
    opened = open_installation(given(settings, OTHER))
    assert opened.keyring.secret("flask") == before
    with reading(opened.engine) as session:
        assert audit.entries_of(session, INSTALLATION_CHAIN)[0].tag == "installation.root_key_rotated"
        assert audit.verify(session).ok
    opened.engine.dispose()
    with pytest.raises(WrongRootKey, match=f"needs {re.escape(OTHER.named)}"):
        open_installation(settings)


def test_a_rotation_cut_short_is_finished_by_running_it_again(installation: Opened, settings: Settings) -> None:
    """The key store has changed and the database has not: neither key opens it, and nothing is lost."""
    installation.keyring.rewrap(EnvProvider(OTHER.text()))
    for cut_short in (settings, given(settings, OTHER)):
        with pytest.raises(WrongRootKey):
            open_installation(cut_short)
    with writing(installation.engine) as session:
        rotate_root(session, None, installation.keyring, EnvProvider(OTHER.text()))
    open_installation(given(settings, OTHER)).engine.dispose()


def test_a_rotation_by_somebody_without_the_present_key_changes_nothing(
    installation: Opened, settings: Settings
) -> None:
    before = all_held(settings)
    installation.keyring.provider = EnvProvider(RootKey(1, date(2026, 6, 5), b"x" * 32).text())
    with pytest.raises(WrongRootKey), writing(installation.engine) as session:
        rotate_root(session, None, installation.keyring, EnvProvider(OTHER.text()))
    installation.engine.dispose()
    assert all_held(settings) == before


def test_the_key_store_of_another_installation_is_not_wrapped_anew(
    installation: Opened, settings: Settings, tmp_path: Path
) -> None:
    foreign = make_installation(Settings.for_instance(tmp_path / "foreign"))
    before = foreign.keyring.keystore.root()
    with pytest.raises(KeyProblem), writing(installation.engine) as session:
        rotate_root(session, None, foreign.keyring, EnvProvider(OTHER.text()))
    foreign.engine.dispose()
    assert foreign.keyring.keystore.root() == before


def test_the_key_store_of_another_installation_is_not_taken_for_one_whose_rotation_was_cut_short(
    installation: Opened, settings: Settings, tmp_path: Path
) -> None:
    """It is wrapped under the new root key already, as ours would be."""
    foreign = make_installation(Settings.for_instance(tmp_path / "foreign"))
    foreign.keyring.rewrap(EnvProvider(OTHER.text()))
    before = all_held(settings)
    with pytest.raises(KeyProblem), writing(installation.engine) as session:
        rotate_root(session, None, foreign.keyring, EnvProvider(OTHER.text()))
    for opened in (foreign, installation):
        opened.engine.dispose()
    assert all_held(settings) == before


def test_what_was_sealed_opens_after_reopening_and_not_after_destruction(settings: Settings) -> None:
    opened = open_installation(settings)
    with writing(opened.engine) as session:
        partnership = Partnership(name="Alderbeck", code="ALD")
        scope = Scope.partnership(partnership.id)
        opened.keyring.open_scope(scope)
        session.add(partnership)
    narrative = SealClass.NARRATIVE
    sealed = opened.keyring.seal(b"story", scope, narrative, "notes", partnership.id)
    opened.engine.dispose()
    again = open_installation(settings)
    assert again.keyring.open(sealed, scope, narrative, "notes", partnership.id) == b"story"
    again.keyring.destroy(scope, narrative)
    again.engine.dispose()
    last = open_installation(settings)
    with pytest.raises(DataKeyMissing, match="was destroyed on"):
        last.keyring.open(sealed, scope, narrative, "notes", partnership.id)
    with pytest.raises(DataKeyExists, match="never made again"):
        last.keyring.open_scope(scope, [narrative])
    last.engine.dispose()
