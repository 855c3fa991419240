"""The words of change in a clause of signs: which change each means, and who stands in for whom."""

import re
from typing import Literal

import msgspec

from knowledge.notices.acts_words import ABSENT, WEEK, WORDS
from knowledge.notices.signs import D, H, P, Signed

Act = Literal[
    "suspend", "stand_in", "trade", "extra", "move", "swap", "resume", "normal", "full", "label", "none", "weak", ""
]

_FINDER = re.compile("|".join(f"(?P<{kind}_{n}>{'|'.join(ways)})" for n, (kind, ways) in enumerate(WORDS)))
_LENGTH = re.compile(
    r"(?:时间)?(?:为期?|共计?|约)?(?:\d+|[一二两三四五六七八九十半]{1,3})个?(?:天|日|周|星期|礼拜|月)(?![一二三四五六日\d份])"
)
_SUBS = ("sub1", "sub2", "sub3", "sub4", "sub5", "sub6", "sub7")


class Found(msgspec.Struct, frozen=True):
    """A word of change: what it means, where it stands, and the sign of who stands in (and for whom), where said."""

    act: Act
    start: int
    end: int
    said: str
    substitute: str = ""
    stranger: str = ""
    whom: str = ""
    as_days: tuple[str, ...] = ()


def acts_in(text: str) -> list[Found]:
    """The words of change of a clause, in order. What only looks like one (停诊的病人) is left out."""
    return [found for found in map(_found, _FINDER.finditer(text)) if found.act != "none"]


def _found(match: re.Match[str]) -> Found:
    kind: Act = (match.lastgroup or "none").rsplit("_", 1)[0]  # type: ignore[assignment]  # the groups are named so
    groups = match.groupdict()
    substitute = next((groups[name] for name in _SUBS if groups[name]), "")
    whom = groups["who"] or ""
    days = tuple(re.findall(rf"{WEEK}|{D}", match[0])) if kind == "swap" else ()
    return Found(
        kind,
        match.start(),
        match.end(),
        match[0],
        substitute,
        groups["stranger"] or groups["named"] or "",
        whom if re.match(P, whom) else "",
        days,
    )


def stretches(clause: Signed) -> list[tuple[Found | None, Signed]]:
    """The clause cut so that each part holds one word of change with what belongs to it."""
    found = acts_in(clause.text)
    absent = all(act.act in {"normal", "weak"} for act in found)
    found = [act for act in found if act.act != "weak" or (absent and act.said in ABSENT)]  # 礼拜二不来，礼拜三来
    if not found:
        return [(next(iter(acts_in(clause.text)), None), clause)]
    parts: list[tuple[Found | None, Signed]] = []
    start = 0
    for place, act in enumerate(found):
        end = len(clause.text) if place + 1 == len(found) else _reach(clause.text, act)
        own = msgspec.structs.replace(act, start=act.start - start, end=act.end - start)
        parts.append((own, clause.part(start, end)))
        start = end
    return parts


def _reach(text: str, act: Found) -> int:
    """Where the part of a word of change ends when another follows: a move takes its days, a stop its length."""
    if act.act == "suspend" and (length := _LENGTH.match(text, act.end)):
        return length.end()
    if act.act != "move":
        return act.end
    behind = re.compile(rf"(?:[ 的(]|{D}|{H}|同一?时段?|院区)*").match(text, act.end)
    return behind.end() if behind else act.end
