"""Updates on their way to the bot: the queue, long polling, and which kinds the bot wants."""

import copy
from typing import Any

from tests.botapi.calls import Call
from tests.botapi.changes import Changes
from tests.botapi.refusal import Refused

Update = dict[str, Any]
ONLY_WHEN_LISTED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
TWO_POLLERS = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Updates:
    """The queue. ``allowed`` is kept from call to call and from client to client, as Telegram keeps it.

    ``second`` is how long a second of the bot's timeouts lasts here, so that tests need not wait.
    """

    def __init__(self, changes: Changes, second: float) -> None:
        self.pending: list[Update] = []
        self.allowed: list[str] | None = None
        self.webhook_set = False
        self._changes = changes
        self._second = second
        self._last_id = 1000
        self._poller = 0

    def push(self, content: Update) -> Update:
        """Queue an update under the next number, or as it is if it has one; kinds nobody wants are dropped."""
        update = copy.deepcopy(content if "update_id" in content else {"update_id": self._last_id + 1, **content})
        self._last_id = max(self._last_id, update["update_id"])
        if all(self._wanted(kind) for kind in update.keys() - {"update_id"}):
            self.pending.append(update)
            self._changes.bump()
        return update

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ONLY_WHEN_LISTED

    def allow(self, kinds: list[str] | None) -> None:
        """Remember the kinds a call asked for; none asked for means as before, an empty list means the default."""
        if kinds is not None:
            self.allowed = kinds

    def drop(self, *, everything: bool) -> None:
        if everything:
            self.pending.clear()
            self._changes.bump()

    def _confirm(self, offset: int) -> None:
        """Forget what is before the offset; a negative one keeps that many of the newest."""
        keep = self.pending[offset:] if offset < 0 else [u for u in self.pending if u["update_id"] >= offset]
        self.pending[:] = keep
        self._changes.bump()

    async def poll(self, call: Call) -> list[Update]:
        """Long polling: what is there now or comes in time. A newer poller ends an older one."""
        if self.webhook_set:
            raise Refused(409, WEBHOOK_SET)
        self.allow(call.fields.get("allowed_updates"))
        self._poller += 1
        mine = self._poller
        if offset := call.fields.get("offset"):
            self._confirm(offset)
        self._changes.bump()
        seconds = min(call.fields.get("timeout") or 0, 50) * self._second
        await self._changes.until(lambda: self.pending or self._poller != mine, seconds)
        if self._poller != mine:
            raise Refused(409, TWO_POLLERS)
        return self.pending[: min(call.fields.get("limit") or 100, 100)]

    def hang_up(self) -> None:
        """End all waiting pollers (the server closes)."""
        self._poller += 1
        self._changes.bump()
