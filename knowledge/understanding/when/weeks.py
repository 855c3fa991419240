"""Table rows for weeks and weekdays, single or recurring."""

import re

from knowledge.understanding.when.numerals import SMALL, number
from knowledge.understanding.when.recurrence import Rule
from knowledge.understanding.when.tokens import Cut, pattern
from knowledge.understanding.when.values import Month, NextWorkday, NthWeekday, Week, Weekdays

UNIT = "(?:周|星期|礼拜)"
_SIGNS = "周期拜"
_NUMBERS = (
    {c: n % 7 for n, c in enumerate("一二三四五六日")} | {str(n): n - 1 for n in range(1, 8)} | {"天": 6, "末": 5}
)
_STOP = r"(?![\d点时号月楼院级甲位个次回趟遍七八九十百千万区病官肢行脏苓物味逸君磨神线弄岁分刻胎院两整])"
_MORE = (
    rf"(?:一(?!早|般|直|定|起|样|共|下|些|切|旦|会|边|律|家|妇|天|段)|日(?!间|常|期|子|本|前|后|夜)|"
    rf"[二三四五六]|[1-7](?!\d*[点时号月:.\-/年])){_STOP}"
)
_FIRST = r"(?:[一二三四五六日天末]|[1-7](?!\d{2}))(?!次|趟|回(?![来去家上沪国诊复访])|遍|种|周岁)"
_DIGITS = r"[1-7]{2,5}(?![\d点时号月:.\-/年元步])"
_LIST = rf"(?:{_DIGITS}|{_FIRST}(?:[、,/和及跟]?{_MORE})*)"
_RUN = rf"{_FIRST}(?:到|至|-|~|—)(?:周|星期|礼拜)?(?:[一二三四五六日天末]|[1-7]){_STOP}"
DAYS = rf"(?P<days>{_RUN}|{_LIST})"
_WEEKEND = "(?:周末|双休日|礼拜六礼拜[天日]|星期六星期[天日])"
_WHICH = (
    r"(?P<which>(?<![一楼以乡地手如底])下+一?个?|(?<![从])[这本]一?个?|(?<![晚早马以网线会身楼手])上+一?个?|"
    r"[搿迭格该]个?)"
)
_NOT_COUNTED = r"(?<![两半几七八九十])"
_EVERY = "(?:每一?个?|每逢|逢|每到|各)"
_NTH = r"(?:第(?P<nths>[一二三四五1-5](?:[、,和]第?[一二三四五1-5])*)|(?P<last>最后一)|(?P<head>头一|首))个?(?:周的?)?"
_OF = (
    r"(?P<of>每个?月|每月份?|下下个?月|下个?月|这个?月|本月|上个?月|(?P<mo>1[0-2]|[1-9]|十[一二]?|"
    r"[一二三四五六七八九])月份?)"
)
_BEAT = rf"(?:每隔?|隔)(?P<n>{SMALL})个?"


def shift_of(which: str) -> int:
    """How many weeks or months from this one: 下下 2, 本 0, 上 -1."""
    return which.count("下") - which.count("上")


def _days(match: re.Match[str]) -> tuple[tuple[int, ...], bool, int]:
    """The numbers, whether they are a run, and where they end: a list goes up, what goes down is another word."""
    said, start = match["days"], match.start("days")
    numbers: list[int] = []
    end = 0
    for place, c in enumerate(said):
        if c in _NUMBERS:
            run = bool(re.search("[到至~—-]", said))
            if numbers and not run and _NUMBERS[c] <= numbers[-1]:
                break
            numbers += [5, 6] if c == "末" else [_NUMBERS[c]]
            end = place + 1
    return tuple(numbers), said == "末" or bool(re.search("[到至~—-]", said)), start + end


def _weekdays(match: re.Match[str]) -> Cut:
    numbers, run, end = _days(match)
    which = match["which"] or ""
    week = shift_of(which) if which and not which.endswith("一个") else None
    return Cut(Weekdays((numbers[0], numbers[-1]) if run else numbers, week, run), end)


def _weekend(match: re.Match[str]) -> Weekdays:
    return Weekdays((5, 6), shift_of(match["which"]) if match["which"] else None, run=True)


