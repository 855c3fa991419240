"""Lists: one row for each doctor or each half-day; free-text times, listed dates, exports by date, HIS fields."""

import re

from knowledge.rosters.context import Context, Findings, full_cell
from knowledge.rosters.dates import from_serial, weekday_of
from knowledge.rosters.facts import Facts, RowReader, session
from knowledge.rosters.names import nobody
from knowledge.rosters.people import Person, Unreadable, people_in
from knowledge.rosters.schedule import Reading, read
from knowledge.rosters.slots import Slot
from knowledge.rosters.texts import folded, shown
from knowledge.rosters.workbook import Place

_DAY = re.compile(r"[一二三四五六日天1-7](?:[、,，/及和 ]?[一二三四五六日天1-7])*")
_AMPM = {"1": "上午", "2": "下午", "4": "夜间", "8": "夜间", "9": "夜间", "6": "中午", "7": "全天", "10": "全天",
         "A": "上午", "P": "下午", "AM": "上午", "PM": "下午", "上": "上午", "下": "下午", "晚": "夜间", "夜": "夜间"}  # fmt: skip
"""Half-day codes of Shanghai HIS dumps (shared layouts, section 6). 3 means 白天 in one and 夜诊 in another: asked about."""
_TIMES = ("date", "dates", "weekday", "half", "ampm", "time", "start", "end", "parity")


