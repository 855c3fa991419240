"""Turns of a chat as plain lines: what one asks and another confirms is said; a doctor's 我 is the doctor.

Lines are of the form 「门办：褚主任周二停吗？」. Only what an answer makes certain is rewritten; other questions stay
questions, which tell no change.
"""

import re
from collections.abc import Sequence

import msgspec

from knowledge.notices.people import Roster

_TURN = re.compile(r"^([^:,。;!?()【】\[\]\d]{1,12}):(?!\d)(.+)$")
_NO_SPEAKER = re.compile(
    "时间|日期|地点|科室|姓名|医院|原因|备注|说明|诊室|停诊|替诊|加诊|改期|恢复|通知|公告|提醒|更正|安排|医生:|电话|附|注|答复"
)
_ASKS = re.compile(r"\?|吗|伐|[么吧](?=$|[。!])|是不是|是否|要不要|能不能|可不可以|谁")
_WHO = re.compile(r"谁|哪位|有没有人")
_YES = re.compile(r"^(?:对|是|嗯+|没错|确定|要停|停的)(?:的|啊|呀|哦|了|滴|哈)*(?=$|[,。!~ ])")
_AGREED = re.compile(r"^(?:好|可以|行|没问题|同意|成|ok|中|没事)(?:的|啊|呀|哦|了|滴|哈|吧)*(?=$|[,。!~ ])")
_OFFERED = re.compile(
    r"(?:可以|行|好|成|ok|方便|同意)(?:不(?:可以|行|好|成|方便))?(?:[吗么伐吧]|\?|$)|"
    r"能不能|能[^,。]{0,12}[吗伐]|要不要|可不可以|帮|请|那[就由让]|想|如何|怎么样|吧\?"
)
_LATER = re.compile(r"问一?下|确认|看看|等[一我他她]|查一?下|再说|不[行停能]|不过|但")
_TAKES = re.compile(r"我来|我替|我顶|我代|我上|我看|我有空|我可以|我没[安排门诊事]|交给我|^(?:可以|没问题|行|好)")
_MYSELF = re.compile(r"我(?!们|院|科|这边|中心|社区|去通知|来通知|改系统|问)")
_QUESTION_ENDS = re.compile(
    r",?(?:可以|行|对|好|成|ok|是)(?:不(?:可以|行|对|好|是))?[吗么伐吧]?(?:\?+|$)|[吗么伐吧]?\?+|[吗伐](?=$|[,。])"
)
_ASKING = re.compile(r"是不是|是否|要不要|能不能|可不可以|能否|听说|(?<=[你您])能|一下")
_CALLED = re.compile(r"^@?([^,:。;@ ]{1,8})[ ,]+")
_YOU = re.compile("(?<![帮替给为代找请])[你您]")
_REFUSES = re.compile("^(?:不行|不可以|不好意思|没空|抱歉|替不了|顶不了|代不了|我[^,。]{0,4}有门诊)")
_TO = re.compile(r"(?:改|挪|调|移)(?:到|至)?(?=\d|周|[本下明后])")


class _Turn(msgspec.Struct):
    """A turn of a chat; ``doctor`` is who speaks and ``called`` who is spoken to, where the roster has them."""

    speaker: str
    text: str
    doctor: str = ""
    called: str = ""


def as_told(lines: Sequence[str], roster: Roster) -> list[str]:
    """The lines with every question that the next speaker confirms told as said; other lines as they are."""
    turns = [_turn(line, roster) for line in lines]
    if len({turn.speaker for turn in turns if turn}) < 2 or not any(turn and _ASKS.search(turn.text) for turn in turns):
        return list(lines)
    return [line for place, line in enumerate(lines) for line in _rewritten(line, turns, place)]


def _turn(line: str, roster: Roster) -> _Turn | None:
    match = _TURN.match(line)
    if match is None or _NO_SPEAKER.search(match[1]):
        return None
    call = _CALLED.match(match[2])
    return _Turn(match[1], match[2], _doctor(match[1], roster), _doctor(call[1], roster) if call else "")


def _doctor(said: str, roster: Roster) -> str:
    """The only doctor of the roster that the words name."""
    named = [one.person for one in roster.people_in(said)]
    return named[0].name if len(named) == 1 and len(named[0].names) == 1 else ""


def _rewritten(line: str, turns: Sequence[_Turn | None], place: int) -> list[str]:
    turn = turns[place]
    if turn is None:
        return [line]
    before = next((one for one in reversed(turns[:place]) if one and _WHO.search(one.text)), None)
    if before is not None and turn.doctor and _answers_who(turns, place):
        return [f"{before.speaker}:由{turn.doctor}医生替诊"] if _TAKES.search(turn.text) else []
    asked = _ASKS.search(turn.text) and not _WHO.search(turn.text)
    answer = next((one for one in turns[place + 1 : place + 3] if one and one.speaker != turn.speaker), None)
    if asked and answer and _confirms(turn, answer):
        return [f"{turn.speaker}:{_said_so(turn, answer)}"]
    if asked and answer and re.search("[代替顶]", turn.text) and _REFUSES.match(answer.text):
        return [f"{turn.speaker}:{_CALLED.sub('', turn.text)}"]
    if (
        place
        and turn.doctor
        and _REFUSES.match(turn.text)
        and re.search("[代替顶]", getattr(turns[place - 1], "text", ""))
    ):
        return []
    told = _MYSELF.sub(turn.doctor, turn.text) if turn.doctor else turn.text
    return [f"{turn.speaker}:{told}"]


def _said_so(asked: _Turn, answer: _Turn) -> str:
    """A question as what it asks for: who is spoken to is named, and the day is the one that is agreed to."""
    text = _QUESTION_ENDS.sub("", _ASKING.sub("", asked.text))
    if asked.called and _YOU.search(text):
        text = _YOU.sub(f"{asked.called}医生", _CALLED.sub("", text))
    there, agreed = _TO.search(text), _TO.search(answer.text)
    if there and agreed:
        text = text[: there.end()] + re.split("[,。;!]", answer.text[agreed.end() :])[0].rstrip("吧啊哈")
    return text


def _answers_who(turns: Sequence[_Turn | None], place: int) -> bool:
    """Whether nothing but other answers stands between 谁能替？ and this turn."""
    for turn in reversed(turns[:place]):
        if turn is None or not turn.doctor:
            return turn is not None and bool(_WHO.search(turn.text))
        if _TAKES.search(turn.text):
            return False
    return False


def _confirms(asked: _Turn, answer: _Turn) -> bool:
    """Whether the answer says yes."""
    if _LATER.search(answer.text):
        return False
    agreed = _AGREED.match(answer.text) if _OFFERED.search(asked.text) else None
    return bool(agreed or _YES.match(answer.text))
