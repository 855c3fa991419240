"""An A4 poster with a code to scan: large enough to read from two steps away, as a picture or to print."""

import io
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
import segno
from PIL import Image, ImageDraw

from knowledge.pictures.text import INK, Line, Style, draw, width, wrapped

DPI: Final = 300
SIZE: Final = (2480, 3508)
"""A4 upright at 300 dots an inch."""

_EDGE: Final = 180
_CODE: Final = 1600
"""Side of the code with its quiet border, at most, in pixels: 13 cm, to be scanned from a metre away."""
_BLUE, _GREY = "#0B4F8A", "#444444"
_BAND: Final = 330


class Poster(msgspec.Struct, frozen=True, kw_only=True):
    """What a poster says: whose it is, what one can ask, how to scan, where the code leads, address and dates below."""

    name: str
    asks: str
    how: str
    link: str
    below: tuple[str, ...] = ()


def as_png(poster: Poster) -> bytes:
    """The poster as a picture. Raises NoFont where there is no Chinese typeface."""
    held = io.BytesIO()
    _drawn(poster).save(held, "PNG", dpi=(DPI, DPI))
    return held.getvalue()


def as_pdf(poster: Poster) -> bytes:
    """The poster as one page to print. Raises NoFont where there is no Chinese typeface."""
    held = io.BytesIO()
    dates = {"creationDate": None, "modDate": None}  # the same poster is the same file
    _drawn(poster).save(held, "PDF", resolution=DPI, title=poster.name, **dates)
    return held.getvalue()


def _drawn(poster: Poster) -> Image.Image:
    page = Image.new("RGB", SIZE, "#FFFFFF")
    canvas = ImageDraw.Draw(page)
    canvas.rectangle([0, 0, SIZE[0], _BAND], fill=_BLUE)
    _centred(canvas, 30, [Line("家门口", Style(200, bold=True, colour="#FFFFFF"))])
    y = _centred(canvas, _BAND + 70, [*_lines(poster.name, Style(170, bold=True))])
    y = _centred(canvas, y + 10, [*_lines(poster.asks, Style(100, colour=_BLUE, bold=True))])
    code = _code(poster.link)
    page.paste(code, ((SIZE[0] - code.width) // 2, y))
    y = _centred(canvas, y + code.height, [*_lines(poster.how, Style(120, bold=True))])
    y = _centred(canvas, y, [*_lines(poster.link, Style(66, colour=_GREY))])
    below = [line for part in poster.below for line in _lines(part, Style(84, colour=INK))]
    top = max(y + 30, SIZE[1] - 110 - sum(line.style.height for line in below))
    canvas.line([(_EDGE, top - 20), (SIZE[0] - _EDGE, top - 20)], fill=_BLUE, width=6)
    _centred(canvas, top, below)
    return page


def _lines(text: str, style: Style) -> Iterator[Line]:
    yield from wrapped(text, style, SIZE[0] - 2 * _EDGE)


def _centred(canvas: ImageDraw.ImageDraw, y: int, lines: Sequence[Line]) -> int:
    for line in lines:
        draw(canvas, (SIZE[0] - width(line.text, line.style)) / 2, y, line)
        y += line.style.height
    return y


def _code(link: str) -> Image.Image:
    """The code with its quiet border; it can still be read with a quarter of it damaged."""
    code = segno.make_qr(link, error="q")
    held = io.BytesIO()
    code.save(held, kind="png", scale=_CODE // code.symbol_size()[0])
    return Image.open(held).convert("RGB")
