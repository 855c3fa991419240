"""Whether the ids, dates, hours and rules of a fact can be read at all: asked before it is taken into the Book."""

import re
from collections.abc import Iterator
from datetime import date, time

from knowledge import clinics as c
from knowledge import model as m
from knowledge.recurrence import refused
from knowledge.series import EARLIEST, LATEST, MOST_DAYS, Series, unfit
from knowledge.unseen import strange_letter
from knowledge.wording import Sentence, sentence

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
"""Ids travel in buttons, which hold 64 bytes."""
_SHOWN = 20
_LONGEST_NAME = 40


def unreadable(fact: m.Fact) -> Iterator[tuple[str, Sentence]]:
    """What is wrong with a fact by itself: for who wrote the file, and for who fills in its form."""
    if not _ID.fullmatch(fact.id):
        english = "the id must be at most 40 ASCII letters, digits, '_', '-' or '.'"
        yield english, sentence("id_unfit")
    for field, value in _days(fact):
        if value and not _is_day(value):
            yield f"{field} {value!r} is no date: write it like 2026-11-25", sentence("no_date", text=value[:_SHOWN])
    for field, value in _hours(fact):
        if value and not _is_hour(value):
            yield f"{field} {value!r} is no time: write it like 08:30", sentence("no_hour", text=value[:_SHOWN])
    for name, sign in strange_names(fact):
        yield f"the name {name!r} holds {sign!r}, which is neither Han nor Latin", name_refused(name, sign)
    if isinstance(fact, c.Session) and fact.rule and (why := refused(fact.rule)):
        yield f"the rule {fact.rule!r} cannot be used: {why}", sentence("rule_unfit", rule=fact.rule)
    if isinstance(fact, Series):
        yield from _unfit(fact)


def strange_names(fact: m.Fact | None) -> list[tuple[str, str]]:
    """Names of people in a fact with letters that only look like ours, each with the first of those."""
    names: tuple[str, ...] = ()
    match fact:
        case c.Expert():
            names = (fact.name, *fact.aliases)
        case c.Change():
            names = (fact.stand_in,)
    return [(name, sign) for name in names if (sign := strange_letter(name))]


def name_refused(name: str, sign: str) -> Sentence:
    """Why such a name is not taken."""
    return sentence("name_of_strange_letters", name=name[:_LONGEST_NAME], sign=sign)


def _unfit(series: Series) -> Iterator[tuple[str, Sentence]]:
    """What is wrong with a series, its days only when they can be read."""
    readable = all(_is_day(value) for _, value in _days(series) if value)
    why = refused(series.rule) if series.rule else ""
    if why:
        yield f"the rule {series.rule!r} cannot be used: {why}", sentence("rule_unfit", rule=series.rule)
    elif readable and (why := unfit(series)):
        what_may_be = sentence("season_unfit", most=MOST_DAYS, earliest=EARLIEST, latest=LATEST)
        yield f"the days cannot be used: {why}", what_may_be
    if series.link and not series.link.startswith(("https://", "http://")):
        says = f"the link {series.link!r} must begin with https:// or http://"
        yield says, sentence("link_unfit")


def _days(fact: m.Fact) -> Iterator[tuple[str, str]]:
    match fact:
        case c.Session():
            yield from (("dates", day) for day in fact.dates)
            yield from (("anchor", fact.anchor), ("valid_from", fact.valid_from), ("valid_to", fact.valid_to))
        case c.Change():
            yield from (("first", fact.first or "?"), ("last", fact.last), ("back_on", fact.back_on))
            yield "moved_to", fact.moved_to.date if fact.moved_to is not None else ""
        case c.Holiday():
            yield from (("first", fact.first or "?"), ("last", fact.last or "?"))
            yield from (("work_days", day) for day in fact.work_days)
        case Series():
            yield from (("dates", day or "?") for day in fact.dates)
            yield from (("first", fact.first), ("last", fact.last))


def _hours(fact: m.Fact) -> Iterator[tuple[str, str]]:
    if isinstance(fact, c.Session | c.Change):
        yield from (("start", fact.start), ("end", fact.end))
    if isinstance(fact, Series):
        yield "time", fact.time or "?"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_hour(text: str) -> bool:
    try:
        return time.fromisoformat(text).isoformat("minutes") == text
    except ValueError:
        return False
