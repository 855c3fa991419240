"""What a short question leaves unsaid, taken from the last minutes of talk: 「那闵行呢？」「电话多少？」「明天有吗？」.

A new subject blocks what was spoken of before; a place or a date never does. What was refused, and wishes about money,
are never carried on; a question the Book surely knows needs nothing from before.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from knowledge.understanding.complaints import Reading
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.mentions import Mention
from knowledge.understanding.when import When

MEMORY = timedelta(minutes=10)
_SHORT, _PLACE_LENGTH, _REST = 12, 30, 3
_SUBJECTS = ("institution", "alliance", "person", "expert")
_PLACES = ("district", "locality")
_REFUSED = frozenset({"dose", "judge", "diagnose", "cost", "insurance"})
_OWN_WISHES = (
    *("referral", "early", "green", "alliance", "programme", "insurance", "remind", "follow"),
    *("dose", "judge", "diagnose", "person_staff", "private"),
)
_CONTACT = ("phone", "address", "way", "booking", "offer", "lead", "cost")
_FINDING = frozenset({"base", "near", "live", "where", "want_base", "count", "which", "rank"})
SITS = frozenset({"schedule"})
"""Who sits: what is asked of a day of which nothing else was said."""
_CLINIC = frozenset({"schedule", "suspended", "resume"})
_AND_THEN = re.compile(r"^(那|那么|还有|换|如果|要是)|(呢|哪)[??!。]*$")
_STAND_IN = re.compile("替|代班|顶班|代诊")
_POINTS = re.compile(r"那[个家位场次边]|这[个家位场次]|该|他|她|伊|专家门诊|去看|that|this")
_ALONE = re.compile(
    r"^(?:到时候?|届时|如果|要是|万一)?(?:请|麻烦)?(?:你)?(?:提醒我|提醒一下|提醒|关注|停诊.{0,4}(?:告诉|通知|提醒|叫)我|有变动.{0,3}告诉我)(?:一下|一声|吧)?[。!.]*$"
)
_HALVES = {"上午": re.compile("上午|早上"), "下午": re.compile("下午"), "夜间": re.compile("晚上|夜里|夜门诊")}
_AROUND_A_DAY = re.compile(
    r"[那呢吗么嘛有没得号看诊来在的了还可以能伐否啊呀谁人坐出班专家门医生是不去约挂再也哪位开上下午早晚夜里\W]*"
)


class Talk(msgspec.Struct, frozen=True):
    """What was spoken of last: ids, days and wishes only, never the words; forgotten after ten minutes."""

    at: datetime
    mentions: tuple[Mention, ...] = ()
    specialties: tuple[Reading, ...] = ()
    wishes: frozenset[str] = frozenset()
    topic: str = ""
    when: When = When(none=True)

    def of(self, *kinds: str) -> list[Mention]:
        """What was named of these kinds by the person; what only the answer named is left out."""
        return [mention for mention in self.mentions if mention.kind in kinds and mention.how != "context"]

    @property
    def only_a_day(self) -> bool:
        """Whether nothing but a day was said, and what is asked of it is still to come."""
        return not (self.mentions or self.specialties) and self.wishes == SITS and not self.when.none

    @property
    def hospitals(self) -> list[Mention]:
        """The hospitals that were named, else those the answer spoke of."""
        return self.of("institution") or [mention for mention in self.mentions if mention.how == "context"]


def remembered(meaning: Meaning, named: Iterable[str], topic: str, now: datetime) -> Talk:
    """What to keep of a question and its answer; ``named`` are ids of institutions that the answer spoke of."""
    own = [mention for mention in meaning.mentions if mention.kind in (*_SUBJECTS, *_PLACES)]
    if not any(mention.kind == "institution" for mention in own):
        own += [in_answer(i) for i in named]
    return Talk(now, tuple(own), meaning.specialties, meaning.wishes - _REFUSED, topic, meaning.when)


def still_about(said: Talk, meaning: Meaning, before: Talk | None, now: datetime) -> Talk:
    """What to keep of a question in between that names nothing (「几点开门」): what was spoken of before."""
    nothing = not (said.mentions or said.specialties or meaning.point or names_a_subject(meaning))
    if before is None or now - before.at > MEMORY or not nothing or not (before.mentions or before.specialties):
        return said
    return msgspec.structs.replace(before, at=now)


def in_answer(institution: str) -> Mention:
    """An institution that only the answer named."""
    return Mention("institution", institution, "", "context", 0.7)


def names_a_subject(meaning: Meaning) -> bool:
    """Whether the question says itself whom or what it is about."""
    named = meaning.elsewhere.hospital or any(meaning.of(kind) for kind in _SUBJECTS)
    return bool(named or meaning.specialties or meaning.uncovered or meaning.wants(*_OWN_WISHES))


def follow_up(meaning: Meaning, talk: Talk | None, now: datetime, *, known: bool = False) -> Meaning:
    """The meaning with what it leaves unsaid; unchanged when it stands on its own or the talk is too old.

    ``known``: the words alone are surely a question of the Book, so that only what it costs is asked of a hospital.
    """
    stands = meaning.alarm is not None or meaning.ask_first is not None or meaning.wants(*_OWN_WISHES)
    if talk is None or now - talk.at > MEMORY or stands:
        return meaning
    if known and not (meaning.wants("cost") or talk.only_a_day):
        return meaning
    if names_a_subject(meaning):
        return _with_place(meaning, talk)
    placed = meaning.point is not None or any(meaning.of(kind) for kind in _PLACES)
    if _asks_of_a_clinic(meaning):
        return _at_a_clinic(meaning, talk, placed=placed)
    if placed:
        return _elsewhere(meaning, talk) if _place_alone(meaning) else meaning
    if meaning.wants(*_CONTACT):
        return _about_it(meaning, talk)
    return _more_of_it(meaning, talk)


def pointed_back(meaning: Meaning, talk: Talk | None, now: datetime) -> Meaning:
    """「那个专家门诊提醒我」, 「停诊了告诉我」: whom nothing new names was spoken of before, and on which day."""
    named = any(meaning.of(kind) for kind in ("institution", "expert", "person"))
    if (
        talk is None
        or now - talk.at > MEMORY
        or named
        or not (_POINTS.search(meaning.text) or _ALONE.search(meaning.text))
    ):
        return meaning
    kept = talk.of("expert", "institution") or [m for m in talk.hospitals if len(talk.hospitals) == 1]
    if not kept:
        return meaning
    when = talk.when if meaning.when.none and not meaning.when.past and not talk.when.past else None
    return _joined(meaning, kept, when=when)


def _with_place(meaning: Meaning, talk: Talk) -> Meaning:
    """A new subject: 「看肺病呢」 keeps the place, 「曙光呢」 what was asked; where somebody lives holds for longer."""
    moves_on = len(meaning.text) <= _SHORT and bool(_AND_THEN.search(meaning.text) or not meaning.wishes - {"later"})
    if talk.only_a_day and not meaning.wishes - {"hospital"}:  # 「明天上午」, then 「龙华医院」
        return _joined(meaning, (), wishes=SITS, when=talk.when if meaning.when.none else None)
    lives = bool(talk.wishes & {"live", "near"})
    placed = meaning.point is not None or any(meaning.of(kind) for kind in _PLACES)
    kept: list[Mention] = []
    if not placed and meaning.specialties and not meaning.of("institution") and (moves_on or lives):
        kept += talk.of(*_PLACES)
    if not _AND_THEN.search(meaning.text) or not moves_on:
        return _joined(meaning, kept) if kept else meaning
    if meaning.of("institution"):
        kept += talk.of("alliance")
    wishes = talk.wishes if meaning.of("institution") else talk.wishes & (_FINDING | _CLINIC)
    return _joined(meaning, kept, wishes=wishes, when=talk.when if talk.wishes & _CLINIC else None)


def _asks_of_a_clinic(meaning: Meaning) -> bool:
    """A day or half-day on its own, or who sits, who stands in, when it goes on."""
    if len(meaning.text) > _SHORT:
        return False
    if meaning.wishes & _CLINIC or _STAND_IN.search(meaning.text):
        return True
    return bool(_half_day(meaning) or not meaning.when.none) and bool(_AROUND_A_DAY.fullmatch(rest_of(meaning)))


def _at_a_clinic(meaning: Meaning, talk: Talk, *, placed: bool) -> Meaning:
    """The clinic spoken of, on the day that is said now, else on the day that was spoken of."""
    kept = [] if placed else [*talk.of("expert", *_PLACES), *talk.of("institution")]
    if not placed and not talk.of("institution", "expert") and len(talk.hospitals) == 1:
        kept += talk.hospitals
    if not kept and not talk.specialties:
        return meaning
    paused = meaning.wants("suspended", "resume") or _STAND_IN.search(meaning.text)
    when = talk.when if paused or (meaning.when.assumed and not talk.when.none) else None
    if half := _half_day(meaning):
        when = msgspec.structs.replace(talk.when, half_day=half, none=False)
    own_day = not meaning.when.none and not meaning.when.assumed
    specialties = () if talk.of("expert") and not placed else talk.specialties
    wish = frozenset({"suspended" if paused else "schedule"})
    return _joined(meaning, kept, specialties, wish, None if own_day else when)


def _elsewhere(meaning: Meaning, talk: Talk) -> Meaning:
    """「那闵行呢」, 「我住杨浦」, a shared location: the same in another place."""
    wishes = talk.wishes & (_FINDING | _CLINIC) | {"where"}
    return _joined(meaning, (), talk.specialties, wishes, talk.when if talk.wishes & _CLINIC else None)


def _about_it(meaning: Meaning, talk: Talk) -> Meaning:
    """「电话多少」, 「怎么去」, 「贵吗」: of the hospital spoken of, else of the expert."""
    kept = (talk.hospitals or talk.of("expert"))[:1]
    if len(meaning.text) > _SHORT or not kept:
        return meaning
    return _joined(meaning, kept)


def _more_of_it(meaning: Meaning, talk: Talk) -> Meaning:
    """「附近有吗」, 「那呢」: nothing is named, so all that was spoken of is meant."""
    asks = bool(meaning.wishes & _FINDING) or len(rest_of(meaning)) <= _REST
    if len(meaning.text) > _SHORT or not (asks and (_AND_THEN.search(meaning.text) or meaning.wants("near"))):
        return meaning
    return _joined(meaning, talk.of(*_SUBJECTS, *_PLACES), talk.specialties, talk.wishes & _FINDING)


def _place_alone(meaning: Meaning) -> bool:
    """Whether little but a place is said: 松江房价 is another matter."""
    wishes = meaning.wishes - {"later", "hospital"}
    if wishes - _FINDING or (meaning.wants("base") and not _AND_THEN.search(meaning.text)):
        return False
    return len(meaning.text) <= _PLACE_LENGTH and bool(
        wishes or _AND_THEN.search(meaning.text) or len(rest_of(meaning)) <= _REST
    )


def rest_of(meaning: Meaning) -> str:
    """The words beside days and places."""
    rest = "".join(
        letter
        for at, letter in enumerate(meaning.written)
        if not any(first <= at < last for first, last in meaning.when.spans)
    )
    for mention in (m for kind in _PLACES for m in meaning.of(kind)):
        rest = rest.replace(mention.said, "")
    return rest


def _half_day(meaning: Meaning) -> str:
    """A half-day that was said without a day, empty otherwise."""
    if not (meaning.when.none or meaning.when.assumed):
        return ""
    return next((half for half, said in _HALVES.items() if said.search(meaning.text)), "")


def _joined(
    meaning: Meaning,
    kept: Iterable[Mention],
    specialties: tuple[Reading, ...] = (),
    wishes: frozenset[str] = frozenset(),
    when: When | None = None,
) -> Meaning:
    return msgspec.structs.replace(
        meaning,
        mentions=(*meaning.mentions, *kept),
        specialties=meaning.specialties or specialties,
        wishes=meaning.wishes | wishes,
        when=when or meaning.when,
        continued=True,  # the few words alone are like many entries; together with the talk they are not
    )
