"""Where days stand in a line and which belong together: spans, a date with its weekday, half-days beside them."""

import re
from collections.abc import Iterator

import msgspec

from knowledge.notices.parts import Part
from knowledge.understanding.when import words_of_time
from knowledge.understanding.when.clocks import NAMES, day_minutes, half_of
from knowledge.understanding.when.feasts import Feast
from knowledge.understanding.when.recurrence import Rule
from knowledge.understanding.when.tokens import Clock, Edge, Half, Moment, Token
from knowledge.understanding.when.values import MonthDay, Shift, Weekdays

_NIGHT = 17 * 60 + 30
"""From this minute on a clinic is one of the evening, unless its half is said."""
_TO = re.compile(r"[ )]*(?:起|开始)?[ ,]*(?:一直|直)?(?:到|至|-|~|—|–|→)+[ ]*$")
_SAME = re.compile(r"[ ]?(?:\(|即|也就是|,即)?[ ]?(?:即|为)?$")
_LIST = re.compile(r"[ )]*(?:、|和|及|以及|与|跟|/|,|,和|\+|&)[ ]*(?:的)?$")
_BESIDE = re.compile(r"[ )(]*的?[ (]*$")
_HALVES_TO = re.compile(r"[、和及与/,到至-]*$")
_TODAY = re.compile(r"即[日时]|现在(?=起|开始)|本日")
_SAME_DAY = re.compile(r"当[日天](?!的?号)|同[日天]|该日|那[日天]|次日|翌日|第二天|两[日天](?=[均都也])")
_BY_NIGHT = re.compile("半夜|昨夜|昨晚|凌晨|夜里(?=发)")
"""When something happened to a doctor, never when a clinic is off."""
_ENDS = re.compile(" ?(?:为?止|截止|结束)")
_MOST = 60
"""Days of one line that are read; a year's Thursdays are fewer."""
_ONE_FIGURE = re.compile(r"(?<![\d./月第-])(3[01]|[12]\d|[1-9])[日号](?=[()（,。;、 停上下全休替代加]|$)")
_COUNTED = re.compile(r"[两三四五几0-9]个$")
_LONG_AGO = re.compile(r"昨|前[天日]|大前|上个?(?:周|星期|礼拜|次)")
_NOTICE_OF = re.compile("的?那[条个份则张]|的(?:停诊(?!病)|通知|消息|公告)")
_TOLD = re.compile(
    r"(?:的?[上下]午|晚上?)?(?:就|已经?|刚|在群里|群里|我|才|你们?)?(?:说|讲|通知|发|公布|提|报|告知|讲好|约好)"
)
_BOOKED = re.compile("[。;,! ][^。;,! ]{0,6}(?:挂|约)[了过好]?$")
_LESSONS = re.compile("的?(?:进修|培训|学习|班|课)")
_BOOKING = re.compile("(?:所|已|成功)?预约的")
_NUMBERS = re.compile("的?(?:号|病人|患者)")
"""谁挂了这三天的号: the days of who booked, behind what is said of them."""
_DROPPED = re.compile(
    r"(?:的?[上下]午|晚上)?(?:的)?(?:已|所|刚|才|推送的|在群里|群里|我|才)?(?:发布|发出|发的|所发|发通知|发了|公布的|公示的?|公告的|公告有|通知中|通知里|通知有|通知的|"
    r"通知说|停诊(?:公告|通知|信息)(?:中|里|内|有误)|说的?[^,。不了]{0,9}(?:停诊|停|加诊|门诊)|讲的?|推送|贴出|挂出|报备|发过|提到的?|"
    r"(?:下发|印发|张贴|刊登|登出|登载|下达|转发|群发|签发|送达|发来|刊出)[的了过]?)"
)


