"""``jiamenkou load`` and ``export`` as a clerk types them."""

import json
import os
import pty
import subprocess
import sys

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from tests.knowledge.importing.rig import ROWS, roster

DEV = "eval/rosters_dev"


@pytest.fixture
def jiamenkou(tmp_path, monkeypatch, shipped_file):
    """The command line with a database of its own."""
    (tmp_path / "house.sqlite").write_bytes(shipped_file.read_bytes())
    monkeypatch.setenv("JIAMENKOU_DATABASE", f"sqlite:///{tmp_path / 'house.sqlite'}")
    monkeypatch.delenv("JIAMENKOU_TELEGRAM_TOKEN", raising=False)

    def run(*arguments, code=0):
        result = CliRunner().invoke(main, [str(one) for one in arguments])
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_a_clerk_reads_what_a_roster_would_change_expert_by_expert(jiamenkou, tmp_path):
    told = jiamenkou("load", roster(tmp_path / "一.xlsx"), "--dry-run")
    assert "示例乙：新增2\n  新增  周一下午 骨伤科 专家 30元（一.xlsx 排班!D4）" in told
    assert "Nothing was changed" in told


def test_the_same_as_data(jiamenkou, tmp_path):
    told = json.loads(jiamenkou("load", roster(tmp_path / "一.xlsx"), "--json"))
    assert told["loaded"] is True
    assert told["counts"] == {"new": 8, "changed": 0, "ended": 0, "missing": 0, "same": 0}
    assert {"change", "key", "place", "words"} <= set(told["differences"][0])
    assert told["errors"] == told["questions"] == told["notes"] == []


def test_what_is_left_out_is_said_and_kept_or_ended(jiamenkou, tmp_path):
    jiamenkou("load", roster(tmp_path / "一.xlsx"))
    shorter = roster(tmp_path / "二.xlsx", ROWS[1:])
    assert "--end-missing" in jiamenkou("load", shorter, "--dry-run")
    assert "仍然保留" in jiamenkou("load", shorter)
    assert "示例甲：结束1" in jiamenkou("load", shorter, "--end-missing")


def test_errors_are_told_one_by_one_and_nothing_is_loaded(jiamenkou, shared, tmp_path):
    good = roster(tmp_path / "一.xlsx")
    told = json.loads(jiamenkou("load", good, shared / DEV / "dev4_errors.xlsx", "--json", code=1))
    assert told["loaded"] is False
    assert [cell for cell in ("D4", "E5", "E6", "A7", "A8") if any(f"排班!{cell} " in e for e in told["errors"])] == [
        "D4", "E5", "E6", "A7", "A8"]  # fmt: skip
    assert "Nothing was loaded" in jiamenkou("load", shared / DEV / "dev4_errors.xlsx", code=1)
    assert json.loads(jiamenkou("load", good, "--json"))["counts"]["new"] == 8


@pytest.mark.parametrize(
    ("file", "options"),
    [
        ("dev1_grid_two_level_header.xlsx", ()),
        ("dev2_text_time_utf8bom.csv", ()),
        ("dev3_export_by_date.xls", ("--institution", "jiaxing_chc")),
    ],
)
def test_a_labelled_roster_loads_once_and_comes_back_from_the_workbook(jiamenkou, shared, tmp_path, file, options):
    path = shared / DEV / file
    trial = json.loads(jiamenkou("load", path, *options, "--dry-run", "--json"))
    first = json.loads(jiamenkou("load", path, *options, "--json"))
    assert first["counts"] == trial["counts"]
    assert first["counts"]["new"] > 0
    assert json.loads(jiamenkou("load", path, *options, "--json"))["differences"] == []
    jiamenkou("export", tmp_path / "out.xlsx")
    again = json.loads(jiamenkou("load", tmp_path / "out.xlsx", "--json"))
    assert (again["differences"], again["errors"]) == ([], [])
    assert " 0 errors" in jiamenkou("check")


def test_files_of_other_kinds_and_missing_ones_are_refused_in_words(jiamenkou, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    told = jiamenkou("load", tmp_path / "a.pdf", tmp_path / "b.xlsx", code=1)
    assert ".pdf" in told
    assert "no such file" in told
    (tmp_path / "c.xlsx").write_bytes(b"no spreadsheet")
    assert "c.xlsx" in jiamenkou("load", tmp_path / "c.xlsx", code=1)


def test_of_very_many_problems_the_first_are_told_and_how_many_more_there_are(jiamenkou, tmp_path):
    (tmp_path / "bad.yaml").write_text("entry:\n" + "- words\n" * 130, encoding="utf-8")
    told = jiamenkou("load", tmp_path / "bad.yaml", code=1)
    assert told.count("bad.yaml:") == 50
    assert "80 more problems" in told
    assert len(json.loads(jiamenkou("load", tmp_path / "bad.yaml", "--json", code=1))["errors"]) == 130


def test_a_pipe_is_refused_and_its_folder_is_still_read(jiamenkou, tmp_path):
    folder = tmp_path / "rosters"
    folder.mkdir()
    os.mkfifo(folder / "pipe.xlsx")
    roster(folder / "一.xlsx")
    assert "no ordinary file" in jiamenkou("load", folder / "pipe.xlsx", code=1)
    assert "示例乙：新增2" in jiamenkou("load", folder, "--dry-run")


def test_a_template_can_be_filled_in_and_loaded(jiamenkou, tmp_path):
    jiamenkou("export", "--template", tmp_path / "空表.xlsx")
    assert (tmp_path / "空表.xlsx").exists()
    jiamenkou("export", "--template", tmp_path / "folder", code=2)


def test_sample_takes_no_paths_and_says_when_it_is_refused(jiamenkou, tmp_path):
    jiamenkou("load", code=2)
    jiamenkou("load", "--sample", roster(tmp_path / "一.xlsx"), code=2)
    assert "Loaded" in jiamenkou("load", "--sample")
    assert "示例排班（25条，都是虚构的）先全部清除" in jiamenkou("load", tmp_path / "一.xlsx")
    assert "real sessions" in jiamenkou("load", "--sample", code=1)


@pytest.mark.parametrize(("typed", "ends"), [(b"y\n", True), (b"n\n", False)])
def test_on_a_terminal_the_clerk_is_asked_whether_to_end_what_is_left_out(jiamenkou, tmp_path, typed, ends):
    jiamenkou("load", roster(tmp_path / "一.xlsx"))
    shorter = roster(tmp_path / "二.xlsx", (ROWS[1], ROWS[2]))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "load", str(shorter)]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, env={**os.environ}) as running:
        os.write(ours, typed)
        told = running.communicate(timeout=60)[0].decode()
    os.close(ours)
    os.close(theirs)
    assert "新文件里没有了：示例甲 周三上午" in told
    assert "结束这 1 项吗？" in told
    assert ("结束 1" in told) == ends
