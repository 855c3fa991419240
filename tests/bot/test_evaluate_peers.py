"""Peers are measured on the same rows; without their libraries a sentence says how to get them."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.evaluation.engine import Engine
from bot.evaluation.material import phrasings, specialty_words
from bot.evaluation.peers import KEYWORDS, keyword_alarm, word_list
from tests.conftest import NOON

BENCH = all(importlib.util.find_spec(name) for name in ("jieba", "bm25s", "sklearn"))
ROWS = {
    "faq": {
        "q": "肿瘤基地",
        "intent": "find_base",
        "expect": "answer",
        "answer": {"base": ["天山中医医院"]},
        "noise": ["plain"],
    },
    "crisis": {"q": "我不想活了", "label": "crisis_self_harm"},
    "triage": {"q": "皮肤科在哪里", "specialties": ["皮肤"]},
}


@pytest.fixture
def measured(shipped_file: Path, tmp_path: Path):
    (tmp_path / "book.sqlite").write_bytes(shipped_file.read_bytes())
    for kind, row in ROWS.items():
        (tmp_path / f"{kind}.jsonl").write_text(json.dumps(row), "utf-8")
    runner = CliRunner(env={"JIAMENKOU_DATABASE": f"sqlite:///{tmp_path / 'book.sqlite'}"})
    return lambda: runner.invoke(main, ["evaluate", "--json", "--peers", *(str(tmp_path / f"{k}.jsonl") for k in ROWS)])


@pytest.mark.skipif(not BENCH, reason="needs jiamenkou[bench]")
@pytest.mark.filterwarnings("ignore")  # the peers' libraries warn about themselves
def test_each_kind_has_its_peers(measured):
    done = measured()
    assert done.exit_code == 0, done.output
    faq, alarms, complaints = json.loads(done.stdout)["sets"]
    assert set(faq["peers"]) == {"rapidfuzz WRatio", "jieba + BM25", "character TF-IDF"}
    assert all(one["figures"]["right"] in (0, 1) for one in faq["peers"].values())
    assert alarms["peers"]["20 keywords"]["figures"]["recall"] == 1
    assert complaints["peers"]["word list"]["figures"]["hit@1"] == 1


def test_without_the_libraries_a_sentence_says_how_to_install_them(measured, monkeypatch):
    monkeypatch.setitem(sys.modules, "jieba", None)  # what Python itself does for a module that is not to be had
    done = measured()
    assert done.exit_code == 1
    assert "pip install 'jiamenkou[bench]'" in done.stderr


def test_twenty_keywords_are_twenty():
    assert sum(len(words) for words in KEYWORDS.values()) == 20
    assert [keyword_alarm(q)["kind"] for q in ("他想自杀", "突然胸痛", "你好")] == ["crisis", "emergency", "answer"]


def test_a_word_list_names_specialties_in_the_order_in_which_they_stand(book):
    words = specialty_words(book)
    said = word_list("先看皮肤科再看肿瘤科", words)["mentions"]["specialty"]
    assert [one["name"] for one in said] == ["皮肤", "肿瘤"]
    assert word_list("你好", words)["mentions"]["specialty"] == []


def test_peers_choose_from_questions_that_we_answer(reader):
    engine = Engine(reader, NOON)
    made = {one.canonical for one in phrasings(reader.book)} - {e.title for e in reader.book.entries.values()}
    kinds = {canonical: engine.known(canonical)["kind"] for canonical in made}
    assert {c: kind for c, kind in kinds.items() if kind not in ("answer", "handoff", "lookup_empty", "action")} == {}
