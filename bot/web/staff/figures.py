"""数据: what is asked, how it ends, what is of use, what was delivered; for reading and for a spreadsheet."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Connection
from starlette.responses import Response

from bot.web.guard import Refused
from bot.web.staff import charts
from bot.web.staff.changes import name_in
from bot.web.staff.frame import HOME, Visit, staff_page
from knowledge import discretion, figures, tabular
from knowledge.book import Book
from knowledge.figures import Figures
from knowledge.wording import Voice, phrases
from scheduler import ledger

FIGURES: Final = f"{HOME}/figures"
_TOP: Final = 20
_NEVER: Final = 50
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OVER: Final = ("sent", "unknown", "failed", "skipped", "expired")
"""What can become of a delivery that is over: only these are counted, for they stay as they are."""

Group = tuple[str, list[tuple[str, int]], int | None]
"""A heading's key, its groups largest first, and all others together (None: too few to be told)."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The figures as they may be told: nothing in here gives anybody away."""

    plain: Figures
    by_day: list[int | None]
    by_hour: list[int | None]
    questions: int | None
    helpful: list[int | None]
    groups: list[Group]
    funnel: list[tuple[str, list[int | None]]]
    spared: int | None
    never: list[str]


class Counted(msgspec.Struct, frozen=True):
    """What was counted in a week, nothing hidden yet."""

    asked: Figures
    funnel: dict[str, dict[str, int]]
    spared: int


def counted(connection: Connection, now: datetime, week: date) -> Counted:
    """The week of this Monday, one of :func:`knowledge.figures.weeks`."""
    begin, end = figures.bounds(week)
    asked, funnel = figures.figures(connection, now, week), ledger.funnel(connection, begin, end)
    return Counted(asked, funnel, ledger.spared_trips(connection, begin, end))


def discreet(held: Counted, book: Book, voice: Voice) -> Shown:
    """What of it may be told. Outcomes and topics tell of each other: they are added up from what both may tell."""
    told = held.asked
    subjects = Counter[str]()
    for subject, count in told.subjects.items():
        subjects[figures.subject_name(subject, book)] += count
    pairs, rest = discretion.apart(told.outcomes)
    kinds = _summed((f"kind_{kind}", n) for (kind, _), n in pairs.items())
    topics = _summed((f"topic_{topic}", n) for (_, topic), n in pairs.items() if topic)
    groups: list[Group] = [
        ("outcomes", _largest(_worded(kinds, voice)), rest),
        ("topics", _largest(_worded(topics, voice)), rest),
        ("districts", *discretion.by_size({name_in(book, voice, name): n for name, n in told.districts.items()})),
        ("subjects", *discretion.by_size(subjects, _TOP)),
    ]
    others = held.funnel.get("notice", {}).get("sent", 0) - held.spared
    return Shown(
        plain=told,
        by_day=discretion.in_order(told.by_day),
        by_hour=discretion.in_order(told.by_hour),
        questions=discretion.alone(told.questions),
        helpful=discretion.in_order((told.helpful, told.unhelpful)),
        groups=groups,
        funnel=[(kind, over_told(states)) for kind, states in sorted(held.funnel.items())],
        spared=discretion.in_order((held.spared, others))[0],
        never=[entry.title for entry in figures.never_used(told, book)],
    )


async def _shown(visit: Visit, voice: Voice) -> Shown:
    held = await visit.house.database.aread(counted, visit.now, _week(visit))
    return discreet(held, visit.house.shelf.book, voice)


def _summed(counts: Iterable[tuple[str, int]]) -> Counter[str]:
    held = Counter[str]()
    for name, count in counts:
        held[name] += count
    return held


def _largest(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: pair[1], reverse=True)


def over_told(states: Mapping[str, int]) -> list[int | None]:
    """Deliveries by what became of them, in the order of :data:`OVER`."""
    return discretion.in_order([states.get(state, 0) for state in OVER])


