"""Messages to Telegram: all that one can hold, and every way in which it may fail."""

import io

import pytest
from PIL import Image

from knowledge.message import Address, Attachment, Choice, Place
from scheduler.delivery import Rejected, TryLater, Unknown, Unreachable
from tests.bot.telegram_rig import LONGHUA, Naps, open_channel, say
from tests.botapi import Fault, Refused

TO = Address("telegram", "7")


@pytest.fixture
async def api(api):
    await api.person(7).says("/start")
    return api


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
