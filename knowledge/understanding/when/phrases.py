"""Tokens that belong together: a day, its half-day and hours, what it ranges to, and a before or after."""

import re

import msgspec

from knowledge.understanding.when.contexts import complains, happened, refused
from knowledge.understanding.when.feasts import LunarDay
from knowledge.understanding.when.recurrence import Rule
from knowledge.understanding.when.tokens import Clock, Edge, Half, Moment, Token
from knowledge.understanding.when.values import Meaning, Month, MonthDay, Week, Weekdays

_SAME = re.compile(r"[ 的,(是就也那天这、]*(?:附近)?[ (]?$")
_TO = re.compile(r"[ )]*(?:一直|直)?(?:到|至|-|~|—|–)+[ ]*$")
_OR = re.compile(r"[ )]*(?:,? ?(?:和|或者?是?|跟|与|还是|及|以及|同|要么|、|/|,|;|and|or)) ?$")
_CLOSE = re.compile(r"[ 的,(、]*$")


class Phrase(msgspec.Struct):
    """One day expression. ``also`` names the same day again (12月3号星期三); ``to`` is the end of a range."""

    day: Meaning
    start: int
    end: int
    also: Meaning | None = None
    to: Meaning | None = None
    half: Half | None = None
    edge: Edge | None = None
    clocks: list[tuple[Clock, Half | None]] = msgspec.field(default_factory=list)


class Reading(msgspec.Struct):
    """Everything read in one sentence. Halves and clocks that stand alone belong to the whole of it."""

    text: str
    phrases: list[Phrase] = msgspec.field(default_factory=list)
    rules: list[Rule] = msgspec.field(default_factory=list)
    moments: list[Moment] = msgspec.field(default_factory=list)
    halves: list[Half] = msgspec.field(default_factory=list)
    clocks: list[tuple[Clock, Half | None]] = msgspec.field(default_factory=list)
    clock_edge: str = ""
    approximate: bool = False
    spans: list[tuple[int, int]] = msgspec.field(default_factory=list)
    happened: bool = False
    last: Token | None = None

    def add(self, token: Token, following: Token | None) -> None:
        """Take in the next token."""
        gap = self.text[self.last.end : token.start] if self.last else "^"
        value = token.value
        if isinstance(value, Half):
            taken = self._add_half(value, token, gap, following)
        elif isinstance(value, Clock):
            taken = self._add_clock(value, gap)
        elif isinstance(value, Edge):
            taken = self._add_edge(value, token, gap)
        else:
            taken = self._add_day(value, token, gap)
        if taken:
            self.spans.append((token.start, token.end))
            self.last = token

    def _add_half(self, half: Half, token: Token, gap: str, following: Token | None) -> bool:
        beside_clock = following is not None and isinstance(following.value, Clock) and following.start == token.end
        behind_day = self.last is not None and not isinstance(self.last.value, Clock) and bool(_CLOSE.match(gap))
        if half.weak and not beside_clock and not (behind_day and not gap):
            return False
        if not behind_day and not beside_clock and complains(self.text, token.end):
            return False
        if self.phrases and behind_day and not self.phrases[-1].half and not self.phrases[-1].clocks:
            self.phrases[-1].half = half
        else:
            self.halves.append(half)
        return True

    def _add_clock(self, clock: Clock, gap: str) -> bool:
        half = self.last.value if self.last and isinstance(self.last.value, Half) and len(gap) <= 1 else None
        if half is None and self.clocks and _TO.match(gap):
            half = self.clocks[-1][1]
        self.clocks.append((clock, half))
        return True

    def _add_edge(self, edge: Edge, token: Token, gap: str) -> bool:
        if gap or self.last is None:
            return False
        if edge.kind == "about":
            self.approximate = True
        elif isinstance(self.last.value, Clock):
            self.clock_edge = edge.kind
        elif not self._takes(edge, token):
            return False
        else:
            self.phrases[-1].edge = edge
        return True

    def _takes(self, edge: Edge, token: Token) -> bool:
        """Whether the last phrase ends right here; 开始 counts only with a 从 before it."""
        if not self.phrases or self.last is None:
            return False
        here = self.phrases[-1].end == self.last.end or isinstance(self.last.value, Half)
        said = self.text[token.start : token.end]
        return here and (edge.kind != "from" or said != "开始" or self._began(self.phrases[-1]))

    def _began(self, phrase: Phrase) -> bool:
        return self.text[max(0, phrase.start - 1) : phrase.start] in ("从", "自", "打")

    def _add_day(self, value: object, token: Token, gap: str) -> bool:
        if isinstance(value, Moment):
            self.moments.append(value)
        elif isinstance(value, Rule):
            self._add_rule(value)
        elif self.rules and (more := self._extended(value, gap)):
            self.rules[-1] = more
        else:
            self._add_phrase(value, token, gap)  # type: ignore[arg-type]  # what is left are meanings
        return True

    def _add_rule(self, rule: Rule) -> None:
        merged = self.rules[-1].with_days(rule) if self.rules else None
        for phrase in [] if self.rules else list(self.phrases):
            if rule.open and (more := rule.with_days(phrase.day)):
                rule = more
                self.phrases.remove(phrase)
        self.rules = [*self.rules[:-1], merged] if merged else [*self.rules, rule]

    def _extended(self, value: object, gap: str) -> Rule | None:
        rule = self.rules[-1]
        listed = not gap and isinstance(value, Weekdays) and value.week is None  # 每周一周三周五
        return rule.with_days(value) if rule.open or listed or _OR.match(gap) or _TO.match(gap) else None

    def _add_phrase(self, value: Meaning, token: Token, gap: str) -> None:
        before = self.phrases[-1] if self.phrases else None
        if before and self.last and _TO.match(gap) and not before.to:
            before.to, before.end = _inherit(value, before.day), token.end
        elif before and before.end + len(gap) == token.start and not before.also and _same_day(before, value, gap):
            before.also, before.end = value, token.end
        else:
            linked = before is not None and bool(_OR.match(gap))
            meaning = _inherit(value, before.day) if before and (linked or isinstance(before.day, Week)) else value
            self.phrases.append(Phrase(meaning, token.start, token.end))

    def settle(self) -> None:
        """Drop what a later word made precise (下周…周三) and days ruled out (周三不行)."""
        wide = [p for p in self.phrases if isinstance(p.day, Week | Month) and not (p.to or p.edge)]
        if any(isinstance(p.day, Weekdays | MonthDay) for p in self.phrases):
            self.phrases = [p for p in self.phrases if p not in wide or not _made_precise(p, self.phrases)]
        plans = [p for p in self.phrases if not happened(self.text, p.end)]
        self.happened = not plans and all(isinstance(p.day, Weekdays) and p.day.week is None for p in self.phrases)
        kept = [p for p in plans if not refused(self.text, p.end) and not self._only_complains(p)]
        self.phrases = kept or plans or self.phrases

    def _only_complains(self, phrase: Phrase) -> bool:
        """今天开始咳嗽, 明天能看吗: the complaint's day is no plan beside another day."""
        following = min((p.start for p in self.phrases if p.start > phrase.start), default=len(self.text))
        return complains(self.text, phrase.end, min(7, max(0, following - phrase.end)))


