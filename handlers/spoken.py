"""Buttons that are spoken: 「第二家」, 「2」, 「最后一个」, the words on a button, and 是 or 不是 to 「是现在吗」."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from knowledge.book import Book
from knowledge.message import Choice
from knowledge.understanding.complaints import Reading
from knowledge.understanding.follow import Talk, in_answer
from knowledge.understanding.lexicon import fold
from knowledge.understanding.mentions import Mention
from knowledge.understanding.normalise import canonical

MEMORY = timedelta(minutes=10)
_MOST, _LONGEST = 8, 16
_NEVER = ("fb:", "why:", "del:")
_ONE_OF_A_LIST = ("base:", "inst:", "exp:", "entry:")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_NUMBERS = "一二三四五六七八"
_ORDINAL = re.compile(
    r"(?:就|选|要|看)?(?:(?P<bare>[1-8])|第(?P<nth>[1-8一二三四五六七八])(?:家|个|条|项)?|(?P<first>头一[家个])|(?P<last>最后一?[家个条项]))"
    r"(?:的?(?:电话|地址|位置|怎么[去走样]|在哪里?|联系方式)|吧|呢|的|号码|多少|是什么|[?!。])*"
)
_ALL = re.compile("全部|全都要?|所有的?|都要|都看看")
_END = r"(?:的|啊|呀|呢|了|吧|嘛|哦|事|[,，、。!]|\s)*"
_YES = re.compile(rf"(?:(?:是|对|嗯|恩|有|正在|发生|刚刚?|刚才|就是|现在|突然|yes|yeah|yep|right now){_END})+")
_NO = re.compile(rf"(?:现在|目前)?(?:(?:不是|没有|没|不|否|no|nope)(?:现在|正在|刚才|突然)?{_END})+")
_OLD = re.compile(
    r"(?<!不是)(?<!没有)(老毛病|以前|之前|从前|好几年|[几两三五十多]年|老早|早就|一直|慢性|好久|old|years)"
)
_NEW = re.compile(r"刚|突然|正在|现在|越来越|now")
_NOT = re.compile("不|没|勿|no")


class Shown(msgspec.Struct, frozen=True):
    """The buttons an answer showed, as they can be named: labels and tokens, in memory for ten minutes."""

    at: datetime
    choices: tuple[Choice, ...] = ()

    def asks_whether_now(self, now: datetime) -> bool:
        """Whether 「是现在正在发生吗」 waits for its answer."""
        return now - self.at <= MEMORY and any(choice.token.startswith("now:") for choice in self.choices)


def shown(choices: Iterable[Choice], before: Shown | None, now: datetime) -> Shown | None:
    """What can be spoken after these buttons: them, else those of before, if they were no question."""
    held = [choice for choice in choices if choice.token and not choice.token.startswith(("fb:", "why:"))]
    if held:
        return Shown(now, tuple(held[:_MOST]))
    return None if before is None or before.asks_whether_now(now) else before


def pressed(text: str, held: Shown | None, now: datetime) -> str:
    """The token of the button that words name, empty when they name none."""
    said = _EDGES.sub("", fold(canonical(text)))
    if held is None or not said or now - held.at > MEMORY:
        return ""
    named = (c.token for c in held.choices if _EDGES.sub("", fold(canonical(c.label))) == said)
    return next(named, "") or (_answered(said) if held.asks_whether_now(now) else _counted(said, held.choices))


def _answered(said: str) -> str:
    """Yes or no to 「是现在吗」; what is not clear is neither."""
    if len(said) > _LONGEST:
        return ""
    old, new = _OLD.search(said), _NEW.search(said)
    if not old and (_YES.fullmatch(said) or (new and not _NOT.search(said))):
        return "now:yes"
    if (not new and old) or _NO.fullmatch(said):
        return "now:no"
    return {"1": "now:yes", "2": "now:no"}.get(said, "")


def _counted(said: str, choices: Sequence[Choice]) -> str:
    if _ALL.fullmatch(said):
        return next((c.token for c in choices if c.token == "browse:all"), "")
    match = _ORDINAL.fullmatch(said)
    if match is None:
        return ""
    listed = [c.token for c in choices if c.token.startswith(_ONE_OF_A_LIST)] or [c.token for c in choices]
    at = len(listed) if match["last"] else _number(match["bare"] or match["nth"] or "1")
    token = listed[at - 1] if 0 < at <= len(listed) else ""
    return "" if token.startswith(_NEVER) else token


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else _NUMBERS.index(said) + 1


def pointed_at(token: str, book: Book, now: datetime) -> Talk | None:
    """What is spoken of after a button: its hospital, expert, district, place or specialty."""
    kind, _, key = token.partition(":")
    if kind == "open":
        kind, _, key = key.partition("_")
    mentions = _mentioned(kind, key, book)
    wanted = {"s": key, "near": key.partition(":")[2]}.get(kind, "")
    specialties = (
        (Reading(book.specialties[wanted].name, 1.0, (), explicit=True),) if wanted in book.specialties else ()
    )
    return Talk(now, mentions, specialties, frozenset({"where"})) if mentions or specialties else None


def _mentioned(kind: str, key: str, book: Book) -> tuple[Mention, ...]:
    """What a button's first word and id name."""
    if kind in ("exp", "expert") and key in book.clinics.experts:
        home = in_answer(book.clinics.experts[key].institution)
        return Mention("expert", key, "", "exact", 1.0), home
    if kind == "base" and key in book.bases:
        kind, key = "inst", book.bases[key].institution
    held: dict[str, tuple[str, Mapping[str, object]]] = {
        "inst": ("institution", book.institutions),
        "d": ("district", book.districts),
        "near": ("locality", book.localities),
    }
    name, known = held.get(kind, ("", {}))
    key = key.partition(":")[0]
    return (Mention(name, key, "", "exact", 1.0),) if key in known else ()
