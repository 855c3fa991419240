"""A small made-up roster (示例) and short ways to read a notice against it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from knowledge.holidays import Calendar
from knowledge.notices import Proposed, Reading, Row, read_notice

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Wednesday."""
CALENDAR = Calendar()


def row(expert, title, department, days, half_day, *, place="示例医院", kind="专家"):
    rule = f"FREQ=WEEKLY;BYDAY={days}"
    return Row(expert=expert, title=title, place=place, department=department, rule=rule, half_day=half_day, kind=kind)


ROSTER = (
    row("沈柏清", "主任医师", "肿瘤科", "TU,TH", "上午"),
    row("沈柏青", "主治医师", "推拿科", "MO", "下午", kind="普通"),
    row("司徒曼", "副主任医师", "儿科", "FR", "上午"),
    row("司徒曼", "副主任医师", "儿科", "FR", "下午"),
    row("李一诺", "主任医师", "针灸科", "MO", "上午"),
    row("李二白", "主任医师", "脾胃病科", "WE", "上午"),
    row("Anna Miller", "主任医师", "康复科", "TU", "上午"),
)


def read(text: str, now: datetime = NOW, roster: tuple[Row, ...] = ROSTER) -> Reading:
    return read_notice(text, now, roster, CALENDAR)


def told(change: Proposed) -> str:
    """A change in one line: 「suspend 沈柏清 2026-12-03..2026-12-03 上午」."""
    span = f"{change.first}..{change.last}"
    parts = [
        change.change,
        change.expert or "-",
        span,
        change.half_day,
        *change.weekdays,
        change.stand_in,
        change.scope,
    ]
    if change.moved_to is not None:
        parts += ["→", str(change.moved_to.day or change.moved_to.weekday), change.moved_to.half_day]
    return " ".join(part for part in [*parts, change.department, change.as_weekday] if part)


def lines(text: str, now: datetime = NOW, roster: tuple[Row, ...] = ROSTER) -> list[str]:
    return [told(change) for change in read(text, now, roster).changes]
