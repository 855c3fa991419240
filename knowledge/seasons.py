"""A series of reminders as staff fill it in: days or weekdays, a time, words, a place."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

import msgspec

from knowledge.book import Book
from knowledge.clinics import Weekday
from knowledge.errors import InputError
from knowledge.permission import Actor
from knowledge.rosters.slots import CODES
from knowledge.series import MOST_DAYS, Series, days_of, hours, told_at, unfit

_NAME, _TEXT, _LINK = 40, 400, 300
_SEPARATORS: Final = str.maketrans("、，,；;\n\t", " " * 7)


class SeriesForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fields: either ``dates`` in a line, or a ``weekday`` from ``first`` to ``last``. ``seen`` 0: a new one."""

    name: str
    text: str
    english_name: str = ""
    english: str = ""
    dates: str = ""
    weekday: Weekday | Literal[""] = ""
    first: str = ""
    last: str = ""
    time: str = "09:00"
    institution: str = ""
    link: str = ""
    seen: Annotated[int, msgspec.Meta(ge=0)] = 0


def form_of(series: Series, revision: int) -> SeriesForm:
    """A series as the form shows it; a rule that is no single weekday is shown by its days."""
    weekday = next((day for day, code in CODES.items() if series.rule == f"FREQ=WEEKLY;BYDAY={code}"), "")
    kept = ("name", "text", "english_name", "english", "time", "institution", "link")
    values: dict[str, Any] = {name: getattr(series, name) for name in kept}
    if weekday:
        values |= {"weekday": weekday, "first": series.first, "last": series.last}
    else:
        values |= {"dates": " ".join(day.isoformat() for day in days_of(series))}
    return SeriesForm(**values, seen=revision)


def series_of(form: SeriesForm, key: str, before: Series | None, book: Book, actor: Actor, now: datetime) -> Series:
    """The series as the form wants it, with the id ``key``. Raises InputError with a sentence."""
    _check_words(form)
    if form.institution and form.institution not in book.institutions:
        raise InputError("no_such_hospital")
    made = Series(
        id=key,
        name=form.name.strip(),
        text=form.text.strip(),
        english_name=form.english_name.strip(),
        english=form.english.strip(),
        **_days(form),
        time=form.time,
        institution=form.institution,
        base=before.base if before is not None and before.institution == form.institution else "",
        link=form.link.strip(),
        paused=before.paused if before is not None else False,
        verified_on=now.date().isoformat(),
        confirmed_by=actor.name,
    )
    if made.time != told_at(made, quiet := book.tuning.quiet):
        first, last = hours(quiet)
        raise InputError("season_hour", first=first, last=last)
    if unfit(made):
        raise InputError("season_days", most=MOST_DAYS)
    return made


def _check_words(form: SeriesForm) -> None:
    if not (form.name.strip() and form.text.strip()):
        raise InputError("series_half_written")
    if max(len(form.name), len(form.english_name)) > _NAME or max(len(form.text), len(form.english)) > _TEXT:
        raise InputError("series_too_long", name=_NAME, text=_TEXT)
    if form.link.strip() and not _is_web(form.link.strip()):
        raise InputError("link_unfit")


def _days(form: SeriesForm) -> Mapping[str, Any]:
    listed = tuple(sorted({_day(text) for text in form.dates.translate(_SEPARATORS).split()}))
    if bool(listed) == bool(form.weekday):
        raise InputError("series_two_ways")
    if listed:
        return {"dates": listed}
    rule = f"FREQ=WEEKLY;BYDAY={CODES[form.weekday]}"
    return {"rule": rule, "first": _day(form.first), "last": _day(form.last)}


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise InputError("date_unread", example="2026-11-25") from None


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return len(text) <= _LINK and parts.scheme in {"http", "https"} and bool(parts.hostname) and text.isprintable()
