"""Every error of the house. A class's docstring is its kind; the message says what, where and what to do.

JiamenkouError
├── ContentError        something in a file of facts cannot be read or does not fit together
├── Conflict            somebody else changed the same fact meanwhile
├── DatabaseUnavailable the database cannot be opened, read or written
├── InputError          what somebody typed into a form or a command cannot be taken
├── NotAllowed          this person may not do this
└── SettingsError       one or more settings are missing or wrong
"""


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


class InputError(JiamenkouError):
    """What somebody typed cannot be taken; the message says what to type instead."""


class SettingsError(JiamenkouError):
    """Settings that cannot be used, all named at once."""


class NotAllowed(JiamenkouError):
    """Who asked for it may not do it; the message says who may."""


class Conflict(JiamenkouError):
    """Somebody else changed the same fact meanwhile; nothing of this edit was written."""
