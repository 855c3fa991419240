"""Series of reminders made by staff: their days first, then what they are, and the button that asks for them."""

from collections.abc import Sequence
from datetime import date, datetime

from knowledge.answering.answer import Answer, Named, institution_named, name_said, oldest, sources_of
from knowledge.answering.sittings import day_said
from knowledge.book import Book
from knowledge.message import Choice
from knowledge.moments import SHANGHAI
from knowledge.series import Series, days_of, told_at
from knowledge.wording import Voice

_SHOWN = 6
_DAYS = 4


def offered(book: Book, now: datetime) -> list[Series]:
    """The series that still have a day to come at ``now`` (aware), the soonest first."""
    held = [s for s in book.series.values() if not s.paused and ahead(s, book, now)]
    return sorted(held, key=lambda s: (ahead(s, book, now)[0], s.id))


def ahead(series: Series, book: Book, now: datetime) -> Sequence[date]:
    """The days on which it is still to be told."""
    local, told = now.astimezone(SHANGHAI), told_at(series, book.tuning.quiet)
    today, clock = local.date(), local.strftime("%H:%M")
    return [day for day in days_of(series) if day > today or (day == today and clock < told)]


def door(book: Book, voice: Voice, now: datetime) -> tuple[Choice, ...]:
    """The button of the reminders menu that leads here; none when nothing is offered."""
    return (Choice(label=voice.say("series_door"), token="se:list"),) if offered(book, now) else ()


def listed(book: Book, voice: Voice, now: datetime) -> Answer:
    """All that is offered, each with its button."""
    held = offered(book, now)
    if not held:
        return Answer(kind="lookup_empty", topic="remind_me", text=voice.say("series_none"), subject="series")
    return some(held, book, voice, now)


def some(held: Sequence[Series], book: Book, voice: Voice, now: datetime) -> Answer:
    """Several series that have days to come, each with its button."""
    shown = held[:_SHOWN]
    return _answer(shown, "\n\n".join(_said(one, book, voice, now) for one in shown), book, voice)


def one(series: Series, book: Book, voice: Voice, now: datetime) -> Answer:
    """One series, with its button while there is something to come."""
    if series.paused or not ahead(series, book, now):
        key = "series_paused" if series.paused else "series_over"
        text = voice.say(key, name=name_of(series, voice))
        return Answer(kind="lookup_empty", topic="remind_me", text=text, subject=f"series:{series.id}")
    return _answer([series], _said(series, book, voice, now), book, voice)


def name_of(series: Series, voice: Voice) -> str:
    """Its name; a sample says that it is one."""
    name = voice.pick(series.name, series.english_name)
    return voice.say("series_sample", name=name) if series.sample else name


def days_said(series: Series, book: Book, voice: Voice, now: datetime) -> str:
    """「11月25日周三、12月2日周三…… 09:00，共6次，到12月30日周三为止」."""
    days, told = ahead(series, book, now), told_at(series, book.tuning.quiet)
    shown = voice.listed([day_said(day, voice) for day in days[:_DAYS]])
    key = "series_days_more" if len(days) > _DAYS else "series_days"
    return voice.say(key, days=shown, time=told, count=len(days), last=day_said(days[-1], voice))


def words_of(series: Series, book: Book, voice: Voice) -> list[str]:
    """What it is and where, as staff wrote it."""
    lines = [voice.pick(series.text, series.english)]
    if (where := _where(series, book)) and where in book.institutions:
        lines.append(voice.say("series_where", where=name_said(book.institutions[where], voice)))
    return lines


def link_of(series: Series, voice: Voice) -> tuple[Choice, ...]:
    """The address that staff gave, as a button."""
    return (Choice(label=voice.say("series_link"), url=series.link),) if series.link else ()


def _where(series: Series, book: Book) -> str:
    base = book.bases.get(series.base)
    return series.institution or (base.institution if base is not None else "")


def _said(series: Series, book: Book, voice: Voice, now: datetime) -> str:
    return "\n".join([name_of(series, voice), days_said(series, book, voice, now), *words_of(series, book, voice)])


def _answer(shown: Sequence[Series], text: str, book: Book, voice: Voice) -> Answer:
    alone = len(shown) == 1
    key = "series_on" if alone else "series_on_named"
    wanted = [Choice(label=voice.say(key, name=name_of(s, voice)), token=f"se:on:{s.id}") for s in shown]
    links = link_of(shown[0], voice) if alone else ()
    return Answer(
        kind="choices",
        topic="remind_me",
        text=text,
        found=_found(shown, book),
        choices=(*wanted, *links),
        sources=sources_of(*shown),
        verified_on=oldest(*shown),
        subject=f"series:{shown[0].id}" if alone else "series",
    )


def _found(shown: Sequence[Series], book: Book) -> dict[str, tuple[Named, ...]]:
    places = dict.fromkeys(where for s in shown if (where := _where(s, book)) in book.institutions)
    return {"institution": tuple(institution_named(book.institutions[place]) for place in places)} if places else {}
