"""What kinds of facts and their fields are called at the desk, and how to fill them in: ``naming.yaml``."""

from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import yaml

_FILE: Final = Path(__file__).parent / "naming.yaml"


class Naming(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Chinese names by key. ``hints`` say how a field is filled in; ``values`` what a choice means."""

    kinds: dict[str, str]
    fields: dict[str, str]
    hints: dict[str, str]
    values: dict[str, str]
    topics: dict[str, str]
    understood: dict[str, str]


@cache
def naming() -> Naming:
    """The names as they stand in the file."""
    return msgspec.convert(yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader), type=Naming)


def field_name(kind: str, name: str) -> str:
    """What a field is called, for its kind if that has a word of its own."""
    held = naming().fields
    return held.get(f"{kind}.{name}", held.get(name, name))


def hint(kind: str, name: str) -> str:
    """How a field is filled in; empty when its name says enough."""
    held = naming().hints
    return held.get(f"{kind}.{name}", held.get(name, ""))
