"""Fuzzy retrieval: the entries whose phrasings are nearest to a question, whatever was mistyped.

Posting lists of character pairs, syllable pairs and initials find candidates, rarest gram first until a budget
of postings is spent; comparing whole strings on both levels puts the candidates in order. What a gram is worth
depends only on how many phrasings have it, so that an unrelated entry changes no other answer.
"""

from collections.abc import Iterable
from typing import NamedTuple

from knowledge.understanding.index_forms import Form, asked, entry_grams, form, question_grams
from knowledge.understanding.index_rank import scores
from knowledge.understanding.index_store import Store
from knowledge.understanding.index_tally import Weighed, tally
from knowledge.understanding.normalise import canonical

_LONGEST = 256  # characters of a question that are read
_LEAST_BUDGET, _MOST_BUDGET = 2_000, 20_000  # postings read for one question, in a small and in a large index
_CANDIDATES = 30  # phrasings compared as whole strings
_SLACK = 1_000  # deaths that are never worth a compaction


class Hit(NamedTuple):
    """An entry, how near it is (1.0: the same words; below .4: unrelated), and its canonical phrasing that matched."""

    key: str
    score: float
    text: str


class Index:
    """An immutable snapshot of (key, phrasing) pairs; a key may have many phrasings.

    Snapshots made by :meth:`with_changes` share one growing log, so that a change costs what it touches.
    """

    def __init__(self, entries: Iterable[tuple[str, str]] = (), *, log: Store | None = None) -> None:
        self._log = Store() if log is None else log
        for key, phrasing in entries:
            if text := canonical(phrasing):
                self._log.add(key, text)
        self._moment = self._log.moment()

    def as_plain(self) -> tuple[object, ...]:
        """The index as plain values, for a cache."""
        return self.compacted().as_plain() if self._moment.deaths else self._log.as_plain()

    @classmethod
    def from_plain(cls, plain: tuple[object, ...]) -> "Index":
        """The index that :meth:`as_plain` told of."""
        return cls(log=Store.from_plain(plain))

    def __len__(self) -> int:
        """Living phrasings."""
        return self._moment.size - self._moment.deaths

    def search(self, query: str, limit: int = 5, left_out: tuple[str, str] | None = None) -> list[Hit]:
        """The nearest entries, best first, each by its best phrasing; of equals the shorter comes first.

        ``left_out``: a key and a canonical phrasing of it, which is as if it were not there.
        """
        question = asked(canonical(query[:_LONGEST])[:_LONGEST])
        lists, whole = self._lists(question, frozenset(entry_grams(form(left_out[1])) if left_out else ()))
        found = self._candidates(lists, left_out)
        texts = [self._log.text(number) for number, _ in found]
        scored = zip(found, texts, scores(question, texts, [weight / whole for _, weight in found]), strict=True)
        best: dict[str, Hit] = {}
        for hit in sorted((Hit(self._log.key(n), score, text) for (n, _), (text, _), score in scored), key=_order):
            best.setdefault(hit.key, hit)
        return [*best.values()][:limit]

    def with_changes(self, added: Iterable[tuple[str, str]], removed: Iterable[str]) -> "Index":
        """A new snapshot without the ``removed`` keys and then with the ``added`` phrasings; this one stays as it is.

        Costs milliseconds, except when more phrasings died than live, or when this is not the newest snapshot:
        then the index is built anew. One thread at a time may call it, any number may search meanwhile.
        """
        crowded = self._moment.deaths > max(len(self), _SLACK)
        log = self._copied() if crowded or self._moment != self._log.moment() else self._log
        for key in removed:
            log.remove(key)
        return Index(added, log=log)

    def apart(self) -> "Index":
        """The same snapshot with a log of its own, copied as it is: changes of the one never touch the other."""
        other = Index(log=self._log.copied())
        other._moment = self._moment  # the log may have grown while it was copied
        return other

    def compacted(self) -> "Index":
        """The same phrasings in a log of their own, without the dead: seconds for 100,000."""
        return Index(log=self._copied())

    def _copied(self) -> Store:
        log = Store()
        for key, text in self._log.living(self._moment):
            log.add(key, text)
        return log

    def _lists(self, question: Form, spared: frozenset[str]) -> tuple[list[Weighed], float]:
        """Posting lists to read, rarest first, and the weight of all of them and of grams that nobody has.

        One phrasing that has the ``spared`` grams is not counted.
        """
        grams = question_grams(question)
        counts = sorted((self._log.count(gram, self._moment) - (gram in spared), gram) for gram in grams)
        left = min(max(_LEAST_BUDGET, self._moment.size // 64), _MOST_BUDGET)
        lists: list[Weighed] = []
        whole = 0.0
        for count, gram in counts:
            if count > left and lists:
                break
            weight = _weight(gram, count)
            whole += weight
            if count:
                lists.append(Weighed(weight, self._log.postings(gram, self._moment, left)))
            left -= count
        return lists, whole

    def _candidates(self, lists: list[Weighed], left_out: tuple[str, str] | None) -> list[tuple[int, float]]:
        """(number, shared weight) of the living phrasings with the most weight, the shorter ones of those that tie."""
        keep = _CANDIDATES
        while True:
            found = tally(lists, keep, self._moment.size)
            living = found
            if self._moment.deaths:
                living = [pair for pair in found if self._log.is_alive(pair[0], self._moment)]
            if left_out:
                key, text = left_out
                living = [one for one in living if self._log.key(one[0]) != key or self._log.text(one[0])[0] != text]
            if len(living) >= _CANDIDATES or len(found) < keep:
                break
            keep *= 2
        if len(living) <= _CANDIDATES:
            return living
        last = sorted((weight for _, weight in living), reverse=True)[_CANDIDATES - 1]
        more = [pair for pair in living if pair[1] > last]
        tied = sorted((pair for pair in living if pair[1] == last), key=lambda pair: self._log.length(pair[0]))
        return [*more, *tied][:_CANDIDATES]


def _weight(gram: str, count: int) -> float:
    """What sharing a gram is worth: each pair in it 1 when one phrasing (or none) has it, .1 when 10,000 have."""
    return float(max(len(gram) - 1, 1) * max(count, 1) ** -0.25)


def _order(hit: Hit) -> tuple[float, int, str, str]:
    return -hit.score, len(hit.text), hit.key, hit.text
