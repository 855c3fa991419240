"""A week drawn for a phone: a row a day, a column a half-day, type of at least 40 pixels on a width of 1080."""

import io
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
from PIL import Image, ImageDraw

from knowledge.pictures.fonts import font
from knowledge.pictures.text import INK, Colour, Line, Style, draw, wrapped
from knowledge.pictures.words import NOBODY, SAMPLE, Entry, Week
from knowledge.timetable import WEEKDAYS

WIDTH = 1080
TALLEST = 2400
"""Pixels: about the shape of a phone's screen. A taller picture is shown too small to read."""

_EDGE, _PAD, _DAY, _THIN = 28, 14, 150, 108
_RED, _GREEN, _GREY, _BLUE = "#B00020", "#00663A", "#555555", "#0B4F8A"
_LINES, _HEAD, _WEEKEND, _STAMP = "#9AA7B3", "#DCE9F5", "#F7F3EA", "#C0392B"
_SATURDAY = 5


class Scale(msgspec.Struct, frozen=True):
    """How large the type of a page is, and how much of a sitting it shows. ``joined``: names follow each other."""

    name: int
    small: int
    joined: bool = False


_SCALES = (Scale(54, 44), Scale(46, 40), Scale(44, 40, joined=True))
"""A fuller week takes the next smaller one; below that it takes more pages."""


class Row(msgspec.Struct, frozen=True):
    """One band of a page: lines by column. A row without ``cells`` spans the page."""

    height: int
    day: tuple[Line, ...]
    cells: tuple[tuple[Line, ...], ...]
    fill: Colour = "#FFFFFF"


def pages(week: Week) -> list[bytes]:
    """The week as PNG files. Raises NoFont where there is no Chinese typeface."""
    halves = _columns(week)
    widths = _widths(week, halves)
    for scale in _SCALES:
        rows = [_row(day, held, halves, widths, scale) for day, held in week.days]
        top, bottom = _top(week, ""), _bottom(week, scale)
        room = TALLEST - _height(top) - _height(bottom) - 2 * _EDGE - _head_height()
        if sum(row.height for row in rows) <= room:
            break
    groups = list(_paged([_cut(row, room) for row in rows], room))
    marks = [f"第{n}张，共{len(groups)}张" if len(groups) > 1 else "" for n in range(1, len(groups) + 1)]
    return [
        _png(_page(week, _top(week, mark), bottom, group, halves, widths))
        for mark, group in zip(marks, groups, strict=True)
    ]


def _columns(week: Week) -> tuple[str, ...]:
    night = any("夜间" in held for _, held in week.days)
    return ("上午", "下午", "夜间") if night else ("上午", "下午")


