"""Text on a canvas: broken into lines that fit, drawn, struck through."""

import re
from collections.abc import Iterator

import msgspec
from PIL import ImageDraw

from knowledge.pictures.fonts import face_of, font

Colour = str
INK: Colour = "#111111"
_OPENING, _CLOSING = "（【「『《“", "，、。；：！？·）】」』》”"
_CLAUSE = re.compile(rf"[{_OPENING}]*[^{_OPENING}{_CLOSING}\s]*[{_CLOSING}\s]*", re.DOTALL)
_PIECE = re.compile(rf"[{_OPENING}]*(?:[0-9A-Za-z:–./\-]+|.)[{_CLOSING}]*", re.DOTALL)
_LEADING = 1.3


class Style(msgspec.Struct, frozen=True):
    """How a text looks. ``size`` in pixels."""

    size: int
    bold: bool = False
    colour: Colour = INK
    struck: bool = False

    @property
    def height(self) -> int:
        """Of a line, in pixels."""
        return round(self.size * _LEADING)


class Line(msgspec.Struct, frozen=True):
    """One line that fits its column."""

    text: str
    style: Style


def width(text: str, style: Style) -> float:
    """In pixels."""
    return font(style.size, bold=style.bold).getlength(text)


def wrapped(text: str, style: Style, most: float) -> Iterator[Line]:
    """The text in lines at most ``most`` pixels wide, broken after a clause where that fits, else where it must be.

    Numbers stay whole, and no line begins with a closing mark or ends with an opening one.
    """
    line = ""
    for piece in _pieces(text, style, most):
        if line and width((line + piece).rstrip(), style) > most:
            yield Line(line.rstrip(), style)
            line = ""
        line += piece
    if line.strip():
        yield Line(line.rstrip(), style)


def _pieces(text: str, style: Style, most: float) -> Iterator[str]:
    for clause in filter(None, _CLAUSE.findall(text)):
        yield from [clause] if width(clause.rstrip(), style) <= most else _parts(clause, style, most)


def _parts(clause: str, style: Style, most: float) -> Iterator[str]:
    for piece in _PIECE.findall(clause):
        yield from [piece] if width(piece, style) <= most else piece


def draw(canvas: ImageDraw.ImageDraw, x: float, y: float, line: Line, colour: Colour = "") -> None:
    """Draw a line with its upper left corner at this point."""
    style = line.style
    colour = colour or style.colour
    thick = 1 if style.bold and face_of(bold=True).thicken else 0
    middle = y + style.height / 2
    canvas.text(
        (x, middle), line.text, fill=colour, font=font(style.size, bold=style.bold), anchor="lm", stroke_width=thick
    )
    if style.struck:
        stroke = max(3, style.size // 14)
        canvas.line([(x, middle), (x + width(line.text, style), middle)], fill=colour, width=stroke)
