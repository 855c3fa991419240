"""The columns of a list row that say when: date, weekday, half-day, hours; each is checked by itself."""

import re

from knowledge.rosters.context import Context, Findings
from knowledge.rosters.dates import from_serial, weekday_of
from knowledge.rosters.facts import RowReader
from knowledge.rosters.making import Facts
from knowledge.rosters.schedule import read
from knowledge.rosters.texts import folded

_DAY = re.compile(r"[一二三四五六日天1-7](?:[、,，/及和 ]?[一二三四五六日天1-7])*")
_AMPM = {
    "1": "上午",
    "2": "下午",
    "4": "夜间",
    "8": "夜间",
    "9": "夜间",
    "6": "中午",
    "7": "全天",
    "10": "全天",
    "A": "上午",
    "P": "下午",
    "AM": "上午",
    "PM": "下午",
    "上": "上午",
    "下": "下午",
    "晚": "夜间",
    "夜": "夜间",
}
"""Half-day codes of Shanghai HIS dumps (shared layouts, section 6). 3 is 白天 in one, 夜诊 in another."""


class RowTimes:
    """Reads the time columns of one row; ``failed`` once one of them cannot be read."""

    def __init__(self, reader: RowReader, facts: Facts, context: Context, found: Findings) -> None:
        self.reader, self.facts, self.context, self.found = reader, facts, context, found
        self.number = reader.row.number
        self.sheet = found.sheet
        self.failed = False

    def _fail(self, field: str, why: str, value: str | None = None) -> None:
        self.found.trouble(self.reader.place(field), why, value)
        self.failed = True

    def _has_days(self, text: str) -> bool:
        return (
            any(slot.weekday or slot.dates or slot.rule for slot in read(text, self.context.period).slots)
            if text
            else False
        )

    def _date(self) -> str:
        text = folded(self.reader.text("date"))
        if not text:
            return ""
        reading = read(from_serial(text) or text, self.context.period)
        if reading.troubles:
            self._fail("date", *reading.troubles[0])
        elif not any(slot.dates or slot.weekday or slot.rule for slot in reading.slots) or reading.rest:
            self._fail("date", "invalid_date", text)
        return from_serial(text) or text

    def _weekday(self) -> str:
        text = folded(self.reader.text("weekday"))
        if not text:
            return ""
        text = f"周{text}" if _DAY.fullmatch(text) else text
        reading = read(text, self.context.period)
        if (
            not any(slot.weekday or slot.dates or slot.rule for slot in reading.slots)
            and reading.vague is None
            and reading.doubt is None
        ):
            self._fail("weekday", "unknown_weekday", text)
        elif reading.troubles:
            self._fail("weekday", *reading.troubles[0])
        elif reading.rest:
            self._fail("weekday", "unknown_weekday", text)
        return text

    def _check_weekday(self, date: str, weekday: str) -> None:
        dates = [day for slot in read(date, self.context.period).slots for day in slot.dates]
        days = [slot.weekday for slot in read(weekday, self.context.period).slots]
        if len(dates) == 1 and len(days) == 1 and weekday_of(dates[0]) != days[0]:
            self.found.trouble(
                self.reader.place("weekday"),
                "date_weekday_mismatch",
                f"{dates[0]} {weekday}",
                also=(self.sheet.anchor(self.reader.place("date")),),
            )
            self.failed = True

    def _half(self) -> str:
        code = folded(self.reader.text("ampm")).upper()
        if code:
            if code not in _AMPM and not self.reader.text("time") and not self.reader.text("start"):
                reading = read(code, self.context.period)
                if not any(slot.half for slot in reading.slots):
                    self._fail("ampm", "unreadable_cell", code)
                    return ""
                return code
            return _AMPM.get(code, "")
        text = folded(self.reader.text("half"))
        if not text or text.upper() in _AMPM:
            return _AMPM.get(text.upper(), "")
        reading = read(text, self.context.period)
        if reading.troubles:
            self._fail("half", *reading.troubles[0])
        elif (not reading.slots and not reading.vague and not reading.doubt) or reading.rest:
            self._fail("half", "unreadable_cell", text)
        return text

    def _hours(self) -> str:
        text = folded(self.reader.text("time"))
        start, end = folded(self.reader.text("start")), folded(self.reader.text("end"))
        if start and end:
            text = f"{text} {start[-8:]}-{end[-8:]}".strip()
        elif start:
            text = f"{text} {start}".strip()
        return "" if text in {"/", "-", "无"} else text
