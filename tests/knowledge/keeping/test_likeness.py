"""What a question in vain is near to: entries to put it to, small talk last, and the topic of a new one."""

import pytest

from knowledge.keeping.fields import TOPICS
from knowledge.keeping.likeness import entries_like, topic_of, topics_near

ASKED = {
    "哪里可以借轮椅": ("staff", "有没有陪诊、轮椅、志愿者帮忙？"),
    "怎么复印病历": ("staff", "病历怎么复印？"),
    "医保卡丢了怎么办": ("costs_insurance", "医保卡的事找谁？"),
    "发票在哪里打印": ("costs_insurance", "发票、清单怎么开？"),
    "离地铁站远吗": ("nearest_base", "怎么坐车去？"),
    "转诊单有效期多久": ("referral_steps", "转诊有效期多久，能转几次？"),
}


@pytest.mark.parametrize("words", ASKED)
def test_the_nearest_entry_comes_first_and_tells_the_topic(book, words):
    topic, title = ASKED[words]
    assert topic_of(book, [words]) == topic == topics_near(book, [words])[0]
    assert book.entries[entries_like(book, [words])[0]].title == title


@pytest.mark.parametrize("words", ["停车场收费吗", "厕所在几楼", "嘿嘿", "＊＊＊"])
def test_what_is_near_to_nothing_is_asked_about(book, words):
    assert topic_of(book, [words]) == ""
    near = topics_near(book, [words])
    assert {"staff", "out_of_scope"} <= {*near} <= {*TOPICS} - {"smalltalk"}


@pytest.mark.parametrize(
    "words", ["停车场收费吗", "医院有wifi吗", "嘿嘿", "你们食堂好吃吗", "谢谢在哪里停车", "你好，厕所呢"]
)
def test_small_talk_is_offered_last(book, words):
    talk = [book.entries[key].topic == "smalltalk" for key in entries_like(book, [words])]
    assert talk == sorted(talk)


def test_every_wording_of_a_group_counts(book):
    asked = ["借一借", "轮椅借用", "借个轮椅要钱吗"]
    assert book.entries[entries_like(book, asked)[0]].title == "有没有陪诊、轮椅、志愿者帮忙？"
    assert entries_like(book, []) == []
    assert topic_of(book, []) == ""
