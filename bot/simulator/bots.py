"""A bot's call over HTTP: which bot, which method, which parameters, what goes wrong on purpose, the answer."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from bot.simulator import spec
from bot.simulator.account import TOKEN, BotAccount
from bot.simulator.calls import call
from bot.simulator.errors import RefusedError, SimulatorError, refuse
from bot.simulator.web import GuardedHandler

if TYPE_CHECKING:
    from bot.simulator.faults import Fault
    from bot.simulator.spec import Json, Method

log = logging.getLogger(__name__)


class BotHandler(GuardedHandler):
    """``/bot<token>/<method>``."""

    async def get(self, token: str, name: str) -> None:
        """Do a call whose parameters stand in the address."""
        await self._answer_call(token, name)

    async def post(self, token: str, name: str) -> None:
        """Do a call whose parameters stand in the body: JSON, form data or multipart."""
        await self._answer_call(token, name)

    async def _answer_call(self, token: str, name: str) -> None:
        try:
            account, method = self._account(token), _method(name)
        except RefusedError as refused:
            self.answer(_refusal(refused), refused.code)
            return
        fault = self.simulator.faults.take(method.name)
        if fault is not None and fault.kind == "drop":
            self.hang_up()
            return
        answer = await self._outcome(account, method, fault)
        if fault is not None and fault.kind == "lost_answer":
            await self.simulator.pauses.wait(fault.seconds, self.gone)
            self.hang_up()
        elif not self.gone.done():
            self.answer(answer, answer.get("error_code", 200))

    async def _outcome(self, account: BotAccount, method: Method, fault: Fault | None) -> Json:
        """Do the call and return what is answered; the call is recorded, refused or not."""
        raw: dict[str, object] = {}
        try:
            if fault is not None and (refusal := fault.refusal()):
                raise refusal
            if fault is not None and fault.kind == "delay":
                await self.simulator.pauses.wait(fault.seconds, self.gone)
            raw, form = self._parameters()
            answer: Json = {"ok": True, "result": await call(account, method, raw, form=form, gone=self.gone)}
        except RefusedError as refused:
            answer = _refusal(refused)
        except SimulatorError as mistake:
            log.exception("The simulator made a mistake in %s", method.name)
            answer = _refusal(RefusedError(500, f"Internal Server Error: {mistake}"))
        account.record(method.name, raw, answer.get("error_code", 200))
        return answer

    def _account(self, token: str) -> BotAccount:
        if not TOKEN.fullmatch(token):
            raise RefusedError(404, "Not Found")
        if token not in self.simulator.accounts:
            raise RefusedError(401, "Unauthorized")
        return self.simulator.accounts[token]

    def _parameters(self) -> tuple[dict[str, object], bool]:
        """Return the parameters as they came, and whether they came as text."""
        if self.request.files:
            refuse(f"sending files is not simulated: {', '.join(self.request.files)}")
        # Not get_argument(): it trims and replaces characters, which is for the simulator itself to do.
        try:
            texts: dict[str, object] = {name: values[-1].decode() for name, values in self.request.arguments.items()}
        except UnicodeDecodeError:
            refuse("strings must be encoded in UTF-8")
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            return texts, True
        try:
            body = json.loads(self.request.body or b"{}")
        except (ValueError, RecursionError):
            refuse("can't parse the body as JSON")
        if not isinstance(body, dict):
            refuse("the body must be a JSON object")
        return {**texts, **body}, False


def _method(name: str) -> Method:
    method = spec.load().method(name)
    if method is None:
        raise RefusedError(404, "Not Found")
    return method


def _refusal(refused: RefusedError) -> Json:
    answer: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.retry_after is not None:
        answer["parameters"] = {"retry_after": refused.retry_after}
    return answer
