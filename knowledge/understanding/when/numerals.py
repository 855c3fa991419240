"""Small whole numbers as people write them: 12, 十二, 廿三, 两, 半 is not among them."""

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "俩": 2, "壹": 1, "贰": 2, "叁": 3}
_DIGITS |= {"肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}
_TENS = {"廿": 20, "卅": 30}

HAN = "一二两三四五六七八九十廿卅"
SMALL = rf"(?:\d{{1,3}}|[{HAN}百俩]{{1,4}})"  # a count: 3, 三, 十五
DAY = rf"(?:[0-3]?\d|[{HAN}]{{1,3}})"  # a day of the month or an hour


def number(text: str) -> int | None:
    """The value of a numeral up to 999, or None when it is none: 三十一 → 31, 廿三 → 23, 两 → 2."""
    if text.isdecimal() and text.isascii():
        return int(text)
    total, unit = 0, 0
    for c in text:
        if c in _TENS:
            total, unit = total + _TENS[c], 0
        elif c in "十百":
            total, unit = total + (unit or 1) * (10 if c == "十" else 100), 0
        elif c in _DIGITS and not unit:
            unit = _DIGITS[c]
        else:
            return None
    return total + unit if text else None
