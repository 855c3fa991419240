"""What the plain columns of a row say: department, campus, fee, room, status, remarks."""

import re

from knowledge.rosters import kinds
from knowledge.rosters.context import Context, Findings, shown_department
from knowledge.rosters.dates import from_serial
from knowledge.rosters.making import Facts, fees_by_kind
from knowledge.rosters.names import known_title
from knowledge.rosters.schedule import read
from knowledge.rosters.tables import Row, Table
from knowledge.rosters.texts import folded, shown, tight, yuan

_STOPPED = re.compile(r"停诊|暂停|休诊|停止|取消|停用|stop", re.IGNORECASE)
_FULL = re.compile(r"停约|约满|已满|满号|无号")
_OPEN = re.compile(r"未发布|待确认|待定|待审|草稿|未审|未确认|替诊|待发布|未生效")
_TRUE = {"1", "y", "yes", "true", "是", "停", "t"}


class RowReader:
    """Reads the fields of one row; troubles go to the findings."""

    def __init__(self, table: Table, row: Row, context: Context, found: Findings, carried: dict[str, str]) -> None:
        self.table, self.row, self.context, self.found = table, row, context, found
        self.carried = carried
        self.sheet = found.sheet
        self.broken = False

    def column(self, field: str) -> int | None:
        """The column of a field."""
        return self.table.column(field)

    def place(self, field: str) -> tuple[int, int]:
        """Where a field of this row stands; the first cell of the row when there is no such column."""
        column = self.column(field)
        return (self.row.number, column if column is not None else 0)

    def text(self, field: str) -> str:
        """Text of a field, with what stands for it in rows above where the column leaves repeated values out."""
        column = self.column(field)
        if column is None:
            return ""
        return self.sheet.text((self.row.number, column)) or self.carried.get(field, "")

    def facts(self) -> Facts:
        """All plain fields."""
        self._check_broken()
        kind, department = self._kind_and_department()
        status, question = self._status()
        valid_from, valid_to = self._validity()
        return Facts(
            department=department,
            title=self._title(),
            home=tight(self.text("home_hospital")) or None,
            place=self._place(),
            campus=tight(self.text("campus")) or self.row.campus or self.context.campus,
            room=shown(self.text("room")) or None,
            fee=self._fee(),
            quota=self._quota(),
            kind=kind,
            status=status,
            question=question,
            extra="加诊" in self.text("status"),
            valid_from=valid_from or self.context.valid_from,
            valid_to=valid_to or self.context.valid_to,
        )

    def _check_broken(self) -> None:
        for column, head in self.table.heads.items():
            place = (self.row.number, column)
            if place in self.sheet.broken and head.field != "ignore":
                self.found.trouble(place, "unreadable_cell", self.sheet.broken[place])
                self.broken = self.broken or head.field in {
                    "department",
                    "doctor",
                    "weekday",
                    "half",
                    "time",
                    "date",
                    "dates",
                    "place",
                    "campus",
                    "ampm",
                    "start",
                    "end",
                    "kind",
                    "status",
                    "stop_flag",
                    "valid_from",
                    "valid_to",
                    "validity",
                    "parity",
                }

    def _place(self) -> str | None:
        column = self.column("place")
        text = tight(self.text("place"))
        if column is not None and not text and not self.row.place:
            self.found.trouble(self.place("place"), "missing_place")
            self.broken = True
        return text or self.row.place or self.context.place

    def _kind_and_department(self) -> tuple[str | None, str | None]:
        typed = folded(self.text("type"))
        kind = self._kind_code(folded(self.text("kind"))) or kinds.kind_in(typed)
        second = kinds.kind_in(folded(self.text("kind_second")))
        kind = second if second not in {None, "普通"} else kind or second
        department = shown_department(self.text("department") or self.row.department or self.context.department)
        if department is None and typed and not kinds.kind_in(typed):
            department = tight(self.text("type"))
        return kind, department

    def _kind_code(self, text: str) -> str | None:
        return kinds.CODES.get(text) or kinds.kind_in(text) if text else None

    def _title(self) -> str | None:
        title = tight(self.text("title"))
        if not title or title in {"/", "-", "无", "—"}:
            return None
        if not known_title(title):
            self.found.trouble(self.place("title"), "unknown_title", title)
        return title

    def _fee(self) -> int | float | None:
        text = self.text("fee")
        if not text or text in {"/", "-", "—", "——"}:
            return None
        fee = yuan(text)
        if fee is None and not fees_by_kind(text):
            self.found.trouble(self.place("fee"), "unreadable_fee", shown(text))
        return fee

    def _quota(self) -> int | None:
        found = re.search(r"\d{1,3}", folded(self.text("quota")))
        return int(found[0]) if found else None

    def _status(self) -> tuple[str | None, str | None]:
        text = folded(self.text("status"))
        flag = folded(self.text("stop_flag")).lower()
        question = None
        if _OPEN.search(text):
            remark = folded(self.text("note"))
            question = "、".join(dict.fromkeys(part for part in (text, remark if _OPEN.search(remark) else "") if part))
        if flag in _TRUE or "停" in flag or (_STOPPED.search(text) and not re.search("是否|未停", text)):
            return "停诊", question
        return ("停约" if _FULL.search(text) else None), question

    def _validity(self) -> tuple[str | None, str | None]:
        first, last = self._date("valid_from"), self._date("valid_to")
        if self.text("validity"):
            reading = read(folded(self.text("validity")) + " 周一", self.context.period)
            for why, value in reading.troubles:
                self.found.trouble(self.place("validity"), why, value)
                self.broken = True
            first, last = next(((slot.valid_from, slot.valid_to) for slot in reading.slots), (None, None))
        if first and last and first > last:
            self.found.trouble(self.place("valid_to"), "reversed_validity", f"{first} {last}")
            self.broken = True
        return first, last

    def _date(self, field: str) -> str | None:
        text = folded(self.text(field))
        if not text or text in {"长期", "至今", "/", "-"}:
            return None
        reading = read(from_serial(text) or text, self.context.period)
        dates = next((slot.dates for slot in reading.slots if slot.dates), None)
        if dates is None:
            bound = next((slot.valid_from or slot.valid_to for slot in reading.slots), None)
            if bound is None:
                self.found.trouble(
                    self.place(field), reading.troubles[0][0] if reading.troubles else "invalid_date", text
                )
                self.broken = True
            return bound
        return dates[0]
