"""The parts of the Telegram channel one by one: what is read, how messages are laid out, lanes, errors."""

import asyncio
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from telegram.error import NetworkError, TimedOut

from bot.telegram import inbound, keyboards, texts
from bot.telegram.inbound import Me, Press, Reachability, Unreadable
from bot.telegram.lanes import LONGEST, Lanes
from bot.telegram.request import AiohttpRequest, NotTaken, environment_proxy
from knowledge.message import Address, Attachment, Choice, Message, Place
from scheduler.delivery import Rejected, TryLater, Unknown, Unreachable
from tests.bot.telegram_rig import LONGHUA, Naps, open_channel, say
from tests.botapi import BotApi, Fault, Refused, formatting

ME = Me(5, "jiamenkou_bot")
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TO = Address("telegram", "7")
REAL_UPDATES = Path(__file__).parents[3] / "shared" / "telegram" / "updates_dev.jsonl"


@pytest.fixture
async def api():
    async with BotApi() as server:
        await server.person(7).says("/start")
        yield server


def update(**message):
    user = {"id": 7, "is_bot": False, "first_name": "王", "language_code": "zh-Hans"}
    return {
        "update_id": 1,
        "message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "from": user} | message,
    }


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"text": "骨伤"}, {"text": "骨伤"}),
        ({"photo": [{}], "caption": "这是什么"}, {"text": "这是什么", "attachment": "photo"}),
        ({"voice": {}}, {"attachment": "voice"}),
        ({"sticker": {"new": 1}}, {"attachment": "sticker"}),
        ({"location": {"latitude": 31.2, "longitude": 121}}, {"point": (31.2, 121.0)}),
        ({"text": "半\ud83d个"}, {"text": "半?个"}),
        (
            {"text": "x", "reply_to_message": {"chat": {"id": 7, "type": "private"}, "gift": {"new": "kind"}}},
            {"text": "x"},
        ),
    ],
)
def test_a_message_becomes_one_incoming(message, expected):
    incoming = inbound.read(update(**message), ME, NOW)
    assert incoming.address == TO
    assert (incoming.language, incoming.update, incoming.private, incoming.addressed) == ("zh-hans", "1", True, True)
    assert incoming.when == datetime(1970, 1, 1, tzinfo=UTC)
    assert {
        name: getattr(incoming, name) for name in ("text", "attachment", "point") if getattr(incoming, name)
    } == expected


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1},
        {"update_id": 1, "edited_message": {"location": {}}},
        {"update_id": 1, "poll": {}},
        update(new_chat_members=[{}]),
        update(text="x") | {"message": update(text="x")["message"] | {"from": {"id": 9, "is_bot": True}}},
    ],
)
def test_what_needs_no_answer_gets_none(raw):
    assert inbound.read(raw, ME, NOW) is None


@pytest.mark.parametrize(
    "raw",
    [
        update(text=5),
        update(location={}),
        update(text="x", date=10**30),
        {"update_id": 1, "message": None},
        {"update_id": 1, "callback_query": {"id": "1"}},
        {"update_id": 1, "my_chat_member": []},
    ],
)
def test_what_lacks_its_fields_is_unreadable(raw):
    with pytest.raises(Unreadable):
        inbound.read(raw, ME, NOW)


def test_a_press_brings_its_token_the_time_and_the_query_to_answer():
    raw = {"id": "q", "from": {"id": 7}, "data": "t:1"}
    pressed = inbound.read({"update_id": 3, "callback_query": raw}, ME, NOW)
    assert isinstance(pressed, Press)
    assert (pressed.query, pressed.incoming.token, pressed.incoming.when, pressed.incoming.address) == (
        "q",
        "t:1",
        NOW,
        TO,
    )


@pytest.mark.parametrize(("status", "reachable"), [("kicked", False), ("left", False), ("member", True)])
def test_blocking_and_unblocking_is_read(status, reachable):
    change = {"chat": {"id": 7, "type": "private"}, "new_chat_member": {"status": status}}
    assert inbound.read({"update_id": 1, "my_chat_member": change}, ME, NOW) == Reachability(TO, reachable)


def test_real_updates_of_other_projects_are_read_or_set_aside():
    if not REAL_UPDATES.exists():
        pytest.skip("../shared/telegram/updates_dev.jsonl is not beside this checkout")
    lines = [json.loads(line) for line in REAL_UPDATES.read_text("utf-8").splitlines()]
    read = 0
    for line in lines:
        try:
            read += inbound.read(line["update"], ME, NOW) is not None
        except Unreadable:
            assert line["class"] != "schema-valid", line
    assert read


