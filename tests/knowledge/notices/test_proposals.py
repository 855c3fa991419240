"""Notices read against the Book: facts with ids that a desk may save, and words for the clerk."""

from datetime import date

from knowledge.clinics import Change, Expert
from knowledge.notices.proposals import proposed, rows_of
from knowledge.notices.words import in_words
from knowledge.timetable import Days, sittings
from knowledge.wording import Voice
from tests.knowledge import sample_clinics as sample
from tests.knowledge.notices.clerk import read


def test_the_books_roster_is_what_a_notice_is_read_against():
    rows = rows_of(sample.book())
    assert {row.expert for row in rows} == {"王示范", "王样品", "李例子"}
    assert {row.place for row in rows} == {sample.book().institutions["tianshan"].name}
    assert rows_of(sample.book(), "no_such_place") == ()


def test_a_change_has_the_ids_of_the_book():
    proposal = proposed("王示范主任医师11月30日（周一）上午因会议停诊，12月7日恢复", sample.NOW, sample.book())
    [change] = proposal.changes
    assert isinstance(change, Change)
    assert (change.change, change.expert, change.institution) == ("suspend", "e_wang", "tianshan")
    assert (change.first, change.last, change.half_day, change.back_on) == (
        "2026-11-30",
        "2026-11-30",
        "上午",
        "2026-12-07",
    )
    assert (change.reason, proposal.flags) == ("会议", ())
    assert proposal == proposed("王示范主任医师11月30日（周一）上午因会议停诊，12月7日恢复", sample.NOW, sample.book())


def test_what_is_proposed_does_what_the_notice_says():
    [change] = proposed("王示范主任医师11月30日上午停诊", sample.NOW, sample.book()).changes
    [sitting] = sittings(sample.SESSIONS[0], date(2026, 11, 30), Days((change,)))
    assert sitting.status == "suspended"


def test_who_or_when_in_doubt_is_no_fact_yet():
    for text in (
        "王医生11月30日停诊",
        "张示范主任11月30日停诊",
        "王示范主任11月30日（周二）停诊",
        "王示范主任要停诊，日期未定",
    ):
        proposal = proposed(text, sample.NOW, sample.book())
        assert not proposal.changes
        assert proposal.flags
        assert proposal.reading.changes
        assert "请" in proposal.words


def test_a_resume_names_the_suspension_it_lifts():
    [change] = proposed("王示范主任医师11月25日停诊取消，照常出诊", sample.NOW, sample.book()).changes
    assert (change.change, change.lifts) == ("resume", "c1")


def test_a_move_for_good_is_a_new_roster_and_no_change():
    book = sample.book()
    assert [c.moved_to.date for c in proposed("李例子医生11月26日下午改到11月27日下午", sample.NOW, book).changes] == [
        "2026-11-27"
    ]
    assert not proposed("从12月起，李例子医生周四门诊调整到周五下午", sample.NOW, book).changes


def test_two_of_one_name_are_not_told_apart_by_guessing():
    again = Expert(id="e_other", name="王示范", institution="tianshan", sources=("demo",), verified_on="2026-11-20")
    session = sample.session("s9", "e_other", "下午", "TU")
    kinds = dict(sample.book_of(sessions=(*sample.SESSIONS, session)).kinds)
    book = type(sample.book())(kinds | {"expert": {**kinds["expert"], again.id: again}}, 8)
    assert not proposed("王示范主任医师11月30日停诊", sample.NOW, book).changes


def test_words_give_the_whole_date_and_what_to_look_at():
    text = (
        "沈柏清主任12月3日上午因会议停诊，12月8日恢复；司徒曼副主任12月4日（周六）停诊；"
        "12月6日全院停诊；12月5日按周四排班"
    )
    assert in_words(read(text), Voice()).split("\n") == [
        "停诊：示例医院 沈柏清，2026年12月3日周四上午，原因：会议，2026年12月8日周二恢复",
        "停诊：示例医院 司徒曼，日期没有确定：可能是2026年12月4日周五、2026年12月5日周六",
        "关闭：示例医院 全部门诊，2026年12月6日周日",
        "换班：示例医院 全部门诊，2026年12月5日周六，按周四的排班出诊",
        "请核对：日期和星期对不上。",
    ]


def test_every_kind_of_change_has_its_words():
    texts = {
        "李主任11月30日停诊": "可能是李一诺、李二白",
        "沈柏清主任12月3日由司徒曼副主任替诊": "由司徒曼替诊",
        "沈柏清主任12月3日上午改到12月4日下午": "改到2026年12月4日周五下午",
        "沈柏清主任12月5日8:00-11:00加诊": "08:00–11:00",
        "沈柏清主任12月3日停诊取消": "原来的停诊取消",
        "沈柏清主任12月3日约满": "约满",
        "特需门诊12月3日停诊": "特需门诊",
        "专家门诊12月3日停诊": "普通门诊照常",
        "沈柏清主任即日起每周四停诊": "到另行通知为止，每周四",
        "沈柏清主任12月1日至12月10日停诊": "2026年12月1日周二到2026年12月10日周四",
        "沈柏清主任要停诊": "请填写",
        "收到": "没有要改的门诊",
    }
    for text, words in texts.items():
        assert words in in_words(read(text), Voice()), text
        assert in_words(read(text), Voice("en")).isascii() is False or text == "收到"
