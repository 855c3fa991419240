"""The conversation in a terminal."""

from datetime import UTC, datetime

import pytest

from bot import terminal
from knowledge.message import Choice, Message, Place

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
BASES = Choice(label="找基地", token="menu:find")
HELP = Choice(label="帮助", token="/help")
CALL = Choice(label="打电话", url="tel:120")


async def talk(answer, *lines):
    """What is printed when these lines are typed, and what the handlers got."""
    typed, printed, came = iter(lines), [], []

    async def watched(incoming):
        came.append(incoming)
        return await answer(incoming)

    await terminal.chat(watched, lambda: NOON, lambda: next(typed, None), printed.append)
    return "\n".join(printed), came


async def menu(incoming):
    return [Message(kind="start", title="家门口", text="您好", footnote="来源：甲", choices=(CALL, BASES, HELP))]


async def test_a_conversation_begins_with_the_start_and_ends_with_a_farewell():
    printed, came = await talk(menu)
    assert came[0].token == "/start"
    assert came[0].address.channel == "terminal"
    assert "家门口\n您好\n来源：甲" in printed
    assert printed.endswith(terminal.FAREWELL)


async def test_buttons_are_numbered_and_links_shown():
    printed, _ = await talk(menu)
    assert "[1] 找基地" in printed
    assert "[2] 帮助" in printed
    assert "打电话（120）" in printed


@pytest.mark.parametrize(
    ("typed", "token", "text"),
    [
        ("1", "menu:find", ""),
        (" 2 ", "/help", ""),
        ("２", "/help", ""),
        ("3", "", "3"),
        ("0", "", "0"),
        ("浦东看骨伤去哪里", "", "浦东看骨伤去哪里"),
        ("/privacy", "", "/privacy"),
    ],
)
async def test_a_number_presses_a_button_and_anything_else_is_said(typed, token, text):
    _, came = await talk(menu, typed)
    assert (came[1].token, came[1].text) == (token, text)
    assert came[1].when == NOON


async def test_numbers_mean_the_buttons_shown_last():
    async def answer(incoming):
        if incoming.token == "/start":
            return [Message(kind="start", text="您好", choices=(BASES,))]
        if incoming.text == "谢谢":
            return [Message(kind="thanks", text="不客气")]
        return [Message(kind="browse", text="哪个区", choices=(HELP,))]

    _, came = await talk(answer, "1", "谢谢", "1")
    assert [incoming.token for incoming in came] == ["/start", "menu:find", "", "/help"]


async def test_buttons_of_several_messages_are_numbered_through():
    async def answer(incoming):
        return [Message(kind="a", text="一", choices=(BASES,)), Message(kind="b", text="二", choices=(HELP,))]

    printed, came = await talk(answer, "2")
    assert "[2] 帮助" in printed
    assert came[1].token == "/help"


async def test_the_place_to_go_to_is_shown_with_its_phone():
    async def answer(incoming):
        return [Message(kind="answer", text="去这里", place=Place("甲医院", "乙路1号", 31.2, 121.4, "021-12345678"))]

    printed, _ = await talk(answer)
    assert "→ 甲医院 乙路1号 021-12345678" in printed


@pytest.mark.parametrize("word", ["再见", "退出", " QUIT "])
async def test_a_farewell_ends_the_conversation(word):
    _, came = await talk(menu, word, "还有问题")
    assert len(came) == 1


async def test_empty_lines_are_not_asked():
    _, came = await talk(menu, "", "   ")
    assert len(came) == 1


async def test_trouble_is_told_kindly_and_the_conversation_goes_on():
    async def answer(incoming):
        if incoming.text == "坏":
            raise RuntimeError("the database is away")
        return await menu(incoming)

    printed, came = await talk(answer, "坏", "1")
    assert terminal.TROUBLE in printed
    assert "database" not in printed
    assert came[2].token == "menu:find"
