"""A notice that corrects or takes back another, with that other one below it: only the upper one is meant."""

import re
from collections.abc import Sequence

_QUOTES = re.compile(
    r"^[-—=~*|\s>]*(?:以下(?:为|是))?(?:转发|原文|原通知|原消息|前文|旧通知|[昨今前][天日晚早]?(?:的)?原?(?:文|通知))[^,。;]{0,6}?(?:[-—=~*|\s]*$|:)"
)
_TAKES_BACK = re.compile(
    r"更正|订正|勘误|有误|写错|发错|搞错|弄错|作废|撤回|撤销|收回|以此为准|以这条为准|以本条为准|补充|改了"
)


def without_quoted(lines: Sequence[str]) -> list[str]:
    """The lines above 「——转发——」 or 「昨晚原文：」 when they correct what is below; all lines otherwise."""
    for place, line in enumerate(lines):
        if place and _QUOTES.match(line) and any(_TAKES_BACK.search(above) for above in lines[:place]):
            return list(lines[:place])
    return list(lines)
