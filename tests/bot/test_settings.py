"""Settings: each fault is one line that names the setting and its cure; and any words can be written by a command."""

from __future__ import annotations

import builtins
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.commands.options import note, out, out_json
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


def test_a_file_that_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("ONRECORD_WORKERS=7\n", encoding="utf-8")
    opened = builtins.open

    def refuse(file: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(file, int) and Path(os.fsdecode(file)).name == ".env":
            raise PermissionError(13, "Permission denied", str(file))
        return opened(file, *args, **options)

    # No mode of a file keeps an administrator out.
    monkeypatch.setattr(builtins, "open", refuse)
    with pytest.raises(SettingsError, match=r"^\.env: cannot be read \(Permission denied\)"):
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


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
@pytest.mark.parametrize(("write", "name"), [(out, "stdout"), (note, "stderr")])
def test_half_a_character_is_written_as_a_question_mark(
    write: Callable[[str], None], name: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, name, io.TextIOWrapper(written, encoding=encoding, newline=""))
    write("a\ud83d b")
    assert written.getvalue() == b"a? b\n"


def test_half_a_character_in_json_leaves_it_json(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="utf-8", newline=""))
    out_json({"question": "où \udce9?", "quote": "السلام 🕊️"})
    assert json.loads(written.getvalue()) == {"question": "où ??", "quote": "السلام 🕊️"}