def _made_precise(wide: Phrase, phrases: list[Phrase]) -> bool:
    later = [p.day for p in phrases if p.start > wide.start]
    if isinstance(wide.day, Week):
        return any(isinstance(day, Weekdays) and day.week == wide.day.shift for day in later)
    return any(isinstance(day, MonthDay) for day in later)


def _same_day(before: Phrase, value: Meaning, gap: str) -> bool:
    """Whether two day words side by side name one day: one of them is a single weekday, the other no weekday."""
    weekdays = [day for day in (before.day, value) if isinstance(day, Weekdays)]
    if len(weekdays) != 1 or len(weekdays[0].numbers) != 1 or before.to or not _SAME.match(gap) or "、" in gap:
        return False
    return not isinstance(before.day, Week | Month)


def _inherit(value: Meaning, before: Meaning) -> Meaning:
    """下周二或周四: the second weekday is next week's too; 12月3号到5号: the same month."""
    if isinstance(value, Weekdays) and value.week is None and isinstance(before, Weekdays | Week):
        return msgspec.structs.replace(value, week=before.shift if isinstance(before, Week) else before.week)
    if isinstance(value, MonthDay) and isinstance(before, MonthDay) and not value.month and value.day > before.day:
        return msgspec.structs.replace(before, day=value.day)
    if isinstance(value, LunarDay) and isinstance(before, LunarDay) and not value.month:
        return LunarDay(before.month, value.day)
    return value


def read(text: str, tokens: list[Token]) -> Reading:
    """The reading of a sentence's tokens."""
    reading = Reading(text)
    for place, token in enumerate(tokens):
        reading.add(token, tokens[place + 1] if place + 1 < len(tokens) else None)
    reading.settle()
    return reading
