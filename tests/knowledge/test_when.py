"""What residents say about time: the golden table, the labelled development rows, what the answer carries."""

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
import yaml
from dateutil.rrule import rrulestr

from knowledge.holidays import Calendar
from knowledge.understanding.normalise import canonical
from knowledge.understanding.when import When, read_when
from tests.knowledge.when_words import told

SHANGHAI = timezone(timedelta(hours=8))
ROOT = Path(__file__).parents[2]
GOLDEN = yaml.load((ROOT / "tests/golden/when.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
ROWS = [
    pytest.param(said, now, want, id=f"{now} {said}")
    for groups in GOLDEN.values()
    for now, rows in groups.items()
    for said, want in rows.items()
]
DEV = ROOT.parent / "shared/eval/when_dev.jsonl"
CALENDAR = Calendar()


def read(said: str, now: str = "2026-11-25T09:30") -> When:
    return read_when(said, datetime.fromisoformat(now).replace(tzinfo=SHANGHAI), CALENDAR)


@pytest.mark.parametrize(("said", "now", "want"), ROWS)
def test_every_golden_sentence_reads_as_written_in_the_table(said, now, want):
    assert told(read(said, now)) == want


def days(answer: dict) -> object:
    if answer.get("none"):
        return "none"
    if "from" in answer:
        first, last = answer["from"], answer["to"]
        if last is None:
            return f"{first}.."
        length = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
        return [str(date.fromisoformat(first) + timedelta(each)) for each in range(length)]
    return [answer["datetime"][:10]] if answer.get("datetime") else sorted(answer.get("dates", ())) or None


def occurrences(rule: str, start: datetime) -> list[datetime]:
    return rrulestr(rule, dtstart=start).between(start, start + timedelta(366), inc=True)


def is_right(want: dict, got: dict, now: datetime) -> bool:
    if "rule" in want:
        same = "rule" in got and occurrences(want["rule"], now) == occurrences(got["rule"], now)
        return same and bool(got.get("needs_anchor")) >= bool(want.get("needs_anchor"))
    if want.get("conflict") and set(want["candidates"]) <= set(got.get("candidates", ())):
        return True
    named = want.get("half_day") in (None, got.get("half_day"))
    clock = want.get("datetime", "")[:16] in ("", got.get("datetime", "")[:16])
    return days(want) == days(got) and named and clock and bool(got.get("conflict")) >= bool(want.get("conflict"))


@pytest.mark.skipif(not DEV.exists(), reason="the labelled rows in ../shared are not here")
def test_the_development_rows_are_read_right_and_no_trap_becomes_a_date():
    right, rows = 0, [json.loads(line) for line in DEV.read_text("utf-8").splitlines()]
    for row in rows:
        now = datetime.fromisoformat(row["now"])
        got = msgspec.to_builtins(read_when(row["q"], now, CALENDAR))
        wants = [row["expect"], *row.get("also", ())]
        hit = any(is_right(want, got, now.replace(tzinfo=None)) for want in wants)
        right += hit
        assert hit or not row["expect"].get("none"), row["q"]
    assert right / len(rows) >= 0.95


def test_an_answer_is_serialised_in_the_shape_of_the_evaluation_rows():
    got = msgspec.to_builtins(read("国庆后再来", "2026-09-29T10:20"))
    assert got == {"from": "2026-10-08", "to": None, "spans": ((0, 2), (2, 3))}
    got = msgspec.to_builtins(read("后天下午3点"))
    assert got == {
        "datetime": "2026-11-27T15:00:00+08:00",
        "half_day": "下午",
        "spans": ((0, 2), (2, 4), (4, 6)),
    }


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("龙华医院周三上午有号吗", ["周三", "上午"]),
        ("我想看下週三", ["下周三"]),
        ("tomorrow morning 能看吗", ["tomorrow", "morning"]),
        ("xiazhousan shangwu you hao ma", ["xiazhousan", "shangwu"]),
        ("周一平医生在吗", []),
        ("明田下午", ["明田", "下午"]),
    ],
)
def test_the_words_read_as_time_are_told_so_that_no_one_reads_them_as_a_name(said, words):
    assert [canonical(said)[start:end] for start, end in read(said).spans] == words


def test_an_open_span_gives_as_many_days_as_asked_for():
    assert read("国庆后", "2026-09-29T10:20").days(3) == [date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 10)]


def test_a_moment_a_list_and_a_rule_give_their_days():
    assert read("后天下午3点").days() == [date(2026, 11, 27)]
    assert read("下周二或者周四").days() == [date(2026, 12, 1), date(2026, 12, 3)]
    assert read("每周三").days() == []


def test_a_holiday_that_staff_entered_is_no_longer_approximate():
    entered = Calendar({2027: [("春节", date(2027, 2, 5), date(2027, 2, 12), [])]})
    got = read_when("春节前", datetime(2026, 12, 1, 9, tzinfo=SHANGHAI), entered)
    assert (got.first, got.last, got.approximate) == (date(2026, 12, 1), date(2027, 2, 4), False)


@pytest.mark.parametrize(
    ("said", "now", "want"),
    [
        ("周三", "2026-11-25T16:29", "2026-11-25"),
        ("周三", "2026-11-25T17:31", "2026-12-02"),
        ("周三上午", "2026-11-25T11:29", "2026-11-25 上午"),
        ("周三上午", "2026-11-25T12:31", "2026-12-02 上午"),
        ("周三晚上", "2026-11-25T20:29", "2026-11-25 夜间"),
        ("周三晚上", "2026-11-25T21:31", "2026-12-02 夜间"),
        ("25号", "2026-11-25T17:31", "2026-12-25"),
        ("下周三", "2026-11-29T15:00", "2026-12-02"),
        ("周末", "2026-11-29T09:00", "2026-12-05..2026-12-06"),
        ("这周末", "2026-11-29T09:00", "2026-11-29"),
        ("29号", "2027-02-01T09:00", "2027-03-29"),
    ],
)
def test_today_counts_only_while_its_half_is_not_over(said, now, want):
    assert told(read(said, now)) == want
