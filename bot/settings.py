"""Settings: one place, read from the environment (prefix ``ONRECORD_``) and from a file ``.env`` beside you."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError

INTERFACE_LANGUAGES = ("en", "fr", "ar")


class Names(BaseModel):
    """What the institution is called in one language."""

    model_config = ConfigDict(extra="forbid")

    name: str
    short: str | None = None


class Institution(BaseModel):
    """The institution whose statements these are, in each interface language it has a name in."""

    model_config = ConfigDict(extra="forbid")

    en: Names | None = None
    fr: Names | None = None
    ar: Names | None = None

    def names(self, language: str) -> Names | None:
        """Return its names in ``language``, else in another language that it has."""
        wanted: Names | None = getattr(self, language, None)
        return wanted or self.en or self.fr or self.ar


class Settings(BaseSettings):
    """Everything that can be set. The descriptions are the README's table."""

    model_config = SettingsConfigDict(
        env_prefix="ONRECORD_", env_file=".env", env_nested_delimiter="__", extra="ignore", env_ignore_empty=True
    )

    token: SecretStr | None = Field(None, description="The bot's token, from BotFather.")
    data: Path = Field(Path("data"), description="The folder that holds everything; `--data` stands before it.")
    institution: Institution = Field(
        default_factory=Institution,
        description=(
            'Stands for an issuer that a source does not name, and in `/start`: JSON, `{"en": {"name": "Organisation '
            'of Islamic Cooperation", "short": "OIC"}}`, likewise under `"fr"` and `"ar"`.'
        ),
    )
    model: str | None = Field(
        None,
        description=(
            "Any sentence-transformers model, by name or folder, in place of the bundled multilingual-e5-small. "
            "The index is rebuilt when it changes."
        ),
    )
    reranker: str | None = Field(
        None,
        description=(
            "Any sentence-transformers CrossEncoder for ranking, by name or folder: it reads the twenty best passages "
            "of each question once more, which takes many times as long as the rest. None when empty."
        ),
    )
    cache: Path | None = Field(
        None, description="Where the bundled model is unpacked to; the user's cache folder when empty."
    )
    api_url: str | None = Field(
        None, description="Any Bot API server, such as `http://127.0.0.1:9000`; Telegram's own when empty."
    )
    threads: int | None = Field(
        None,
        ge=1,
        le=256,
        description="Threads that embed statements; one a core when empty. A question always takes one.",
    )
    workers: int = Field(2, ge=1, le=64, description="Questions that are worked on at once.")
    timezone: ZoneInfo | None = Field(
        None,
        description=(
            "Where the institution's days begin and end, such as `Asia/Riyadh`: the day of an instant that a feed or a "
            "page tells in UTC. When empty, the day as it is written."
        ),
    )
    watch: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="What `onrecord watch` follows: folders, feeds and pages, with spaces between them."
    )
    watch_minutes: float = Field(15, ge=1, le=10080, description="Minutes from one look at them to the next.")
    pause: float = Field(1.0, ge=0, le=3600, description="Seconds between two requests to one site, at least.")
    private_addresses: bool = Field(
        False, description="Lets `add` and `watch` read addresses of this machine and its own network."
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR. No level logs a question.")

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        level = value.upper()
        if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            msg = "must be DEBUG, INFO, WARNING or ERROR"
            raise ValueError(msg)
        return level

    @field_validator("watch", mode="before")
    @classmethod
    def _parted(cls, value: object) -> object:
        # As a shell parts them: a folder with a space in its name goes between quotes.
        return tuple(shlex.split(value)) if isinstance(value, str) else value

    @field_validator("timezone", mode="before")
    @classmethod
    def _known_zone(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            msg = "is no time zone of the IANA database, such as Asia/Riyadh"
            raise ValueError(msg) from None

    @field_validator("api_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            msg = "must begin with http:// or https://"
            raise ValueError(msg)
        return value.rstrip("/") if value else None


def load(**given: Any) -> Settings:  # noqa: ANN401 - any field of Settings, checked by pydantic
    """Return the settings; what is ``given`` and not ``None`` stands before the environment.

    :raises SettingsError: when one of them is not valid; the line names it and its cure.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "ONRECORD_" + "__".join(str(part) for part in first["loc"]).upper()
        reason = (
            "is not as in the README's table of settings" if "__" in name or "INSTITUTION" in name else first["msg"]
        )
        raise SettingsError(f"{name}: {reason}; correct it or unset it") from None
    except UnicodeDecodeError:
        raise SettingsError(".env: is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise SettingsError(f".env: cannot be read ({error.strerror}); check its permissions") from None
    except ValueError as error:  # pydantic-settings: a value that should be JSON and is not
        raise SettingsError(f"a setting cannot be read ({error}); ONRECORD_INSTITUTION is JSON") from None
