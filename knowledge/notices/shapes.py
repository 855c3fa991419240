"""What a saying looks like as a whole: an item of a list, an announcement, a reference to somebody else."""

import re
from collections.abc import Sequence

from knowledge.notices.sayings import Saying
from knowledge.notices.scopes import others
from knowledge.notices.signs import SIGNS, P

_REFERRED = re.compile(
    r"(?:改看|改挂|可挂|请挂|挂|找|咨询|改约|可约|预约|转至|转到|或|推荐|可到|前往)(?:[\u4e00-\u9fff]{1,5}科的?)?$"
)
_BELOW = re.compile("以下|下列|下述|部分|个别|如下")
_FILLING = re.compile(rf"[\W{SIGNS}]|时间|日期|为|是|定于|的|门诊|专家|具体|起")
_NOTHING_THEN = re.compile("没有?[班诊门出]|无班|不出诊")
"""周四她没班 tells of the roster."""
STOPS = frozenset({"suspend", "stand_in", "move", "resume"})
"""Words of change after which somebody does not sit as ever."""


def only_ending(sayings: Sequence[Saying]) -> set[int]:
    """Sentences that say no more than when a stop is over: 「11月19日下午，11月26日恢复」 below 停诊."""
    acting = [one for one in sayings if one.act not in {"", "weak"}]
    ends = [one for one in acting if one.act == "normal" and not one.part.said()]
    ends = [one for one in ends if one.part.days() or others(one.part.text)]
    others_told = {one.sentence for one in acting if one not in ends}
    return {one.sentence for one in acting} - others_told


def announces(saying: Saying) -> bool:
    """以下专家门诊停诊: who is meant stands below."""
    return saying.act in STOPS and not saying.part.said() and bool(_BELOW.search(saying.part.text))


def is_item(saying: Saying) -> bool:
    """Whether the words hold little besides signs, as 时间：12月3日上午 does."""
    return len(_FILLING.sub("", saying.part.text)) <= 3 and not _NOTHING_THEN.search(saying.part.text)


def refers(saying: Saying) -> bool:
    """Whether the people are named as whom to see instead: 可改看王主任."""
    first = re.search(P, saying.part.text)
    return first is not None and bool(_REFERRED.search(saying.part.text[: first.start()]))
