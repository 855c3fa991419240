"""Names in an answer (contract C2) against names in a label: when two names are the same."""

from collections.abc import Iterable
from typing import Any

from bot.evaluation.formats import Json


def names(held: Json, kinds: Iterable[str]) -> set[str]:
    """All names, aliases and said forms under these kinds of ``found`` or ``mentions``."""
    items = [item for kind in kinds for item in held.get(kind) or ()]
    return {name for item in items for name in _of(item) if name}


def _of(item: Any) -> list[str]:
    if isinstance(item, dict):
        return [item.get("name", ""), *(item.get("aliases") or ()), item.get("said") or ""]
    return [str(item)]


def name_of(item: Any) -> str:
    """The official name of an item, which may be a bare text."""
    return str(item["name"] if isinstance(item, dict) else item)


def kinds_of(kind: str) -> tuple[str, ...]:
    """Bases stand in institutions: either name counts for both."""
    return ("base", "institution") if kind in {"base", "institution"} else (kind,)


def same(wanted: str, held: Iterable[str]) -> bool:
    """Whether one of the names is the wanted one, holds it, or (from two characters on) is held in it."""
    return any(wanted in name or (name in wanted and len(name) >= 2) for name in held)
