"""How names, titles and departments look."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.rosters.texts import folded

_CONTENT = Path(__file__).parents[1] / "content" / "rosters"


NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}·[\u3400-\u9fff]{1,8}|[A-Z][a-z]+(?: [A-Z][a-z]+)+")


NOBODY = re.compile(r"无|没有|/|-+|\\|空|暂无|无医生|无专家|—+")


ANONYMOUS = re.compile(
    r".*(?:医院|中心|科室|卫生院|院方)(?:的?医[生师]|专家|教授|主任)?|(?:.*(?:[院级科部区市聘派位名省家师诊]|三甲|知名|上级|特邀))?专家"
    r"|姓名未.*|.*未公布.*|(?:值班|当班|轮值|轮转|轮流).*|医[生师]|大夫|待定|未定|某.{0,6}"
)


NOT_A_NAME = re.compile(
    r"(?:周|星期|礼拜)[一二三四五六日天七八九十末]|[上下中]午|全天|夜间|停.?诊|休息|出诊|坐诊|门诊|测试|备注|说明|合计"
)


OPEN = re.compile(r"轮|待定|未定|不固定|值班")


DEPARTMENT = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）()、]{1,14}(?:科|门诊|工作室|中心|治未病|康复|推拿|针灸|专病|专科|护理|儿保)"
)


GLUED = re.compile(r"(?P<department>[\u4e00-\u9fff]{1,8}(?:科|门诊|工作室))(?P<name>[\u4e00-\u9fff].*)")


LIKE_TITLE = re.compile(
    r"(?P<name>[\u3400-\u9fff]{2,3}?)(?P<title>(?:正|付|副)?(?:主任|主治|住院|主管|主仁|注治)[\u4e00-\u9fff]{0,3})"
)


HOSPITAL = re.compile(r".{1,16}(?:医院|卫生服务中心|卫生院)")


CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\s?[-至到]\s?\d{1,2}[:.]\d{2}")


QUOTA = re.compile(r"限(?:号|诊)?\s?\d{1,3}\s?(?:个?号|人|名)?")


CAMPUS = re.compile(r"^(?P<campus>[东西南北总新老](?:院区?|区))(?P<rest>.+)")


@cache
def titles() -> dict[str, Any]:
    """Titles and courtesy words, longest first."""
    found: dict[str, Any] = yaml.load((_CONTENT / "titles.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {key: sorted(set(words), key=len, reverse=True) for key, words in found.items()}


def known_title(text: str) -> bool:
    """Whether every part of a title text is a title of the dictionary ("主任医师、教授")."""
    parts = [part for part in re.split(r"[、,/;\s()]+", folded(text)) if part]
    return all(part in titles()["known"] for part in parts)


def nobody(text: str) -> bool:
    """As in "无", "/" and the like: no doctor."""
    return bool(NOBODY.fullmatch(folded(text)))


def looks_like_department(text: str) -> bool:
    """As in "推拿科", "名中医工作室"."""
    plain = folded(text)
    return bool(DEPARTMENT.fullmatch(plain)) and not re.search(
        r"医院|卫生服务|卫生院|一览|安排|时间|^(?:专家|普通|特需|专病)?门诊$", plain
    )
