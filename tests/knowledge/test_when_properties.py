"""What holds for any text at all."""

from datetime import date, datetime, timedelta, timezone

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.holidays import Calendar
from knowledge.understanding.normalise import canonical
from knowledge.understanding.when import When, read_when

SHANGHAI = timezone(timedelta(hours=8))
CALENDAR = Calendar()
FIRST, LAST = datetime.fromisoformat("2004-01-01"), datetime.fromisoformat("2045-12-31")
DAYS = "今天|明朝|后天|昨晚|周|星期|礼拜|下|这|上|每|隔|单周|双|第|个|月|年|号|日|天|周末|工作日|月底|中旬|明年|去年"
TIMES = "上午|下午|夜里|早|晚|点|半|一刻|三刻|8:30|25:00|小时|前|后|内|起|开始|左右|过|到|至|-|~|和|或|、|,|(|)"
NUMBERS = "一|二|三|五|六|十|廿|两|半个|最后|2|12|31|0|99|2026|12.3|2/30|13月|32号"
OTHERS = (
    "国庆|元旦|春节|节|腊月|初三|除夕|冬至|入伏|的|吗|能看|门诊|不行|配的药|next |monday|3pm|in |days|mingtian|zhousan"
)
WORDS = f"{DAYS}|{TIMES}|{NUMBERS}|{OTHERS}".split("|")
SENTENCES = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=9).map("".join))
MOMENTS = st.datetimes(FIRST, LAST, timezones=st.just(SHANGHAI))
LIMITS = {"上午": (4, 13), "下午": (12, 19), "夜间": (17, 30), "全天": (0, 30), "": (0, 30)}


def named(when: When) -> list[date]:
    first = [when.first] if isinstance(when.first, date) else []
    moment = [when.moment.date()] if when.moment else []
    return [*when.dates, *first, *moment, *when.candidates]


@settings(max_examples=400, deadline=None)
@given(SENTENCES, MOMENTS)
def test_any_text_gives_exactly_one_kind_of_answer_and_never_a_day_gone_by(text, now):
    got = read_when(text, now, CALENDAR)
    kinds = [bool(got.dates), isinstance(got.first, date), got.moment is not None, bool(got.rule), got.none]
    assert sum(kinds) == 1
    assert all(day >= now.date() for day in named(got))
    assert all(day <= now.date() for day in got.over)
    assert not isinstance(got.last, date) or got.first <= got.last
    msgspec.json.encode(got)


@settings(max_examples=300, deadline=None)
@given(SENTENCES, MOMENTS)
def test_the_canonical_spelling_reads_the_same(text, now):
    assert read_when(canonical(text), now, CALENDAR) == read_when(text, now, CALENDAR)


@settings(max_examples=300, deadline=None)
@given(SENTENCES, MOMENTS)
def test_the_words_consumed_lie_in_the_text_in_order(text, now):
    spans, length = read_when(text, now, CALENDAR).spans, len(canonical(text))
    assert all(0 <= start < end <= length for start, end in spans)
    assert list(spans) == sorted(spans)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["", "明天", "周五", "每周二"]),
    st.sampled_from(["", "早上", "上午", "中午", "下午", "晚上", "夜里", "凌晨"]),
    st.integers(0, 24),
    st.sampled_from(["点", "点半", ":30", "点一刻"]),
    MOMENTS,
)
def test_a_half_day_never_contradicts_the_clock(day, half, hour, minutes, now):
    got = read_when(f"{day}{half}{hour}{minutes}", now, CALENDAR)
    clock = got.moment.strftime("%H:%M") if got.moment else got.time
    if clock and got.half_day:
        low, high = LIMITS[got.half_day]
        said = int(clock[:2])
        assert low <= said <= high or low <= said + 24 <= high


@settings(max_examples=200, deadline=None)
@given(st.sampled_from("一二三四五六日"), st.sampled_from(["", "上午", "下午", "晚上"]), MOMENTS)
def test_a_bare_weekday_is_that_weekday_within_the_coming_seven_days(number, half, now):
    (day,) = read_when(f"周{number}{half}", now, CALENDAR).dates
    assert day.weekday() == "一二三四五六日".index(number)
    assert now.date() <= day <= now.date() + timedelta(7)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 60), MOMENTS)
def test_so_many_days_on_is_so_many_days_on(count, now):
    assert read_when(f"{count}天后", now, CALENDAR).dates == (now.date() + timedelta(count),)
