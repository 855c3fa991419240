"""Our figures are those of the scripts that define what is right, on good answers and on bad ones."""

import json
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from bot.evaluation import crisis, dates, faq, notices, rosters, triage
from bot.evaluation.engine import Engine
from bot.evaluation.files import labelled
from bot.evaluation.score import Score
from tests.conftest import NOON


@pytest.fixture(scope="module")
def labels(shared: Path) -> Path:
    folder = shared / "eval"
    if not (folder / "score_questions.py").is_file():
        pytest.skip("../shared/eval (labelled questions and the scripts that score them) is not beside this checkout")
    return folder


@pytest.fixture(scope="module")
def engine(reader) -> Engine:
    return Engine(reader, NOON)


def printed(script: Path, *words: object, answers: list | None = None) -> str:
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in answers or [])
    command = [sys.executable, "-W", "ignore", str(script), *map(str, words)]
    done = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode in (0, 1), done.stderr
    assert not done.stderr
    return done.stdout


def same_figures(score: Score, output: str, names: dict[str, str]) -> None:
    said = dict(re.findall(r"(\w+)=([\d./]+)", output.splitlines()[-1]))
    ours = {theirs: f"{score.figures[key]:.3f}" for theirs, key in names.items()}
    assert ours == {theirs: said[theirs] for theirs in names}


def same_classes(score: Score, output: str, axis: str) -> None:
    line = next(line for line in output.splitlines() if line.startswith(f"{axis} "))
    said = dict(pair.rsplit("=", 1) for pair in line.split(" ")[1:])
    assert {name: f"{one.right}/{one.n}" for name, one in score.by[axis].items()} == said


def as_they_are(answers: list) -> list:
    return answers


def given_to_the_next_question(answers: list) -> list:
    return answers[1:] + answers[:1]


def with_little_in_them(answers: list) -> list:
    """Texts cut, nothing named, now and then a question back or an emergency."""
    kinds = {3: "choices", 5: "emergency", 7: "decline"}
    return [
        {**one, "found": {}, "sources": [], "text": one["text"][:40], "kind": kinds.get(n % 11, one["kind"])}
        for n, one in enumerate(answers)
    ]


def with_long_texts(answers: list) -> list:
    return [{**one, "found": {k: v[1:] for k, v in one["found"].items()}, "text": one["text"] * 9} for one in answers]


def with_plain_names(answers: list) -> list:
    plain = [{k: [x["name"] for x in v] for k, v in one["mentions"].items()} for one in answers]
    return [{**one, "mentions": held} for one, held in zip(answers, plain, strict=True)]


BENT = [as_they_are, given_to_the_next_question, with_little_in_them, with_long_texts, with_plain_names]


@pytest.mark.parametrize("bend", BENT)
def test_questions_are_scored_as_the_script_scores_them(labels: Path, engine: Engine, bend):
    path = labels / "faq_dev.jsonl"
    rows = labelled(path).rows
    answers = bend([engine.known(row.q) for row in rows])
    output = printed(labels / "score_questions.py", "faq", path, answers=answers)
    score = faq.score(rows, answers)
    same_figures(score, output, {k: k for k in ("right", "right_or_choice", "topic", "kind", "mentions", "sourced")})
    same_classes(score, output, "noise")
    same_classes(score, output, "topic")


@pytest.mark.parametrize("bend", [as_they_are, given_to_the_next_question, with_plain_names])
def test_complaints_are_scored_as_the_script_scores_them(labels: Path, engine: Engine, bend):
    path = labels / "triage_dev.jsonl"
    rows = labelled(path).rows
    answers = bend([engine.known(row.q) for row in rows])
    output = printed(labels / "score_questions.py", "triage", path, answers=answers)
    names = {"hit1": "hit@1", "hit3": "hit@3", "spoke": "spoke", "rejected": "rejected"}
    same_figures(triage.score(rows, answers), output, names)


