"""What a notice says instead of something else: 「12月8日应为12月9日」, 「周二，哦不，周四」.

A correction of an earlier notice keeps the wrong word, so that it can be undone; a slip in the same text leaves
no trace.
"""

import re

import msgspec

from knowledge.notices.days import Loose, Phrase
from knowledge.notices.signs import SIGN, SIGNS, D, H, P, Signed

_NEW_DAY = r"停诊?,?(?:现|今)?(?:改|调整|变更|更改)[为到至成]"
_SHIFTS = r"停诊(?:日期|时间)?(?:提前|推迟|延后|延期|顺延|改|调整|变更)[到至为][^。;]*(?:照常|正常|照看|恢复)"
_WAS_OFF = r"原[^,。;]{2,14}停诊的[^,。;]{2,10}[改调变]"
CORRECTS = re.compile(
    r"更正|订正|勘误|有误|应为|应是|误写|误发|误为|(?:写|打|发|搞|弄|报|说|看)错|而非|以此为准|以本通知为准"
    rf"|{_NEW_DAY}[^,。;]{{2,24}}停诊?|{_SHIFTS}|{_WAS_OFF}"
)
_EARLIER = re.compile(
    rf"更正|订正|勘误|发布|群里|通知|公告|发错|之前|上一条|上条|昨[天日]|前天|刚才|原[通停]|有误|前面|上面|刚刚|先前|{_NEW_DAY}|{_SHIFTS}|{_WAS_OFF}"
)
_SLIP = re.compile(
    r"[,.。… (]{0,6}(?:啊,?)?(?:(?:[哦啊呃],?不对?|不对不对|不对|[打说写]错了?|口误|更正一?下|,不(?=,)|"
    r"(?<=[,。 ])不(?=,)|纠正一?下)[,!。 ]*)+"
    r"[,.。!…: )]*(?:应?该?是|改成|改为)?"
)
_AGAIN = re.compile("(?:的?门诊)?(?:停诊?|加诊|改期)")
_RUN = re.compile(rf"[^。;{SIGNS}]{{0,3}}((?:{P}|{D}|{H})+)")
_GAP = f"[^。;{SIGNS}]{{0,16}}?"
_SHOULD = r"(?:实际)?(?:实为|应为|应是|应该是|应改为|更正为|改正为|更改为|订正为)"
_NOT = (
    r"(?:而非|而不是|不是|非|,?原(?:通知|公告|来)?(?:误写|写|误)(?:为|成|作)?|误写[为成作]|误为|错写[为成]|误发[为成]|"
    r"[写发报打说][为成]了?)"
)


class Correction(msgspec.Struct, frozen=True):
    """A sign that was wrong and the sign that is right; ``who`` was named with the wrong one, where it was another."""

    wrong: str
    right: str
    who: str = ""


def _pairs(kind: str) -> tuple[re.Pattern[str], ...]:
    """The ways to say it of two signs of one kind."""
    gap = f"[^。;{kind[1:-1]}{P[1:-1]}]{{0,18}}?"
    return (
        re.compile(rf"不是(?:{_GAP})(?P<wrong>{kind})(?P<between>{gap}),?(?:而)?是(?P<right>{kind})"),
        re.compile(rf"{_SHOULD}(?P<right>{kind})(?P<between>{gap}){_NOT}(?:{_GAP})(?P<wrong>{kind})"),
        re.compile(
            rf"(?:是|为)?(?P<right>{kind})(?P<between>{gap}),?(?:而)?(?:不是|而非|非)(?:{_GAP})(?P<wrong>{kind})"
        ),
        re.compile(rf"{_NOT}(?P<wrong>{kind})(?P<between>{gap}){_SHOULD}(?P<right>{kind})"),
        re.compile(rf"(?P<wrong>{kind})(?P<between>{gap}){_SHOULD}[^,。;\w]?由?(?P<right>{kind})"),
        re.compile(rf"(?P<right>{kind})(?P<between>{gap},?)(?:误写|错写|误发|误)[为成作](?P<wrong>{kind})"),
    )


