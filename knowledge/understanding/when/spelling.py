"""Plain Chinese from what people type: homophone slips (下州三, 明田), typed pinyin and English, place by place."""

import re
from functools import cache

from knowledge.understanding.pinyin import sound
from knowledge.understanding.when.latin import Origins, chinese_of

_WORDS = ("今天", "明天", "后天", "大后天", "昨天", "周末")
_HALVES = ("上午", "下午", "晚上", "早上", "中午")
_WEEK_SLIPS = "州洲粥舟昼轴邹"
_NUMBER_SLIPS = str.maketrans(
    "散伞叁似肆武舞伍午无勿吴雾陆溜留壹贰添田填", "三三三四四五五五五五五五五六六六一二天天天"
)
_WEEK = re.compile(rf"(?P<head>^|[下这本上每个夏 ,、?和或是到])[{_WEEK_SLIPS}](?=[一二三四五六日天末1-7])")
_NUMBER = re.compile(r"(?P<head>[下这本上每]个?周|星期|礼拜)[散伞叁似肆武舞伍雾陆溜留壹贰](?![术打汤])")
_DAY = re.compile(r"(?P<head>星期|礼拜)[午留添田填](?![后天间])")
_BEFORE_HALF = re.compile("(?P<head>周)[散伞叁似肆武舞伍无勿吴雾陆溜留壹贰](?=上午|下午|早上|晚上|上舞|夏午)")
_LETTERS = re.compile("[a-z]")


@cache
def _heard() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {sound(word): word for word in (*_WORDS, "星期", "礼拜")}
    return re.compile("|".join(sorted(words, key=len, reverse=True))), words


@cache
def _heard_halves() -> tuple[re.Pattern[str], dict[str, str]]:
    halves = {sound(word): word for word in _HALVES}
    return re.compile("|".join(halves)), halves


def plain(text: str) -> tuple[str, Origins | None]:
    """The text with slips mended, and where each character comes from in ``text`` (None: the same place)."""
    places = None
    if _LETTERS.search(text):
        text, places = chinese_of(text)
    return _mend(text), places


def _mend(text: str) -> str:
    heard = sound(text)
    text = _mend_words(text, heard)
    text = _WEEK.sub(lambda m: m["head"] + "周", text)
    for slip in (_NUMBER, _BEFORE_HALF, _DAY):
        text = slip.sub(lambda m: m["head"] + m[0][len(m["head"]) :].translate(_NUMBER_SLIPS), text)
    text = text.replace("夏周", "下周").replace("吓周", "下周")
    return _mend_halves(text, heard)


def _mend_words(text: str, heard: str) -> str:
    """Words that sound right and share a character with the right one; 礼拜 and 星期 only before a day's number."""
    search, words = _heard()
    for match in search.finditer(heard):
        start, end = match.span()
        said, word = text[start:end], words[match[0]]
        alike = sum(a == b for a, b in zip(said, word, strict=True))
        counted = word not in ("星期", "礼拜") or text[end : end + 1] in tuple("一二三四五六日天1234567午舞武添田")
        if said != word and alike >= len(word) - 1 and counted and text[end : end + 1] not in tuple("路村镇桥湾宅加"):
            text = text[:start] + word + text[end:]
    return text


def _mend_halves(text: str, heard: str) -> str:
    """上舞, 夏午: only right behind a day, since 三五 sounds the same as 上午."""
    search, words = _heard_halves()
    for match in search.finditer(heard):
        start, end = match.span()
        said, word = text[start:end], words[match[0]]
        if (
            said != word
            and re.search("[天日朝号一二三四五六末1-7]$", text[:start])
            and any(map(str.__eq__, said, word))
        ):
            text = text[:start] + word + text[end:]
    return text
