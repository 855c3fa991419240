"""Short lists of days written out, and dates joined with the words around them (自…起, 至…, A 至 B)."""

import datetime as dt
import re

from knowledge.rosters.dates import Period
from knowledge.rosters.tokens import Token

_DAY_LIST = re.compile(r"(?<![\d/])(\d{1,2})([/月])(\d{1,2})[日号]?((?:[、,和及]\d{1,2}[日号]?(?![\d/:月.周人个]))+)")
_DAY_SPAN = re.compile(r"(?<![\d/])(\d{1,2})([/月])(\d{1,2})[日号]?\s?[至到-]\s?(\d{1,2})(?:[日号]|(?![\d/:月.点]))")
_MONTH_END = re.compile(r"(?:(20\d\d)年)?(\d{1,2})月底")


def expanded(text: str, period: Period) -> str:
    """As in "7月4日、11日", "12/1-8" and "6月底" with every month and day written out."""

    def spelled(found: re.Match[str]) -> str:
        days = (found[3], *re.findall(r"\d+", found[4]))
        return "、".join(_day(found[1], found[2], day) for day in days)

    def span(found: re.Match[str]) -> str:
        return f"{_day(found[1], found[2], found[3])}至{_day(found[1], found[2], found[4])}"

    def month_end(found: re.Match[str]) -> str:
        year, month = int(found[1] or period.year or 0), int(found[2])
        if not year or not 1 <= month <= 12:
            return found[0]
        last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(1)
        return f"{year}年{month}月{last.day}日"

    return _DAY_LIST.sub(spelled, _DAY_SPAN.sub(span, _MONTH_END.sub(month_end, text)))


def _day(month: str, mark: str, day: str) -> str:
    return f"{month}月{day}日" if mark == "月" else f"{month}/{day}"


def joined(found: list[Token]) -> list[Token]:
    """Dates with 自, 起, 至, 止 around them as ``since``, ``until`` and ``span`` tokens."""
    out: list[Token] = []
    place = 0
    while place < len(found):
        length, token = _phrase(found, place)
        out.append(token or found[place])
        place += length
    return out


def _phrase(found: list[Token], place: int) -> tuple[int, Token | None]:
    """The longest phrase that begins here, as its length and its token."""
    kinds = [token.kind for token in found[place : place + 7]]
    lead = 1 if kinds[0] == "from" else 0
    if kinds[lead : lead + 1] == ["date"]:
        first = found[place + lead]
        after = lead + 1
        since = kinds[after : after + 1] == ["since"]
        after += since
        comma = after + (kinds[after : after + 1] == ["mark"])
        if kinds[comma : comma + 2] == ["to", "date"] and (comma == after or since):
            last = found[place + comma + 1]
            closed = kinds[comma + 2 : comma + 3] == ["until"]
            text = "".join(token.text for token in found[place : place + comma + 2])
            return comma + 2 + closed, Token("span", (first.value, last.value), text)
        if since or lead:
            return after, Token("since", first.value, first.text)
        if kinds[after : after + 1] == ["until"]:
            return after + 1, Token("until", first.value, first.text)
    if kinds[:2] in (["to", "date"], ["until", "date"]):
        closed = kinds[2:3] == ["until"]
        return 2 + closed, Token("until", found[place + 1].value, found[place + 1].text)
    return 1, None
