"""Settings: each fault is one line that names the setting and its cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import load


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ONRECORD_INSTITUTION", '{"en": "OIC"}', "ONRECORD_INSTITUTION"),
        ("ONRECORD_INSTITUTION", '{"de": {"name": "OIZ"}}', "ONRECORD_INSTITUTION"),
        ("ONRECORD_INSTITUTION", "OIC", "ONRECORD_INSTITUTION"),
        ("ONRECORD_WORKERS", "0", "ONRECORD_WORKERS"),
        ("ONRECORD_LOG_LEVEL", "loud", "DEBUG, INFO, WARNING or ERROR"),
        ("ONRECORD_API_URL", "ftp://x", "http://"),
    ],
)
def test_a_setting_that_is_not_valid_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        load()
    assert expected in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_text_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes("ONRECORD_DATA=déjà".encode("latin-1"))
    with pytest.raises(SettingsError, match=r"\.env: is not UTF-8"):
        load()


def test_the_file_is_read_and_what_is_given_stands_before_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("ONRECORD_DATA", "ONRECORD_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    names = '{"fr": {"name": "Organisation"}}'
    (tmp_path / ".env").write_text(f"ONRECORD_DATA=/from/file\nONRECORD_INSTITUTION={names}\n", encoding="utf-8")
    assert load().data == Path("/from/file")
    assert load(data=Path("/given")).data == Path("/given")
    found = load().institution.names("ar")
    assert found is not None
    assert found.name == "Organisation"
