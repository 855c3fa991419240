"""The many ways to write a date, a half-day or a list of days, each turned into the one that is read."""

import re
from collections.abc import Callable

_MONTH, _DAY = "1[0-2]|0?[1-9]", "3[01]|[12]\\d|0?[1-9]"
_WEEKDAY = "(?:周|星期|礼拜)[一二三四五六日天]"
_HAN = "一二三四五六七八九十"
_FEAST = "(?:元旦|春节|清明|五一|劳动|端午|中秋|国庆)"
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")


def _range(match: re.Match[str]) -> str:
    """12/3-5 is 12/3-12/5; 12.3、5 is 12.3、12.5."""
    month, sign = match[1], match[2]
    return f"{month}{sign}{match[3]}" + re.sub(r"([-、,到至])(?=\d)", rf"\g<1>{month}{sign}", match[4])


def _each_day(match: re.Match[str]) -> str:
    """12月7、8、9三日 is 12月7日、12月8日、12月9日."""
    return "、".join(f"{match[1]}月{day}日" for day in re.findall(r"\d+", match[2]))


def _strokes(match: re.Match[str]) -> str:
    """7/14/21号 is 7日、14日、21号."""
    return match[0].replace("/", "日、")


def _plain_figures(match: re.Match[str]) -> str:
    """拾月叁日 is 十月三日."""
    return match[0].translate(_FORMAL)


def _weekdays_dealt(match: re.Match[str]) -> str:
    """9月26日、27日(周六、周日) is 9月26日(周六)、27日(周日)."""
    days, names = (re.split("[、,和及]", part) for part in (match[1], match[2]))
    if len(days) != len(names):
        return match[0]
    return "、".join(f"{day}({name})" for day, name in zip(days, names, strict=True))


_LUNAR = "(?:农历|正月|大年|年)?(?:初[一二三四五六七八九十]|除夕|年?三十|廿[一二三四五六七八九])夜?"
_WAYS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"(?<=[\d日号午一二三四五六天)])\s*(?:→|⇒|[-=]+>)\s*(?=\d|周|星期|礼拜|[上下]午|[本下]周)", "改到"),
    (r"\s*(?:—{1,2}|–|―|~+|──|-{2})\s*(?=[\d周星礼明后今上下国元本])", "-"),
    (
        (rf"(?<![\d./-])({_MONTH})([./])([0-3]?\d)((?:[-、,到至][0-3]?\d(?![\d./:月点]))+)"
        r"(?=[号日停上下全晚夜,、\s(:]|$)"),
        _range,
    ),
    (r"上午?(?:、|/|和|及|与)?下午(?:均|都)?", "全天"),
    (r"改(?:为|到|至|成)([^,。;()]{2,16}?)\(原(?:为|来|定|时间)?:?([^()]{2,14})\)", r"\2改到\1"),
    (rf"\({_LUNAR}(?:[至到-]{_LUNAR})?\)", ""),
    (rf"\({_LUNAR}[,、]\s?([^()]+)\)", r"(\1)"),
    (r"(?<=[\d日号])\(([一二三四五六日天])\)", r"(周\1)"),
    (
        rf"((?:\d{{1,2}}月)?\d{{1,2}}[日号](?:[、,和及](?:\d{{1,2}}月)?\d{{1,2}}[日号])+)\(({_WEEKDAY}(?:[、,和及]{_WEEKDAY})+)\)",
        _weekdays_dealt,
    ),
    (r"(?<=[号日])那[天日]", ""),
    (r"(?:次|翌|来|转|第二)年(?:的)?(?=(?:1[0-2]|0?[1-9])[月./])", ""),
    (r"\((?:住院|病房|急诊|查房)[^()]*\)", ""),
    (r"\((?:他|她|其)?(?:平时|原来|本来|以往)[^()]*\)", ""),
    (
        (r"\(((?:周|星期|礼拜|[上下]午|夜|\d|[本下]周)[^()]{0,10}(?:照常|正常|照旧|不变|不受影响|照看|照开)[^()]{0,4})\)"
        r"([^。;!]*)"),
        r"\2;\1",
    ),
    (rf"{_FEAST}节?(?:假期|放假)?(?=调休|补班|上班日)", ""),
    (rf"\(([\d月/.-]+日?)[,、]\s*({_WEEKDAY})\)", r"(\1 \2)"),
    (
        (rf"({_MONTH})月((?:[0-3]?\d[日号]?[、,和]){{1,8}}[0-3]?\d)"
        r"(?:[日号]?(?:这|共|连续)?[两三四五六七八九][日天]|[日号])"),
        _each_day,
    ),
    (r"(?<![\d/])\d{1,2}(?:/\d{1,2}){2,}(?=[号日])", _strokes),
    # Which days the second week of a month has nobody agrees on, so that it is as vague as 中旬.
    (rf"((?:{_MONTH}|[{_HAN}]{{1,2}})月)[份的]?第[一二三四五1-5]个?(?:周|星期)(?![一二三四五六日天])", r"\1中旬"),
    ("[壹贰叁肆伍陆柒捌玖拾]{1,3}(?=[月号日])", _plain_figures),
    (r"(?<![a-z])am\b|(?<![a-z])am(?=[\u3400-\u9fff])", "上午"),
    (r"(?<![a-z])pm\b|(?<![a-z])pm(?=[\u3400-\u9fff])", "下午"),
    (r"(?<![\d-])(0[1-9]|1[0-2])-([0-3]\d)(?=\s|[上下]午|周|星期|\(|全天|停|$)(?!\s?[-~至到])", r"\1月\2日"),
    (
        rf"(?<![\d./])({_MONTH})\s?[./]\s?({_DAY})(?![\d./%:]|元|万|[个度分折级]|小时|公[里斤])[日号]?",
        r"\1月\2日",
    ),
)  # fmt: skip
_COMPILED = tuple((re.compile(way), right) for way, right in _WAYS)


def dates_spelled(line: str) -> str:
    """The line with its dates, halves and lists of days written in one way; each row of the table in its order."""
    for way, right in _COMPILED:
        line = way.sub(right, line)
    return line