def _weekly(interval: int, match: re.Match[str], parity: str = "") -> object:
    if not match["days"]:
        return Rule("WEEKLY", interval, anchor=True, parity=parity)
    numbers, run, end = _days(match)
    if run:
        numbers = tuple(range(numbers[0], numbers[-1] + 1))
    return Cut(Rule("WEEKLY", interval, numbers, anchor=interval > 1, parity=parity), end)


def _every_n(match: re.Match[str]) -> object | None:
    count = number(match["n"])
    if not count:
        return None
    return _weekly(2 if count == 1 and "隔" in match[0] else count, match)


def _parity(match: re.Match[str]) -> object:
    return _weekly(2, match, "odd" if match["parity"][0] in "单奇" else "even")


def _nth(match: re.Match[str]) -> object:
    digits = re.findall("[一二三四五1-5]", match["nths"] or "")
    nths = tuple(number(each) or 1 for each in digits) or ((-1,) if match["last"] else (1,))
    numbers, _, end = _days(match)
    of = match["of"] or "每月"
    if of.startswith("每"):
        return Cut(Rule("MONTHLY", weekdays=numbers[:1], nths=nths), end)
    month = Month(number(match["mo"]) or 0) if match["mo"] else Month(shift=shift_of(of))
    return Cut(NthWeekday(nths, numbers[0], month), end)


RULES = (
    pattern(
        "第最头首",
        rf"(?:{_OF}(?:的|里|里的)?)?{_NTH}{UNIT}(?:的?{UNIT})?(?P<days>[一二三四五六日天1-7])(?![次点])",
        _nth,
    ),
    pattern(_SIGNS, rf"{_BEAT}{UNIT}(?:的?{UNIT})?{DAYS}", _every_n),
    pattern(_SIGNS, rf"(?:(?<![相间分])隔个?|每隔个?){UNIT}(?:[的 ]?{UNIT})?{DAYS}?(?!壁)", lambda m: _weekly(2, m)),
    pattern(_SIGNS, rf"{_BEAT}{UNIT}(?P<days>(?!))?(?:的?{UNIT})?", _every_n),
    pattern("单双奇偶", rf"(?P<parity>[单双]数?|奇数?|偶数?){UNIT}(?!岁)(?:[的 ]?{UNIT})?{DAYS}?", _parity),
    pattern(_SIGNS, rf"{_EVERY}{_WEEKEND}|{_EVERY}双休", Rule("WEEKLY", 1, (5, 6))),
    pattern(_SIGNS, rf"{_EVERY}{UNIT}(?:[的里 ]?{UNIT})?{DAYS}(?!天)", lambda m: _weekly(1, m)),
    pattern(
        _SIGNS,
        rf"{_EVERY}{UNIT}(?!\d|[一二两三四五六七八九十几])|{_EVERY}{UNIT}(?=(?:一|1)(?:次|趟|回))",
        Rule("WEEKLY", anchor=True),
    ),
    pattern(
        _SIGNS,
        rf"(?:(?<=[^{'二两三四五六七八九十'}\d周期拜])|^)(?:一|1)个?{UNIT}(?:一|1)(?:次|趟|回)",
        Rule("WEEKLY", anchor=True),
    ),
    pattern(_SIGNS, rf"(?P<n>{SMALL})个?{UNIT}(?P<days>(?!))?(?:一|1)(?:次|趟|回)", _every_n),
    pattern("工", r"(?:下一?个|最近的?一?个?|第一个|头一个)工作日", NextWorkday()),
    pattern("工平", r"(?:每个?|(?<![几\d个]))工作日", Rule("WEEKLY", 1, (0, 1, 2, 3, 4))),
)  # fmt: skip

ROWS = (
    pattern("周双礼期", rf"{_WHICH}?{_WEEKEND}", _weekend),
    pattern(_SIGNS, rf"{_NOT_COUNTED}{_WHICH}?{UNIT}(?:[的 ]?{UNIT})?{DAYS}", _weekdays),
    pattern("拜", r"(?P<which>下+|这|本|上)拜(?P<days>[一二三四五六])", _weekdays),
    pattern(_SIGNS, rf"{_WHICH}{UNIT}(?![期边围岁转密刊])", lambda m: Week(shift_of(m["which"]))),
)
