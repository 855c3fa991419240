"""Before any handler: safety first, then manners in groups, then pace; and in which language to speak."""

import re

from handlers.incoming import Incoming
from knowledge.people import Preferences
from knowledge.understanding.normalise import canonical, has_han
from knowledge.understanding.pinyin import spell
from knowledge.understanding.safety import alarm
from knowledge.wording import Voice

_WORD = re.compile(r"[a-z']+")


def is_alarm(incoming: Incoming) -> bool:
    """Whether the words tell of danger: such a message is answered whatever the pace."""
    return bool(incoming.text) and alarm(canonical(incoming.text)) is not None


def to_be_answered(incoming: Incoming) -> bool:
    """Whether to speak at all: in a group only when spoken to, or when somebody there is surely in danger."""
    if incoming.private or incoming.addressed:
        return True
    danger = alarm(canonical(incoming.text)) if incoming.text else None
    return danger is not None and danger.certain


def voice_for(incoming: Incoming, wishes: Preferences) -> Voice:
    """The language a person chose; else the one they write in; else the channel's hint; else Chinese."""
    if wishes.language:
        return Voice(wishes.language)
    if has_han(incoming.text):
        return Voice("zh-hant" if _traditional(incoming.text) else "zh")
    if _english(incoming.text):
        return Voice("en")
    hint = incoming.language.lower()
    if not incoming.text and hint.startswith(("zh-hant", "zh-tw", "zh-hk")):
        return Voice("zh-hant")
    return Voice("en" if not incoming.text and hint.startswith("en") else "zh")


def _traditional(text: str) -> bool:
    written = "".join(character for character in text if has_han(character))
    return canonical(written) != written


def _english(text: str) -> bool:
    words = _WORD.findall(canonical(text))
    return len(words) > 1 and sum(spell(word) is None for word in words) * 2 > len(words)
