"""Schedule cards in any chat, and links that open a base or an expert: over the loopback Bot API server."""

import pytest

from bot.telegram import inbound, inline
from bot.telegram.inbound import Asked, Me, Unreadable
from handlers.incoming import Incoming
from knowledge.book import Book
from knowledge.feeds import Feed, as_file, calendar_of
from knowledge.message import Message
from knowledge.pictures import fonts
from knowledge.pictures.week import week_pictures
from tests.bot.telegram_rig import running
from tests.knowledge.sample_clinics import MONDAY, NOW, book, book_of, change, expert, name, week

ME = Me(5, "jiamenkou_bot")


def titles(words, held=None):
    return [card.title for card in inline.cards(words, held or book(), NOW)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("王", ["王示范（示例） 主任医师", "王样品（示例）"]),
        ("王示", ["王示范（示例） 主任医师"]),
        (" 王 示范", []),
        ("王示范下周", ["王示范（示例） 主任医师"]),
        ("wang", ["王示范（示例） 主任医师", "王样品（示例）"]),
        ("wang shi", ["王示范（示例） 主任医师"]),
        ("李老", ["李例子（示例）"]),
        ("汪", []),
        ("网示范", []),
        ("赵", []),
        ("外院专家", []),
        ("", []),
        ("   ", []),
        ("hello", []),
        ("💊" * 100, []),
    ],
)
def test_cards_are_found_by_the_name_as_it_is_written_or_typed_and_by_nothing_else(words, expected):
    assert titles(words) == expected


def test_who_sits_first_comes_first():
    stop = change("stop", "suspend", expert="e_wang", first="2026-11-01")
    assert titles("王", book_of(changes=(stop,))) == ["王样品（示例）", "王示范（示例） 主任医师"]


def test_a_surname_that_very_many_have_brings_ten_cards():
    crowd = book().kinds["expert"] | {f"x{n}": expert(f"x{n}", f"王{chr(0x4E00 + n)}") for n in range(500)}
    assert len(titles("王", Book(dict(book().kinds) | {"expert": crowd}, 9))) == inline.MOST


def test_a_card_says_when_where_why_not_and_how_old_it_is():
    (card,) = inline.cards("王示范", book(), NOW)
    assert card.token == "expert_e_wang"
    assert card.hint == "天山中医医院　11月23日周一上午"
    assert "11月23日周一上午 08:00–11:30 天山中医医院（骨伤科、3诊室、挂号费38元）" in card.text
    assert "停诊（外出会诊）" in card.text
    assert "以医院当日公布为准" in card.text
    assert "资料日期 2026-11-20" in card.footnote


def test_an_expert_with_no_clinic_ahead_is_said_to_have_none():
    (card,) = inline.cards("王示范", book_of(sessions=()), NOW)
    assert "没有排班" in card.text
    assert "没有排班" in card.hint


async def nothing(_incoming):
    return []


async def test_words_after_the_bots_name_bring_cards_that_say_where_to_go_on(api):
    async with running(api, nothing, cards=lambda words: inline.cards(words, book(), NOW)):
        asked = await api.person().asks_inline("王示范")
        fields = await api.until(lambda: api.asked[asked["inline_query"]["id"]])
    (article,) = fields["results"]
    assert (article["type"], article["title"]) == ("article", "王示范（示例） 主任医师")
    content = article["input_message_content"]
    assert content["parse_mode"] == "HTML"
    assert content["message_text"].startswith("<b>王示范（示例） 主任医师</b>\n")
    ((button,),) = article["reply_markup"]["inline_keyboard"]
    assert button["url"] == "https://t.me/jiamenkou_bot?start=expert_e_wang"
    assert fields["cache_time"] == 60


async def test_unknown_words_are_answered_with_nothing_and_so_is_everything_without_a_roster(api):
    async with running(api, nothing):
        asked = await api.person().asks_inline("王")
        fields = await api.until(lambda: api.asked[asked["inline_query"]["id"]])
    assert fields["results"] == []


