"""What kinds of facts and their fields are called at the desk, and how to fill them in: ``naming.yaml``."""

import re
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import yaml

_FILE: Final = Path(__file__).parent / "naming.yaml"
_DETAILS: Final = re.compile("[:,]")


class Naming(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names by key, in one language. ``values`` are what a choice means, ``understood`` what is read in a question."""

    kinds: dict[str, str]
    fields: dict[str, str]
    hints: dict[str, str]
    values: dict[str, str]
    topics: dict[str, str]
    understood: dict[str, str]
    deliveries: dict[str, str]
    reasons: dict[str, str]
    wishes: dict[str, str]

    def field(self, kind: str, name: str) -> str:
        """What a field is called, for its kind if that has a word of its own."""
        return self.fields.get(f"{kind}.{name}", self.fields.get(name, name))

    def said(self, name: str, value: str) -> str:
        """What a value of a field is called: choices have names, all else is as it stands."""
        return self.topics.get(value, value) if name == "topic" else self.values.get(value, value)

    def reason(self, told: str) -> str:
        """Why a message did not arrive, of what the ledger says of it."""
        return self.reasons.get(_DETAILS.split(told, maxsplit=1)[0], self.reasons["refused"])

    def hint(self, kind: str, name: str) -> str:
        """How a field is filled in, in its kind if that has words of its own; empty when its name says enough."""
        return self.hints.get(f"{kind}.{name}", self.hints.get(name, ""))


@cache
def naming(*, english: bool = False) -> Naming:
    """The names as they stand in the file."""
    held = msgspec.convert(
        yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader), type=dict[str, dict[str, tuple[str, str]]]
    )
    return msgspec.convert(
        {part: {key: said[english] for key, said in names.items()} for part, names in held.items()}, type=Naming
    )
