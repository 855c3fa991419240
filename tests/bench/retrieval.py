"""Finding an entry in spite of typos: ours beside full-text engines and plain string comparison, in one run.

``python -m tests.bench retrieval [--sizes 10000,100000,1000000] [--engines ours,tantivy] [--data shared|own]``
"""

import argparse
import importlib.util
import math
import multiprocessing
import os
import sys
from collections import Counter
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

import click

from tests.bench import noise
from tests.bench.engines import ENGINES, Engine
from tests.bench.noise import Question
from tests.bench.table import table

SHARED = Path(__file__).parents[3] / "shared" / "eval" / "search_bench_data.py"
_PATIENCE = 30  # seconds; a slow engine is asked only as many questions as fit
_EDITS = 50
HEAD = ("engine", "asked", "p50 ms", "p99 ms", "hit@1", "hit@3", "build s", "MiB", "edit ms", "p50 / tantivy")


class Figures(NamedTuple):
    asked: int
    p50: float
    p99: float
    first: float
    third: float
    build: float
    memory: float
    edit: float | None
    by_noise: dict[str, float]


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench retrieval", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--data", choices=("shared", "own"), default="shared" if SHARED.exists() else "own")
    options = parser.parse_args(argv)
    for size in map(int, options.sizes.split(",")):
        click.echo(f"\nRetrieval among {size:,} entries, {options.data} questions\n")
        report({name: alone(name, size, options.data) for name in options.engines.split(",")})


def report(measured: dict[str, Figures | None]) -> None:
    """Two tables: the figures, and how often the first answer was right by kind of slip."""
    missing = [name for name, figures in measured.items() if figures is None]
    found = {name: figures for name, figures in measured.items() if figures}
    peer = found.get("tantivy")
    rows = [(name, *figures[:-1], figures.p50 / peer.p50 if peer else None) for name, figures in found.items()]
    click.echo(table(HEAD, rows))
    kinds = sorted({kind for figures in found.values() for kind in figures.by_noise})
    click.echo("\n" + table(("hit@1", *kinds), [(n, *(f.by_noise.get(k) for k in kinds)) for n, f in found.items()]))
    click.echo(f"\nNot installed, left out: {', '.join(missing)}" if missing else "")


def alone(name: str, size: int, data: str) -> Figures | None:
    """The figures of one engine in a process of its own, so that memory is its own too; None if not installed."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (name, size, data))


def _measure(name: str, size: int, data: str) -> Figures | None:
    if name == "ours without numpy":
        sys.modules["numpy"] = None  # an import now fails as where it is not installed
    pairs, questions = _shared(size) if data == "shared" else _own(size)
    try:
        ENGINES[name]([("1", "龙华医院")]).search("longhua hpv")  # loads tables of characters before the clock starts
    except ImportError:
        return None
    before, start = _resident(), perf_counter()
    engine = ENGINES[name](pairs)
    built = perf_counter() - start
    memory = _resident() - before
    return _ask(engine, questions)._replace(build=built, memory=memory, edit=_edit(engine, pairs))


def _ask(engine: Engine, questions: list[Question]) -> Figures:
    times, first, third, right, total = [], 0, 0, Counter(), Counter()
    for question in questions:
        start = perf_counter()
        keys = engine.search(question.text)
        times.append((perf_counter() - start) * 1000)
        total[question.noise] += 1
        right[question.noise] += (hit := bool(question.keys.intersection(keys[:1])))
        first += hit
        third += bool(question.keys.intersection(keys[:3]))
        if sum(times) > _PATIENCE * 1000:
            break
    asked = len(times)
    by_noise = {kind: right[kind] / total[kind] for kind in total}
    return Figures(asked, median(times), quantiles(times, n=100)[98], first / asked, third / asked, 0, 0, 0, by_noise)


def _edit(engine: Engine, pairs: list[tuple[str, str]]) -> float | None:
    """Median milliseconds from an edit to the answer that knows it."""
    if not hasattr(engine, "edit"):
        return None
    times = []
    for number, (key, _) in enumerate(pairs[: _EDITS * 7 : 7]):
        start = perf_counter()
        engine.edit(key, f"新开的惠民便民点{number}号")
        assert key in engine.search(f"惠民便民点{number}号")
        times.append((perf_counter() - start) * 1000)
    return median(times)


def _resident() -> float:
    """MiB of this process in memory; not a number where the system does not tell."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20 if statm.exists() else math.nan


def _own(size: int) -> tuple[list[tuple[str, str]], list[Question]]:
    pairs = noise.entries(size)
    return pairs, noise.questions(pairs)


def _shared(size: int) -> tuple[list[tuple[str, str]], list[Question]]:
    if not SHARED.exists():
        sys.exit(f"{SHARED} is missing; --data own needs no other files")
    spec = importlib.util.spec_from_file_location(SHARED.stem, SHARED)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    phrasings, owners, _, asked, _ = module.load(size)
    questions = [Question(text, kind, frozenset(map(str, keys))) for text, kind, keys, _ in asked]
    return list(zip(map(str, owners), phrasings, strict=True)), questions
