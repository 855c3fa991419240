"""Words → evidence: which known words stand in a text, and what a body part and a trouble mean together."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from knowledge.understanding.complaints_lexicon import Entry, lexicon
from knowledge.understanding.lookup import beginnings

DENIABLE = ("term", "trouble", "outside", "part")
FAR = 14  # characters between a part and its trouble ("膝盖最近上楼的时候老是疼")
NEAR = 4  # characters between a trouble and the part behind it ("扭到了脚")
SIGNS = ("swell", "numb", "wound", "cold")  # troubles that a disease of another field may explain
FINDINGS = ("inflammation",)  # troubles that a doctor or a machine has seen
CANCER, FOUND, JOINED, SIGN = 1.2, 1.0, 0.9, 0.75  # weights of what a part and a trouble say together
BROKEN_BONE = ("骨伤", "康复")
RULES: dict[str, dict[str, tuple[str, ...] | None]] = {  # None: the part's own fields
    "inside": {"cold": None},
    "own": {"rash": None, "lump": None, "wound": None},
    "limb": {"rash": ("皮肤",), "lump": ("皮肤",), "wound": ("皮肤",), "bleed": (), "injury": BROKEN_BONE, "cold": ()},
    "skin": {
        "rash": ("皮肤",),
        "lump": ("皮肤",),
        "wound": ("皮肤",),
        "burn": ("皮肤",),
        "inflammation": ("皮肤",),
        "injury": BROKEN_BONE,
        "bleed": (),
        "cold": (),
    },
}
_NOT = re.compile(
    r"(?<![是有会能要没痛痒可好])(?:不是|没有|没|无|不|勿|未见|未发现|未|排除了?|并非|不像)(?:得过|患过|过|有|是|再|太|怎么|明显|任何|什么|发现)?$"
)
_ASKS = re.compile(r"[吧吗么嘛呢]")
_AND = re.compile(r"^\s*(?:、|和|或|或者|及|也没有|,也没有|,没有|,无|,不)\s*$")
_DESCRIBES = re.compile(r"(?:源?性|型|样|伴发的?|所致的?)")
# To lack these is the complaint itself ("没来月经"), so that no "没" takes them away.
_STILL = re.compile(r"经|例假|姨妈|大便$|小便$|排便|^尿$|食欲|胃口|奶|睡|孕|排卵|宫缩|胎")
_NUMBER = r"(\d{1,4}|[一二两三四五六七八九十]{1,4})"
_AGE = re.compile(_NUMBER + r"个?周?多?岁|" + _NUMBER + r"个?月大")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
CHILD_YEARS = 14


class Token(NamedTuple):
    """A known word in the text, from ``start`` to ``end``."""

    start: int
    end: int
    word: str
    entry: Entry


class Evidence(NamedTuple):
    """Something read: where, in which words, and the fields it speaks for (or the field outside ours)."""

    start: int
    word: str
    entry: Entry


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a latin word stands alone ("ca" in "肝ca", not in "cat")."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isascii() and before.isalpha()) and not (after.isascii() and after.isalpha())


def tokens(text: str) -> Iterator[Token]:
    """Known words of canonical text from left to right, the longest at each place."""
    entries, begun, openings = lexicon()
    done = 0
    for start, opening in beginnings(text, openings):
        for word in begun[opening] if start >= done else ():
            end = start + len(word)
            if text.startswith(word, start) and (not word[0].isascii() or _whole(text, start, end)):
                yield Token(start, end, word, entries[word])
                done = end
                break


def _denied(text: str, token: Token) -> bool:
    """Whether the word is denied ("不是骨折"); a question ("是不是骨折", "不是骨折吧") denies nothing."""
    if _STILL.search(token.word) or _ASKS.match(text, token.end):
        return False
    return bool(_NOT.search(text[max(0, token.start - 7) : token.start]))


def _shares_denial(text: str, last: Token, token: Token) -> bool:
    if last.end == token.start:
        return last.entry.role == "part"
    return bool(_AND.match(text[last.end : token.start]))


def _affirmed(text: str) -> list[Token]:
    """Tokens that are not denied; "没有发烧、咳嗽" denies both, and "没有腰 痛" the pain with the part."""
    kept: list[Token] = []
    last: Token | None = None  # the word denied just before
    for token in tokens(text):
        if token.entry.role in DENIABLE and (_denied(text, token) or (last and _shares_denial(text, last, token))):
            last = token
        else:
            last = None
            kept.append(token)
    return kept


def _cancer_fields(part: Entry) -> tuple[str, ...]:
    organ = part.when.get("cancer", () if part.kind == "limb" else part.fields[:1])
    return ("肿瘤", *(field for field in organ if field != "肿瘤"))


def _fields(part: Entry, kind: str) -> tuple[str, ...]:
    """The fields for one kind of trouble: the part's own exception, else the rule for such parts."""
    if kind in part.when:
        return part.when[kind]
    rule = RULES[part.kind].get(kind)
    return part.fields if rule is None else rule


