"""Who a reply is for, as little of it as is needed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """The person who wrote or pressed something.

    ``language_code`` is the language of their application as an IETF tag (``fr``, ``ar``, ``pt-br``), or ``None`` when
    it is not told. Who they are is not in here, so that nothing behind it can keep it.
    """

    language_code: str | None
