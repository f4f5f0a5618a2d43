"""The README's table of settings, out of the settings themselves: ``python -m bot.settings_table`` prints it."""

from __future__ import annotations

import sys

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.settings import Settings


def markdown(settings: type[BaseModel] = Settings, prefix: str = "ONRECORD_") -> str:
    """Return a Markdown table with a row for each field of ``settings``, in their order, ending in a newline.

    The columns are the environment variable, its default, and the field's description.
    """
    rows = ["| variable | default | what it does |", "|---|---|---|"]
    rows += [
        f"| `{prefix}{name.upper()}` | {_default(field)} | {_cell(field.description or '')} |"
        for name, field in settings.model_fields.items()
    ]
    return "\n".join(rows) + "\n"


def _default(field: FieldInfo) -> str:
    """Return the default as code; nothing where the setting is empty unless set."""
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, BaseModel):
        value = value.model_dump_json(exclude_defaults=True)
    return "" if value in {None, "", "{}"} else f"`{_cell(str(value))}`"


def _cell(text: str) -> str:
    # A bar would end the cell, in code too.
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(markdown())
