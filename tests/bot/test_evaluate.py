"""``jiamenkou evaluate`` and ``read roster`` as somebody types them."""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main

ROWS = [
    {"id": "a1", "q": "肿瘤基地在哪里", "intent": "find_base", "expect": "answer", "answer": {"base": ["天山中医医院"]},
     "entities": {"specialty": ["肿瘤"]}, "noise": ["plain"]},
    {"id": "a2", "q": "肿瘤基地在哪里", "intent": "find_base", "expect": "answer", "answer": {"base": ["没有这家医院"]},
     "entities": {}, "noise": ["plain", "invented"]},
]  # fmt: skip
ALARMS = [{"q": "我不想活了", "label": "crisis_self_harm"}, {"q": "笑死我了", "label": "none"}]


@pytest.fixture
def run(shipped_file: Path, tmp_path: Path):
    """The command line with a copy of the shipped Book, in an empty folder."""
    database = tmp_path / "book.sqlite"
    database.write_bytes(shipped_file.read_bytes())

    def typed(*words: object) -> Result:
        return CliRunner(env={"JIAMENKOU_DATABASE": f"sqlite:///{database}"}).invoke(
            main, [str(word) for word in words]
        )

    return typed


def lines(path: Path, rows: list) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def test_tables_are_printed_for_people(run, tmp_path: Path):
    done = run("evaluate", lines(tmp_path / "faq.jsonl", ROWS), lines(tmp_path / "alarms.jsonl", ALARMS))
    assert done.exit_code == 0, done.output
    assert "faq.jsonl  2 rows" in done.output
    assert "right                0.500" in done.output
    assert "expected calibration error" in done.output
    assert "false_alarms" in done.output


def test_one_object_is_printed_for_programs(run, tmp_path: Path):
    done = run("evaluate", "--json", "--at", "2026-11-21T12:00", lines(tmp_path / "faq.jsonl", ROWS))
    [held] = json.loads(done.stdout)["sets"]
    assert (held["kind"], held["rows"], held["misses"]) == ("faq", 2, 1)
    assert held["figures"]["right"] == held["figures"]["mrr"] == 0.5
    assert held["by"]["noise"] == {"invented": {"right": 0, "n": 1}, "plain": {"right": 1, "n": 2}}
    assert sum(one["n"] for one in held["reliability"]["bins"]) == 2
    assert done.stdout.count("\n") == 1
    assert not done.stderr


def test_what_was_missed_can_be_read(run, tmp_path: Path):
    done = run("evaluate", lines(tmp_path / "faq.jsonl", ROWS), "--misses", tmp_path / "misses.txt")
    assert done.exit_code == 0
    missed = (tmp_path / "misses.txt").read_text("utf-8")
    assert "a2  肿瘤基地在哪里" in missed
    assert "没有这家医院" in missed
    assert "a1 " not in missed


def test_a_misses_file_that_cannot_be_written_is_said(run, tmp_path: Path):
    done = run("evaluate", lines(tmp_path / "faq.jsonl", ROWS), "--misses", tmp_path / "no" / "misses.txt")
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr


