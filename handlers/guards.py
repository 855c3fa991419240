"""Before any handler: safety first, then manners in groups, then pace; and in which language to speak."""

import re

from handlers.incoming import Incoming
from knowledge.people import Preferences
from knowledge.understanding.normalise import canonical, has_han
from knowledge.understanding.pinyin import spell
from knowledge.understanding.safety import alarm, ask_first
from knowledge.wording import Voice

_WORD = re.compile(r"[a-z']+")


def is_alarm(incoming: Incoming) -> bool:
    """Whether danger is told of, or what may be one, or asked back about: answered whatever the pace."""
    text = canonical(incoming.text)
    return incoming.token.startswith("now:") or (
        bool(text) and (alarm(text) is not None or ask_first(text) is not None)
    )


def to_be_answered(incoming: Incoming) -> bool:
    """Whether to speak at all: in a group only when spoken to, or when somebody there is surely in danger."""
    if incoming.private or incoming.addressed:
        return True
    danger = alarm(canonical(incoming.text)) if incoming.text else None
    return danger is not None and danger.certain


def voice_for(incoming: Incoming, wishes: Preferences, last: str = "") -> Voice:
    """The language a person chose; else the one they write in; else that of the last turn; else the channel's hint."""
    before = [language for language in (last, _hinted(incoming.language)) if language]
    if has_han(incoming.text):
        before = [language for language in before if language != "en"]
    command = incoming.text.lstrip().startswith("/")  # the same in every language
    told = wishes.language or ("" if command else _written(incoming.text))
    return Voice(told or next(iter(before), "zh"))


def _hinted(hint: str) -> str:
    """The language of a channel's hint, empty for one we do not speak."""
    hint = hint.lower()
    if hint.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")):
        return "zh-hant"
    return next((language for language in ("zh", "en") if hint.startswith(language)), "")


def _written(text: str) -> str:
    """The language a text is surely written in, empty for one that reads the same in several."""
    han = "".join(character for character in text if has_han(character))
    if han:
        if canonical(han) != han:
            return "zh-hant"
        return "zh" if any(_simplified_only(character) for character in han) else ""
    words = _WORD.findall(canonical(text))
    foreign = sum(spell(word) is None for word in words)
    if len(words) < 2 or 0 < foreign * 2 <= len(words):
        return ""
    return "en" if foreign else "zh"  # several words that are all syllables are typed pinyin


def _simplified_only(character: str) -> bool:
    """Whether a character is none of those that traditional texts are written with (Big5 holds these)."""
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return True
    return False
