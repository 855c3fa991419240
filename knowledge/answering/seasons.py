"""膏方, 三伏贴 and whatever else staff remind of for a season, asked for in words.

Days are those that staff entered; without any it is said that none are published, and whom to ask.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import msgspec

from knowledge import model as m
from knowledge.answering import clinics, experts, series
from knowledge.answering.answer import Answer, Named, base_named, institution_named
from knowledge.answering.case import Case
from knowledge.message import Choice
from knowledge.series import Series
from knowledge.understanding.cues import read_cues
from knowledge.understanding.lexicon import fold
from knowledge.understanding.normalise import canonical
from knowledge.understanding.pinyin import sound_with_spelling
from knowledge.understanding.reminding import Wish, read_wish

_SEASONS: Final = {"season_gaofang": "膏方", "season_sanfu": "三伏贴"}
"""What the rosters call their clinics."""
_OTHER_MATTERS: Final = (
    *("cost", "insurance", "dose", "judge", "diagnose", "what_is", "phone", "address", "way", "private", "referral"),
    *("rank", "suspended", "resume", "early", "green"),
)
_PLAIN: Final = re.compile(r"示例|提醒|门诊|日子|活动|通知|\d+年?|[日季节【】\[\]()（）\s·]")
_WHEN: Final = re.compile(
    r"几号|几月|几时|哪天|哪一天|哪个月|什么时候|什么时间|何时|日子|时间|日期|开始|开了|开伐|开吗|结束|截止|报名|参加|登记|订|通知|有吗|有没有|还有"
    r"|when|start|sign up|join"
)
_ALONE: Final = re.compile(r"[\W]*(?:膏方|膏滋|三[伏九][贴灸]|冬病夏治)(?:门诊|节|季|药|日)?[呢吗啊的\W]*")
_LEAST_NAME = 3


def asked(case: Case) -> Answer | None:
    """What is known of the season that is spoken of, with the button to be reminded; None when none is asked about."""
    said = _said(case)
    held = _meant(said, case)
    if not (said or held or case.meaning.wants("season_any")) or case.meaning.wants(*_OTHER_MATTERS):
        return None
    wish = read_wish(case.meaning, case.book.clinics.calendar)
    listing = wish is not None and wish.act == "list" and case.meaning.wants("season_any")
    if wish is not None and not (listing or _to_join(wish)):
        return None
    if wish is None and not _asks_when(case):
        return None
    if not said and not held:
        return series.listed(case.book, case.voice, case.meaning.now)
    if held:
        return _with_clinics(_told(held, case), said, case)
    if wish is None and (_clinics_known(said, case) or (case.wanted and _ALONE.fullmatch(case.meaning.text))):
        return None  # the roster tells, or the bases of that field
    return _with_clinics(_unpublished(said, case), said, case)


def _said(case: Case) -> tuple[str, ...]:
    """The seasons that are named."""
    return tuple(season for season in _SEASONS if case.meaning.wants(season))


def _meant(said: Sequence[str], case: Case) -> list[Series]:
    """The series of these seasons, and those called by their own name; all, when any is meant; what is over, last."""
    ahead = series.offered(case.book, case.meaning.now)
    known = [*ahead, *(one for one in case.book.series.values() if one not in ahead)]
    heard = sound_with_spelling(case.meaning.text)
    fit = [one for one in known if _seasons_of(f"{one.name} {one.text}") & set(said) or _called(one.name, heard)]
    if not fit and case.meaning.wants("season_any"):
        fit = known
    return [one for one in fit if one in ahead] or fit[:1]


@cache
def _seasons_of(words: str) -> frozenset[str]:
    return read_cues(fold(canonical(words))) & frozenset(_SEASONS)


def _called(name: str, heard: str) -> bool:
    plain = _PLAIN.sub("", name)
    return len(plain) >= _LEAST_NAME and sound_with_spelling(canonical(plain)) in heard


def _to_join(wish: Wish) -> bool:
    """「膏方提醒我」, 「关注膏方节」, 「有什么专题提醒」; with a day of their own it is their own reminder."""
    when = wish.when
    own_day = bool(when.days() or when.rule or when.past or when.invalid)
    return wish.act == "follow" or (wish.act == "set" and not own_day)


def _asks_when(case: Case) -> bool:
    text = case.meaning.text
    return bool(_ALONE.fullmatch(text)) or case.meaning.wants("asks_when", "season_any") or bool(_WHEN.search(text))


def _told(held: Sequence[Series], case: Case) -> Answer:
    book, voice, now = case.book, case.voice, case.meaning.now
    return series.one(held[0], book, voice, now) if len(held) == 1 else series.some(held, book, voice, now)


def _unpublished(said: Sequence[str], case: Case) -> Answer:
    """No days are published: said so, with the phones of the hospital that was named, else of bases that may know."""
    voice, book = case.voice, case.book
    name = voice.listed([voice.say(season) for season in said]) or voice.say("season_any")
    named = [book.institutions[mention.id] for mention in case.meaning.of("institution")]
    bases = experts.bases_that_know(case.meaning, book) if not named else []
    places = named or [book.institutions[base.institution] for base in bases]
    phones = experts.phones(places, voice)
    lines = [voice.say("season_unpublished", season=name), *([voice.say("season_ask"), *phones] if phones else [])]
    lines += [] if phones else [voice.say("season_ask_any")]
    return Answer(
        kind="lookup_empty",
        topic="remind_me" if case.meaning.wants("remind", "follow") else "clinic_schedule",
        text="\n".join([*lines, voice.say("season_own")]),
        found=_found(named, case),
        choices=(Choice(label=voice.say("menu_clinics"), token="menu:clinics"),),
        subject="season",
    )


def _found(named: Sequence[m.Institution], case: Case) -> dict[str, tuple[Named, ...]]:
    bases = tuple(base_named(case.book.base_at[i.id], case.book) for i in named if i.id in case.book.base_at)
    found = {"institution": tuple(institution_named(place) for place in named), "base": bases}
    return {kind: names for kind, names in found.items() if names}


def _clinics_known(said: Sequence[str], case: Case) -> bool:
    """Whether the rosters have clinics of the season (膏方门诊)."""
    kinds = {_SEASONS[season] for season in said}
    return any(session.kind in kinds for session in case.book.clinics.sessions.values())


def _with_clinics(answer: Answer, said: Sequence[str], case: Case) -> Answer:
    """The answer with the clinics of the season beside it, where a roster has any: first what was asked for."""
    beside = clinics.schedule(case, "clinic_schedule") if _clinics_known(said, case) else None
    if beside is None:
        return answer
    joins = case.meaning.wants("remind", "follow", "season_any")  # else it was asked when the clinics are
    first, then = (answer, beside) if joins else (beside, answer)
    return msgspec.structs.replace(
        first,
        text=f"{first.text}\n\n{then.text}",
        found={**then.found, **first.found},
        choices=(*answer.choices, *beside.choices),
        sources=tuple(dict.fromkeys((*first.sources, *then.sources))),
    )
