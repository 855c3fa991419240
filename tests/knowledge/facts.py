"""A small town of facts, as a clerk would write it, for tests that load."""

from pathlib import Path

import msgspec

from knowledge import model as m
from knowledge.database import Database
from knowledge.drafts import read_text
from knowledge.editing import Actor
from knowledge.importing.gathering import files_to_read, gather
from knowledge.importing.loading import Options, load
from knowledge.importing.report import Report
from knowledge.reading import Key
from tests.conftest import NOON

CLERK = Actor("clerk", "command")
TOWN = """
source:
- {id: paper, title: 名单, publisher: 卫生局, date: "2021-09-22"}
district:
- {id: east, name: 东区, point: [31.0, 121.0], sources: [paper], verified_on: 2021-09-22}
specialty:
- {id: bones, name: 骨伤, sources: [paper]}
institution:
- id: first
  name: 上海示例第一医院
  short: 示例第一医院
  aliases: [示例一院]
  sources: [paper]
  verified_on: 2021-09-22
  campuses:
  - {name: 总院, address: 东路1号, district: east, phone: 021-1, sources: [paper]}
base:
- id: b1
  institution: first
  lead: first
  district: east
  specialties: [bones]
  planned: 2021-09
  source_name: 示例第一医院
  sources: [paper]
entry:
- {id: early, title: 什么是早预约, topic: early_booking, answer: 社区先约。, sources: [paper],
   found: {institution: [first]}}
"""


def facts(text: str = TOWN) -> dict[Key, m.Fact]:
    return {draft.key: draft.fact for draft in read_text(text.encode(), "town.yaml")}


def town(**changed: m.Fact) -> dict[Key, m.Fact]:
    """The town, with facts put in place of others (named kind__id) or taken out (None)."""
    held = facts()
    for name, fact in changed.items():
        key = tuple(name.split("__"))
        held.pop(key, None)
        if fact is not None:
            held[key] = fact
    return held


def replaced(key: Key, **fields) -> m.Fact:
    return msgspec.structs.replace(facts()[key], **fields)


def write(folder: Path, text: str = TOWN, name: str = "town.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def load_files(database: Database, *paths: Path, dry_run: bool = False) -> Report:
    gathered = gather(files_to_read(paths), lambda _: None)
    return database.write(load, gathered, CLERK, NOON, Options(dry_run=dry_run))


def changes(report: Report) -> dict[str, list[str]]:
    """Keys by what happened to them, those that stayed the same left out."""
    told: dict[str, list[str]] = {}
    for difference in report.differences:
        if difference.change != "same":
            told.setdefault(difference.change, []).append(" ".join(difference.key))
    return told
