"""Who a reply is for, as little of it as is needed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Person:
    """The person who wrote or pressed something.

    ``language_code`` is the language of their application as an IETF tag (``fr``, ``ar``, ``pt-br``), or ``None`` when
    it is not told. ``talk`` tells what one person says in one chat from what others say, so that "and in 2021?" is
    joined to their own question; ``None`` where people cannot be told apart. Who they are is not in here, so that
    nothing behind it can keep it: ``talk`` is made anew with every start and leads back to nobody.
    """

    language_code: str | None
    talk: bytes | None = field(default=None, repr=False, compare=False)