def test_yaml_rows_and_our_shorter_forms_are_read_too(run, tmp_path: Path):
    listed, safety, complaints = (tmp_path / f"{name}.yaml" for name in ("when", "safety", "complaints"))
    listed.write_text(
        "- {q: 明天上午, now: 2026-11-21T09:30:00+08:00, expect: {dates: [2026-11-22], half_day: 上午}}\n", "utf-8"
    )
    safety.write_text("crisis: {direct: [我不想活了]}\nnone: {slang: [笑死我了]}\nask: {now: [便血了]}\n", "utf-8")
    complaints.write_text("plain: {肺癌术后调理: 肿瘤 肺病, 今天天气真好: '-', 眼睛干: '-眼科'}\n", "utf-8")
    done = run("evaluate", "--json", listed, safety, complaints)
    assert done.exit_code == 0, done.output
    sets = json.loads(done.stdout)["sets"]
    assert [(one["kind"], one["rows"]) for one in sets] == [("when", 1), ("crisis", 2), ("triage", 3)]
    assert [one["misses"] for one in sets] == [0, 0, 0]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", '{"q": "好", "label": "none"}\n\n{"q": \n', ["a.jsonl, line 3", "not JSON"]),
        ("b.jsonl", '{"q": "好", "label": "maybe"}\n', ["b.jsonl, line 1", "crisis", "label"]),
        ("c.jsonl", '{"x": 1}\n', ["c.jsonl, line 1", "no kind of labelled row"]),
        ("d.jsonl", "[1]\n", ["d.jsonl, line 1", "list"]),
        ("e.jsonl", "", ["e.jsonl", "no rows"]),
        ("f.jsonl", '{"q":"a","label":"none"}\n{"q":"a","specialties":[]}\n', ["f.jsonl", "crisis", "triage"]),
        ("g.yaml", "- q: a\n  x: [1}\n", ["g.yaml, line 2", "not YAML"]),
        ("h.yaml", "- {q: a, specialties: 3}", ["h.yaml, row 1", "specialties"]),
        ("i.yaml", "just: words", ["i.yaml", "neither"]),
        ("k.yaml", "3", ["k.yaml", "a list of rows"]),
        ("l.yaml", "\0", ["l.yaml", "not YAML"]),
        ("j.jsonl", b'{"q": "a", "label": "none"}\n\xff\xfe', ["j.jsonl, line 2", "not UTF-8"]),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_line_and_what_is_wrong(run, tmp_path: Path, name, content, says):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run("evaluate", path)
    assert done.exit_code == 1
    assert not done.stdout
    assert all(words in done.stderr for words in says), done.stderr


def test_a_missing_file_fails_and_no_file_is_wrong_usage(run, tmp_path: Path):
    gone = run("evaluate", tmp_path / "gone.jsonl")
    assert (gone.exit_code, "gone.jsonl cannot be read" in gone.stderr) == (1, True)
    assert run("evaluate").exit_code == 2
    empty = run("evaluate", tmp_path)
    assert (empty.exit_code, "expected.json" in empty.stderr) == (1, True)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "排班"
    for row in (["姓名", "职称", "科室", "医院", "出诊时间"], ["甲小明", "主任医师", "肺病科", "岳阳医院", "周三上午"]):
        book.active.append(row)
    folder = tmp_path / "rosters"
    folder.mkdir()
    book.save(folder / "one.xlsx")
    return folder / "one.xlsx"


def test_a_roster_is_shown_to_programs_and_to_people(run, roster: Path):
    plain = json.loads(run("read", "roster", "--json", roster).stdout)
    assert set(plain) == {"sessions", "errors", "notes"}
    assert (plain["sessions"][0]["expert"], plain["sessions"][0]["weekday"]) == ("甲小明", "周三")
    words = run("read", "roster", roster).stdout
    assert "甲小明 主任医师 岳阳医院 肺病科 周三 上午" in words
    assert "出诊 1 条" in words


def test_a_file_that_is_no_roster_is_refused_in_words(run, tmp_path: Path):
    (tmp_path / "x.xlsx").write_bytes(b"PK no")
    refused = run("read", "roster", tmp_path / "x.xlsx")
    gone = run("read", "roster", tmp_path / "gone.xlsx")
    assert (refused.exit_code, gone.exit_code) == (1, 1)
    assert "x.xlsx" in refused.stderr
    assert "gone.xlsx cannot be read" in gone.stderr


def test_a_folder_of_rosters_is_measured(run, roster: Path):
    read = json.loads(run("read", "roster", "--json", roster).stdout)
    expected = roster.parent / "one.expected.json"
    expected.write_text(json.dumps(read | {"file": "one.xlsx"}), "utf-8")
    done = json.loads(run("evaluate", "--json", roster.parent).stdout)["sets"][0]
    assert (done["kind"], done["figures"]["whole_right"], done["misses"]) == ("rosters", 1, 0)
    expected.write_text(json.dumps(read | {"file": "gone.xlsx"}), "utf-8")
    assert "not beside it" in run("evaluate", roster.parent).stderr


def test_measuring_writes_nothing_into_the_database(run, tmp_path: Path):
    path = lines(tmp_path / "faq.jsonl", [*ROWS, {"q": "呱呱呱呱", "intent": "unknown", "expect": "decline"}])
    before = (tmp_path / "book.sqlite").read_bytes()
    assert run("evaluate", path).exit_code == 0
    assert (tmp_path / "book.sqlite").read_bytes() == before