class ListRow:
    """One row of a list."""

    def __init__(self, reader: RowReader, facts: Facts, context: Context, found: Findings) -> None:
        self.reader, self.facts, self.context, self.found = reader, facts, context, found
        self.number = reader.row.number
        self.sheet = found.sheet
        self.failed = False

    def read(self) -> None:
        """Read the row into sessions."""
        people = self._people()
        slots = self._slots() if people is None or people else ()
        if self.failed or self.reader.broken or not people:
            return
        if not slots:
            if not self._explained():
                self._fail("doctor", "no_session", people[0].name)
            return
        for person in people:
            self._add_person(person, slots)

    def _explained(self) -> bool:
        """A remark that itself gives a session or says there is none is an answer."""
        return (
            bool(re.search(r"停诊|休诊|加诊|进修|外出|暂停|加开", self.reader.text("note")))
            or self.facts.status is not None
        )

    def _fail(self, field: str, why: str, value: str | None = None) -> None:
        self.found.trouble(self.reader.place(field), why, value)
        self.failed = True

    def _add_person(self, person: Person, slots: tuple[Slot, ...]) -> None:
        if person.odd_title:
            self.found.trouble(self.reader.place("doctor"), "unknown_title", person.title)
        extra = person.slots[0] if person.slots else Slot()
        for slot in slots:
            own = {name: value for name, value in extra._asdict().items() if value}
            cell = full_cell(self.sheet, self.cell)
            made = session(
                person, slot._replace(**own), self.facts, self.context, cell, fee_text=self.reader.text("fee")
            )
            if slot.stopped and not slot.dates:
                self.found.note(
                    self.cell, self.reader.text("time"), expert=person.name, weekday=slot.weekday, half_day=slot.half
                )
                continue
            self.found.add(made, self.number, self.reader.place("doctor"))
            if (slot.stopped or person.stopped) and made.status is None:
                self.found.change(self.found.drafts[-1], status="停诊")

    # -- who ------------------------------------------------------------------------------------------------------

    def _people(self) -> list[Person] | None:
        """Doctors of the row; empty when there is none, which has then been said."""
        if self.reader.column("doctor") is None:
            return [self.context.person or Person(None, anonymous=True)]
        text = self.reader.text("doctor")
        if not text:
            if (
                any(self.reader.text(field) for field in _TIMES if field not in {"date", "weekday"})
                or self.reader.text("title")
                or any(self.sheet.rows[self.number][c] for c in self.reader.table.heads if c < self.sheet.width)
            ):
                self._fail("doctor", "missing_name")
            return None
        if nobody(text):
            remarks = [text, *(self.reader.text(field) for field in ("note",) if self.reader.text(field))]
            self.found.note(self.reader.place("doctor"), "；".join(remarks))
            return []
        found = people_in(text)
        if any(isinstance(person, Unreadable) for person in found):
            self._fail("doctor", "unreadable_cell", shown(text))
            return None
        return [person for person in found if isinstance(person, Person)]

    # -- when -----------------------------------------------------------------------------------------------------

    def _slots(self) -> tuple[Slot, ...]:
        """All half-days of the row; ``self.cell`` is where they stand."""
        date, weekday = self._date(), self._weekday()
        half, hours = self._half(), self._hours()
        if self.failed:
            return ()
        self.cell = self._cell()
        listed = self._listed(half)
        if listed or self.failed:
            return listed
        if date and weekday:
            self._check_weekday(date, weekday)
        own_days = self._has_days(hours)
        days = "" if own_days and not date else (date or weekday)
        parity = folded(self.reader.text("parity"))
        parts = (hours, parity) if own_days and not days else (parity, days, half, hours)
        reading = self._reading(" ".join(part for part in parts if part))
        if self.failed or reading is None:
            return ()
        return self._with_vague(reading, hours)

    def _with_vague(self, reading: Reading, hours: str) -> tuple[Slot, ...]:
        doubt = f"“{reading.doubt}”请确认" if reading.doubt else None
        dated = tuple(slot for slot in reading.slots if slot.weekday or slot.dates or slot.rule)
        if dated:
            return tuple(slot._replace(confirm=slot.confirm or doubt) for slot in dated)
        if reading.vague or reading.doubt or reading.slots:
            base = next(iter(reading.slots), Slot())
            if reading.vague or reading.doubt:
                return (
                    base._replace(rule_note=shown(self.reader.text("time") or hours), confirm="推不出日期，只作文字"),
                )
            self._fail(
                "weekday" if self.reader.column("weekday") is not None else "doctor",
                "no_session",
                self.reader.text("doctor"),
            )
        return ()

    def _reading(self, text: str) -> Reading | None:
        """Read the joined text; a trouble is listed at the time cell."""
        if not text:
            return None
        reading = read(text, self.context.period)
        field = next(
            (name for name in ("time", "end", "start", "half", "weekday", "date") if self.reader.text(name)), "doctor"
        )
        if reading.troubles:
            self._fail(field, *reading.troubles[0])
        elif any(re.search(r"\d|[?？#]|周|星期", rest) for rest in reading.rest) or (
            reading.rest and not reading.slots
        ):
            self._fail(field, "unreadable_cell", shown(self.reader.text(field)))
        elif reading.rest:
            self.found.note(
                self.reader.place(field), shown(self.reader.text(field)), expert=self.reader.text("doctor") or None
            )
        return reading

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
            self.found.trouble(self.reader.place("weekday"), "date_weekday_mismatch", f"{dates[0]} {weekday}",
                               also=(self.sheet.anchor(self.reader.place("date")),))  # fmt: skip
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

    def _listed(self, half: str) -> tuple[Slot, ...]:
        """Listed dates beat what the text says, which is kept as a remark."""
        text = folded(self.reader.text("dates"))
        if not text or text in {"/", "-", "无"}:
            return ()
        reading = read(from_serial(text) or text, self.context.period)
        if reading.troubles:
            self._fail("dates", *reading.troubles[0])
            return ()
        if any(re.search(r"\d|[?？#]", rest) for rest in reading.rest):
            self._fail("dates", "unreadable_cell", text)
            return ()
        said = self.reader.text("time") or self.reader.text("weekday")
        around = read(" ".join(part for part in (half, folded(said)) if part), self.context.period)
        usual = next((slot for slot in around.slots if slot.half), Slot())
        slots = tuple(slot for slot in reading.slots if slot.dates or slot.weekday or slot.rule)
        return tuple(
            slot._replace(half=slot.half or usual.half, start=slot.start or usual.start, end=slot.end or usual.end,
                          rule_note=shown(said) or slot.rule_note)
            for slot in slots)  # fmt: skip

    def _cell(self) -> Place:
        """The cell a person would point at: listed dates, free text, weekday, else the doctor."""
        if self.reader.text("dates"):
            return self.reader.place("dates")
        if (
            self.reader.text("time")
            and (self._has_days(folded(self.reader.text("time"))) or not self.reader.text("weekday"))
            and not self.reader.text("date")
        ):
            return self.reader.place("time")
        if self.reader.text("weekday") and not self.reader.text("date"):
            return self.reader.place("weekday")
        return self.reader.place("doctor") if self.reader.column("doctor") is not None else self.reader.place("date")
