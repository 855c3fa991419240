"""One cell of a grid → does the clinic take place, and what is special about it."""

import re
from functools import lru_cache
from typing import NamedTuple

from knowledge.rosters.dates import Period
from knowledge.rosters.schedule import read
from knowledge.rosters.slots import Slot
from knowledge.rosters.texts import folded

Legend = tuple[tuple[str, str], ...]
"""What symbols of this sheet mean, as its footer says: (★, 特需)."""

_ABSENT = re.compile(r"[×✕✖✗✘╳xX/\\|无空不否0〇n.-]+|没有|不出诊|无门诊|NO?|FALSE")
_PRESENT = re.compile(
    r"[√✓✔☑●○◎★☆▲△■□◆◇♦♥◉⊙@*#※▼▽✦✧1有是出诊YyVvT]|TRUE|YES|出诊|坐诊|门诊|正常|正常出诊|有号|可预约|可约|即将放号|待放号|预约|挂号|(?:剩余?|余)\d+号?"
)
_FULL = re.compile(r"已?无号源?|号源已满|已?约满|已?满号?|已?挂满|已?停约|停约")
_CAMPUS = re.compile(r"[东西南北总本新老](?:院区?|区)?")
_SITED = re.compile(r"(?P<campus>[东西南北总])(?:院区?)?(?P<rest>[(√●:, ].+)")
_REMAINING = re.compile(r"[,，/ ]?(?:剩余?|余)\s?\d+\s?个?号?")
_SYMBOLS = re.compile(r"[√✓✔☑●○◎★☆▲△■□◆◇♦♥◉⊙@*#※▼▽✦✧]+")


class Mark(NamedTuple):
    """``slots`` overlay the half-day of the column (empty: none takes place); ``stopped`` 停诊 is written.

    ``why`` is a problem code. ``full`` booked out. ``doubt``: words that leave it open.
    """

    slots: tuple[Slot, ...] = ()
    stopped: bool = False
    full: bool = False
    campus: str | None = None
    doubt: str | None = None
    aside: str | None = None
    why: str | None = None


@lru_cache(maxsize=20_000)
def read_mark(text: str, legend: Legend = (), period: Period = Period()) -> Mark:  # noqa: B008 (an immutable value)
    """Read the text of a cell; what no rule knows is ``unreadable_cell``, never a session."""
    plain = folded(text)
    for symbol, meaning in legend:
        if plain == symbol or not symbol[0].isalnum():
            plain = plain.replace(symbol, f" {meaning} ").strip()
    if not plain or _ABSENT.fullmatch(plain):
        return Mark()
    if _FULL.fullmatch(plain):
        return Mark(slots=(Slot(),), full=True)
    if _PRESENT.fullmatch(plain) and not plain.startswith("停"):
        return Mark(slots=(Slot(),))
    if _CAMPUS.fullmatch(plain):
        return Mark(slots=(Slot(),), campus=plain if len(plain) > 1 else f"{plain}院")
    sited = _SITED.match(plain)
    if sited:
        mark = read_mark(sited["rest"].strip("() "), legend, period)
        return mark if mark.campus or not mark.slots else mark._replace(campus=f"{sited['campus']}院")
    return _read_words(plain, period)


def _read_words(plain: str, period: Period) -> Mark:
    bare = _REMAINING.sub("", plain).strip()
    bare, full = _FULL.subn("", bare) if not re.search(r"停约", bare) else (bare, 0)
    symbols = bool(_SYMBOLS.search(bare))
    found = read(_SYMBOLS.sub(" ", bare).strip(), period)
    if found.troubles:
        return Mark(why=found.troubles[0][0])
    if found.rest:
        return Mark(why="unreadable_cell")
    slots = found.slots or ((Slot(),) if symbols or full or found.doubt or found.vague or bare != plain else ())
    if not slots:
        return Mark(why="unreadable_cell")
    if any(slot.stopped for slot in slots):
        return Mark(stopped=True)
    doubt = f"“{found.doubt}”请确认" if found.doubt else None
    return Mark(slots=slots, full=bool(full), doubt=doubt, aside="；".join(found.asides) or None)
