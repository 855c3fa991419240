"""The week of a base or an expert in words: what its picture says, and what is said where no picture can be seen."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import msgspec

from knowledge.answering.sittings import day_said, details_said, hours_said, status_said
from knowledge.clinics import Session
from knowledge.timetable import Sitting
from knowledge.wording import Voice

Names = Callable[[Session], str]
"""What a cell says first: who sits (the week of a base) or where (the week of an expert)."""

_DAYS = 7
_VOICE = Voice()
SAMPLE = "示例，不是真的排班"
NOBODY = "没有排班"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A sitting in words. ``note`` is why it is not as usual; ``struck`` when nobody sits then, as far as is known."""

    name: str
    hours: str = ""
    details: str = ""
    note: str = ""
    struck: bool = False
    stopped: bool = False


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a picture of a week says: ``days`` hold the entries of each half-day."""

    title: str
    days: tuple[tuple[date, dict[str, tuple[Entry, ...]]], ...]
    footnote: str
    sample: bool = False

    @property
    def span(self) -> str:
        """「11月23日周一 – 11月29日周日」."""
        return f"{day_said(self.days[0][0], _VOICE)} – {day_said(self.days[-1][0], _VOICE)}"


def week_of(title: str, sittings: Sequence[Sitting], first: date, names: Names, footnote: str) -> Week:
    """The seven days from ``first`` on; sittings of other days are left out."""
    days = [first + timedelta(n) for n in range(_DAYS)]
    held = [sitting for sitting in sittings if days[0] <= sitting.day <= days[-1]]
    closing = _VOICE.say("clinic_day")
    return Week(
        title=title,
        days=tuple((day, _halves([s for s in held if s.day == day], names)) for day in days),
        footnote="\n".join(part for part in (footnote, "" if closing in footnote else closing) if part),
        sample=any(s.session.sample or (s.change is not None and s.change.sample) for s in held),
    )


def week_text(week: Week) -> str:
    """The week in words: for people who cannot see the picture, and where no picture can be drawn."""
    lines = [week.title, week.span, *([f"【{SAMPLE}】"] if week.sample else [])]
    for day, halves in week.days:
        lines.append(day_said(day, _VOICE) + ("" if halves else f"：{NOBODY}"))
        lines += [f"· {half}{_entry_said(entry)}" for half, entries in halves.items() for entry in entries]
    return "\n".join([*lines, week.footnote])


def _halves(sittings: Sequence[Sitting], names: Names) -> dict[str, tuple[Entry, ...]]:
    halves = dict.fromkeys(sitting.half_day for sitting in sittings)
    return {half: tuple(_entry(s, names) for s in sittings if s.half_day == half) for half in halves}


def _entry(sitting: Sitting, names: Names) -> Entry:
    return Entry(
        name=names(sitting.session),
        hours=hours_said(sitting).strip(),
        details=details_said(sitting, _VOICE).strip("（）"),
        note=status_said(sitting, _VOICE).strip(),
        struck=sitting.status in {"suspended", "closed", "moved", "stand_in"},
        stopped=not sitting.held,
    )


def _entry_said(entry: Entry) -> str:
    details = f"（{entry.details}）" if entry.details else ""
    parts = (entry.hours, entry.name + details, entry.note)
    return "".join(f" {part}" for part in parts if part)
