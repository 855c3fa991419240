"""A line in which every person and every expression of time is one sign, so that what remains is words of change."""

import re

import msgspec

from knowledge.notices.days import Loose, Phrase, times_in
from knowledge.notices.people import Person, Roster

_PERSON, _DAY, _LOOSE = 0xF0000, 0xF1000, 0xF2000
P = "[\U000f0000-\U000f0fff]"
"""A person, in a regular expression."""
D = "[\U000f1000-\U000f1fff]"
"""Days."""
H = "[\U000f2000-\U000f2fff]"
"""A half-day, a clock time or a rule that stands by itself."""
SIGNS = "\U000f0000-\U000f2fff"
"""Any of them, within a class of characters."""
SIGN = re.compile(f"[{SIGNS}]")


class Signed(msgspec.Struct, frozen=True):
    """A text with signs, and what they stand for. A part of a line shares its lists with the whole line."""

    text: str
    people: tuple[Person, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    loose: tuple[Loose, ...] = ()

    def part(self, start: int, end: int) -> "Signed":
        """The same with only a stretch of the text."""
        return msgspec.structs.replace(self, text=self.text[start:end])

    def with_text(self, text: str) -> "Signed":
        """The same with another text."""
        return msgspec.structs.replace(self, text=text)

    def with_phrase(self, phrase: Phrase) -> tuple["Signed", str]:
        """The same with one more expression of days, and its sign."""
        return msgspec.structs.replace(self, phrases=(*self.phrases, phrase)), chr(_DAY + len(self.phrases))

    def value(self, sign: str) -> Person | Phrase | Loose:
        """What a sign stands for."""
        code = ord(sign)
        if code < _DAY:
            return self.people[code - _PERSON]
        return self.phrases[code - _DAY] if code < _LOOSE else self.loose[code - _LOOSE]

    def values(self) -> list[Person | Phrase | Loose]:
        """What the signs of the text stand for, in order."""
        return [self.value(match[0]) for match in SIGN.finditer(self.text)]

    def said(self) -> list[Person]:
        """The people of the text, in order."""
        return [value for value in self.values() if isinstance(value, Person)]

    def days(self) -> list[Phrase]:
        """The days of the text, in order."""
        return [value for value in self.values() if isinstance(value, Phrase)]

    def loose_in(self) -> list[Loose]:
        """Half-days, clock times and rules of the text that stand by themselves, in order."""
        return [value for value in self.values() if isinstance(value, Loose)]

    def halves(self) -> list[str]:
        """Half-days of the text that stand by themselves, in order."""
        return [value.half for value in self.values() if isinstance(value, Loose) and value.half]


def known_by_now(line: Signed, told: set[str]) -> Signed:
    """李主任 of whom 李二白主任 was named before is no other 李; ``told`` takes in the names of the line."""
    people, text = [], line.text
    for place, person in enumerate(line.people):
        if len(person.names) > 1 and set(person.names) <= told:
            text = re.sub(f"[两二三]位{chr(_PERSON + place)}", "", text)
        fitting = [name for name in person.names if name in told]
        people.append(Person(fitting[0], (fitting[0],)) if len(person.names) > 1 and len(fitting) == 1 else person)
        told |= set(person.names) if len(person.names) == 1 else set()
    return msgspec.structs.replace(line, people=tuple(people), text=text)


def with_former(line: Signed) -> Signed:
    """前者 and 后者 as the two people named before them."""
    told = list(dict.fromkeys(re.findall(P, re.split("[前后]者", line.text)[0])))
    if len(told) < 2:
        return line
    return line.with_text(line.text.replace("前者", told[-2]).replace("后者", told[-1]))


def signed(line: str, roster: Roster) -> Signed:
    """The line with signs for its people and its times."""
    named = roster.people_in(line)
    blanked = list(line)
    for one in named:
        blanked[one.start : one.end] = " " * (one.end - one.start)
    times = times_in(line, "".join(blanked))
    spans = [(one.start, one.end, chr(_PERSON + n)) for n, one in enumerate(named)]
    spans += [(one.start, one.end, chr(_DAY + n)) for n, one in enumerate(times.phrases)]
    spans += [(one.start, one.end, chr(_LOOSE + n)) for n, one in enumerate(times.loose)]
    for start, end, sign in sorted(spans, reverse=True):
        line = line[:start] + sign + line[end:]
    return Signed(line, tuple(one.person for one in named), times.phrases, times.loose)
