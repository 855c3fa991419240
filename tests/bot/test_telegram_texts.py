"""How words and choices are laid out for Telegram."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import keyboards, texts
from knowledge.message import Choice, Message
from tests.botapi import formatting


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