@pytest.mark.parametrize("bend", [as_they_are, given_to_the_next_question, with_little_in_them])
def test_alarms_are_scored_as_the_script_scores_them(labels: Path, engine: Engine, bend):
    path = labels / "crisis_dev.jsonl"
    rows = labelled(path).rows
    answers = bend([engine.known(row.q) for row in rows])
    output = printed(labels / "score_questions.py", "crisis", path, answers=answers)
    names = {"recall": "recall", "right_kind": "right_kind", "false_alarms": "false_alarms"}
    same_figures(crisis.score(rows, answers), output, names)


def without_the_rest(readings: list) -> list:
    """Days only, conflicts silent, rules without their question, nothing at times."""
    kept = ("dates", "from", "to", "rule", "none")
    return [{k: v for k, v in one.items() if k in kept} if n % 5 else {} for n, one in enumerate(readings)]


def with_broken_rules(readings: list) -> list:
    return [{**one, "rule": "FREQ=SOMETIMES"} for one in readings]


@pytest.mark.parametrize("bend", [as_they_are, given_to_the_next_question, without_the_rest, with_broken_rules])
def test_dates_are_scored_as_the_script_scores_them(labels: Path, engine: Engine, bend):
    path = labels / "when_dev.jsonl"
    rows = labelled(path).rows
    readings = bend([engine.when(row) for row in rows])
    output = printed(labels / "score_readings.py", "when", path, answers=readings)
    score = dates.score(rows, readings)
    same_figures(score, output, {"right": "right"})
    counts = "false_dates={false_dates}/{no_date_rows} lunar={lunar_right}/{lunar_rows}"
    assert counts.format(**score.figures) in output


def a_notice_read(row, n: int) -> dict:
    """The labelled reading, bent in a different way for each row."""
    changes, flags = [dict(one) for one in row.expect], list(row.flags)
    if n % 4 == 1:
        changes = [*changes, *changes[:1], {"change": "full", "expert": "某"}]
    if n % 4 == 2:
        changes, flags = [{**one, "half_day": "全天"} for one in changes], [*flags, "tentative"]
    if n % 4 == 3:
        changes, flags = [{**one, "to": None} for one in changes[:1]], flags[1:]
    return {"changes": changes, "flags": flags}


def test_notices_are_scored_as_the_script_scores_them(labels: Path):
    path = labels / "notices_dev.jsonl"
    rows = labelled(path).rows
    readings = [a_notice_read(row, n) for n, row in enumerate(rows)]
    output = printed(labels / "score_readings.py", "notice", path, answers=readings)
    score = notices.score(rows, readings)
    same_figures(score, output, {"whole_right": "whole_right"})
    counts = "changes={changes_right}/{changes_rows} invented={invented} flags={flags_right}/{flags_rows} "
    assert (counts + "false_flags={false_flags}").format(**score.figures) in output


def whole(reading: dict) -> dict:
    return reading


def with_a_session_lost_and_one_changed(reading: dict) -> dict:
    first, *rest = reading["sessions"][1:]
    return {**reading, "sessions": [{**first, "half_day": "夜间"}, *rest], "errors": reading["errors"][1:]}


def without_sheets(reading: dict) -> dict:
    return {**reading, "errors": [{**one, "sheet": ""} for one in reading["errors"]]}


@pytest.mark.parametrize("bend", [whole, with_a_session_lost_and_one_changed, without_sheets])
def test_rosters_are_scored_as_the_script_scores_them(labels: Path, engine: Engine, tmp_path: Path, bend):
    folder = labels / "rosters_dev"
    rows = labelled(folder).rows
    readings = [bend(engine.roster(row)) for row in rows]
    readings[0] = None  # a file that was refused
    for row, reading in zip(rows, readings, strict=True):
        if reading is not None:
            (tmp_path / f"{row.id}.json").write_bytes(msgspec.json.encode(reading))
    output = printed(labels / "score_readings.py", "roster", folder, tmp_path)
    counts = "files={files} whole_right={whole_right} sessions={sessions_right}/{sessions_rows} invented={invented} "
    assert (counts + "error_cells={cells_shown}/{cells_rows}").format(**rosters.score(rows, readings).figures) in output
