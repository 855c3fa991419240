"""What the symbols of a sheet mean, as its notes say: "★为特需门诊，△表示隔周出诊"."""

import re

from knowledge.rosters.marks import Legend, read_mark
from knowledge.rosters.slots import Slot
from knowledge.rosters.texts import folded

_SYMBOL = "[√✓✔☑●○◎★☆▲△■□◆◇♦♥◉⊙@*#※▼▽✦✧]"
_ENTRY = re.compile(
    rf"(?P<signs>(?:[“\"'‘「]?(?:{_SYMBOL}|(?<=[“\"'‘「])[\u4e00-\u9fffA-Za-z]{{1,2}})[”\"'’」]?[、,和及/ ]*)+)"
    r"(?:(?:标[记志]|符号|的)?(?:为|表示|代表|指|是|:|=|-)|(?<=[√✓☑●○◎★☆▲△■□◆◇◉※]))\s*"
    r"(?P<meaning>[^,;。、\n√●○◎★☆▲△■□◆◇※ “\"]{1,14})"
)
_SIGN = re.compile(r"[√✓✔☑●○◎★☆▲△■□◆◇♦♥◉⊙@*#※▼▽✦✧]|[\u4e00-\u9fffA-Za-z]{1,2}")


def legend_of(texts: list[str]) -> Legend:
    """All symbols whose meaning says more than that the clinic takes place."""
    found: dict[str, str] = {}
    for text in texts:
        for entry in _ENTRY.finditer(folded(text)):
            meaning = re.sub(r"^(?:有|每)|(?:出诊|坐诊|开诊)$", "", entry["meaning"].strip()).strip()
            for sign in _SIGN.findall(entry["signs"]):
                if _says_more(sign, meaning):
                    found.setdefault(sign, meaning)
    return tuple(found.items())


def _says_more(sign: str, meaning: str) -> bool:
    mark = read_mark(meaning)
    if mark.why or (not mark.stopped and mark.slots in {(), (Slot(),)} and not mark.campus):
        return False
    return not sign[0].isalnum() or bool(read_mark(sign).why)
