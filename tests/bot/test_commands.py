"""The command line: what people and programs type, and what they are told when something is wrong.

Over 250 lines: each test is one command as it is typed.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from tests.knowledge import facts
from tests.patience import PATIENCE

TOWN = facts.TOWN.replace("name: 骨伤", "name: 示例骨科")
"""A town beside the shipped Book, in which 骨伤 has its specialty already."""
KEYS = {"question", "kind", "topic", "mentions", "found", "candidates", "score", "text", "choices", "sources"}
KEYS |= {"book_version"}
NAMES = {"institution", "base", "district", "specialty", "alliance", "expert", "day", "half_day"}
KINDS = {"answer", "choices", "lookup_empty", "action", "handoff", "decline", "unknown", "emergency", "crisis"}
HELP = ("run", "ask", "read", "chat", "load", "export", "check", "migrate", "backup", "restore", "doctor")


@pytest.fixture
def env(shipped_file: Path, tmp_path: Path) -> dict[str, str]:
    path = shutil.copy(shipped_file, tmp_path / "book.sqlite")
    return {"JIAMENKOU_DATABASE": f"sqlite:///{path}"}


@pytest.fixture
def run(env: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    def invoke(*words: object, given: str | None = None, **more: str) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], input=given, env=env | more)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return invoke


def program(*words: str, env: dict[str, str], given: bytes = b"", **more) -> subprocess.CompletedProcess:
    whole = {"PATH": os.environ["PATH"], "HOME": env.get("HOME", "/nonexistent"), "PYTHONPATH": str(Path.cwd()), **env}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=given,
        env=whole,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
        **more,
    )


def test_strange_lines_are_answered_one_by_one_in_order(env):
    strange = [
        "浦东看骨伤去哪里".encode(),
        b"\xff\xfe\xe6\xb5\xa6 broken",
        ("骨" * 10_000).encode(),
        b"\x00\x07\x1b[31m",
        "\u202e去哪里看骨伤\u2066".encode(),
        b"<script>alert(1)</script>",
        b"",
        b"   ",
        "😀👨‍👩‍👧".encode(),
        b"'; DROP TABLE item; --",
        b"{question} %s {0}",
        "我不想活了".encode(),
    ]
    done = program("ask", "--json", "--at", "2026-11-21T12:00", env=env, given=b"\n".join(strange * 6) + b"\n")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    told = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert len(told) == len(strange) * 6
    for one in told:
        assert set(one) == KEYS
        assert set(one["mentions"]) == set(one["found"]) == NAMES
        assert one["kind"] in KINDS
        assert 0 <= one["score"] <= 1
        assert one["text"].strip()
    assert [one["kind"] for one in told[:12:11]] == ["answer", "crisis"]
    assert "�" in told[1]["question"]
    assert told[: len(strange)] == told[-len(strange) :]


def test_a_new_machine_gets_a_database_with_the_shipped_book_and_nobody_is_written_down(tmp_path: Path):
    env = {"HOME": str(tmp_path)}
    done = program("ask", "静安有几个基地", env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert "静安区中医医院" in done.stdout.decode()
    assert "来源" in done.stdout.decode()
    assert (tmp_path / ".local/share/jiamenkou/jiamenkou.sqlite").is_file()


def test_asking_and_reading_write_nothing(run, env):
    path = Path(env["JIAMENKOU_DATABASE"].removeprefix("sqlite:///"))
    run("ask", "你好")  # takes in the shipped facts when they are newer
    before = path.read_bytes()
    run("ask", "噼里啪啦咕噜")
    run("ask", "--json", given="我不想活了\n噼里啪啦\n")
    run("read", "when", "下周三下午")
    assert path.read_bytes() == before


def test_a_port_in_use_and_a_wrong_token_are_told_before_anything_is_served(env):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        done = program("run", env=env | {"JIAMENKOU_LISTEN": listen})
    assert done.returncode == 1
    said = done.stderr.decode()
    assert listen in said
    assert "in use" in said
    assert "Traceback" not in said


def test_all_wrong_settings_are_named_at_once(env):
    wrong = {"LISTEN": "nowhere", "PER_MINUTE": "often", "LOG_LEVEL": "LOUD", "TELEGRAM_TOKEN": "x", "COLOUR": "red"}
    done = program("ask", "你好", env=env | {f"JIAMENKOU_{name}": value for name, value in wrong.items()})
    assert done.returncode == 1
    said = done.stderr.decode()
    assert all(f"JIAMENKOU_{name}" in said for name in wrong)
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/no/x.sqlite", "postgresql://me:secret@127.0.0.1:1/x", "mysql://x/y", "sqlite://"]
)
def test_a_database_that_cannot_be_used_is_one_sentence(run, url: str):
    told = run("ask", "你好", JIAMENKOU_DATABASE=url)
    assert told.exit_code == 1
    assert "secret" not in told.output
    assert "Traceback" not in told.output
    assert len(told.stderr.strip().splitlines()) <= 3


def test_a_file_that_is_no_database_is_told_and_kept(run, tmp_path: Path):
    (tmp_path / "letter").write_text("Dear Sir, " * 100, encoding="utf-8")
    told = run("ask", "你好", JIAMENKOU_DATABASE=f"sqlite:///{tmp_path / 'letter'}")
    assert told.exit_code == 1
    assert "not an SQLite database" in told.output
    assert (tmp_path / "letter").read_text(encoding="utf-8") == "Dear Sir, " * 100


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "--at", "tomorrow", "x"),
        ("ask", "--at", "2026-13-01", "x"),
        ("ask", "--at", "0001-01-01", "x"),
        ("ask", "--at", "9999-12-31T23:59", "x"),
        ("ask", "--near", "here", "x"),
        ("ask", "--near", "121.4,31.2", "x"),
        ("ask", "--near", "nan,nan", "x"),
        ("ask", "--near", "31.2", "x"),
        ("ask", "--colour", "x"),
        ("nonsense",),
        ("load",),
        ("restore", "missing.gz"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_what_to_write(run, words):
    told = run(*words)
    assert told.exit_code == 2
    assert "Error" in told.output


@pytest.mark.parametrize("at", ["2028-02-29T00:00+14:00", "2026-11-21T12:00:00Z"])
def test_any_moment_is_answered(run, at: str):
    told = run("ask", "--json", "--at", at, "下周三谁坐诊")
    assert told.exit_code == 0, told.output
    assert json.loads(told.output)["kind"] in KINDS


def test_where_and_when_reach_the_answer(run):
    near = json.loads(run("ask", "--json", "--near", "31.1128,121.3804", "附近看肾病").output)
    assert near["found"]["base"][0]["name"] == "上海市闵行区中西医结合医院"
    day = json.loads(run("ask", "--json", "--at", "2026-11-21T12:00", "下周三上午谁坐诊").output)
    assert day["mentions"]["day"] == [{"name": "2026-11-25", "aliases": []}]
    assert day["mentions"]["half_day"] == [{"name": "上午", "aliases": []}]


def test_dates_are_read_from_json_lines_and_a_broken_line_is_told_by_its_number(run):
    good = json.dumps({"q": "明天下午", "now": "2026-11-21T09:00"})
    (line,) = run("read", "when", "--json", given=good + "\n\n").output.splitlines()
    assert json.loads(line)["dates"] == ["2026-11-22"]
    for bad in ("not json", "{}", '{"q": 1}', '{"q": "x", "now": 3}', '{"q": "x", "now": "soon"}', "[]"):
        told = run("read", "when", "--json", given=f"{good}\n{bad}\n")
        assert told.exit_code in {1, 2}
        assert "line 2" in told.output or "moment" in told.output
    assert "2026" in run("read", "when", "2026年12月1日").output


def test_facts_are_loaded_told_and_then_the_same(run, tmp_path: Path):
    path = tmp_path / "town.yaml"
    path.write_text(TOWN, encoding="utf-8")
    told = run("load", path, "--dry-run", "--json")
    assert told.exit_code == 0
    assert "021-1" not in run("ask", "示例第一医院电话多少").output
    assert run("load", path).exit_code == 0
    assert run("ask", "示例第一医院电话多少").output.count("021-1")
    again = json.loads(run("load", path, "--json").output)
    assert json.dumps(again).count('"new"') <= 1


def test_a_dangling_reference_is_told_with_file_and_line_and_loads_nothing(run, tmp_path: Path):
    path = tmp_path / "town.yaml"
    path.write_text(TOWN.replace("lead: first", "lead: gone").replace("021-1", "021-7"), encoding="utf-8")
    told = run("load", path)
    assert told.exit_code == 1
    line = TOWN.splitlines().index("- id: b1") + 1
    assert f"{path}:{line}: base b1 names the institution 'gone'" in told.output
    assert "Nothing was loaded" in told.output
    assert "021-7" not in run("ask", "示例第一医院电话多少").output
    assert json.loads(run("load", path, "--json").output)["errors"]


def test_what_is_exported_loads_without_a_change(run, tmp_path: Path):
    assert run("export", tmp_path / "out").exit_code == 0
    told = run("load", tmp_path / "out", "--dry-run")
    assert told.exit_code == 0
    assert not any(line.startswith(("new ", "changed ")) for line in told.output.splitlines())
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("export", tmp_path / "file").exit_code in {1, 2}


def test_the_shipped_book_passes_its_check_and_a_wrong_one_does_not(run):
    told = run("check")
    assert told.exit_code == 0, told.output
    assert " 0 errors" in told.output


def test_a_backup_comes_back_and_what_was_there_is_kept(run, tmp_path: Path):
    path = tmp_path / "town.yaml"
    path.write_text(TOWN, encoding="utf-8")
    run("load", path)
    assert run("backup", tmp_path / "copy.gz").exit_code == 0
    path.write_text(TOWN.replace("021-1", "021-7"), encoding="utf-8")
    run("load", path)
    assert "021-7" in run("ask", "示例第一医院电话多少").output
    assert run("restore", tmp_path / "copy.gz", given="n\n").exit_code == 1
    assert "021-7" in run("ask", "示例第一医院电话多少").output
    assert "void since: 0 unused invites, 0 log-ins" in run("restore", tmp_path / "copy.gz", "--yes").output
    assert "021-7" not in run("ask", "示例第一医院电话多少").output
    (kept,) = tmp_path.glob("before-restore-*.gz")
    assert run("restore", kept, "--yes").exit_code == 0
    assert "021-7" in run("ask", "示例第一医院电话多少").output


def test_what_is_no_backup_is_told_and_changes_nothing(run, tmp_path: Path):
    (tmp_path / "bad.gz").write_bytes(b"nothing of ours")
    told = run("restore", tmp_path / "bad.gz", "--yes")
    assert told.exit_code == 1
    assert "bad.gz" in told.output
    assert "骨伤" in run("ask", "浦东看骨伤").output
    assert run("backup", tmp_path / "no" / "such" / "x.gz").exit_code == 1


def test_the_doctor_is_content_and_the_schema_is_up_to_date(run):
    told = run("doctor")
    assert told.exit_code == 0, told.output
    assert "17 bases" in told.output
    assert "its owner alone may open it (mode 0600)" in told.output
    assert "already up to date" in run("migrate").output


def test_a_conversation_in_the_terminal_ends_when_nobody_types_any_more(run):
    told = run("chat", given="浦东看骨伤去哪里\n1\n")
    assert told.exit_code == 0
    assert "浦东新区中医医院" in told.output


def test_help_needs_no_manual(run):
    told = run("--help")
    assert told.exit_code == 0
    for command in HELP:
        assert command in told.output
        assert run(command, "--help").exit_code == 0
    assert "JIAMENKOU_DATABASE" in told.output
    assert "0." in run("--version").output
