"""A spreadsheet as plain sheets of text cells, with what is merged, hidden or broken."""

from dataclasses import dataclass, field

Place = tuple[int, int]
"""Row and column, both counted from 0."""

Area = tuple[int, int, int, int]
"""First row, last row, first column, last column, all from 0 and inclusive."""


def address(place: Place) -> str:
    """``A1`` notation of a place."""
    row, column = place
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``rows`` hold every cell as text (dates ISO, times HH:MM); a merged area has it once.

    ``broken`` are cells with a formula error or a formula without a saved result, and what is written there.
    """

    name: str
    rows: list[list[str]]
    areas: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    broken: dict[Place, str] = field(default_factory=dict)
    _anchor: dict[Place, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        limit = len(self.rows)
        for top, bottom, left, right in self.areas:
            for row in range(top, min(bottom, limit - 1) + 1):
                for column in range(left, min(right, self.width - 1) + 1):
                    self._anchor[row, column] = (top, left)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def anchor(self, place: Place) -> Place:
        """The first cell of the merged area a place lies in, or the place itself."""
        return self._anchor.get(place, place)

    def text(self, place: Place) -> str:
        """What a reader sees at a place: the text of its merged area."""
        row, column = self.anchor(place)
        return self.rows[row][column]

    def filled(self, row: int) -> list[tuple[int, str]]:
        """Visible texts of a row as (column, text), a merged area once, at its first visible column."""
        seen: set[Place] = set()
        out = []
        for column in range(self.width):
            anchor = self.anchor((row, column))
            value = self.rows[anchor[0]][anchor[1]]
            if value and column not in self.hidden_columns and anchor not in seen:
                seen.add(anchor)
                out.append((column, value))
        return out

    def spans(self, row: int, column: int) -> int:
        """How many columns the area at a place covers."""
        anchor = self.anchor((row, column))
        span = 1
        while self._anchor.get((row, column + span)) == anchor:
            span += 1
        return span