def _worded(counts: Mapping[str, int], voice: Voice) -> dict[str, int]:
    """Counts by what their keys are called; a key of another release keeps its own name."""
    known = phrases("en" if voice.english else "zh")
    return {known.get(key, key): count for key, count in counts.items()}


def _week(visit: Visit) -> date:
    """The week asked for: one of those offered, the last one when none is named."""
    offered = figures.weeks(visit.now)
    told = visit.request.query_params.get("week", offered[0].isoformat())
    for week in offered:
        if week.isoformat() == told:
            return week
    raise Refused(400, "unclear")


@staff_page(FIGURES, "read")
async def show(visit: Visit) -> Response:
    """GET /staff/figures?week=2026-11-09."""
    voice = visit.voice
    shown, week = await _shown(visit, voice), _week(visit)
    labels = [f"{day:%m-%d}" for day in shown.plain.days]
    drawn = {
        "by_day": charts.bars(voice.say("figures_by_day"), labels, shown.by_day),
        "by_hour": charts.bars(voice.say("figures_by_hour"), [str(hour) for hour in range(24)], shown.by_hour, 3),
    }
    weeks = [(one, one + timedelta(6)) for one in figures.weeks(visit.now)]
    more: dict[str, Any] = {"weeks": weeks, "week": week, "states": OVER, "never_shown": _NEVER, "labels": labels}
    return visit.render("figures.html", shown=shown, drawn=drawn, **more)


@staff_page(f"{FIGURES}.csv", "read")
async def as_csv(visit: Visit) -> Response:
    """GET /staff/figures.csv?week=2026-11-09."""
    voice = visit.voice
    told = rows(await _shown(visit, voice), voice)
    content = tabular.csv_text(_headings(voice), told)
    return _file(content.encode(), "text/csv; charset=utf-8", "figures.csv")


@staff_page(f"{FIGURES}.xlsx", "read")
async def as_xlsx(visit: Visit) -> Response:
    """GET /staff/figures.xlsx?week=2026-11-09."""
    voice = visit.voice
    told = rows(await _shown(visit, voice), voice)
    content = await asyncio.to_thread(tabular.xlsx, _headings(voice), told)  # most of a second for 10,000 lines
    return _file(content, _XLSX, "figures.xlsx")


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _headings(voice: Voice) -> list[str]:
    return [voice.say(key) for key in ("column_figure", "column_group", "column_count")]


def rows(shown: Shown, voice: Voice) -> Iterator[tuple[str, str, Any]]:
    """All figures as lines of a table: which figure, which group, how often; what is not told says <5."""
    for figure, group, count in (*_asked(shown), *_grouped(shown, voice), *_delivered(shown, voice)):
        yield voice.say(f"figures_{figure}"), group, voice.say("figures_few") if count is None else count


def _asked(shown: Shown) -> Iterator[tuple[str, str, int | None]]:
    yield "questions", "", shown.questions
    for day, count in zip(shown.plain.days, shown.by_day, strict=True):
        yield "by_day", day.isoformat(), count
    for hour, count in enumerate(shown.by_hour):
        yield "by_hour", f"{hour}:00", count


def _grouped(shown: Shown, voice: Voice) -> Iterator[tuple[str, str, int | None]]:
    for heading, groups, rest in shown.groups:
        yield from ((heading, label, count) for label, count in groups)
        if rest != 0:
            yield heading, voice.say("figures_rest"), rest
    for said, count in zip(("figures_yes", "figures_no"), shown.helpful, strict=True):
        yield "helpful", voice.say(said), count
    yield from (("never", title, 0) for title in shown.never)


def _delivered(shown: Shown, voice: Voice) -> Iterator[tuple[str, str, int | None]]:
    for kind, counts in shown.funnel:
        what = voice.say(f"delivery_{kind}")
        for state, count in zip(OVER, counts, strict=True):
            became = voice.say(f"state_{state}")
            yield "funnel", f"{what} {became}", count
    yield "spared", "", shown.spared


PAGES = (show, as_csv, as_xlsx)