async def test_inline_words_are_asked_of_telegram_and_reach_no_handler(api):
    heard = []

    async def listen(incoming):
        heard.append(incoming)
        return []

    async with running(api, listen):
        await api.until(lambda: api.called("getUpdates"))
        assert "inline_query" in api.called("getUpdates")[0].fields["allowed_updates"]
        asked = await api.person().asks_inline("王")
        await api.until(lambda: api.asked[asked["inline_query"]["id"]])
    assert heard == []


async def test_cards_that_break_or_come_too_late_do_not_stop_the_next_ones(api, caplog):
    def breaks(words):
        if words == "坏":
            raise ValueError(words)
        return inline.cards(words, book(), NOW)

    user = api.person()
    async with running(api, nothing, cards=breaks):
        await user.asks_inline("坏")
        late = await user.asks_inline("王")
        del api.asked[late["inline_query"]["id"]]
        api.updates.push({"inline_query": {"id": 5, "query": "秘密"}})
        asked = await user.asks_inline("李")
        fields = await api.until(lambda: api.asked[asked["inline_query"]["id"]])
    assert len(fields["results"]) == 1
    assert "秘密" not in caplog.text
    assert "坏" not in caplog.text


def test_an_inline_query_is_read_with_half_characters_mended():
    raw = {"id": "q", "from": {"id": 7}, "query": "王\ud83d", "offset": ""}
    assert inbound.read({"update_id": 1, "inline_query": raw}, ME, NOW) == Asked("q", "王?")


def test_an_inline_query_without_its_fields_is_unreadable():
    with pytest.raises(Unreadable):
        inbound.read({"update_id": 1, "inline_query": {"query": "王"}}, ME, NOW)


def said(text, chat="private"):
    user = {"id": 7, "is_bot": False, "first_name": "王"}
    message = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": chat}, "from": user, "text": text}
    incoming = inbound.read({"update_id": 1, "message": message}, ME, NOW)
    assert isinstance(incoming, Incoming)
    return incoming


@pytest.mark.parametrize(
    ("text", "token", "words"),
    [
        ("/start expert_e_wang", "open:expert_e_wang", ""),
        ("/start base_base_01", "open:base_base_01", ""),
        ("/start@Jiamenkou_bot base_base_01", "open:base_base_01", ""),
        ("/start " + "a" * 64, "open:" + "a" * 64, ""),
        ("/start " + "a" * 65, "", "/start " + "a" * 65),
        ("/start", "", "/start"),
        ("/start 你好", "", "/start 你好"),
        ("/start a b", "", "/start a b"),
        ("/start@other_bot base_1", "", "/start@other_bot base_1"),
        ("请 /start base_1", "", "请 /start base_1"),
    ],
)
def test_a_link_that_opens_the_bot_becomes_a_token_and_other_words_stay_words(text, token, words):
    incoming = said(text)
    assert (incoming.token, incoming.text) == (token, words)


def test_in_a_group_a_link_speaks_to_the_bot():
    assert said("/start@jiamenkou_bot base_base_01", chat="group").addressed


@pytest.mark.skipif(fonts.find(fonts.folders()) is None, reason="no Chinese typeface on this machine")
async def test_a_link_brings_the_picture_and_the_calendar_as_files(api):
    async def show(incoming):
        assert incoming.token == "open:base_base_01"
        picture = week_pictures("天山中医医院", week(), MONDAY, name, "")[0]
        file = as_file(calendar_of(week(), Feed(names=name, revision=1), NOW), "base_01", "点开可存进手机日历")
        return [Message(kind="answer", text="本周门诊", picture=picture, document=file)]

    user = api.person()
    async with running(api, show):
        await user.says("/start base_base_01")
        heard = [await user.hears() for _ in range(3)]
    assert "photo" in heard[1]
    assert heard[1]["caption"].startswith("天山中医医院\n11月23日周一")
    assert heard[2]["document"]["file_name"] == "base_01.ics"
