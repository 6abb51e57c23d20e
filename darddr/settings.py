"""What an installation is told from outside: typed, frozen, and complete before anything starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url

_DEMO = Path("instance/demo")


class SettingsMissing(Exception):
    """A value without which nothing can start; the message names the environment variable."""


class SettingsWrong(Exception):
    """A value that cannot be used; the message names the environment variable, never the value."""


class Settings(BaseSettings):
    """Settings from `DARDDR_*`. Whatever has a default is safe in production and fit to publish."""

    model_config = SettingsConfigDict(env_prefix="DARDDR_", frozen=True, extra="ignore", hide_input_in_errors=True)

    instance: Path
    database_url: str = Field(repr=False)
    keystore_url: str = Field(repr=False)
    root_key_provider: Literal["file", "env"] = "file"
    root_key_file: Path
    root_key: SecretStr | None = Field(default=None, repr=False)
    demo: bool = False
    max_upload_mb: int = Field(default=25, ge=1)
    secure_cookies: bool = True
    trusted_proxies: int = Field(default=0, ge=0)
    undo_minutes: int = Field(default=10, ge=0)
    national_answer_days: int = Field(default=84, ge=1)
    """Days after which a step of a national recommendation counts as late: local configuration, no law sets one."""
    mail_host: str = ""
    """The server that takes mail; without one, mail is written to the folder `outbox` of the instance."""
    mail_port: int = Field(default=587, ge=1, le=65_535)
    mail_tls: bool = True
    mail_user: str = ""
    mail_password: SecretStr | None = Field(default=None, repr=False)
    mail_from: str = "darddr@localhost"
    mail_link: str = ""
    """The address of these pages as people open them, for the link in a mail."""
    session_idle_minutes: int = Field(default=20, ge=1)
    session_absolute_minutes: int = Field(default=480, ge=1)

    @model_validator(mode="before")
    @classmethod
    def _fill_from_instance(cls, values: dict[str, Any]) -> dict[str, Any]:
        if not values.get("instance"):
            raise SettingsMissing("Set DARDDR_INSTANCE to the folder that holds this installation.")
        return {**_derived(Path(values["instance"])), **{name: value for name, value in values.items() if value != ""}}

    @field_validator("database_url", "keystore_url")
    @classmethod
    def _with_our_driver(cls, url: str) -> str:
        scheme, mark, rest = url.partition("://")
        if scheme.partition("+")[0] in ("postgres", "postgresql"):
            return f"postgresql+psycopg{mark}{rest}"
        if scheme.partition("+")[0] == "sqlite":
            return url
        raise ValueError("only sqlite and postgresql addresses are understood")

    @classmethod
    def from_env(cls) -> Settings:
        """Settings of this process; the demo's where DARDDR_INSTANCE is unset and only the demo exists.

        Raises SettingsMissing or SettingsWrong, one sentence naming the variable.
        """
        try:
            return cls.model_validate({})
        except SettingsMissing:
            if _DEMO.is_dir() and not (_DEMO.parent / "data").exists():
                return cls.for_instance(_DEMO, demo=True, secure_cookies=False)
            raise
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            name = "_".join(str(part) for part in first["loc"]).upper()
            raise SettingsWrong(f"DARDDR_{name} cannot be used: {first['msg']}.") from None

    @classmethod
    def for_instance(cls, folder: Path, **values: Any) -> Settings:
        """Settings of one instance folder with its own SQLite database, key store and root key file."""
        return cls(**{**_derived(folder), "instance": folder, "root_key_provider": "file", **values})

    @property
    def data_folders(self) -> tuple[Path, ...]:
        """Folders that hold data or wrapped keys: a root key must lie in none of them."""
        files = [make_url(url).database for url in (self.database_url, self.keystore_url) if url.startswith("sqlite")]
        named = [Path(file).parent for file in files if file and file != ":memory:"]
        return tuple(dict.fromkeys([self.instance / "data", self.instance / "keystore", *named]))


def _derived(folder: Path) -> dict[str, Any]:
    folder = folder.absolute()
    return {
        "database_url": f"sqlite:///{folder / 'data' / 'darddr.db'}",
        "keystore_url": f"sqlite:///{folder / 'keystore' / 'keystore.db'}",
        "root_key_file": folder / "keys" / "root.key",
    }
