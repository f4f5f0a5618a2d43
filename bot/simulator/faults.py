"""Faults on demand: what the network and Telegram do to a bot on a bad day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal, get_args

from bot.simulator.errors import RefusedError, refuse

if TYPE_CHECKING:
    from bot.simulator.spec import Json

Kind = Literal["flood", "error", "delay", "lost_answer", "drop"]


@dataclass(slots=True)
class Fault:
    """What happens to the next ``times`` calls of ``method`` ("*" is any method).

    * ``flood``: 429, with ``retry_after`` of ``seconds`` (rounded up to 1 or more)
    * ``error``: ``status`` with ``description``, nothing is done
    * ``delay``: ``seconds`` pass, then the call is done
    * ``lost_answer``: the call is done, no answer comes for ``seconds``, then the connection closes
    * ``drop``: the connection closes at once, nothing is done
    """

    method: str
    kind: Kind
    times: int = 1
    seconds: float = 1.0
    status: int = 500
    description: str = ""

    def __post_init__(self) -> None:
        """Refuse facts that are no fault."""
        if self.kind not in get_args(Kind):
            refuse(f'fault kind "{self.kind}" is none of {", ".join(get_args(Kind))}')
        if self.times < 1 or self.seconds < 0:
            refuse("a fault needs times of 1 or more and seconds of 0 or more")
        if self.status not in {status.value for status in HTTPStatus if status.value >= HTTPStatus.BAD_REQUEST}:
            refuse(f"fault status {self.status} is no HTTP error")

    def refusal(self) -> RefusedError | None:
        """Return the error that the caller gets, or None when the call is done all the same."""
        if self.kind == "flood":
            wait = max(1, round(self.seconds))
            return RefusedError(429, f"Too Many Requests: retry after {wait}", wait)
        if self.kind == "error":
            return RefusedError(self.status, self.description or HTTPStatus(self.status).phrase)
        return None


@dataclass(slots=True)
class Faults:
    """The faults that wait for their calls, oldest first."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, facts: Mapping[str, object]) -> Fault:
        """Add a fault from the JSON of the control API; raises :class:`RefusedError` 400 when it is none."""
        wanted: dict[str, type | tuple[type, ...]] = {
            "method": str,
            "kind": str,
            "times": int,
            "seconds": (int, float),
            "status": int,
            "description": str,
        }
        for name, value in facts.items():
            if name not in wanted or not isinstance(value, wanted[name]):
                refuse(f'"{name}" is no fact of a fault, or has the wrong type; known: {", ".join(wanted)}')
        if not {"method", "kind"} <= facts.keys():
            refuse('a fault needs "method" and "kind"')
        fault = Fault(**facts)  # type: ignore[arg-type]  # the types were checked just above
        self.waiting.append(fault)
        return fault

    def take(self, method: str) -> Fault | None:
        """Return the fault that this call of ``method`` meets, counting it down, or None."""
        for fault in self.waiting:
            if fault.method in {"*", method}:
                fault.times -= 1
                if fault.times == 0:
                    self.waiting.remove(fault)
                return fault
        return None

    def as_json(self) -> list[Json]:
        """Return what still waits."""
        return [asdict(fault) for fault in self.waiting]
