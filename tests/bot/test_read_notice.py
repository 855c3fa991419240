"""``read notice`` as a clerk and as a program use it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main

ROSTER = [
    {"expert": "沈柏清", "title": "主任医师", "place": "示例医院", "department": "肿瘤科",
     "rule": "FREQ=WEEKLY;BYDAY=TH", "half_day": "上午", "kind": "专家"},
]  # fmt: skip
ROW = {"text": "沈柏清主任12月3日（周四）上午停诊", "now": "2026-11-25T10:05:00+08:00", "roster": ROSTER}


@pytest.fixture
def run(shipped_file: Path, tmp_path: Path):
    path = shutil.copy(shipped_file, tmp_path / "book.sqlite")

    def typed(*words: str, given: str | None = None) -> Result:
        env = {"JIAMENKOU_DATABASE": f"sqlite:///{path}"}
        return CliRunner(env=env).invoke(main, ["read", "notice", *words], input=given)

    return typed


def test_one_object_is_printed_for_each_line_in_order(run):
    other = ROW | {"text": "收到"}
    done = run("--json", given="\n".join(json.dumps(row, ensure_ascii=False) for row in (ROW, other, ROW)) + "\n\n")
    assert done.exit_code == 0, done.output
    first, second, third = [json.loads(line) for line in done.stdout.splitlines()]
    [change] = first["changes"]
    assert first == third
    assert change == {
        "change": "suspend", "expert": "沈柏清", "place": "示例医院",
        "from": "2026-12-03", "to": "2026-12-03", "half_day": "上午",
    }  # fmt: skip
    assert first["flags"] == []
    assert second == {"changes": [], "flags": ["no_change"]}


def test_days_that_nobody_knows_are_null(run):
    row = ROW | {"text": "沈柏清主任12月3日（周三）停诊"}
    [change] = json.loads(run("--json", given=json.dumps(row)).stdout)["changes"]
    assert (change["from"], change["to"]) == (None, None)
    assert change["candidates"] == ["2026-12-02", "2026-12-03"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"text": 1', "line 1"),
        ('{"text": "a", "now": "x", "roster": []}', "moment"),
        ("[]", "line 1"),
        (json.dumps(ROW | {"roster": [{"title": "x"}]}), "expert"),
    ],
)
def test_a_line_that_is_no_notice_is_named(run, line, says):
    done = run("--json", given=line)
    assert done.exit_code in (1, 2)
    assert says in done.stderr


def test_a_clerk_reads_words_against_the_books_own_roster(run):
    done = run("--at", "2026-11-25", "沈柏清主任12月3日上午停诊，12月8日恢复")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "停诊：沈柏清，2026年12月3日周四上午，2026年12月8日周二恢复",
        "请核对：排班里没有这位医生，名字差一个字也不会当成同一个人。",
    ]


def test_a_notice_of_several_lines_comes_from_standard_input(run):
    done = run("--at", "2026-11-25", given="停诊：\n沈柏清主任 12月3日上午\n")
    assert "2026年12月3日周四上午" in done.stdout


def test_reading_saves_nothing(run, tmp_path: Path):
    run("收到")  # takes in the shipped facts when they are newer
    before = (tmp_path / "book.sqlite").read_bytes()
    run("沈柏清主任明天停诊")
    assert (tmp_path / "book.sqlite").read_bytes() == before
