"""The next test finds a database exactly as the one before found it, or another one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.databases import KINDS, Template, kinds_at_hand, rows_of

pytestmark = pytest.mark.skipif(kinds_at_hand() != KINDS, reason="no PostgreSQL server is named")


@pytest.fixture
def template(templates: Callable[[str], Template], tmp_path: Path) -> Template:
    """A template with a spare database of its own."""
    one = templates("postgresql")
    return Template(one.folder, one.server, one.database_url)


def after(template: Template, folder: Path, statement: str) -> str:
    """Do something as a test would; the address it was done at."""
    with template.copied(folder) as settings:
        engine = sa.create_engine(settings.database_url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
    return settings.database_url


def test_rows_are_put_back_and_the_database_is_used_again(template: Template, tmp_path: Path) -> None:
    with template.copied(tmp_path / "first") as settings:
        address, before = settings.database_url, rows_of(settings.database_url)
    assert after(template, tmp_path / "second", "DELETE FROM alembic_version") == address
    assert after(template, tmp_path / "third", "UPDATE alembic_version SET version_num = 'x'") == address
    with template.copied(tmp_path / "fourth") as settings:
        assert settings.database_url == address
        assert rows_of(address) == before
    template.spares.pop().close()
    assert template.server
    template.server.drop(address)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE left_behind (id integer)",
        "ALTER TABLE reviews ADD COLUMN left_behind integer",
        "DROP INDEX IF EXISTS ix_reviews_partnership_id; CREATE INDEX left_behind ON reviews (partnership_id)",
        "CREATE FUNCTION left_behind() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "REVOKE SELECT ON reviews FROM CURRENT_USER",
        "ALTER DATABASE {database} SET lock_timeout = 7",
    ],
)
def test_a_database_of_which_more_than_rows_was_changed_is_not_used_again(
    template: Template, tmp_path: Path, statement: str
) -> None:
    with template.copied(tmp_path / "first") as settings:
        address = settings.database_url
    assert after(template, tmp_path / "second", statement.format(database=sa.make_url(address).database)) == address
    assert not template.spares
    assert address != after(template, tmp_path / "third", "SELECT 1")
    spare = template.spares.pop()
    spare.close()
    assert template.server
    template.server.drop(spare.address)


def test_whoever_is_still_connected_is_put_out(template: Template, tmp_path: Path) -> None:
    with template.copied(tmp_path / "first") as settings:
        engine = sa.create_engine(settings.database_url)
        connection = engine.connect()
        connection.exec_driver_sql("LOCK TABLE reviews IN ACCESS EXCLUSIVE MODE")
    with template.copied(tmp_path / "second") as again:
        assert again.database_url == settings.database_url
        rows_of(again.database_url)
    with pytest.raises(sa.exc.OperationalError):
        connection.exec_driver_sql("SELECT 1")
    connection.invalidate()
    engine.dispose()
    template.spares.pop().close()
    assert template.server
    template.server.drop(settings.database_url)
