"""Who sends far too much is asked to wait once a minute, and is heard at once in danger."""

from datetime import timedelta

from handlers.incoming import Incoming
from handlers.routes import Routes
from knowledge.message import Address
from tests.conftest import NOON


async def kinds(routes: Routes, channel: str, seconds: range, text: str = "你好") -> list[str]:
    """The kind of the first message of each answer, empty for none."""
    found = []
    for second in seconds:
        when = NOON + timedelta(seconds=second)
        answer = await routes.answer(Incoming(address=Address(channel, "flood"), when=when, text=text))
        found.append(answer[0].kind if answer else "")
    return found


async def test_a_flood_is_asked_to_wait_once_a_minute_and_then_not_answered(routes: Routes):
    told = await kinds(routes, "telegram", range(120))
    assert "slow_down" not in told[:30]
    assert told[30] == "slow_down"
    assert told[31:90] == [""] * 59
    assert told[90] == "slow_down"


async def test_danger_is_answered_in_the_middle_of_a_flood(routes: Routes):
    await kinds(routes, "telegram", range(40))
    assert await kinds(routes, "telegram", range(40, 43), "我不想活了") == ["crisis"] * 3


async def test_the_web_page_always_has_something_to_show(routes: Routes):
    told = await kinds(routes, "web", range(40))
    assert told[30:] == ["slow_down"] * 10
