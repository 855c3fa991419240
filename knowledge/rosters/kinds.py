"""Kinds of clinics as rosters name them."""

import re

_WORDS = {
    "特需": "特需|特诊|VIP门?诊?",
    "专病": "专病",
    "名中医": "名老?中医|国医大师",
    "膏方": "膏方",
    "夜门诊": "夜间?门诊|小夜号?",
    "MDT": "MDT|多学科",
    "互联网": "互联网|云门诊|云诊室|线上",
    "巡诊": "巡诊",
    "弹性": "弹性",
    "便民": "便民",
    "专家": "专家",
    "普通": "普通|普号|普诊|平诊",
}
PATTERN = re.compile("(?:" + "|".join(_WORDS.values()) + ")(?:门诊|号|诊)?", re.IGNORECASE)
_EACH = {kind: re.compile(words, re.IGNORECASE) for kind, words in _WORDS.items()}
CODES = {"1": "普通", "2": "膏方", "3": "夜门诊", "4": "互联网", "5": "便民", "6": "专病", "9": "弹性"}
"""Clinic type codes of one Shanghai HIS (shared layouts, section 6)."""


def kind_in(text: str) -> str | None:
    """The kind a text names; the more special one when it names several ("特需专家门诊" is 特需)."""
    return next((kind for kind, words in _EACH.items() if words.search(text)), None)


def kind_of_department(name: str) -> str | None:
    """A department that is itself a kind of clinic: 名中医工作室, 膏方门诊, 便秘专病门诊."""
    found = kind_in(name)
    return None if found in {"专家", "便民", "夜门诊"} else found


def kind_of_title(text: str) -> str | None:
    """The kind of everything under a title: 专家 when it says so, else the only kind it names."""
    if "专家" in text:
        return "专家"
    named = {kind for kind, words in _EACH.items() if words.search(text)}
    return named.pop() if len(named) == 1 else None
