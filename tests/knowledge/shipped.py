"""The shipped facts as tests read them: each file as it stands, without the loader."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import yaml

from knowledge import model as m
from knowledge.understanding.normalise import canonical

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "knowledge" / "content"
FILES = (
    *("sources", "districts", "towns", "stations", "quarters"),
    *("institutions", "specialties", "bases", "alliances", "people", "hotlines"),
)


@cache
def plain(name):
    return yaml.load((CONTENT / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def items(name):
    ((kind, rows),) = plain(f"book/{name}.yaml").items()
    return kind, tuple(msgspec.convert(row, m.KINDS[kind]) for row in rows)


@cache
def book():
    """All facts by kind."""
    by_kind = {}
    for name in FILES:
        kind, facts = items(name)
        by_kind.setdefault(kind, {}).update({fact.id: fact for fact in facts})
    return by_kind


def spoken_names(institution) -> set[str]:
    names = (
        institution.name,
        institution.short,
        institution.source_name,
        *institution.aliases,
        *institution.also_place,
    )
    return {canonical(name) for name in names if name}


def said_sources(fact) -> Iterator[str]:
    yield from fact.sources
    for part in (*getattr(fact, "campuses", ()), *getattr(fact, "statements", ())):
        yield from part.sources
