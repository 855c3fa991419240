"""Every sentence the program itself says, by key and language (``knowledge/content/phrases/*.yaml``).

zh is simplified Chinese; zh-hant is zh converted by OpenCC when a message leaves; en is English, with Chinese facts
where there is no English for them.
"""

from functools import cache
from pathlib import Path

import msgspec
import opencc
import yaml

from knowledge.message import Choice, Message

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).parent / "content" / "phrases"


@cache
def phrases(language: str) -> dict[str, str]:
    """All phrases of a language by key."""
    return msgspec.convert(
        yaml.load((_FOLDER / f"{language}.yaml").read_bytes(), Loader=yaml.CSafeLoader), type=dict[str, str]
    )


class Voice(msgspec.Struct, frozen=True):
    """How the program speaks to one person: ``language`` is zh, zh-hant or en."""

    language: str = "zh"

    @property
    def english(self) -> bool:
        """Whether English is spoken."""
        return self.language == "en"

    def say(self, key: str, **facts: object) -> str:
        """The phrase of this key with its facts filled in; an unknown key is a KeyError."""
        return phrases("en" if self.english else "zh")[key].format(**facts)

    def pick(self, chinese: str, english: str) -> str:
        """The English words when English is spoken and there are any, else the Chinese ones."""
        return english if self.english and english else chinese

    def listed(self, words: list[str] | tuple[str, ...]) -> str:
        """Words as a list in a sentence."""
        return (", " if self.english else "、").join(words)


@cache
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def in_script(message: Message, voice: Voice) -> Message:
    """The message in traditional characters when the person reads those; names of places keep their meaning."""
    if voice.language != "zh-hant":
        return message
    convert = _traditional().convert
    return msgspec.structs.replace(
        message,
        title=convert(message.title),
        text=convert(message.text),
        footnote=convert(message.footnote),
        choices=tuple(_choice(choice) for choice in message.choices),
    )


def _choice(choice: Choice) -> Choice:
    return msgspec.structs.replace(choice, label=_traditional().convert(choice.label))
