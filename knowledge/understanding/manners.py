"""Words of politeness around a question: they say nothing about its subject and must not water it down."""

import re

_MANNERS = re.compile(
    r"请问一下|请问|麻烦问一下|麻烦问|麻烦[您你]?|我?想(?:请问|咨询|打听|了解|问)(?:一下|问)?|问一下|打扰一下|打扰了|不好意思|劳驾|"
    r"[您你]好|谢谢[您你]?了?|多谢[您你]?|辛苦[您你]?了?|拜托[您你]?了?"
)
_EDGES = " ,.?!;:~、。…"
_LEAST = 4


def without_manners(text: str) -> str:
    """A canonical text without 请问 and 谢谢; as it is when little else was said."""
    plain = _MANNERS.sub("", text).strip(_EDGES)
    return plain if len(plain) >= _LEAST else text
