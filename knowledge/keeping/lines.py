"""Many short texts in one long one, so that a word is looked for in all of them at once."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate


class Lines:
    """Texts without line breaks, numbered from 0. A word may begin or end with a line break: where a text does."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Take the texts."""
        held = list(lines)
        self._all = "\n".join(("", *held, ""))
        self._ends = list(accumulate(len(line) + 1 for line in held))

    def having(self, *words: str) -> set[int]:
        """Numbers of the texts in which one of the words stands."""
        return {number for word in words if word for number in self._with(word)}

    def _with(self, word: str) -> Iterator[int]:
        at = self._all.find(word)
        while at >= 0:
            number = bisect_right(self._ends, at)
            yield number
            at = self._all.find(word, self._ends[number])