@given(st.text(st.characters(exclude_categories=()), max_size=300), st.integers(2, 50))
def test_splitting_loses_no_word_and_keeps_the_limit(text, most):
    pieces = texts.split(text, most)
    assert all(0 < texts.units(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_texts_are_cut_after_a_sentence():
    sentences = ["第一句话在这里。", "第二句话也在这里！", "第三句。"]
    assert texts.split("".join(sentences), 12) == ["第一句话在这里。", "第二句话也在这里！", "第三句。"]
    assert texts.split("一二三四五六，七八九十", 8) == ["一二三四五六，", "七八九十"]


@given(st.text(max_size=200), st.text(max_size=2000), st.text(max_size=200))
def test_html_says_what_the_message_says_whatever_the_characters(title, text, footnote):
    message = Message(kind="answer", text=text, title=title, footnote=footnote)
    said = "".join(formatting.read(piece, "HTML")[0] for piece in texts.html_pieces(message))
    assert "".join(said.split()) == "".join(message.plain.split())


def test_a_long_message_keeps_title_and_footnote_and_every_piece_fits():
    message = Message(kind="answer", title="龙" * 40, text="这是一句话。" * 1900, footnote="源" * 60)
    pieces = [formatting.read(piece, "HTML")[0] for piece in texts.html_pieces(message)]
    assert len(pieces) == 3
    assert all(formatting.units(piece) <= 4096 for piece in pieces)
    assert all(piece.endswith("。") for piece in pieces[:-1])
    assert pieces[0].startswith("龙龙")
    assert pieces[-1].endswith("源源")


def test_a_footnote_as_long_as_a_text_is_shown_as_text():
    pieces = texts.html_pieces(Message(kind="answer", text="一", footnote="长。" * 3000))
    assert all(formatting.units(piece) <= 4096 for piece in pieces)
    assert "<i>" not in "".join(pieces)


def test_phone_numbers_go_into_the_words_since_buttons_cannot_call():
    choices = (Choice("电话 021-64385700", url="tel:02164385700"), Choice("问服务台", url="tel:12320"))
    assert texts.phones(choices) == "☎ 电话 021-64385700\n☎ 问服务台 12320"
    assert keyboards.inline(choices) is None


def test_short_buttons_share_a_row_long_ones_stand_alone():
    labels = ["找基地", "查门诊", "转诊怎么走", "上海市闵行区中西医结合医院", "提醒", "English menu"]
    markup = keyboards.inline(Choice(label, token="t") for label in labels)
    assert [[b.text for b in row] for row in markup.inline_keyboard] == [
        labels[:2],
        labels[2:3],
        labels[3:4],
        labels[4:],
    ]


@pytest.mark.parametrize(
    ("url", "kept"), [("https://e.cn/x", True), ("/map", False), ("http://localhost:80/", False), ("", False)]
)
def test_links_telegram_would_refuse_are_left_out(url, kept):
    assert (keyboards.inline([Choice("看", url=url)]) is not None) is kept


def test_no_more_buttons_than_telegram_takes():
    markup = keyboards.inline([Choice("长" * 20, token=str(i)) for i in range(200)])
    assert sum(len(row) for row in markup.inline_keyboard) == 100


def picture() -> Attachment:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "PNG")
    return Attachment("map.png", "image/png", file.getvalue(), "示意图")


async def test_everything_a_message_can_hold_arrives_with_the_buttons_under_the_last(api):
    message = say(
        "去这里 <龙华>",
        picture=picture(),
        place=LONGHUA,
        document=Attachment("visit.ics", "text/calendar", b"BEGIN:VCALENDAR", "日历"),
        choices=(Choice("好", token="ok"), Choice("位置", asks_location=True)),
    )
    async with open_channel(api) as channel:
        await channel.sender.send(TO, message)
    words, photo, venue, document = api.sent(7)
    assert words["text"] == "去这里 <龙华>"
    assert photo["caption"] == "示意图"
    assert venue["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "ok"
    assert document["document"]["file_name"] == "visit.ics"
    assert api.person(7).keyboard == ["位置"]


async def test_a_drawing_is_sent_as_a_file(api):
    async with open_channel(api) as channel:
        await channel.sender.send(TO, say("图", picture=Attachment("map.svg", "image/svg+xml", b"<svg/>", "示意图")))
    assert api.sent(7)[1]["document"]["file_name"] == "map.svg"


async def test_a_group_is_never_asked_for_its_position(api):
    api.group(-100)
    async with open_channel(api) as channel:
        await channel.sender.send(
            Address("telegram", "-100"), say("在哪里？", choices=(Choice("位置", asks_location=True),))
        )
    assert [m["text"] for m in api.sent(-100)] == ["在哪里？"]


async def test_an_empty_message_is_rejected_before_telegram_has_to(api):
    async with open_channel(api) as channel:
        with pytest.raises(Rejected, match="nothing to send"):
            await channel.sender.send(TO, say("  "))


async def test_words_go_out_plain_when_telegram_cannot_read_our_html(api):
    api.faults.refuse(Refused(400, "Bad Request: can't parse entities: whatever"))
    async with open_channel(api) as channel:
        await channel.sender.send(TO, say("1 < 2 & 3", title="比较"))
    assert api.sent(7)[0]["text"] == "比较\n\n1 < 2 & 3"


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault(refusal=Refused(429, "Too Many Requests: retry after 9", retry_after=9)), TryLater),
        (Fault(refusal=Refused(502, "Bad Gateway"), html=True), TryLater),
        (Fault(refusal=Refused(504, "Gateway Timeout")), Unknown),
        (Fault(drop="before"), Unknown),
        (Fault(drop="after"), Unknown),
        (Fault(refusal=Refused(403, "Forbidden: user is deactivated")), Unreachable),
        (Fault(refusal=Refused(400, "Bad Request: chat not found")), Unreachable),
        (Fault(refusal=Refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-9)), Unreachable),
        (Fault(refusal=Refused(400, "Bad Request: BUTTON_DATA_INVALID")), Rejected),
        (Fault(refusal=Refused(401, "Unauthorized")), Rejected),
    ],
)
async def test_every_kind_of_failure_has_its_outcome(api, fault, outcome):
    async with open_channel(api) as channel:
        api.faults.add(fault)
        with pytest.raises(outcome) as raised:
            await channel.sender.send(TO, say())
    if isinstance(raised.value, TryLater) and not fault.html:
        assert raised.value.seconds == 9


