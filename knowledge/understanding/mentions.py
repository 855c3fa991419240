"""Who and where a question speaks of: institutions, districts, places, alliances and people of the Book.

Exact names come first, then names by sound (homophones and typed pinyin), then initials, then near spellings of long
names. Each kind is read on its own, so that 龙华 can be weighed both as a hospital and as a place.
"""

import re
from collections.abc import Iterator

import msgspec

from knowledge.understanding.lexicon import sounds_like_only, within_other_word, without_other_words
from knowledge.understanding.lookup import Lookup
from knowledge.understanding.names import Name, Names
from knowledge.understanding.pinyin import TYPED, Heard, hear

_HERE = re.compile(r"(住|住在|家在|在|到|离|从|靠近|人在)$")
_AROUND = re.compile(
    r"^(站|寺|庙|园|公园|广场|塔|路|地铁|街道|镇|这边|那边|这里|那里|附近|边上|旁边|周边|一带|住|的?人|区域|离|最近|就近|社区|[到来去]上海)"
)
_ANY = re.compile(
    r"(附近|最近|就近|周边|哪家|好|的|大|小|有|哪些|我家|社区|三甲|综合|中医)*(医院|社区)(呢|吗|在哪里?|有哪些)?"
)
_COMPARED = re.compile(r"和|跟|与|还是|、|比|或者|哪个好|哪家好|区别")
OF_HOSPITALS = re.compile(r"医|院|中心|社区|联盟|联合体")
_OF_A_HOSPITAL = ("医院", "的专家", "专家", "名医", "的名医", "牵头", "带", "的医生", "看病", "排班", "停诊")
_MEDICAL = re.compile(
    r"医|院|专家|诊|基地|看病|挂号|号|联盟|科|转|排班|牵头|电话|地址|推拿|针灸|带|主任|教授|老专家|中心|社区|特色|病|痛|疼|膏方"
)
TITLED = re.compile(r"([\u3400-\u9fff]{1,3})(?:副?主任|教授|医生|医师|大夫|专家|院长|老师)")
_LETTERS = re.compile(r"(?<![a-z])[a-z]{2,10}(?![a-z])")
_BESIDE_HAN = re.compile(r"[\u3400-\u9fff]")


class Mention(msgspec.Struct, frozen=True):
    """A fact named in a question. ``how``: exact, sound, initials or near; ``score`` 0–1; ``start`` in its spelling."""

    kind: str
    id: str
    said: str
    how: str
    score: float
    bare: bool = False
    start: int = 0


def read_mentions(text: str, names: Names) -> list[Mention]:
    """All facts named in a folded canonical text, each once per kind, the surest reading first."""
    found: dict[tuple[str, str], Mention] = {}
    readings = [*_readings(text, names)]
    compared = _several(readings) and bool(_COMPARED.search(text))
    for mention in readings:
        if mention.bare and not _said_as_hospital(text, mention, compared=compared):
            continue
        held = found.get((mention.kind, mention.id))
        if held is None or mention.score > held.score:
            found[mention.kind, mention.id] = mention
    return sorted(found.values(), key=lambda mention: (-mention.score, mention.start))


def _readings(text: str, names: Names) -> Iterator[Mention]:
    heard = hear(text)
    hospitals = [*_exact(text, "institution", names)]
    yield from hospitals
    yield from _by_sound(heard, "institution", names, {m.said for m in hospitals})
    yield from _doctors(text, heard, names)
    for kind in ("district", "alliance", "person"):
        exact = [*_exact(text, kind, names)]
        yield from exact
        yield from _by_sound(heard, kind, names, {m.said for m in exact})
    places = [*_places(text, names, hospitals)]
    yield from places
    yield from _by_initials(text, names)
    of_a_place = places and "社区卫生" in text  # 彭浦镇's is not 嘉兴's, however alike they are spelled
    if not (hospitals or of_a_place or _ANY.fullmatch(text)) and OF_HOSPITALS.search(text):
        yield from _nearly(hear(without_other_words(text)).sound, names)


def _exact(text: str, kind: str, names: Names) -> Iterator[Mention]:
    for found in names.exact.get(kind, _NOTHING).longest(text):
        if len(found.said) <= 2 and within_other_word(text, found.start, found.end):
            continue
        for name in found.values:
            bare = (
                name.bare and len(found.said) <= 2 and found.end < len(text)
            )  # at the end it is where one goes: 转龙华
            yield Mention(kind, name.id, found.said, "exact", 1.0, bare, found.start)


def _by_sound(heard: Heard, kind: str, names: Names, known: set[str]) -> Iterator[Mention]:
    for found in names.heard.get(kind, _NOTHING).longest(heard.sound):
        said = heard.written[found.start : found.end].replace(TYPED, "")
        if said in sounds_like_only() or said in known:
            continue
        for name in found.values:
            if kind == "district" or heard.keeps_a_character(found.start, found.end, name.word):
                yield Mention(kind, name.id, said, "sound", 0.9, name.bare, found.start)


def _places(text: str, names: Names, hospitals: list[Mention]) -> Iterator[Mention]:
    open_text = text
    for hospital in hospitals:
        if not hospital.bare:
            open_text = open_text.replace(hospital.said, "#" * len(hospital.said))
    exact = [*_exact(open_text, "locality", names)]
    yield from exact
    if not exact:
        yield from _by_sound(hear(open_text), "locality", names, set())


def _doctors(text: str, heard: Heard, names: Names) -> Iterator[Mention]:
    """Experts of rosters: by their whole name, else as names that come near, to be asked about and never taken."""
    exact = [*_exact(text, "expert", names)]
    yield from exact
    if exact or not names.has("expert"):
        return
    yield from _by_sound(heard, "expert", names, set())
    for match in TITLED.finditer(text):
        for length in (3, 2, 1):
            said = match[1][-length:]
            near = [*names.people_like(said)] if len(said) == length else []
            yield from (Mention("expert", name.id, said, "near", 0.6, start=match.start()) for name in near)
            if near:
                break


def _by_initials(text: str, names: Names) -> Iterator[Mention]:
    for match in _LETTERS.finditer(text):
        letters = match.group()
        beside = text[match.end() : match.end() + 2].strip()
        if len(letters) < 4 and not (beside and _BESIDE_HAN.match(beside)):
            continue
        for name in names.initials.get(letters, ()):
            yield Mention("institution", name.id, letters, "initials", 0.8, start=match.start())


def _nearly(heard: str, names: Names) -> Iterator[Mention]:
    near = names.nearly(heard)
    for score, name in near:
        if score >= near[0][0] - 0.5:
            yield Mention(name.kind, name.id, "", "near", min(0.79, score / 125))


def _several(readings: list[Mention]) -> bool:
    """Whether several hospitals are named, so that 龙华和曙光 is read as two hospitals."""
    return len({mention.id for mention in readings if mention.kind == "institution" and mention.how == "exact"}) > 1


def _said_as_hospital(text: str, mention: Mention, *, compared: bool = False) -> bool:
    """Whether a bare word (龙华, 中山) is meant as the hospital: something medical is asked, and no place is named."""
    before, after = text[: mention.start], text[mention.start + len(mention.said) :]
    if not after.startswith(_OF_A_HOSPITAL) and (_HERE.search(before) or _AROUND.search(after)):
        return False
    return compared or len(text) <= len(mention.said) + 2 or bool(_MEDICAL.search(text))


_NOTHING: Lookup[Name] = Lookup(())
