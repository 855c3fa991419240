"""Lists: one row for each doctor or each half-day; free-text times, listed dates, exports by date, HIS fields."""

import re

from knowledge.rosters.context import full_cell
from knowledge.rosters.dates import from_serial
from knowledge.rosters.layouts.row_times import RowTimes
from knowledge.rosters.making import session
from knowledge.rosters.names import nobody
from knowledge.rosters.people import Person, Unreadable, people_in
from knowledge.rosters.schedule import Reading, read
from knowledge.rosters.slots import Slot
from knowledge.rosters.texts import folded, shown
from knowledge.rosters.workbook import Place

_TIMES = ("date", "dates", "weekday", "half", "ampm", "time", "start", "end", "parity")


class ListRow(RowTimes):
    """One row of a list."""

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
            slot._replace(
                half=slot.half or usual.half,
                start=slot.start or usual.start,
                end=slot.end or usual.end,
                rule_note=shown(said) or slot.rule_note,
            )
            for slot in slots
        )

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