async def test_a_later_part_is_waited_for_so_that_the_first_is_not_sent_twice(api):
    naps = Naps()
    async with open_channel(api, sleep=naps) as channel:
        api.faults.flood(3, "sendVenue")
        await channel.sender.send(TO, say("去这里", place=LONGHUA))
        assert (naps.seconds, len(api.sent(7))) == ([3.0], 2)
        for seconds, times in ((3, 2), (600, 1)):
            api.faults.flood(seconds, "sendVenue", times=times)
            with pytest.raises(Unknown):
                await channel.sender.send(TO, say("去这里", place=LONGHUA))


async def test_a_part_telegram_does_not_take_does_not_stop_the_others(api, caplog):
    broken = Attachment("map.png", "image/png", b"no picture", "示意图")
    async with open_channel(api) as channel:
        await channel.sender.send(TO, say("去这里", picture=broken, place=LONGHUA))
    assert [next(iter(m.keys() & {"text", "venue", "photo"})) for m in api.sent(7)] == ["text", "venue"]
    assert "Image_process_failed" in caplog.text


async def test_a_place_without_an_address_shows_its_name(api):
    async with open_channel(api) as channel:
        await channel.sender.send(TO, say("去", place=Place("龙华医院", "", 31.2, 121.4)))
    assert api.sent(7)[1]["venue"]["address"] == "龙华医院"


async def test_errors_of_the_connection_say_whether_the_call_may_have_worked(api):
    request = AiohttpRequest(timeout=0.05)
    with pytest.raises(NetworkError, match="comes first"):
        await request.post(api.url)
    await request.initialize()
    await request.initialize()
    url = f"{api.url}/bot{api.token}/getMe"
    api.faults.slow(10, "getMe")
    with pytest.raises(TimedOut):
        await request.post(url)
    api.faults.cut("before", "getMe")
    with pytest.raises(NetworkError) as lost:
        await request.post(url)
    assert not isinstance(lost.value, NotTaken)
    with pytest.raises(NotTaken) as refused:
        await request.post(f"http://127.0.0.1:1/bot{api.token}/getMe")
    assert api.token not in str(lost.value) + str(refused.value)
    await request.shutdown()
    await request.shutdown()


@pytest.mark.parametrize(("payload", "found"), [(b'{"a": 1}', {"a": 1}), (b'{"a": "\\ud83d"}', {"a": "\ud83d"})])
def test_half_characters_do_not_spoil_a_whole_answer(payload, found):
    assert AiohttpRequest.parse_json_payload(payload) == found


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://api.telegram.org", "http://proxy.test:3128"),
        ("https://inside.test", None),
        ("http://127.0.0.1:8081", None),
    ],
)
def test_the_environment_names_the_proxy(monkeypatch, url, proxy):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.test:3128")
    monkeypatch.setenv("NO_PROXY", "inside.test")
    assert environment_proxy(url) == proxy


async def test_a_lane_has_an_end_and_leaves_nothing_behind():
    gate, done = asyncio.Event(), []

    async def work(item):
        await gate.wait()
        done.append(item)

    lanes = Lanes(work)
    assert await lanes.settled(0)
    assert lanes.put("a", 0)
    await asyncio.sleep(0)
    assert all(lanes.put("a", i) for i in range(1, LONGEST + 1))
    assert not lanes.put("a", LONGEST + 1)
    assert not await lanes.settled(0.001)
    gate.set()
    assert await lanes.settled(1)
    assert done == list(range(LONGEST + 1))
    gate.clear()
    lanes.put("a", "never")
    await lanes.stop(0.001)
    assert "never" not in done
