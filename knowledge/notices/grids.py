"""A week's table pasted as text: days along its head, doctors or halves of the day down its side."""

import re
from collections.abc import Sequence

from knowledge.notices.columns import column
from knowledge.notices.rows import ACTS

_DATE, _WEEKDAY = r"\d{1,2}月\d{1,2}日", "(?:周|星期|礼拜)?[一二三四五六日天]"
_DAY = re.compile(rf"(?:{_DATE})?[ (]*(?:{_WEEKDAY})?[)]?|{_WEEKDAY}[ (]*{_DATE}[)]?")
_HALF = re.compile("上午|下午|夜间?|晚上|全天")
_NOBODY = re.compile(r"^(?:无|/|-+|—+|\\|正常|照常)?$")
_FEWEST = 2


def dates_of(cells: Sequence[str]) -> tuple[str, ...]:
    """The head of a week's table (医生, 1/11 周一, 1/12 周二, …): its cells where all but the first are days."""
    days = [cell for cell in cells[1:] if cell and _DAY.fullmatch(cell)]
    named = bool(cells) and (not cells[0] or column(cells[0]) in {"expert", "department", "half", "day", "weekday"})
    return tuple(cells) if named and len(days) >= _FEWEST and len(days) == len(cells) - 1 else ()


def of_grid(dates: Sequence[str], cells: Sequence[str], act: str) -> list[str]:
    """What changes in a row, a sentence for each day; what is as always is left out.

    ``act`` is what the title says of those who stand in a table of halves, if it says one thing.
    """
    days = [(day, cell) for day, cell in zip(dates[1:], cells[1:], strict=False) if not _NOBODY.match(cell)]
    if not _HALF.fullmatch(cells[0]):
        return [f"{cells[0]} {day}{cell}" for day, cell in days if ACTS.search(cell) and "正常" not in cell]
    told = [(day, cell, "" if ACTS.search(cell) else act) for day, cell in days]
    return [f"{cell} {day}{cells[0]}{said}" if said else f"{day}{cells[0]}{cell}" for day, cell, said in told
            if said or ACTS.search(cell)]  # fmt: skip