class Phrase(msgspec.Struct):
    """One expression of days. ``to`` is the last end of a span, ``edge`` what stands behind (起, 前, 后).

    ``linked``: it continues a list (12月3日、5日). ``until``: it may be only the end of a span (停诊至15日).
    ``began``: 自 or 起 was said with the first day.
    """

    first: Part
    start: int
    end: int
    to: Part | None = None
    edge: str = ""
    linked: bool = False
    until: bool = False
    began: bool = False
    same: str = ""

    @property
    def last(self) -> Part:
        """The part that the next words belong to."""
        return self.to or self.first


class Loose(msgspec.Struct, frozen=True):
    """A half-day, rule or clock time that stands by itself."""

    start: int
    end: int
    half: str = ""
    rule: Rule | None = None
    clock: tuple[int, int] | None = None


class Times(msgspec.Struct, frozen=True):
    """What a line says about time, in order of place."""

    phrases: tuple[Phrase, ...] = ()
    loose: tuple[Loose, ...] = ()


def times_in(line: str, blanked: str) -> Times:
    """Days, half-days and rules of a line; ``blanked`` is the line with its names blanked, of the same length."""
    maker = _Maker(line)
    for token in sorted([*_own_words(blanked), *words_of_time(blanked)], key=lambda token: token.start):
        if not maker.phrases or token.start >= maker.taken:
            maker.add(token)
    for phrase in maker.phrases:
        phrase.start += len(blanked[phrase.start : phrase.end]) - len(blanked[phrase.start : phrase.end].lstrip())
        open_bracket = line.count("(", phrase.start, phrase.end) > line.count(")", phrase.start, phrase.end)
        phrase.end += open_bracket and line[phrase.end : phrase.end + 1] == ")"
    for phrase in maker.phrases:
        phrase.until = phrase.until or bool(_ENDS.match(line, phrase.end))
    kept = [phrase for phrase in maker.phrases if not _told_then(line, phrase)]
    kept = [phrase for phrase in kept if not _BOOKING.match(line, phrase.end)] or kept
    loose = [one for one in maker.loose if not _DROPPED.match(line, one.end)]
    return Times(tuple(kept), tuple(loose))


def _told_then(line: str, phrase: Phrase) -> bool:
    """Whether the day is when a notice was sent, not what it is about."""
    said = line[phrase.start : phrase.end]
    if said == "周末" and _LESSONS.match(line, phrase.end):
        return True
    if _BOOKED.search(line, 0, phrase.start) and _NUMBERS.match(line, phrase.end):
        return True
    if _LONG_AGO.match(said) and _NOTICE_OF.match(line, phrase.end):
        return True
    return bool(_DROPPED.match(line, phrase.end) or (_LONG_AGO.match(said) and _TOLD.match(line, phrase.end)))


def _own_words(blanked: str) -> Iterator[Token]:
    """即日 is today; 当日 is the day named before; 8日 and :8号 are days of the month."""
    for match in _BY_NIGHT.finditer(blanked):
        yield Token("", match.start(), match.end())
    for match in _TODAY.finditer(blanked):
        yield Token(Shift(), match.start(), match.end())
    for match in _SAME_DAY.finditer(blanked):
        yield Token(match[0], match.start(), match.end())
    for match in _ONE_FIGURE.finditer(blanked):
        yield Token(MonthDay(day=int(match[1])), match.start(), match.end())


def _of_one_kind(phrase: Phrase, value: object) -> bool:
    """Whether the phrase ends with a day that is said as the next one is, so that they are two days of a list."""
    last = phrase.last
    if isinstance(value, Weekdays) and isinstance(last.day, Weekdays):
        return not last.also and not last.half
    dates = isinstance(value, MonthDay) and isinstance(last.day, MonthDay)
    return dates and bool(value.month) == bool(last.day.month) and value != last.day  # type: ignore[attr-defined]  # a day of a month, as asked


