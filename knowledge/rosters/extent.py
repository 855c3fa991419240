"""How far an XLSX unfolds, told by walking through its XML before any library builds tables from it.

Every part is looked at, wherever it lies and however it is written: a sheet need not stand in ``xl/worksheets``, its
XML may be UTF-16, and a reference may be spelt ``$a$1``. The libraries that read it afterwards would follow all of it.
"""

from typing import Final
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from knowledge.rosters.refusals import MAX_CELLS, refuse

_ROWS, _COLUMNS = 1_048_576, 16_384
_DENSE: Final = 10 * MAX_CELLS
"""Cells of one sheet held as a table, written or not; twice as many of all sheets together."""
_SPREAD: Final = 5 * MAX_CELLS
"""Cells that merged areas, links and remarks lie on: each of them becomes a cell of its own."""
_ELEMENTS: Final = 20 * MAX_CELLS
_AREAS: Final = frozenset({"mergeCell", "hyperlink", "comment"})


class BrokenXML(ValueError):
    """What is no XML, or says where a cell stands in no known way."""


class Extent:
    """What all parts of a file unfold to so far."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._elements = self._cells = self._dense = self._spread = 0
        self._row = self._column = self._last_row = self._last_column = 0

    def add(self, xml: bytes) -> None:
        """Count one part. Raises RosterRefusedError as soon as all of them are too much, and for an XML that declares a
        document type of its own, which no spreadsheet does; BrokenXML for what is none.
        """
        self._row = self._column = self._last_row = self._last_column = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begun
        parser.StartDoctypeDeclHandler = _has_a_type
        try:
            parser.Parse(xml, True)
        except (expat.ExpatError, ValueError) as broken:
            raise BrokenXML from broken
        area = self._last_row * self._last_column
        self._dense += area
        if area > _DENSE or self._dense > 2 * _DENSE:
            raise refuse("cells")

    def _begun(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row, self._column = int(attributes.get("r") or self._row + 1), 0
        elif name == "c":
            self._cell(attributes.get("r", ""))
        elif name in _AREAS:
            self._area(attributes.get("ref", "A1"))
        if self._elements > _ELEMENTS or self._cells > MAX_CELLS or self._spread > _SPREAD:
            raise refuse("cells")

    def _cell(self, where: str) -> None:
        """A cell; one that does not say where it stands follows the one before it."""
        if where:
            self._column, self._row, *_ = _bounds(where)
        else:
            self._column += 1
        self._cells += 1
        self._last_row, self._last_column = max(self._last_row, self._row), max(self._last_column, self._column)

    def _area(self, where: str) -> None:
        left, top, right, bottom = _bounds(where)
        self._spread += (right - left + 1) * (bottom - top + 1)


def _bounds(where: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of ``A1`` or ``A1:B2``. Raises ValueError for what is neither."""
    left, top, right, bottom = range_boundaries(where)
    return left or 1, top or 1, right or _COLUMNS, bottom or _ROWS


def _has_a_type(*_: object) -> None:
    raise refuse("damaged")
