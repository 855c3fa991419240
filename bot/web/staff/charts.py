"""Charts drawn on the server: SVG without a script or a style of its own, so that the page's policy holds for them.

Colours come from ``figures.css``; each bar says its figure in a title, which browsers show and screen readers read.
"""

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

import leather
from markupsafe import Markup

_WIDTH, _HEIGHT = 420, 220
_SVG: Final = "http://www.w3.org/2000/svg"
_DRAWN: Final = frozenset({"fill", "stroke", "font-family", "font-size"})
"""What the library writes itself and our own style sheet says instead."""


def bars(title: str, labels: Sequence[str], counts: Sequence[int | None], every: int = 1) -> Markup:
    """A bar for each count, every so-many-th with its label below; a gap where a figure is not told (None).

    There must be one at least.
    """
    steps = _steps(max([count or 0 for count in counts], default=0))
    chart = leather.Chart()
    chart.add_columns([(label, count or 0) for label, count in zip(labels, counts, strict=True)])
    chart.add_y_scale(0, steps[-1])
    chart.add_y_axis(ticks=steps)
    root = ET.fromstring(chart.to_svg(width=_WIDTH, height=_HEIGHT))  # noqa: S314 - our own drawing, no stranger's
    _thin_out(root, every)
    _tell(root, title, labels, counts)
    ET.register_namespace("", _SVG)
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - escaped by the tree


def _steps(most: int) -> list[int]:
    """At most five whole numbers for the axis, from 0 on; the last is not below ``most``."""
    size = next(step * 10**power for power in range(12) for step in (1, 2, 5) if step * 10**power * 4 >= most)
    return [size * n for n in range(max(1, -(-most // size)) + 1)]


def _thin_out(root: ET.Element, every: int) -> None:
    """Only every so-many-th day or hour keeps its label: the others would lie on top of each other."""
    for axis in root.iter(f"{{{_SVG}}}g"):
        if axis.get("class") == "axis bottom":
            for place, tick in enumerate(list(axis)):
                if place % every:
                    axis.remove(tick)


def _tell(root: ET.Element, title: str, labels: Sequence[str], counts: Sequence[int | None]) -> None:
    """Words for who does not see it; no colours, which the page has its own."""
    root.attrib = {"viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "role": "img", "aria-label": title}
    for node in root.iter():
        node.attrib = {name: value for name, value in node.attrib.items() if name not in _DRAWN}
    drawn = (node for group in root.iter() if group.get("class") == "series columns" for node in group)
    for node, label, count in zip(drawn, labels, counts, strict=True):
        if count is not None:
            ET.SubElement(node, f"{{{_SVG}}}title").text = f"{label}: {count}"
