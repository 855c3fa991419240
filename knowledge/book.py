"""The Book in memory: an immutable snapshot of all facts with the look-ups that answering needs."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeVar, cast

from knowledge import model as m
from knowledge.questions import Questions
from knowledge.reading import Changes
from knowledge.schedule import Clinics
from knowledge.series import Series
from knowledge.tuning import USUAL, Tuning

F = TypeVar("F", bound=m.Fact)


class Book:
    """Facts of one version. Never changed: :meth:`with_changes` gives the next one."""

    def __init__(
        self,
        kinds: Mapping[str, Mapping[str, m.Fact]],
        version: int = 0,
        ready: Callable[[Mapping[str, m.Entry]], Questions] = Questions.of,
        tuning: Tuning = USUAL,
    ) -> None:
        """Take facts as kind → id → fact, what makes the questions of entries ready, and what an owner has set."""
        self.version = version
        self.kinds = kinds
        self._ready = ready
        self.tuning = tuning

    @classmethod
    def from_changes(
        cls, changes: Changes, ready: Callable[[Mapping[str, m.Entry]], Questions] = Questions.of
    ) -> "Book":
        """The Book from everything that was ever put into it."""
        return cls({}, 0, ready).with_changes(changes)

    @cached_property
    def questions(self) -> Questions:
        """The questions of the entries, ready to be compared with a new one."""
        return self._ready(self.entries)

    def of(self, kind: str, _type: type[F]) -> dict[str, F]:
        """All facts of a kind by id."""
        return cast("dict[str, F]", self.kinds.get(kind, {}))

    @cached_property
    def sources(self) -> dict[str, m.Source]:
        """Publications by id."""
        return self.of("source", m.Source)

    @cached_property
    def districts(self) -> dict[str, m.District]:
        """The 16 districts by id."""
        return self.of("district", m.District)

    @cached_property
    def localities(self) -> dict[str, m.Locality]:
        """Towns, stations and quarters by id."""
        return self.of("locality", m.Locality)

    @cached_property
    def institutions(self) -> dict[str, m.Institution]:
        """Hospitals and health centres by id."""
        return self.of("institution", m.Institution)

    @cached_property
    def specialties(self) -> dict[str, m.Specialty]:
        """Specialties by id."""
        return self.of("specialty", m.Specialty)

    @cached_property
    def specialty_named(self) -> dict[str, m.Specialty]:
        """Specialties by contract name."""
        return {s.name: s for s in self.specialties.values()}

    @cached_property
    def bases(self) -> dict[str, m.Base]:
        """Bases by id, in the order of the published list."""
        return self.of("base", m.Base)

    @cached_property
    def base_at(self) -> dict[str, m.Base]:
        """Bases by the id of their institution."""
        return {base.institution: base for base in self.bases.values()}

    @cached_property
    def bases_led_by(self) -> dict[str, tuple[m.Base, ...]]:
        """Bases by the id of their lead hospital."""
        led: dict[str, list[m.Base]] = defaultdict(list)
        for base in self.bases.values():
            led[base.lead].append(base)
        return {lead: tuple(bases) for lead, bases in led.items()}

    @cached_property
    def alliances(self) -> dict[str, m.Alliance]:
        """Alliances by id."""
        return self.of("alliance", m.Alliance)

    @cached_property
    def people(self) -> dict[str, m.Person]:
        """People named in reports by id."""
        return self.of("person", m.Person)

    @cached_property
    def hotlines(self) -> dict[str, m.Hotline]:
        """Public numbers that may be shown, by number."""
        return {h.number: h for h in self.of("hotline", m.Hotline).values() if h.shown}

    @cached_property
    def pathways(self) -> dict[str, m.Pathway]:
        """Referral conversations by id."""
        return self.of("pathway", m.Pathway)

    @cached_property
    def entries(self) -> dict[str, m.Entry]:
        """Questions with answers by id."""
        return self.of("entry", m.Entry)

    @cached_property
    def series(self) -> dict[str, Series]:
        """Series of reminders made by staff, by id."""
        return self.of("series", Series)

    @cached_property
    def clinics(self) -> Clinics:
        """Expert clinics, ready to be asked who sits when."""
        return Clinics(self.kinds)

    def with_changes(self, changes: Changes) -> "Book":
        """The Book after these changes; kinds that did not change are shared, and the index of questions only grows."""
        if changes.whole and self.kinds:
            return Book.from_changes(changes, self._ready)
        kinds = dict(self.kinds)
        for kind, edits in _by_kind(changes).items():
            kept = dict(kinds.get(kind, {})) | {i: f for i, f in edits.items() if f is not None}
            for removed in (i for i, f in edits.items() if f is None):
                kept.pop(removed, None)
            kinds[kind] = kept
        book = Book(kinds, changes.version, self._ready, changes.tuning or self.tuning)
        edited = _by_kind(changes).get("entry", {})
        if "questions" in self.__dict__:  # made ready already: take in only what changed
            book.questions = self.questions.with_changes(book.entries, edited) if edited else self.questions
        return book


def _by_kind(changes: Changes) -> dict[str, dict[str, m.Fact | None]]:
    edits: dict[str, dict[str, m.Fact | None]] = {}
    for (kind, key), fact in changes.changed.items():
        edits.setdefault(kind, {})[key] = fact
    for kind, key in changes.removed:
        edits.setdefault(kind, {})[key] = None
    return edits
