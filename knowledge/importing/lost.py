"""Places in rosters that no institution of the Book answers to."""

from collections.abc import Iterator

from knowledge.importing.places import Places
from knowledge.rosters import model as r
from knowledge.wording import Voice


class Lost:
    """Places that no institution answers to, each told once with its first cell."""

    def __init__(self, places: Places, desk: Voice | None) -> None:
        """Take the Book's names, and how to speak at the desk (None: on the command line)."""
        self._places, self._voice, self._desk = places, desk or Voice(), desk is not None
        self._cells: dict[tuple[str, str], list[str]] = {}

    def add(self, file: str, read: r.Session) -> None:
        """A session whose place is not known."""
        self._cells.setdefault((file, read.place or ""), []).append(read.cell)

    def told(self) -> Iterator[str]:
        """A sentence a place, and at the end the names that are known."""
        for (file, place), cells in self._cells.items():
            say, where = self._voice.say, f"{file} {cells[0]}"
            where = say("roster_places", where=where, count=len(cells)) if len(cells) > 1 else where
            if not place:
                yield say("roster_of_nobody" if self._desk else "roster_of_nobody_command", where=where)
            elif near := self._places.near(place):
                yield say("roster_place_near", where=where, place=place, near=self._voice.listed(near))
            else:
                yield say("roster_place_unknown", where=where, place=place)
        if self._cells and not self._desk:
            yield self._voice.say("roster_places_known", known=self._voice.listed(self._places.known))