def _widths(week: Week, halves: Sequence[str]) -> tuple[int, ...]:
    """A half-day on which nobody sits all week leaves its room to the others."""
    used = [any(half in held for _, held in week.days) for half in halves] or [True]
    used = used if any(used) else [True] * len(halves)
    left = WIDTH - 2 * _EDGE - _DAY - _THIN * used.count(False)
    return tuple(left // used.count(True) if is_used else _THIN for is_used in used)


def _row(
    day: date, held: dict[str, tuple[Entry, ...]], halves: Sequence[str], widths: Sequence[int], scale: Scale
) -> Row:
    name, number = Style(46, bold=True), Style(40, colour=_GREY)
    label = (Line(WEEKDAYS[day.weekday()], name), Line(f"{day.month}/{day.day}", number))
    nobody = ((Line(NOBODY, Style(40, colour=_GREY)),),)
    by_half = [(held.get(half, ()), width - 2 * _PAD) for half, width in zip(halves, widths, strict=True)]
    cells = tuple(tuple(_cell(entries, width, scale)) for entries, width in by_half) if held else nobody
    height = max(_height(column) for column in (label, *cells)) + 2 * _PAD
    return Row(height, label, cells, _WEEKEND if day.weekday() >= _SATURDAY else "#FFFFFF")


def _cell(entries: Sequence[Entry], width: int, scale: Scale) -> Iterator[Line]:
    plain = [entry for entry in entries if not entry.note] if scale.joined else []
    if plain:
        yield from wrapped("、".join(entry.name for entry in plain), Style(scale.name, bold=True), width)
    for n, entry in enumerate(entry for entry in entries if entry not in plain):
        if n or plain:
            yield Line("", Style(12))
        yield from _entry(entry, width, scale)


def _entry(entry: Entry, width: int, scale: Scale) -> Iterator[Line]:
    faded = entry.struck or entry.stopped
    name = Style(scale.name, bold=not faded, colour=_GREY if faded else INK, struck=entry.struck)
    yield from wrapped(entry.name, name, width)
    small = Style(scale.small, colour=_GREY if entry.stopped else INK)
    if not scale.joined:
        yield from wrapped(entry.hours, small, width)
        yield from wrapped(entry.details, small, width)
    yield from wrapped(entry.note, Style(scale.small, bold=True, colour=_RED if entry.stopped else _GREEN), width)


def _top(week: Week, mark: str) -> tuple[Line, ...]:
    width = WIDTH - 2 * _EDGE
    return (
        *wrapped(week.title, Style(60, bold=True, colour=_BLUE), width),
        *wrapped(f"{week.span}　{mark}".strip(), Style(42), width),
        *(wrapped(f"【{SAMPLE}】", Style(46, bold=True, colour=_STAMP), width) if week.sample else ()),
        Line("", Style(10)),
    )


def _bottom(week: Week, scale: Scale) -> tuple[Line, ...]:
    style, width = Style(40, colour=INK), WIDTH - 2 * _EDGE
    said = ["排得满，这里只写姓名；科室、时间请看文字。", week.footnote] if scale.joined else [week.footnote]
    lines = (line for part in "\n".join(said).splitlines() for line in wrapped(part, style, width))
    return (Line("", Style(12)), *lines)


def _cut(row: Row, room: int) -> Row:
    """A day that no page could hold, with its beginning and the word where the rest is."""
    if row.height <= room:
        return row
    rest = Line("其余请看文字", Style(40, bold=True, colour=_RED))
    cells = tuple(tuple(_fitting(cell, room - 2 * _PAD, rest)) for cell in row.cells)
    return msgspec.structs.replace(row, height=room, cells=cells)


def _fitting(lines: Sequence[Line], room: int, rest: Line) -> Iterator[Line]:
    room -= 0 if _height(lines) <= room else rest.style.height
    for line in lines:
        if line.style.height > room:
            yield rest
            return
        room -= line.style.height
        yield line


def _paged(rows: Sequence[Row], room: int) -> Iterator[list[Row]]:
    page: list[Row] = []
    for row in rows:
        if page and sum(one.height for one in page) + row.height > room:
            yield page
            page = []
        page.append(row)
    yield page


def _page(
    week: Week,
    top: Sequence[Line],
    bottom: Sequence[Line],
    rows: Sequence[Row],
    halves: Sequence[str],
    widths: Sequence[int],
) -> Image.Image:
    tall = _height(top) + _head_height() + sum(row.height for row in rows) + _height(bottom) + 2 * _EDGE
    image = Image.new("RGB", (WIDTH, tall), "#FFFFFF")
    canvas = ImageDraw.Draw(image)
    y = _stack(canvas, _EDGE, _EDGE, top)
    head = Style(44, bold=True)
    y = _band(canvas, y, Row(_head_height(), (), tuple((Line(half, head),) for half in halves), _HEAD), widths)
    for row in rows:
        y = _band(canvas, y, row, widths)
    _stack(canvas, _EDGE, y, bottom)
    if week.sample:
        _stamp(image)
    return image


def _band(canvas: ImageDraw.ImageDraw, y: int, row: Row, widths: Sequence[int]) -> int:
    """A row with its frame; returns where the next one begins."""
    below, left, right = y + row.height, _EDGE, WIDTH - _EDGE
    canvas.rectangle([left, y, right, below], fill=row.fill, outline=_LINES, width=2)
    _stack(canvas, left + _PAD, y + _PAD, row.day)
    x = left + _DAY
    for cell, width in zip(row.cells, widths if len(row.cells) > 1 else (right - x,), strict=True):
        canvas.line([(x, y), (x, below)], fill=_LINES, width=2)
        _stack(canvas, x + _PAD, y + _PAD, cell)
        x += width
    return below


def _stack(canvas: ImageDraw.ImageDraw, x: int, y: int, lines: Sequence[Line]) -> int:
    for line in lines:
        draw(canvas, x, y, line)
        y += line.style.height
    return y


def _stamp(image: Image.Image) -> None:
    """示例 across the whole page, light enough to read through."""
    words, size = "示例", 220
    mask = Image.new("L", (2 * size + 40, size + 80), 0)
    ImageDraw.Draw(mask).text((20, 0), words, fill=34, font=font(size, bold=True))
    turned = mask.rotate(24, expand=True)
    for n, y in enumerate(range(160, image.height, 560)):
        x = 60 if n % 2 else image.width - turned.width - 60
        image.paste(_STAMP, (x, y), turned)


def _height(lines: Sequence[Line]) -> int:
    return sum(line.style.height for line in lines)


def _head_height() -> int:
    return Style(44).height + 2 * _PAD


def _png(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(held, "PNG")  # a third of the size
    return held.getvalue()
