"""A question on the desk: its meaning, the Book and the voice, with what the rules ask of it again and again."""

import re
from datetime import date
from functools import cached_property

from knowledge import model as m
from knowledge.answering import entries
from knowledge.answering.answer import Answer
from knowledge.book import Book
from knowledge.questions import key_term
from knowledge.understanding.index import Hit
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.mentions import Mention
from knowledge.understanding.pinyin import sound_with_spelling
from knowledge.wording import Voice

_EXPERT = re.compile(r"名医|名中医|老中医|老专家|大专家|专家|教授|主任|名家|特需|老法师")
_CLINIC = re.compile(r"门诊|门珍|专家号|有号|挂.*号|坐诊|出诊")

_TELLS = re.compile(
    r"[\u3400-\u9fff]{2,}(?:分成|分为|划成|划分为|分了?|有)了?[\d一二两三四五六七八九十]+个?大?(?:片区?|块|区域?|种|类|级|组|派)(?:的|了|呀|啊|哦)?[。!~]*$"
)


class Case:
    """One question being answered."""

    def __init__(self, meaning: Meaning, book: Book, voice: Voice) -> None:
        """Take what was understood, the facts and how to speak."""
        self.meaning = meaning
        self.book = book
        self.voice = voice

    def entry(self, least: float, topics: frozenset[str] = frozenset()) -> Answer | None:
        """The best entry of these topics as an answer, None when none is at least ``least`` sure."""
        fits = entries.fitting(self.hits, self.meaning, self.book, topics)
        if not fits or fits[0][1] < least:
            return None
        return entries.said(fits[0][0], fits[0][1], self.book, self.voice)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """Entries that may be meant, the likeliest first; looked up only when a rule asks."""
        if self.meaning.continued or self._only_tells:
            return ()
        return self.book.questions.likely(self.meaning.text)

    @cached_property
    def _only_tells(self) -> bool:
        """Whether the words ask nothing and only tell how many there are of something: 「上海中医分成四大片」."""
        return not self.meaning.wishes and bool(_TELLS.search(self.meaning.text))

    @cached_property
    def named_base(self) -> m.Base | None:
        """The base that is named, if one is."""
        ids = (mention.id for mention in self.meaning.of("institution"))
        return next((self.book.base_at[i] for i in ids if i in self.book.base_at), None)

    @cached_property
    def subject(self) -> bool:
        """Whether a hospital or a specialty is spoken of."""
        return bool(self.meaning.of("institution") or self.meaning.specialties)

    @cached_property
    def asks_for_a_base(self) -> bool:
        """Whether bases of a specialty, a district or a place are asked for."""
        placed = bool(self.districts or self.localities)
        if self.meaning.wants("base"):
            return bool(self.wanted) or placed
        return bool(self.wanted) and placed and self.meaning.wants("where", "near", "live", "want_base")

    @cached_property
    def dated(self) -> bool:
        """Whether a day is spoken of."""
        when = self.meaning.when
        return not when.none or bool(when.past)

    @property
    def meaning_day(self) -> date:
        """The day on which the question is asked."""
        return self.meaning.now.date()

    @cached_property
    def clinic_said(self) -> bool:
        """Whether a clinic is spoken of."""
        return bool(_CLINIC.search(self.meaning.text))

    @cached_property
    def expert_said(self) -> bool:
        """Whether an expert is spoken of (a doctor alone may be the family doctor)."""
        heard = sound_with_spelling(self.meaning.text) if self.meaning.wants("expert") else ""
        return bool(_EXPERT.search(self.meaning.text)) or any(key_term(word) in heard for word in ("名医", "专家门诊"))

    @cached_property
    def several(self) -> bool:
        """Whether the name that was said fits several institutions equally well."""
        named = self.meaning.of("institution")
        if len(named) < 2:
            return False
        first, second = named[0], named[1]
        return first.score == second.score and first.start == second.start and first.how != "exact"

    @cached_property
    def wanted(self) -> list[m.Specialty]:
        """The specialties asked for, best first."""
        return [self.book.specialty_named[reading.specialty] for reading in self.meaning.specialties]

    @cached_property
    def districts(self) -> list[m.District]:
        """The districts named, surest first."""
        return [self.book.districts[mention.id] for mention in self.meaning.of("district")]

    @cached_property
    def localities(self) -> list[tuple[Mention, m.Locality]]:
        """The places named, surest first; those of a named district only, when one is."""
        found = [(mention, self.book.localities[mention.id]) for mention in self.meaning.of("locality")]
        districts = {district.id for district in self.districts}
        within = [pair for pair in found if pair[1].district in districts]
        return within or found
