"""Experts, sessions and changes in a clerk's words, and what is different between two of them."""

import re
from datetime import date

from knowledge.clinics import Change, Expert, Session
from knowledge.model import Fact
from knowledge.rosters.slots import CODES

_DAYS = {code: day for day, code in CODES.items()}
_NTH = {"1": "第一个", "2": "第二个", "3": "第三个", "4": "第四个", "5": "第五个", "-1": "最后一个"}
_CHANGES = {"suspend": "停诊", "stand_in": "替诊", "extra": "加诊", "move": "改期", "full": "约满",
            "close": "关闭", "swap": "调休", "resume": "恢复"}  # fmt: skip
_LABELS = {
    "name": "姓名", "title": "职称", "home_hospital": "所属医院", "anonymous": "姓名未公布", "campus": "院区",
    "department": "科室", "specialties": "专科", "half_day": "时段", "start": "开始", "end": "结束", "kind": "类型",
    "rule": "规律", "rule_note": "规律说明", "anchor": "起算日", "dates": "日期", "valid_from": "开始执行",
    "valid_to": "截止", "needs_confirmation": "待确认", "room": "诊室", "fee": "挂号费", "quota": "限号",
    "first": "第一天", "last": "最后一天", "reason": "原因", "stand_in": "替诊人", "aliases": "别名",
}  # fmt: skip
_SILENT = frozenset({"place", "verified_on", "confirmed_by", "sources"})


def fact_words(fact: Fact) -> str:
    """One fact in a line, without the name of the expert; empty for kinds that rosters do not make."""
    match fact:
        case Session():
            return _session(fact)
        case Expert():
            return "，".join(part for part in (fact.title, fact.home_hospital) if part) or "专家"
        case Change():
            half = "" if fact.half_day == "全天" else fact.half_day
            return f"{_span(fact.first, fact.last)}{half}{_CHANGES[fact.change]}"
    return ""


def _session(session: Session) -> str:
    fee = f"{session.fee:g}元" if session.fee is not None else ""
    hours = f"{session.start}-{session.end}".strip("-")
    question = f"（待确认：{session.needs_confirmation}）" if session.needs_confirmation else ""
    parts = (f"{when_words(session)}{session.half_day}", hours, session.campus, session.department, session.kind,
             fee, session.room)  # fmt: skip
    return " ".join(part for part in parts if part) + question


def when_words(session: Session) -> str:
    """The days: 「周三」「隔周周二」「每月第一个周三」「12月5日、12日」."""
    if session.dates:
        return "、".join(_day(iso) for iso in session.dates) + " "
    return rule_words(session.rule) or (f"“{session.rule_note}” " if session.rule_note else "日期不定 ")


def rule_words(rule: str) -> str:
    """A rule in words; the rule itself when it is of no common shape."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    days = [re.fullmatch(r"(-?\d)?([A-Z]{2})", each) for each in parts.get("BYDAY", "").split(",")]
    if parts.get("BYMONTHDAY"):
        return f"每月{parts['BYMONTHDAY'].replace(',', '、')}日"
    if not rule or not all(days):
        return rule
    said = "、".join(f"{_NTH.get(day[1] or '', '')}{_DAYS.get(day[2], day[2])}" for day in days if day)
    every = "每月" if parts.get("FREQ") == "MONTHLY" else {"1": "", "2": "隔周"}.get(parts.get("INTERVAL", "1"), rule)
    months = f"（{parts['BYMONTH'].replace(',', '、')}月）" if parts.get("BYMONTH") else ""
    return every + said + months


def changed_words(old: Fact, new: Fact) -> str:
    """Every field that differs: 「挂号费 30 → 50」."""
    fields = [f for f in new.__struct_fields__ if f not in _SILENT and getattr(old, f) != getattr(new, f)]
    return "，".join(f"{_LABELS.get(f, f)} {_value(f, old)} → {_value(f, new)}" for f in fields)


def _value(field: str, fact: Fact) -> str:
    value = getattr(fact, field)
    if field == "rule":
        return rule_words(value) or "无"
    if isinstance(value, tuple):
        return "、".join(map(str, value)) or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if value not in {None, ""} else "无"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.month}月{day.day}日"


def _span(first: str, last: str) -> str:
    if first == last:
        return _day(first)
    return f"{_day(first)}至{_day(last)}" if last else f"{_day(first)}起（恢复时间另行通知）"
