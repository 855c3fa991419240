"""Every error of the house. A class's docstring is its kind; the message says what, where and what to do.

JiamenkouError
├── ContentError        something in a file of facts cannot be read or does not fit together
├── DatabaseUnavailable the database cannot be opened, read or written
├── Refusal             told to whoever works at the desk, in their language
│   ├── Conflict        somebody else changed the same fact meanwhile
│   ├── InputError      what somebody typed into a form or a command cannot be taken
│   └── NotAllowed      this person may not do this
└── SettingsError       one or more settings are missing or wrong
"""

from knowledge.wording import Sentence, Voice


class JiamenkouError(Exception):
    """Something went wrong that a person can mend; the message tells how."""


class ContentError(JiamenkouError):
    """One or more facts cannot be taken; ``problems`` are sentences with file and line."""

    def __init__(self, problems: list[str]) -> None:
        """Keep the problems one by one; the message is all of them, a line each."""
        super().__init__("\n".join(problems))
        self.problems = problems


class DatabaseUnavailable(JiamenkouError):
    """The database cannot be used; the message names it without its password."""


class Refusal(JiamenkouError):
    """What a person asked for is not done; ``sentence`` tells why and what to do, in whatever language they read.

    As a text it is Chinese.
    """

    def __init__(self, told: str | Sentence, **facts: object) -> None:
        """Take a phrase's key with its facts, or a sentence made elsewhere. An unknown key is a KeyError."""
        self.sentence = Sentence(told, facts) if isinstance(told, str) else told
        super().__init__(self.told(Voice()))

    def told(self, voice: Voice) -> str:
        """The sentence as this voice says it."""
        return voice.tell(self.sentence)


class InputError(Refusal):
    """What somebody typed cannot be taken; the message says what to type instead."""


class SettingsError(JiamenkouError):
    """Settings that cannot be used, all named at once."""


class NotAllowed(Refusal):
    """Who asked for it may not do it; the message says who may."""


class Conflict(Refusal):
    """Somebody else changed the same fact meanwhile; nothing of this edit was written."""
