"""What changes nothing yet: conditions (如遇大雪…), what is left open (停不停还没定), requests; and other houses."""

import re

from knowledge.notices.signs import SIGNS, Signed

_FOR_PATIENTS = r"(?!您|你|有(?:疑|需|不|问|任何)|需|已|无|下|患者|病人|给|上)"
_WEATHER = r"(?:天气|情况|调整|变化|变动)"
_IF = re.compile(
    rf"(?:^|(?<=[,: 说讲称{SIGNS}]))(?:如果?|若是?|倘若|假如|万一|要是|一旦|除非){_FOR_PATIENTS}|"
    rf"的话(?![题机费])|而定|(?:视|看)[^,。;]{{0,8}}(?:再[说定通]|情况)|(?:如|若)(?:遇|果|有)[^,。;]{{0,12}}{_WEATHER}"
)
_OPEN = re.compile(
    r"(?:停不停|是否|要不要|能不能|能否|[来开看去]不[来开看去]|会不会)[^。;]{0,20}"
    r"(?:没定|未定|待定|再定|不[确一]?定|没准|再说|再通知|另行通知|研究|商量|协调|等[^,。;]{0,6}(?:消息|通知|确))"
)
_TALKS = re.compile(
    r"(?:还在|正在|仍在)(?:讨论|商量|研究|协调|商议|考虑)|(?:商量|讨论|研究|协调|议)(?:好|定|过)?了?再(?:定|说|通知|发)|大家议一下"
)
_TOLD = re.compile(
    r"(?:之前|原来|上次|早先|前面)(?:不是)?(?:说|通知|讲|发)[^,。;]{0,16}[停休][^,。;]{0,16}的(?:吗|么)?[?。]?$"
)
_REQUEST = re.compile(
    r"请[^。;]{0,40}(?:前|内|之前)[^。;]{0,40}"
    r"(?:上报|报送|报[至到给]|报[^,。;告名考]{0,2}(?:门办|医务|科|部|办)|提交|交[至到]|填报|反馈)"
)
_NOT_OURS = re.compile(
    r"(?:跟|和|与|同)(?:我们?|本)(?:这[边里]|院|中心|科|站|单位)*(?:无关|没有?(?:什么|啥)?(?:关系|影响))|"
    r"不是我们?(?:院|中心|这[边里])"
)


def decided(clauses: tuple[Signed, ...], text: str, guess: re.Pattern[str]) -> tuple[Signed, ...]:
    """The clauses of a sentence up to a condition, none of a request; of one that leaves it open, what is certain."""
    if _REQUEST.search(text) or _TALKS.search(text):
        return ()
    clauses = tuple(one for one in clauses if not _TOLD.search(one.text))
    if _OPEN.search(text):
        clauses = tuple(one for one in clauses if not (guess.search(one.text) or _OPEN.search(one.text)))
    condition = next((place for place, one in enumerate(clauses) if _IF.search(one.text)), len(clauses))
    return clauses[:condition]


def of_another_house(text: str) -> bool:
    """Whether a notice says that it is not about this house: 跟我们院没关系."""
    return bool(_NOT_OURS.search(text))
