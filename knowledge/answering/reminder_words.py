"""Reminders in words: what for, on which day, how often, and how long before."""

from datetime import date, datetime
from typing import Protocol

from knowledge.alerts import parts, shifted
from knowledge.answering.answer import name_said
from knowledge.answering.sittings import day_said, expert_said, half_said
from knowledge.book import Book
from knowledge.timetable import WEEKDAYS
from knowledge.understanding.reminding_patterns import kin_in_english
from knowledge.wording import Voice

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Planned(Protocol):
    """What a plan and a proposal have in common."""

    @property
    def kind(self) -> str:
        """Kind of reminder."""
        ...

    @property
    def start(self) -> str:
        """First event on the wall clock, ISO."""
        ...

    @property
    def alerts(self) -> tuple[str, ...]:
        """When it rings around an event."""
        ...

    @property
    def rule(self) -> str:
        """RFC 5545 text, or empty."""
        ...

    @property
    def dates(self) -> tuple[str, ...]:
        """Listed days, ISO."""
        ...

    @property
    def until(self) -> str:
        """Last day, ISO, or empty."""
        ...

    @property
    def subject(self) -> str:
        """What it is about, kind:ID."""
        ...

    @property
    def half_day(self) -> str:
        """Half-day that was said, or empty."""
        ...

    @property
    def words(self) -> str:
        """What it is for, in the person's words."""
        ...

    @property
    def whom(self) -> str:
        """For whom: a label."""
        ...


def title_said(plan: Planned, book: Book, voice: Voice) -> str:
    """What it is for: whom to see, else the person's own words, else what kind of thing it is."""
    who = followed_said(plan.subject, book, voice)
    if plan.subject.startswith("expert:") and who:
        return voice.say("remind_visit_of", who=who)
    if plan.words and plan.kind == "opens" and "号" not in plan.words and not voice.english:
        return f"{plan.words}（{voice.say('remind_kind_opens')}）"  # 中山医院 alone does not say what for
    if plan.words:
        return plan.words
    if plan.subject.startswith("base:") and who:
        return voice.say("remind_visit_at", where=who)
    pathway = book.pathways.get(plan.subject.partition(":")[2]) if plan.kind == "referral" else None
    if pathway is not None:
        return voice.say("remind_referral", what=voice.pick(pathway.title, pathway.english))
    return voice.say(f"remind_kind_{plan.kind}")


def whom_said(label: str, voice: Voice) -> str:
    """For whom, in the person's language."""
    return kin_in_english(label) if voice.english else label


def followed_said(subject: str, book: Book, voice: Voice) -> str:
    """The expert or base that ``expert:ID`` or ``base:ID`` names, empty when the Book has them no more."""
    kind, _, key = subject.partition(":")
    if kind == "expert" and key in book.clinics.experts:
        expert = book.clinics.experts[key]
        return voice.say(
            "expert_at", who=expert_said(expert, voice), place=name_said(book.institutions[expert.institution], voice)
        )
    if kind == "base" and key in book.bases:
        return name_said(book.institutions[book.bases[key].institution], voice)
    return ""


def date_said(day: date, today: date, voice: Voice) -> str:
    """The absolute date with its weekday; with the year, when that is not this one."""
    said = day_said(day, voice)
    return said if voice.english or day.year == today.year else f"{day.year}年{said}"


def when_said(plan: Planned, today: date, voice: Voice) -> str:
    """On which day or days and when: 「11月25日周三上午」, 「每周二 19:00」."""
    start = datetime.fromisoformat(plan.start)
    if plan.kind == "referral":  # it is the days on which we ask that count
        asked = [shifted(start, alert) for alert in plan.alerts]
        days = voice.listed([date_said(at.date(), today, voice) for at in asked])
        return f"{days} {asked[0]:%H:%M}" if asked else days
    if plan.rule:
        days = rule_said(plan.rule, voice)
        days += (
            voice.say("remind_until", day=date_said(date.fromisoformat(plan.until), today, voice)) if plan.until else ""
        )
    elif plan.dates:
        days = voice.listed([date_said(date.fromisoformat(day), today, voice) for day in plan.dates])
    else:
        days = date_said(start.date(), today, voice)
    if plan.half_day:
        return days + ("" if plan.half_day == "全天" else f" {half_said(plan.half_day, voice)}")
    return f"{days} {voice.listed(list(hours_of(plan))) or format(start, '%H:%M')}"


def hours_of(plan: Planned) -> tuple[str, ...]:
    """The hours at which it rings each day, where they are more than one and nothing but hours of the day."""
    told = [parts(alert) for alert in plan.alerts]
    each_day = len(told) > 1 and plan.kind == "personal" and all(days == 0 for days, _, _ in told)
    hours = tuple(clock for _, clock, _ in told) if each_day else ()
    return hours if plan.start[11:16] in hours else ()


def alert_said(alert: str, voice: Voice) -> str:
    """「前一天 18:00」, 「提前30分钟」."""
    days, clock, minutes = parts(alert)
    if days is not None:
        key = {0: "alert_day", -1: "alert_eve"}.get(days, "alert_after" if days > 0 else "alert_days")
        return voice.say(key, days=abs(days), clock=clock)
    if not minutes:
        return voice.say("alert_then")
    if minutes % 60:
        return voice.say("alert_minutes", minutes=abs(minutes))
    return voice.say("alert_hours", hours=abs(minutes) // 60)


def alerts_said(plan: Planned, voice: Voice) -> str:
    """All alerts of a plan in a sentence."""
    return voice.listed([alert_said(alert, voice) for alert in plan.alerts])


def rule_said(rule: str, voice: Voice) -> str:
    """A rule in words: 每周二、周四, 每月15日, 每月第一个周三."""
    fields = dict(part.split("=", 1) for part in rule.split(";"))
    each = int(fields.get("INTERVAL", "1"))
    key = f"every_{fields['FREQ'].lower()}" + ("_n" if each > 1 else "")
    if "BYMONTH" in fields:
        return voice.say("every_year", month=fields["BYMONTH"], day=fields.get("BYMONTHDAY", "1"))
    if "BYMONTHDAY" in fields:
        days = [_month_day(day, voice) for day in fields["BYMONTHDAY"].split(",")]
        return voice.say(key, n=each) + voice.say("every_of", days=voice.listed(days))
    if "BYDAY" in fields:
        days = [_weekday(code, voice) for code in fields["BYDAY"].split(",")]
        if each == 1 and fields["FREQ"] == "WEEKLY":
            return voice.say("every_weekday", days=voice.listed(days))
        return voice.say(key, n=each) + voice.say("every_of", days=voice.listed(days))
    return voice.say(key, n=each)


def _month_day(day: str, voice: Voice) -> str:
    return voice.say("last_of_month") if day == "-1" else voice.say("day_of_month", day=day)


def _weekday(code: str, voice: Voice) -> str:
    """「周三」, 「第一个周三」, 「最后一个周五」."""
    place, number = code[:-2], _CODES.index(code[-2:])
    day = _ENGLISH[number] if voice.english else WEEKDAYS[number]
    if not place:
        return day
    return voice.say("last_weekday", day=day) if place == "-1" else voice.say("nth_weekday", nth=place, day=day)


def skips(rule: str) -> str:
    """The day of the month that some months or years do not have, empty when all have it."""
    fields = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    days = [day for day in fields.get("BYMONTHDAY", "").split(",") if day in {"29", "30", "31"}]
    return max(days, default="") if fields.get("BYMONTH") in (None, "2") else ""
