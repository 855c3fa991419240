"""From a patient's own words to the specialties that look after such problems: never a diagnosis.

A curated lexicon (content/complaints) read by longest match, a small grammar of body parts and troubles, and
a few rules of order: a pregnancy or a small child leads, a field named outright comes next, then what the
words say most of. When nothing is recognised, the text is read once more by its sound (typos, typed pinyin).
"""

from functools import lru_cache

import msgspec

from knowledge.understanding.complaints_lexicon import claims
from knowledge.understanding.complaints_scan import Evidence, evidence
from knowledge.understanding.complaints_sound import respelled
from knowledge.understanding.normalise import canonical

SHARES = (1.0, 0.8, 0.7, 0.6, 0.5)  # of a word's weight, for its first, second, … field
LATER = 0.93  # each further thing said counts a little less: people name the main thing first
AGAIN = 0.3  # the same said in other words
SURE = 0.8  # a reading of this weight is about a field of ours, whatever else is named
SIGNS = 1.2  # so do several general signs of one field together
CANCER = 1.1  # a reading of 肿瘤 of this weight puts it before the organ's own field
LEAST = 0.4  # below this nothing is read
SMALL = 0.3  # a field with less than this part of the best one's evidence is not mentioned
MOST = 6  # fields at most


class Reading(msgspec.Struct, frozen=True):
    """A specialty for the problem told. ``score`` 0–1; ``said``: the words it was read from;
    ``explicit``: the field itself was named ("肾病专家", "推拿").
    """

    specialty: str
    score: float
    said: tuple[str, ...]
    explicit: bool


class Uncovered(msgspec.Struct, frozen=True):
    """A problem that none of our fields covers: the field in plain words and the words it was read from."""

    field: str
    said: tuple[str, ...]


class _Read(msgspec.Struct, frozen=True):
    ours: tuple[Evidence, ...]
    outside: tuple[Evidence, ...]


@lru_cache(maxsize=16)  # both questions are asked of one text; no longer memory of what people tell
def _read(text: str) -> _Read:
    plain = canonical(text)
    read, roles = evidence(plain)
    if not read and (spelled := respelled(plain)) != plain:
        read, roles = evidence(spelled)
    if "aside" in roles:  # a pet, a film, a fortune teller: no patient of ours
        return _Read((), ())
    least = SURE if "elsewhere" in roles else 0.0
    ours = tuple(e for e in read if e.entry.fields and e.entry.weight >= least)
    outside = tuple(e for e in read if e.entry.outside)
    ours = tuple(e for e in ours if not _claimed(e, outside))
    return _Read(ours if not outside or _sure(ours) else (), outside)


def _claimed(item: Evidence, outside: tuple[Evidence, ...]) -> bool:
    """Whether a pain belongs to a disease outside our fields that was named before it (甲状腺炎脖子痛)."""
    return any(
        e.start < item.start and e.word.startswith(diseases) and item.word.startswith(parts)
        for e in outside
        for diseases, parts in claims()
    )


def _sure(ours: tuple[Evidence, ...]) -> bool:
    """Whether a field of ours is meant although another is named: by one strong word, or several signs of one."""
    signs: dict[str, float] = {}
    for item in ours:
        signs[item.entry.fields[0]] = signs.get(item.entry.fields[0], 0.0) + item.entry.weight
    strong = any(e.entry.weight >= SURE or e.entry.role in ("child", "pregnant") for e in ours)
    return strong or max(signs.values(), default=0.0) >= SIGNS


def _sums(ours: tuple[Evidence, ...]) -> dict[str, float]:
    """Evidence for each field, in weights."""
    sums: dict[str, float] = {}
    seen: set[tuple[str, ...]] = set()
    for item in ours:
        again = AGAIN if item.entry.fields in seen else 1.0
        weight = item.entry.weight * again * LATER ** len(seen)
        for field, share in zip(item.entry.fields, SHARES, strict=False):
            sums[field] = sums.get(field, 0.0) + weight * share
        seen.add(item.entry.fields)
    return sums


def _leading(ours: tuple[Evidence, ...], sums: dict[str, float]) -> None:
    """Put 妇产科 in front for a pregnancy, else 儿科 for a small child, else 肿瘤 for a cancer."""
    roles = {e.entry.role for e in ours}
    cancer = any(e.entry.fields[0] == "肿瘤" and e.entry.weight >= CANCER for e in ours)
    first = "妇产科" if "pregnant" in roles else "儿科" if "child" in roles else "肿瘤" if cancer else ""
    if first:
        sums[first] = max(sums[first], max(sums.values()) + 0.01)


def specialties_of(text: str) -> tuple[Reading, ...]:
    """The specialties that look after what the text tells, best first; nothing for other talk."""
    ours = _read(text).ours
    if not ours or max(e.entry.weight for e in ours) < LEAST:
        return ()
    sums = _sums(ours)
    _leading(ours, sums)
    best = sorted(sums.items(), key=lambda item: -item[1])
    floor = best[0][1] * SMALL
    return tuple(_reading(field, total, ours) for field, total in best[:MOST] if total >= floor)


def _reading(field: str, total: float, ours: tuple[Evidence, ...]) -> Reading:
    about = [e for e in ours if field in e.entry.fields]
    said = tuple(dict.fromkeys(e.word for e in about))
    return Reading(field, round(1 - 0.25**total, 3), said, any(e.entry.role == "named" for e in about))


def uncovered(text: str) -> Uncovered | None:
    """The field of a problem that none of ours covers, or None when one of ours is meant or nothing is."""
    read = _read(text)
    if read.ours or not read.outside:
        return None
    field = read.outside[0].entry.outside
    said = tuple(dict.fromkeys(e.word for e in read.outside if e.entry.outside == field))
    return Uncovered(field, said)
