"""The Bot API as data: what a call may carry, and what an answer must look like."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.simulator.errors import SimulatorError, refuse

Json = dict[str, Any]

_ARRAY = "Array of "
_SCALARS = frozenset({"Integer", "String", "Boolean", "Float", "True"})


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field: the types that it may have (``Array of X``, ``=word`` for a fixed value)."""

    choices: tuple[str, ...]
    required: bool

    @classmethod
    def of(cls, expression: str) -> Field:
        """Read an expression of the data file, such as ``Integer|String?``."""
        return cls(tuple(expression.removesuffix("?").split("|")), not expression.endswith("?"))


@dataclass(frozen=True, slots=True)
class Method:
    """A method that the simulator plays: its exact name, its parameters, the type of its answer."""

    name: str
    fields: Mapping[str, Field]
    returns: Field


class Specification:
    """The methods and types of ``bot-api.json``."""

    def __init__(self, data: Json) -> None:
        self.version: str = data["version"]
        self.update_kinds: frozenset[str] = frozenset(data["update_kinds"])
        self.entity_types: frozenset[str] = frozenset(data["entity_types"])
        self.chat_actions: frozenset[str] = frozenset(data["chat_actions"])
        self.reaction_emoji: frozenset[str] = frozenset(data["reaction_emoji"])
        self._unions: dict[str, list[str]] = {n: t["one_of"] for n, t in data["types"].items() if "one_of" in t}
        self._types = {n: _fields(t["fields"]) for n, t in data["types"].items() if "fields" in t}
        self._methods = {
            name.lower(): Method(name, _fields(method["fields"]), Field.of(method["returns"]))
            for name, method in data["methods"].items()
        }

    def method(self, name: str) -> Method | None:
        """Return the method called ``name``, in any case as Telegram does, or None."""
        return self._methods.get(name.lower())

    @property
    def methods(self) -> list[Method]:
        """Every method that is played."""
        return list(self._methods.values())

    def read_parameters(self, method: Method, raw: Mapping[str, object], *, form: bool) -> Json:
        """Return the typed parameters of a call, or refuse it with a 400 that names the parameter.

        ``form``: the values came as text (form data, query string), where numbers and nested values are written out.
        """
        for name in raw:
            if name not in method.fields:
                refuse(f'parameter "{name}" of {method.name} is not in {self.version} or is not simulated')
        for name, field in method.fields.items():
            if field.required and name not in raw:
                refuse(f'parameter "{name}" of {method.name} is required')
        return {name: self._parameter(method, name, value, form=form) for name, value in raw.items()}

    def check_answer(self, method: Method, answer: object) -> None:
        """Raise :class:`SimulatorError` unless ``answer`` is what ``method`` returns in the Bot API."""
        self._require(method.returns, answer, f"answer of {method.name}")

    def check_update(self, update: Json) -> None:
        """Raise :class:`SimulatorError` unless ``update`` is an ``Update`` of the Bot API."""
        self._require(Field(("Update",), required=True), update, "Update")

    def problem(self, type_name: str, value: object) -> str | None:
        """Return in which way ``value`` is not of that type, or None when it is."""
        return self._differs(type_name, value, type_name)

    def _require(self, field: Field, value: object, where: str) -> None:
        problem = self._mismatch(field, value, where)
        if problem:
            msg = f"the simulator made something that is not in {self.version}: {problem}"
            raise SimulatorError(msg)

    def _parameter(self, method: Method, name: str, raw: object, *, form: bool) -> object:
        field = method.fields[name]
        value = _written_out(field, raw, form=form) if isinstance(raw, str) else raw
        problem = self._mismatch(field, value, name)
        if problem:
            refuse(f"{method.name}: {problem}")
        return value

    def _mismatch(self, field: Field, value: object, where: str) -> str | None:
        """Return in which way ``value`` is none of the choices, or None when it is one."""
        problems = [self._differs(choice, value, where) for choice in field.choices]
        if None in problems:
            return None
        if len(problems) == 1:
            return problems[0]
        return f'"{where}" must be {" or ".join(field.choices)}, not {_shown(value)}'

    def _differs(self, choice: str, value: object, where: str) -> str | None:
        if choice.startswith(_ARRAY):
            return self._array_differs(choice.removeprefix(_ARRAY), value, where)
        if choice in self._unions:
            return self._union_differs(choice, value, where)
        if choice in self._types:
            return self._object_differs(choice, value, where)
        if _is_scalar(choice, value):
            return None
        wanted = f'"{choice[1:]}"' if choice.startswith("=") else choice
        return f'"{where}" must be {wanted}, not {_shown(value)}'

    def _array_differs(self, item: str, value: object, where: str) -> str | None:
        if not isinstance(value, list):
            return f'"{where}" must be Array of {item}, not {_shown(value)}'
        found = (self._differs(item, each, f"{where}[{index}]") for index, each in enumerate(value))
        return next((problem for problem in found if problem), None)

    def _union_differs(self, union: str, value: object, where: str) -> str | None:
        problems = {name: self._differs(name, value, where) for name in self._unions[union]}
        if None in problems.values():
            return None
        # The member whose fixed value fits is the one that was meant: its problem says the most.
        meant = next((name for name in problems if isinstance(value, dict) and self._fixed_fits(name, value)), None)
        return problems[meant] if meant else f'"{where}" is no {union}: {_shown(value)}'

    def _fixed_fits(self, name: str, value: Json) -> bool:
        fixed = {key: f.choices[0] for key, f in self._types[name].items() if f.choices[0].startswith("=")}
        return bool(fixed) and all(_is_scalar(word, value.get(key)) for key, word in fixed.items())

    def _object_differs(self, name: str, value: object, where: str) -> str | None:
        if not isinstance(value, dict):
            return f'"{where}" must be {name}, not {_shown(value)}'
        fields = self._types[name]
        for key in value:
            if key not in fields:
                return f'"{where}.{key}" is no field of {name} in {self.version} or is not simulated'
        for key, field in fields.items():
            if key in value:
                problem = self._mismatch(field, value[key], f"{where}.{key}")
                if problem:
                    return problem
            elif field.required:
                return f'"{where}.{key}" is required in {name}'
        return None


@lru_cache(maxsize=1)
def load() -> Specification:
    """Return the specification that comes with the package."""
    return Specification(json.loads(Path(__file__).with_name("bot-api.json").read_text(encoding="utf-8")))


def _fields(expressions: Mapping[str, str]) -> dict[str, Field]:
    return {name: Field.of(expression) for name, expression in expressions.items()}


def _is_scalar(choice: str, value: object) -> bool:
    if choice.startswith("="):
        return isinstance(value, str | int) and not isinstance(value, bool) and str(value) == choice[1:]
    if isinstance(value, bool):
        return choice == "Boolean" or (choice == "True" and value)
    wanted: dict[str, type | tuple[type, ...]] = {"Integer": int, "Float": (int, float), "String": str}
    return choice in wanted and isinstance(value, wanted[choice])


def _written_out(field: Field, raw: str, *, form: bool) -> object:
    """Turn the text of a parameter into a value of one of the field's types, where it is one."""
    for choice in field.choices:
        if choice == "Integer" and form and re.fullmatch(r"-?\d{1,18}", raw, re.ASCII):
            return int(raw)
        if choice in {"Boolean", "True"} and form and raw.lower() in {"true", "false"}:
            return raw.lower() == "true"
        if choice not in _SCALARS:
            try:
                return json.loads(raw)
            except (ValueError, RecursionError):
                continue
    return raw


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:60] + "…"  # noqa: PLR2004 - enough to recognise the value
