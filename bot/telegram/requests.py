"""The HTTP side of the bot: responses that cannot be read are refused without being repeated in a log."""

from __future__ import annotations

import json
import logging
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.request import BaseRequest, HTTPXRequest

log = logging.getLogger(__name__)

# What reading an object of a shape the library does not expect may raise.
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)


class Discreet(BaseRequest):
    """Reads responses in place of the library, which logs those it cannot read, with what people wrote in them.

    An update that cannot be read is handed on as its number alone. Otherwise it would stop all that come after it,
    because the library refuses the whole batch and it would be served again for ever.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the response as a dictionary, unreadable updates reduced to their number.

        :raises telegram.error.TelegramError: when it is not a JSON object.
        """
        try:
            response = json.loads(payload)
        except ValueError:
            response = None
        if not isinstance(response, dict):
            msg = "the response is not a JSON object, so it does not come from a Bot API server"
            raise TelegramError(msg) from None
        result = response.get("result")
        if isinstance(result, list):
            response["result"] = [_readable(item) for item in result]
        return response


def _readable(item: Any) -> Any:  # noqa: ANN401  # any JSON
    """Return ``item``, or its number alone when it is an update that the library could not read."""
    if not isinstance(item, dict) or not isinstance(item.get("update_id"), int):
        return item
    try:
        Update.de_json(dict(item), None)
    except _UNREADABLE as error:
        log.warning(
            "update %d is of a form that cannot be read (%s) and is passed over",
            item["update_id"],
            type(error).__name__,
        )
        return {"update_id": item["update_id"]}
    return item


class DiscreetRequest(Discreet, HTTPXRequest):
    """The library's own HTTP client, reading as :class:`Discreet` does."""