class _Maker:
    """Puts the words of one line together, left to right."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.phrases: list[Phrase] = []
        self.loose: list[Loose] = []
        self.taken = 0
        self._half_end = 0

    def add(self, token: Token) -> None:
        """Take in the next word of time."""
        if token.start < self.taken:
            return
        value = token.value
        if value == "":
            self.taken = token.end
        elif isinstance(value, Half):
            self._half(value, token)
        elif isinstance(value, Clock):
            self._clock(value, token)
        elif isinstance(value, Edge):
            self._edge(value, token)
        elif isinstance(value, Rule):
            self.loose.append(Loose(token.start, token.end, rule=value))
        elif isinstance(value, Feast) and not value.name and self.phrases:
            self._day("期间", token)
        elif not isinstance(value, Moment) and not _COUNTED.search(self.line, 0, token.start):
            self._day(value, token)
        self.taken = max(self.taken, token.end) if len(self.phrases) < _MOST else len(self.line)

    def _gap(self, token: Token) -> str:
        return self.line[self.phrases[-1].end : token.start] if self.phrases else "^"

    def _day(self, value: object, token: Token) -> None:
        gap = self._gap(token)
        before = self.phrases[-1] if self.phrases else None
        if isinstance(value, str):
            self.phrases.append(Phrase(Part(Shift()), token.start, token.end, same=value))
        elif before and before.to is None and _TO.match(gap) and not before.same:
            before.to, before.end = Part(value), token.end  # type: ignore[arg-type]  # what is left are meanings
            before.began = bool(before.edge) or bool(re.search(r"[自从][^,。;]{0,2}$", self.line[: before.start]))
            before.edge = ""
        elif before and not gap.strip() and _of_one_kind(before, value):
            self._new(value, token, linked=True)  # 周一周二, 12月7日 12月8日
        elif before and _SAME.match(gap) and not ((before.last.half and "(" not in gap) or before.same or before.edge):
            before.last.also.append(value)  # type: ignore[arg-type]  # what is left are meanings
            before.end = token.end
        else:
            self._new(value, token, linked=before is not None and bool(_LIST.match(gap)))

    def _new(self, value: object, token: Token, *, linked: bool) -> None:
        until = bool(re.search(r"(?<![改调移挪换延迟前推整更期补])[到至] ?$|截[至止]$", self.line[: token.start]))
        phrase = Phrase(Part(value), token.start, token.end, linked=linked, until=until)  # type: ignore[arg-type]  # a meaning
        self.phrases.append(phrase)

    def _half(self, half: Half, token: Token) -> None:
        name, gap = NAMES[half.kind], self._gap(token)
        if half.session:  # 夜门诊 stays in the text, as the kind of clinic it is
            if self.phrases and _BESIDE.match(gap) and not self.phrases[-1].last.half:
                self.phrases[-1].last.half = name
            return
        if not name:
            return
        phrase = self.phrases[-1] if self.phrases else None
        if phrase and _BESIDE.match(gap) and not phrase.last.half:
            phrase.last.half, phrase.end = name, token.end
        elif phrase and _HALVES_TO.match(gap) and {phrase.last.half, name} == {"上午", "下午"}:
            phrase.last.half, phrase.end = "全天", token.end
        elif not half.weak:
            self.loose.append(Loose(token.start, token.end, half=name))

    def _clock(self, clock: Clock, token: Token) -> None:
        halves = [one.half for one in self.loose if one.end == token.start]
        halves += [p.last.half for p in self.phrases if p.end == token.start]
        half = Half("afternoon") if halves[-1:] == ["下午"] else Half("evening") if halves[-1:] == ["夜间"] else None
        if halves[-1:] == ["上午"]:
            half = Half("morning")
        minutes = day_minutes(clock, half)
        name = "夜间" if half is None and minutes >= _NIGHT else half_of(minutes, clock)
        self.loose.append(Loose(token.start, token.end, clock=(minutes, len(halves)), half=name))

    def _edge(self, edge: Edge, token: Token) -> None:
        if self.phrases and _BESIDE.match(self._gap(token)):
            self.phrases[-1].edge, self.phrases[-1].end = edge.kind, token.end
