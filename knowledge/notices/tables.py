"""Tables pasted as text, by tabs, bars, commas or blanks: each row becomes the sentence it stands for."""

import re
from collections.abc import Sequence

from knowledge.notices.columns import column, columns_of
from knowledge.notices.grids import dates_of, of_grid
from knowledge.notices.rows import sentence
from knowledge.notices.text import Line

_RULE = re.compile(r"^[\s|:+=-]*$")
_CARD = re.compile(r"^[【\[]?([\u4e00-\u9fff/]{2,6})[】\]]?: ?(.+)$")
_FEWEST = 3
_SAID = re.compile("停诊|加诊|替诊|代诊")
_TITLE = 24
_SAME = re.compile("^(?:同上|〃|\"|'')$")


class _Table:
    """A table as far as it is read: what its columns hold, what its rows mean, and the last row's cells."""

    def __init__(self, columns: list[str], heads: Sequence[str], above: str, *, blank: bool) -> None:
        self.columns, self.blank = columns, blank
        self.above: Sequence[str] = ()
        self.act = "" if "act" in columns else _act_of(heads, columns, above)

    def rows(self, line: Line) -> list[str] | None:
        """The row in words; None where the line is none of its rows."""
        cells, width = line.blanks if self.blank else line.cells, len(self.columns)
        fits = len(cells) == width if self.blank else min(_FEWEST, width) <= len(cells) <= width + 1
        if not fits:
            return None
        if not self.blank and (columns_of(cells) or dates_of(cells)):
            return None  # the head of another
        self.above = self._filled(cells)
        return [sentence(self.columns, self.above, self.act)]

    def _filled(self, cells: Sequence[str]) -> list[str]:
        """The cells, with 同上 and a doctor told once for several rows taken from above."""
        nobody = not any(cell for n, cell in zip(self.columns, cells, strict=False) if n in {"expert", "department"})
        above = [*self.above, *[""] * len(cells)]
        return [
            up if _SAME.match(cell) or (nobody and name in {"expert", "department", "title"}) else cell
            for name, cell, up in zip([*self.columns, ""], cells, above, strict=False)
        ]


class _Grid:
    """A week's table as far as it is read: its head, and what its title says of those who stand in it."""

    def __init__(self, dates: tuple[str, ...], act: str, *, blank: bool) -> None:
        self.dates, self.act, self.blank = dates, act, blank

    def rows(self, line: Line) -> list[str] | None:
        """What changes in the row; None where the line is none of its rows."""
        cells = line.blanks if self.blank else line.cells
        if not 1 < len(cells) <= len(self.dates) + (not self.blank) or columns_of(cells) or dates_of(cells):
            return None
        return of_grid(self.dates, cells, self.act)


def without_tables(lines: Sequence[Line]) -> list[str]:
    """The lines as text; below a line of column names each row is written out as a sentence."""
    lines = _without_cards(lines)
    found: list[str] = []
    table: _Table | _Grid | None = None
    for place, line in enumerate(lines):
        if _RULE.match(line.text):
            continue
        below = lines[place + 1] if place + 1 < len(lines) else None
        rows = table.rows(line) if table else None
        if rows is not None:
            found += filter(None, rows)
        elif below and (table := _head(line, below, found[-1] if found else "")):
            found[-1:] = [_title(one) for one in found[-1:]]
        else:
            table = None
            found.append(line.text)
    return found


def _head(line: Line, below: Line, above: str) -> "_Table | _Grid | None":
    """The table that the line is the head of, if it is one."""
    for blank, cells, under in ((False, line.cells, below.cells), (True, line.blanks, below.blanks)):
        if (dates := dates_of(cells)) and 1 < len(under) <= len(dates):
            return _Grid(dates, _said_once(above), blank=blank)
    if columns := columns_of(line.cells):
        return _Table(columns, line.cells, above, blank=False)
    if len(line.blanks) >= _FEWEST and (columns := columns_of(line.blanks, exact=True)):
        return _Table(columns, line.blanks, above, blank=True)
    return None


def _title(line: str) -> str:
    """The line above a table as a heading: 12月停诊/加诊一览 is no change of its own."""
    return line if len(line) > _TITLE or re.search("[,。;:]", line) else f"{line}:"


def _act_of(heads: Sequence[str], columns: Sequence[str], above: str) -> str:
    """What rows mean that tell no change: as the columns say (停诊日期), or the title above if it says one thing."""
    if "substitute" in columns:
        return "停诊"
    if said := _SAID.search(" ".join(heads)):
        return said[0]
    return _said_once(above)


def _said_once(title: str) -> str:
    """The one change that a title names, empty where it names several or is no title."""
    said = set(_SAID.findall(title)) if len(title) <= _TITLE else set()
    return said.pop() if len(said) == 1 else ""


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