_WHOLE = re.compile(
    rf"(?P<who>{P})(?P<day>{D})(?P<what>[^,。;{SIGNS}]{{0,10}}){_SHOULD}[^,。;{SIGNS}]{{0,3}}(?P<whom>{P})(?P<then>{D})"
)
_INSTEAD_OF = tuple(
    re.compile(rf"是{right}(?P<what>[^,。;{SIGNS}]{{0,6}}),?(?:而)?不是{wrong}")
    for right, wrong in (
        (rf"(?P<then>{D})(?P<whom>{P})", rf"(?P<day>{D})(?P<who>{P})"),
        (rf"(?P<whom>{P})(?P<then>{D})", rf"(?P<who>{P})(?P<day>{D})"),
    )
)
_REPLACED = re.compile(
    rf"(?P<wrong>{D})停诊?,?[^,。;{SIGNS}]{{0,4}}(?:改|调整|变更|更改)[为到至成](?P<right>{D})(?=停诊?)"
)
_SHIFTED = re.compile(
    rf"(?P<wrong>{D})的?停诊(?:日期|时间)?(?:提前|推迟|延后|延期|顺延|改|调整|变更)[到至为](?P<right>{D})(?=[^。;]*(?:照常|正常|照看|恢复))"
)
_RENAMED = re.compile(
    rf"原?(?P<wrong>{D})停诊的(?P<between>{P}),?现?(?:改|调整|变更|更改)[为到至成](?P<right>{D})(?=停诊?)"
)
_OTHER_STAND_IN = re.compile(
    rf"(?:替诊|代诊)(?:医[生师]|专家|人员?)?原?由{P},?现?(?:改|更换|变更|调整)[为成由到至]({P})(?:替诊|代诊)?"
)
_HALF = re.compile(rf"(?P<right>{D})(?P<between>(?:的?门诊)?停诊?),?(?:而)?(?:不是|而非|并非)(?P<wrong>{H})")
_LIFTED = re.compile("(?:取消|撤销|撤回|收回)[^,。;]{0,4}$")
_PAIRS = (*(pattern for kind in (D, P, H) for pattern in _pairs(kind)), _REPLACED, _SHIFTED, _HALF, _RENAMED)


def corrected(line: Signed) -> tuple[Signed, list[Correction]]:
    """The line with only what is right, and what was wrong in an earlier notice."""
    line = _without_slips(line.with_text(_OTHER_STAND_IN.sub(r"由\1替诊", line.text)))
    found: list[Correction] = []
    for whole in (_WHOLE, *_INSTEAD_OF):
        while (match := whole.search(line.text)) and len(found) < 20:
            found.append(Correction(match["day"], match["then"], match["who"]))
            right = match["whom"] + match["then"] + (match["what"] if whole is not _WHOLE else "")
            line = line.with_text(line.text[: match.start()] + right + line.text[match.end() :])
    for pattern in _PAIRS:
        while (match := pattern.search(line.text)) and len(found) < 20:
            if pattern in {_REPLACED, _SHIFTED} and _LIFTED.search(line.text, 0, match.start()):
                break
            found.append(Correction(match["wrong"], match["right"]))
            behind = match.start("right") < match.start("wrong") or re.search(
                f"{D}|{P}", match.groupdict().get("between") or ""
            )
            kept = (
                match["right"]
                + ("停诊" if pattern is _SHIFTED else "")
                + ((match.groupdict().get("between") or "") if behind else "")
            )
            line = line.with_text(line.text[: match.start()] + kept + line.text[match.end() :])
    return line, found


def speaks_of_earlier(text: str) -> bool:
    """Whether the text corrects a notice that was sent before, not only itself."""
    return bool(_EARLIER.search(text))


def _without_slips(line: Signed) -> Signed:
    """The signs before 哦不 replaced by those of the same kind behind it."""
    for _ in range(5):
        match = _SLIP.search(line.text)
        mended = _mended(line, match.start(), match.end()) if match else None
        if mended is None:
            return line
        line = mended
    return line


def _mended(line: Signed, start: int, end: int) -> Signed | None:
    """The line with what stands right behind a slip put in the place of what it was said for, if there is such."""
    run = _RUN.match(line.text, end)
    if run is None:
        return None
    line, signs = _halved(line, line.text[:start], run[1])
    head, left = list(line.text[:start]), ""
    for sign in signs:
        place = next((n for n in range(start - 1, -1, -1) if SIGN.match(head[n]) and _kind(head[n]) == _kind(sign)), -1)
        if place < 0 and sign == signs[0]:
            return None
        if place < 0:
            left += sign
        else:
            head[place] = sign
    kept, rest = "".join(head), left + line.text[run.end() :]
    told = _AGAIN.match(kept, max(m.end() for m in SIGN.finditer(kept)))  # 周四停诊,打错了,是周五停诊
    if told and rest.startswith(told[0]):
        kept = kept[: told.start()] + kept[told.end() :]
    return line.with_text(kept + rest)


def _halved(line: Signed, before: str, run: str) -> tuple[Signed, str]:
    """The line and the signs of the run; 上午 for 12月4日下午 is that day's other half."""
    half, days = line.value(run[0]), re.findall(D, before)
    if not (isinstance(half, Loose) and half.clock is None and half.rule is None and days) or re.search(H, before):
        return line, run
    phrase = line.value(days[-1])
    if not isinstance(phrase, Phrase) or phrase.to is not None or not phrase.first.half:
        return line, run
    other = msgspec.structs.replace(phrase, first=msgspec.structs.replace(phrase.first, half=half.half))
    line, sign = line.with_phrase(other)
    return line, sign + run[1:]


def _kind(sign: str) -> int:
    return ord(sign) >> 12
