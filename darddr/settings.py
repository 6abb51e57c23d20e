"""Settings: typed, frozen, complete at start. A default is both safe in production and fit to publish."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsMissing(Exception):
    """A setting that is missing or does not fit; the message names its variable."""


class Settings(BaseSettings):
    """One instance, from `DARDDR_*` variables. Stores default to files under the instance's folder."""

    model_config = SettingsConfigDict(env_prefix="DARDDR_", frozen=True, extra="ignore")

    instance: Path
    database_url: str = Field(default="", repr=False)
    keystore_url: str = Field(default="", repr=False)
    root_key_provider: Literal["file", "env"] = "file"
    root_key_file: Path | None = None
    root_key: SecretStr | None = None
    max_upload_mb: int = Field(default=25, ge=1)
    secure_cookies: bool = True
    trusted_proxies: int = Field(default=0, ge=0)
    session_idle_minutes: int = Field(default=20, ge=1)
    session_absolute_minutes: int = Field(default=480, ge=1)

    @model_validator(mode="before")
    @classmethod
    def _from_instance(cls, values: dict[str, object]) -> dict[str, object]:
        if "instance" not in values:
            return values
        folder = Path(str(values["instance"])).absolute()
        values["instance"] = folder
        values["database_url"] = _with_driver(str(values.get("database_url") or f"sqlite:///{folder}/data/darddr.db"))
        values["keystore_url"] = _with_driver(str(values.get("keystore_url") or f"sqlite:///{folder}/keystore/keystore.db"))
        values.setdefault("root_key_file", folder / "keys" / "root.key")
        return values

    @classmethod
    def from_env(cls) -> Settings:
        """The instance that the environment names. Raises SettingsMissing with the variable's name."""
        return _checked(lambda: cls())

    @classmethod
    def for_instance(cls, folder: Path, **given: object) -> Settings:
        """The instance in a folder, its other settings from the environment. Raises SettingsMissing."""
        return _checked(lambda: cls(instance=folder, **given))  # type: ignore[arg-type]


def _checked(make: object) -> Settings:
    try:
        return make()  # type: ignore[operator, no-any-return]
    except ValidationError as error:
        first = error.errors()[0]
        name = f"DARDDR_{'_'.join(str(part) for part in first['loc']).upper()}"
        if first["type"] == "missing":
            raise SettingsMissing(f"Set {name}: the folder that holds this instance’s data and keys.") from None
        raise SettingsMissing(f"{name} does not fit: {first['msg']}.") from None


def _with_driver(url: str) -> str:
    """PostgreSQL always by psycopg 3, however its address was written."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url
