"""Made-up hospitals and services, and questions about them with the slips of real typing. Always the same ones.

Every phrasing is put together from common words and two random characters, so that any size can be had.
"""

import random
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import opencc
import pypinyin


def _words(text: str) -> list[str]:
    return text.split()


_PLACES = _words("黄浦 徐汇 长宁 静安 普陀 虹口 杨浦 闵行 宝山 嘉定 浦东 金山 松江 青浦 奉贤 崇明")
_NAMES = (
    "安宁康健仁爱德济同和平福寿华光明星海江河湖山林森松竹梅兰菊荷桂杏桃柳枫云瑞雪春秋"
    "晨东南西北诚信义友谊昌隆通达庆乐怡悦清雅远高文武金银玉宝龙凤"
)
_HOUSES = _words(
    "人民医院 中医医院 中西医结合医院 儿童医院 妇幼保健院 口腔医院 康复医院 社区卫生服务中心 护理院 门诊部"
)
_WARDS = _words(
    "心血管内科 呼吸科 消化内科 内分泌科 肾内科 肿瘤科 骨科 泌尿外科 妇科 儿科 眼科 皮肤科 康复科 针灸科 肛肠科"
)
_THINGS = _words(
    "医保卡 居住证 异地就医备案 大病保险 疫苗接种 入职体检 胃镜检查 核磁共振 病历复印 转诊单 家庭医生签约 长期护理险"
)
_ASKED = _words("{}怎么办理 {}需要什么材料 {}多少钱 {}几点开始 {}周末能办吗 {}在哪个窗口 {}要预约吗 {}能报销吗")
_BEFORE = _words("请问 你好 我想问一下 麻烦问下 帮我查查 听说")
_AFTER = _words("在哪里 怎么走 电话多少 谢谢 呢 地址 急 几点开门")
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("ing", "in"), ("eng", "en"), ("ang", "an"))


class Question(NamedTuple):
    """What was typed, what went wrong, and the keys that would be right."""

    text: str
    noise: str
    keys: frozenset[str]


def entries(size: int, seed: int = 7) -> list[tuple[str, str]]:
    """(key, phrasing) pairs for so many entries; about every other entry has a second, shorter phrasing."""
    rng, pairs, seen = random.Random(seed), [], set()
    while len(seen) < size:
        title, alias = _entry(rng)
        if title not in seen:
            key = str(len(seen))
            seen.add(title)
            pairs += [(key, phrasing) for phrasing in (title, alias) if phrasing]
    return pairs


def _entry(rng: random.Random) -> tuple[str, str]:
    name = "".join(rng.choices(_NAMES, k=rng.choice((2, 2, 3))))
    place, house, ward, thing = map(rng.choice, (_PLACES, _HOUSES, _WARDS, _THINGS))
    asked = rng.choice(_ASKED)
    return rng.choice(
        (
            (f"上海市{place}区{name}{house}", name + house),
            (f"{name}{house}{ward}", ""),
            (f"{place}{name}{house}", f"{name}{house[:2]}"),
            (asked.format(f"{name}{house}{thing}"), ""),
            (asked.format(f"{place}区{name}{house[:2]}{thing}"), f"{name}{thing}"),
        )
    )


def questions(pairs: list[tuple[str, str]], count: int = 1_000, seed: int = 99) -> list[Question]:
    """So many questions, each made from one phrasing."""
    rng, owners = random.Random(seed), {}
    for key, phrasing in pairs:
        owners.setdefault(phrasing, set()).add(key)
    kinds, weights = zip(*((kind, weight) for kind, (weight, _) in _SLIPS.items()), strict=True)
    asked = []
    for kind in rng.choices(kinds, weights, k=count):
        phrasing = rng.choice(pairs)[1]
        asked.append(Question(_SLIPS[kind][1](rng, phrasing), kind, frozenset(owners[phrasing])))
    return asked


@cache
def _alike() -> dict[str, list[str]]:
    """Common characters by their sound."""
    by_sound: dict[str, list[str]] = {}
    for high in range(0xB0, 0xD7):
        for low in range(0xA1, 0xFF):
            character = bytes((high, low)).decode("gb2312")
            by_sound.setdefault(_spelt(character)[0], []).append(character)
    return by_sound


def _spelt(text: str) -> list[str]:
    return pypinyin.lazy_pinyin(text)


def _other(rng: random.Random, text: str, sound_of: Callable[[str], str]) -> str:
    spot = rng.randrange(len(text))
    choices = [c for c in _alike().get(sound_of(_spelt(text[spot])[0]), ()) if c != text[spot]]
    return text[:spot] + rng.choice(choices or [text[spot]]) + text[spot + 1 :]


def _nearly(sound: str) -> str:
    for one, other in _NEAR:
        for right, wrong in ((one, other), (other, one)):
            near = sound.replace(right, wrong, 1)
            if right in sound and near in _alike() and near != sound:
                return near
    return sound


def _homophone(rng: random.Random, text: str) -> str:
    return _other(rng, text, lambda sound: sound)


def _near(rng: random.Random, text: str) -> str:
    return _other(rng, text, _nearly)


def _dropped(rng: random.Random, text: str) -> str:
    spot = rng.randrange(len(text))
    return text[:spot] + text[spot + 1 :]


def _swapped(rng: random.Random, text: str) -> str:
    spot = rng.randrange(len(text) - 1)
    return text[:spot] + text[spot + 1] + text[spot] + text[spot + 2 :]


def _wordy(rng: random.Random, text: str) -> str:
    return rng.choice(_BEFORE) + text + rng.choice(_AFTER)


def _pinyin(rng: random.Random, text: str) -> str:
    return rng.choice(("", " ")).join(_spelt(text))


def _initials(_rng: random.Random, text: str) -> str:
    return "".join(sound[0] for sound in _spelt(text))


def _part(rng: random.Random, text: str) -> str:
    length = max(4, int(len(text) * rng.uniform(0.6, 0.85)))
    return text[:length] if rng.random() < 0.5 else text[-length:]


def _traditional(_rng: random.Random, text: str) -> str:
    return _to_traditional().convert(text)


@cache
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def _two(rng: random.Random, text: str) -> str:
    return _wordy(rng, rng.choice((_homophone, _dropped, _swapped))(rng, text))


_SLIPS: dict[str, tuple[int, Callable[[random.Random, str], str]]] = {
    "exact": (5, lambda _rng, text: text),
    "homophone": (22, _homophone),
    "near sound": (8, _near),
    "dropped": (12, _dropped),
    "swapped": (8, _swapped),
    "wordy": (15, _wordy),
    "pinyin": (8, _pinyin),
    "initials": (4, _initials),
    "part": (8, _part),
    "traditional": (5, _traditional),
    "two slips": (5, _two),
}
