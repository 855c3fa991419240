"""What a change without a person is about: the whole site, a department, one kind of clinic; and which place."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from knowledge.notices.model import Row
from knowledge.notices.signs import SIGNS
from knowledge.understanding.normalise import canonical

_KINDS = {kind: kind for kind in ("特需", "专病", "名中医", "膏方", "普通", "巡诊", "专家", "夜门诊")}
_KINDS |= {"名医": "名中医", "夜间门诊": "夜门诊", "夜诊": "夜门诊"}
_KIND = re.compile(
    r"(夜间?门诊|夜诊)|(特需|专病|名中医|名医|膏方|普通|巡诊|专家)(?:、|和|及|与)?"
    r"(?=[^,。;]{0,10}门诊|停|暂|均|全|都|号|加|、|照|正常|[\U000f1000-\U000f1fff]|$)"
)
_SUBJECT_KIND = re.compile(r"(?:[^,。;:]{0,8}:)?((?:特需|专病|名中医|名医|膏方|普通|巡诊|专家|夜)门诊)(?!停|部)")
"""The kind of clinic that a sentence begins with: 特需门诊因场地消毒，12月7日起暂停."""
_DEPARTMENT = re.compile(r"(?<![各全本该同分多几两三])([\u4e00-\u9fff]{1,6}科)(?!室|普|研|教|技|学|目|员)")
_DEPARTMENT_HEAD = re.compile(
    r"^(?:门诊|加开|增开|新开|增设|新增|开设|加|由|请|让|我|他|她|通知|公告|因|我院|本院|全院|原|将|的|请|各位|医院|中心|为|是|其中|其他|以及|仅|只|上午|下午|由于|开放|关于|期间|正常|除)+"
)
_SITE = re.compile(
    r"全院|我院|本院|全部门诊|所有门诊|一切门诊|各科|全体|本中心|中心门诊|门诊部|院区|本部|全中心|全站|门诊(?:全部|均|都|全面)|各站点|医院|卫生站"
)
_ASIDE = re.compile(
    r"急诊|发热|煎药|药房|药配|配药|挂号|检验|体检|核酸|疫苗|预约|化验|抽血|住院|病房|输液|收费|结算|窗口|自助|支付|系统|设备|电梯|停车|空调|网络|公众号|小程序|充值|通道|热水|其他|其余|余下|别的|另外的?医生|号源|诊室|功能|服务号|网站|班车|食堂|浴室|健身"
)
_CLINIC = re.compile("门诊|专家|诊疗|各科|全院|普通|特需|膏方|科(?=[停暂都全])")
_OTHERS = re.compile(
    r"(?:其他|其它|其余|余下|别的|未列[出入]?)(?:[^,。;]{0,4}(?:医|专家|门诊|科|人|同|日[期子]?|时[间段]|天|班次)|(?=照|正常|不变|不停|均|都))"
)
_EVERYBODY = re.compile(r"全院(?!学术|会|培训|大会|考|职工|活动)|各科(?!学)|(?:所有|全部|一切)(?:专家|普通)?门诊(?!部)")
_MAIN = ("本部", "总院", "总部", "本院")
"""What a place is called of which the others are parts."""
_GENERIC = re.compile("医院|中心|社区|门诊|中医|卫生|服务|院区|街道|上海|西医|结合|市中|医西")


class Scope(msgspec.Struct, frozen=True):
    """``kind`` one kind of clinic, ``experts`` all but the general clinics; all empty: the whole site."""

    kind: str = ""
    experts: bool = False
    department: str = ""
    said: bool = False


def scope_of(text: str, rows: Sequence[Row]) -> Scope:
    """Whose sessions the words are about when they name nobody."""
    department = _department(text, rows)
    kinds = [_KINDS[match[1] or match[2]] for match in _KIND.finditer(text)]
    said = bool(department or kinds or _SITE.search(text))
    if {"专家", "普通"} <= set(kinds):
        return Scope(department=department, said=said)
    if "专家" in kinds:
        return Scope(experts=True, department=department, said=said)
    return Scope(
        kind=kinds[0] if len(set(kinds)) == 1 else "", experts=len(set(kinds)) > 1, department=department, said=said
    )


def scopes_of(text: str, context: str, rows: Sequence[Row]) -> list[Scope]:
    """The same for words of a sentence, one for each department where several of the roster are named."""
    scope = scope_of(text, rows)
    if not scope.said and (name := subject_department(context, rows)):
        return [Scope(department=name, said=True)]
    if not scope.said and (kind := _SUBJECT_KIND.match(context)):
        return [scope_of(kind[1], rows)]
    known = {name for name in {row.department for row in rows} if name and canonical(name) in text}
    several = len(known) > 1 and not any(one != other and one in other for one in known for other in known)
    return [msgspec.structs.replace(scope, department=name) for name in sorted(known)] if several else [scope]


def subject_department(context: str, rows: Sequence[Row]) -> str:
    """The department a sentence begins with (12月6日针灸科搬迁，当天停诊): what its later clauses are about."""
    head = re.match(rf"[\U000f1000-\U000f2fff,的上下午]*([^,。;{SIGNS}]{{2,8}})", context)
    known = {row.department for row in rows if row.department}
    return next((name for name in sorted(known) if head and head[1].startswith(canonical(name))), "")


def _department(text: str, rows: Sequence[Row]) -> str:
    known = sorted({row.department for row in rows if row.department}, key=len, reverse=True)
    held = next((name for name in known if canonical(name) in text or _short_named(name, text)), "")
    if held:
        return held
    match = _DEPARTMENT.search(text)
    name = _DEPARTMENT_HEAD.sub("", match[1]) if match else ""
    return name if len(name) > 1 and name != "各科" else ""


def _short_named(department: str, text: str) -> bool:
    """针灸停, 妇科门诊: a department without its 科, right before what is said of its clinics."""
    core = canonical(department).removesuffix("科")
    return len(core) > 1 and bool(re.search(rf"{re.escape(core)}(?=都|也|全|门诊|停|暂停|休)", text))


def everybody(text: str) -> bool:
    """Whether the words can only be about the whole site."""
    return bool(_EVERYBODY.search(text))


def whole_week(text: str) -> bool:
    """Whether everything that is meant may be one doctor's (恢复全部门诊), not the site's (全院)."""
    return bool(re.search("(?:所有|全部|一切)(?:专家|普通)?门诊", text)) and not re.search("全院|各科|本院|我院", text)


def others(text: str) -> bool:
    """Whether the words are about everybody but who was named: 其他医生照常."""
    return bool(_OTHERS.search(text))


def aside(text: str) -> bool:
    """Whether the words are about something that is no clinic of a roster: 急诊, 药房, 其他医生."""
    return bool(_ASIDE.search(text))


def no_clinic(text: str, end: int) -> bool:
    """Whether what stands nearest before ``end`` is no clinic: 医院公众号预约挂号功能 before 暂停服务."""
    others = [match.end() for match in _ASIDE.finditer(text, 0, end)]
    clinics = [match.end() for match in _CLINIC.finditer(text, 0, end)]
    return bool(others) and max(others) > max(clinics, default=0)


def places_in(text: str, places: Iterable[str]) -> list[str]:
    """The places the text names: by their whole name, or by what only one of them is called."""
    held = tuple(sorted(set(places)))
    whole = [place for place in held if canonical(place) in text]
    if len(whole) == 1 or len(held) == 1:
        return whole or list(held if len(held) == 1 else ())
    return [place for place in held if any(part in text for part in _own_parts(place, held))]


@lru_cache(maxsize=256)
def _own_parts(place: str, places: tuple[str, ...]) -> tuple[str, ...]:
    """What tells a place from the others: 东院, 石门路."""
    if any(other != place and other.startswith(place) for other in places):
        return _MAIN
    name = canonical(place)
    others = [canonical(other) for other in places if other != place]
    parts = {name[start:end] for start in range(len(name)) for end in range(start + 2, len(name) + 1)}
    own = {part for part in parts if not any(part in other for other in others) and not _GENERIC.fullmatch(part)}
    return tuple(part for part in own if not part.startswith(("院", "医")) or len(part) > 3)
