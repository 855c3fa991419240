"""Every sentence the program itself says, by key and language (``knowledge/content/phrases/*.yaml``).

``refusals.*.yaml`` holds what errors, forms and files that cannot be taken are told with.

zh is simplified Chinese; zh-hant is zh converted by OpenCC when a message leaves; en is English, with Chinese facts
where there is no English for them.
"""

from collections.abc import Mapping
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
    held: dict[str, str] = {}
    for name in (f"{language}.yaml", f"refusals.{language}.yaml"):
        text = (_FOLDER / name).read_bytes()
        held |= msgspec.convert(yaml.load(text, Loader=yaml.CSafeLoader), type=dict[str, str])
    return held


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

    def tell(self, said: "str | Sentence") -> str:
        """A sentence in this voice; words that are words already stay as they are."""
        return said if isinstance(said, str) else self.say(said.phrase, **said.facts_for(self))


class Sentence(msgspec.Struct, frozen=True):
    """A phrase with its facts where it is not known yet who will read it: :meth:`Voice.tell` says it.

    A fact that is a sentence is told in the same voice, several (a list) are listed in it.
    """

    phrase: str
    facts: Mapping[str, object] = {}

    def facts_for(self, voice: Voice) -> dict[str, object]:
        """The facts as this voice says them."""
        return {name: _fact_for(voice, fact) for name, fact in self.facts.items()}


def _fact_for(voice: Voice, fact: object) -> object:
    if isinstance(fact, list):
        return voice.listed([str(_fact_for(voice, one)) for one in fact])
    return voice.tell(fact) if isinstance(fact, Sentence) else fact


def sentence(phrase: str, **facts: object) -> Sentence:
    """The sentence of a phrase's key."""
    return Sentence(phrase, facts)


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
