"""Experts, sessions and changes in a clerk's words, and what is different between two of them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from knowledge.answering.reminder_words import rule_said
from knowledge.answering.sittings import half_said
from knowledge.clinics import Change, Expert, Session
from knowledge.model import Fact
from knowledge.wording import Voice, phrases

_CHINESE: Final = Voice()
_SILENT: Final = frozenset({"place", "verified_on", "confirmed_by", "sources"})
_DAY: Final = re.compile(r"(-?\d)?([A-Z]{2})")


def fact_words(fact: Fact, voice: Voice = _CHINESE) -> str:
    """One fact in a line, without the name of the expert; empty for kinds that rosters do not make."""
    match fact:
        case Session():
            return _session(fact, voice)
        case Expert():
            told = [part for part in (fact.title, fact.home_hospital) if part]
            return voice.listed(told) or voice.say("kind_expert")
        case Change():
            half = "" if fact.half_day == "全天" else half_said(fact.half_day, voice)
            parts = (_span(fact, voice), half, voice.say(f"did_{fact.change}"))
            return (" " if voice.english else "").join(part for part in parts if part)
    return ""


def _session(session: Session, voice: Voice) -> str:
    fee = voice.say("fact_fee", fee=f"{session.fee:g}") if session.fee is not None else ""
    hours = f"{session.start}-{session.end}".strip("-")
    asked = session.needs_confirmation
    when = f"{when_words(session, voice)}{' ' * voice.english}{half_said(session.half_day, voice)}"
    parts = (when, hours, session.campus, session.department, session.kind, fee, session.room)
    return " ".join(part for part in parts if part) + (voice.say("fact_unsure", what=asked) if asked else "")


def when_words(session: Session, voice: Voice = _CHINESE) -> str:
    """The days: 「周三」「隔周周二」「每月第一个周三」「12月5日、12日」."""
    if session.dates:
        return voice.listed([_day(iso, voice) for iso in session.dates]) + " "
    noted = f"“{session.rule_note}” " if session.rule_note else voice.say("fact_undated")
    return rule_words(session.rule, voice) or noted


def rule_words(rule: str, voice: Voice = _CHINESE) -> str:
    """A rule in words; the rule itself when it is of no common shape."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    if parts.get("BYMONTHDAY"):
        return voice.say("rule_of_month", days=voice.listed(parts["BYMONTHDAY"].split(",")))
    days = [_DAY.fullmatch(each) for each in parts.get("BYDAY", "").split(",")]
    every = parts.get("INTERVAL", "1") if parts.get("FREQ") != "MONTHLY" else "month"
    if not rule or not all(days) or f"rule_every_{every}" not in phrases("zh"):
        return _rarer(rule, parts, voice)
    said = voice.listed([_weekday(day, voice) for day in days if day])
    months = voice.say("rule_months", months=voice.listed(parts["BYMONTH"].split(","))) if parts.get("BYMONTH") else ""
    return voice.say(f"rule_every_{every}", days=said) + months


def _rarer(rule: str, parts: Mapping[str, str], voice: Voice) -> str:
    """As reminders tell it: every day, every third week."""
    try:
        return rule_said(rule, voice) if rule and "BYMONTH" not in parts else rule
    except (KeyError, ValueError):  # what this release has no words for
        return rule


def _weekday(day: re.Match[str], voice: Voice) -> str:
    """「周三」, 「第一个周三」, 「最后一个周五」."""
    said = voice.say(f"weekday_{day[2]}")
    return voice.say(f"rule_nth_{day[1].replace('-1', 'last')}", day=said) if day[1] else said


def changed_words(old: Fact, new: Fact, voice: Voice = _CHINESE) -> str:
    """Every field that differs: 「挂号费 30 → 50」."""
    fields = [f for f in new.__struct_fields__ if f not in _SILENT and getattr(old, f) != getattr(new, f)]
    told = (f"{_label(f, voice)} {_value(f, old, voice)} → {_value(f, new, voice)}" for f in fields)
    return ("; " if voice.english else "，").join(told)


def _label(field: str, voice: Voice) -> str:
    key = f"field_{field}"
    return voice.say(key if key in phrases("zh") else "field_other")


def _value(field: str, fact: Fact, voice: Voice) -> str:
    value = getattr(fact, field)
    none = voice.say("fact_none")
    if field == "rule":
        return rule_words(value, voice) or none
    if field == "half_day":
        return half_said(value, voice)
    if isinstance(value, tuple):
        return voice.listed([str(one) for one in value]) or none
    if isinstance(value, bool):
        return voice.say("fact_yes" if value else "fact_no")
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if value not in {None, ""} else none


def _day(iso: str, voice: Voice) -> str:
    day = date.fromisoformat(iso)
    return iso if voice.english else f"{day.month}月{day.day}日"


def _span(change: Change, voice: Voice) -> str:
    first, last = _day(change.first, voice), _day(change.last, voice) if change.last else ""
    if first == last:
        return first
    return voice.say("fact_span", first=first, last=last) if last else voice.say("fact_open_span", first=first)
