"""Grids: a column for each half-day of the week, marks or names in the cells; also days as rows."""

import re

from knowledge.rosters.clock import hours
from knowledge.rosters.columns import Head
from knowledge.rosters.context import Context, Findings, full_cell
from knowledge.rosters.facts import RowReader
from knowledge.rosters.making import Facts, session
from knowledge.rosters.marks import Legend, Mark, read_mark
from knowledge.rosters.names import nobody
from knowledge.rosters.people import Person, Unreadable, people_in
from knowledge.rosters.schedule import read
from knowledge.rosters.slots import Slot
from knowledge.rosters.texts import folded, shown
from knowledge.rosters.workbook import Place

_HALF_WORD = re.compile(r"[上下夜晚午]|全天")
_NTH = re.compile(r"第.*个$")
_NOBODY = Person(None, anonymous=True)


class GridRow:
    """One row of a grid."""

    def __init__(self, reader: RowReader, facts: Facts, context: Context, found: Findings, legend: Legend) -> None:
        self.reader, self.facts, self.context, self.found, self.legend = reader, facts, context, found, legend
        self.number = reader.row.number
        self.sheet = found.sheet

    def read(self) -> None:
        """Read all cells of the row under half-day (or department) columns."""
        people = self._people()
        row_time, bad = self._row_time()
        if people is None or bad or self.reader.broken:
            self._report_broken_cells()
            return
        filled = False
        for column, head in self.reader.table.heads.items():
            if head.field or not (head.slots or head.department):
                continue
            filled |= self._cell((self.number, column), head, people, row_time)
        if not filled and people and not self._explained():
            self.found.trouble(self.reader.place("doctor"), "no_session", people[0].name)

    def _explained(self) -> bool:
        return bool(self.reader.text("note")) or self.facts.status is not None

    def _report_broken_cells(self) -> None:
        for column, head in self.reader.table.heads.items():
            place = (self.number, column)
            if head.slots and place in self.sheet.broken:
                self.found.trouble(place, "unreadable_cell", self.sheet.broken[place])

    def _people(self) -> list[Person] | None:
        """Doctors of the row: empty without a doctor column, None when the row cannot be used."""
        place = self.reader.place("doctor")
        if self.reader.column("doctor") is None:
            return []
        text = self.reader.text("doctor")
        if not text or nobody(text):
            if any(self.sheet.text((self.number, c)) for c, h in self.reader.table.heads.items() if h.slots):
                self.found.trouble(place, "missing_name")
            return None
        found = people_in(text)
        for person in found:
            if isinstance(person, Unreadable):
                self.found.trouble(place, "unreadable_cell", shown(text))
                return None
            if person.odd_title:
                self.found.trouble(place, "unknown_title", person.title)
        return [person for person in found if isinstance(person, Person)]

    def _row_time(self) -> tuple[str, bool]:
        """What the row's own columns say of weekday, date and half-day; True when that cannot be read."""
        parts = []
        for field in ("date", "weekday", "half", "time"):
            text = folded(self.reader.text(field))
            if not text:
                continue
            text = f"周{text}" if field == "weekday" and re.fullmatch("[一二三四五六日天1-7]", text) else text
            reading = read(text, self.context.period)
            why = reading.troubles[0][0] if reading.troubles else None
            if not why and (reading.rest or not reading.slots):
                why = "unknown_weekday" if field == "weekday" else "unreadable_cell"
            if why:
                self.found.trouble(self.reader.place(field), why, text)
                return "", True
            parts.append(text)
        joined = read(" ".join(parts), self.context.period) if parts else None
        if joined and joined.troubles:
            self.found.trouble(self.reader.place("weekday"), joined.troubles[0][0], " ".join(parts))
            return "", True
        return " ".join(parts), False

    def _cell(self, place: Place, head: Head, people: list[Person], row_time: str) -> bool:
        """Read one cell; whether anything is written in it."""
        text = self.sheet.text(place)
        if place in self.sheet.broken:
            self.found.trouble(place, "unreadable_cell", self.sheet.broken[place])
            return True
        if not text:
            return False
        reading = read(f"{row_time} {head.text}".strip(), self.context.period)
        if reading.troubles or head.why:
            self.found.trouble(
                (self.reader.table.header_rows[0], place[1]),
                reading.troubles[0][0] if reading.troubles else head.why or "",
                head.said,
            )
            return True
        columns = reading.slots or (Slot(),)
        if self.reader.column("doctor") is None:
            self._names(place, text, head, columns)
            return True
        mark = self._mark(text, columns[0])
        self._sessions(place, head, columns, people, mark, text)
        return True

    def _mark(self, text: str, column: Slot) -> Mark:
        plain = folded(text)
        if _NTH.search(plain) and column.weekday:
            return read_mark(plain + column.weekday, self.legend, self.context.period)
        if re.search(r"\d[:.点]|\d-\d", plain) and column.half and not _HALF_WORD.search(plain):
            return read_mark(column.half + plain, self.legend, self.context.period)
        return read_mark(text, self.legend, self.context.period)

    def _sessions(
        self, place: Place, head: Head, columns: tuple[Slot, ...], people: list[Person], mark: Mark, text: str
    ) -> None:
        if mark.why:
            self.found.trouble(place, mark.why, shown(text))
            return
        if mark.stopped:
            for person in people or [_NOBODY]:
                self.found.note(
                    place, shown(text), expert=person.name, weekday=columns[0].weekday, half_day=columns[0].half
                )
            return
        for person in people or [_NOBODY]:
            for slot in self._overlaid(place, columns, mark.slots, text):
                self._add(person, slot, mark, place, head)

    def _add(self, person: Person, slot: Slot, mark: Mark, place: Place, head: Head) -> None:
        if not (slot.weekday or slot.dates or slot.rule):
            slot = slot._replace(confirm=slot.confirm or "没有写星期几")
        slot = slot._replace(campus=mark.campus or slot.campus, confirm=slot.confirm or mark.doubt)
        made = session(
            person,
            slot,
            self.facts,
            self.context,
            full_cell(self.sheet, place),
            head=head,
            fee_text=self.reader.text("fee"),
        )
        at = self.reader.place("doctor") if self.reader.column("doctor") is not None else place
        self.found.add(made, self.number, at)
        if mark.full and made.status is None:
            self.found.change(self.found.drafts[-1], status="停约")

    def _overlaid(self, place: Place, columns: tuple[Slot, ...], marks: tuple[Slot, ...], text: str) -> list[Slot]:
        """The column's half-days with what the cell adds; conflicts are troubles and give none."""
        out: list[Slot] = []
        for mark in marks:
            same = [column for column in columns if mark.half and column.half == mark.half]
            for column in same or columns:
                merged = overlay(column, mark, night=bool(re.search("[夜晚]", text)))
                if isinstance(merged, str):
                    self.found.trouble(place, merged, shown(text))
                    return []
                out.append(merged)
        return list(dict.fromkeys(out))

    def _names(self, place: Place, text: str, head: Head, columns: tuple[Slot, ...]) -> None:
        """A cell that holds people, or a mark for a department whose doctor is not named."""
        if nobody(text):
            return
        mark = self._mark(text, columns[0])
        if not mark.why:
            self._sessions(place, head, columns, [self.context.person] if self.context.person else [], mark, text)
            return
        found = people_in(text)
        unread = [person for person in found if isinstance(person, Unreadable)]
        if unread or not found:
            self.found.trouble(
                place, mark.why if mark.why != "unreadable_cell" and not found else "unreadable_cell", shown(text)
            )
            return
        for person in found:
            if isinstance(person, Person):
                self._person(place, head, columns, person, text)

    def _person(self, place: Place, head: Head, columns: tuple[Slot, ...], person: Person, text: str) -> None:
        if person.odd_title:
            self.found.trouble(place, "unknown_title", person.title)
        if person.stopped and not columns[0].dates:
            self.found.note(
                place, shown(text), expert=person.name, weekday=columns[0].weekday, half_day=columns[0].half
            )
            return
        for slot in self._overlaid(place, columns, person.slots or (Slot(),), text):
            self._add(person, slot, Mark(), place, head)
            if person.stopped:
                self.found.change(self.found.drafts[-1], status="停诊")


def overlay(column: Slot, mark: Slot, *, night: bool = False) -> Slot | str:
    """What a cell adds to the half-day of its column, or a problem code when the two disagree.

    A cell that says 夜 is a night clinic wherever it stands (``night``).
    """
    if mark.weekday and column.weekday and mark.weekday != column.weekday:
        return "unreadable_cell"
    if mark.dates and column.dates and set(mark.dates) != set(column.dates):
        return "unreadable_cell"
    if mark.half and column.half and mark.half != column.half and not (mark.half == "夜间" and night):
        return "half_day_time_conflict"
    if mark.dates and column.weekday:
        from knowledge.rosters.dates import weekday_of

        if any(weekday_of(date) != column.weekday for date in mark.dates):
            return "date_weekday_mismatch"
    kept = {name: value for name, value in mark._asdict().items() if value}
    return column._replace(**kept)


__all__ = ["GridRow", "hours", "overlay"]
