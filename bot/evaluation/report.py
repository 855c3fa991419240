"""The report: tables for people, one object for programs, and a file of misses to read."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from bot.evaluation.formats import Json
from bot.evaluation.measuring import Section
from bot.evaluation.score import Miss, Tally

_OURS = "jiamenkou"


def as_object(sections: Sequence[Section], book_version: int) -> Json:
    """Everything measured as plain values; misses are counted, not listed."""
    return {"book_version": book_version, "sets": [_plain(section) for section in sections]}


def _plain(section: Section) -> Json:
    whole: Json = msgspec.to_builtins(section)
    score = whole.pop("score")
    whole |= {"figures": score["figures"], "by": score["by"], "misses": len(section.score.misses)}
    whole["peers"] = {
        name: {"figures": one.figures, "by": msgspec.to_builtins(one.by)} for name, one in section.peers.items()
    }
    return {key: _rounded(value) for key, value in whole.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, (list, tuple)) else value


def as_text(sections: Iterable[Section]) -> str:
    """Tables, a section a file."""
    return "\n\n".join("\n\n".join(_section(section)) for section in sections)


def _section(section: Section) -> Iterator[str]:
    yield f"{section.kind}  {section.file}  {section.rows} rows"
    yield _figures({_OURS: section.score.figures} | {name: one.figures for name, one in section.peers.items()})
    for axis, tallies in section.score.by.items():
        if tallies:
            yield _classes(axis, tallies, {name: one.by.get(axis, {}) for name, one in section.peers.items()})
    if section.reliability is not None:
        held = section.reliability
        rows = [
            [f"{b.low:.1f}–{b.high:.1f}", str(b.n), str(b.right), f"{b.right / b.n:.3f}", f"{b.mean:.3f}"]
            for b in held.bins
        ]
        yield table([["score", "answers", "right", "share", "mean score"], *rows])
        yield f"expected calibration error {held.error:.3f} over {held.n} answers"


def _figures(by_name: dict[str, dict[str, float]]) -> str:
    """A figure a line, a column for each who answered."""
    keys = by_name[_OURS]
    rows = [[key, *(_number(figures.get(key)) for figures in by_name.values())] for key in keys]
    return table([["", *by_name], *rows])


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _classes(axis: str, ours: dict[str, Tally], peers: dict[str, dict[str, Tally]]) -> str:
    """A class a line, worst first; of peers their share only."""
    rows = [
        [name, str(one.right), str(one.n), _share(one), *(_share(held.get(name)) for held in peers.values())]
        for name, one in ours.items()
    ]
    return table([[f"by {axis}", "right", "of", "share", *peers], *rows])


def _share(tally: Tally | None) -> str:
    return f"{tally.right / tally.n:.3f}" if tally and tally.n else "–"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns in line, the first to the left and the others to the right; Chinese characters are two wide."""
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join("  ".join(_padded(cell, widths[n], n) for n, cell in enumerate(row)).rstrip() for row in rows)


def _padded(cell: str, width: int, column: int) -> str:
    spaces = " " * (width - _width(cell))
    return cell + spaces if column == 0 else spaces + cell


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def misses(sections: Iterable[Section]) -> str:
    """All misses, file by file, in words."""
    return "\n".join(line for section in sections for line in _missed(section)) + "\n"


def _missed(section: Section) -> Iterator[str]:
    yield f"# {section.kind}  {section.file}: {len(section.score.misses)} misses in {section.rows} rows\n"
    for miss in section.score.misses:
        yield _told(miss)


def _told(miss: Miss) -> str:
    lines = [
        f"{miss.id}  {_line(miss.question)}",
        f"why     {miss.why}",
        f"wanted  {miss.wanted}",
        f"got     {_line(miss.got)}",
    ]
    return "\n    ".join(lines) + "\n"


def _line(text: str) -> str:
    return " ⏎ ".join(text.splitlines())
