"""安静时间 on the desk: the effect first, words for what cannot be, both editors heard, and what residents are told."""

import pytest

from handlers.incoming import Incoming
from knowledge.message import Address
from knowledge.reading import tuning
from knowledge.tuning import USUAL
from tests.bot.staff_rig import open_desk, send
from tests.conftest import NOON

PATH = "/staff/settings/quiet"
SEEN = "21:30 06:30 22:30 06:00"
FORM = {"evening": "21:00", "morning": "07:00", "urgent_evening": "22:00", "urgent_morning": "06:30", "seen": SEEN}


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as held:
        held.member("编", "editor")
        yield held


async def asked(desk, text):
    said = await desk.house.routes.answer(Incoming(address=Address("web", "ab"), when=NOON, text=text))
    return "\n".join(message.text for message in said)


async def test_the_effect_is_shown_first_then_it_is_set_heard_and_on_record(desk):
    browser = await desk.browser("安")
    assert "21:30 到 06:30" in (await browser.get("/staff/settings")).text
    page = (await send(browser, PATH, **FORM)).text
    assert "今晚 21:10 该发的停诊通知：会改到明早 07:00（现在：今晚 21:10）" in page
    assert 'class="said"' not in page
    assert desk.written(tuning) == USUAL
    assert (await send(browser, PATH, **FORM, sure_of_it="true")).status_code == 303
    assert "21:00 到 07:00" in (await browser.get("/staff/settings")).text
    assert "晚上 21:00 到早上 07:00 不打扰您" in await asked(desk, "你们半夜会不会吵我")
    assert "改了设置" in (await browser.get("/staff/audit")).text


async def test_a_colleague_was_faster_and_what_was_typed_stays(desk):
    browser = await desk.browser("安")
    assert (await send(browser, PATH, **FORM, sure_of_it="true")).status_code == 303
    reply = await send(browser, PATH, **FORM | {"evening": "22:00"}, sure_of_it="true")
    assert reply.status_code == 409
    assert 'value="22:00"' in reply.text
    assert 'name="seen" value="21:00 07:00 22:00 06:30"' in reply.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"evening": "23:30"}, "开始太晚：请选 19:00 到 23:00 之间"),
        ({"morning": "05:00"}, "结束太早"),
        ({"evening": "23:00", "urgent_evening": "23:00", "morning": "06:30"}, "安静时间至少 8 个小时"),
        ({"evening": "晚上九点"}, "钟点要写成 21:30 这样"),
        ({"seen": "21:30"}, "钟点"),
    ],
)
async def test_what_cannot_be_set_is_said_and_stays_on_the_form(desk, fields, said):
    reply = await send(await desk.browser("安"), PATH, **FORM | fields, sure_of_it="true")
    assert reply.status_code == 400
    assert said in reply.text
    assert f'value="{(FORM | fields)["evening"]}"' in reply.text
    assert desk.written(tuning) == USUAL


async def test_the_lines_between_answers_do_not_touch_the_nights(desk):
    browser = await desk.browser("安")
    await send(browser, PATH, **FORM, sure_of_it="true")
    lines = {"sure": "0.9", "maybe": "0.3", "seen_sure": "0.6", "seen_maybe": "0.42", "sure_of_it": "true"}
    assert (await send(browser, "/staff/settings", **lines)).status_code == 303
    held = desk.written(tuning)
    assert (held.sure, f"{held.quiet.evening:%H:%M}") == (0.9, "21:00")


async def test_editors_neither_see_nor_set_them(desk):
    browser = await desk.browser("编")
    assert (await browser.get(PATH)).status_code == 403
    assert (await send(browser, PATH, **FORM, sure_of_it="true")).status_code == 403


@pytest.mark.parametrize(
    "words",
    ["你们半夜会不会吵我", "几点不打扰", "晚上会发消息吗", "侬半夜里会勿会吵醒我", "提醒会不会半夜把我吵醒",
     "停诊通知半夜也发吗", "免打扰时间是几点到几点", "早上几点开始发消息", "晚上不要发消息给我", "夜里会不会收到提醒"],
)  # fmt: skip
async def test_residents_are_told_the_hours(desk, words):
    assert "晚上 21:30 到早上 06:30 不打扰您" in await asked(desk, words)


@pytest.mark.parametrize("words", ["will you message me at night", "what are your quiet hours",
                                   "can you write to me after ten at night"])  # fmt: skip
async def test_residents_are_told_the_hours_in_english(desk, words):
    assert "From 21:30 to 06:30 I do not disturb you" in await asked(desk, words)


@pytest.mark.parametrize(
    "words",
    ["邻居半夜吵得我睡不着", "孩子晚上会不会惊醒要看什么科", "晚上九点提醒我吃药", "半夜能看急诊吗", "晚上几点停诊",
     "老伴打呼噜半夜吵醒我", "通知我半夜停诊的事", "夜里有没有人值班", "隔壁半夜吵我想死"],
)  # fmt: skip
async def test_other_nights_are_other_matters(desk, words):
    assert "不打扰您" not in await asked(desk, words)
