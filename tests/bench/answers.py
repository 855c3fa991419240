"""The whole answer beside a plain fuzzy search over the same phrasings; and the start of the process."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from knowledge import model as m
from knowledge.answering.respond import respond
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.library import shipped_drafts
from knowledge.reading import Changes
from knowledge.wording import Voice
from tests.bench.table import table
from tests.conftest import NOON

QUESTIONS = Path(__file__).parents[1] / "golden" / "questions.jsonl"


def questions() -> list[str]:
    return [json.loads(line)["q"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def timed(work: Callable[[str], object], asked: Sequence[str]) -> tuple[float, float]:
    """(p50, p99) in milliseconds of CPU, each question once after a round to warm up."""
    for words in asked:
        work(words)
    spent = []
    for words in asked:
        started = time.process_time()
        work(words)
        spent.append((time.process_time() - started) * 1000)
    spent.sort()
    return spent[len(spent) // 2], spent[int(len(spent) * 0.99)]


def answers(asked: Sequence[str]) -> str:
    book = Book.from_changes(Changes(1, {draft.key: draft.fact for draft in shipped_drafts()}, ()))
    reader = Reader(book, book.clinics.calendar)
    phrasings = [p for e in book.of("entry", m.Entry).values() for p in (e.title, *e.phrasings)]
    ours = timed(lambda words: respond(reader.read(words, NOON), book, Voice()), asked)
    peer = timed(lambda words: process.extractOne(words, phrasings, scorer=fuzz.WRatio), asked)
    rows = [
        ["understand + answer + word", f"{ours[0]:.2f}", f"{ours[1]:.2f}", "1.0"],
        [
            f"rapidfuzz WRatio over {len(phrasings)} phrasings",
            f"{peer[0]:.2f}",
            f"{peer[1]:.2f}",
            f"{peer[0] / ours[0]:.1f}",
        ],
    ]
    return table(["whole answer", "p50 ms", "p99 ms", "times ours"], rows)


def run(arguments: Sequence[str], given: str, home: str) -> tuple[float, float, int]:
    """(wall seconds, CPU seconds, peak MiB) of one process."""
    environment = os.environ | {"XDG_DATA_HOME": home, "XDG_CACHE_HOME": home}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-m", "bot", *arguments]
    subprocess.run(command, input=given, text=True, check=True, capture_output=True, env=environment)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, after.ru_maxrss // 1024


def starts(asked: Sequence[str]) -> str:
    thousand = "\n".join((list(asked) * (1000 // len(asked) + 1))[:1000])
    with tempfile.TemporaryDirectory() as home:
        figures = [
            ("very first start: database made, Book loaded, one answer", run(["ask", "浦东看骨伤"], "", home)),
            ("every later start, one answer", run(["ask", "浦东看骨伤"], "", home)),
            ("every later start, one answer from a known question", run(["ask", "什么叫136工程"], "", home)),
            ("1,000 mixed questions through ask --json, start included", run(["ask", "--json"], thousand, home)),
        ]
    rows = [[name, f"{wall:.2f}", f"{cpu:.2f}", str(mib)] for name, (wall, cpu, mib) in figures]
    return table(["process", "wall s", "CPU s", "peak MiB so far"], rows)


def main(argv: Sequence[str] | None = None) -> None:
    """Print both tables."""
    argparse.ArgumentParser(description=__doc__).parse_args(argv)
    asked = questions()
    sys.stdout.write(f"{answers(asked)}\n\n{starts(asked)}\n")
