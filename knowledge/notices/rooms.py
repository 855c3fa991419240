"""Rooms: their figures are covered up, so that none is read as a day, and told again where a clinic goes to one."""

import re

_PLAIN, _COVERED = "0123456789", "⓪①②③④⑤⑥⑦⑧⑨"
_MOVES = re.compile(
    r"(?<=诊室|诊间|地点|位置)(?:[由从自][^,。;]{1,8}?)?[^,。;\d]{0,6}(?:改|调整|变更|调|挪|移|换|搬|迁)(?:到|至|为|在|往)([^,。;()]{2,16})"
)
_ROOM = re.compile(r"^ ?([a-z]?[^,。;()\d]{0,6}[a-z]?[\d⓪①-⑨·][^,。;()]{0,11})", re.IGNORECASE)


def with_room_covered(line: str) -> str:
    """诊室换到3楼8诊室 with figures that are no figures: what the clinic's new room is called is kept."""
    return _MOVES.sub(lambda match: match[0].translate(str.maketrans(_PLAIN, _COVERED)), line)


def room_in(text: str) -> str:
    """The room that words begin with whose figures were covered; "" when they begin with none."""
    match = _ROOM.match(text)
    said = match[1].strip() if match else ""
    return said.translate(str.maketrans(_COVERED, _PLAIN)).upper() if set(said) & set(_COVERED) else ""
