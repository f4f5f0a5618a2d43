"""What holds for the house as a whole: its floors, the size of its rooms, its version, its settings in the README."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest
from pydantic import BaseModel, Field

from bot.settings import Settings
from bot.settings_table import markdown

ROOT: Final = Path(__file__).parents[1]
FLOORS: Final = ("bot", "index", "corpus")
VERSION: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
MOST_LINES: Final = 300
SLOW: Final = (
    "torch",
    "transformers",
    "sentence_transformers",
    "faiss",
    "tantivy",
    "sqlalchemy",
    "alembic",
    "lingua",
    "numpy",
    "telegram",
    "tornado",
)


def test_imports_go_only_downward() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Three floors, imports only downward KEPT" in done.stdout


@pytest.mark.parametrize("floor", FLOORS)
def test_no_room_is_too_large(floor: str) -> None:
    lines = {
        str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines())
        for file in (ROOT / floor).rglob("*.py")
    }
    assert lines
    assert {file: count for file, count in lines.items() if count > MOST_LINES} == {}


def test_the_changelog_knows_the_version() -> None:
    headings = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings, "CHANGELOG.md has no heading like `## [0.1.0] - 2026-01-31`, nor `## [Unreleased]`"
    released = [heading for heading in headings if heading != "Unreleased"]
    assert released[:1] in ([], [VERSION])


def test_what_is_installed_is_this_version() -> None:
    assert importlib.metadata.version("onrecord") == VERSION


def test_help_answers_before_anything_slow_is_loaded() -> None:
    script = (
        "import sys\n"
        "from bot.cli import main\n"
        "sys.argv = ['onrecord', '--help']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    assert not end.code\n"
        f"print('loaded:', *(name for name in {SLOW!r} if name in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].split() == ["loaded:"]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_does(name: str) -> None:
    description = Settings.model_fields[name].description or ""
    assert re.fullmatch(r"\S.*[.}`]", description, re.DOTALL), f"{name}: {description!r} is no sentence"


def test_the_readme_has_the_settings_as_they_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- settings -->\n+(.*?)\n*<!-- /settings -->", readme, re.DOTALL)
    assert block, "README.md has no table between <!-- settings --> and <!-- /settings -->"
    assert block[1] + "\n" == markdown(), "print it anew: .venv/bin/python -m bot.settings_table"


def test_a_table_cell_is_never_broken() -> None:
    class Odd(BaseModel):
        choice: str = Field("a|b", description="One of a|b,\nor neither.")
        pause: float = Field(0.0, description="Seconds.")
        loud: bool = Field(default=False, description="Aloud.")
        name: str | None = Field(None, description="A name.")

    assert markdown(Odd, "X_").splitlines()[2:] == [
        r"| `X_CHOICE` | `a\|b` | One of a\|b, or neither. |",
        "| `X_PAUSE` | `0.0` | Seconds. |",
        "| `X_LOUD` | `False` | Aloud. |",
        "| `X_NAME` |  | A name. |",
    ]
