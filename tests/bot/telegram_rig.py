"""Our Telegram channel on the loopback server, with a small front desk behind it."""

import asyncio
import contextlib

from bot.telegram.channel import connected
from bot.telegram.conversation import Hooks
from knowledge.message import Choice, Message, Place

LONGHUA = Place("龙华医院", "徐汇区宛平南路725号", 31.19, 121.45)


def say(text="好", **more) -> Message:
    return Message(kind=more.pop("kind", "answer"), text=text, **more)


async def desk(incoming) -> list[Message]:
    """Greets, asks where, shows the place: enough for a dialogue."""
    if incoming.text == "/start":
        asks = Choice("📍 我的位置", asks_location=True)
        return [say("想找什么？", title="您好", choices=(Choice("找基地", token="t:base"), asks))]
    if incoming.token:
        return [say(f"按了{incoming.token}。请发位置。")]
    if incoming.point:
        return [say("最近的是龙华医院。", footnote="资料日期：2021年", place=LONGHUA)]
    return [say(f"收到：{incoming.text or incoming.attachment}")]


class Naps:
    """Sleeps that take no time and are counted."""

    def __init__(self):
        self.seconds = []

    async def __call__(self, seconds):
        self.seconds.append(seconds)
        await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def open_channel(api, answer=desk, **hooks):
    """Connected but not listening."""
    hooks.setdefault("sleep", Naps())
    async with connected(api.token, answer, api=api.url, hooks=Hooks(**hooks)) as channel:
        yield channel


@contextlib.asynccontextmanager
async def running(api, answer=desk, **hooks):
    """Listening by long polling; stopped in good order at the end."""
    async with open_channel(api, answer, **hooks) as channel:
        task = asyncio.create_task(channel.run())
        yield channel
        channel.stop()
        await task
