"""The place a roster names → an institution of the Book and, where the text says one, a campus."""

import re
from collections.abc import Iterable

import msgspec
from rapidfuzz import fuzz, process

from knowledge.model import Institution
from knowledge.understanding.normalise import canonical

_BETWEEN = re.compile(r"[\s·•\-—_()\[\]（）【】]")
_BRACKETS = re.compile(r"(.+?)[(（\[【](.+)[)）\]】]")
_CAMPUS = re.compile(r"总院|本部|分部|分院|门诊部|[东西南北中新老](?:院|部|院区|区)|.{1,8}院区")
_NEAR = 50.0


class Found(msgspec.Struct, frozen=True):
    """An institution, and the campus that stood beside its name."""

    institution: Institution
    campus: str = ""


class Places:
    """Institutions by every name that rosters use for them."""

    def __init__(self, institutions: Iterable[Institution]) -> None:
        """Take the institutions of the Book."""
        self._held = list(institutions)
        self._full: dict[str, Institution] = {}
        bare: dict[str, Institution] = {}
        for one in self._held:
            for name in (one.name, one.short, one.source_name, *one.aliases):
                self._full.setdefault(_key(name), one)
            bare.update({_key(name): one for name in one.also_place})
        self._full.pop("", None)
        self._exact = bare | self._full
        self._asked: dict[str, Found | None] = {}

    @property
    def known(self) -> list[str]:
        """The short names with their ids, for a message."""
        return [f"{one.short} {one.id}" for one in self._held]

    def find(self, text: str) -> Found | None:
        """The institution that ``text`` names: exactly, or followed by one of its campuses. Never by a near name."""
        if text not in self._asked:
            self._asked[text] = self._find(text)
        return self._asked[text]

    def _find(self, text: str) -> Found | None:
        bracketed = _BRACKETS.fullmatch(text.strip())
        if bracketed and (one := self._exact.get(_key(bracketed[1]))):
            campus = bracketed[2].strip()
            return Found(one, "" if _key(campus) in self._exact else campus)
        if one := self._exact.get(_key(text)):
            return Found(one)
        return self._with_campus(_key(text))

    def _with_campus(self, key: str) -> Found | None:
        for name in sorted((name for name in self._full if key.startswith(name)), key=len, reverse=True):
            one, rest = self._full[name], key.removeprefix(name)
            if _CAMPUS.fullmatch(rest) or rest in {_key(campus.name) for campus in one.campuses}:
                return Found(one, rest)
        return None

    def near(self, text: str) -> list[str]:
        """Up to three names that look alike, to put into a question."""
        names = {_key(one.short): one.short for one in self._held}
        found = process.extract(_key(text), names.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR)
        return [names[key] for key, _, _ in found]


def _key(text: str) -> str:
    return _BETWEEN.sub("", canonical(text)).removeprefix("上海市")
