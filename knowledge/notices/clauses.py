"""Lines into sentences and clauses; which of them ask, thank or only guess."""

import re
from collections.abc import Iterator

import msgspec

from knowledge.notices.signs import P, Signed
from knowledge.notices.undecided import decided, of_another_house

_SENTENCE = re.compile(r"[^。;!?]*[。;!?]*")
_CLAUSE = re.compile(rf"[^,:]*{P}[^,:]*:(?={P})|[^,]*,?")
"""A stretch to the next comma, or to a colon between people (王主任、李主任都去评审：王主任上午停诊)."""
_QUESTION = re.compile(
    r"请问|问一?下|是不是|是否|有没有|停不停|看不看|来不来|开不开|到底|谁知道|谁确认|什么时候|几号|哪[天位]|怎么[^办]|"
    r"(?:[吗呢么]|伐)(?=$|[ ,。?!])|不\?$|吧\?$"
)
_GUESS = re.compile(
    r"听[^,。;]{1,6}说|[还尚][未没]有?[接收见]?到?[^,。]{0,2}通知|可能|估计|大概|好像|似乎|或许|也许|说不定|听说|据说|传闻|有人说|据传|暂定|初步|预计(?!等)|未确认|待确认|等[^,。]{0,3}确[认定]|还没(?:正式)?(?:通知|定|确)|不一定|没准|应该会|恐怕|如无意外|不确定|尚未确定|"
    r"看情况|视情况|(?:[还尚暂]?[没未待等])[^,。;]{0,4}(?:批[下准复]|批$|审批|审核|签字|盖章)|(?:审批|报批|审核)中"
)
_NO_GUESS = re.compile(
    r"恢复[^,。;]*|(?:具体)?(?:日期|时间|日子|哪[天日]|几号)[^,。;]*|等候[^,。;]*|患者[^,。;]*可能[^,。;]*"
)
_WHICH_DAY = re.compile("(?:哪一?[天日]|几号|何时|什么时候)(?:起|开始)?停诊?(?![^,。;]*[吗呢么?])")
_LEFT_OPEN = re.compile("等|待|另行|再(?:说|定|通知|讲|报)|定了")
_RECEIVED = re.compile(
    r"^(?:@\S+ )?(?:收到|好的?|明白|知道了?|ok|了解|嗯+|已(?:经)?通知|谢谢|辛苦|感谢)"
    r"(?:了|啦|的|哈|呢|[,!。 ~]|$|谢谢|收到|主任|老师|各位|辛苦|大家)+"
)
_TOLD_ALREADY = re.compile(
    r"都?(?:已经?)?(?:通知好|改好|退好|打过电话|联系好|处理好|核对|登记好|安排好|发过|发了|挂网|退完|关了|说过|不用再[发通])了?"
)


_TO_BE_CONFIRMED = re.compile(r"[还尚]?没有?(?:正式)?(?:的)?(?:通知|消息)|等[^,。;]{0,8}(?:确认|消息|通知)")


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a line; ``asks``: a question is all it is; ``guesses``: which clauses are hearsay or uncertain."""

    clauses: tuple[Signed, ...]
    asks: bool = False
    guesses: tuple[bool, ...] = ()
    text: str = ""


def sentences(line: Signed) -> Iterator[Sentence]:
    """The sentences of a line."""
    for match in _SENTENCE.finditer(line.text):
        text = match[0]
        if not text.strip("。;!? "):
            continue
        part = line.part(match.start(), match.end())
        pieces = [m for m in _CLAUSE.finditer(text) if m[0].strip(" ,。;!?")]
        clauses = tuple(part.with_text(m[0].strip(" ,")) for m in pieces)
        waits = bool(_TO_BE_CONFIRMED.search(line.text))  # 好像要停诊？等他确认: hearsay, not a question
        clauses = decided(clauses, text, _GUESS)
        left_open = bool(_LEFT_OPEN.search(text))
        kept = tuple(
            clause
            for clause in clauses
            if not asks(clause.text, left_open=left_open) or (waits and _GUESS.search(clause.text))
        )
        asked = bool(re.match(r"请问|问一?下|想问", text.strip())) or bool(clauses and not kept)
        unsure = tuple(bool(_GUESS.search(_NO_GUESS.sub("", clause.text))) for clause in kept)
        loose = any(doubt and not clause.days() for doubt, clause in zip(unsure, kept, strict=True))
        yield Sentence(kept, asks=asked, guesses=tuple(doubt or loose for doubt in unsure), text=text)


def asks(clause: str, *, left_open: bool = False) -> bool:
    """Whether a clause is a question; 具体哪天停等通知 is none, it leaves the day open."""
    if left_open and _WHICH_DAY.search(clause) and not clause.endswith("?"):
        return False
    return clause.endswith("?") or bool(_QUESTION.search(clause))


def changes_nothing(text: str) -> bool:
    """Whether it only says that another was read (收到，病人都通知好了), or is of another house."""
    if of_another_house(text):
        return True
    return bool(_RECEIVED.match(text)) and (len(text) < 16 or bool(_TOLD_ALREADY.search(text)))
