"""Tables pasted as text, by tabs, bars, commas or blanks: each row becomes the sentence it stands for."""

import re
from collections.abc import Sequence

from knowledge.notices.columns import column, columns_of
from knowledge.notices.rows import ACTS, sentence
from knowledge.notices.text import Line

_RULE = re.compile(r"^[\s|:+=-]*$")
_CARD = re.compile(r"^[【\[]?([\u4e00-\u9fff/]{2,6})[】\]]?: ?(.+)$")
_FEWEST = 3
_DAY = re.compile(r"(?:\d{1,2}月\d{1,2}日)?[ (]*(?:(?:周|星期|礼拜)?[一二三四五六日天])?[)]?")
_SAID = re.compile("停诊|加诊|替诊|代诊")
_TITLE = 24
_SAME = re.compile("^(?:同上|〃|\"|'')$")


class _Table:
    """A table as far as it is read: what its columns hold, what its rows mean, and the last row's cells."""

    def __init__(self, columns: list[str], heads: Sequence[str], above: str, *, blank: bool) -> None:
        self.columns, self.blank = columns, blank
        self.above: Sequence[str] = ()
        self.act = "" if "act" in columns else _act_of(heads, columns, above)

    def row(self, line: Line) -> str | None:
        """The row in words; None where the line is none of its rows."""
        cells, width = line.blanks if self.blank else line.cells, len(self.columns)
        fits = len(cells) == width if self.blank else min(_FEWEST, width) <= len(cells) <= width + 1
        if not fits:
            return None
        self.above = self._filled(cells)
        return sentence(self.columns, self.above, self.act)

    def _filled(self, cells: Sequence[str]) -> list[str]:
        """The cells, with 同上 and a doctor told once for several rows taken from above."""
        nobody = not any(cell for n, cell in zip(self.columns, cells, strict=False) if n in {"expert", "department"})
        above = [*self.above, *[""] * len(cells)]
        return [
            up if _SAME.match(cell) or (nobody and name in {"expert", "department", "title"}) else cell
            for name, cell, up in zip([*self.columns, ""], cells, above, strict=False)
        ]


def without_tables(lines: Sequence[Line]) -> list[str]:
    """The lines as text; below a line of column names each row is written out as a sentence."""
    lines = _without_cards(lines)
    found: list[str] = []
    table: _Table | None = None
    grid: Sequence[str] = ()
    for place, line in enumerate(lines):
        if _RULE.match(line.text):
            continue
        last = place + 1 == len(lines)
        if not (table and len(table.columns) == len(line.cells)) and (dates := _dates_of(line.cells)):
            table, grid = None, dates
        elif grid and 1 < len(line.cells) <= len(grid) + 1:
            found += _of_grid(grid, line.cells)
        elif not last and (head := _head(line, found[-1] if found else "")):
            table, grid = head, ()
        else:
            row = table.row(line) if table else None
            table, grid = (table if row else None), ()
            found.append(row or line.text)
    return found


def _head(line: Line, above: str) -> _Table | None:
    """The table that the line is the head of, if it is one."""
    if columns := columns_of(line.cells):
        return _Table(columns, line.cells, above, blank=False)
    if len(line.blanks) >= _FEWEST and (columns := columns_of(line.blanks, exact=True)):
        return _Table(columns, line.blanks, above, blank=True)
    return None


def _act_of(heads: Sequence[str], columns: Sequence[str], above: str) -> str:
    """What rows mean that tell no change: as the columns say (停诊日期), or the title above if it says one thing."""
    if "substitute" in columns:
        return "停诊"
    if said := _SAID.search(" ".join(heads)):
        return said[0]
    titles = set(_SAID.findall(above)) if len(above) <= _TITLE else set()
    return titles.pop() if len(titles) == 1 else ""


def _without_cards(lines: Sequence[Line]) -> list[Line]:
    """Lines of 医生：… 日期：… 类型：… below each other become the sentence they stand for, one a doctor."""
    found: list[Line] = []
    card: dict[str, str] = {}
    held: list[Line] = []
    act = ""
    for line in [*lines, Line("")]:
        match = _CARD.match(line.text)
        name = column(match[1]) if match else ""
        if match and name and name not in card:
            said = re.search("停诊|加诊", match[1])
            act = act or (said[0] if said else "")
            card[name] = match[2]
            held.append(line)
            continue
        whole = len(card) >= _FEWEST and "expert" in card and {"day", "half"} & set(card)
        found += [Line(sentence(list(card), list(card.values()), act))] if whole else held
        card, held, act = {}, [], ""
        if match and name:
            card, held = {name: match[2]}, [line]
        elif line.text:
            found.append(line)
    return found


def _dates_of(cells: Sequence[str]) -> Sequence[str]:
    """The head of a week's table (医生, 1/11 周一, 1/12 周二, …): its cells where all but the first are days."""
    days = [cell for cell in cells[1:] if _DAY.fullmatch(cell)]
    headed = len(days) >= _FEWEST - 1 and len(days) == len(cells) - 1 and not re.search(r"\d", cells[0])
    return tuple(cells) if headed and len(cells[0]) <= _FEWEST else ()


def _of_grid(dates: Sequence[str], cells: Sequence[str]) -> list[str]:
    """What changes in a row of a week's table, a sentence for each day; what is as always is left out."""
    days = zip(dates[1:], cells[1:], strict=False)
    return [f"{cells[0]} {day}{cell}" for day, cell in days if ACTS.search(cell) and "正常" not in cell]