def _weight(kind: str) -> float:
    return FOUND if kind in FINDINGS else SIGN if kind in SIGNS else JOINED


def _joined(part: Token, trouble: Token) -> Evidence | None:
    """What a part and a trouble mean together, or None when nothing."""
    kind, said = trouble.entry.kind, part.word + trouble.word
    if kind == "cancer":
        return Evidence(part.start, said, Entry("term", _cancer_fields(part.entry), CANCER))
    if fields := _fields(part.entry, kind):
        return Evidence(part.start, said, Entry("term", fields, _weight(kind)))
    if part.entry.outside:
        return Evidence(part.start, said, Entry("outside", outside=part.entry.outside))
    return None


def _partners(found: list[Token], at: int) -> list[Token]:
    """The parts a trouble speaks of: those just before it, else the one right behind it."""
    trouble, parts = found[at], []
    for token in reversed(found[:at]):
        if trouble.start - token.end > FAR:
            break
        if token.entry.role == "part":
            parts.append(token)
        elif parts or token.entry.role not in ("trouble", "nothing"):
            break
    if not parts and at + 1 < len(found):
        after = found[at + 1]
        if after.entry.role == "part" and after.start - trouble.end <= NEAR:
            parts.append(after)
    return parts


def _complaints(found: list[Token]) -> Iterator[Evidence]:
    """Troubles with the parts they speak of, then the parts that no trouble was said of."""
    used: set[int] = set()
    for at, token in enumerate(found):
        if token.entry.role != "trouble":
            continue
        parts = _partners(found, at)
        used.update(part.start for part in parts)
        joined = [e for part in reversed(parts) if (e := _joined(part, token))]
        if not joined and token.entry.fields:
            joined = [Evidence(token.start, token.word, token.entry)]
        yield from joined
    for token in found:
        named = token.entry.role == "part" and token.entry.weight and token.start not in used
        if named and (token.entry.fields or len(token.word) > 1):
            yield Evidence(token.start, token.word, _alone(token.entry))


def _alone(part: Entry) -> Entry:
    if part.fields:
        return Entry("term", part.fields, part.weight)
    return Entry("outside", outside=part.outside, weight=part.weight)


def _weighed(text: str, token: Token) -> Entry:
    """A word that only describes the next counts half: 过敏性哮喘 is about 哮喘, 睡眠型癫痫 about 癫痫."""
    entry = token.entry
    if entry.role == "term" and _DESCRIBES.match(text, token.end):
        return msgspec.structs.replace(entry, weight=entry.weight / 2)
    return entry


def _number(said: str) -> int:
    """A number in digits, or below a hundred in Chinese."""
    if said.isdigit():
        return int(said)
    tens, _, ones = said.rpartition("十")
    if "十" not in said:
        return _DIGITS[said[-1]]
    return (_DIGITS.get(tens[-1:], 1)) * 10 + (_DIGITS[ones[-1]] if ones else 0)


def _ages(text: str) -> Iterator[Evidence]:
    for match in _AGE.finditer(text):
        if match[2] or _number(match[1]) <= CHILD_YEARS:
            yield Evidence(match.start(), match[0], Entry("child", ("儿科",), 0.6))


def evidence(text: str) -> tuple[list[Evidence], set[str]]:
    """Everything read in canonical text, in its order, and the roles of all words known in it."""
    found = _affirmed(text)
    direct = ("term", "named", "child", "pregnant", "outside")
    read = [Evidence(t.start, t.word, _weighed(text, t)) for t in found if t.entry.role in direct]
    read += _complaints(found)
    read += _ages(text)
    return sorted(read, key=lambda e: e.start), {t.entry.role for t in found}
