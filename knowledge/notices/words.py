"""What was read in a notice, in words: a line for each change with absolute dates, then what to look at."""

from datetime import date

from knowledge.answering.sittings import day_said, half_said
from knowledge.notices.model import Proposed, Reading
from knowledge.rosters.slots import CODES
from knowledge.wording import Voice

_WHOLE_DAY = "全天"


def in_words(reading: Reading, voice: Voice) -> str:
    """The whole reading, a line for each change and each doubt."""
    changes = [change_said(change, voice) for change in reading.changes]
    return "\n".join([*changes, *(voice.say(f"notice_flag_{flag}") for flag in reading.flags)])


def change_said(change: Proposed, voice: Voice) -> str:
    """One change: 「停诊：沈柏清，2026年12月3日周四上午，原因：…」."""
    return voice.say(
        f"notice_{change.change}",
        who=_who(change, voice),
        when=_when(change, voice),
        stand_in=change.stand_in or "？",
        weekday=_weekday(change.as_weekday, voice),
        target=_target(change, voice),
        more=_more(change, voice),
    )


def _who(change: Proposed, voice: Voice) -> str:
    if change.expert:
        names = voice.listed(change.candidate_experts)
        who = voice.say("notice_which", name=change.expert, names=names) if names else change.expert
    elif change.scope == "all_experts":
        who = voice.say("notice_all_experts")
    elif change.kind:
        who = voice.say("notice_kind", kind=change.kind.removesuffix("门诊"))
    else:
        who = voice.say("notice_everybody")
    around = " ".join(part for part in (change.place or "", change.department) if part)
    return f"{around} {who}".strip()


def _day(day: date, voice: Voice) -> str:
    return voice.say("notice_day", year=day.year, day=day_said(day, voice))


def _weekday(day: str, voice: Voice) -> str:
    return voice.say(f"weekday_{CODES[day]}") if day in CODES else day


def _when(change: Proposed, voice: Voice) -> str:
    if change.first is None:
        days = voice.listed([_day(day, voice) for day in change.candidates])
        return voice.say("notice_candidates", days=days) if days else voice.say("notice_no_day")
    first = _day(change.first, voice)
    half = "" if change.half_day == _WHOLE_DAY else half_said(change.half_day, voice)
    each = (
        voice.say("notice_each", weekdays=voice.listed([_weekday(day, voice) for day in change.weekdays]))
        if change.weekdays
        else ""
    )
    if change.last is None:
        return voice.say("notice_open", first=first) + each + half
    if change.last == change.first:
        return first + half
    return voice.say("notice_span", first=first, last=_day(change.last, voice)) + each + half


def _target(change: Proposed, voice: Voice) -> str:
    to = change.moved_to
    if to is None:
        return "？"
    day = _day(to.day, voice) if to.day else to.weekday
    return " ".join(part for part in (day + half_said(to.half_day, voice), to.start, to.place, to.room) if part)


def _more(change: Proposed, voice: Voice) -> str:
    why = voice.say("notice_why", why=change.reason) if change.reason else ""
    back = voice.say("notice_back_on", day=_day(change.back_on, voice)) if change.back_on else ""
    hours = (
        f" {change.start}–{change.end}" if change.start and change.end else f" {change.start}" if change.start else ""
    )
    return hours + why + back
